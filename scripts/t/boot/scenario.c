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
	"[expect \"S4\"]\n\tbefore = first pass\n";

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

static void assert_passes(const struct scenario *scenario, const char *shape,
			  const char *test)
{
	struct expectation expectation = scenario_expect(scenario, shape, "after", test);

	assert_true(expectation.known && expectation.pass && !expectation.any);
}

static void expectations(void **state)
{
	struct scenario scenario;
	struct expectation expectation;

	(void)state;
	open_it(&scenario);
	expectation = scenario_expect(&scenario, "S1", "before", "first");
	assert_true(expectation.known && !expectation.any && !expectation.pass);
	assert_string_equal(expectation.reason, "freed in flight");
	expectation = scenario_expect(&scenario, "S1", "before", "first-two");
	assert_true(expectation.known && expectation.any);
	expectation = scenario_expect(&scenario, "S1", "after", "first-two");
	assert_true(expectation.known && expectation.any && !expectation.pass);
	expectation = scenario_expect(&scenario, "S4", "before", "first");
	assert_true(expectation.known && expectation.pass);
	/* nothing said is no expectation before the change */
	assert_false(scenario_expect(&scenario, "S1", "before", "late").known);
	assert_false(scenario_expect(&scenario, "S9", "before", "first").known);
	assert_false(scenario_expect(&scenario, "S1", "before", "fir").known);
	/* and a pass with it, also of a shape that nothing is said of */
	assert_passes(&scenario, "S1", "first");
	assert_passes(&scenario, "S1", "late");
	assert_passes(&scenario, "S4", "first-two");
	assert_passes(&scenario, "S9", "first");
	scenario_release(&scenario);
}

static bool met(const char *expected, const char *line)
{
	struct expectation expectation = {
		.known = true,
		.any = !strcmp(expected, "any"),
		.pass = !strcmp(expected, "pass"),
		.reason = expected,
	};
	struct ktap ktap;
	bool is;

	ktap_init(&ktap);
	ktap_feed_text(&ktap, "KTAP version 1\n1..1\n", 20);
	ktap_feed_line(&ktap, line, strlen(line));
	assert_int_equal(ktap.nr, 1);
	is = expectation_met(&expectation, &ktap.tests[0]);
	expectation.known = false;
	assert_false(expectation_met(&expectation, &ktap.tests[0]));
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
	assert_refused("[boot]\n\ttests = x\n[expect \"S1\"]\n\tafter = x maybe\n",
		       "ferry: error: 'boot': expect.S1.after: 'x maybe' is not "
		       "'TEST pass', 'TEST fail WORDS' or 'TEST any'\n");
	assert_refused("[boot]\n\ttests = x\n[expect \"S1\"]\n\tafter = x fail\n",
		       "ferry: error: 'boot': expect.S1.after: 'x fail' is not "
		       "'TEST pass', 'TEST fail WORDS' or 'TEST any'\n");
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
