// SPDX-License-Identifier: GPL-2.0-only
/* The guest's file system, see initramfs.h */
#include "build/initramfs.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "process/run.h"
#include "base/scratch.h"

/* One time stamp for all, so that archives can be compared. */
static int settle(const char *path)
{
	struct timespec zero[2] = { { 0 } };

	return utimensat(AT_FDCWD, path, zero, 0) ? -errno : 0;
}

/* Its mode must not depend on the umask either. */
static int name_folder(const struct scratch *scratch, const char *to, int len,
		       struct argv *names)
{
	char *path __free(free_text) = xstrfmt("%s/root/%.*s", scratch->dir, len, to);
	const char *name = path + strlen(scratch->dir) + strlen("/root/");
	int ret = 0;

	if (!argv_has(names, name))
		argv_push(names, name);
	if (chmod(path, 0755))
		ret = error("cannot set the mode of '%s': %s", path, strerror(errno));
	else
		(void)settle(path);
	return ret;
}

static int stage_file(const struct scratch *scratch, const char *from,
		      const char *to, struct argv *names)
{
	char *path __free(free_text) = xstrfmt("%s/root/%s", scratch->dir, to);
	char *folder __free(free_text) = xstrndup(path, (size_t)(path_base(path) - path));
	int ret = mkdir_p(folder);

	if (!ret)
		ret = copy_file(from, path);
	if (!ret)
		ret = settle(path);
	if (ret)
		ret = error("cannot put '%s' into the initramfs: %s", from,
			    strerror(-ret));
	/* cpio makes a folder only if it is named, before what is in it */
	for (const char *c = strchr(to, '/'); c && !ret; c = strchr(c + 1, '/'))
		ret = name_folder(scratch, to, (int)(c - to), names);
	argv_push(names, to);
	return ret;
}

static int run_or_say(struct child *child)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	int ret = child_run(child);

	if (ret) {
		child_failure(child, &why);
		ret = error("%s", why.buf);
	}
	child_release(child);
	return ret;
}

static int pack(const struct scratch *scratch, const struct argv *names)
{
	char *root = xstrfmt("%s/root", scratch->dir);
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;
	struct child child = CHILD_INIT;
	int ret;

	for (size_t i = 0; i < names->nr; i++)
		strbuf_addf(&lines, "%s\n", names->v[i]);
	argv_pushl(&child.args, "cpio", "--quiet", "--create", "--format=newc",
		   "--owner=0:0", "--reproducible", "--file=../archive", NULL);
	child.dir = root;
	child.in_data = lines.buf;
	child.in_len = lines.len;
	ret = run_or_say(&child);
	if (!ret) {
		argv_pushl(&child.args, "gzip", "--no-name", "--fast", "archive", NULL);
		child.dir = scratch->dir;
		ret = run_or_say(&child);
	}
	free(root);
	return ret;
}

int initramfs_write(const char *path, const struct argv *files)
{
	struct argv names = ARGV_INIT;
	struct scratch scratch;
	char *archive;
	int ret = scratch_make(&scratch);

	if (ret)
		return ret;
	for (size_t i = 0; !ret && i + 1 < files->nr; i += 2)
		ret = stage_file(&scratch, files->v[i], files->v[i + 1], &names);
	if (!ret)
		ret = pack(&scratch, &names);
	archive = xstrfmt("%s/archive.gz", scratch.dir);
	if (!ret) {
		ret = copy_file(archive, path);
		if (ret)
			ret = error("cannot write '%s': %s", path, strerror(-ret));
	}
	scratch_remove(&scratch);
	argv_release(&names);
	free(archive);
	return ret;
}
