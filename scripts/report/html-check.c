// SPDX-License-Identifier: GPL-2.0-only
/* What the check found out, on the page of a port, see html-parts.h */
#include "report/html-parts.h"

static void add_fact(struct html *page, const struct subject *subject, const char *title,
		     const char *name)
{
	json_t *json = subject_json(subject, STAGE_CHECK, name);
	const char *text = json_string_value(json);

	if (!json)
		return;
	html_element(page, "dt", NULL, title);
	html_markup(page, "<dd>");
	if (text)
		html_text(page, text);
	else
		html_textf(page, "%lld", (long long)json_integer_value(json));
	html_markup(page, "</dd>\n");
}

/* An object of strings; "words" has them all in one line. */
static void add_table(struct html *page, const struct subject *subject, const char *name,
		      const char *caption, const char *head)
{
	const char *heads[] = { head, "Result", NULL };
	json_t *object = subject_json(subject, STAGE_CHECK, name), *value;
	const char *key;

	if (!json_object_size(object))
		return;
	html_table(page, caption, heads);
	json_object_foreach(object, key, value) {
		const char *text = json_string_value(value);

		if (!strcmp(key, "words"))
			continue;
		html_row(page, key);
		html_element(page, "td", NULL, text ? text : "?");
		html_markup(page, "</tr>\n");
	}
	html_table_end(page);
}

static void add_list(struct html *page, const struct subject *subject, const char *title,
		     const char *name)
{
	html_element(page, "h3", NULL, title);
	html_markup(page, "\n");
	html_strings(page, "warnings", subject_json(subject, STAGE_CHECK, name));
}

void html_check(struct html *page, const struct subject *subject)
{
	html_section(page, "check", "Compilers and warnings");
	if (!subject->stages[STAGE_CHECK].fresh) {
		html_markup(page, "<p>Not checked.</p></section>\n");
		return;
	}
	add_table(page, subject, "compilers", "Warnings, with each compiler", "Compiler");
	html_markup(page, "<dl class=\"facts\">\n");
	add_fact(page, subject, "Warnings before", "warnings-before");
	add_fact(page, subject, "Changed lines that were compiled", "compiled-lines");
	add_fact(page, subject, "Sparse", "sparse");
	add_fact(page, subject, "The explorer", FACT_EXPLORE);
	add_fact(page, subject, "Not explored", "unexplored");
	add_fact(page, subject, "Patches for quilt", "quilt-patches");
	html_markup(page, "</dl>\n");
	add_list(page, subject, "New warnings", FACT_ADDED);
	add_list(page, subject, "Warnings that are gone", "removed");
	if (json_array_size(subject_json(subject, STAGE_CHECK, "uncompiled")))
		add_list(page, subject, "Lines that reached no compiler", "uncompiled");
	add_table(page, subject, "ways", "Ways to the same tree", "Way");
	html_markup(page, "</section>\n");
}
