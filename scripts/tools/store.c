// SPDX-License-Identifier: GPL-2.0-only
/* The kernel store, see store.h */
#include "tools/store.h"

#include <fcntl.h>
#include <sys/file.h>

#include "base/digest.h"

/* Set for the processes that share the lock of the one that started them. */
static const char lock_shared[] = "FERRY_STORE_LOCKED";

static char *store_root(void)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (cache && cache[0] == '/')
		return xstrfmt("%s/ferry", cache);
	if (home && home[0] == '/')
		return xstrfmt("%s/.cache/ferry", home);
	return NULL;
}

int store_open(struct store *store)
{
	*store = (struct store)STORE_INIT;
	store->root = store_root();
	if (!store->root)
		return error("no place for the kernel store: set HOME or XDG_CACHE_HOME");
	store->repository = xstrfmt("%s/store.git", store->root);
	store->ccache = xstrfmt("%s/ccache", store->root);
	store->git = (struct git){ .dir = store->repository, .kind = GIT_BARE };
	return git_store_open(store->repository);
}

void store_release(struct store *store)
{
	if (store->lock >= 0) {
		close(store->lock);
		unsetenv(lock_shared);
	}
	if (store->share >= 0)
		close(store->share);
	free(store->root);
	free(store->repository);
	free(store->ccache);
	*store = (struct store)STORE_INIT;
}

static int lock_refused(const char *path)
{
	struct strbuf holder __free(strbuf_release) = STRBUF_INIT;

	if (read_file(path, &holder) || !holder.len)
		strbuf_addstr(&holder, "unknown");
	strbuf_trim(&holder);
	error("the store is in use by another ferry (process %s): wait for it to end, or set XDG_CACHE_HOME to another place",
	      holder.buf);
	return -1;
}

static int lock_taken(struct store *store, int fd)
{
	if (ftruncate(fd, 0) || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		error("cannot write '%s/lock': %s", store->root, strerror(errno));
		close(fd);
		return -1;
	}
	store->lock = fd;
	setenv(lock_shared, store->root, 1);
	return 0;
}

static int open_lock(const struct store *store, const char *name)
{
	char *path __free(free_text) = xstrfmt("%s/%s", store->root, name);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		error("cannot open '%s': %s", path, strerror(errno));
	return fd;
}

/* Held as long as a process is at work under the lock of another. */
static const char stages[] = "stages";

static int share_lock(struct store *store)
{
	store->share = open_lock(store, stages);
	if (store->share < 0)
		return -1;
	if (flock(store->share, LOCK_SH))
		return error("cannot lock '%s/%s': %s", store->root, stages, strerror(errno));
	return 0;
}

/* Stages of a run that was killed go on until they notice. */
static int await_stages(const struct store *store)
{
	int fd = open_lock(store, stages);
	int ret = 0;

	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		note("waiting for the stages of a killed run to exit");
		ret = run_lock(fd);
	}
	close(fd);
	return ret ? error("cannot lock '%s/%s': %s", store->root, stages, strerror(-ret)) : 0;
}

static int take_lock(struct store *store)
{
	char *path __free(free_text) = xstrfmt("%s/lock", store->root);
	int fd = open_lock(store, "lock"), ret = -1;

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		lock_refused(path);
	} else if (fd >= 0) {
		ret = lock_taken(store, fd);
	}
	if (!ret)
		ret = await_stages(store);
	return ret ? ret : store_mend(store);
}

int store_lock(struct store *store)
{
	const char *shared = getenv(lock_shared);

	if (store->lock >= 0 || store->share >= 0)
		return 0;
	if (shared && !strcmp(shared, store->root))
		return share_lock(store);
	return take_lock(store);
}

void source_release(struct source *source)
{
	free(source->kind);
	free(source->origin);
	free(source->version);
	free(source->sha256);
	free(source->missing);
	memset(source, 0, sizeof(*source));
}

static char *source_ref(const char *target, const char *kind, const char *version)
{
	char *ref = xstrfmt("refs/ferry/%s/%s/%s", target, kind, version);

	/* what a Debian version may have and a ref may not */
	for (char *c = ref; *c; c++)
		if (strchr("~:^ ?*[\\", *c))
			*c = '_';
	return ref;
}

static char *source_message(const struct source *source)
{
	const char *cursor = source->missing ? source->missing : "", *line;
	struct strbuf text = STRBUF_INIT;
	size_t len;

	strbuf_addf(&text, "%s %s\n\nKind: %s\nOrigin: %s\nVersion: %s\nSha256: %s\n",
		    source->origin, source->version, source->kind,
		    source->origin, source->version, source->sha256);
	while (next_line(&cursor, &line, &len))
		strbuf_addf(&text, "Missing: %.*s\n", (int)len, line);
	return strbuf_detach(&text);
}

static char *next_fact(const char **cursor)
{
	const char *line;
	size_t len;

	return next_line(cursor, &line, &len) ? xstrndup(line, len) : xstrdup("");
}

#define TRAILER(name) "%(trailers:key=" name ",valueonly,separator=)%n"

/* Every fact about a source is a trailer of its commit. */
int store_find(const struct store *store, const char *target, const char *kind,
	       struct source *source)
{
	char *pattern __free(free_text) = xstrfmt("refs/ferry/%s/%s/", target, kind);
	struct strbuf ref __free(strbuf_release) = STRBUF_INIT;
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char *cursor;

	if (git_run(&ref, &store->git, "for-each-ref", "--count=1",
		    "--sort=-version:refname", "--format=%(refname)", pattern, NULL) ||
	    !ref.len ||
	    git_run(&said, &store->git, "log", "-1", "--format=%H%n" TRAILER("Kind")
		    TRAILER("Origin") TRAILER("Version") TRAILER("Sha256")
		    "%(trailers:key=Missing,valueonly)", ref.buf, NULL))
		return -1;
	*source = (struct source){ .commit = "" };
	memcpy(source->commit, said.buf, GIT_HEX - 1);
	cursor = said.buf + strnlen(said.buf, GIT_HEX);
	source->kind = next_fact(&cursor);
	source->origin = next_fact(&cursor);
	source->version = next_fact(&cursor);
	source->sha256 = next_fact(&cursor);
	source->missing = *cursor ? xstrfmt("%s\n", cursor) : xstrdup("");
	return 0;
}

/* A commit id says nothing of its age: the last one to come is the newest. */
static int drop_others(const struct store *store, const char *target,
		       const struct source *source)
{
	char *pattern __free(free_text) = xstrfmt("refs/ferry/%s/%s/", target, source->kind);
	struct strbuf orders __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	if (git_run(&orders, &store->git, "for-each-ref", "--format=delete %(refname)",
		    "--no-contains", source->commit, pattern, NULL))
		return -1;
	if (!orders.len)
		return 0;
	strbuf_addch(&orders, '\n');
	git_child(&child, &store->git, "update-ref", "--stdin", NULL);
	child.in_data = orders.buf;
	child.in_len = orders.len;
	return git_finish(&child, NULL);
}

int store_keep(const struct store *store, const char *target, const char *tree,
	       struct source *source)
{
	char *message __free(free_text) = source_message(source);
	char *ref __free(free_text) = source_ref(target, source->kind, source->version);
	int ret = git_commit(&store->git, tree, NULL, &git_ferry, message,
			     source->commit);

	if (!ret)
		ret = git_run(NULL, &store->git, "update-ref", ref, source->commit,
			      NULL);
	if (!ret && strcmp(source->kind, "debian"))
		ret = drop_others(store, target, source);
	return ret;
}

char *store_build_dir(const struct store *store, const char *target,
		      const char *name)
{
	char *path = xstrfmt("%s/build/%s/%s", store->root, target, name);
	int ret = mkdir_p(path);

	if (!ret)
		return path;
	error("cannot make '%s': %s", path, strerror(-ret));
	free(path);
	return NULL;
}
