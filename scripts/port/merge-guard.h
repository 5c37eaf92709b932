/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names in what was merged that the older tree does not know.
 */
#ifndef FERRY_PORT_MERGE_GUARD_H
#define FERRY_PORT_MERGE_GUARD_H

#include "port/merge-plan.h"
#include "port/merge.h"

/**
 * guard_ask() - which words the older tree knows
 * @plan: the versions of the file
 * @names: whom to ask
 * @known: gets for each word whether it does; to be freed by the caller
 *
 * Asked are the words of the change alone.
 *
 * Return: 0, or -1 after an error().
 */
int guard_ask(struct plan *plan, const struct merge_names *names, bool **known);

/**
 * guard_check() - look for names that nobody knows
 * @plan: the versions of the file
 * @known: what the older tree knows
 * @merge: the result; gets the names that the change declares, those that nobody
 *	declares in this file, and the reason where one must be declared in it
 *
 * Return: whether no name is amiss for sure.
 */
bool guard_check(struct plan *plan, const bool *known, struct merge *merge);

#endif
