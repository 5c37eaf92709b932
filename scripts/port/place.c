// SPDX-License-Identifier: GPL-2.0-only
/* Where the hunks of a patch went in, see place.h */
#include "port/place.h"

#include "base/file.h"
#include "data/function.h"
#include "data/udiff.h"

#include <ctype.h>

/* One file of a patch. */
struct patched {
	char *path;
	struct argv heads;	/* functions that it changes, as far as it says */
	struct argv lines;	/* heads of hunks, whatever they are */
	struct argv images;	/* what each hunk looks for */
	bool unknown;		/* it does not say of each hunk */
};

/* A patch, while it is read. */
struct patch {
	struct patched *v;
	size_t nr, alloc;
	char *head[2];		/* the function that a line is in, old side and new */
	bool outside[2];	/* it is in none for sure */
	struct strbuf image;
};

static void release_patch(struct patch *patch)
{
	for (size_t i = 0; i < patch->nr; i++) {
		free(patch->v[i].path);
		argv_release(&patch->v[i].heads);
		argv_release(&patch->v[i].lines);
		argv_release(&patch->v[i].images);
	}
	free(patch->v);
	free(patch->head[0]);
	free(patch->head[1]);
	strbuf_release(&patch->image);
}

/* --- what the patch says ------------------------------------------------------- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The name before the first '(' of a line that may begin a function, or NULL. */
static char *head_name(const char *line)
{
	const char *open = strchr(line, '('), *end, *begin;

	if (!open || (!isalpha((unsigned char)*line) && *line != '_') ||
	    memchr(line, '=', (size_t)(open - line)) || strchr(line, ';'))
		return NULL;
	for (end = open; end > line && end[-1] == ' '; end--)
		;
	for (begin = end; begin > line && is_word(begin[-1]); begin--)
		;
	return begin < end ? xstrndup(begin, (size_t)(end - begin)) : NULL;
}

static void set_head(struct patch *patch, int side, char *name, bool outside)
{
	free(patch->head[side]);
	patch->head[side] = name;
	patch->outside[side] = outside;
}

/* A line at the margin begins a function or ends one. */
static void follow(struct patch *patch, int side, const char *text)
{
	char *name = head_name(text);

	if (name)
		set_head(patch, side, name, false);
	else if (*text == '}')
		set_head(patch, side, NULL, true);
}

static void end_image(struct patch *patch)
{
	if (patch->image.len)
		argv_push(&patch->v[patch->nr - 1].images, patch->image.buf);
	strbuf_reset(&patch->image);
}

static void begin_file(struct patch *patch, const char *path)
{
	struct patched *file;

	if (patch->nr)
		end_image(patch);
	if (patch->nr && !strcmp(patch->v[patch->nr - 1].path, path))
		return;
	patch->v = grow_array(patch->v, patch->nr, &patch->alloc, sizeof(*patch->v));
	file = &patch->v[patch->nr++];
	*file = (struct patched){
		.path = xstrdup(path), .heads = ARGV_INIT, .lines = ARGV_INIT,
		.images = ARGV_INIT,
	};
}

static void begin_hunk(struct patch *patch, const char *text)
{
	struct patched *file = &patch->v[patch->nr - 1];

	end_image(patch);
	if (*text)
		argv_push(&file->lines, text);
	for (int side = 0; side < 2; side++)
		set_head(patch, side, head_name(text), false);
}

static void note_change(struct patch *patch, int side)
{
	struct patched *file = &patch->v[patch->nr - 1];

	if (patch->head[side] && !argv_has(&file->heads, patch->head[side]))
		argv_push(&file->heads, patch->head[side]);
	else if (!patch->head[side] && !patch->outside[side])
		file->unknown = true;
}

static void read_line(void *data, enum udiff_kind kind, const char *text)
{
	struct patch *patch = data;

	if (kind == UDIFF_FILE) {
		begin_file(patch, text);
		return;
	}
	if (kind == UDIFF_HUNK) {
		begin_hunk(patch, text);
		return;
	}
	if (kind != UDIFF_NEW)
		strbuf_addf(&patch->image, "%s\n", text);
	for (int side = 0; side < 2; side++) {
		if (kind != UDIFF_BOTH && kind != (side ? UDIFF_NEW : UDIFF_OLD))
			continue;
		follow(patch, side, text);
		if (kind != UDIFF_BOTH)
			note_change(patch, side);
	}
}

/* --- where it went ---------------------------------------------------------------- */

/* One side of a file: its functions, and the lines at the margin. */
struct side {
	struct strbuf text;
	struct ctokens tokens;
	struct functions functions;
};

static void open_side(struct side *side)
{
	ctokens_lex(&side->tokens, side->text.buf, side->text.len);
	functions_list(&side->functions, &side->tokens);
}

static void close_side(struct side *side)
{
	free(side->functions.v);
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

static bool names(const struct patched *file, const char *margin)
{
	char *name __free(free_text) = margin ? head_name(margin) : NULL;

	if (name && argv_has(&file->heads, name))
		return true;
	/* git cuts what it writes behind "@@" */
	for (size_t i = 0; margin && i < file->lines.nr; i++)
		if (starts_with(margin, file->lines.v[i]))
			return true;
	return false;
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
	for (size_t i = 0; applied == GIT_OFFSET && i < file->images.nr; i++) {
		size_t nr = count_places(before, function, file->images.v[i]);

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

	if (function && argv_has(&file->heads, function))
		return is_alone(file, before, function, applied, why);
	if (!function || file->unknown || names(file, margin))
		return is_alone(file, before, NULL, applied, why);
	for (size_t i = 0; i < file->heads.nr; i++)
		strbuf_addf(&said, "%s%s()", i ? ", " : "", file->heads.v[i]);
	strbuf_addf(why, "it fits in %s line %lu only, in %s(), where the patch changes %s",
		    file->path, line, function, said.len ? said.buf : "no function");
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

bool port_in_place(const struct git *git, const struct strbuf *diff, const char *before,
		   const char *after, enum git_applied applied, struct strbuf *why)
{
	struct patch patch __free(release_patch) = { .image = STRBUF_INIT };
	bool right = true;

	udiff_walk(diff, read_line, &patch);
	if (patch.nr)
		end_image(&patch);
	for (size_t i = 0; right && i < patch.nr; i++)
		right = check_file(git, &patch.v[i], before, after, applied, why);
	return right;
}
