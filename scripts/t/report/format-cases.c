// SPDX-License-Identifier: GPL-2.0-only
/* format-cases.c: what came of it is the same in every format, and in the exit status */
#include "t/reports.h"
#include "t/test.h"
#include "report/format.h"

static enum outcome worst_of(const struct report *report)
{
	struct report_cases sum = { .v = NULL };

	for (size_t row = 0; row < MADE_ROWS; row++) {
		struct report_cases cases;

		report_cases(report, row, &cases);
		assert_true(cases.nr >= STAGE_NR);
		report_cases_add(&sum, &cases);
		report_cases_release(&cases);
	}
	return report_cases_worst(&sum);
}

static void assert_agrees(const char *one, const char *two)
{
	struct report report;
	enum outcome worst;

	make_report(&report, one, two);
	worst = worst_of(&report);
	switch (report_status(&report, STAGE_BOOT)) {
	case EXIT_FAIL:
	case EXIT_REFUSED:
		assert_int_equal(worst, OUTCOME_FAIL);
		break;
	case EXIT_BROKEN:
		assert_in_range(worst, OUTCOME_BROKEN, OUTCOME_MISSING);
		break;
	default:
		assert_in_range(worst, OUTCOME_PASS, OUTCOME_SKIP);
	}
	report_release(&report);
}

/* Whatever the stages came to. */
static void agrees_with_the_status(void **state)
{
	static const char letters[] = "PFSNBRs-";
	char row[STAGE_NR + 1] = "P";

	(void)state;
	for (unsigned int i = 0; i < 1u << 15; i++) {
		for (unsigned int n = 1; n < STAGE_NR; n++)
			row[n] = letters[i >> (3 * (n - 1)) & 7];
		assert_agrees(row, "PPPPPP");
	}
	for (unsigned int n = 0; letters[n]; n++) {
		row[0] = letters[n];
		assert_agrees(row, "SNNNNN");
	}
}

/* What a test of a boot that came to @letter counts as. */
static void assert_test(char letter, const char *after, const char *failed,
			enum outcome expected, const char *reason)
{
	const char row[] = { 'P', 'P', 'P', 'P', 'P', letter, '\0' };
	struct report_cases cases;
	struct report report;

	make_report(&report, row, "PPPPPP");
	make_tests(&report, json_pack("[o]", make_test("one", "pass", after)),
		  failed ? json_pack("[{s:s, s:s, s:s}]", "test", "one", "boot", "basic",
				     "words", failed) : json_array());
	report_cases(&report, 0, &cases);
	assert_int_equal(cases.nr, STAGE_NR + 1);
	assert_int_equal(cases.v[STAGE_NR].outcome, expected);
	assert_string_equal(cases.v[STAGE_NR].reason, reason);
	report_cases_release(&cases);
	report_release(&report);
}

/* A test is no graver than its boot, which knows what was expected. */
static void tests_of_a_boot(void **state)
{
	(void)state;
	assert_test('P', "pass", NULL, OUTCOME_PASS, "");
	assert_test('P', "FAIL as expected", NULL, OUTCOME_PASS, "");
	assert_test('P', "SKIP no node", NULL, OUTCOME_SKIP, "no node");
	assert_test('F', "pass", NULL, OUTCOME_PASS, "");
	assert_test('F', "FAIL freed", NULL, OUTCOME_FAIL, "freed");
	assert_test('F', "FLAKY 1 pass, 1 FAIL", NULL, OUTCOME_FAIL, "FLAKY 1 pass, 1 FAIL");
	assert_test('F', "pass", "KASAN: use after free", OUTCOME_FAIL,
		    "KASAN: use after free");
	assert_test('F', "no result", "BUG", OUTCOME_FAIL, "BUG");
	assert_test('F', "no result", NULL, OUTCOME_SKIP, "no result");
	assert_test('F', "FAIL not run, one broke the kernel", NULL, OUTCOME_SKIP,
		    "not run, one broke the kernel");
	assert_test('F', NULL, NULL, OUTCOME_SKIP, "no result");
	assert_test('B', "FAIL freed", NULL, OUTCOME_BROKEN, "freed");
	assert_test('B', "no result", NULL, OUTCOME_MISSING, "no result");
	assert_test('S', "SKIP no node", NULL, OUTCOME_SKIP, "no node");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_status),
		cmocka_unit_test(tests_of_a_boot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
