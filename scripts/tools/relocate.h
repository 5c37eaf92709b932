/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The right place for each hunk of a patch that git does not find, or finds in another
 * function: there may be other lines around it, and others like it nearer.
 */
#ifndef FERRY_RELOCATE_H
#define FERRY_RELOCATE_H

#include "tools/git.h"

/* lines of context at each end that may be others, as for patch(1) */
#define RELOCATE_FUZZ 2

/**
 * patch_relocate() - the same patch, with each hunk at the place where it belongs
 * @git: the store
 * @diff: the patch
 * @before: commit to apply it to
 * @fuzz: how many lines of context at each end of a hunk may be others
 * @out: gets the patch; its context is that of the tree
 * @why: gets the file, the function, and the line that is not there, when there is no
 *	such place, or more than one
 *
 * A place has all the lines that the hunk removes and its context, but for @fuzz lines
 * of that at each end, and is in a function that the hunk changes, by name. A hunk that
 * does not say which, or that is in none, must have one place in the whole file.
 *
 * Return: GIT_REFUSED; GIT_OFFSET, or GIT_FUZZ where context is not the patch's.
 */
enum git_applied patch_relocate(const struct git *git, const struct strbuf *diff,
				const char *before, size_t fuzz, struct strbuf *out,
				struct strbuf *why);

/**
 * patch_left_over() - a line that a patch only takes away and a tree still has
 * @git: the store
 * @diff: the patch
 * @tree: the commit
 * @why: gets file, function and line
 *
 * Of hunks that add nothing that says something: the tree without the hunk's lines looks
 * like one that has them elsewhere in that function.
 *
 * Return: whether there is one.
 */
bool patch_left_over(const struct git *git, const struct strbuf *diff, const char *tree,
		     struct strbuf *why);

#endif
