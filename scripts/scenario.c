// SPDX-License-Identifier: GPL-2.0-only
/* One boot and what its tests must come to, see scenario.h */
#include "scenario.h"

int scenario_open(struct scenario *scenario, const char *path)
{
	const char **names;
	size_t nr;

	*scenario = (struct scenario){ .conf = CONF_INIT };
	scenario->name = xstrdup(path_base(path));
	scenario->path = xstrdup(path);
	if (conf_read(&scenario->conf, path))
		return -1;
	nr = scenario_tests(scenario, &names);
	free(names);
	if (!nr)
		return error("'%s' has no tests: add 'tests = NAME' to [boot]", path);
	return 0;
}

void scenario_release(struct scenario *scenario)
{
	free(scenario->name);
	free(scenario->path);
	conf_release(&scenario->conf);
}

unsigned long scenario_number(const struct scenario *scenario, const char *key,
			      unsigned long otherwise)
{
	const char *text = conf_get(&scenario->conf, key);
	unsigned long value;

	if (!text)
		return otherwise;
	if (parse_ulong(text, 1000000, &value)) {
		warning("'%s': %s is not a number: '%s'", scenario->path, key, text);
		return otherwise;
	}
	return value;
}

size_t scenario_tests(const struct scenario *scenario, const char ***names)
{
	return conf_get_all(&scenario->conf, "boot.tests", names);
}

void scenario_command_line(const struct scenario *scenario, unsigned long seconds,
			   struct strbuf *line)
{
	unsigned long own = scenario_number(scenario, "boot.seconds", 0);
	unsigned long maxcpus = scenario_number(scenario, "boot.maxcpus", 0);
	const char *append = conf_get(&scenario->conf, "boot.append");
	const char **names;
	size_t nr = scenario_tests(scenario, &names);

	strbuf_addstr(line, "ferry.tests=");
	for (size_t i = 0; i < nr; i++)
		strbuf_addf(line, "%s%s", i ? "," : "", names[i]);
	if (own)
		strbuf_addf(line, " ferry.seconds=%lu", seconds ? seconds : own);
	if (maxcpus)
		strbuf_addf(line, " maxcpus=%lu", maxcpus);
	if (append)
		strbuf_addf(line, " %s", append);
	free(names);
}

/* "NAME pass", "NAME fail WORDS" or "NAME any" */
static bool parse_expectation(const char *text, const char *test,
			      struct expectation *expectation)
{
	size_t len = strlen(test);
	const char *rest = text + len;

	if (strncmp(text, test, len) || *rest != ' ')
		return false;
	rest++;
	if (!strcmp(rest, "pass"))
		*expectation = (struct expectation){ .known = true, .pass = true };
	else if (!strcmp(rest, "any"))
		*expectation = (struct expectation){ .known = true, .any = true };
	else if (starts_with(rest, "fail "))
		*expectation = (struct expectation){ .known = true, .reason = rest + 5 };
	return true;
}

struct expectation scenario_expect(const struct scenario *scenario,
				   const char *shape, const char *side,
				   const char *test)
{
	char *key = xstrfmt("expect.%s.%s", shape, side);
	struct expectation expectation = { .known = false };
	const char **values;
	size_t nr = conf_get_all(&scenario->conf, key, &values);

	for (size_t i = 0; i < nr; i++)
		if (parse_expectation(values[i], test, &expectation))
			break;
	free(values);
	free(key);
	return expectation;
}

bool expectation_met(const struct expectation *expectation,
		     const struct ktap_test *test)
{
	if (!expectation->known)
		return false;
	if (expectation->any)
		return true;
	if (expectation->pass)
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
