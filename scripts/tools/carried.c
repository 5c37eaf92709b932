// SPDX-License-Identifier: GPL-2.0-only
/* Whether a tree has what a patch does, see carried.h */
#include "tools/carried.h"

#include "data/patched.h"
#include "tools/in-place.h"
#include "tools/relocate.h"

/* A tree that patches are tried on. */
struct trial {
	const struct git *git;
	const char **files;
	size_t nr;
	bool broken;
};

/* Applies, and makes a commit of it. */
static bool apply(struct trial *trial, const struct strbuf *diff, enum git_how how,
		  const char *from, char to[GIT_HEX], enum git_applied *applied)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	char tree[GIT_HEX];

	trial->broken |= git_read_files(trial->git, from, trial->files, trial->nr) != 0;
	if (trial->broken)
		return false;
	*applied = git_apply(trial->git, diff, how, &said);
	if (*applied == GIT_REFUSED)
		return false;
	trial->broken |= git_write_files(trial->git, from, trial->files, trial->nr, tree) ||
			 git_commit(trial->git, tree, from, &git_ferry, "A trial\n", to);
	return !trial->broken;
}

/* Where it is not where it says, there is one place for each hunk, or none. */
static bool fits_elsewhere(struct trial *trial, const struct strbuf *diff, const char *from,
			   char to[GIT_HEX])
{
	struct strbuf moved __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied = patch_relocate(trial->git, diff, from, 0, &moved, &why);

	return applied != GIT_REFUSED &&
	       apply(trial, &moved, GIT_AS_IT_IS, from, to, &applied) &&
	       patch_in_place(trial->git, diff, from, to, GIT_OFFSET, &why);
}

static bool fits(struct trial *trial, const struct strbuf *diff, const char *from,
		 char to[GIT_HEX])
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied;

	if (apply(trial, diff, GIT_AS_IT_IS, from, to, &applied) &&
	    patch_in_place(trial->git, diff, from, to, applied, &why))
		return true;
	return fits_elsewhere(trial, diff, from, to);
}

static bool same_tree(struct trial *trial, const char *a, const char *b)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;

	trial->broken |= git_run(&list, trial->git, "diff-tree", "-r", "--name-only", a, b,
				 NULL) != 0;
	return !trial->broken && !list.len;
}

static enum carried take_out(struct trial *trial, const struct strbuf *diff, const char *from,
			     char to[GIT_HEX])
{
	struct patch patch __free(patch_release) = { .files = NULL };
	struct strbuf back __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	enum git_applied applied;

	if (apply(trial, diff, GIT_BACKWARDS, from, to, &applied) && applied == GIT_EXACT &&
	    patch_in_place(trial->git, diff, from, to, applied, &why))
		return CARRIED_EXACT;
	patch_read(&patch, diff);
	if (patch_reverse(&patch, &back) || !fits_elsewhere(trial, &back, from, to))
		return CARRIED_NOT;
	return CARRIED_OFFSET;
}

static enum carried judge(struct trial *trial, const struct strbuf *diff, enum carried found,
			  const char *with, const char *without, struct strbuf *why)
{
	char again[GIT_HEX];

	if (!fits(trial, diff, without, again) || !same_tree(trial, with, again)) {
		strbuf_addstr(why, "taken out and put in again, it gives another tree");
		return CARRIED_DOUBT;
	}
	if (fits(trial, diff, with, again)) {
		strbuf_addstr(why, "the tree seems to have it, and has a place for it all the same");
		return CARRIED_DOUBT;
	}
	if (found == CARRIED_OFFSET && patch_left_over(trial->git, diff, with, why))
		return CARRIED_DOUBT;
	return found;
}

enum carried carried_take_out(const struct git *git, const char **files, size_t nr,
			      const struct strbuf *diff, char commit[GIT_HEX],
			      struct strbuf *why)
{
	struct trial trial = { .git = git, .files = files, .nr = nr };
	char without[GIT_HEX];
	enum carried found = take_out(&trial, diff, commit, without);

	if (found != CARRIED_NOT && !trial.broken)
		found = judge(&trial, diff, found, commit, without, why);
	if (trial.broken)
		return CARRIED_BROKEN;
	if (found == CARRIED_EXACT || found == CARRIED_OFFSET)
		memcpy(commit, without, GIT_HEX);
	return found;
}
