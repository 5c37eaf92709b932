// SPDX-License-Identifier: GPL-2.0-only
/* A backport beside mainline's form, see range-diff.h */
#include "mail/range-diff.h"

/* What the index has under the same names is replaced. */
static int add_tree(const struct git *git, const char *tree)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	if (git_run(&list, git, "ls-tree", "-r", "--full-tree", tree, NULL))
		return -1;
	strbuf_addch(&list, '\n');
	git_child(&child, git, "update-index", "--index-info", NULL);
	child.in_data = list.buf;
	child.in_len = list.len;
	return git_finish(&child, NULL);
}

/*
 * A tree with every file as it was before the first patch that changes it. Git makes the
 * index of each patch anew, so that they are put together afterwards.
 */
static int make_base(const struct range_diff *range, char commit[GIT_HEX], struct strbuf *why)
{
	char (*before)[GIT_HEX] = xcalloc(range->nr, GIT_HEX);
	char after[GIT_HEX], tree[GIT_HEX];
	int ret = 0;

	for (size_t i = 0; !ret && i < range->nr; i++)
		ret = git_sides(&range->git, &range->mainline[i].diff, before[i], after, why);
	if (!ret)
		ret = git_run(NULL, &range->git, "read-tree", "--empty", NULL);
	for (size_t i = range->nr; !ret && i--; )
		ret = add_tree(&range->git, before[i]);
	if (!ret)
		ret = git_write_tree(&range->git, tree);
	if (!ret)
		ret = git_commit(&range->git, tree, NULL, &git_ferry, "Before the series\n",
				 commit);
	free(before);
	return ret;
}

static int make_tip(const struct range_diff *range, const char *base, char commit[GIT_HEX],
		    struct strbuf *why)
{
	char tree[GIT_HEX];

	memcpy(commit, base, GIT_HEX);
	for (size_t i = 0; i < range->nr; i++) {
		const struct git_mail *mail = &range->mainline[i];
		const struct git_author author = { mail->name, mail->email, mail->date };

		if (git_apply(&range->git, &mail->diff, GIT_AS_IT_IS, why) == GIT_REFUSED ||
		    git_write_tree(&range->git, tree) ||
		    git_commit(&range->git, tree, commit, &author, mail->message, commit))
			return -1;
	}
	return 0;
}

int range_diff_make(const struct range_diff *range, struct strbuf *out, struct strbuf *why)
{
	char *theirs __free(free_text) = NULL;
	char *ours __free(free_text) = NULL;
	char base[GIT_HEX], tip[GIT_HEX];

	if (make_base(range, base, why) || make_tip(range, base, tip, why)) {
		if (!why->len)
			strbuf_addstr(why, "git cannot make commits of mainline's patches");
		return -1;
	}
	theirs = xstrfmt("%s..%s", base, tip);
	ours = xstrfmt("%s..%s", range->base, range->tip);
	/* what was adapted a lot is still the same patch */
	if (git_run(out, &range->git, "range-diff", "--no-color", "--creation-factor=95",
		    theirs, ours, NULL)) {
		strbuf_addstr(why, "git cannot compare the two: see above");
		return -1;
	}
	return 0;
}
