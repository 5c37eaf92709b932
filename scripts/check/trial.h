/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One compiler at work on the changed files of one target, before and after the
 * change, in a build tree of its own that is kept in the store.
 */
#ifndef FERRY_TRIAL_H
#define FERRY_TRIAL_H

#include "check/check.h"
#include "check/compilers.h"
#include "check/reached.h"
#include "tools/kbuild.h"

/**
 * enum trial_status - what became of it
 * @TRIAL_OK: nothing is in its way
 * @TRIAL_SKIPPED: it is not there, or cannot compile the files without the change
 *	either
 * @TRIAL_FAILED: it cannot with the change, and could without
 */
enum trial_status {
	TRIAL_OK,
	TRIAL_SKIPPED,
	TRIAL_FAILED,
};

/**
 * struct trial - one compiler at work
 * @check: what it is to compile
 * @compiler: the compiler
 * @version: what the compiler says of itself, NULL as long as it was not asked
 * @id: stands for all that what it says without the change depends on, empty as long
 *	as the tree has no configuration
 * @tree: the O= folder
 * @ccache: where its compilations are kept
 * @said: what the make that ran last printed
 * @kbuild: the build tree
 * @warnings: of each side
 * @reached: gets which lines of the port are compiled
 * @old_sparse: the kernel asks for a newer sparse
 * @status: what became of it
 * @reason: why, unless it is TRIAL_OK
 */
struct trial {
	struct check *check;
	const struct compiler *compiler;
	char *version;
	char id[DIGEST_HEX];
	char *tree;
	char *ccache;
	struct strbuf said;
	struct kbuild kbuild;
	struct warnings warnings[SIDE_NR];
	struct reached *reached;
	bool old_sparse;
	enum trial_status status;
	struct strbuf reason;
};

/**
 * trial_init() - set a trial up
 * @trial: what to set up; also after a failure trial_release() frees it
 * @check: what it is to compile
 * @compiler: the compiler
 * @reached: gets which lines of the port it compiles
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int trial_init(struct trial *trial, struct check *check,
	       const struct compiler *compiler, struct reached *reached);

/**
 * trial_release() - free what a trial owns
 * @trial: one that was set up, or zeroed
 */
void trial_release(struct trial *trial);

/**
 * trial_go() - compile the files of the side that is checked out
 * @trial: the trial
 * @side: which side; that before the change comes first
 *
 * Does nothing if the trial is not TRIAL_OK.
 *
 * Return: 0 (look at @status of the trial), or -1 when the stage was given the
 * verdict BROKEN.
 */
int trial_go(struct trial *trial, enum side side);

#endif
