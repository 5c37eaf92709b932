// SPDX-License-Identifier: GPL-2.0-only
/* The verdict of the boot stage from what a guest said, without a guest. */
#include "t/test.h"
#include "boot/boot.h"

#define HEAD	"KTAP version 1\n1..2\n"
#define END	"# ferry: end\n"
#define BOTH_OK	HEAD "ok 1 data\nok 2 offline\n" END
#define SHOWN	HEAD "ok 1 data\nnot ok 2 offline # freed in flight\n" END
#define SKIPPED	HEAD "ok 1 data\nok 2 offline # SKIP one CPU\n" END
#define CUT	HEAD "ok 1 data\n"
#define MARKS	"[    1.000000] ferry: data ends\n[    2.000000] ferry: offline ends\n"
#define BUG	"[    1.500000] BUG: list corruption\n"
#define MOON	"[    1.500000] WARNING: the moon is full\n"

static const char usual[] =
	"[boot]\n\ttests = data\n\ttests = offline\n"
	"[test \"offline\"]\n\twhy = it may go\n"
	"[expect \"S1\"]\n"
	"\tbefore = offline fail freed in flight\n"
	"[expect \"S2\"]\n"
	"\tbefore = offline any\n"
	"[expect \"S3\"]\n"
	"\tbefore = offline fail freed in flight\n"
	"\tafter = offline any\n";

/* What both guests said, and where; NULL for the usual. */
struct given {
	const char *shape;
	const char *before, *before_console;
	const char *after, *after_console;
};

struct bench {
	struct options options;
	struct stage stage;
	struct scenario scenario;
	struct boot v[SIDE_NR + 2];
	struct boots boots;
};

static const char *or(const char *text, const char *usually)
{
	return text ? text : usually;
}

static void add_boot(struct bench *bench, enum side side, const char *ktap,
		     const char *console)
{
	struct boot *boot = &bench->v[bench->boots.nr++];

	*boot = (struct boot){
		.boots = &bench->boots,
		.scenario = &bench->scenario,
		.side = side,
		.console = xstrfmt("console-%s", side_name[side]),
		.child = CHILD_INIT,
		.reports = CONSOLE_REPORTS_INIT,
		.known = true,
	};
	put_file(boot->console, console);
	ktap_init(&boot->ktap);
	ktap_feed_text(&boot->ktap, ktap, strlen(ktap));
}

static void set_up(struct bench *bench, const struct given *given)
{
	const char *shape = or(given->shape, "S1");
	bool carried = !strcmp(shape, "S5");

	*bench = (struct bench){
		.stage = { .id = STAGE_BOOT, .options = &bench->options, .log = "log" },
		.boots = { .stage = &bench->stage, .v = bench->v, .nr_scenarios = 1,
			   .scenarios = &bench->scenario,
			   .patterns = CONSOLE_PATTERNS_INIT },
	};
	put_file("log", "");
	put_file("target", "[console]\n\tknown = moon is full\n");
	bench->stage.target.name = "9.1.y";
	assert_int_equal(conf_read(&bench->stage.target.conf, "target"), 0);
	for (size_t i = 0; i < STAGE_NR; i++)
		result_init(&bench->stage.earlier[i]);
	result_init(&bench->stage.result);
	result_fact(&bench->stage.earlier[STAGE_SHAPE], "id", shape);
	result_fact(&bench->stage.earlier[STAGE_PORT], "class",
		    carried ? "carried" : "exact");
	put_file("badness", "report ^BUG: .*\nreport ^WARNING: .*\n");
	assert_int_equal(console_patterns_load(&bench->boots.patterns, "badness"), 0);
	put_file("scenario", usual);
	assert_int_equal(scenario_open(&bench->scenario, "scenario"), 0);
	if (!carried)
		add_boot(bench, SIDE_BEFORE, or(given->before, SHOWN),
			 or(given->before_console, MARKS));
	add_boot(bench, SIDE_AFTER, or(given->after, BOTH_OK),
		 or(given->after_console, MARKS));
}

static void tear_down(struct bench *bench)
{
	for (size_t i = 0; i < bench->boots.nr; i++) {
		free(bench->v[i].console);
		child_release(&bench->v[i].child);
		ktap_release(&bench->v[i].ktap);
		console_reports_release(&bench->v[i].reports);
	}
	for (size_t i = 0; i < STAGE_NR; i++)
		result_release(&bench->stage.earlier[i]);
	result_release(&bench->stage.result);
	console_patterns_release(&bench->boots.patterns);
	scenario_release(&bench->scenario);
	conf_release(&bench->stage.target.conf);
}

/* @words: the summary of a PASS, else a part of the reason */
static void assert_verdict(const struct given *given, enum verdict verdict,
			   const char *words)
{
	struct bench bench;
	const struct result *result = &bench.stage.result;

	set_up(&bench, given);
	boots_judge(&bench.boots);
	assert_string_equal(verdict_name(result->verdict), verdict_name(verdict));
	if (verdict == VERDICT_PASS)
		assert_string_equal(result->summary, words);
	else if (!strstr(result->reason, words))
		fail_msg("no '%s' in '%s'", words, result->reason);
	tear_down(&bench);
}

#define assert_pass(summary, ...) \
	assert_verdict(&(struct given){ __VA_ARGS__ }, VERDICT_PASS, summary)
#define assert_fail(words, ...) \
	assert_verdict(&(struct given){ __VA_ARGS__ }, VERDICT_FAIL, words)
#define assert_broken(words, ...) \
	assert_verdict(&(struct given){ __VA_ARGS__ }, VERDICT_BROKEN, words)
#define assert_skip(words, ...) \
	assert_verdict(&(struct given){ __VA_ARGS__ }, VERDICT_SKIP, words)

static void all_as_it_must(void **state)
{
	(void)state;
	assert_pass("2 pass, 1 shown", .shape = "S1");
	/* what may come to anything may also pass: then it shows nothing */
	assert_pass("2 pass, 0 shown", .shape = "S2", .before = BOTH_OK);
	assert_pass("2 pass, 1 shown", .shape = "S2");
	/* a bug that is still there is none that was shown to be gone */
	assert_pass("2 pass, 0 shown", .shape = "S3", .after = SHOWN);
	/* with the change from the start */
	assert_pass("2 pass", .shape = "S5");
}

static void tests_that_came_to_something_else(void **state)
{
	(void)state;
	assert_fail("scenario, after: offline came to 'FAIL freed in flight', not 'pass'",
		    .after = SHOWN);
	assert_fail("scenario, after: offline came to 'FAIL freed in flight'", .shape = "S5",
		    .after = SHOWN);
	assert_fail("scenario, before: offline came to 'pass', not 'FAIL freed in flight'",
		    .before = BOTH_OK);
	assert_fail("scenario, before: offline came to 'FAIL other', not 'FAIL freed in flight'",
		    .before = HEAD "ok 1 data\nnot ok 2 offline # other\n" END);
	assert_fail("scenario, before: data came to 'FAIL lost', not 'pass'", .shape = "S2",
		    .before = HEAD "not ok 1 data # lost\nok 2 offline\n" END);
	/* complete, and yet without a test that was asked for */
	assert_fail("scenario, after: offline came to 'no result', not 'pass'",
		    .after = "KTAP version 1\n1..1\nok 1 data\n" END);
}

static void what_is_not_said(void **state)
{
	(void)state;
	/* all have to pass, whatever the shape is */
	assert_fail("before: offline came to 'FAIL freed in flight', not 'pass'",
		    .shape = "S9");
	assert_fail("after: offline came to 'FAIL freed in flight', not 'pass'", .shape = "S9",
		    .before = BOTH_OK, .after = SHOWN);
}

static void tests_that_were_skipped(void **state)
{
	(void)state;
	assert_skip("scenario, after: offline was skipped: one CPU", .after = SKIPPED);
	assert_skip("scenario, before: offline was skipped: one CPU", .before = SKIPPED);
	assert_skip("no reason given",
		    .after = HEAD "ok 1 data\nok 2 offline # SKIP\n" END);
	/* before the change it may be skipped where anything may come */
	assert_pass("2 pass, 0 shown", .shape = "S2", .before = SKIPPED);
}

static void the_gravest_counts(void **state)
{
	(void)state;
	assert_fail("after: offline came to 'FAIL", .before = SKIPPED, .after = SHOWN);
	assert_fail("before: offline came to", .before = BOTH_OK, .after = SKIPPED);
	assert_fail("after: offline came to 'FAIL", .before = CUT, .after = SHOWN);
	assert_fail("before: offline came to", .before = BOTH_OK, .after = CUT);
	assert_broken("after: ", .before = SKIPPED, .after = CUT);
	assert_broken("before: ", .before = CUT, .after = SKIPPED);
	/* of two the first */
	assert_fail("before: offline came to", .before = BOTH_OK, .after = SHOWN);
}

static void complaints_of_the_kernel(void **state)
{
	(void)state;
	assert_fail("scenario, after: the kernel said 'BUG: list corruption' (line 3 of 'console-after')",
		    .after_console = MARKS BUG);
	/* what it says before the change is the bug that is to be shown */
	assert_pass("2 pass, 1 shown", .before_console = MARKS BUG);
	/* saying the same before is no excuse */
	assert_fail("after: the kernel said", .before_console = MARKS BUG,
		    .after_console = MARKS BUG);
	/* the target knows of it */
	assert_pass("2 pass, 1 shown", .after_console = MARKS MOON);
	assert_fail("'BUG: list corruption'", .after_console = MARKS MOON BUG);
	assert_broken("scenario, after: offline came to 'FAIL freed in flight' after the unrelated kernel complaint 'WARNING: the moon is full'",
		      .after_console = MARKS MOON, .after = SHOWN);
	assert_broken("scenario, before: offline came to 'pass' after the unrelated",
		      .before_console = MARKS MOON, .before = BOTH_OK);
	/* one that is not known explains nothing away */
	assert_fail("", .after_console = MARKS MOON BUG, .after = SHOWN);
}

static void guests_that_were_lost(void **state)
{
	(void)state;
	assert_broken("scenario, after: ", .after = CUT);
	assert_broken("(earlier boot); see 'console-after'", .after = CUT);
	assert_broken("scenario, after: ", .after = "");
	assert_broken("scenario, after: ", .after = CUT, .after_console = MARKS MOON);
	assert_fail("scenario, after: the kernel said 'BUG: list corruption' and ",
		    .after = CUT, .after_console = MARKS BUG);
	/* the guest itself says that something is missing */
	assert_broken("no swap device", .after = HEAD "Bail out! no swap device\n" END,
		      .after_console = MARKS BUG);
	/* after all tests have come to what they must it still has to end */
	assert_broken("scenario, after: ", .after = HEAD "ok 1 data\nok 2 offline\n");
	assert_fail("scenario, after: the kernel said",
		    .after = HEAD "ok 1 data\nok 2 offline\n", .after_console = MARKS BUG);
	assert_broken("scenario, before: ", .before = CUT);
}

static void guests_that_died_of_the_bug(void **state)
{
	(void)state;
	/* died before the change, where that test may come to anything */
	assert_pass("2 pass, 0 shown", .shape = "S2", .before = CUT,
		    .before_console = MARKS BUG);
	/* that has to be the kernel's own word */
	assert_broken("scenario, before: ", .shape = "S2", .before = CUT);
	assert_broken("scenario, before: ", .shape = "S2", .before = CUT,
		      .before_console = MARKS MOON);
	/* not where something is expected, or another test failed */
	assert_fail("scenario, before: the kernel said", .before = CUT,
		    .before_console = MARKS BUG);
	assert_fail("scenario, before: the kernel said", .shape = "S2",
		    .before = HEAD "not ok 1 data # lost\n", .before_console = MARKS BUG);
	assert_fail("scenario, before: the kernel said", .shape = "S2", .before = HEAD,
		    .before_console = MARKS BUG);
	assert_fail("scenario, after: the kernel said", .shape = "S2", .after = CUT,
		    .after_console = MARKS BUG);
}

static void consoles_that_were_cut_off(void **state)
{
	(void)state;
	assert_broken("scenario, after: ", .after_console = "ferry: data ends\n");
	assert_broken("offline", .after_console = "ferry: data ends\n");
	assert_broken("scenario, before: ", .before_console = "");
	/* of a test that failed nothing has to be there */
	assert_pass("2 pass, 1 shown", .before_console = "ferry: data ends\n");
	/* nor does it hide a failure */
	assert_fail("after: offline came to", .after = SHOWN, .after_console = "");
}

static void assert_spoilt(bool expected, const char *ktap, const char *console)
{
	struct given given = { .after = ktap, .after_console = console };
	struct bench bench;

	set_up(&bench, &given);
	assert_int_equal(boot_spoilt(&bench.v[1]), expected);
	tear_down(&bench);
}

static void boots_that_are_spoilt(void **state)
{
	(void)state;
	assert_spoilt(true, SHOWN, MARKS MOON);
	assert_spoilt(true, CUT, MARKS MOON);
	assert_spoilt(true, HEAD "ok 1 data\nok 2 offline\n", MARKS MOON);
	assert_spoilt(false, BOTH_OK, MARKS MOON);
	assert_spoilt(false, SHOWN, MARKS);
	assert_spoilt(false, CUT, MARKS);
	assert_spoilt(false, SHOWN, MARKS MOON BUG);
}

/* Judges @given, whose last kernel was booted again and said @again. */
static void assert_repeated(const struct given *given, const char *again,
			    enum verdict verdict, const char *words)
{
	struct bench bench;
	const struct result *result = &bench.stage.result;

	set_up(&bench, given);
	add_boot(&bench, SIDE_AFTER, again, MARKS);
	bench.v[bench.boots.nr - 1].repeat = 2;
	boots_judge(&bench.boots);
	assert_string_equal(verdict_name(result->verdict), verdict_name(verdict));
	if (!strstr(verdict == VERDICT_PASS ? result->summary : result->reason, words))
		fail_msg("no '%s' in '%s'", words, result->reason);
	tear_down(&bench);
}

static void repeats_that_differ(void **state)
{
	(void)state;
	assert_repeated(&(struct given){ 0 }, BOTH_OK, VERDICT_PASS, "2 pass, 1 shown");
	assert_repeated(&(struct given){ 0 }, SHOWN, VERDICT_FAIL,
			"offline is FLAKY 1 pass, 1 FAIL freed in flight");
	assert_repeated(&(struct given){ .after = SHOWN }, BOTH_OK, VERDICT_FAIL,
			"offline is FLAKY 1 FAIL freed in flight, 1 pass");
	/* one way to be wrong is not flaky */
	assert_repeated(&(struct given){ .after = SHOWN }, SHOWN, VERDICT_FAIL,
			"offline came to 'FAIL freed in flight'");
	/* where anything may come they may differ, and nothing is shown to be gone */
	assert_repeated(&(struct given){ .shape = "S3" }, SHOWN, VERDICT_PASS, "0 shown");
	/* a lost machine is not a result */
	assert_repeated(&(struct given){ 0 }, CUT, VERDICT_BROKEN, "scenario, after: ");
}

static void assert_silent(const char *before, const char *after, enum verdict verdict,
			  const char *words)
{
	struct given given = { .before = before, .after = after };
	struct bench bench;
	const struct result *result = &bench.stage.result;

	set_up(&bench, &given);
	bench.v[1].known = false;
	bench.v[1].late = 2;
	bench.v[1].child.end = RUN_TIMED_OUT;
	boots_judge(&bench.boots);
	assert_string_equal(verdict_name(result->verdict), verdict_name(verdict));
	if (!strstr(result->reason, words))
		fail_msg("no '%s' in '%s'", words, result->reason);
	tear_down(&bench);
}

static void guests_that_hang(void **state)
{
	(void)state;
	assert_silent(SHOWN, CUT, VERDICT_FAIL, "scenario, after: offline hangs, twice");
	/* the machine may be the reason */
	assert_silent(CUT, CUT, VERDICT_BROKEN, "1 of 2 tests reported");
	/* it has to come as far as the tests */
	assert_silent(SHOWN, "", VERDICT_BROKEN, "scenario, after: ");
}

static const char *shown(const struct result *result, const char *list, size_t i,
			 const char *key)
{
	const json_t *one = json_array_get(json_object_get(result->facts, list), i);

	return json_string_value(json_object_get(one, key));
}

static void what_the_report_shows(void **state)
{
	struct given given = { .before_console = MARKS BUG };
	struct given carried = { .shape = "S5", .after = SHOWN };
	struct bench bench;
	const struct result *result = &bench.stage.result;
	const json_t *boots;

	(void)state;
	set_up(&bench, &given);
	boots_judge(&bench.boots);
	assert_string_equal(shown(result, "tests", 0, "name"), "data");
	assert_string_equal(shown(result, "tests", 0, "why"), "");
	assert_string_equal(shown(result, "tests", 1, "why"), "it may go");
	assert_string_equal(shown(result, "tests", 1, "boot"), "scenario");
	assert_string_equal(shown(result, "tests", 1, "before"), "FAIL freed in flight");
	assert_string_equal(shown(result, "tests", 1, "after"), "pass");
	boots = json_array_get(json_object_get(result->facts, "boots"), 0);
	assert_int_equal(json_array_size(json_object_get(boots, "console-before")), 1);
	assert_int_equal(json_array_size(json_object_get(boots, "console-after")), 0);
	tear_down(&bench);
	/* also of what failed, and of one kernel alone */
	set_up(&bench, &carried);
	boots_judge(&bench.boots);
	assert_null(shown(result, "tests", 1, "before"));
	assert_string_equal(shown(result, "tests", 1, "after"), "FAIL freed in flight");
	tear_down(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_as_it_must),
		cmocka_unit_test(tests_that_came_to_something_else),
		cmocka_unit_test(what_is_not_said),
		cmocka_unit_test(tests_that_were_skipped),
		cmocka_unit_test(the_gravest_counts),
		cmocka_unit_test(complaints_of_the_kernel),
		cmocka_unit_test(guests_that_were_lost),
		cmocka_unit_test(guests_that_died_of_the_bug),
		cmocka_unit_test(consoles_that_were_cut_off),
		cmocka_unit_test(boots_that_are_spoilt),
		cmocka_unit_test(repeats_that_differ),
		cmocka_unit_test(guests_that_hang),
		cmocka_unit_test(what_the_report_shows),
	};

	return cmocka_run_group_tests_name("judge", tests, scratch_setup,
					   scratch_teardown);
}
