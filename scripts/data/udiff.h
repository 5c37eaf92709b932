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

#endif
