// SPDX-License-Identifier: GPL-2.0-only
/* One boot and what its tests must come to, see scenario.h */
#include "boot/scenario.h"

/* what each is for: scenario.h */
static const char * const known[] = {
	"boot.description", "boot.tests", "boot.cpus", "boot.maxcpus", "boot.memory",
	"boot.seconds", "boot.first-line", "boot.timeout", "boot.append",
	"test.*.why", "expect.*.before", "expect.*.after", NULL,
};

static const struct number {
	const char *key;
	size_t at;
	unsigned long otherwise;
} numbers[] = {
	{ "boot.cpus",		offsetof(struct scenario, cpus),	2 },
	{ "boot.maxcpus",	offsetof(struct scenario, maxcpus),	0 },
	{ "boot.memory",	offsetof(struct scenario, memory),	384 },
	{ "boot.seconds",	offsetof(struct scenario, seconds),	0 },
	{ "boot.first-line",	offsetof(struct scenario, first_line),	60 },
	{ "boot.timeout",	offsetof(struct scenario, timeout),	240 },
};

static int read_number(struct scenario *scenario, const struct number *number)
{
	unsigned long *value = (unsigned long *)((char *)scenario + number->at);
	const char *text = conf_get(&scenario->conf, number->key);

	*value = number->otherwise;
	if (text && parse_ulong(text, 1000000, value))
		return error("'%s': %s is not a number: '%s'", scenario->path,
			     number->key, text);
	return 0;
}

/* "NAME fail WORDS" or "NAME any"; whether it is that, and about @test */
static bool parse_expectation(const char *text, const char *test,
			      struct expectation *expectation)
{
	size_t len = strlen(test);
	const char *rest;

	if (strncmp(text, test, len) || text[len] != ' ')
		return false;
	rest = text + len + 1;
	*expectation = (struct expectation){ .any = !strcmp(rest, "any") };
	if (starts_with(rest, "fail ") && rest[5])
		expectation->reason = rest + 5;
	return expectation->any || expectation->reason;
}

static bool has_test(const struct scenario *scenario, const char *name)
{
	const char **names;
	size_t nr = scenario_tests(scenario, &names);
	bool found = false;

	for (size_t i = 0; i < nr; i++)
		found |= !strcmp(names[i], name);
	free(names);
	return found;
}

/* A test that does not run, or words that mean nothing, would stand for nothing. */
static int check_entry(const char *key, const char *value, void *data)
{
	const struct scenario *scenario = data;
	bool expects = starts_with(key, "expect."), claims = starts_with(key, "test.");
	struct expectation expectation;
	char *test;
	int ret = 0;

	if (!expects && !claims)
		return 0;
	test = expects ? xstrndup(value, strcspn(value, " ")) :
			 xstrndup(key + 5, (size_t)(strrchr(key, '.') - (key + 5)));
	if (!has_test(scenario, test))
		ret = error("'%s': %s is about '%s', which is not among the tests of [boot]",
			    scenario->path, key, test);
	else if (expects && !parse_expectation(value, test, &expectation))
		ret = error("'%s': %s: '%s' is not 'TEST fail WORDS' or 'TEST any'",
			    scenario->path, key, value);
	free(test);
	return ret;
}

static int check(struct scenario *scenario)
{
	int ret = conf_check_keys(&scenario->conf, scenario->path, known);

	for (size_t i = 0; !ret && i < ARRAY_SIZE(numbers); i++)
		ret = read_number(scenario, &numbers[i]);
	if (!ret && !conf_get(&scenario->conf, "boot.tests"))
		ret = error("'%s' has no tests: add 'tests = NAME' to [boot]",
			    scenario->path);
	return ret ? ret : conf_each(&scenario->conf, check_entry, scenario);
}

int scenario_open(struct scenario *scenario, const char *path)
{
	*scenario = (struct scenario){ .conf = CONF_INIT };
	scenario->name = xstrdup(path_base(path));
	scenario->path = xstrdup(path);
	if (conf_read(&scenario->conf, path))
		return -1;
	return check(scenario);
}

void scenario_release(struct scenario *scenario)
{
	free(scenario->name);
	free(scenario->path);
	conf_release(&scenario->conf);
}

size_t scenario_tests(const struct scenario *scenario, const char ***names)
{
	return conf_get_all(&scenario->conf, "boot.tests", names);
}

void scenario_command_line(const struct scenario *scenario, unsigned long seconds,
			   struct strbuf *line)
{
	const char *append = conf_get(&scenario->conf, "boot.append");
	const char **names;
	size_t nr = scenario_tests(scenario, &names);

	strbuf_addstr(line, "ferry.tests=");
	for (size_t i = 0; i < nr; i++)
		strbuf_addf(line, "%s%s", i ? "," : "", names[i]);
	if (scenario->seconds)
		strbuf_addf(line, " ferry.seconds=%lu",
			    seconds ? seconds : scenario->seconds);
	if (scenario->maxcpus)
		strbuf_addf(line, " maxcpus=%lu", scenario->maxcpus);
	if (append)
		strbuf_addf(line, " %s", append);
	free(names);
}

struct asked {
	const char *shape;
	const char *side;
	const char *test;
	struct expectation expectation;
};

/* "expect.SHAPE....SIDE": whether it is about this shape and side */
static bool is_about(const char *key, const struct asked *asked)
{
	const char *side = strrchr(key, '.');
	size_t len = strlen(asked->shape);

	if (!starts_with(key, "expect.") || strcmp(side + 1, asked->side))
		return false;
	for (key = strchr(key, '.'); key < side; key += 1 + strcspn(key + 1, " .")) {
		const char *end = key + 1 + len;

		if (!strncmp(key + 1, asked->shape, len) && (*end == ' ' || end == side))
			return true;
	}
	return false;
}

static int look_for(const char *key, const char *value, void *data)
{
	struct asked *asked = data;

	if (!is_about(key, asked))
		return 0;
	return parse_expectation(value, asked->test, &asked->expectation);
}

struct expectation scenario_expect(const struct scenario *scenario,
				   const char *shape, const char *side,
				   const char *test)
{
	struct asked asked = { .shape = shape, .side = side, .test = test };

	if (!conf_each(&scenario->conf, look_for, &asked))
		asked.expectation = (struct expectation){ .reason = NULL };
	return asked.expectation;
}

bool expectation_met(const struct expectation *expectation,
		     const struct ktap_test *test)
{
	if (expectation->any)
		return true;
	if (!expectation->reason)
		return test->result == KTAP_OK;
	return test->result == KTAP_NOT_OK && test->reason &&
	       starts_with(test->reason, expectation->reason);
}

void ktap_words(const struct ktap_test *test, struct strbuf *words)
{
	static const char * const names[] = {
		[KTAP_OK] = "pass",
		[KTAP_NOT_OK] = "FAIL",
		[KTAP_SKIP] = "SKIP",
	};

	if (!test) {
		strbuf_addstr(words, "no result");
		return;
	}
	strbuf_addstr(words, names[test->result]);
	if (test->reason)
		strbuf_addf(words, " %s", test->reason);
}
