/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a patch says in brackets below its message: how the port differs from mainline,
 * and why.
 */
#ifndef FERRY_HTML_NOTES_H
#define FERRY_HTML_NOTES_H

#include "base/argv.h"
#include "data/hunks.h"

/**
 * notes_read() - find the notes of a message
 * @patch: a patch as a mail, or messages alone, each line at the margin
 * @notes: list to which they are appended, each in one line and without its brackets
 */
void notes_read(const struct strbuf *patch, struct argv *notes);

/**
 * notes_about() - what notes say about a hunk
 * @notes: the notes
 * @hunks: all hunks
 * @hunk: that of them
 * @sentences: list to which sentences are appended: those that name the function which it
 *	changes, and, of those that name no function which any hunk changes, those that
 *	have a name of the lines which it changes
 */
void notes_about(const struct argv *notes, const struct hunks *hunks,
		 const struct hunk_judged *hunk, struct argv *sentences);

#endif
