// SPDX-License-Identifier: GPL-2.0-only
/* What all formats show: stages and boot tests, see format.h */
#include "report/format.h"

/* The only place where a verdict becomes what others have words for. */
static enum outcome outcome_of(enum verdict verdict)
{
	static const enum outcome outcomes[] = {
		[VERDICT_NONE] = OUTCOME_BROKEN,
		[VERDICT_PASS] = OUTCOME_PASS,
		[VERDICT_FAIL] = OUTCOME_FAIL,
		[VERDICT_SKIP] = OUTCOME_SKIP,
		[VERDICT_BROKEN] = OUTCOME_BROKEN,
		[VERDICT_NA] = OUTCOME_SKIP,
	};

	return outcomes[verdict];
}

/* What comes behind a stage that ended its row. */
static enum outcome behind(enum outcome end)
{
	return end == OUTCOME_BROKEN || end == OUTCOME_MISSING ? OUTCOME_MISSING :
								  OUTCOME_SKIP;
}

static struct report_case *add(struct report_cases *cases, enum stage_id stage,
			       enum outcome outcome, const char *words, char *reason)
{
	struct report_case *one;

	cases->v = grow_array(cases->v, cases->nr, &cases->alloc, sizeof(*cases->v));
	one = &cases->v[cases->nr++];
	*one = (struct report_case){
		.stage = stage, .words = words, .reason = reason, .seconds = -1,
		.outcome = outcome,
	};
	cases->counts[outcome]++;
	return one;
}

static char *reason_of(const struct result *result)
{
	return xstrdup(result->verdict == VERDICT_PASS ? "" :
		       *result->reason ? result->reason : result->summary);
}

/* --- boot tests ------------------------------------------------------------- */

static const char *string_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool is_same(json_t *a, const char *key, json_t *b, const char *other)
{
	const char *one = string_of(a, key), *two = string_of(b, other);

	return one && two && !strcmp(one, two);
}

/* A test that came after the one that broke the kernel did not fail by itself. */
static bool was_run(const char *after)
{
	return after && strcmp(after, "no result") && !starts_with(after, "FAIL " TEST_NOT_RUN);
}

/* What a test fails by: words of its own, or a complaint of the kernel's; or NULL. */
static const char *failure_of(json_t *test, json_t *failed)
{
	const char *after = string_of(test, "after");
	json_t *one;
	size_t i;

	json_array_foreach(failed, i, one)
		if (is_same(one, "test", test, "name") && is_same(one, "boot", test, "boot"))
			return string_of(one, "words");
	if (!was_run(after))
		return NULL;
	return starts_with(after, "FAIL") || starts_with(after, "FLAKY") ? after : NULL;
}

/* A test's failure is as grave as its boot's: it may be expected, or a lost machine's. */
static enum outcome test_outcome(const char *after, const char *failure, enum outcome boot)
{
	if (failure)
		return boot;
	if (!was_run(after))
		return behind(boot);
	return !strcmp(after, "pass") ? OUTCOME_PASS : OUTCOME_SKIP;
}

/* Which of the two it was is said by the outcome. */
static const char *without_verdict(const char *words)
{
	bool said = starts_with(words, "FAIL ") || starts_with(words, "SKIP ");

	return said ? words + strlen("FAIL ") : words;
}

static void add_test(struct report_cases *cases, json_t *test, json_t *failed,
		     enum outcome boot)
{
	const char *after = string_of(test, "after");
	const char *failure = failure_of(test, failed);
	enum outcome outcome = test_outcome(after, failure, boot);
	const char *words = after ? after : "no result";
	const char *reason = without_verdict(failure ? failure : words);
	struct report_case *one;

	if (outcome == OUTCOME_PASS)
		reason = "";
	one = add(cases, STAGE_BOOT, outcome, words, xstrdup(reason));
	one->test = string_of(test, "name");
	one->boot = string_of(test, "boot");
	one->before = string_of(test, "before");
}

static void add_tests(struct report_cases *cases, const struct result *boot)
{
	json_t *failed = json_object_get(boot->facts, FACT_FAILED), *test;
	size_t i;

	json_array_foreach(json_object_get(boot->facts, "tests"), i, test)
		if (string_of(test, "name"))
			add_test(cases, test, failed, outcome_of(boot->verdict));
}

/* --- stages ----------------------------------------------------------------- */

static void add_result(struct report_cases *cases, enum stage_id stage,
		       const struct result *result)
{
	add(cases, stage, outcome_of(result->verdict), result->summary,
	    reason_of(result))->seconds = result->seconds;
	cases->seconds += result->seconds;
}

/* Not run, or stale: not the same as what failed. */
static void add_missing(struct report_cases *cases, enum stage_id stage, bool stale,
			const char *target)
{
	const char *words = stale ? "stale" : "-", *how = stale ? "stale" : "not run";

	add(cases, stage, OUTCOME_MISSING, words,
	    xstrfmt("%s: run 'ferry run %s'", how, target));
}

/* The stages behind the one that ended the row. */
static void add_behind(struct report_cases *cases, enum stage_id end,
		       const struct stage_known *known)
{
	enum outcome outcome = behind(cases->v[end].outcome);
	const char *how = known->fresh ? verdict_name(known->result.verdict) : "is missing";

	for (unsigned int i = end + 1; i < STAGE_NR; i++)
		add(cases, i, outcome, "-",
		    xstrfmt("not run: %s %s", stage_type(end)->name, how));
}

void report_cases(const struct report *report, size_t row, struct report_cases *cases)
{
	const struct stage_known *known = report_cell(report, row, 0);
	unsigned int i = 0;

	*cases = (struct report_cases){ .v = NULL };
	while (i < STAGE_NR && known[i].fresh) {
		add_result(cases, i, &known[i].result);
		if (!result_goes_on(&known[i].result))
			break;
		i++;
	}
	if (i < STAGE_NR && !known[i].fresh)
		add_missing(cases, i, known[i].known, report->options.targets.v[row]);
	if (i < STAGE_NR)
		add_behind(cases, i, &known[i]);
	if (i >= STAGE_BOOT && known[STAGE_BOOT].fresh)
		add_tests(cases, &known[STAGE_BOOT].result);
}

/* --- sums ------------------------------------------------------------------- */

void report_cases_release(struct report_cases *cases)
{
	for (size_t i = 0; i < cases->nr; i++)
		free(cases->v[i].reason);
	free(cases->v);
}

void report_cases_add(struct report_cases *sum, const struct report_cases *cases)
{
	for (unsigned int i = 0; i < OUTCOME_NR; i++)
		sum->counts[i] += cases->counts[i];
	sum->seconds += cases->seconds;
}

enum outcome report_cases_worst(const struct report_cases *cases)
{
	unsigned int i = 0;

	while (i < OUTCOME_SKIP && !cases->counts[i])
		i++;
	return i;
}
