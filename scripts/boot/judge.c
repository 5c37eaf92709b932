// SPDX-License-Identifier: GPL-2.0-only
/* What the boots of a target came to, see boot.h */
#include "boot/failed.h"

/* --- what counts of the console ----------------------------------------------- */

/* The guest marks the end of each test there: what is cut off proves nothing. */
static void look_for_marks(struct boot *boot, const char *console)
{
	for (size_t i = 0; !boot->cut && i < boot->ktap.nr; i++) {
		const struct ktap_test *test = &boot->ktap.tests[i];

		char *mark __free(free_text) = xstrfmt("ferry: %s ends", test->name);

		if (test->result == KTAP_OK && !strstr(console, mark))
			boot->cut = test->name;
	}
}

static void scan_console(struct boot *boot)
{
	const struct boots *boots = boot->boots;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char **known;

	console_reports_release(&boot->reports);
	boot->cut = NULL;
	(void)conf_get_all(&boots->stage->target.conf, "console.known", &known);
	(void)read_file(boot->console, &text);
	console_scan(&boots->patterns, text.buf, text.len, &boot->reports);
	boot->counted = console_first_unknown(&boot->reports, (const char *const *)known);
	look_for_marks(boot, text.buf);
	free(known);
}

/* A complaint that has nothing to do with the change, where there is no other. */
static const char *known_complaint(const struct boot *boot)
{
	if (boot->counted || !boot->reports.nr)
		return NULL;
	return boot->reports.v[0].title;
}

/* --- judging --------------------------------------------------------------- */

/* Of all that is found the gravest counts, and of that the first. */
static bool is_graver(const struct stage *stage, enum verdict verdict)
{
	static const enum verdict order[] = { VERDICT_FAIL, VERDICT_BROKEN, VERDICT_SKIP };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		if (stage->result.verdict == order[i])
			return false;
		if (verdict == order[i])
			return true;
	}
	return false;
}

static void found(const struct boot *boot, enum verdict verdict, const char *fmt, ...)
	__printf(3, 4);

static void found(const struct boot *boot, enum verdict verdict, const char *fmt, ...)
{
	struct stage *stage = boot->boots->stage;
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	va_list args;

	strbuf_addf(&words, "%s, %s: ", boot->scenario->name, side_name[boot->side]);
	va_start(args, fmt);
	strbuf_vaddf(&words, fmt, args);
	va_end(args);
	stage_say(stage, "%s: %s", verdict_name(verdict), words.buf);
	if (!is_graver(stage, verdict))
		;
	else if (verdict == VERDICT_SKIP)
		result_set(&stage->result, verdict, "SKIP", "%s", words.buf);
	else if (verdict == VERDICT_FAIL)
		stage_fail(stage, "%s", words.buf);
	else
		stage_broken(stage, "%s", words.buf);
}

static struct expectation expected(const struct boot *boot, const char *test)
{
	return scenario_expect(boot->scenario,
			       stage_fact(boot->boots->stage, STAGE_SHAPE, FACT_SHAPE),
			       side_name[boot->side], test);
}

static void judge_unmet(const struct boot *boot, const char *name,
			const struct expectation *expectation)
{
	const struct ktap_test *test = ktap_find(&boot->ktap, name);
	const char *complaint = known_complaint(boot);
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;

	ktap_words(test, &words);
	if (test && test->result == KTAP_SKIP)
		found(boot, VERDICT_SKIP, "%s was skipped: %s", name,
		      test->reason ? test->reason : "no reason given");
	else if (complaint)
		found(boot, VERDICT_BROKEN, "%s came to '%s' after the unrelated kernel complaint '%s': run 'ferry boot %s' again; see '%s'",
		      name, words.buf, complaint, boot->boots->stage->target.name,
		      boot->console);
	else
		found(boot, VERDICT_FAIL, "%s came to '%s', not '%s%s'; see '%s'", name,
		      words.buf, expectation->reason ? "FAIL " : "pass",
		      expectation->reason ? expectation->reason : "", boot->console);
}

static void judge_test(const struct boot *boot, const char *name)
{
	struct expectation expectation = expected(boot, name);
	const struct ktap_test *test = ktap_find(&boot->ktap, name);

	if (!test || !expectation_met(&expectation, test))
		judge_unmet(boot, name, &expectation);
}

/* Whether all tests came to what they must; those that may come to anything may be
 * missing if @lost.
 */
static bool all_met(const struct boot *boot, bool lost)
{
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);
	bool met = true;

	for (size_t i = 0; i < nr; i++) {
		struct expectation expectation = expected(boot, names[i]);
		const struct ktap_test *test = ktap_find(&boot->ktap, names[i]);

		met &= test ? expectation_met(&expectation, test) : lost && expectation.any;
	}
	free(names);
	return met;
}

static const char *running_test(const struct boot *boot)
{
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);
	const char *name = boot->ktap.nr < nr ? names[boot->ktap.nr] : "the end";

	free(names);
	return name;
}

/* A guest that died of a kernel bug failed; one that fell silent tells nothing. */
static void judge_lost(const struct boot *boot, const char *problem)
{
	struct strbuf how __free(strbuf_release) = STRBUF_INIT;

	if (boot->side == SIDE_BEFORE && boot->counted && all_met(boot, true))
		return;
	if (boot->known)
		strbuf_addstr(&how, "earlier boot");
	else
		child_describe(&boot->child, &how);
	if (boot_hangs(boot))
		found(boot, VERDICT_FAIL, "%s hangs, twice (%s); see '%s'",
		      running_test(boot), how.buf, boot->console);
	else if (boot->counted && !boot->ktap.bail)
		found(boot, VERDICT_FAIL, "the kernel said '%s' and %s; see '%s'",
		      boot->counted->title, problem, boot->console);
	else
		found(boot, VERDICT_BROKEN, "%s (%s); see '%s'", problem, how.buf,
		      boot->console);
}

static void judge_console(const struct boot *boot)
{
	if (boot->cut)
		found(boot, VERDICT_BROKEN, "console log is truncated, no end marker for %s: run 'ferry boot %s' again; see '%s'",
		      boot->cut, boot->boots->stage->target.name, boot->console);
	if (boot->side == SIDE_AFTER && boot->counted)
		found(boot, VERDICT_FAIL, "the kernel said '%s' (line %u of '%s')",
		      boot->counted->title, boot->counted->line, boot->console);
}

static void judge(const struct boot *boot)
{
	const char *problem = ktap_problem(&boot->ktap);
	const char **names;
	size_t nr;

	if (problem) {
		judge_lost(boot, problem);
		return;
	}
	judge_console(boot);
	nr = scenario_tests(boot->scenario, &names);
	for (size_t i = 0; i < nr; i++)
		judge_test(boot, names[i]);
	free(names);
}

bool boot_spoilt(struct boot *boot)
{
	scan_console(boot);
	return known_complaint(boot) && (ktap_problem(&boot->ktap) || !all_met(boot, false));
}

/* --- what the report shows ------------------------------------------------- */

static json_t *test_words(const struct boots *boots, const struct scenario *scenario,
			  enum side side, const char *name)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;

	return boots_result(boots, scenario, side, name, &words) ? json_text("%s", words.buf) :
								    json_null();
}

/* The first boot of a scenario on one side, NULL where there is no such kernel. */
static const struct boot *find_boot(const struct boots *boots,
				    const struct scenario *scenario, enum side side)
{
	for (size_t i = 0; i < boots->nr; i++)
		if (boots->v[i].scenario == scenario && boots->v[i].side == side)
			return &boots->v[i];
	return NULL;
}

static json_t *test_json(const struct boots *boots, const struct scenario *scenario,
			 const char *name)
{
	char *key __free(free_text) = xstrfmt("test.%s.why", name);
	const char *why = conf_get(&scenario->conf, key);

	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", name,
			 "boot", scenario->name, "why", why ? why : "",
			 "before", test_words(boots, scenario, SIDE_BEFORE, name),
			 "after", test_words(boots, scenario, SIDE_AFTER, name));
}

/* Counts a bug that was shown before and is gone after. */
static bool shown_and_gone(const json_t *test)
{
	const char *before = json_string_value(json_object_get(test, "before"));
	const char *after = json_string_value(json_object_get(test, "after"));

	return before && after && starts_with(before, "FAIL") && !strcmp(after, "pass");
}

static json_t *boot_json(const struct boots *boots, const struct scenario *scenario)
{
	const struct boot *before = find_boot(boots, scenario, SIDE_BEFORE);
	const struct boot *after = find_boot(boots, scenario, SIDE_AFTER);

	return json_pack("{s:s, s:o, s:o, s:o, s:f}", "boot", scenario->name,
			 "console-before", boots_complaints(boots, scenario, SIDE_BEFORE),
			 "console-after", boots_complaints(boots, scenario, SIDE_AFTER),
			 "first-line-before",
			 before ? json_real(before->first_line) : json_null(),
			 "first-line-after", after->first_line);
}

static void record(struct boots *boots)
{
	struct result *result = &boots->stage->result;
	json_t *tests = json_array(), *list = json_array();
	struct strbuf summary __free(strbuf_release) = STRBUF_INIT;
	unsigned int shown = 0;

	for (size_t i = 0; i < boots->nr_scenarios; i++) {
		const struct scenario *scenario = &boots->scenarios[i];
		const char **names;
		size_t nr = scenario_tests(scenario, &names);

		for (size_t n = 0; n < nr; n++) {
			json_t *test = test_json(boots, scenario, names[n]);

			shown += shown_and_gone(test);
			json_array_append_new(tests, test);
		}
		json_array_append_new(list, boot_json(boots, scenario));
		free(names);
	}
	strbuf_addf(&summary, "%zu pass", json_array_size(tests));
	if (side_exists(boots->stage, SIDE_BEFORE))
		strbuf_addf(&summary, ", %u shown", shown);
	if (result->verdict == VERDICT_PASS)
		result_set(result, VERDICT_PASS, summary.buf, "%s", "");
	result_fact_json(result, "tests", tests);
	result_fact_json(result, "boots", list);
	result_fact_json(result, FACT_FAILED, boots_failed(boots));
}

/* Where nothing in particular is expected, repeats may differ, too. */
static void judge_repeats(const struct boot *boot)
{
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);

	for (size_t i = 0; i < nr; i++) {
		struct strbuf words __free(strbuf_release) = STRBUF_INIT;

		if (!expected(boot, names[i]).any &&
		    boots_result(boot->boots, boot->scenario, boot->side, names[i],
				 &words) > 1)
			found(boot, VERDICT_FAIL, "%s is %s", names[i], words.buf);
	}
	free(names);
}

void boots_judge(struct boots *boots)
{
	result_set(&boots->stage->result, VERDICT_PASS, "", "%s", "");
	for (size_t i = 0; i < boots->nr; i++)
		scan_console(&boots->v[i]);
	for (size_t i = 0; i < boots->nr; i++)
		if (boots->v[i].repeat <= 1)
			judge_repeats(&boots->v[i]);
	for (size_t i = 0; i < boots->nr; i++)
		judge(&boots->v[i]);
	record(boots);
}
