// SPDX-License-Identifier: GPL-2.0-only
/* Files: read, written whole, copied, removed. */
#include "base/file.h"
#include "base/strbuf.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/sendfile.h>

/* what one read(2) or write(2) moves */
#define BLOCK_SIZE ((size_t)128 * 1024)

static int read_fd(int fd, struct strbuf *out)
{
	ssize_t got;

	for (;;) {
		strbuf_grow(out, BLOCK_SIZE);
		got = read(fd, out->buf + out->len, BLOCK_SIZE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			return 0;
		strbuf_setlen(out, out->len + (size_t)got);
	}
}

int write_all(int fd, const char *data, size_t len)
{
	ssize_t put;

	while (len) {
		put = write(fd, data, len < BLOCK_SIZE ? len : BLOCK_SIZE);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int read_file(const char *path, struct strbuf *out)
{
	int fd __free(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 ? -errno : 0;

	strbuf_reset(out);
	if (!err)
		err = read_fd(fd, out);
	if (err)
		strbuf_reset(out);
	return err;
}

/* the directory of @path, to be freed */
static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* may a file be put at @path? Never over a device, a pipe or a directory. */
static int check_replaceable(const char *path)
{
	struct stat st;

	if (!*path)
		return -ENOENT;
	if (lstat(path, &st))
		return errno == ENOENT ? 0 : -errno;
	return S_ISREG(st.st_mode) || S_ISLNK(st.st_mode) ? 0 : -EINVAL;
}

/* a new file beside @path; its name, to be freed, goes to @name */
static int open_beside(const char *path, mode_t mode, char **name)
{
	char *dir __free(free_text) = parent_of(path);
	static unsigned int count;
	int fd;

	do {
		*name = xstrfmt("%s/.%s.%ld.%u.tmp", dir, path_base(path),
				(long)getpid(), count++);
		fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		if (fd >= 0)
			return fd;
		fd = -errno;
		free(*name);
	} while (fd == -EEXIST);
	*name = NULL;
	return fd;
}

/*
 * The rename must reach the disk too. Not every file system can sync a
 * directory, and by now the file is in place: failures do not count.
 */
static void sync_parent(const char *path)
{
	char *dir __free(free_text) = parent_of(path);
	int fd __free(close_fd) = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		(void)fsync(fd);
}

/* put the finished file @fd called @name at @path, or remove it after @err */
static int finish_beside(int fd, const char *name, const char *path, int err)
{
	if (!err && fsync(fd))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && rename(name, path))
		err = -errno;
	if (err)
		unlink(name);
	else
		sync_parent(path);
	return err;
}

int write_file_atomic(const char *path, const void *data, size_t len)
{
	char *name __free(free_text) = NULL;
	int fd = check_replaceable(path);

	if (!fd)
		fd = open_beside(path, 0666, &name);
	if (fd < 0)
		return fd;
	return finish_beside(fd, name, path, write_all(fd, data, len));
}

int write_output(const char *path, const void *data, size_t len)
{
	char *real __free(free_text) = realpath(path, NULL);
	struct stat st;
	int fd, err;

	if (stat(path, &st) || S_ISREG(st.st_mode))
		return write_file_atomic(real ? real : path, data, len);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = write_all(fd, data, len);
	if (close(fd) && !err)
		err = -errno;
	return err;
}

static int copy_fd(int in, int out)
{
	ssize_t put;

	do {
		put = sendfile(out, in, NULL, BLOCK_SIZE);
	} while (put > 0);
	return put < 0 ? -errno : 0;
}

int copy_file(const char *from, const char *to)
{
	char *name __free(free_text) = NULL;
	int in __free(close_fd) = -1;
	struct stat st;
	int out, err = check_replaceable(to);

	if (err)
		return err;
	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0 || fstat(in, &st))
		return -errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	out = open_beside(to, 0600, &name);
	if (out < 0)
		return out;
	err = copy_fd(in, out);
	if (!err && fchmod(out, st.st_mode & 0777))
		err = -errno;
	return finish_beside(out, name, to, err);
}

int mkdir_p(const char *path)
{
	char *parent __free(free_text) = NULL;
	int ret = mkdir(path, 0777) ? -errno : 0;

	if (ret == -ENOENT && *path) {
		parent = parent_of(path);
		ret = mkdir_p(parent);
		if (ret)
			return ret;
		ret = mkdir(path, 0777) ? -errno : 0;
	}
	if (ret && dir_exists(path))
		return 0;
	return ret == -EEXIST ? -ENOTDIR : ret;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path) && errno != ENOENT ? errno : 0;
}

static bool is_root(const struct stat *st)
{
	struct stat root;

	return stat("/", &root) ||
		(root.st_dev == st->st_dev && root.st_ino == st->st_ino);
}

int remove_tree(const char *path)
{
	char *copy __free(free_text) = xstrdup(path);
	const char *base;
	struct stat st;
	size_t len = strlen(copy);
	int err;

	/* "link/" would be what the link points to */
	while (len && copy[len - 1] == '/')
		copy[--len] = '\0';
	base = path_base(copy);
	if (!*base || !strcmp(base, ".") || !strcmp(base, ".."))
		return -EINVAL;
	if (lstat(copy, &st))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISDIR(st.st_mode) && is_root(&st))
		return -EINVAL;
	err = nftw(copy, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return err < 0 ? -errno : -err;
}

bool file_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

bool dir_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

char *program_path(const char *name)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t len = strcspn(path, ":");
		char *file = xstrfmt("%.*s/%s", (int)len, path, name);

		if (len && file_exists(file) && !access(file, X_OK))
			return file;
		free(file);
		path += len + (path[len] == ':');
	}
	return NULL;
}

char *absolute_path(const char *path)
{
	char *here __free(free_text) = *path == '/' ? NULL : getcwd(NULL, 0);

	return xstrfmt("%s%s%s", here ? here : "", here ? "/" : "", path);
}

bool program_exists(const char *name)
{
	char *path __free(free_text) = program_path(name);

	return path;
}
