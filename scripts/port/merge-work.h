/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file that is being merged item by item; for merge.c and what it is made of.
 */
#ifndef FERRY_PORT_MERGE_WORK_H
#define FERRY_PORT_MERGE_WORK_H

#include "port/merge-plan.h"
#include "port/merge.h"

/**
 * struct piece - an item of the result
 * @ours: the item of the older file that it is, or NO_ITEM
 * @theirs: the item that the change adds, or NO_ITEM
 * @text: its text
 */
struct piece {
	size_t ours, theirs;
	struct strbuf text;
};

/**
 * struct work - the file
 * @merge: its versions
 * @plan: which item is which
 * @known: the words that the older tree knows
 * @used: names of the older branch in items that were merged
 * @pieces: the result
 * @nr: how many pieces
 * @alloc: for how many there is room
 */
struct work {
	struct merge *merge;
	struct plan plan;
	bool *known;
	struct renames used;
	struct piece *pieces;
	size_t nr, alloc;
};

/**
 * work_piece() - the piece that an item of the older file is
 * @work: the file
 * @ours: the item, or NO_ITEM
 *
 * Return: its index, or NO_ITEM.
 */
size_t work_piece(const struct work *work, size_t ours);

/**
 * work_missing() - refuse a change to an item that the older file has not
 * @work: the file
 * @items: the version that has it
 * @item: the item
 *
 * Return: MERGED_NOT.
 */
enum merged work_missing(struct work *work, const struct items *items,
			 const struct item *item);

/**
 * work_note_names() - say which names of the change are others in the result
 * @work: the file
 * @label: the item, in words
 * @base: its tokens before the change
 * @theirs: those after it
 * @named: those, with the other names
 */
void work_note_names(struct work *work, const char *label, const struct run *base,
		     const struct run *theirs, const struct run *named);

/**
 * work_change() - merge an item that the change changes
 * @work: the file
 * @base: the item
 *
 * Return: how it ended.
 */
enum merged work_change(struct work *work, size_t base);

#endif
