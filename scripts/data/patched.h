/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch taken apart into files and hunks, with the functions that it changes.
 */
#ifndef FERRY_PATCHED_H
#define FERRY_PATCHED_H

#include "base/argv.h"
#include "base/strbuf.h"

/**
 * struct hunk - one hunk
 * @margin: what stands behind its "@@": as a rule the function that it begins in
 * @lines: its lines, each with its sign
 * @where: for each of these the function that it is in, as far as the hunk and its
 *	@margin tell; "" for none
 * @functions: those that it changes, as far as it and its @margin tell
 * @added: those that begin in a line that it adds
 * @unknown: it has changed lines of which they do not
 */
struct hunk {
	char *margin;
	struct argv lines;
	struct argv where;
	struct argv functions;
	struct argv added;
	bool unknown;
};

/**
 * struct patched - one file of a patch
 * @path: the file, the newer name of one that is renamed
 * @head: the lines before its first hunk
 * @hunks: its hunks
 * @nr: how many
 * @alloc: for how many there is room
 */
struct patched {
	char *path;
	struct argv head;
	struct hunk *hunks;
	size_t nr, alloc;
};

/**
 * struct patch - a patch
 * @files: its files
 * @nr: how many
 * @alloc: for how many there is room
 */
struct patch {
	struct patched *files;
	size_t nr, alloc;
};

/**
 * patch_read() - take a patch apart
 * @patch: gets it; patch_release() frees it
 * @diff: the patch, which udiff_files() takes
 */
void patch_read(struct patch *patch, const struct strbuf *diff);

/**
 * patch_release() - free what it owns
 * @patch: one that patch_read() was called on
 */
void patch_release(struct patch *patch);

/**
 * patch_reverse() - write the patch that takes another one out
 * @patch: the other one
 * @diff: gets it, with no true line numbers: patch_relocate() finds places for its hunks
 *
 * Return: 0, or -1 for one that renames a file, changes a mode, or has a file without a
 * line end at its end.
 */
int patch_reverse(const struct patch *patch, struct strbuf *diff);

/**
 * hunk_old() - the lines that a hunk looks for
 * @hunk: the hunk
 * @skip: lines of context to leave out at its beginning
 * @cut: and at its end
 * @lines: gets them
 *
 * Return: how many there are.
 */
size_t hunk_old(const struct hunk *hunk, size_t skip, size_t cut, struct strbuf *lines);

/**
 * hunk_context() - how many lines of context a hunk has
 * @hunk: the hunk
 * @end: at its end, else at its beginning
 *
 * Return: how many.
 */
size_t hunk_context(const struct hunk *hunk, bool end);

/**
 * hunk_margin_counts() - whether a hunk begins in what its margin names
 * @hunk: the hunk
 *
 * Return: false where the margin is the head of a function that has ended before the
 * first change, as the hunk's own lines show.
 */
bool hunk_margin_counts(const struct hunk *hunk);

/**
 * function_head() - the name of the function that a line begins
 * @line: a line
 *
 * Return: what stands before its first '(', if it begins at the margin and looks like
 * the head of a function, for the caller to free; else NULL.
 */
char *function_head(const char *line);

#endif
