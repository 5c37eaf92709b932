// SPDX-License-Identifier: GPL-2.0-only
/* Mainline's change, the branch before, and the port in three columns, see html-parts.h */
#include "report/html-parts.h"

#include "report/html-notes.h"

static const char * const mark_words[HUNK_MARK_NR] = {
	[HUNK_SAME] = "the same lines in the same place",
	[HUNK_MOVED] = "the same lines in another place",
	[HUNK_CONTEXT] = "the same lines are changed, others stand around them",
	[HUNK_ADAPTED] = "other lines are changed",
	[HUNK_MISSING] = "the port has nothing like it",
	[HUNK_ADDED] = "mainline has nothing like it",
};

/* With its sign, or of the branch before without: there what goes away is marked. */
static void add_line(struct html *page, const char *line, bool before)
{
	const char *text = before ? line + 1 : line;

	if (*line == ' ' || !*text)
		html_text(page, text);
	else if (before)
		html_element(page, "span", "gone", text);
	else
		html_element(page, *line == '+' ? "ins" : "del", NULL, text);
	html_markup(page, "\n");
}

static void add_lines(struct html *page, const struct hunk *hunk, bool before)
{
	html_markup(page, "<pre>");
	for (size_t i = 0; i < hunk->lines.nr; i++)
		if (!before || strchr(" -", *hunk->lines.v[i]))
			add_line(page, hunk->lines.v[i], before);
	html_markup(page, "</pre>");
}

static void add_column(struct html *page, const char *title, const struct sided_hunk *one,
		       bool before, const char *none)
{
	html_markup(page, "<div class=\"column\">");
	html_element(page, "h4", NULL, title);
	if (one->hunk) {
		html_open(page, "p", "class", "place", NULL);
		html_textf(page, "%s, line %lu", one->path, one->hunk->line);
		html_close(page, "p");
		add_lines(page, one->hunk, before);
	} else {
		html_element(page, "p", "none", none);
	}
	html_markup(page, "</div>\n");
}

static void add_names(const struct hunk *hunk, struct argv *names)
{
	const struct argv *lists[] = { &hunk->functions, &hunk->added };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t n = 0; n < lists[i]->nr; n++)
			if (!argv_has(names, lists[i]->v[n]))
				argv_push(names, lists[i]->v[n]);
}

static void add_title(struct html *page, const struct hunk_row *row)
{
	const struct sided_hunk *one = row->mainline.hunk ? &row->mainline : &row->port;
	struct argv names __free(argv_release) = ARGV_INIT;

	if (row->mainline.hunk)
		add_names(row->mainline.hunk, &names);
	if (row->port.hunk)
		add_names(row->port.hunk, &names);
	for (size_t i = 0; i < names.nr; i++)
		html_textf(page, "%s%s()", i ? ", " : "", names.v[i]);
	if (!names.nr)
		html_textf(page, "%s%s%s", one->path, *one->hunk->margin ? ", " : "",
			   one->hunk->margin);
}

/* The patch's own words, where there is something to say; of what is missing any patch's. */
static void add_reasons(struct html *page, const struct hunk_rows *rows,
			const struct hunk_row *row, const struct argv *notes, size_t nr)
{
	struct argv said __free(argv_release) = ARGV_INIT;

	for (size_t i = 0; i < nr; i++)
		if (!row->port.hunk || row->port.patch == i)
			notes_about(&notes[i], rows, row, &said);
	for (size_t i = 0; i < said.nr; i++)
		html_element(page, "blockquote", NULL, said.v[i]);
}

static void begin_hunk(struct html *page, const struct hunk_row *row, size_t nr)
{
	char *id __free(free_text) = xstrfmt("hunk-%zu", nr);
	char *heading __free(free_text) = xstrfmt("hunk-%zu-title", nr);

	html_open(page, "article", "class", "hunk", "id", id, "aria-labelledby", heading, NULL);
	html_open(page, "h3", "id", heading, NULL);
	html_textf(page, "%zu. ", nr);
	add_title(page, row);
	html_text(page, " ");
	html_open(page, "span", "class", hunk_mark_name[row->mark], NULL);
	html_text(page, hunk_mark_name[row->mark]);
	html_markup(page, "</span></h3>\n");
}

static void add_columns(struct html *page, const struct hunk_row *row)
{
	html_markup(page, "<div class=\"columns\">\n");
	add_column(page, "Mainline", &row->mainline, false, mark_words[HUNK_ADDED]);
	add_column(page, "The branch before", &row->port, true, "nothing is changed here");
	add_column(page, "The port", &row->port, false, mark_words[HUNK_MISSING]);
	html_markup(page, "</div>\n");
}

static void add_of_mark(struct html *page, const struct hunk_rows *rows, enum hunk_mark mark)
{
	bool any = false;

	for (size_t i = 0; i < rows->nr; i++) {
		char *href __free(free_text) = xstrfmt("#hunk-%zu", i + 1);
		char *words __free(free_text) = xstrfmt("%zu", i + 1);

		if (rows->v[i].mark != mark)
			continue;
		if (!any) {
			html_markup(page, "<dt>");
			html_element(page, "span", hunk_mark_name[mark], hunk_mark_name[mark]);
			html_textf(page, ": %s", mark_words[mark]);
			html_markup(page, "</dt><dd>hunk ");
		}
		html_markup(page, any ? ", " : "");
		html_link(page, href, words);
		any = true;
	}
	html_markup(page, any ? "</dd>\n" : "");
}

void html_hunks(struct html *page, const struct hunk_rows *rows, const struct argv *notes,
		size_t nr)
{
	html_element(page, "p", NULL,
		     "Hunks are put side by side by function and by what they change. Quoted is what the patch itself says of a hunk.");
	html_markup(page, "<dl class=\"marks\">\n");
	for (enum hunk_mark mark = 0; mark < HUNK_MARK_NR; mark++)
		add_of_mark(page, rows, mark);
	html_markup(page, "</dl>\n");
	for (size_t i = 0; i < rows->nr; i++) {
		const struct hunk_row *row = &rows->v[i];

		begin_hunk(page, row, i + 1);
		if (row->mark != HUNK_SAME && row->mark != HUNK_MOVED)
			add_reasons(page, rows, row, notes, nr);
		add_columns(page, row);
		html_markup(page, "</article>\n");
	}
}
