/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The labels of a function and what goes to them, in each configuration.
 */
#ifndef FERRY_JUMP_H
#define FERRY_JUMP_H

#include "data/condition.h"

/**
 * struct jump - a label, or what goes to one
 * @name: the name of the label
 * @when: the configurations that have it
 * @at: index of the token, of that of @macro where there is one
 * @macro: the macro that it is in, or NULL
 */
struct jump {
	const struct ctoken *name;
	struct when when;
	size_t at;
	const struct ctoken *macro;
};

struct jumps {
	struct jump *v;
	size_t nr, alloc;
};

/**
 * jumps_add() - add one
 * @jumps: zeroed at first; free its array
 * @jump: the one
 */
void jumps_add(struct jumps *jumps, struct jump jump);

/**
 * jumps_named() - whether there is one of a name
 * @jumps: where to look
 * @name: the name
 */
bool jumps_named(const struct jumps *jumps, const struct ctoken *name);

/**
 * jump_covered() - whether each configuration that has one has one of its name in others
 * @jump: the one
 * @others: the others
 * @nr: gets how many others have its name
 */
bool jump_covered(const struct jump *jump, const struct jumps *others, size_t *nr);

#endif
