// SPDX-License-Identifier: GPL-2.0-only
/* One commit of another repository into the kernel store, see store.h */
#include "tools/store.h"

#include <fcntl.h>
#include <sys/file.h>

#include "base/scratch.h"

/* --- from a server --------------------------------------------------------- */

static int fetch(const struct store *store, const char *url, const char *rev,
		 const char *incoming, char id[GIT_HEX])
{
	char *spec __free(free_text) = xstrfmt("+%s:%s", rev, incoming);
	struct child child;
	int ret;

	git_child(&child, &store->git, "-c", "http.lowSpeedLimit=1", "-c",
		  "http.lowSpeedTime=60", "-c", "fetch.fsckObjects=true", "fetch",
		  "--quiet", "--depth=1", "--no-tags", "--no-write-fetch-head",
		  "--end-of-options", url, spec, NULL);
	git_reach(&child);
	ret = git_finish(&child, NULL);
	if (!ret && git_resolve(&store->git, incoming, id))
		ret = error("'%s' has no commit '%s'", url, rev);
	return ret;
}

/*
 * Targets are fetched at the same time, and git does not wait for the lock that it
 * takes to note where a shallow history ends: it gives up.
 */
static int lock_shallow(const struct store *store)
{
	char *path __free(free_text) = xstrfmt("%s/fetch.lock", store->root);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	int ret = fd < 0 ? -errno : run_lock(fd);

	if (ret) {
		error("cannot lock '%s': %s", path, strerror(-ret));
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	return fd;
}

static int add_remote(const struct store *store, const char *target,
		      const char *url, const char *rev, struct source *source)
{
	char *incoming __free(free_text) = xstrfmt("refs/ferry/%s/incoming", target);
	char *name __free(free_text) = xstrfmt("%s^{tree}", incoming);
	struct strbuf tree __free(strbuf_release) = STRBUF_INIT;
	char id[GIT_HEX];
	int lock = lock_shallow(store);
	int ret = lock < 0 ? -1 : fetch(store, url, rev, incoming, id);

	if (lock >= 0)
		close(lock);
	if (ret || git_run(&tree, &store->git, "rev-parse", name, NULL))
		return -1;
	source->version = xstrdup(id);
	if (store_keep(store, target, tree.buf, source))
		return -1;
	return git_run(NULL, &store->git, "update-ref", "-d", incoming, NULL);
}

/* --- from this machine ----------------------------------------------------- */

/* More than that is no copy with gaps, it is a clone without files. */
#define MISSING_MAX 1000

/* The lines of rev-list that name missing objects, or the others. */
static void take_objects(const struct strbuf *all, bool missing, struct strbuf *list)
{
	const char *cursor = all->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len))
		if ((*line == '?') == missing)
			strbuf_addf(list, "%.*s\n", (int)len - missing, line + missing);
}

/* What the other repository lacks of a tree: of that one alone, so that the
 * source does not depend on what the store happens to have.
 */
static int list_missing(const struct git *other, const char *tree,
			struct strbuf *missing)
{
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	int ret = git_run(&all, other, "rev-list", "--objects", "--no-object-names",
			  "--no-walk", "--missing=print", tree, NULL);

	take_objects(&all, true, missing);
	if (!ret && missing->len > MISSING_MAX * GIT_HEX)
		ret = error("'%s' lacks %zu files of the commit: fetch them there ('git fetch --refetch --no-filter'), or name a whole clone",
			    other->dir, missing->len / GIT_HEX);
	return ret;
}

/* What the store has not yet of a tree. */
static int list_new(const struct git *both, const char *tree, struct strbuf *list)
{
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	int ret = git_run(&all, both, "rev-list", "--objects", "--no-object-names",
			  "--no-walk", "--missing=print", tree, "--not", "--all", NULL);

	take_objects(&all, false, list);
	return ret;
}

/* What of a list of objects the store does not have under the name that it has there. */
static int check_names(const struct store *store, const struct strbuf *list)
{
	struct strbuf missing __free(strbuf_release) = STRBUF_INIT;
	struct child child;
	const char *cursor, *line;
	size_t len;
	int ret;

	git_child(&child, &store->git, "cat-file", "--batch-check", NULL);
	child.in_data = list->buf;
	child.in_len = list->len;
	ret = git_finish(&child, &missing);
	cursor = missing.buf;
	while (!ret && next_line(&cursor, &line, &len))
		if (len > GIT_HEX && !strncmp(line + GIT_HEX, "missing", len - GIT_HEX))
			ret = error("object %.*s does not match its id: run 'git fsck' in that repository",
				    GIT_HEX - 1, line);
	return ret;
}

/*
 * Objects of another repository come in as from a stranger: each gets the name of what
 * is in it, and has to be well-formed. As they are packed there: to look for better
 * deltas takes longer.
 */
int store_copy_objects(const struct store *store, const struct git *both,
		       const struct strbuf *list)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct child children[2];
	int ends[2], ret = 0;

	if (!list->len)
		return 0;
	if (pipe2(ends, O_CLOEXEC))
		return error("cannot make a pipe: %s", strerror(errno));
	git_child(&children[0], both, "-c", "pack.compression=1", "pack-objects", "-q",
		  "--window=0", "--stdout", NULL);
	children[0].in_data = list->buf;
	children[0].in_len = list->len;
	children[0].out_mode = RUN_FD;
	children[0].out_fd = ends[1];
	git_child(&children[1], &store->git, "index-pack", "--fsck-objects", "--stdin", NULL);
	children[1].in_fd = ends[0];
	children_run(children, ARRAY_SIZE(children));
	for (size_t i = 0; !ret && i < ARRAY_SIZE(children); i++)
		if (child_result(&children[i])) {
			child_failure(&children[i], &why);
			ret = error("cannot copy objects to '%s': %s", store->git.dir, why.buf);
		}
	for (size_t i = 0; i < ARRAY_SIZE(children); i++)
		child_release(&children[i]);
	return ret ? ret : check_names(store, list);
}

/*
 * Takes the files whose objects are missing out of the index: mode 0 does that, also
 * without a work tree. Submodules are named, too: nothing of them is in the tree.
 */
static int leave_out(const struct git *git, const struct strbuf *missing,
		     struct strbuf *paths)
{
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;
	struct strbuf records __free(strbuf_release) = STRBUF_INIT;
	static const char submodule[] = "160000";
	struct child child;
	const char *cursor, *line;
	size_t len;

	if (git_run(&all, git, "ls-files", "--format=%(objectmode) %(objectname) %(path)", NULL))
		return -1;
	cursor = all.buf;
	while (next_line(&cursor, &line, &len)) {
		const char *id = line + sizeof(submodule), *path = id + GIT_HEX;
		int path_len = (int)(line + len - path);

		if (!strncmp(line, submodule, strlen(submodule))) {
			strbuf_addf(paths, "%.*s (a submodule)\n", path_len, path);
		} else if (missing->len && memmem(missing->buf, missing->len, id, GIT_HEX - 1)) {
			strbuf_addf(paths, "%.*s\n", path_len, path);
			strbuf_addf(&records, "0 %040d\t%.*s\n", 0, path_len, path);
		}
	}
	if (!records.len)
		return 0;
	git_child(&child, git, "update-index", "--index-info", NULL);
	child.in_data = records.buf;
	child.in_len = records.len;
	return git_finish(&child, NULL);
}

/* The tree without what is missing. */
static int whole_tree(const struct git *git, const char *from,
		      const struct strbuf *missing, char tree[GIT_HEX],
		      struct strbuf *paths)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	char *index __free(free_text) = NULL;
	struct git with_index = *git;

	if (scratch_make(&scratch))
		return -1;
	index = xstrfmt("%s/index", scratch.dir);
	with_index.index = index;
	if (git_run(NULL, &with_index, "read-tree", from, NULL) ||
	    leave_out(&with_index, missing, paths))
		return -1;
	return git_write_tree(&with_index, tree);
}

void store_say_missing(const char *origin, const struct strbuf *paths)
{
	size_t first = strcspn(paths->buf, "\n"), nr = 0;

	for (size_t i = 0; i < paths->len; i++)
		nr += paths->buf[i] == '\n';
	if (nr)
		warning("%s lacks %zu files, which are left out: %.*s%s", origin, nr,
			(int)first, paths->buf,
			nr > 1 ? " and others, see the result of fetch" : "");
}

/* Says why a repository has no such commit. */
static int no_commit(const struct git *git, const char *rev)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, git, "rev-parse", "--show-object-format", NULL);
	if (child_run(&child))
		return error("'%s' is not a git repository: name the top of a work tree, or a git directory",
			     git->dir);
	if (starts_with(child.out.buf, "sha256"))
		return error("'%s' has SHA-256 object ids, which ferry cannot take: check '%s' out and name the folder, without '@'",
			     git->dir, rev);
	return error("'%s' has no commit '%s': 'git -C %s log --all' shows those that are there",
		     git->dir, rev, git->dir);
}

int store_borrow(const char *path, struct strbuf *objects)
{
	struct git other = { .dir = path };

	return git_run(objects, &other, "rev-parse", "--path-format=absolute",
		       "--git-path", "objects", NULL);
}

/* Where a repository has its objects, and the tree of a commit there. */
static int look_up(const char *path, const char *rev, char id[GIT_HEX],
		   struct strbuf *tree, struct strbuf *objects)
{
	char *wanted __free(free_text) = NULL;
	struct git other = { .dir = path };

	if (git_resolve(&other, rev, id))
		return no_commit(&other, rev);
	wanted = xstrfmt("%s^{tree}", id);
	return git_run(tree, &other, "rev-parse", wanted, NULL) ||
	       store_borrow(path, objects) ? -1 : 0;
}

static int add_local(const struct store *store, const char *target,
		     const char *path, const char *rev, struct source *source)
{
	struct strbuf from __free(strbuf_release) = STRBUF_INIT;
	struct strbuf objects __free(strbuf_release) = STRBUF_INIT;
	struct strbuf there __free(strbuf_release) = STRBUF_INIT;
	struct strbuf missing __free(strbuf_release) = STRBUF_INIT;
	struct strbuf paths __free(strbuf_release) = STRBUF_INIT;
	struct git other = { .dir = path }, both = store->git;
	char id[GIT_HEX], tree[GIT_HEX];

	if (look_up(path, rev, id, &from, &objects))
		return -1;
	both.borrow = objects.buf;
	if (list_missing(&other, from.buf, &missing) ||
	    list_new(&both, from.buf, &there) ||
	    store_copy_objects(store, &both, &there) ||
	    whole_tree(&store->git, from.buf, &missing, tree, &paths))
		return -1;
	store_say_missing(source->origin, &paths);
	source->version = xstrdup(id);
	source->missing = strbuf_detach(&paths);
	return store_keep(store, target, tree, source);
}

int store_add_git(const struct store *store, const char *target,
		  const char *kind, const char *url, const char *rev,
		  struct source *source)
{
	const char *path = starts_with(url, "file://") ? url + strlen("file://") : url;

	*source = (struct source){
		.kind = xstrdup(kind),
		.origin = xstrfmt("%s@%s", url, rev),
		.sha256 = xstrdup(""),
	};
	if (dir_exists(path))
		return add_local(store, target, path, rev, source);
	return add_remote(store, target, url, rev, source);
}
