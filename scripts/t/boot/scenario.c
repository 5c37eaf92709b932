// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "boot/scenario.h"

static const char text[] =
	"[boot]\n\ttests = first\n\ttests = first-two\n\ttests = late\n"
	"\tcpus = 3\n\tmaxcpus = 2\n\tseconds = 10\n\tfirst-line = 7\n"
	"\tappend = a=1 b\n"
	"[expect \"S1\"]\n"
	"\tbefore = first fail freed in flight\n"
	"\tbefore = first-two any\n"
	"\tafter = first-two any\n"
	"[expect \"S2 S3\"]\n\tbefore = late fail lost\n";

static void open_it(struct scenario *scenario)
{
	put_file("boot", text);
	assert_int_equal(scenario_open(scenario, "./boot"), 0);
}

static void numbers_and_tests(void **state)
{
	struct scenario scenario;
	const char **names;

	(void)state;
	open_it(&scenario);
	assert_string_equal(scenario.name, "boot");
	assert_int_equal(scenario_tests(&scenario, &names), 3);
	assert_string_equal(names[1], "first-two");
	assert_null(names[3]);
	free(names);
	assert_int_equal(scenario.cpus, 3);
	assert_int_equal(scenario.maxcpus, 2);
	assert_int_equal(scenario.seconds, 10);
	assert_int_equal(scenario.first_line, 7);
	/* not given */
	assert_int_equal(scenario.memory, 384);
	assert_int_equal(scenario.timeout, 240);
	scenario_release(&scenario);
}

static void assert_line(const char *conf, unsigned long seconds, const char *expected)
{
	struct scenario scenario;
	struct strbuf line = STRBUF_INIT;

	put_file("boot", conf);
	assert_int_equal(scenario_open(&scenario, "boot"), 0);
	scenario_command_line(&scenario, seconds, &line);
	assert_string_equal(line.buf, expected);
	strbuf_release(&line);
	scenario_release(&scenario);
}

static void command_lines(void **state)
{
	(void)state;
	assert_line(text, 0, "ferry.tests=first,first-two,late ferry.seconds=10 maxcpus=2 a=1 b");
	assert_line(text, 99, "ferry.tests=first,first-two,late ferry.seconds=99 maxcpus=2 a=1 b");
	/* only a test that has a length gets another one */
	assert_line("[boot]\n\ttests = x\n", 99, "ferry.tests=x");
}

static void assert_expects(const char *shape, const char *side, const char *test,
			   const char *words)
{
	struct scenario scenario;
	struct expectation expectation;

	open_it(&scenario);
	expectation = scenario_expect(&scenario, shape, side, test);
	assert_string_equal(expectation.any ? "any" :
			    expectation.reason ? expectation.reason : "pass", words);
	scenario_release(&scenario);
}

static void expectations(void **state)
{
	(void)state;
	assert_expects("S1", "before", "first", "freed in flight");
	assert_expects("S1", "before", "first-two", "any");
	assert_expects("S1", "after", "first-two", "any");
	/* of two shapes at once */
	assert_expects("S2", "before", "late", "lost");
	assert_expects("S3", "before", "late", "lost");
	/* all else is a pass, also of a shape that nothing is said of */
	assert_expects("S1", "after", "first", "pass");
	assert_expects("S1", "before", "late", "pass");
	assert_expects("S2", "before", "first", "pass");
	assert_expects("S2", "after", "late", "pass");
	assert_expects("S", "before", "late", "pass");
	assert_expects("S9", "before", "first", "pass");
	assert_expects("S1", "before", "fir", "pass");
}

static bool met(const char *expected, const char *line)
{
	struct expectation expectation = {
		.any = !strcmp(expected, "any"),
		.reason = strcmp(expected, "pass") ? expected : NULL,
	};
	struct ktap ktap;
	bool is;

	ktap_init(&ktap);
	ktap_feed_text(&ktap, "KTAP version 1\n1..1\n", 20);
	ktap_feed_line(&ktap, line, strlen(line));
	assert_int_equal(ktap.nr, 1);
	is = expectation_met(&expectation, &ktap.tests[0]);
	ktap_release(&ktap);
	return is;
}

static void what_meets_them(void **state)
{
	(void)state;
	assert_true(met("pass", "ok 1 t"));
	assert_false(met("pass", "not ok 1 t # freed in flight"));
	assert_false(met("pass", "ok 1 t # SKIP no module"));
	assert_true(met("any", "ok 1 t"));
	assert_true(met("any", "not ok 1 t"));
	assert_true(met("any", "ok 1 t # SKIP no module"));
	assert_true(met("freed in flight", "not ok 1 t # freed in flight"));
	assert_true(met("freed in flight", "not ok 1 t # freed in flight on CPU 1"));
	assert_false(met("freed in flight", "not ok 1 t # offline blocks"));
	assert_false(met("freed in flight", "not ok 1 t # freed"));
	assert_false(met("freed in flight", "not ok 1 t"));
	assert_false(met("freed in flight", "ok 1 t"));
	assert_false(met("freed in flight", "ok 1 t # SKIP freed in flight"));
}

static void results_in_words(void **state)
{
	struct strbuf words = STRBUF_INIT;
	struct ktap ktap;

	(void)state;
	ktap_init(&ktap);
	ktap_feed_text(&ktap, "KTAP version 1\n1..3\nok 1 a\nnot ok 2 b # why not\n"
		       "ok 3 c # SKIP none\n", 67);
	for (size_t i = 0; i < ktap.nr; i++) {
		ktap_words(&ktap.tests[i], &words);
		strbuf_addch(&words, ';');
	}
	ktap_words(NULL, &words);
	assert_string_equal(words.buf, "pass;FAIL why not;SKIP none;no result");
	strbuf_release(&words);
	ktap_release(&ktap);
}

static void assert_refused(const char *conf, const char *words)
{
	struct scenario scenario;
	int ret;

	put_file("boot", conf);
	capture_stderr("said");
	ret = scenario_open(&scenario, "boot");
	release_stderr();
	scenario_release(&scenario);
	assert_int_equal(ret, -1);
	assert_file("said", words);
}

static void what_is_refused(void **state)
{
	struct scenario scenario;
	int ret;

	(void)state;
	assert_refused("[boot]\n\tcpus = 1\n",
		       "ferry: error: 'boot' has no tests: add 'tests = NAME' to [boot]\n");
	assert_refused("[boot]\n\ttests = x\n\tmemory = much\n",
		       "ferry: error: 'boot': boot.memory is not a number: 'much'\n");
	assert_refused("[boot]\n\ttests = x\n\ttimout = 3\n",
		       "ferry: error: 'boot': unknown key 'boot.timout': known keys are "
		       "boot.description boot.tests boot.cpus boot.maxcpus boot.memory "
		       "boot.seconds boot.first-line boot.timeout boot.append\n");
	assert_refused("[boot]\n\ttests = x\n[expect \"S1\"]\n\tafter = y pass\n",
		       "ferry: error: 'boot': expect.S1.after is about 'y', which is not among the tests of [boot]\n");
	assert_refused("[boot]\n\ttests = x\n[test \"y\"]\n\twhy = because\n",
		       "ferry: error: 'boot': test.y.why is about 'y', which is not among the tests of [boot]\n");
	assert_refused("[boot]\n\ttests = x\n[expect \"S1\"]\n\tafter = x pass\n",
		       "ferry: error: 'boot': expect.S1.after: 'x pass' is not "
		       "'TEST fail WORDS' or 'TEST any'\n");
	assert_refused("[boot]\n\ttests = x\n[expect \"S1\"]\n\tafter = x fail\n",
		       "ferry: error: 'boot': expect.S1.after: 'x fail' is not "
		       "'TEST fail WORDS' or 'TEST any'\n");
	capture_stderr("said");
	ret = scenario_open(&scenario, "none");
	release_stderr();
	scenario_release(&scenario);
	assert_int_equal(ret, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_tests),
		cmocka_unit_test(command_lines),
		cmocka_unit_test(expectations),
		cmocka_unit_test(what_meets_them),
		cmocka_unit_test(results_in_words),
		cmocka_unit_test(what_is_refused),
	};

	return cmocka_run_group_tests_name("scenario", tests, scratch_setup,
					   scratch_teardown);
}
