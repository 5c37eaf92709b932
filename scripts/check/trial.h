/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One compiler at work on the changed file of one target, before and after the
 * change, in a build tree of its own that is kept in the store.
 */
#ifndef FERRY_TRIAL_H
#define FERRY_TRIAL_H

#include "check/compilers.h"
#include "stage/sides.h"
#include "data/requirements.h"
#include "check/warnings.h"

/**
 * enum trial_end - what became of it
 * @TRIAL_GOES_ON: nothing is in its way
 * @TRIAL_SKIPPED: it is not there, or cannot compile the file without the change
 *	either
 * @TRIAL_FAILED: it cannot with the change, and could without
 */
enum trial_end {
	TRIAL_GOES_ON,
	TRIAL_SKIPPED,
	TRIAL_FAILED,
};

/**
 * struct trial - one compiler at work
 * @stage: the stage at work
 * @compiler: the compiler
 * @requirements: which package has it
 * @offered: the guest's configuration fragments
 * @source: the tree that is checked out; set before trial_go()
 * @version: what the compiler says of itself, NULL as long as it was not asked
 * @configuration: what names the configuration of @tree, empty as long as it has
 *	none
 * @tree: the O= folder
 * @said: what the make that ran last printed
 * @kbuild: the build tree
 * @warnings: of each side
 * @end: what became of it
 * @reason: why, unless it goes on
 */
struct trial {
	struct stage *stage;
	const struct compiler *compiler;
	const struct requirements *requirements;
	const struct argv *offered;
	const char *source;
	char *version;
	char configuration[DIGEST_HEX];
	char *tree;
	struct strbuf said;
	struct kbuild kbuild;
	struct warnings warnings[SIDE_NR];
	enum trial_end end;
	struct strbuf reason;
};

/**
 * trial_init() - set a trial up
 * @trial: what to set up; also after a failure trial_release() frees it
 * @stage: the stage at work
 * @compiler: the compiler
 * @requirements: which package has it
 * @offered: the guest's configuration fragments
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int trial_init(struct trial *trial, struct stage *stage,
	       const struct compiler *compiler,
	       const struct requirements *requirements, const struct argv *offered);

/**
 * trial_release() - free what a trial owns
 * @trial: one that was set up, or zeroed
 */
void trial_release(struct trial *trial);

/**
 * trial_go() - compile the file on one side
 * @trial: the trial
 * @side: which side; that before the change comes first
 *
 * Does nothing if the trial does not go on.
 *
 * Return: 0 (look at @end of the trial), or -1 when the stage was given the
 * verdict BROKEN.
 */
int trial_go(struct trial *trial, enum side side);

#endif
