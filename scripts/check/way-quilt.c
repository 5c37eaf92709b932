// SPDX-License-Identifier: GPL-2.0-only
/* The way by quilt, see way.h */
#include "check/way.h"

#include "tools/mbox.h"

/* The folder with the patches and quilt's list of them: the one that a person has,
 * or one made of the mails; NULL after an error().
 */
static char *find_patches(const struct journey *journey, const struct scratch *scratch)
{
	struct argv mails = ARGV_INIT;
	struct strbuf list = STRBUF_INIT;
	char *dir, *path = NULL;
	int ret;

	if (journey->curated)
		return xstrdup(expect_patches_dir(&journey->stage->expect));
	dir = xstrfmt("%s/mails", scratch->dir);
	ret = mbox_split(&journey->mailbox, dir, &mails);
	/* the first one is the cover letter */
	for (size_t i = 1; !ret && i < mails.nr; i++)
		strbuf_addf(&list, "%s\n", path_base(mails.v[i]));
	if (!ret)
		ret = scratch_file(scratch, "mails/series", &list, &path);
	if (ret) {
		free(dir);
		dir = NULL;
	}
	free(path);
	argv_release(&mails);
	strbuf_release(&list);
	return dir;
}

/* The files of the series into the index, and from there into the folder. */
static int check_out(const struct journey *journey, const struct git *git)
{
	int ret = mkdir_p(git->work_tree);

	if (ret)
		return error("cannot make '%s': %s", git->work_tree, strerror(-ret));
	ret = git_read_files(git, journey->base, journey->files, journey->nr);
	if (!ret)
		ret = git_run(NULL, git, "checkout-index", "--all", NULL);
	return ret;
}

static enum way_status push_all(const struct scratch *scratch, const char *dir,
				const char *patches, struct strbuf *reason)
{
	struct child child = CHILD_INIT;
	enum way_status status;

	argv_pushl(&child.args, "quilt", "--quiltrc", "-", "push", "-a", "--fuzz=0",
		   NULL);
	way_seclude(&child, scratch);
	argv_pushf(&child.env, "QUILT_PATCHES=%s", patches);
	child.dir = dir;
	status = way_run(&child, reason);
	child_release(&child);
	return status;
}

/* The files as quilt left them, put into the base's tree. */
static int make_tree(const struct journey *journey, const struct git *git,
		     char tree[GIT_HEX])
{
	struct child child;
	int ret;

	git_child(&child, git, "update-index", "--add", "--remove", "--", NULL);
	for (size_t i = 0; i < journey->nr; i++)
		argv_push(&child.args, journey->files[i]);
	ret = git_finish(&child, NULL);
	if (!ret)
		ret = git_write_files(git, journey->base, journey->files, journey->nr,
				      tree);
	return ret;
}

enum way_status way_quilt(const struct journey *journey, const struct scratch *scratch,
			  struct strbuf *reason)
{
	char *patches = find_patches(journey, scratch);
	char *index = xstrfmt("%s/index", scratch->dir);
	char *dir = xstrfmt("%s/quilt", scratch->dir);
	struct git git = journey->stage->store.git;
	enum way_status status = WAY_BROKEN;
	char tree[GIT_HEX];

	git.index = index;
	git.work_tree = dir;
	if (!patches || check_out(journey, &git))
		strbuf_addstr(reason, "no folder for quilt: see above");
	else
		status = push_all(scratch, dir, patches, reason);
	if (status == WAY_SAME && make_tree(journey, &git, tree)) {
		strbuf_addstr(reason, "what quilt made cannot be put into a tree: see above");
		status = WAY_BROKEN;
	}
	if (status == WAY_SAME)
		status = way_compare(journey, &git, tree, WAY_QUILT, reason);
	free(patches);
	free(index);
	free(dir);
	return status;
}
