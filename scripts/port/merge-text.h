/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tokens that were merged as text again: with the layout and the comments of the
 * older branch, and those of the change where that is new.
 */
#ifndef FERRY_PORT_MERGE_TEXT_H
#define FERRY_PORT_MERGE_TEXT_H

#include "port/merge-items.h"

/**
 * struct rendering - an item in three versions
 * @words: the spellings
 * @dir: an empty folder to work in
 * @ours: file of the older branch, and @our_item in it
 * @base: what the change was made from, and @base_item
 * @theirs: that with the change, and @their_item
 * @new_base: the tokens of @base_item, with names of the older branch
 * @new_theirs: those of @their_item, likewise
 */
struct rendering {
	struct words *words;
	const char *dir;
	const struct items *ours, *base, *theirs;
	const struct item *our_item, *base_item, *their_item;
	const struct run *new_base, *new_theirs;
};

/**
 * merge_text() - the text of an item that was merged
 * @rendering: where it comes from
 * @merged: its tokens
 * @out: gets the text, which has just these tokens
 *
 * Return: whether there is such a text.
 */
bool merge_text(const struct rendering *rendering, const struct run *merged,
		struct strbuf *out);

/**
 * merge_comments() - the text of an item of which the change changes no token
 * @rendering: where it comes from
 * @out: gets the text
 *
 * Return: whether its comments could be merged; else @out is the older branch's.
 */
bool merge_comments(const struct rendering *rendering, struct strbuf *out);

/**
 * text_renamed() - the text of an item, with other names
 * @words: the spellings
 * @items: the file
 * @item: the item
 * @run: its tokens, each with the spelling that it is to have
 * @out: gets the text
 */
void text_renamed(const struct words *words, const struct items *items,
		  const struct item *item, const struct run *run, struct strbuf *out);

#endif
