// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a store looks like after power was lost, or everything was killed, see store.h.
 * All here is done under the lock: whatever lock git has left is nobody's.
 */
#include "tools/store.h"

#include <fnmatch.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/folder.h"

static const char *pattern;
static int (*visit)(const char *path);

static int visit_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	if (type == FTW_F && !fnmatch(pattern, path + where->base, FNM_PERIOD))
		(void)visit(path);
	return 0;
}

static void visit_files(const char *dir, const char *names, int (*function)(const char *path))
{
	pattern = names;
	visit = function;
	(void)nftw(dir, visit_one, 16, FTW_PHYS | FTW_MOUNT);
}

static int remove_lock(const char *path)
{
	note("removing the lock of a git that was killed: '%s'", path);
	return unlink(path);
}

static void remove_locks(const struct store *store)
{
	char *sources __free(free_text) = xstrfmt("%s/src", store->root);
	struct argv targets __free(argv_release) = ARGV_INIT;
	struct argv locks __free(argv_release) = ARGV_INIT;
	char *refs __free(free_text) = xstrfmt("%s/refs", store->repository);

	visit_files(refs, "*.lock", remove_lock);
	(void)folder_list(store->repository, "*.lock", &locks);
	(void)folder_list(sources, "*", &targets);
	for (size_t i = 0; i < targets.nr; i++)
		(void)folder_list(targets.v[i], "*.lock", &locks);
	for (size_t i = 0; i < locks.nr; i++)
		(void)remove_lock(locks.v[i]);
}

/* A ref is an object id and a newline. */
static int remove_broken_ref(const char *path)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (!read_file(path, &text) && text.len == GIT_HEX &&
	    strspn(text.buf, "0123456789abcdef") == GIT_HEX - 1)
		return 0;
	note("removing '%s', which is no ref", path);
	return unlink(path);
}

/*
 * Whether git can read what is no object: 1 if so, 0 if not and @why gets what it says,
 * -1 where git itself could not be run to its end.
 */
static int is_sound(const struct store *store, struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, &store->git, "for-each-ref", "--format=%(objecttype)", NULL);
	if (!child_run(&child) && !child.err.len)
		return 1;
	strbuf_reset(why);
	child_failure(&child, why);
	return child.end == RUN_EXITED ? 0 : error("cannot look at the store: %s", why->buf);
}

/* Objects stay; what says where they are is made again. */
static int make_again(const struct store *store)
{
	char *refs __free(free_text) = xstrfmt("%s/refs", store->repository);
	static const char * const files[] = { "HEAD", "config", "packed-refs", "shallow" };

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char *path __free(free_text) = xstrfmt("%s/%s", store->repository, files[i]);

		(void)unlink(path);
	}
	visit_files(refs, "*", remove_broken_ref);
	return git_store_open(store->repository);
}

/* Nothing of it can be used: it is kept for who wants to look, once. */
static int set_aside(const struct store *store)
{
	char *aside __free(free_text) = xstrfmt("%s.damaged", store->repository);
	char *sources __free(free_text) = xstrfmt("%s/src", store->root);
	int ret = remove_tree(aside);

	if (!ret && rename(store->repository, aside))
		ret = -errno;
	if (!ret)
		ret = remove_tree(sources);
	if (ret)
		return error("cannot set '%s' aside: %s", store->repository, strerror(-ret));
	note("the store is made anew, the damaged one is '%s'", aside);
	return git_store_open(store->repository);
}

int store_mend(const struct store *store)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	int sound;

	remove_locks(store);
	sound = is_sound(store, &why);
	if (sound)
		return sound < 0 ? -1 : 0;
	note("the store '%s' is damaged, mending it: %s", store->repository, why.buf);
	if (!make_again(store)) {
		sound = is_sound(store, &why);
		if (sound)
			return sound < 0 ? -1 : 0;
	}
	return set_aside(store);
}
