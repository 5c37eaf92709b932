/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one list has more often than another, the order aside. Lists are arrays
 * of pointers to elements that the caller owns.
 */
#ifndef FERRY_MULTISET_H
#define FERRY_MULTISET_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct multiset - the elements of one list
 * @v: pointers to them
 * @nr: how many
 */
struct multiset {
	const void **v;
	size_t nr;
};

/**
 * multiset_added() - mark what a list has more often than another
 * @before: the other list
 * @after: the list
 * @compare: order of two elements as in strcmp(3); 0 if they are the same thing
 * @added: one flag for each element of @after, set or cleared. Of an element
 *	that comes more often than in @before, the last ones are marked.
 *
 * Return: how many are marked.
 */
size_t multiset_added(const struct multiset *before, const struct multiset *after,
		      int (*compare)(const void *a, const void *b), bool *added);

#endif /* FERRY_MULTISET_H */
