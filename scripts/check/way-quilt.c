// SPDX-License-Identifier: GPL-2.0-only
/* The way by quilt, see way.h */
#include "check/way.h"

#include "tools/git-mail.h"

/* The folder with the patches and quilt's list of them: the one that a person has,
 * or one made of the mails; NULL after an error().
 */
static char *find_patches(const struct way_input *input, const struct scratch *scratch)
{
	struct argv mails __free(argv_release) = ARGV_INIT;
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	char *dir __free(free_text) = xstrfmt("%s/mails", scratch->dir);
	char *path __free(free_text) = NULL;

	if (input->curated)
		return xstrdup(input->stage->expect.patches);
	if (mbox_split(&input->mailbox, dir, &mails))
		return NULL;
	for (size_t i = mbox_first_patch(&mails); i < mails.nr; i++)
		strbuf_addf(&list, "%s\n", path_base(mails.v[i]));
	if (scratch_file(scratch, "mails/series", &list, &path))
		return NULL;
	return xstrdup(dir);
}

/* The files of the series into the index, and from there into the folder. */
static int check_out(const struct way_input *input, const struct git *git)
{
	int ret = mkdir_p(git->work_tree);

	if (ret)
		return error("cannot make '%s': %s", git->work_tree, strerror(-ret));
	ret = git_read_files(git, input->base, input->files, input->nr);
	return ret ? ret : git_run(NULL, git, "checkout-index", "--all", NULL);
}

static enum way_status push_all(const struct scratch *scratch, const char *dir,
				const char *patches, struct strbuf *reason)
{
	struct child child __free(child_release) = CHILD_INIT;

	argv_pushl(&child.args, "quilt", "--quiltrc", "-", "push", "-a", "--fuzz=0",
		   NULL);
	way_isolate(&child, scratch);
	argv_pushl(&child.env, "QUILT_PC=.pc", NULL);
	argv_pushf(&child.env, "QUILT_PATCHES=%s", child_read(&child, patches));
	child.dir = dir;
	return way_run(&child, reason);
}

/* The files as quilt left them, put into the base's tree. */
static int make_tree(const struct way_input *input, const struct git *git,
		     char tree[GIT_HEX])
{
	struct child child;
	int ret;

	git_child(&child, git, "update-index", "--add", "--remove", "--", NULL);
	for (size_t i = 0; i < input->nr; i++)
		argv_push(&child.args, input->files[i]);
	ret = git_finish(&child, NULL);
	return ret ? ret : git_write_files(git, input->base, input->files, input->nr, tree);
}

enum way_status way_quilt(const struct way_input *input, const struct scratch *scratch,
			  struct strbuf *reason)
{
	char *patches __free(free_text) = find_patches(input, scratch);
	char *index __free(free_text) = xstrfmt("%s/index", scratch->dir);
	char *dir __free(free_text) = xstrfmt("%s/quilt", scratch->dir);
	struct git git = input->stage->store.git;
	enum way_status status;
	char tree[GIT_HEX];

	git.index = index;
	git.work_tree = dir;
	if (!patches || check_out(input, &git)) {
		strbuf_addstr(reason, "cannot make a folder for quilt: see above");
		return WAY_BROKEN;
	}
	status = push_all(scratch, dir, patches, reason);
	if (status != WAY_SAME)
		return status;
	if (make_tree(input, &git, tree)) {
		strbuf_addstr(reason, "cannot make a tree of what quilt left: see above");
		return WAY_BROKEN;
	}
	return way_compare(input, &git, tree, WAY_QUILT, reason);
}
