// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "tools/qemu.h"

static const char *after(const struct child *child, const char *option)
{
	for (size_t i = 0; i + 1 < child->args.nr; i++)
		if (!strcmp(child->args.v[i], option))
			return child->args.v[i + 1];
	fail_msg("no %s", option);
	return NULL;
}

static void make_child(struct child *child, const char *accel)
{
	const struct qemu qemu = {
		.accel = accel, .kernel = "k", .initrd = "i", .append = "a b",
		.console = "x,y", .cpus = 3, .memory = 384, .timeout = 7,
		.first_output = 3,
	};

	qemu_child(child, &qemu);
}

static void test_words(void **state)
{
	struct child child;

	(void)state;
	make_child(&child, "tcg");
	assert_string_equal(child.args.v[0], "qemu-system-x86_64");
	assert_string_equal(after(&child, "-smp"), "3,sockets=3,cores=1,threads=1");
	assert_string_equal(after(&child, "-m"), "384M");
	assert_string_equal(after(&child, "-chardev"), "file,id=console,path=x,,y");
	assert_string_equal(after(&child, "-kernel"), "k");
	assert_string_equal(after(&child, "-initrd"), "i");
	assert_true(child.timeout == 7);
	assert_true(child.first_output == 3);
	child_release(&child);
}

/* An emulated guest is told how fast it counts; one under KVM asks the host. */
static void test_clock(void **state)
{
	struct strbuf line = STRBUF_INIT;
	struct child child;

	(void)state;
	make_child(&child, "kvm");
	assert_string_equal(after(&child, "-append"), "console=ttyS0 panic=-1 no_timer_check a b");
	assert_string_equal(after(&child, "-cpu"), "host");
	child_release(&child);
	make_child(&child, "tcg");
	strbuf_addstr(&line, "console=ttyS0 panic=-1 no_timer_check");
	if (tsc_khz())
		strbuf_addf(&line, " tsc_early_khz=%lu", tsc_khz());
	strbuf_addstr(&line, " a b");
	assert_string_equal(after(&child, "-append"), line.buf);
	assert_false(argv_has(&child.args, "-cpu"));
	child_release(&child);
	strbuf_release(&line);
}

/* Every x86_64 counts at some hundreds of MHz at least. */
static void test_rate(void **state)
{
	(void)state;
#ifdef __x86_64__
	assert_in_range(tsc_khz(), 200000, 20000000);
#else
	assert_int_equal(tsc_khz(), 0);
#endif
	assert_int_equal(tsc_khz(), tsc_khz());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
