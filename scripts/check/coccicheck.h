/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the guest's own compiler with sparse, and the kernel's semantic patches, say
 * of the changed file, before and after the change.
 */
#ifndef FERRY_COCCICHECK_H
#define FERRY_COCCICHECK_H

#include "stage/sides.h"
#include "check/warnings.h"

/* The flavour that is checked: a compiler says more without debugging options. */
extern const char check_flavour[];

/* The programs that have a say here, ended by NULL. */
extern const char * const check_tools[];

/**
 * struct check - one target's check tree, both sides one after the other
 * @stage: the stage at work
 * @kbuild: the build tree
 * @source: the tree that is checked out
 * @object: the O= folder
 * @scripts: the kernel's semantic patches
 * @scripts_unheard: those that could not run on a side
 * @unheard: how many those are on the side at work
 * @passing: one of them was in want of time, not in error
 */
struct check {
	struct stage *stage;
	struct kbuild kbuild;
	struct strbuf source;
	char *object;
	struct argv scripts;
	struct argv scripts_unheard[SIDE_NR];
	unsigned long unheard;
	bool passing;
};

/**
 * check_init() - set a check up
 * @check: what to set up; also after a failure check_release() frees it
 * @stage: the stage at work
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int check_init(struct check *check, struct stage *stage);

/**
 * check_release() - free what a check owns
 * @check: one that was set up
 */
void check_release(struct check *check);

/**
 * check_side() - what they say on one side
 * @check: the check
 * @side: which side; that before the change comes first
 * @list: WARNINGS_INIT; gets what was said
 *
 * Return: 0, or -1 when the stage was given a verdict: FAIL when the file does not
 * compile with the change, BROKEN for all else.
 */
int check_side(struct check *check, enum side side, struct warnings *list);

#endif
