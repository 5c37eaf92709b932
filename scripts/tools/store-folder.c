// SPDX-License-Identifier: GPL-2.0-only
/*
 * A folder of the user's into the kernel store, see store.h: its sources, not what was
 * built there. In a work tree those are the files that git tracks and those that it does
 * not ignore, in any other folder those that .gitignore does not name. What is a
 * repository of its own below comes along.
 */
#include "tools/store.h"

#include "base/scratch.h"

/* A folder that is being looked through. */
struct listing {
	const char *top;
	const struct git *none;	/* the store with an index that has nothing */
	struct strbuf *paths;	/* from the top, each ended by a NUL byte */
	struct strbuf *missing;	/* one a line */
	int depth;
};

#define DEPTH_MAX 16

static int list_folder(struct listing *listing, const char *below);

static int take_nested(struct listing *listing, const char *path)
{
	char *folder __free(free_text) = xstrfmt("%s/", path);
	int ret;

	if (listing->depth == DEPTH_MAX)
		return error("'%s/%s': repositories in repositories, more than %d deep",
			     listing->top, path, DEPTH_MAX);
	listing->depth++;
	ret = list_folder(listing, folder);
	listing->depth--;
	return ret;
}

static bool is_there(const struct listing *listing, const char *path, const char *name)
{
	char *whole __free(free_text) = xstrfmt("%s/%s/%s", listing->top, path, name);

	return !access(whole, F_OK);
}

/* "TAG MODE ID STAGE\tPATH" */
static int take_tracked(struct listing *listing, const char *below, const char *entry)
{
	char *path __free(free_text) = xstrfmt("%s%s", below, entry + strcspn(entry, "\t") + 1);
	bool submodule = starts_with(entry + 1, " 160000 ");

	if (submodule && is_there(listing, path, ".git"))
		return take_nested(listing, path);
	if (submodule)
		strbuf_addf(listing->missing, "%s (a submodule that is not checked out)\n", path);
	else if (starts_with(entry, "S "))
		strbuf_addf(listing->missing, "%s (outside the sparse checkout)\n", path);
	else
		strbuf_add(listing->paths, path, strlen(path) + 1);
	return 0;
}

/* "PATH", of a repository "PATH/" */
static int take_other(struct listing *listing, const char *below, const char *entry)
{
	char *path __free(free_text) = xstrfmt("%s%s", below, entry);
	size_t len = strlen(path);

	if (path[len - 1] != '/') {
		strbuf_add(listing->paths, path, len + 1);
		return 0;
	}
	path[len - 1] = '\0';
	return take_nested(listing, path);
}

static int list_by(struct listing *listing, const char *below, struct child *child,
		   int (*take)(struct listing *listing, const char *below, const char *entry))
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	int ret = child_run(child);

	if (ret) {
		child_failure(child, &why);
		ret = error("cannot list the files of '%s/%s': %s", listing->top, below, why.buf);
	}
	for (size_t at = 0; !ret && at < child->out.len; at += strlen(child->out.buf + at) + 1)
		ret = take(listing, below, child->out.buf + at);
	child_release(child);
	return ret;
}

/* A ".git" that leads nowhere makes no work tree. */
static bool is_work_tree(const struct git *git)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, git, "rev-parse", "--git-dir", NULL);
	return !child_run(&child);
}

static int list_folder(struct listing *listing, const char *below)
{
	char *folder __free(free_text) = xstrfmt("%s/%s", listing->top, below);
	struct git own = { .dir = folder, .work_tree = folder }, none = *listing->none;
	bool tracked = is_there(listing, below, ".git") && is_work_tree(&own);
	struct child child;
	int ret = 0;

	none.work_tree = folder;
	if (tracked) {
		git_child(&child, &own, "ls-files", "-z", "-t", "--stage", NULL);
		child.dir = folder;
		ret = list_by(listing, below, &child, take_tracked);
	}
	if (ret)
		return ret;
	git_child(&child, tracked ? &own : &none, "ls-files", "-z", "--others",
		  tracked ? "--exclude-standard" : "--exclude-per-directory=.gitignore", NULL);
	child.dir = folder;
	return list_by(listing, below, &child, take_other);
}

/* Tracked files that are not there any more are none. */
static int add_files(const struct git *git, const struct strbuf *paths)
{
	struct child child;

	/* see git_add_all() */
	git_child(&child, git, "-c", "core.bigFileThreshold=1", "-c", "core.compression=1",
		  "-c", "core.fileMode=true", "update-index", "-z", "--add", "--remove",
		  "--stdin", NULL);
	child.dir = git->work_tree;
	child.in_data = paths->buf;
	child.in_len = paths->len;
	return git_finish(&child, NULL);
}

int store_add_folder(const struct store *store, const char *target, const char *path,
		     struct source *source)
{
	struct strbuf paths __free(strbuf_release) = STRBUF_INIT;
	struct strbuf missing __free(strbuf_release) = STRBUF_INIT;
	struct scratch scratch __free(scratch_remove) = { NULL };
	char *index __free(free_text) = NULL;
	char *top __free(free_text) = absolute_path(path);
	struct git git = store->git;
	struct listing listing = {
		.top = top, .none = &git, .paths = &paths, .missing = &missing,
	};
	char tree[GIT_HEX];

	*source = (struct source){
		.kind = xstrdup("tree"),
		.origin = xstrdup(path),
		.sha256 = xstrdup(""),
	};
	if (store_check_kernel(path) || scratch_make(&scratch))
		return -1;
	index = xstrfmt("%s/index", scratch.dir);
	git.index = index;
	git.work_tree = top;
	if (list_folder(&listing, "") || add_files(&git, &paths) || git_write_tree(&git, tree))
		return -1;
	store_say_missing(path, &missing);
	source->version = xstrdup(tree);
	source->missing = strbuf_detach(&missing);
	return store_keep(store, target, tree, source);
}
