// SPDX-License-Identifier: GPL-2.0-only
/* Where the hunks of a patch went in, see in-place.h */
#include "tools/in-place.h"

#include "base/file.h"
#include "data/function.h"
#include "data/patched.h"

#include <ctype.h>

/* --- where it went ---------------------------------------------------------------- */

/* One side of a file. */
struct side {
	struct strbuf text;
	struct ctokens tokens;
};

static void open_side(struct side *side)
{
	ctokens_lex(&side->tokens, side->text.buf, side->text.len);
}

static void close_side(struct side *side)
{
	ctokens_release(&side->tokens);
	strbuf_release(&side->text);
}

/* The last line at or above LINE that git would take for a head. */
static char *margin_above(const struct side *side, unsigned long line)
{
	const char *cursor = side->text.buf, *text, *found = NULL;
	size_t len, found_len = 0;

	while (line-- && next_line(&cursor, &text, &len)) {
		if (len && (isalpha((unsigned char)*text) || *text == '_' || *text == '$')) {
			found = text;
			found_len = len;
		}
	}
	return found ? xstrndup(found, found_len) : NULL;
}

static bool changes(const struct patched *file, const char *function)
{
	for (size_t i = 0; function && i < file->nr; i++)
		if (argv_has(&file->hunks[i].functions, function) ||
		    argv_has(&file->hunks[i].added, function))
			return true;
	return false;
}

static bool names(const struct patched *file, const char *margin)
{
	char *name __free(free_text) = margin ? function_head(margin) : NULL;

	if (changes(file, name))
		return true;
	/* git cuts what it writes behind "@@" */
	for (size_t i = 0; margin && i < file->nr; i++)
		if (hunk_margin_counts(&file->hunks[i]) &&
		    starts_with(margin, file->hunks[i].margin))
			return true;
	return false;
}

static bool is_unknown(const struct patched *file)
{
	for (size_t i = 0; i < file->nr; i++)
		if (file->hunks[i].unknown)
			return true;
	return false;
}

static void list_functions(const struct patched *file, struct strbuf *out)
{
	struct argv all __free(argv_release) = ARGV_INIT;

	for (size_t i = 0; i < file->nr; i++)
		for (size_t j = 0; j < file->hunks[i].functions.nr; j++)
			if (!argv_has(&all, file->hunks[i].functions.v[j]))
				argv_push(&all, file->hunks[i].functions.v[j]);
	for (size_t i = 0; i < all.nr; i++)
		strbuf_addf(out, "%s%s()", i ? ", " : "", all.v[i]);
	if (!all.nr)
		strbuf_addstr(out, "no function");
}

/* How often lines stand in a file, or in those of its functions that have a name. */
static size_t count_places(const struct side *side, const char *name, const char *lines)
{
	const char *text = side->text.buf;
	unsigned int line = 1;
	size_t nr = 0;

	for (const char *at = strstr(text, lines); at; at = strstr(at + 1, lines)) {
		char *function = NULL;

		if (at > side->text.buf && at[-1] != '\n')
			continue;
		for (; text < at; text++)
			line += *text == '\n';
		if (name)
			function = ctokens_function_at(&side->tokens, line);
		nr += !name || (function && !strcmp(function, name));
		free(function);
	}
	return nr;
}

/* What else has the same lines, if the patch went in where it does not say. */
static bool is_alone(const struct patched *file, const struct side *before,
		     const char *function, enum git_applied applied, struct strbuf *why)
{
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; applied == GIT_OFFSET && i < file->nr; i++) {
		size_t nr;

		if (!hunk_old(&file->hunks[i], 0, 0, &lines))
			continue;
		nr = count_places(before, function, lines.buf);
		if (nr < 2)
			continue;
		strbuf_addf(why, "hunk %zu of %s fits in %zu places%s%s%s, and not where it says",
			    i + 1, file->path, nr, function ? " of " : "",
			    function ? function : "", function ? "()" : "");
		return false;
	}
	return true;
}

static bool is_right(const struct patched *file, const struct side *before,
		     const struct side *side, unsigned long line, enum git_applied applied,
		     struct strbuf *why)
{
	char *function __free(free_text) = ctokens_function_at(&side->tokens, (unsigned int)line);
	char *margin __free(free_text) = margin_above(side, line);
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;

	if (changes(file, function))
		return is_alone(file, before, function, applied, why);
	if (!function || is_unknown(file) || names(file, margin))
		return is_alone(file, before, NULL, applied, why);
	list_functions(file, &said);
	strbuf_addf(why, "it fits in %s line %lu only, in %s(), where the patch changes %s",
		    file->path, line, function, said.buf);
	return false;
}

/* Both sides of each hunk of what git made of it, without context. */
static bool check_hunks(const struct patched *file, const char *diff,
			const struct side *before, const struct side *after,
			enum git_applied applied, struct strbuf *why)
{
	const char *line;
	size_t len;

	while (next_line(&diff, &line, &len)) {
		unsigned long first[2] = { 0 }, nr[2] = { 1, 1 };
		char *end;

		if (!starts_with(line, "@@ -"))
			continue;
		first[0] = strtoul(line + 4, &end, 10);
		if (*end == ',')
			nr[0] = strtoul(end + 1, &end, 10);
		first[1] = strtoul(end + 2, &end, 10);
		if (*end == ',')
			nr[1] = strtoul(end + 1, &end, 10);
		for (int i = 0; i < 2; i++)
			for (unsigned long at = 0; at < nr[i]; at++)
				if (!is_right(file, before, i ? after : before, first[i] + at,
					      applied, why))
					return false;
	}
	return true;
}

static bool check_file(const struct git *git, const struct patched *file, const char *before,
		       const char *after, enum git_applied applied, struct strbuf *why)
{
	struct side old = { .text = STRBUF_INIT }, new = { .text = STRBUF_INIT };
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	bool right = true;

	/* one that is new or gone is all in its place */
	if (!git_show(git, before, file->path, &old.text) &&
	    !git_show(git, after, file->path, &new.text)) {
		open_side(&old);
		open_side(&new);
		right = !git_run(&diff, git, "diff", "--no-ext-diff", "--no-textconv", "-U0",
				 before, after, "--", file->path, NULL) &&
			check_hunks(file, diff.buf, &old, &new, applied, why);
	}
	close_side(&old);
	close_side(&new);
	return right;
}

bool patch_in_place(const struct git *git, const struct strbuf *diff, const char *before,
		    const char *after, enum git_applied applied, struct strbuf *why)
{
	struct patch patch __free(patch_release) = { .files = NULL };
	bool right = true;

	patch_read(&patch, diff);
	for (size_t i = 0; right && i < patch.nr; i++)
		right = check_file(git, &patch.files[i], before, after, applied, why);
	return right;
}
