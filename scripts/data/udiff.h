/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A unified diff, as git and diff -u write it.
 */
#ifndef FERRY_UDIFF_H
#define FERRY_UDIFF_H

#include "base/argv.h"
#include "base/strbuf.h"

/**
 * udiff_files() - the files that a diff changes, adds, deletes, renames or copies
 * @diff: the diff, with the prefixes a/ and b/
 * @files: list to which their paths are appended, each once, both of a rename
 * @why: gets in words what is wrong
 *
 * A path is taken only if it stays in the tree and can stand in any file or terminal:
 * no "..", no ".git", no control character, quote or backslash.
 *
 * Return: 0, or -1 for a path that is not taken, a hunk that is shorter than it says,
 * a binary change, or no file at all.
 */
int udiff_files(const struct strbuf *diff, struct argv *files, struct strbuf *why);

/**
 * enum udiff_kind - what a line of a diff is
 * @UDIFF_FILE: the path of a file begins or ends here; the text is the path. Of a
 *	renamed or changed file there are two, the older first
 * @UDIFF_HUNK: the head of a hunk; the text is what stands behind the second "@@"
 * @UDIFF_BOTH: a line of both sides
 * @UDIFF_OLD: a line of the old side alone
 * @UDIFF_NEW: a line of the new side alone
 * @UDIFF_OTHER: any other line, whole; also the one that gave a path
 */
enum udiff_kind {
	UDIFF_FILE,
	UDIFF_HUNK,
	UDIFF_BOTH,
	UDIFF_OLD,
	UDIFF_NEW,
	UDIFF_OTHER,
};

/**
 * udiff_walk() - go through a diff line by line
 * @diff: the diff, which udiff_files() takes
 * @visit: called for each line that matters, with its text without '\n'
 * @data: handed to @visit
 */
void udiff_walk(const struct strbuf *diff,
		void (*visit)(void *data, enum udiff_kind kind, const char *text), void *data);

#endif
