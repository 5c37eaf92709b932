// SPDX-License-Identifier: GPL-2.0-only
/* Which tests a kernel fails, from what its guest and its console said. */
#include "t/test.h"
#include "boot/failed.h"

#define HEAD	"KTAP version 1\n1..3\n"
#define END	"# ferry: end\n"
#define ALL_OK	HEAD "ok 1 one\nok 2 two\nok 3 three\n" END

/* The console complains in line @line, 0 for never. */
static void assert_failed(const char *ktap, const char *console, unsigned int line,
			  const char *expected)
{
	struct console_report report = { .title = "BUG: it breaks", .line = line };
	struct scenario scenario;
	struct boot boot = {
		.scenario = &scenario, .side = SIDE_AFTER, .console = "console",
		.counted = line ? &report : NULL,
	};
	struct boots boots = { .v = &boot, .nr = 1 };
	json_t *json;
	char *text;

	put_file("scenario", "[boot]\n\ttests = one\n\ttests = two\n\ttests = three\n");
	put_file("console", console);
	assert_int_equal(scenario_open(&scenario, "scenario"), 0);
	ktap_init(&boot.ktap);
	ktap_feed_text(&boot.ktap, ktap, strlen(ktap));
	json = boots_failed(&boots);
	text = json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER);
	assert_string_equal(text, expected);
	free(text);
	json_decref(json);
	ktap_release(&boot.ktap);
	scenario_release(&scenario);
}

#define FAILED(test, words) "{\"test\":\"" test "\",\"boot\":\"scenario\",\"words\":\"" words "\"}"

static void by_what_they_say(void **state)
{
	(void)state;
	assert_failed(ALL_OK, "", 0, "[]");
	assert_failed(HEAD "ok 1 one\nnot ok 2 two # leaked\nok 3 three # SKIP no node\n" END,
		      "", 0, "[" FAILED("two", "leaked") "]");
	assert_failed(HEAD "ok 1 one\nnot ok 2 two # leaked\nnot ok 3 three # not run, broken\n"
		      END, "", 0, "[" FAILED("two", "leaked") "]");
}

static void by_what_the_kernel_says(void **state)
{
	static const char console[] =
		"Linux\nferry: one ends\nx\nferry: two ends\ny\nferry: three ends\nz\n";

	(void)state;
	assert_failed(ALL_OK, console, 1, "[" FAILED("one", "BUG: it breaks") "]");
	assert_failed(ALL_OK, console, 3, "[" FAILED("two", "BUG: it breaks") "]");
	assert_failed(ALL_OK, console, 5, "[" FAILED("three", "BUG: it breaks") "]");
	/* behind the last one: nobody else can have done it */
	assert_failed(ALL_OK, console, 7, "[" FAILED("three", "BUG: it breaks") "]");
}

static void of_a_guest_that_died(void **state)
{
	(void)state;
	assert_failed(HEAD "ok 1 one\n", "Linux\nferry: one ends\nBUG\n", 3,
		      "[" FAILED("two", "BUG: it breaks") "]");
	/* silence is no failure */
	assert_failed(HEAD "ok 1 one\n", "Linux\nferry: one ends\n", 0, "[]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_what_they_say),
		cmocka_unit_test(by_what_the_kernel_says),
		cmocka_unit_test(of_a_guest_that_died),
	};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
