// SPDX-License-Identifier: GPL-2.0-only
/* Comments about more than what a port deletes, see comments.h */
#include "port/comments.h"

/* Lines of a declaration, and of what stands around a comment, that are looked at. */
#define DECLARATION_LINES 6
#define CONTEXT_LINES 60

/**
 * struct lines - a text by its lines
 * @text: the text
 * @at: where each line begins, and where the last one ends
 * @nr: how many lines
 */
struct lines {
	const struct strbuf *text;
	size_t *at;
	size_t nr;
};

static void split(struct lines *lines, const struct strbuf *text)
{
	const char *cursor = text->buf, *line;
	size_t alloc = 0, len;

	*lines = (struct lines){ .text = text };
	while (next_line(&cursor, &line, &len)) {
		lines->at = grow_array(lines->at, lines->nr, &alloc, sizeof(*lines->at));
		lines->at[lines->nr++] = (size_t)(line - text->buf);
	}
	lines->at = grow_array(lines->at, lines->nr, &alloc, sizeof(*lines->at));
	lines->at[lines->nr] = text->len;
}

/* Line number @i without its end and blanks before that, to be freed. */
static char *line_at(const struct lines *lines, size_t i)
{
	size_t len = lines->at[i + 1] - lines->at[i];
	const char *line = lines->text->buf + lines->at[i];

	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	return xstrndup(line, len);
}

static bool is_blank(const struct lines *lines, size_t i)
{
	char *line __free(free_text) = i < lines->nr ? line_at(lines, i) : NULL;

	return !line || !*line;
}

/* Whether line @first begins a comment that has its lines for itself, to @last. */
static bool is_comment(const struct lines *lines, size_t first, size_t *last)
{
	if (!starts_with(lines->text->buf + lines->at[first], "/*"))
		return false;
	for (size_t i = first; i < lines->nr; i++) {
		char *line = line_at(lines, i);
		const char *end = strstr(i == first ? line + 2 : line, "*/");
		bool ends = end, alone = end && !end[2];

		free(line);
		*last = i;
		if (ends)
			return alone;
	}
	return false;
}

/* Whether a declaration begins here, and something follows it at once. */
static bool heads_a_group(const struct lines *lines, size_t first)
{
	for (size_t i = first; i < lines->nr && i < first + DECLARATION_LINES; i++) {
		char *line = line_at(lines, i);
		bool stops = !*line || strchr(line, '{'), ends = ends_with(line, ";");

		free(line);
		if (stops)
			return false;
		if (ends)
			return !is_blank(lines, i + 1);
	}
	return false;
}

static bool is_about_more(const struct lines *lines, size_t first, size_t last)
{
	return starts_with(lines->text->buf + lines->at[first], "/***") ||
	       is_blank(lines, last + 1) || heads_a_group(lines, last + 1);
}

/* How often the text has these lines; @first gets where they begin first. */
static size_t find(const struct strbuf *text, const char *words, size_t *first)
{
	size_t nr = 0;

	*first = 0;
	for (const char *at = text->buf; (at = strstr(at, words)); at++) {
		if (at != text->buf && at[-1] != '\n')
			continue;
		if (!nr++)
			*first = (size_t)(at - text->buf);
	}
	return nr;
}

static size_t count(const struct strbuf *text, const char *words)
{
	size_t first;

	return find(text, words, &first);
}

static char *between(const struct lines *lines, size_t first, size_t last)
{
	size_t at = lines->at[first];

	return xstrndup(lines->text->buf + at, lines->at[last + 1] - at);
}

/* Where in @after the lines above line @first end. */
static bool find_above(const struct lines *before, size_t first,
		       const struct strbuf *after, size_t *at)
{
	size_t last = first, found = 2;

	while (last && is_blank(before, last - 1))
		last--;
	for (size_t n = 1; n <= last && n <= CONTEXT_LINES && found > 1; n++) {
		char *above __free(free_text) = between(before, last - n, last - 1);

		found = find(after, above, at);
		*at += strlen(above);
	}
	return found == 1;
}

/* Where in @after the lines from line @first on begin. */
static bool find_from(const struct lines *before, size_t first,
		      const struct strbuf *after, size_t *at)
{
	size_t found = 2;

	for (size_t n = 1; first + n <= before->nr && n <= CONTEXT_LINES && found > 1; n++) {
		char *below __free(free_text) = between(before, first, first + n - 1);

		found = find(after, below, at);
	}
	return found == 1;
}

/* The first that is left of what comes after line @last, from an empty line on. */
static bool find_below(const struct lines *before, size_t last,
		       const struct strbuf *after, size_t *at)
{
	for (size_t i = last + 1; i + 1 < before->nr; i++)
		if (is_blank(before, i) && !is_blank(before, i + 1) &&
		    !isspace((unsigned char)before->text->buf[before->at[i + 1]]) &&
		    find_from(before, i + 1, after, at))
			return true;
	return false;
}

/* Whether it stands there already: another like it is the one that is gone. */
static bool is_there(const struct strbuf *text, size_t at, const char *comment)
{
	size_t len = strlen(comment), end = at;

	while (text->buf[at] == '\n')
		at++;
	if (starts_with(text->buf + at, comment))
		return true;
	while (end && text->buf[end - 1] == '\n')
		end--;
	return end < text->len && end + 1 >= len &&
	       !memcmp(text->buf + end + 1 - len, comment, len);
}

static enum port_status put_back(const struct lines *before, size_t first, size_t last,
				 struct strbuf *after, struct strbuf *why)
{
	char *comment __free(free_text) = between(before, first, last);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_OK;
	size_t at = 0;
	bool above = find_above(before, first, after, &at);

	if (above || find_below(before, last, after, &at)) {
		strbuf_add(&text, after->buf, at);
		if (!is_there(after, at, comment))
			strbuf_addf(&text, "%s%s%s", above ? "\n" : "", comment,
				    above ? "" : "\n");
	} else {
		strbuf_addf(why, "the comment in line %zu, which is about more than what is deleted below it, would be lost",
			    first + 1);
		end = PORT_REFUSED;
	}
	if (end == PORT_OK) {
		strbuf_add(&text, after->buf + at, after->len - at);
		strbuf_reset(after);
		strbuf_add(after, text.buf, text.len);
	}
	return end;
}

enum port_status port_keep_comments(const struct strbuf *before, struct strbuf *after,
				    struct strbuf *why)
{
	enum port_status end = PORT_OK;
	struct lines lines;

	split(&lines, before);
	for (size_t i = 0; end == PORT_OK && i < lines.nr; i++) {
		size_t last;
		char *comment;

		if (!is_comment(&lines, i, &last) || !is_about_more(&lines, i, last))
			continue;
		comment = between(&lines, i, last);
		if (count(before, comment) > count(after, comment))
			end = put_back(&lines, i, last, after, why);
		free(comment);
		i = last;
	}
	free(lines.at);
	return end;
}
