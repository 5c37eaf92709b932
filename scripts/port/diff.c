// SPDX-License-Identifier: GPL-2.0-only
/* Differences of texts and commits, see diff.h */
#include "port/diff.h"

#include "base/scratch.h"

static int diff_files(const struct scratch *scratch, const char *a, const char *b,
		      struct strbuf *diff)
{
	struct git git = { .dir = scratch->dir, .kind = GIT_NONE };
	struct child child;
	int ret;

	git_child(&child, &git, "diff", "--no-index", "--no-prefix", "--no-color",
		  "--full-index", "-U3", a, b, NULL);
	ret = child_run(&child);
	strbuf_reset(diff);
	if (ret == 0 || ret == 1)
		strbuf_add(diff, child.out.buf, child.out.len);
	else
		error("git diff failed: %s", child.err.buf);
	child_release(&child);
	return ret == 0 || ret == 1 ? 0 : -1;
}

static int diff_texts(const struct strbuf *before, const struct strbuf *after,
		      const char *name_a, const char *name_b,
		      const struct strbuf *style, struct strbuf *diff)
{
	char *path_a __free(free_text) = NULL;
	char *path_b __free(free_text) = NULL;
	char *path_style __free(free_text) = NULL;
	struct scratch scratch;
	int ret = scratch_make(&scratch);

	if (!ret)
		ret = scratch_file(&scratch, name_a, before, &path_a);
	if (!ret)
		ret = scratch_file(&scratch, name_b, after, &path_b);
	if (!ret && style) {
		struct child child __free(child_release) = CHILD_INIT;

		ret = scratch_file(&scratch, ".clang-format", style, &path_style);
		argv_pushl(&child.args, "clang-format", "-i", "--style=file", name_a,
			   name_b, NULL);
		child.as = RUN_BOXED;
		child.dir = child_write(&child, scratch.dir);
		if (!ret && child_run(&child)) {
			struct strbuf why __free(strbuf_release) = STRBUF_INIT;

			child_failure(&child, &why);
			ret = error("%s", why.buf);
		}
	}
	if (!ret)
		ret = diff_files(&scratch, name_a, name_b, diff);
	scratch_remove(&scratch);
	return ret;
}

int port_diff(const char *name, const struct strbuf *before,
	      const struct strbuf *after, struct strbuf *diff)
{
	char *a __free(free_text) = xstrfmt("a/%s", name);
	char *b __free(free_text) = xstrfmt("b/%s", name);

	return diff_texts(before, after, a, b, NULL, diff);
}

int port_diff_commits(const struct git *git, const char *before, const char *after,
		      struct strbuf *diff)
{
	struct child child;
	int ret;

	git_child(&child, git, "diff-tree", "-p", "--no-color", "--full-index", "-U3",
		  before, after, NULL);
	ret = child_run(&child);
	strbuf_reset(diff);
	strbuf_add(diff, child.out.buf, child.out.len);
	if (ret)
		error("git diff-tree failed: %s", child.err.buf);
	child_release(&child);
	return ret ? -1 : 0;
}

int port_layout_differences(const struct strbuf *style, const struct strbuf *a,
			    const struct strbuf *b, struct strbuf *diff)
{
	return diff_texts(a, b, "curated.c", "semantic.c", style, diff);
}
