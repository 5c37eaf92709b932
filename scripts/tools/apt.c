// SPDX-License-Identifier: GPL-2.0-only
/* Debian packages, see apt.h */
#include "tools/apt.h"

#include <fnmatch.h>

#include "base/folder.h"

void apt_release(struct apt *apt)
{
	free(apt->dir);
	free(apt->suite);
	*apt = (struct apt){ NULL };
}

static void push_place(struct argv *args, const struct apt *apt, const char *name,
		       const char *below)
{
	argv_push(args, "-o");
	argv_pushf(args, "%s=%s/%s", name, apt->dir, below);
}

void apt_child(struct child *child, const struct apt *apt, const char *program)
{
	struct argv *args = &child->args;

	argv_push(args, program);
	child->as = RUN_NETWORK;
	if (!apt->dir)
		return;
	argv_push(args, "-c");
	argv_pushf(args, "%s/apt.conf", apt->dir);
	push_place(args, apt, "Dir::State", "state");
	push_place(args, apt, "Dir::State::lists", "lists");
	push_place(args, apt, "Dir::State::status", "status");
	push_place(args, apt, "Dir::Cache", "cache");
	push_place(args, apt, "Dir::Etc::sourcelist", "sources.list");
	push_place(args, apt, "Dir::Etc::sourceparts", "sources.list.d");
	push_place(args, apt, "Dir::Etc::preferences", "preferences");
	push_place(args, apt, "Dir::Etc::preferencesparts", "preferences.d");
}

static int candidate(const struct apt *apt, const char *package,
		     struct strbuf *version)
{
	static const char mark[] = "  Candidate: ";
	struct child child __free(child_release) = CHILD_INIT;
	const char *found;

	apt_child(&child, apt, "apt-cache");
	argv_pushl(&child.args, "policy", package, NULL);
	strbuf_reset(version);
	if (!child_run(&child)) {
		found = strstr(child.out.buf, mark);
		if (found) {
			found += sizeof(mark) - 1;
			strbuf_add(version, found, strcspn(found, "\n"));
		}
	}
	return version->len && strcmp(version->buf, "(none)") ? 0 : -1;
}

static int by_version(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names that match, in ascending order. */
static void matching(const struct apt *apt, const char *pattern, struct argv *names)
{
	struct child child __free(child_release) = CHILD_INIT;
	const char *cursor, *line;
	size_t len;

	apt_child(&child, apt, "apt-cache");
	argv_push(&child.args, "pkgnames");
	argv_pushf(&child.args, "%.*s", (int)strcspn(pattern, "*?["), pattern);
	(void)child_run(&child);
	cursor = child.out.buf;
	while (next_line(&cursor, &line, &len)) {
		char *name __free(free_text) = xstrndup(line, len);

		if (!fnmatch(pattern, name, 0))
			argv_push(names, name);
	}
	if (names->nr)
		qsort(names->v, names->nr, sizeof(*names->v), by_version);
}

int apt_find(const struct apt *apt, const char *pattern, const char *least,
	     struct strbuf *package, struct strbuf *version)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	int ret = -1;

	if (strpbrk(pattern, "*?["))
		matching(apt, pattern, &names);
	else
		argv_push(&names, pattern);
	for (size_t i = names.nr; ret && i-- > 0;) {
		ret = candidate(apt, names.v[i], version);
		if (!ret && least && strverscmp(version->buf, least) < 0)
			ret = -1;
		strbuf_reset(package);
		strbuf_addstr(package, names.v[i]);
	}
	return ret;
}

/* The only file in a folder that matches, or an error. */
static int find_one(const char *dir, const char *pattern, struct strbuf *path)
{
	struct argv found __free(argv_release) = ARGV_INIT;

	if (folder_list(dir, pattern, &found) || found.nr != 1)
		return -1;
	strbuf_reset(path);
	strbuf_addstr(path, found.v[0]);
	return 0;
}

bool apt_unreachable(const char *said)
{
	static const char * const words[] = {
		"Could not resolve", "Could not connect", "Unable to connect",
		"Cannot initiate the connection", "Connection failed",
		"connection timed out", "Connection timed out", "Temporary failure",
		"Network is unreachable", "404  Not Found",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(said, words[i]))
			return true;
	return false;
}

/* Says how a child failed, in one line. */
static int failed(const struct child *child, const char *what, const char *next)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	child_failure(child, &why);
	error("%s: %s; %s", what, why.buf, next);
	return -1;
}

enum apt_end apt_download(const struct apt *apt, const char *package,
			  const char *version, const char *dir,
			  struct strbuf *path)
{
	struct child child __free(child_release) = CHILD_INIT;
	enum apt_end end = APT_OK;

	apt_child(&child, apt, "apt-get");
	argv_pushl(&child.args, "-qq", "-o", "APT::Sandbox::User=root", "download",
		   NULL);
	argv_pushf(&child.args, "%s=%s", package, version);
	child.dir = dir;
	if (child_run(&child)) {
		end = apt_unreachable(child.err.buf) ? APT_NONE : APT_BROKEN;
		failed(&child, package,
		       "check the network and 'apt-get update', or give --tree");
	} else if (find_one(dir, "*.deb", path)) {
		end = APT_BROKEN;
		error("apt-get left no package file in '%s'", dir);
	}
	return end;
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
	char *sources __free(free_text) = xstrfmt("%s/usr/src", scratch);
	struct strbuf archive __free(strbuf_release) = STRBUF_INIT;
	struct child child = CHILD_INIT;

	argv_pushl(&child.args, "dpkg-deb", "--extract", deb, scratch, NULL);
	if (unpack_step(&child, path_base(deb)))
		return -1;
	if (find_one(sources, "linux-source-*.tar.xz", &archive))
		return error("'%s' has no usr/src/linux-source-*.tar.xz", path_base(deb));
	argv_pushl(&child.args, "tar", "--extract", "--strip-components=1",
		   "--no-same-owner", "--file", archive.buf, "--directory", into, NULL);
	return unpack_step(&child, path_base(archive.buf));
}
