/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stages: what they have in common.  Each is one command, does one target at a
 * time and writes out/<target>/<series>/<stage>/{cmd,log,result}.  A stage whose
 * inputs did not change is not run again.
 */
#ifndef FERRY_STAGE_H
#define FERRY_STAGE_H

#include "base/digest.h"
#include "data/expect.h"
#include "data/facts.h"
#include "data/options.h"
#include "data/result.h"
#include "data/series.h"
#include "tools/store.h"
#include "data/target.h"

/* Begins a line in which a stage tells how far it is. */
#define STAGE_PROGRESS "\001"

enum stage_id {
	STAGE_FETCH,
	STAGE_SHAPE,
	STAGE_PORT,
	STAGE_CHECK,
	STAGE_BUILD,
	STAGE_BOOT,
	STAGE_NR,
};

/**
 * struct stage - one stage at work on one target
 * @id: which stage
 * @options: what the person asked for
 * @store: the kernel store, locked
 * @series: the series
 * @target: the target
 * @expect: what is expected of the series there
 * @dir: out/<target>/<series>/<stage>
 * @log: its log file
 * @result: what is being found out
 * @earlier: results of the stages before this one
 */
struct stage {
	enum stage_id id;
	const struct options *options;
	struct store store;
	struct series series;
	struct target target;
	struct expect expect;
	char *dir;
	char *log;
	struct result result;
	struct result earlier[STAGE_NR];
};

/**
 * struct stage_type - what is special about a stage
 * @name: name of the stage, its command and its folder
 * @help: what its command takes and does
 * @revision: raised when the stage's own meaning changes, so that old results
 *            are not taken for new ones
 * @inputs: adds to the digest all that the result depends on
 * @intact: whether what an earlier run left outside the folder is still there
 * @run: does the work and sets the result
 * @instead: what the command does where it is not for targets: true when it did, with
 *	the exit status; NULL for a command that is always for targets
 * @afterwards: what the command does once the stage of all targets has passed or some
 *	are refused, as the status says, and its exit status; NULL for nothing
 * @keeps: folder inside the stage's that one run leaves to the next, with what
 *         has a key of its own; NULL for none
 * @input_is_output: the run itself changes what @inputs sees
 */
struct stage_type {
	const char *name;
	struct command_help help;
	unsigned int revision;
	int (*inputs)(const struct stage *stage, struct digest *digest);
	bool (*intact)(const struct stage *stage);
	void (*run)(struct stage *stage);
	bool (*instead)(const struct options *options, int *status);
	int (*afterwards)(const struct options *options, int status);
	const char *keeps;
	bool input_is_output;
};

extern const struct stage_type stage_fetch, stage_shape, stage_port, stage_check,
	stage_build, stage_boot;

/**
 * stage_type() - what is special about a stage
 * @id: which stage
 *
 * Return: a constant.
 */
const struct stage_type *stage_type(enum stage_id id);

/**
 * stage_dir() - the folder of a stage's result, of a mutant apart from the rest
 * @options: the options of one series
 * @target: name of the target
 * @id: which stage
 *
 * Return: the path; the caller frees it.
 */
char *stage_dir(const struct options *options, const char *target,
		enum stage_id id);

/**
 * stage_lock_out() - wait until no other run writes to the folder for results
 * @options: the options
 *
 * It is this process's until its end; a process that it starts shares it.
 *
 * Return: 0, or -1 after an error().
 */
int stage_lock_out(const struct options *options);

/**
 * stage_perform() - bring one stage of one target up to date
 * @options: the options
 * @id: which stage; those before it must have been run
 * @target: name of the target
 *
 * Prints the stage's line and writes its result.
 *
 * Return: the verdict.
 */
enum verdict stage_perform(const struct options *options, enum stage_id id,
			   const char *target);

/**
 * struct stage_known - what is known of one stage of one target
 * @known: whether there is a result
 * @fresh: whether there is, and its inputs are still the same
 * @result: the result
 */
struct stage_known {
	bool known;
	bool fresh;
	struct result result;
};

/**
 * stages_known() - what is known of all stages, without running anything
 * @options: the options of one series
 * @target: name of the target
 * @known: STAGE_NR of them, which are set up; what comes after a stage that did
 *         not pass, or is not fresh, is of another run and not known. Their results
 *         are for the caller to release.
 */
void stages_known(const struct options *options, const char *target,
		  struct stage_known *known);

/**
 * stage_fact() - a string fact of an earlier stage
 * @stage: the stage at work
 * @id: the earlier stage
 * @name: the fact
 *
 * Return: the value, "" when there is none.
 */
const char *stage_fact(const struct stage *stage, enum stage_id id,
		       const char *name);

/**
 * stage_tree() - the user's own tree for the target
 * @stage: the stage at work
 *
 * Return: DIR or GITDIR@REV, or NULL when the source is the target's own.
 */
const char *stage_tree(const struct stage *stage);

/**
 * stage_path() - a path in the stage's folder
 * @stage: the stage at work
 * @name: name of the file
 *
 * Return: the path; the caller frees it.
 */
char *stage_path(const struct stage *stage, const char *name);

/**
 * stage_say() - append a line to the stage's log
 * @stage: the stage at work
 * @fmt: printf format
 */
void stage_say(const struct stage *stage, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * stage_progress() - tell whoever watches how far the stage is
 * @stage: the stage at work
 * @fmt: printf format of a few words
 */
void stage_progress(const struct stage *stage, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * stage_conclude() - record what went wrong, for the macros below
 * @stage: the stage at work
 * @verdict: FAIL or BROKEN
 * @fmt: printf format of what was wrong, where, what next
 *
 * Return: -1.
 */
int stage_conclude(struct stage *stage, enum verdict verdict, const char *fmt, ...)
	__printf(3, 4);

/* a failure of the kernel, the patch or a test */
#define stage_fail(stage, ...)		stage_conclude(stage, VERDICT_FAIL, __VA_ARGS__)
/* the tool or the machine failed */
#define stage_broken(stage, ...)	stage_conclude(stage, VERDICT_BROKEN, __VA_ARGS__)

/**
 * stage_status() - the exit status that a verdict gives
 * @verdict: the verdict
 *
 * Return: an enum exit_status value.
 */
int stage_status(enum verdict verdict);

#endif
