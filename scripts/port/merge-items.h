/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source file in items: each function, struct, enum, macro, directive or other
 * declaration at its top level.
 */
#ifndef FERRY_PORT_MERGE_ITEMS_H
#define FERRY_PORT_MERGE_ITEMS_H

#include "base/strbuf.h"
#include "port/merge-words.h"

/**
 * struct item - one of them
 * @name: what it is called by: "foo", "struct foo", "#define FOO", or a whole directive
 * @nth: of those with that name before it, how many
 * @first: its first token
 * @end: the token behind its last one
 * @begin: where it begins in the text, with the comments above
 * @stop: where it ends there: the next begins
 * @run: its tokens
 */
struct item {
	char *name;
	size_t nth;
	size_t first, end;
	size_t begin, stop;
	struct run run;
};

/**
 * struct items - a file
 * @text: the file, borrowed
 * @tokens: its tokens
 * @v: its items: all tokens and all of the text
 * @nr: how many
 * @alloc: for how many there is room
 */
struct items {
	const struct strbuf *text;
	struct ctokens tokens;
	struct item *v;
	size_t nr, alloc;
};

/**
 * items_cut() - cut a file into items
 * @items: filled, whatever it held; end with items_release()
 * @words: the spellings; gets those of the file
 * @text: the file, which must live as long
 */
void items_cut(struct items *items, struct words *words, const struct strbuf *text);

/**
 * items_release() - free the items
 * @items: the items
 */
void items_release(struct items *items);

/**
 * items_find() - the item of a name
 * @items: the file
 * @name: the name
 * @nth: of those with that name, the one behind how many
 *
 * Return: its index, or SIZE_MAX.
 */
size_t items_find(const struct items *items, const char *name, size_t nth);

/**
 * items_all() - all tokens of a file
 * @items: the file
 * @run: gets them
 */
void items_all(const struct items *items, struct run *run);

/**
 * item_line() - the line where an item begins, from 1, comments above aside
 * @items: the file
 * @item: the item
 */
unsigned int item_line(const struct items *items, const struct item *item);

#endif
