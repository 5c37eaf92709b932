// SPDX-License-Identifier: GPL-2.0-only
/* The boot tests on the page of a port, see html-parts.h */
#include "report/html-parts.h"

size_t tests_shown(const struct subject *subject, size_t *passed, size_t *shown)
{
	json_t *tests = subject_json(subject, STAGE_BOOT, "tests"), *test;
	size_t i;

	*passed = 0;
	*shown = 0;
	json_array_foreach(tests, i, test) {
		bool passes = !strcmp(json_get_text(test, "after"), "pass");

		*passed += passes;
		*shown += passes && starts_with(json_get_text(test, "before"), "FAIL");
	}
	return json_array_size(tests);
}

static void add_names(struct html *page, json_t *list, const char *title)
{
	json_t *one;
	size_t i;

	if (!json_array_size(list))
		return;
	html_markup(page, "<p>");
	html_textf(page, "%s ", title);
	json_array_foreach(list, i, one) {
		const char *name = json_string_value(one);

		html_textf(page, "%s%s", i ? ", " : "", name ? name : "?");
	}
	html_markup(page, "</p>");
}

/* What a test has been seen to fail on, whatever the target. */
static void add_proof(struct html *page, json_t *proof, const char *test)
{
	json_t *one;
	size_t i;

	json_array_foreach(proof, i, one) {
		if (strcmp(json_get_text(one, "test"), test))
			continue;
		add_names(page, json_object_get(one, "before"), "Unpatched:");
		add_names(page, json_object_get(one, "mutants"), "Mutants:");
		if (!json_array_size(json_object_get(one, "before")) &&
		    !json_array_size(json_object_get(one, "mutants")))
			html_text(page, "nothing: no unpatched tree and no mutant");
		return;
	}
	html_text(page, "-");
}

static void add_outcome(struct html *page, const json_t *test, const char *side)
{
	const char *words = json_get_text(test, side);

	html_markup(page, "<td>");
	html_word(page, *words ? words : "-");
	html_markup(page, "</td>");
}

static void add_test(struct html *page, const json_t *test, json_t *proof)
{
	html_row(page, json_get_text(test, "name"));
	html_element(page, "td", NULL, json_get_text(test, "boot"));
	html_element(page, "td", NULL, json_get_text(test, "why"));
	add_outcome(page, test, "before");
	add_outcome(page, test, "after");
	html_markup(page, "<td>");
	add_proof(page, proof, json_get_text(test, "name"));
	html_markup(page, "</td></tr>\n");
}

static void add_tests(struct html *page, const struct subject *subject, json_t *tests)
{
	static const char * const heads[] = {
		"Test", "Boot", "Shows", "Before", "After", "Fails on", NULL
	};
	json_auto_t *proof = proof_of_tests(subject->report);
	json_t *test;
	size_t i;

	html_table(page, "Boot tests without the change and with it", heads);
	json_array_foreach(tests, i, test)
		add_test(page, test, proof);
	html_table_end(page);
}

static void add_complaints(struct html *page, json_t *boots)
{
	static const char * const heads[] = { "Boot", "Before", "After", NULL };
	json_t *boot;
	size_t i;

	html_element(page, "h3", NULL, "Complaints of the kernels");
	html_table(page, "What each kernel complained of on its console", heads);
	json_array_foreach(boots, i, boot) {
		html_row(page, json_get_text(boot, "boot"));
		html_markup(page, "<td>");
		html_strings(page, NULL, json_object_get(boot, "console-before"));
		html_markup(page, "</td><td>");
		html_strings(page, NULL, json_object_get(boot, "console-after"));
		html_markup(page, "</td></tr>\n");
	}
	html_table_end(page);
}

/* The stage's own log has what was found wrong, a line each. */
static void add_log(struct html *page, const struct subject *subject)
{
	char *dir __free(free_text) = stage_dir(&subject->report->options, subject->target,
						STAGE_BOOT);
	char *path __free(free_text) = xstrfmt("%s/log", dir);
	struct strbuf log __free(strbuf_release) = STRBUF_INIT;

	if (read_file(path, &log) || !log.len)
		return;
	html_element(page, "h3", NULL, "Log");
	html_markup(page, "<pre class=\"log\">");
	html_said(page, &subject->report->options, log.buf);
	html_markup(page, "</pre>\n");
}

void html_boots(struct html *page, const struct subject *subject)
{
	json_t *tests = subject_json(subject, STAGE_BOOT, "tests");
	json_t *boots = subject_json(subject, STAGE_BOOT, "boots");

	html_section(page, "boots", "Boot tests");
	if (json_array_size(tests))
		add_tests(page, subject, tests);
	else
		html_element(page, "p", NULL, "Not booted.");
	if (json_array_size(boots)) {
		add_complaints(page, boots);
		html_times(page, subject);
	}
	if (subject->stages[STAGE_BOOT].fresh)
		add_log(page, subject);
	html_markup(page, "</section>\n");
}
