// SPDX-License-Identifier: GPL-2.0-only
/* A file of a patch that does not apply, see rejects.h */
#include "port/rejects.h"

#include "data/patched.h"
#include "tools/relocate.h"

/* --- where the files that it was made from are at hand ---------------------------------- */

/* Base and theirs of a file; 1 where they are not there. */
static int read_sides(const struct rejects *rejects, const char *path, struct strbuf sides[2])
{
	char *index __free(free_text) = xstrfmt("%s/sides-index", rejects->scratch->dir);
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct git git = *rejects->git;
	char before[GIT_HEX], after[GIT_HEX];

	git.index = index;
	(void)unlink(index);
	if (git_sides(&git, &rejects->mail->diff, before, after, &why))
		return 1;
	return git_show(&git, before, path, &sides[0]) || git_show(&git, after, path, &sides[1]);
}

/* git merge-file: 0 clean, or the number of conflicts. */
static int merge(const struct rejects *rejects, const char *path, struct strbuf *text,
		 struct strbuf sides[2])
{
	const struct strbuf *all[] = { text, &sides[0], &sides[1] };
	static const char * const names[] = { "sides/ours", "sides/base", "sides/theirs" };
	const char *labels[] = { rejects->ours, "what the patch was made from", rejects->theirs };
	struct child child __free(child_release) = CHILD_INIT;
	struct git git = { .dir = rejects->scratch->dir, .kind = GIT_NONE };
	struct argv paths __free(argv_release) = ARGV_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		char *file = NULL;
		int ret = scratch_file(rejects->scratch, names[i], all[i], &file);

		argv_push(&paths, file ? file : "");
		free(file);
		if (ret)
			return -1;
	}
	git_child(&child, &git, "merge-file", "-p", "--diff3", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
		argv_pushl(&child.args, "-L", labels[i], NULL);
	for (size_t i = 0; i < paths.nr; i++)
		argv_push(&child.args, paths.v[i]);
	(void)child_run(&child);
	if (child.end != RUN_EXITED || child.status > 127)
		return error("git merge-file failed on %s", path);
	strbuf_reset(text);
	strbuf_add(text, child.out.buf, child.out.len);
	argv_pushf(rejects->said, "%s: merged, %d %s", path, child.status,
		   child.status == 1 ? "conflict" : "conflicts");
	return 0;
}

/* --- where they are not ------------------------------------------------------------------ */

/* A patch of one hunk. */
static void write_hunk(const struct patched *file, const struct hunk *hunk, struct strbuf *out)
{
	size_t nr[2] = { 0, 0 };

	strbuf_reset(out);
	for (size_t i = 0; i < file->head.nr; i++)
		strbuf_addf(out, "%s\n", file->head.v[i]);
	for (size_t i = 0; i < hunk->lines.nr; i++) {
		nr[0] += !strchr("+\\", hunk->lines.v[i][0]);
		nr[1] += !strchr("-\\", hunk->lines.v[i][0]);
	}
	strbuf_addf(out, "@@ -1,%zu +1,%zu @@ %s\n", nr[0], nr[1], hunk->margin);
	for (size_t i = 0; i < hunk->lines.nr; i++)
		strbuf_addf(out, "%s\n", hunk->lines.v[i]);
}

/* Hunks that have their place go in; the others are left. */
static int apply_hunks(const struct rejects *rejects, const struct patched *file,
		       char commit[GIT_HEX], struct strbuf *left)
{
	const char *path = file->path;

	for (size_t i = 0; i < file->nr; i++) {
		struct strbuf one __free(strbuf_release) = STRBUF_INIT;
		struct strbuf placed __free(strbuf_release) = STRBUF_INIT;
		struct strbuf why __free(strbuf_release) = STRBUF_INIT;
		char tree[GIT_HEX];

		write_hunk(file, &file->hunks[i], &one);
		if (git_read_files(rejects->git, commit, &path, 1))
			return -1;
		if (patch_relocate(rejects->git, &one, commit, RELOCATE_FUZZ, &placed, &why) ==
		    GIT_REFUSED || git_apply(rejects->git, &placed, GIT_AS_IT_IS, &why) ==
		    GIT_REFUSED) {
			strbuf_add(left, one.buf, one.len);
			continue;
		}
		if (git_write_files(rejects->git, commit, &path, 1, tree) ||
		    git_commit(rejects->git, tree, commit, &git_ferry, "A hunk\n", commit))
			return -1;
	}
	return 0;
}

static int apply_what_goes(const struct rejects *rejects, const char *path, struct strbuf *text,
			   struct strbuf *left)
{
	struct patch patch __free(patch_release) = { .files = NULL };
	char commit[GIT_HEX];
	size_t nr = 0;

	memcpy(commit, rejects->at, GIT_HEX);
	patch_read(&patch, &rejects->mail->diff);
	for (size_t i = 0; i < patch.nr; i++) {
		if (strcmp(patch.files[i].path, path))
			continue;
		if (apply_hunks(rejects, &patch.files[i], commit, left))
			return -1;
		nr += patch.files[i].nr;
	}
	if (left->len)
		argv_pushf(rejects->said, "%s: hunks that have no place are in %s.rej, for the file that they were made from is not at hand",
			   path, path);
	strbuf_reset(text);
	return nr ? git_show(rejects->git, commit, path, text) :
		    git_show(rejects->git, rejects->at, path, text);
}

int rejects_of_file(const struct rejects *rejects, const char *path, struct strbuf *text,
		    struct strbuf *left)
{
	struct strbuf sides[2] = { STRBUF_INIT, STRBUF_INIT };
	int ret = git_show(rejects->git, rejects->at, path, text);
	int at_hand;

	if (ret < 0)
		return ret;
	at_hand = ret ? 1 : read_sides(rejects, path, sides);
	if (!ret)
		ret = at_hand ? apply_what_goes(rejects, path, text, left) :
				merge(rejects, path, text, sides);
	else
		argv_pushf(rejects->said, "%s: the tree has no such file", path);
	strbuf_release(&sides[0]);
	strbuf_release(&sides[1]);
	return ret;
}
