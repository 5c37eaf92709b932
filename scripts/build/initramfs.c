// SPDX-License-Identifier: GPL-2.0-only
/* The guest's file system, see initramfs.h */
#include "build/initramfs.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "process/run.h"
#include "base/scratch.h"

/* cpio makes a folder only if it is named, before what is in it. */
static int add_folders(const char *root, const char *to, struct argv *names)
{
	for (const char *c = strchr(to, '/'); c; c = strchr(c + 1, '/')) {
		char *path __free(free_text) = xstrfmt("%s/%.*s", root, (int)(c - to), to);

		if (dir_exists(path))
			continue;
		/* its mode must not depend on the umask */
		if (mkdir(path, 0755) || chmod(path, 0755))
			return -errno;
		argv_push(names, path + strlen(root) + 1);
	}
	return 0;
}

static int add_file(const char *root, const char *from, const char *to, struct argv *names)
{
	char *path __free(free_text) = xstrfmt("%s/%s", root, to);
	int ret = add_folders(root, to, names);

	if (!ret)
		ret = copy_file(from, path);
	argv_push(names, to);
	return ret ? error("cannot put '%s' into the initramfs: %s", from, strerror(-ret)) : 0;
}

static int run_or_say(struct child *child, const struct strbuf *input)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	child->in_data = input->buf;
	child->in_len = input->len;
	if (!child_run(child))
		return 0;
	child_failure(child, &why);
	return error("%s", why.buf);
}

static int pack(const char *root, const struct argv *names, const char *to)
{
	/* one time stamp for all, so that archives can be compared */
	static const struct timespec zero[2];
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;
	struct child cpio __free(child_release) = CHILD_INIT;
	struct child gzip __free(child_release) = CHILD_INIT;
	int ret;

	for (size_t i = 0; i < names->nr; i++) {
		char *path __free(free_text) = xstrfmt("%s/%s", root, names->v[i]);

		if (utimensat(AT_FDCWD, path, zero, 0))
			return error("cannot set the time of '%s': %s", path, strerror(errno));
		strbuf_addf(&lines, "%s\n", names->v[i]);
	}
	argv_pushl(&cpio.args, "cpio", "--quiet", "--create", "--format=newc",
		   "--owner=0:0", "--reproducible", NULL);
	argv_pushl(&gzip.args, "gzip", "--no-name", "--fast", NULL);
	cpio.dir = root;
	if (run_or_say(&cpio, &lines) || run_or_say(&gzip, &cpio.out))
		return -1;
	ret = write_file_atomic(to, gzip.out.buf, gzip.out.len);
	return ret ? error("cannot write '%s': %s", to, strerror(-ret)) : 0;
}

int initramfs_write(const char *path, const struct argv *files)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	struct scratch scratch;
	int ret = scratch_make(&scratch);

	if (ret)
		return ret;
	for (size_t i = 0; !ret && i + 1 < files->nr; i += 2)
		ret = add_file(scratch.dir, files->v[i], files->v[i + 1], &names);
	if (!ret)
		ret = pack(scratch.dir, &names, path);
	scratch_remove(&scratch);
	return ret;
}
