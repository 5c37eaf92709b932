/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Under which conditions of #if a part of a source file is compiled.
 */
#ifndef FERRY_CONDITION_H
#define FERRY_CONDITION_H

#include <stdint.h>

#include "data/statement.h"

/**
 * struct when - conditions that must hold, and that must not
 * @yes: by bits
 * @no: by bits
 */
struct when {
	uint64_t yes, no;
};

/**
 * struct branch - a branch of an #if
 * @outside: what holds around the #if
 * @passed: what holds in it because none of the branches before was taken
 * @yes: its own condition
 * @no: its own condition, when it is one that must not hold
 */
struct branch {
	struct when outside, passed;
	uint64_t yes, no;
};

/**
 * struct conditions - the conditions of a file, and those around a place in it
 * @texts: the conditions, each the bit of its index; more than 64 are none
 * @nr: how many
 * @now: those that hold here
 * @open: the branches of the #if around
 * @nr_open: how many
 * @alloc_open: for how many there is room
 */
struct conditions {
	char *texts[64];
	size_t nr;
	struct when now;
	struct branch *open;
	size_t nr_open, alloc_open;
};

/**
 * conditions_pass() - step over a directive
 * @conditions: zeroed at first; free with conditions_release()
 * @statements: the file
 * @at: index of the statement, any directive
 */
void conditions_pass(struct conditions *conditions, const struct statements *statements,
		     size_t at);

/**
 * conditions_release() - free what they hold
 * @conditions: the conditions
 */
void conditions_release(struct conditions *conditions);

/**
 * when_both() - whether there is a configuration that has both
 * @a: one
 * @b: the other
 */
bool when_both(struct when a, struct when b);

/**
 * when_covered() - whether each configuration that has a place has one of others
 * @place: the place
 * @others: the others
 * @nr: how many
 */
bool when_covered(struct when place, const struct when *others, size_t nr);

#endif
