/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a series of patches changes, piece by piece: changed lines of one hunk that
 * follow each other and are in one function, as words that layout does not alter.
 */
#ifndef FERRY_CHANGE_H
#define FERRY_CHANGE_H

#include "data/patched.h"

/* Lines of context on each side that count: git's own. */
#define CHANGE_CONTEXT 3

/**
 * struct change - one piece
 * @patch: which patch of the series, from 0
 * @number: which hunk of that patch, from 1
 * @path: the file
 * @function: the function, "" where the hunk does not tell or there is none
 * @hunk: the hunk, whose lines are
 * @first: the first of its lines
 * @last: and the last; those of another function may be in between
 * @lines: its lines, each with its sign
 * @words: the C tokens of what it removes and what it adds, each behind its sign, and
 *	the words of comments; of a file that is not C the words of its lines
 * @telling: names, numbers and strings of these, sorted
 * @nr_telling: how many
 */
struct change {
	size_t patch, number;
	const char *path, *function;
	const struct hunk *hunk;
	size_t first, last;
	struct argv lines;
	struct argv words;
	const char **telling;
	size_t nr_telling;
};

/**
 * struct changes - all of a series
 * @patches: the patches, which the pieces point into
 * @nr_patches: how many
 * @v: the pieces, in their order; those that change nothing but blanks are left out
 * @nr: how many
 * @alloc: for how many there is room
 */
struct changes {
	struct patch *patches;
	size_t nr_patches;
	struct change *v;
	size_t nr, alloc;
};

/**
 * changes_read() - take a series apart
 * @changes: filled, whatever it held; end with changes_release()
 * @diffs: its patches, each of which udiff_files() takes
 * @nr: how many
 */
void changes_read(struct changes *changes, const struct strbuf *diffs, size_t nr);

/**
 * changes_release() - free what changes_read() made
 * @changes: the series
 */
void changes_release(struct changes *changes);

/**
 * change_same() - whether two pieces have the same words
 * @a: one
 * @b: the other
 * @comments: whether those of comments count
 */
bool change_same(const struct change *a, const struct change *b, bool comments);

/**
 * change_share() - how much of a piece another one has, too
 * @a: the piece
 * @b: the other
 *
 * Names, numbers and strings count, whatever their order.
 *
 * Return: a percentage; 0 also where @a has none of them.
 */
unsigned int change_share(const struct change *a, const struct change *b);

/**
 * change_context() - a line of context beside a piece
 * @change: the piece
 * @below: the side
 * @distance: which line, 0 is next to it
 *
 * Return: the line, NULL where there is none, or another change stands there.
 */
const char *change_context(const struct change *change, bool below, size_t distance);

#endif
