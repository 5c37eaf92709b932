// SPDX-License-Identifier: GPL-2.0-only
/* The files that a diff was made from, found by the ids in it; see git.h */
#include "tools/git.h"

/* git names the file that is not there; its other words are for git am. */
static void say_missing(const struct child *child, struct strbuf *why)
{
	const char *said = child->err.buf, *line;
	size_t len;

	while (next_line(&said, &line, &len)) {
		if (!starts_with(line, "error: "))
			continue;
		strbuf_add(why, line + strlen("error: "), len - strlen("error: "));
		return;
	}
	strbuf_addstr(why, "it does not say which files it was made from");
}

static bool pipe_diff(const struct git *git, const struct strbuf *diff, const char *option,
		      struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, git, "apply", "--whitespace=nowarn", option, "-", NULL);
	child.in_data = diff->buf;
	child.in_len = diff->len;
	if (!child_run(&child))
		return true;
	say_missing(&child, why);
	return false;
}

int git_sides(const struct git *git, const struct strbuf *diff, char before[GIT_HEX],
	      char after[GIT_HEX], struct strbuf *why)
{
	char *option __free(free_text) = xstrfmt("--build-fake-ancestor=%s", git->index);

	if (!pipe_diff(git, diff, option, why))
		return -1;
	if (git_write_tree(git, before)) {
		strbuf_addstr(why, "git cannot write the tree that it was made from");
		return -1;
	}
	if (!pipe_diff(git, diff, "--cached", why))
		return -1;
	if (!git_write_tree(git, after))
		return 0;
	strbuf_addstr(why, "git cannot write the tree that it makes");
	return -1;
}
