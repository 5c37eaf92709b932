/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A change carried to another version of a C file item by item: each function, struct,
 * enum, macro and other declaration by its name, in C tokens.
 */
#ifndef FERRY_PORT_MERGE_H
#define FERRY_PORT_MERGE_H

#include "base/argv.h"
#include "base/strbuf.h"

/**
 * struct merge_names - what names the older tree knows
 * @look_up: appends those of @names that it knows to @known; returns 0, or -1 after an
 *	error()
 * @data: handed to it
 */
struct merge_names {
	int (*look_up)(void *data, const struct argv *names, struct argv *known);
	void *data;
};

/**
 * struct merge - a file in its three versions, and what comes of it
 * @path: the file, for messages
 * @dir: an empty folder to work in
 * @base: what the change was made from
 * @theirs: that with the change
 * @ours: the file of the older tree
 * @names: what else that knows
 * @text: gets the result
 * @notes: gets what was done other than in the change, a sentence each
 * @unknown: gets the names of the result that neither the older tree nor the change
 *	declares, as far as this file tells
 * @added: gets the names that the change declares in this file
 * @why: gets the reason when it is refused: function, line of @ours, what is other
 *
 * All but the last five are borrowed; those begin empty and are the caller's.
 */
struct merge {
	const char *path;
	const char *dir;
	const struct strbuf *base, *theirs, *ours;
	const struct merge_names *names;
	struct strbuf text;
	struct argv notes;
	struct argv unknown;
	struct argv added;
	struct strbuf why;
};

#define MERGE_INIT { .text = STRBUF_INIT, .notes = ARGV_INIT, .unknown = ARGV_INIT, \
		     .added = ARGV_INIT, .why = STRBUF_INIT }

/**
 * enum merged - how it ended
 * @MERGED: @text has the change
 * @MERGED_NOT: it has not: see @why
 * @MERGED_BROKEN: a tool failed
 */
enum merged {
	MERGED,
	MERGED_NOT,
	MERGED_BROKEN,
};

/**
 * merge_file() - carry a change to a file of an older tree
 * @merge: the file
 *
 * Each item that the change changes is merged in tokens with that of the same name; what
 * it adds goes behind the nearest neighbour that the older file has; what it takes out
 * must be the same there. Names that are others in the older branch are learned from
 * both versions of the file. Nothing of the change is left out.
 *
 * Return: how it ended. A name in @unknown makes the result wrong, unless the change
 * declares it in another file.
 */
enum merged merge_file(struct merge *merge);

/**
 * merge_look() - what names a change brings that went in as text
 * @merge: the file, @ours before and @theirs after it; gets @unknown and @added
 *
 * Return: 0, or -1 after an error().
 */
int merge_look(struct merge *merge);

/**
 * merge_release() - free what a merge owns
 * @merge: the merge
 */
void merge_release(struct merge *merge);

#endif
