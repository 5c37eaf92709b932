/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether a tree has what a patch does: it can be taken out, where it belongs, and put in
 * again.
 */
#ifndef FERRY_CARRIED_H
#define FERRY_CARRIED_H

#include "tools/git.h"

/**
 * enum carried - what is known
 * @CARRIED_NOT: the tree has it not, or in another form
 * @CARRIED_EXACT: it has it, just where the patch says
 * @CARRIED_OFFSET: it has it, elsewhere in the same functions
 * @CARRIED_DOUBT: it looks so, and as much like a tree that lacks it
 * @CARRIED_BROKEN: a tool failed, after an error()
 */
enum carried {
	CARRIED_NOT,
	CARRIED_EXACT,
	CARRIED_OFFSET,
	CARRIED_DOUBT,
	CARRIED_BROKEN,
};

/**
 * carried_take_out() - take a patch out of a tree that has it
 * @git: the store, with an index of its own for this
 * @files: the files that the patch may change
 * @nr: how many
 * @diff: the patch
 * @commit: the tree; becomes the one without, if it is CARRIED_EXACT or CARRIED_OFFSET
 * @why: gets the reason for CARRIED_DOUBT
 *
 * All its lines and all its context must be there, each hunk in the function that it
 * changes, by name; where they have moved, nowhere else. Put in again it must give the
 * same tree, and the tree as it is must have no place for it. What the index holds
 * afterwards is not said.
 *
 * Return: what is known.
 */
enum carried carried_take_out(const struct git *git, const char **files, size_t nr,
			      const struct strbuf *diff, char commit[GIT_HEX],
			      struct strbuf *why);

#endif
