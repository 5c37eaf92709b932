// SPDX-License-Identifier: GPL-2.0-only
/* The commit message of a port that was made by rule, see message.h */
#include "port/message.h"

#define LINE_WIDTH 72

char *message_path(const struct series *series)
{
	size_t len = (size_t)(path_base(series->info_path) - series->info_path);

	return xstrfmt("%.*smessage", (int)len, series->info_path);
}

/* Adds words to a text with lines of that width; others than the first begin
 * with two blanks.
 */
static void add_words(struct strbuf *text, size_t *column, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " \t\n");

		if (len && *column + 1 + len > LINE_WIDTH) {
			strbuf_addstr(text, "\n ");
			*column = 1;
		}
		if (len)
			strbuf_addf(text, " %.*s", (int)len, words);
		*column += len ? len + 1 : 0;
		words += len;
		words += strspn(words, " \t\n");
	}
}

void message_brackets(struct strbuf *text, const char *heading, const struct argv *notes)
{
	size_t column = 1;

	if (!notes->nr)
		return;
	strbuf_addch(text, '[');
	add_words(text, &column, heading);
	for (size_t i = 0; i < notes->nr; i++)
		add_words(text, &column, notes->v[i]);
	strbuf_addstr(text, " ]\n");
}

/* "[ Differs from mainline: ... ]", one note for each rule that has one. */
static void add_notes(const struct series *series, const struct hits *hits,
		      struct strbuf *text)
{
	struct argv rules __free(argv_release) = ARGV_INIT;
	struct argv notes __free(argv_release) = ARGV_INIT;

	(void)conf_subsections(&series->info, "rule", &rules);
	for (size_t i = 0; i < rules.nr; i++) {
		char *key = xstrfmt("rule.%s.note", rules.v[i]);
		const char *note = conf_get(&series->info, key);

		free(key);
		if (note && hits_count(hits, rules.v[i]))
			argv_push(&notes, note);
	}
	message_brackets(text, "Differs from mainline:", &notes);
	if (notes.nr)
		strbuf_addch(text, '\n');
}

/* "Fixes: ...", where the shape has the bug. */
static void add_fixes(const struct series *series, const char *shape,
		      struct strbuf *text)
{
	const char **fixes;
	size_t nr = series_shape_values(series, shape, "fixes", &fixes);

	for (size_t i = 0; i < nr; i++)
		strbuf_addf(text, "Fixes: %s\n", fixes[i]);
	free(fixes);
}

int message_of_port(const struct series *series, const char *shape,
		    const struct hits *hits, struct strbuf *message)
{
	char *path __free(free_text) = message_path(series);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *last = NULL, *next;
	int ret = read_file(path, &text);

	if (ret)
		ret = error("cannot read '%s', the words for a port by rule: %s", path,
			    strerror(-ret));
	strbuf_trim(&text);
	for (next = text.buf; (next = strstr(next, "\n\n")); next += 2)
		last = next + 2;
	if (!ret && !last)
		ret = error("'%s' is not a commit message: it needs a subject, a body and trailers, separated by empty lines",
			    path);
	if (!ret) {
		strbuf_add(message, text.buf, (size_t)(last - text.buf));
		add_notes(series, hits, message);
		add_fixes(series, shape, message);
		strbuf_addf(message, "%s\n", last);
	}
	return ret;
}
