// SPDX-License-Identifier: GPL-2.0-only
/* Where a hunk goes, see spot.h */
#include "tools/spot.h"

#include "base/file.h"
#include "data/function.h"

#include <ctype.h>

void spot_open(struct spot_file *file)
{
	const char *cursor = file->text.buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		file->lines = grow_array(file->lines, file->nr, &file->alloc,
					 sizeof(*file->lines));
		file->lines[file->nr++] = (size_t)(line - file->text.buf);
	}
	ctokens_lex(&file->tokens, file->text.buf, file->text.len);
}

void spot_close(struct spot_file *file)
{
	ctokens_release(&file->tokens);
	strbuf_release(&file->text);
	free(file->lines);
}

/* --- where a hunk may go ---------------------------------------------------------- */

/* The first line that is removed, or that something is added before. */
static size_t first_change(const struct hunk *hunk)
{
	return hunk_context(hunk, false);
}

/* The last line at or above one that git writes behind "@@", as far as it does. */
static bool has_margin(const struct spot_file *file, size_t at, const struct hunk *hunk)
{
	for (at = at < file->nr ? at + 1 : at; at--; ) {
		const char *line = file->text.buf + file->lines[at];

		if (isalpha((unsigned char)*line) || *line == '_' || *line == '$')
			return hunk_margin_counts(hunk) && starts_with(line, hunk->margin);
	}
	return false;
}

static char *function_of(const struct spot_file *file, size_t at)
{
	return ctokens_function_at(&file->tokens, (unsigned int)at + 1);
}

/*
 * Of a hunk that says which function it changes, a place in another is none.  What
 * stands behind "@@" is the last line at the margin: it may be the head of a function
 * that has ended above the hunk, or the invocation of a macro.
 */
static bool is_place(const struct spot_file *file, const struct hunk *hunk,
		     const struct spot *spot, size_t at)
{
	size_t line = at + first_change(hunk) - spot->skip;

	char *name __free(free_text) = function_of(file, line);
	char *above __free(free_text) = line ? function_of(file, line - 1) : NULL;

	return hunk->unknown || !hunk->functions.nr || !name ||
	       argv_has(&hunk->functions, name) || (above && argv_has(&hunk->functions, above)) ||
	       has_margin(file, line, hunk);
}

bool spot_says_something(const char *lines)
{
	while (*lines && !isalnum((unsigned char)*lines))
		lines++;
	return *lines;
}

bool spot_find(const struct spot_file *file, const struct hunk *hunk, size_t from,
	       size_t fuzz, struct spot *spot)
{
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;
	size_t before = hunk_context(hunk, false), after = hunk_context(hunk, true);
	struct spot one = {
		.skip = fuzz < before ? fuzz : before, .cut = fuzz < after ? fuzz : after,
	};

	one.nr = hunk_old(hunk, one.skip, one.cut, &lines);
	*spot = one;
	if (!spot_says_something(lines.buf))
		return false;
	for (size_t at = from; at + one.nr <= file->nr; at++) {
		/* no context below: it is the end of the file, for git, too */
		if (!after && before && at + one.nr != file->nr)
			continue;
		if (strncmp(file->text.buf + file->lines[at], lines.buf, lines.len) ||
		    !is_place(file, hunk, &one, at))
			continue;
		spot->at = at;
		spot->places++;
	}
	return spot->places == 1;
}

bool spot_has_line(const struct spot_file *file, const char *text, const char *function)
{
	size_t len = strlen(text);

	for (size_t at = 0; at < file->nr; at++) {
		char *name __free(free_text) = NULL;

		if (strncmp(file->text.buf + file->lines[at], text, len) ||
		    !strchr("\n", file->text.buf[file->lines[at] + len]))
			continue;
		if (function)
			name = ctokens_function_at(&file->tokens, (unsigned int)at + 1);
		if (!function || (name && !strcmp(name, function)))
			return true;
	}
	return false;
}

bool spot_has_function(const struct spot_file *file, const char *name)
{
	struct functions functions;
	bool found = false;

	functions_list(&functions, &file->tokens);
	for (size_t i = 0; i < functions.nr; i++)
		found |= functions.v[i].name->len == strlen(name) &&
			 !strncmp(functions.v[i].name->text, name, strlen(name));
	free(functions.v);
	return found;
}
