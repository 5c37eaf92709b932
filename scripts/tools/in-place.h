/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the hunks of a patch went in.  git apply looks for their context alone, and
 * takes the nearest place that has it: another function, where the right one is not
 * there or other lines stand in it.
 */
#ifndef FERRY_IN_PLACE_H
#define FERRY_IN_PLACE_H

#include "tools/git.h"

/**
 * patch_in_place() - whether each hunk is where the patch says
 * @git: the store
 * @diff: the patch
 * @before: commit that it was applied to
 * @after: commit with it
 * @applied: how it went in
 * @why: gets the file, the function and what the patch changes instead
 *
 * A changed line must be in a function that the patch changes, by name: the one in the
 * hunk, or else the one that its head names. Lines outside of functions, and hunks
 * whose head names none, must be where nothing else has the same lines, if they moved.
 *
 * Return: whether all are.
 */
bool patch_in_place(const struct git *git, const struct strbuf *diff, const char *before,
		    const char *after, enum git_applied applied, struct strbuf *why);

#endif
