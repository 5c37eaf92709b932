// SPDX-License-Identifier: GPL-2.0-only
/* The way by b4 and git am, see way.h */
#include "check/way.h"

#include "base/folder.h"

static int put_lines(const struct scratch *scratch, const char *name,
		     const struct strbuf *text)
{
	char *path __free(free_text) = NULL;

	return scratch_file(scratch, name, text, &path);
}

/* A repository that borrows the store's objects and has just the files of the
 * series checked out.
 */
static int make_repository(const struct way_input *input, const struct scratch *scratch,
			   const struct git *git)
{
	const char *dir = input->stage->store.git.dir;
	struct git bare = { .dir = git->dir, .kind = GIT_BARE };
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *store __free(free_text) = realpath(dir, NULL);

	if (git_run(NULL, &bare, "init", "--quiet", "--bare", "--template=", NULL))
		return -1;
	strbuf_addf(&text, "%s/objects\n", store ? store : dir);
	if (put_lines(scratch, "tree.git/objects/info/alternates", &text))
		return -1;
	strbuf_reset(&text);
	for (size_t i = 0; i < input->nr; i++)
		strbuf_addf(&text, "/%s\n", input->files[i]);
	if (put_lines(scratch, "tree.git/info/sparse-checkout", &text) ||
	    git_run(NULL, &bare, "config", "core.sparseCheckout", "true", NULL) ||
	    mkdir_p(git->work_tree))
		return -1;
	return git_run(NULL, git, "checkout", "--quiet", "--detach", input->base, NULL);
}

/* Has b4 make of the mailbox what git am is to have: one .mbx file. */
static enum way_status run_b4(const struct scratch *scratch, const char *mailbox,
			      char **made, struct strbuf *reason)
{
	char *dir __free(free_text) = xstrfmt("%s/b4", scratch->dir);
	struct child child __free(child_release) = CHILD_INIT;
	struct argv found __free(argv_release) = ARGV_INIT;

	argv_pushl(&child.args, "b4", "--offline-mode", "am", "--no-cache", "-m",
		   mailbox, "-o", dir, NULL);
	way_isolate(&child, scratch);
	if (mkdir_p(dir)) {
		strbuf_addf(reason, "cannot make '%s'", dir);
		return WAY_BROKEN;
	}
	if (way_run(&child, reason) != WAY_SAME)
		return WAY_BROKEN;
	if (folder_list(dir, "*.mbx", &found) || found.nr != 1) {
		strbuf_addstr(reason, "b4 am made no mailbox for git am: ");
		child_failure(&child, reason);
		return WAY_DIFFERS;
	}
	*made = xstrdup(found.v[0]);
	return WAY_SAME;
}

static enum way_status run_am(const struct way_input *input, const struct git *git,
			      const char *mailbox, struct strbuf *reason)
{
	enum way_status status;
	struct child child;

	git_child(&child, git, "am", "--quiet", "--no-3way", mailbox, NULL);
	status = way_run(&child, reason);
	child_release(&child);
	if (status == WAY_SAME)
		status = way_compare(input, git, "HEAD^{tree}", WAY_B4, reason);
	return status;
}

enum way_status way_b4(const struct way_input *input, const struct scratch *scratch,
		       struct strbuf *reason)
{
	char *repository __free(free_text) = xstrfmt("%s/tree.git", scratch->dir);
	char *tree __free(free_text) = xstrfmt("%s/tree", scratch->dir);
	char *path __free(free_text) = NULL, *made __free(free_text) = NULL;
	struct git git = { .dir = repository, .kind = GIT_BARE, .work_tree = tree };
	enum way_status status = WAY_BROKEN;

	if (scratch_file(scratch, "mailbox", &input->mailbox, &path) ||
	    make_repository(input, scratch, &git))
		strbuf_addstr(reason, "cannot make a repository for git am: see above");
	else
		status = run_b4(scratch, path, &made, reason);
	if (status == WAY_SAME)
		status = run_am(input, &git, made, reason);
	return status;
}
