// SPDX-License-Identifier: GPL-2.0-only
/* The tree's own get_maintainer.pl, see maintainers.h */
#include "mail/maintainers.h"

#include "base/scratch.h"

/* What the script reads when it does not ask git. */
static const struct {
	const char *name;
	bool needed;
} files[] = {
	{ "scripts/get_maintainer.pl", true },
	{ "MAINTAINERS", true },
	{ ".mailmap", false },
	{ ".get_maintainer.ignore", false },
};

static int bring(const struct git *git, const char *commit,
		 const struct scratch *scratch)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char *path __free(free_text) = NULL;

		if (git_show(git, commit, files[i].name, &text)) {
			if (files[i].needed)
				return error("the tree has no %s, which names the recipients: --no-cc leaves them out",
					     files[i].name);
		} else if (scratch_file(scratch, files[i].name, &text, &path)) {
			return -1;
		}
	}
	return 0;
}

void maintainers_read(const char *said, struct argv *addresses)
{
	const char *line;
	size_t len;

	while (next_line(&said, &line, &len)) {
		char *address __free(free_text) = xstrndup(line, len);

		if (strchr(address, '@') && !argv_has(addresses, address))
			argv_push(addresses, address);
	}
}

static int ask(const struct scratch *scratch, const struct argv *patches,
	       struct argv *addresses)
{
	struct child child __free(child_release) = CHILD_INIT;
	size_t before = addresses->nr;

	argv_pushl(&child.args, "perl", "scripts/get_maintainer.pl", "--no-tree",
		   "--no-git", "--no-git-fallback", "--no-rolestats", NULL);
	for (size_t i = 0; i < patches->nr; i++)
		argv_push(&child.args, child_read(&child, patches->v[i]));
	argv_push(&child.env, "LC_ALL=C.UTF-8");
	child.as = RUN_BOXED;
	child.dir = child_read(&child, scratch->dir);
	child.timeout = 120;
	if (child_run(&child)) {
		struct strbuf why __free(strbuf_release) = STRBUF_INIT;

		child_failure(&child, &why);
		return error("get_maintainer.pl failed: %s; --no-cc leaves the recipients out",
			     why.buf);
	}
	maintainers_read(child.out.buf, addresses);
	if (addresses->nr == before)
		return error("get_maintainer.pl names no recipients: --no-cc does without");
	return 0;
}

int maintainers_of(const struct git *git, const char *commit,
		   const struct argv *patches, struct argv *addresses)
{
	struct scratch scratch __free(scratch_remove) = { NULL };

	if (scratch_make(&scratch) || bring(git, commit, &scratch))
		return -1;
	return ask(&scratch, patches, addresses);
}
