// SPDX-License-Identifier: GPL-2.0-only
/* The releases of a kernel branch, see release.h */
#include "tools/release.h"

#include <ctype.h>

static void add_value(const char *text, const char *name, struct strbuf *out)
{
	const char *line;
	size_t len, skip = strlen(name);

	while (next_line(&text, &line, &len)) {
		if (!starts_with(line, name) || !starts_with(line + skip, " ="))
			continue;
		line += skip + 2;
		line += strspn(line, " \t");
		if (out->len && isdigit((unsigned char)*line))
			strbuf_addch(out, '.');
		strbuf_add(out, line, strcspn(line, " \t\r\n"));
		return;
	}
}

int release_version(const struct git *git, const char *commit, struct strbuf *version)
{
	static const char * const parts[] = {
		"VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION",
	};
	struct strbuf makefile __free(strbuf_release) = STRBUF_INIT;
	int ret = git_show(git, commit, "Makefile", &makefile);

	strbuf_reset(version);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		add_value(makefile.buf, parts[i], version);
	return !ret && version->len ? 0 : -1;
}

void releases_end(struct releases *releases)
{
	argv_release(&releases->commits);
	argv_release(&releases->versions);
}

/* A branch of one's own may change the Makefile for something else. */
static void add_release(const struct git *git, const char *commit, struct releases *releases)
{
	struct strbuf version __free(strbuf_release) = STRBUF_INIT;

	if (release_version(git, commit, &version) ||
	    argv_has(&releases->versions, version.buf))
		return;
	argv_push(&releases->commits, commit);
	argv_push(&releases->versions, version.buf);
}

static int no_revision(const struct git *git, const char *rev)
{
	return error("'%s' has no commit '%s'", git->dir, rev);
}

int releases_read(const struct git *git, const char *since, const char *rev,
		  struct releases *releases)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	char first[GIT_HEX], last[GIT_HEX], commit[GIT_HEX];
	const char *cursor, *line;
	struct child child;
	size_t len;

	if (git_resolve(git, rev, last))
		return no_revision(git, rev);
	if (since && git_resolve(git, since, first))
		return no_revision(git, since);
	git_child(&child, git, "log", "--first-parent", "--reverse", "--format=%H", last, NULL);
	if (since)
		argv_pushf(&child.args, "^%s", first);
	argv_pushl(&child.args, "--", "Makefile", NULL);
	if (git_finish(&child, &list))
		return -1;
	cursor = list.buf;
	while (next_line(&cursor, &line, &len)) {
		snprintf(commit, sizeof(commit), "%.*s", (int)len, line);
		add_release(git, commit, releases);
	}
	if (releases->commits.nr)
		return 0;
	return error("'%s' has no release%s%s up to '%s': no commit on the way there changes the version in Makefile",
		     git->dir, since ? " behind " : "", since ? since : "", rev);
}
