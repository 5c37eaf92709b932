// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/mutant.h"

#define DIFF "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n"

static struct mutant mutant;

static int open_text(const char *text)
{
	put_file("m/some-mistake.patch", text);
	return mutant_open(&mutant, "m/some-mistake.patch");
}

static void what_it_says(void **state)
{
	(void)state;
	assert_int_equal(open_text("The one\nmistake.\n\nAnd why.\n\nTarget: 6.1.y\n"
				   "Expect: gate it breaks,\n all of it\n"
				   "Expect: boot one\nExpect: boot two\n\n" DIFF), 0);
	assert_string_equal(mutant.name, "some-mistake");
	assert_string_equal(mutant.mistake, "The one mistake. And why.");
	assert_string_equal(mutant.target, "6.1.y");
	assert_null(mutant.equivalent);
	assert_int_equal(mutant.expect[LAYER_GATE].nr, 1);
	assert_string_equal(mutant.expect[LAYER_GATE].v[0], "it breaks, all of it");
	assert_int_equal(mutant.expect[LAYER_BOOT].nr, 2);
	assert_string_equal(mutant.expect[LAYER_BOOT].v[1], "two");
	assert_int_equal(mutant.expect[LAYER_CHECK].nr, 0);
	mutant_release(&mutant);
	assert_int_equal(open_text("Same.\n\nTarget: 6.1.y\nEquivalent: for\n a reason\n\n" DIFF),
			 0);
	assert_string_equal(mutant.equivalent, "for a reason");
	mutant_release(&mutant);
	/* a field that is behind the diff is text of it */
	assert_int_equal(open_text("A.\n\nTarget: 6.1.y\nExpect: gate b\n\n" DIFF
				   "Target: 6.6.y\n"), 0);
	assert_string_equal(mutant.target, "6.1.y");
	mutant_release(&mutant);
}

static void assert_wrong(const char *text, const char *why)
{
	struct strbuf said = STRBUF_INIT;

	capture_stderr("said");
	assert_int_equal(open_text(text), -1);
	release_stderr();
	mutant_release(&mutant);
	assert_int_equal(read_file("said", &said), 0);
	if (!strstr(said.buf, why))
		assert_string_equal(said.buf, why);
	assert_non_null(strstr(said.buf, "'m/some-mistake.patch'"));
	/* one line */
	assert_ptr_equal(strchr(said.buf, '\n'), said.buf + said.len - 1);
	strbuf_release(&said);
}

static void what_it_must_not_say(void **state)
{
	(void)state;
	assert_wrong("A.\n\nExpect: gate b\n\n" DIFF, "has no target");
	assert_wrong("A.\n\nTarget: x\nTarget: y\nExpect: gate b\n\n" DIFF, "has 'Target:' twice");
	assert_wrong("A.\n\nTarget: x\nExpect: moon b\n\n" DIFF, "'moon' is not a layer");
	assert_wrong("A.\n\nTarget: x\nExpect: gat b\n\n" DIFF, "'gat' is not a layer");
	assert_wrong("A.\n\nTarget: x\nExpect: gate\n\n" DIFF, "is not 'LAYER WORDS'");
	assert_wrong("A.\n\nTarget: x\nExpects: gate b\n\n" DIFF, "'Expects: gate b' is none of");
	assert_wrong("A.\n\nTarget: x\n\n" DIFF, "names no layer that has to kill it");
	assert_wrong("A.\n\nTarget: x\nExpect: gate b\nEquivalent: c\n\n" DIFF,
		     "is equivalent and has to be killed");
	assert_wrong("Target: x\nExpect: gate b\n\n" DIFF, "does not say what the mistake is");
	assert_wrong("", "has no target");
	assert_wrong(DIFF, "has no target");
}

static void one_that_is_not_there(void **state)
{
	(void)state;
	capture_stderr("said");
	assert_int_equal(mutant_open(&mutant, "m/none.patch"), -1);
	release_stderr();
	mutant_release(&mutant);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_says),
		cmocka_unit_test(what_it_must_not_say),
		cmocka_unit_test(one_that_is_not_there),
	};

	return cmocka_run_group_tests(tests, scratch_setup, scratch_teardown);
}
