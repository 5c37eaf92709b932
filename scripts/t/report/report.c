// SPDX-License-Identifier: GPL-2.0-only
#include "t/reports.h"
#include "t/test.h"
#include "report/proof.h"

static int status_of(const char *one, const char *two, enum stage_id last)
{
	struct report report;
	int status;

	make_report(&report, one, two);
	status = report_status(&report, last);
	report_release(&report);
	return status;
}

static void passes_and_skips(void **state)
{
	(void)state;
	assert_int_equal(status_of("PPPPPP", "PPPPPP", STAGE_BOOT), EXIT_PASS);
	/* what was skipped ends its row, and is no failure */
	assert_int_equal(status_of("S-----", "PPPPPP", STAGE_BOOT), EXIT_PASS);
	assert_int_equal(status_of("PPPS--", "PPPPPS", STAGE_BOOT), EXIT_PASS);
	/* what is not applicable is neither, and what follows it counts */
	assert_int_equal(status_of("PPPNNN", "PPPNPP", STAGE_BOOT), EXIT_PASS);
	assert_int_equal(status_of("PPPNPF", "PPPPPP", STAGE_BOOT), EXIT_FAIL);
	assert_int_equal(status_of("PPPN--", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
	/* later stages do not count if they were not asked for */
	assert_int_equal(status_of("PPP---", "PPP---", STAGE_PORT), EXIT_PASS);
	assert_int_equal(status_of("PPPF--", "PPP---", STAGE_PORT), EXIT_PASS);
}

static void what_is_not_known_is_broken(void **state)
{
	(void)state;
	assert_int_equal(status_of("PPPPP-", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
	assert_int_equal(status_of("------", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
	assert_int_equal(status_of("PPPPPs", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
	assert_int_equal(status_of("PsPPPP", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
}

static void gravest_first(void **state)
{
	(void)state;
	assert_int_equal(status_of("PPPPPF", "PPPPPP", STAGE_BOOT), EXIT_FAIL);
	assert_int_equal(status_of("PPR---", "PPPPPP", STAGE_BOOT), EXIT_REFUSED);
	assert_int_equal(status_of("PPPPB-", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
	assert_int_equal(status_of("PPR---", "PPPPPF", STAGE_BOOT), EXIT_FAIL);
	assert_int_equal(status_of("PPPPPF", "PPR---", STAGE_BOOT), EXIT_FAIL);
	assert_int_equal(status_of("B-----", "PPR---", STAGE_BOOT), EXIT_REFUSED);
	assert_int_equal(status_of("B-----", "PPPF--", STAGE_BOOT), EXIT_FAIL);
	assert_int_equal(status_of("S-----", "PPPF--", STAGE_BOOT), EXIT_FAIL);
	/* what came of a stage before that failed does not count */
	assert_int_equal(status_of("PBF---", "PPPPPP", STAGE_BOOT), EXIT_BROKEN);
}

static void as_json(void **state)
{
	struct report report;
	json_t *json, *one, *targets, *stage;
	char *text;

	(void)state;
	make_report(&report, "PPR---", "PPPPPs");
	text = report_json(&report);
	json = json_loads(text, 0, NULL);
	assert_int_equal(json_array_size(json), 1);
	one = json_array_get(json, 0);
	assert_string_equal(json_string_value(json_object_get(one, "series")), "change");
	targets = json_object_get(one, "targets");
	assert_int_equal(json_object_size(targets), MADE_ROWS);
	stage = json_object_get(json_object_get(targets, "6.1.y"), "port");
	assert_string_equal(json_string_value(json_object_get(stage, "verdict")), "FAIL");
	assert_string_equal(json_string_value(json_object_get(stage, "reason")), "why");
	assert_true(json_is_true(json_object_get(stage, "fresh")));
	stage = json_object_get(json_object_get(targets, "6.1.y"), "boot");
	assert_true(json_is_null(stage));
	stage = json_object_get(json_object_get(targets, "6.12.y"), "boot");
	assert_true(json_is_false(json_object_get(stage, "fresh")));
	json_decref(json);
	free(text);
	report_release(&report);
}

/* What a test fails on, each once; one that fails on nothing is there, too. */
static void what_tests_fail_on(void **state)
{
	static const char mutants[] =
		"[{\"series\": \"other\", \"mutants\": []}, {\"series\": \"change\", \"mutants\": ["
		"{\"name\": \"m\", \"layers\": {\"boot\": {\"found\": [\"one: a: b\", \"one: c\"]}}},"
		"{\"name\": \"n\", \"layers\": {\"boot\": {\"found\": []}}}]}]";
	struct result *boot;
	struct report report;
	json_t *json;
	char *text;

	(void)state;
	make_report(&report, "PPPPPP", "PPPPPP");
	json = proof_of_tests(&report);
	assert_true(json_is_null(json));
	put_file("out/mutants.json", mutants);
	boot = &report_cell(&report, 0, STAGE_BOOT)->result;
	result_fact_json(boot, "tests",
			 json_pack("[{s:s, s:s}, {s:s, s:s}]", "name", "one", "before",
				   "FAIL x", "name", "two", "before", "pass"));
	json = proof_of_tests(&report);
	text = json_dumps(json, JSON_COMPACT);
	assert_string_equal(text, "[{\"test\":\"one\",\"before\":[\"6.1.y\"],\"mutants\":[\"m\"]},"
			    "{\"test\":\"two\",\"before\":[],\"mutants\":[]}]");
	free(text);
	json_decref(json);
	report_release(&report);
	assert_int_equal(unlink("out/mutants.json"), 0);
}

/* Two series, one of them carried to one of two targets; nothing was run. */
static void make_project(void)
{
	static const char info[] = "[series]\n\tfile = a.c\n\twatch = w\n\tresidue = r\n";

	put_file("patches/change/info", info);
	put_file("patches/other/info", info);
	put_file("stable/6.1.y/target", "");
	put_file("stable/6.12.y/target", "");
	put_file("stable/6.1.y/change/expect", "");
	put_file("stable/6.12.y/change/expect", "");
	put_file("stable/6.12.y/other/expect", "");
	assert_int_equal(setenv("XDG_CACHE_HOME", "/proc/nonexistent", 1), 0);
}

/* Whatever was asked for, the file has all series and all targets. */
static void written_whole(void **state)
{
	struct options options = { .root = ".", .out = "out", .series = "change" };
	json_t *all, *one;
	int ret;

	(void)state;
	make_project();
	capture_stderr("said");
	ret = report_keep(&options);
	release_stderr();
	assert_int_equal(ret, 0);
	assert_int_equal(count_entries("out"), 1);
	all = json_load_file("out/report.json", 0, NULL);
	assert_int_equal(json_array_size(all), 2);
	one = json_array_get(all, 0);
	assert_string_equal(json_string_value(json_object_get(one, "series")), "change");
	assert_int_equal(json_object_size(json_object_get(one, "targets")), 2);
	one = json_array_get(all, 1);
	assert_string_equal(json_string_value(json_object_get(one, "series")), "other");
	one = json_object_get(one, "targets");
	assert_int_equal(json_object_size(one), 1);
	assert_true(json_is_null(json_object_get(json_object_get(one, "6.12.y"), "boot")));
	json_decref(all);

	put_file("file", "");
	options.out = "file";
	capture_stderr("said");
	ret = report_keep(&options);
	release_stderr();
	assert_int_equal(ret, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes_and_skips),
		cmocka_unit_test(what_is_not_known_is_broken),
		cmocka_unit_test(gravest_first),
		cmocka_unit_test(as_json),
		cmocka_unit_test(what_tests_fail_on),
		cmocka_unit_test(written_whole),
	};

	return cmocka_run_group_tests_name("report", tests, scratch_setup,
					   scratch_teardown);
}
