/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hunks of a patch that have no place in a tree, and which lines are other there.
 */
#ifndef FERRY_MISFIT_H
#define FERRY_MISFIT_H

#include "base/argv.h"
#include "tools/git.h"

/**
 * struct misfit - one hunk
 * @path: its file
 * @function: the function that it changes, NULL where it does not say which
 * @hunk: which hunk of that file, from 1
 * @missing: lines that it looks for and that are not there
 * @more: where all are: lines that stand between them
 */
struct misfit {
	char *path;
	char *function;
	size_t hunk;
	struct argv missing;
	struct argv more;
};

/**
 * struct misfits - those of a patch
 * @v: the hunks
 * @nr: how many
 * @alloc: for how many there is room
 */
struct misfits {
	struct misfit *v;
	size_t nr, alloc;
};

/**
 * misfits_find() - find the hunks that have no place
 * @git: the store
 * @diff: the patch
 * @tree: the commit
 * @misfits: zeroed; gets them; misfits_release() frees it
 */
void misfits_find(const struct git *git, const struct strbuf *diff, const char *tree,
		  struct misfits *misfits);

/**
 * misfits_release() - free what it owns
 * @misfits: what misfits_find() filled, or zeroed
 */
void misfits_release(struct misfits *misfits);

#endif
