// SPDX-License-Identifier: GPL-2.0-only
/* A folder for files that a tool wants, see scratch.h */
#include "base/scratch.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/folder.h"

/*
 * Who made a folder holds a lock on it as long as it is in use: one without is left over
 * from a program that was killed.
 */
#define NAME "ferry-run-"
#define NAMES NAME "??????"

/* The folders that this process holds, and their locks. */
static struct held {
	char *path;
	int fd;
} *held;

static size_t nr_held, alloc_held;

/* tools that run elsewhere are told this path */
static const char *place(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp && *tmp == '/' ? tmp : "/tmp";
}

/* A lock that nobody else has, on a folder that is still there; else -1. */
static int lock_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -1;
	if (!flock(fd, LOCK_EX | LOCK_NB) && !fstat(fd, &st) && st.st_nlink &&
	    st.st_uid == geteuid())
		return fd;
	close(fd);
	return -1;
}

/* What killed programs have left, once for each place. */
static void sweep(const char *where)
{
	static char *swept;
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (swept && !strcmp(swept, where))
		return;
	free(swept);
	swept = xstrdup(where);
	(void)folder_list(where, NAMES, &paths);
	for (size_t i = 0; i < paths.nr; i++) {
		int fd = lock_folder(paths.v[i]);

		if (fd < 0)
			continue;
		(void)remove_tree(paths.v[i]);
		close(fd);
	}
}

static void hold(const char *path, int fd)
{
	held = grow_array(held, nr_held, &alloc_held, sizeof(*held));
	held[nr_held++] = (struct held){ .path = xstrdup(path), .fd = fd };
}

char *scratch_folder(void)
{
	const char *where = place();

	sweep(where);
	/* another's sweep may be faster than the lock */
	for (int tries = 0; tries < 100; tries++) {
		char *path = xstrfmt("%s/" NAME "XXXXXX", where);
		int fd = mkdtemp(path) ? lock_folder(path) : -2;

		if (fd >= 0) {
			hold(path, fd);
			return path;
		}
		free(path);
		if (fd == -2)
			break;
	}
	return NULL;
}

void scratch_folder_remove(const char *path)
{
	(void)remove_tree(path);
	for (size_t i = 0; i < nr_held; i++) {
		if (strcmp(held[i].path, path))
			continue;
		close(held[i].fd);
		free(held[i].path);
		held[i] = held[--nr_held];
		break;
	}
	if (nr_held)
		return;
	free(held);
	held = NULL;
	alloc_held = 0;
}

void scratch_named(const char *text, struct argv *paths)
{
	char *start __free(free_text) = xstrfmt("%s/" NAME, place());
	size_t tail = strlen(NAMES) - strlen(NAME), n;

	while ((text = strstr(text, start))) {
		char *path __free(free_text) = xstrndup(text, strlen(start) + tail);

		text += strlen(start);
		for (n = 0; n < tail && isalnum((unsigned char)text[n]); n++)
			;
		if (n == tail && !argv_has(paths, path))
			argv_push(paths, path);
	}
}

int scratch_make(struct scratch *scratch)
{
	const char *tmp = place(), *odd;

	scratch->dir = NULL;
	for (odd = tmp; *odd; odd++)
		if (!isalnum((unsigned char)*odd) && !strchr("/._,+=:@%-", *odd))
			return error("TMPDIR '%s' has '%c' in it, and spatch gives such a path to a shell: set TMPDIR to a plain one",
				     tmp, *odd);
	scratch->dir = scratch_folder();
	if (!scratch->dir)
		return error("cannot make a folder in '%s': %s; set TMPDIR to a place that can be written",
			     tmp, strerror(errno));
	return 0;
}

int scratch_file(const struct scratch *scratch, const char *name,
		 const struct strbuf *text, char **path)
{
	char *folder __free(free_text) = NULL;
	int ret;

	*path = xstrfmt("%s/%s", scratch->dir, name);
	folder = xstrndup(*path, (size_t)(path_base(*path) - *path));
	ret = mkdir_p(folder);
	if (!ret)
		ret = write_file_atomic(*path, text->buf, text->len);
	if (ret)
		ret = error("cannot write '%s': %s", *path, strerror(-ret));
	return ret;
}

void scratch_remove(struct scratch *scratch)
{
	if (scratch->dir)
		scratch_folder_remove(scratch->dir);
	free(scratch->dir);
	scratch->dir = NULL;
}
