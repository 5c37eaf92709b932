// SPDX-License-Identifier: GPL-2.0-only
/* What the boots of a target came to, see boot.h */
#include "boot.h"

/* --- judging --------------------------------------------------------------- */

static void say_test(struct boot *boot, const char *name,
		     const struct expectation *expectation)
{
	struct strbuf words = STRBUF_INIT;

	ktap_words(ktap_find(&boot->ktap, name), &words);
	stage_fail(boot->boots->stage, "%s, %s: %s came to '%s', not '%s%s'; see '%s'",
		   boot->scenario->name, side_name[boot->side], name, words.buf,
		   expectation->pass ? "pass" : "FAIL ",
		   expectation->reason ? expectation->reason : "", boot->console);
	strbuf_release(&words);
}

static int judge_test(struct boot *boot, const char *name)
{
	struct stage *stage = boot->boots->stage;
	const char *shape = stage_fact(stage, STAGE_SHAPE, "id");
	struct expectation expectation = scenario_expect(boot->scenario, shape,
							 side_name[boot->side], name);
	const struct ktap_test *test = ktap_find(&boot->ktap, name);

	if (!expectation.known)
		return stage_broken(stage, "'%s' does not say what %s must come to %s the change on shape %s",
				    boot->scenario->path, name,
				    side_name[boot->side], shape);
	if (test && expectation_met(&expectation, test))
		return 0;
	if (test && test->result == KTAP_SKIP) {
		result_set(&stage->result, VERDICT_SKIP, "SKIP", "%s: %s was skipped: %s",
			   boot->scenario->name, name,
			   test->reason ? test->reason : "no reason given");
		return -1;
	}
	say_test(boot, name, &expectation);
	return -1;
}

static bool expects_all(const struct boot *boot, bool any)
{
	const char *shape = stage_fact(boot->boots->stage, STAGE_SHAPE, "id");
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);
	bool all = true;

	for (size_t i = 0; i < nr; i++)
		all &= scenario_expect(boot->scenario, shape, side_name[boot->side],
				       names[i]).any == any;
	free(names);
	return all;
}

/* A guest that died of a kernel bug failed; one that fell silent tells nothing. */
static int judge_lost(struct boot *boot, const char *problem)
{
	struct stage *stage = boot->boots->stage;
	struct strbuf how = STRBUF_INIT;

	if (boot->side == SIDE_BEFORE && boot->reports.nr && expects_all(boot, true))
		return 0;
	if (boot->known)
		strbuf_addstr(&how, "earlier boot");
	else
		child_describe(&boot->child, &how);
	if (boot->reports.nr && !boot->ktap.bail)
		stage_fail(stage, "%s, %s: the kernel said '%s' and %s; see '%s'",
			   boot->scenario->name, side_name[boot->side],
			   boot->reports.v[0].title, problem, boot->console);
	else
		stage_broken(stage, "%s, %s: %s (%s); see '%s'", boot->scenario->name,
			     side_name[boot->side], problem, how.buf, boot->console);
	strbuf_release(&how);
	return -1;
}

static int judge_console(struct boot *boot)
{
	struct stage *stage = boot->boots->stage;
	struct console_reports added = CONSOLE_REPORTS_INIT;
	const char **known;
	int ret = 0;

	(void)conf_get_all(&stage->target.conf, "console.known", &known);
	if (boot->side == SIDE_AFTER &&
	    console_reports_diff(NULL, &boot->reports, (const char *const *)known, &added))
		ret = stage_fail(stage, "%s, after: the kernel said '%s' (line %u of '%s')",
				 boot->scenario->name, added.v[0].title,
				 added.v[0].line, boot->console);
	console_reports_release(&added);
	free(known);
	return ret;
}

static void scan_console(struct boot *boot)
{
	struct strbuf text = STRBUF_INIT;

	(void)read_file(boot->console, &text);
	console_scan(&boot->boots->patterns, text.buf, text.len, &boot->reports);
	strbuf_release(&text);
}

static int judge(struct boot *boot)
{
	const char *problem;
	const char **names;
	size_t nr;
	int ret;

	scan_console(boot);
	problem = ktap_problem(&boot->ktap);
	if (problem)
		return judge_lost(boot, problem);
	ret = judge_console(boot);
	nr = scenario_tests(boot->scenario, &names);
	for (size_t i = 0; !ret && i < nr; i++)
		ret = judge_test(boot, names[i]);
	free(names);
	return ret;
}

/* --- what the report shows ------------------------------------------------- */

static json_t *test_words(const struct boot *boot, const char *name)
{
	struct strbuf words = STRBUF_INIT;
	json_t *json;

	if (!boot)
		return json_null();
	ktap_words(ktap_find(&boot->ktap, name), &words);
	json = json_string(words.buf);
	strbuf_release(&words);
	return json ? json : json_string("(not UTF-8)");
}

static json_t *titles(const struct boot *boot)
{
	json_t *list;

	if (!boot)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < boot->reports.nr; i++)
		json_array_append_new(list, json_string(boot->reports.v[i].title));
	return list;
}

static const char *why(const struct scenario *scenario, const char *test)
{
	char *key = xstrfmt("test.%s.why", test);
	const char *value = conf_get(&scenario->conf, key);

	free(key);
	return value ? value : "";
}

/* Counts a bug that was shown before and is gone after. */
static bool shown_and_gone(const struct boot *before, const struct boot *after,
			   const char *name)
{
	const struct ktap_test *first = before ? ktap_find(&before->ktap, name) : NULL;
	const struct ktap_test *second = ktap_find(&after->ktap, name);

	return first && second && first->result == KTAP_NOT_OK &&
	       second->result == KTAP_OK;
}

static json_t *test_json(const struct boot *before, const struct boot *after,
			 const char *name)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", name,
			 "boot", after->scenario->name,
			 "why", why(after->scenario, name),
			 "before", test_words(before, name),
			 "after", test_words(after, name));
}

static json_t *boot_json(const struct boot *before, const struct boot *after)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:f}", "boot", after->scenario->name,
			 "console-before", titles(before),
			 "console-after", titles(after),
			 "first-line-before",
			 before ? json_real(before->first_line) : json_null(),
			 "first-line-after", after->first_line);
}

/* The boot of a scenario on one side, NULL where there is no such kernel. */
static const struct boot *find_boot(const struct boots *boots,
				    const struct scenario *scenario, enum side side)
{
	for (size_t i = 0; i < boots->nr; i++)
		if (boots->v[i].scenario == scenario && boots->v[i].side == side)
			return &boots->v[i];
	return NULL;
}

static void set_summary(struct stage *stage, size_t passed, unsigned int shown)
{
	char *summary;

	if (guest_has_side(stage, SIDE_BEFORE))
		summary = xstrfmt("%zu pass, %u shown", passed, shown);
	else
		summary = xstrfmt("%zu pass", passed);
	result_set(&stage->result, VERDICT_PASS, summary, "%s", "");
	free(summary);
}

static void record(struct boots *boots)
{
	struct result *result = &boots->stage->result;
	json_t *tests = json_array(), *list = json_array();
	unsigned int shown = 0;

	for (size_t i = 0; i < boots->nr_scenarios; i++) {
		const struct scenario *scenario = &boots->scenarios[i];
		const struct boot *before = find_boot(boots, scenario, SIDE_BEFORE);
		const struct boot *after = find_boot(boots, scenario, SIDE_AFTER);
		const char **names;
		size_t nr = scenario_tests(scenario, &names);

		for (size_t n = 0; n < nr; n++) {
			shown += shown_and_gone(before, after, names[n]);
			json_array_append_new(tests, test_json(before, after, names[n]));
		}
		json_array_append_new(list, boot_json(before, after));
		free(names);
	}
	if (result->verdict == VERDICT_PASS)
		set_summary(boots->stage, json_array_size(tests), shown);
	result_fact_json(result, "tests", tests);
	result_fact_json(result, "boots", list);
}

void boots_judge(struct boots *boots)
{
	int ret = 0;

	result_set(&boots->stage->result, VERDICT_PASS, "", "%s", "");
	for (size_t i = 0; i < boots->nr; i++) {
		if (!ret)
			ret = judge(&boots->v[i]);
		else
			scan_console(&boots->v[i]);
	}
	record(boots);
}
