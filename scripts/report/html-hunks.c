// SPDX-License-Identifier: GPL-2.0-only
/* Mainline's change, the branch before, and the port in three columns, see html-parts.h */
#include "report/html-parts.h"

#include "report/html-notes.h"

static const char * const mark_words[HUNK_MARKS] = {
	[HUNK_SAME] = "the same lines in the same place",
	[HUNK_CONTEXT] = "the same lines are changed, others stand around them",
	[HUNK_MOVED] = "the same lines in another place of the function",
	[HUNK_ADAPTED] = "other lines are changed",
	[HUNK_MISSING] = "the port has nothing like it",
	[HUNK_ADDED] = "mainline has nothing like it",
};

/* With its sign, or of the branch before without: there what goes away is marked. */
static void add_line(struct html *page, const char *line, bool before)
{
	const char *text = before && strchr(" -", *line) ? line + 1 : line;

	if (!strchr("+-", *line) || !*text)
		html_text(page, text);
	else if (before)
		html_element(page, "span", "gone", text);
	else
		html_element(page, *line == '+' ? "ins" : "del", NULL, text);
	html_markup(page, "\n");
}

static void add_lines(struct html *page, const char *lines, bool before)
{
	const char *line;
	size_t len;

	html_markup(page, "<pre>");
	while (next_line(&lines, &line, &len)) {
		char *text __free(free_text) = xstrndup(line, len);

		if (!before || *text != '+')
			add_line(page, text, before);
	}
	html_markup(page, "</pre>");
}

static void add_column(struct html *page, const char *title, const char *lines, bool before,
		       const char *none)
{
	html_markup(page, "<div class=\"column\">");
	html_element(page, "h4", NULL, title);
	if (*lines)
		add_lines(page, lines, before);
	else
		html_element(page, "p", "none", none);
	html_markup(page, "</div>\n");
}

/* The patch's own words, where there is something to say; of what is missing any patch's. */
static void add_reasons(struct html *page, const struct hunks *hunks,
			const struct hunk_judged *hunk, const struct argv *notes, size_t nr)
{
	struct argv said __free(argv_release) = ARGV_INIT;

	for (size_t i = 0; i < nr; i++)
		if (hunk->own_patch == HUNK_NO_PATCH || hunk->own_patch == i)
			notes_about(&notes[i], hunks, hunk, &said);
	for (size_t i = 0; i < said.nr; i++)
		html_element(page, "blockquote", NULL, said.v[i]);
}

static void begin_hunk(struct html *page, const struct hunk_judged *hunk, size_t nr)
{
	char *id __free(free_text) = xstrfmt("hunk-%zu", nr);
	char *heading __free(free_text) = xstrfmt("hunk-%zu-title", nr);

	html_open(page, "article", "class", "hunk", "id", id, "aria-labelledby", heading, NULL);
	html_open(page, "h3", "id", heading, NULL);
	html_textf(page, "%zu. %s%s ", nr, *hunk->function ? hunk->function : hunk->path,
		   *hunk->function ? "()" : "");
	html_open(page, "span", "class", hunk_mark_name(hunk->mark), NULL);
	html_text(page, hunk_mark_name(hunk->mark));
	html_markup(page, "</span></h3>\n");
	html_open(page, "p", "class", "place", NULL);
	html_textf(page, "%s%s%s", hunk->path, *hunk->how ? ": " : "", hunk->how);
	html_markup(page, "</p>\n");
}

static void add_columns(struct html *page, const struct hunk_judged *hunk)
{
	html_markup(page, "<div class=\"columns\">\n");
	add_column(page, "Mainline", hunk->mainline, false, mark_words[HUNK_ADDED]);
	add_column(page, "The branch before", hunk->own, true, "nothing is changed here");
	add_column(page, "The port", hunk->own, false, mark_words[HUNK_MISSING]);
	html_markup(page, "</div>\n");
}

static void add_of_mark(struct html *page, const struct hunks *hunks, enum hunk_mark mark)
{
	bool any = false;

	for (size_t i = 0; i < hunks->nr; i++) {
		char *href __free(free_text) = xstrfmt("#hunk-%zu", i + 1);
		char *words __free(free_text) = xstrfmt("%zu", i + 1);

		if (hunks->v[i].mark != mark)
			continue;
		if (!any) {
			html_markup(page, "<dt>");
			html_element(page, "span", hunk_mark_name(mark), hunk_mark_name(mark));
			html_textf(page, ": %s", mark_words[mark]);
			html_markup(page, "</dt><dd>hunk ");
		}
		html_markup(page, any ? ", " : "");
		html_link(page, href, words);
		any = true;
	}
	html_markup(page, any ? "</dd>\n" : "");
}

void html_hunks(struct html *page, const struct hunks *hunks, const struct argv *notes,
		size_t nr)
{
	html_element(page, "p", NULL,
		     "Each hunk of mainline beside what it became, found by file, function and C tokens; then what the port adds. Quoted is what the patch itself says of a hunk.");
	html_markup(page, "<dl class=\"marks\">\n");
	for (enum hunk_mark mark = 0; mark < HUNK_MARKS; mark++)
		add_of_mark(page, hunks, mark);
	html_markup(page, "</dl>\n");
	for (size_t i = 0; i < hunks->nr; i++) {
		const struct hunk_judged *hunk = &hunks->v[i];

		begin_hunk(page, hunk, i + 1);
		if (hunk_needs_reason(hunk->mark) || hunk->mark == HUNK_CONTEXT)
			add_reasons(page, hunks, hunk, notes, nr);
		add_columns(page, hunk);
		html_markup(page, "</article>\n");
	}
}
