// SPDX-License-Identifier: GPL-2.0-only
/* The right place for each hunk of a patch, see relocate.h */
#include "port/relocate.h"

#include "base/file.h"
#include "data/function.h"
#include "data/patched.h"

#include <ctype.h>

/* lines of context at each end that may be others, as for patch(1) */
#define MOST_FUZZ 2

/* A file of the tree, and where each of its lines begins. */
struct target {
	struct strbuf text;
	struct ctokens tokens;
	size_t *lines;
	size_t nr, alloc;
};

/* Where a hunk goes: line @at is the first that it looks for. */
struct spot {
	size_t at, nr;
	size_t skip, cut;
	size_t places;
};

static void open_target(struct target *target)
{
	const char *cursor = target->text.buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		target->lines = grow_array(target->lines, target->nr, &target->alloc,
					   sizeof(*target->lines));
		target->lines[target->nr++] = (size_t)(line - target->text.buf);
	}
	ctokens_lex(&target->tokens, target->text.buf, target->text.len);
}

static void close_target(struct target *target)
{
	ctokens_release(&target->tokens);
	strbuf_release(&target->text);
	free(target->lines);
}

static void add_target_line(const struct target *target, size_t at, struct strbuf *out)
{
	const char *line = target->text.buf + target->lines[at];

	strbuf_addf(out, " %.*s\n", (int)strcspn(line, "\n"), line);
}

/* --- where a hunk may go ---------------------------------------------------------- */

/* The first line that is removed, or that something is added before. */
static size_t first_change(const struct hunk *hunk)
{
	return hunk_context(hunk, false);
}

/* The last line at or above one that git writes behind "@@", as far as it does. */
static bool has_margin(const struct target *target, size_t at, const char *margin)
{
	for (at = at < target->nr ? at + 1 : at; at--; ) {
		const char *line = target->text.buf + target->lines[at];

		if (isalpha((unsigned char)*line) || *line == '_' || *line == '$')
			return *margin && starts_with(line, margin);
	}
	return false;
}

static char *function_of(const struct target *target, size_t at)
{
	return ctokens_function_at(&target->tokens, (unsigned int)at + 1);
}

/*
 * Of a hunk that says which function it changes, a place in another is none.  What
 * stands behind "@@" is the last line at the margin: it may be the head of a function
 * that has ended above the hunk, or the invocation of a macro.
 */
static bool is_place(const struct target *target, const struct hunk *hunk,
		     const struct spot *spot, size_t at)
{
	size_t line = at + first_change(hunk) - spot->skip;

	char *name __free(free_text) = function_of(target, line);
	char *above __free(free_text) = line ? function_of(target, line - 1) : NULL;

	return hunk->unknown || !hunk->functions.nr || !name ||
	       argv_has(&hunk->functions, name) || (above && argv_has(&hunk->functions, above)) ||
	       has_margin(target, line, hunk->margin);
}

static bool says_something(const char *lines)
{
	while (*lines && !isalnum((unsigned char)*lines))
		lines++;
	return *lines;
}

static bool find_spot(const struct target *target, const struct hunk *hunk, size_t from,
		      size_t fuzz, struct spot *spot)
{
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;
	size_t before = hunk_context(hunk, false), after = hunk_context(hunk, true);
	struct spot one = {
		.skip = fuzz < before ? fuzz : before, .cut = fuzz < after ? fuzz : after,
	};

	one.nr = hunk_old(hunk, one.skip, one.cut, &lines);
	*spot = one;
	if (!says_something(lines.buf))
		return false;
	for (size_t at = from; at + one.nr <= target->nr; at++) {
		if (strncmp(target->text.buf + target->lines[at], lines.buf, lines.len) ||
		    !is_place(target, hunk, &one, at))
			continue;
		spot->at = at;
		spot->places++;
	}
	return spot->places == 1;
}

/* --- why there is none ---------------------------------------------------------------- */

static bool has_line(const struct target *target, const char *text, const char *function)
{
	size_t len = strlen(text);

	for (size_t at = 0; at < target->nr; at++) {
		char *name __free(free_text) = NULL;

		if (strncmp(target->text.buf + target->lines[at], text, len) ||
		    !strchr("\n", target->text.buf[target->lines[at] + len]))
			continue;
		if (function)
			name = ctokens_function_at(&target->tokens, (unsigned int)at + 1);
		if (!function || (name && !strcmp(name, function)))
			return true;
	}
	return false;
}

static bool has_function(const struct target *target, const char *name)
{
	struct functions functions;
	bool found = false;

	functions_list(&functions, &target->tokens);
	for (size_t i = 0; i < functions.nr; i++)
		found |= functions.v[i].name->len == strlen(name) &&
			 !strncmp(functions.v[i].name->text, name, strlen(name));
	free(functions.v);
	return found;
}

static void explain(const struct target *target, const struct patched *file, size_t i,
		    const struct spot *spot, struct strbuf *why)
{
	const struct hunk *hunk = &file->hunks[i];
	const char *function = hunk->functions.nr && !hunk->unknown ? hunk->functions.v[0] : NULL;

	strbuf_addf(why, "hunk %zu of %s", i + 1, file->path);
	if (function)
		strbuf_addf(why, ", in %s(),", function);
	if (spot->places > 1) {
		strbuf_addf(why, " fits in %zu places", spot->places);
		return;
	}
	if (function && !has_function(target, function)) {
		strbuf_addstr(why, " has no place: the tree has no such function");
		return;
	}
	for (size_t j = 0; j < hunk->lines.nr; j++) {
		const char *line = hunk->lines.v[j];

		if ((*line != ' ' && *line != '-') || !says_something(line + 1) ||
		    has_line(target, line + 1, function))
			continue;
		line++;
		strbuf_addf(why, " has no place: there is no line '%s' in the tree's",
			    line + strspn(line, " \t"));
		return;
	}
	strbuf_addstr(why, " has no place: the lines that it looks for do not stand together");
}

/* --- the patch ------------------------------------------------------------------------ */

static void write_hunk(const struct target *target, const struct hunk *hunk,
		       const struct spot *spot, long *moved, struct strbuf *out)
{
	size_t above = spot->skip < spot->at ? spot->skip : spot->at;
	size_t end = spot->at + spot->nr;
	size_t below = spot->cut < target->nr - end ? spot->cut : target->nr - end;
	size_t old = above + spot->nr + below, new = old;
	size_t begin = spot->at - above;

	for (size_t i = 0; i < hunk->lines.nr; i++)
		new = new + (hunk->lines.v[i][0] == '+') - (hunk->lines.v[i][0] == '-');
	strbuf_addf(out, "@@ -%zu,%zu +%zu,%zu @@ %s\n", old ? begin + 1 : begin, old,
		    (size_t)((long)begin + *moved) + (new > 0), new, hunk->margin);
	for (size_t i = 0; i < above; i++)
		add_target_line(target, begin + i, out);
	for (size_t i = spot->skip; i + spot->cut < hunk->lines.nr; i++)
		strbuf_addf(out, "%s\n", hunk->lines.v[i]);
	for (size_t i = 0; i < below; i++)
		add_target_line(target, end + i, out);
	*moved += (long)new - (long)old;
}

static enum git_applied place_hunks(const struct target *target, const struct patched *file,
				    struct strbuf *out, struct strbuf *why)
{
	enum git_applied applied = GIT_OFFSET;
	size_t from = 0;
	long moved = 0;

	for (size_t i = 0; i < file->nr; i++) {
		struct spot spot;
		size_t fuzz = 0;

		while (!find_spot(target, &file->hunks[i], from, fuzz, &spot)) {
			if (spot.places || fuzz == MOST_FUZZ) {
				explain(target, file, i, &spot, why);
				return GIT_REFUSED;
			}
			fuzz++;
		}
		if (spot.skip || spot.cut)
			applied = GIT_FUZZ;
		write_hunk(target, &file->hunks[i], &spot, &moved, out);
		from = spot.at + spot.nr;
	}
	return applied;
}

/* A file that is new has all its lines in the patch. */
static void copy_hunks(const struct patched *file, struct strbuf *out)
{
	for (size_t i = 0; i < file->nr; i++) {
		const struct hunk *hunk = &file->hunks[i];

		strbuf_addf(out, "@@ -0,0 +1,%zu @@\n", hunk->lines.nr);
		for (size_t j = 0; j < hunk->lines.nr; j++)
			strbuf_addf(out, "%s\n", hunk->lines.v[j]);
	}
}

static bool is_plain(const struct patched *file)
{
	for (size_t i = 0; i < file->head.nr; i++)
		if (starts_with(file->head.v[i], "rename ") ||
		    starts_with(file->head.v[i], "copy "))
			return false;
	for (size_t i = 0; i < file->nr; i++)
		for (size_t j = 0; j < file->hunks[i].lines.nr; j++)
			if (file->hunks[i].lines.v[j][0] == '\\')
				return false;
	return true;
}

static enum git_applied place_file(const struct git *git, const struct patched *file,
				   const char *before, struct strbuf *out, struct strbuf *why)
{
	struct target target __free(close_target) = { .text = STRBUF_INIT };
	enum git_applied applied = GIT_OFFSET;

	if (!is_plain(file)) {
		strbuf_addf(why, "%s is renamed, or has no line end at its end", file->path);
		return GIT_REFUSED;
	}
	for (size_t i = 0; i < file->head.nr; i++)
		strbuf_addf(out, "%s\n", file->head.v[i]);
	if (git_show(git, before, file->path, &target.text)) {
		for (size_t i = 0; i < file->head.nr; i++)
			if (!strcmp(file->head.v[i], "--- /dev/null"))
				applied = GIT_EXACT;
		if (applied == GIT_EXACT)
			copy_hunks(file, out);
		else
			strbuf_addf(why, "the tree has no file %s", file->path);
		return applied == GIT_EXACT ? applied : GIT_REFUSED;
	}
	open_target(&target);
	return place_hunks(&target, file, out, why);
}

enum git_applied port_relocate(const struct git *git, const struct strbuf *diff,
			       const char *before, struct strbuf *out, struct strbuf *why)
{
	struct patch patch __free(patch_release) = { .files = NULL };
	enum git_applied applied = GIT_OFFSET;

	strbuf_reset(out);
	patch_read(&patch, diff);
	for (size_t i = 0; i < patch.nr; i++) {
		enum git_applied one = place_file(git, &patch.files[i], before, out, why);

		if (one == GIT_REFUSED)
			return one;
		if (one > applied)
			applied = one;
	}
	return applied;
}
