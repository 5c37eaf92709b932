// SPDX-License-Identifier: GPL-2.0-only
/* Debian packages, see apt.h */
#include "apt.h"

#include <glob.h>

int apt_candidate(const char *package, struct strbuf *version)
{
	static const char mark[] = "  Candidate: ";
	struct child child = CHILD_INIT;
	const char *found;

	argv_pushl(&child.args, "apt-cache", "policy", package, NULL);
	argv_push(&child.env, "LC_ALL=C");
	strbuf_reset(version);
	if (!child_run(&child)) {
		found = strstr(child.out.buf, mark);
		if (found) {
			found += sizeof(mark) - 1;
			strbuf_add(version, found, strcspn(found, "\n"));
		}
	}
	child_release(&child);
	return version->len && strcmp(version->buf, "(none)") ? 0 : -1;
}

/* The only file that matches, or an error. */
static int find_one(const char *pattern, struct strbuf *path)
{
	glob_t found = { 0 };
	int ret = -1;

	strbuf_reset(path);
	if (!glob(pattern, 0, NULL, &found) && found.gl_pathc == 1) {
		strbuf_addstr(path, found.gl_pathv[0]);
		ret = 0;
	}
	globfree(&found);
	return ret;
}

/* What matters of what a tool printed: that the disk is full, else the last. */
static const char *what_matters(char *said)
{
	char *full = strstr(said, "No space left on device");
	char *last = strrchr(said, '\n');

	if (!full)
		return last ? last + 1 : said;
	full[strcspn(full, "\n")] = '\0';
	last = strrchr(said, '\n');
	return last ? last + 1 : said;
}

/* Says how a child failed, in one line. */
static int failed(const struct child *child, const char *what, const char *next)
{
	struct strbuf why = STRBUF_INIT;
	struct strbuf said = STRBUF_INIT;

	child_describe(child, &why);
	strbuf_addstr(&said, child->err.buf);
	strbuf_trim(&said);
	error("%s: %s: %s; %s", what, why.buf, what_matters(said.buf), next);
	strbuf_release(&why);
	strbuf_release(&said);
	return -1;
}

int apt_download(const char *package, const char *version, const char *dir,
		 struct strbuf *path)
{
	char *pattern = xstrfmt("%s/*.deb", dir);
	struct child child = CHILD_INIT;
	int ret;

	argv_pushl(&child.args, "apt-get", "-qq", "-o", "APT::Sandbox::User=root",
		   "download", NULL);
	argv_pushf(&child.args, "%s=%s", package, version);
	argv_push(&child.env, "LC_ALL=C");
	child.dir = dir;
	ret = child_run(&child);
	if (ret)
		ret = failed(&child, package,
			     "check the network and 'apt-get update', or give --tree");
	else if (find_one(pattern, path))
		ret = error("apt-get left no package file in '%s'", dir);
	child_release(&child);
	free(pattern);
	return ret;
}

static int unpack_step(struct child *child, const char *what)
{
	int ret = child_run(child);

	if (ret)
		ret = failed(child, what,
			     "the package may be cut off, or the disk full: run 'ferry fetch' again");
	child_release(child);
	return ret;
}

int apt_unpack(const char *deb, const char *scratch, const char *into)
{
	char *pattern = xstrfmt("%s/usr/src/linux-source-*.tar.xz", scratch);
	struct strbuf archive = STRBUF_INIT;
	struct child child = CHILD_INIT;
	int ret;

	argv_pushl(&child.args, "dpkg-deb", "--extract", deb, scratch, NULL);
	ret = unpack_step(&child, path_base(deb));
	if (!ret && find_one(pattern, &archive))
		ret = error("'%s' has no usr/src/linux-source-*.tar.xz", path_base(deb));
	if (!ret) {
		argv_pushl(&child.args, "tar", "--extract", "--strip-components=1",
			   "--no-same-owner", "--file", archive.buf, "--directory",
			   into, NULL);
		ret = unpack_step(&child, path_base(archive.buf));
	}
	strbuf_release(&archive);
	free(pattern);
	return ret;
}
