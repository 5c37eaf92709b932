/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's semantic patches say of the changed files, before and after the
 * change.
 */
#ifndef FERRY_COCCICHECK_H
#define FERRY_COCCICHECK_H

#include "check/check.h"

/* The programs that have a say here, ended by NULL. */
extern const char * const coccicheck_tools[];

/**
 * struct coccicheck - coccicheck at work
 * @check: what it looks at
 * @warnings: what it says of each side
 * @failed: "FILE: SCRIPT" for each script that could not run on a side
 */
struct coccicheck {
	struct check *check;
	struct warnings warnings[SIDE_NR];
	struct argv failed[SIDE_NR];
};

/**
 * coccicheck_side() - what they say of the side that is checked out
 * @cocci: began with nothing but its @check
 * @side: which side; that before the change comes first
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int coccicheck_side(struct coccicheck *cocci, enum side side);

/**
 * coccicheck_release() - free what it owns
 * @cocci: began with nothing but its @check
 */
void coccicheck_release(struct coccicheck *cocci);

#endif
