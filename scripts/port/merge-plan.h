/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which item of one version of a file is which of another one.
 */
#ifndef FERRY_PORT_MERGE_PLAN_H
#define FERRY_PORT_MERGE_PLAN_H

#include "port/merge-items.h"
#include "port/merge-learn.h"

/* No item. */
#define NO_ITEM SIZE_MAX

/**
 * struct plan - a file in its three versions
 * @words: the spellings
 * @base: what a change was made from
 * @theirs: that with the change
 * @ours: the file of the older branch
 * @theirs_of: for each item of @base the one of @theirs, or NO_ITEM
 * @ours_of: likewise of @ours
 * @base_of: for each item of @theirs the one of @base, or NO_ITEM
 * @moved: whether the change moves an item of @base
 * @names: names of @base that are others in @ours, by the whole file
 */
struct plan {
	struct words words;
	struct items base, theirs, ours;
	size_t *theirs_of, *ours_of, *base_of;
	bool *moved;
	struct renames names;
};

/**
 * plan_make() - compare the versions
 * @plan: filled, whatever it held; end with plan_release()
 * @base: what a change was made from
 * @theirs: that with the change
 * @ours: the file of the older branch
 *
 * The texts must live as long.
 */
void plan_make(struct plan *plan, const struct strbuf *base, const struct strbuf *theirs,
	       const struct strbuf *ours);

/**
 * plan_changes() - whether the change changes tokens of an item that it keeps
 * @plan: the versions
 * @base: item of the base
 */
bool plan_changes(const struct plan *plan, size_t base);

/**
 * plan_release() - free the comparison
 * @plan: the versions
 */
void plan_release(struct plan *plan);

/**
 * item_label() - an item in words, for messages
 * @items: the file
 * @item: the item
 *
 * Return: "foo()", "struct foo", ...; the caller frees it.
 */
char *item_label(const struct items *items, const struct item *item);

#endif
