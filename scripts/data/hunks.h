/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A series of patches judged by another one, hunk by hunk: a backport by its mainline
 * form. Hunks are found by file, function and C tokens, wherever they stand, and in
 * whatever patch of the series. A hunk that changes several functions counts as one for
 * each, and one that changes nothing but blanks as none.
 */
#ifndef FERRY_HUNKS_H
#define FERRY_HUNKS_H

#include "base/strbuf.h"

/**
 * enum hunk_mark - what a hunk of mainline became
 * @HUNK_SAME: the same, in the same context
 * @HUNK_CONTEXT: the same, and only lines of context differ
 * @HUNK_MOVED: the same in the same function, but the lines next to it are all others
 * @HUNK_ADAPTED: something else of the same kind, or the same in another function
 * @HUNK_MISSING: nothing
 * @HUNK_ADDED: a hunk that mainline has nothing for
 */
enum hunk_mark {
	HUNK_SAME,
	HUNK_CONTEXT,
	HUNK_MOVED,
	HUNK_ADAPTED,
	HUNK_MISSING,
	HUNK_ADDED,
	HUNK_MARKS,
};

/**
 * hunk_mark_name() - a mark as a word
 * @mark: the mark
 *
 * Return: "same", "context", "moved", "adapted", "missing" or "added".
 */
const char *hunk_mark_name(enum hunk_mark mark);

/**
 * hunk_needs_reason() - whether a mark says that the change is another than mainline's
 * @mark: the mark
 */
bool hunk_needs_reason(enum hunk_mark mark);

#define HUNK_NO_PATCH SIZE_MAX

/**
 * struct hunk_judged - one hunk
 * @mark: what it became
 * @path: the file, mainline's where there is a hunk of mainline
 * @function: the function, "" where the patches do not tell or there is none
 * @patch: which patch of mainline it is in, from 0; HUNK_NO_PATCH for one that is added
 * @number: which hunk of that patch, from 1; of one that is added, of its own patch
 * @own_patch: which patch of the backport has it, or the first of several;
 *	HUNK_NO_PATCH for one that is missing
 * @how: how it is adapted, in a few words; "" where there is no more to say
 * @mainline: its lines in mainline, each with its sign; "" for one that is added
 * @own: its lines in the backport; "" for one that is missing
 */
struct hunk_judged {
	enum hunk_mark mark;
	char *path, *function;
	size_t patch, number;
	size_t own_patch;
	char *how;
	char *mainline, *own;
};

/**
 * struct hunks - all hunks: those of mainline in its order, then what is added
 * @v: the hunks
 * @nr: how many
 * @alloc: for how many there is room
 * @count: how many of each mark
 */
struct hunks {
	struct hunk_judged *v;
	size_t nr, alloc;
	size_t count[HUNK_MARKS];
};

/**
 * hunks_judge() - judge a backport by its mainline form
 * @hunks: filled, whatever it held; end with hunks_release()
 * @mainline: the patches of mainline in order, each of which udiff_files() takes; what
 *	stands above the first diff, as in a patch file, does not matter
 * @nr: how many
 * @own: the patches of the backport, likewise
 * @nr_own: how many
 */
void hunks_judge(struct hunks *hunks, const struct strbuf *mainline, size_t nr,
		 const struct strbuf *own, size_t nr_own);

/**
 * hunks_release() - free what hunks_judge() made
 * @hunks: the hunks
 */
void hunks_release(struct hunks *hunks);

#endif
