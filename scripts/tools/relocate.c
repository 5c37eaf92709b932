// SPDX-License-Identifier: GPL-2.0-only
/* The right place for each hunk of a patch, see relocate.h */
#include "tools/relocate.h"

#include "base/file.h"
#include "tools/spot.h"

static void add_target_line(const struct spot_file *target, size_t at, struct strbuf *out)
{
	const char *line = target->text.buf + target->lines[at];

	strbuf_addf(out, " %.*s\n", (int)strcspn(line, "\n"), line);
}

/* --- why there is none ---------------------------------------------------------------- */

static void explain(const struct spot_file *target, const struct patched *file, size_t i,
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
	if (function && !spot_has_function(target, function)) {
		strbuf_addstr(why, " has no place: the tree has no such function");
		return;
	}
	for (size_t j = 0; j < hunk->lines.nr; j++) {
		const char *line = hunk->lines.v[j];

		if ((*line != ' ' && *line != '-') || !spot_says_something(line + 1) ||
		    spot_has_line(target, line + 1, function))
			continue;
		line++;
		strbuf_addf(why, " has no place: there is no line '%s' in the tree's",
			    line + strspn(line, " \t"));
		return;
	}
	strbuf_addstr(why, " has no place: the lines that it looks for do not stand together");
}

/* --- the patch ------------------------------------------------------------------------ */

static void write_hunk(const struct spot_file *target, const struct hunk *hunk,
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

static enum git_applied place_hunks(const struct spot_file *target, const struct patched *file,
				    size_t most, struct strbuf *out, struct strbuf *why)
{
	enum git_applied applied = GIT_OFFSET;
	size_t from = 0;
	long moved = 0;

	for (size_t i = 0; i < file->nr; i++) {
		struct spot spot;
		size_t fuzz = 0;

		while (!spot_find(target, &file->hunks[i], from, fuzz, &spot)) {
			if (spot.places || fuzz == most) {
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
				   const char *before, size_t fuzz, struct strbuf *out,
				   struct strbuf *why)
{
	struct spot_file target __free(spot_close) = { .text = STRBUF_INIT };
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
	spot_open(&target);
	return place_hunks(&target, file, fuzz, out, why);
}

enum git_applied patch_relocate(const struct git *git, const struct strbuf *diff,
				const char *before, size_t fuzz, struct strbuf *out,
				struct strbuf *why)
{
	struct patch patch __free(patch_release) = { .files = NULL };
	enum git_applied applied = GIT_OFFSET;

	strbuf_reset(out);
	patch_read(&patch, diff);
	for (size_t i = 0; i < patch.nr; i++) {
		enum git_applied one = place_file(git, &patch.files[i], before, fuzz,
						  out, why);

		if (one == GIT_REFUSED)
			return one;
		if (one > applied)
			applied = one;
	}
	return applied;
}

/* --- what a patch has left ------------------------------------------------------------ */

static bool adds_something(const struct hunk *hunk)
{
	for (size_t i = 0; i < hunk->lines.nr; i++)
		if (hunk->lines.v[i][0] == '+' && spot_says_something(hunk->lines.v[i] + 1))
			return true;
	return false;
}

static bool hunk_left_over(const struct spot_file *target, const struct patched *file,
			   const struct hunk *hunk, struct strbuf *why)
{
	const char *function = hunk->functions.nr == 1 && !hunk->unknown ?
			       hunk->functions.v[0] : NULL;

	if (adds_something(hunk))
		return false;
	for (size_t i = 0; i < hunk->lines.nr; i++) {
		const char *line = hunk->lines.v[i];

		if (*line != '-' || !spot_says_something(line + 1) ||
		    !spot_has_line(target, line + 1, function))
			continue;
		line++;
		strbuf_addf(why, "%s%s%s%s still has the line '%s', which the patch takes away",
			    file->path, function ? ", in " : "", function ? function : "",
			    function ? "()," : "", line + strspn(line, " \t"));
		return true;
	}
	return false;
}

bool patch_left_over(const struct git *git, const struct strbuf *diff, const char *tree,
		     struct strbuf *why)
{
	struct patch patch __free(patch_release) = { .files = NULL };
	bool found = false;

	patch_read(&patch, diff);
	for (size_t i = 0; !found && i < patch.nr; i++) {
		const struct patched *file = &patch.files[i];
		struct spot_file target __free(spot_close) = { .text = STRBUF_INIT };

		if (git_show(git, tree, file->path, &target.text))
			continue;
		spot_open(&target);
		for (size_t j = 0; !found && j < file->nr; j++)
			found = hunk_left_over(&target, file, &file->hunks[j], why);
	}
	return found;
}
