/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which stage of which target may run next: one at a time for each target, whose
 * trees its stages share.  Plain data: starts no process,
 * reads no clock, so it is tested without either.
 *
 * A struct schedule owns its tasks from schedule_init() to schedule_release().
 */
#ifndef FERRY_SCHEDULE_H
#define FERRY_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/result.h"

#define SCHEDULE_NONE ((size_t)-1)

enum task_state {
	TASK_WAITING,
	TASK_RUNNING,
	TASK_DONE,	/* was run; see its verdict */
	TASK_DROPPED,	/* will not be run: what it needs did not pass */
};

/**
 * struct task - one stage of one target
 * @target: name of the target; not owned
 * @stage: index of the stage, the caller's own numbering
 * @needs: the task that must pass first, or be of no use, or SCHEDULE_NONE
 * @state: where it stands
 * @verdict: its verdict once done; SKIP when dropped
 * @goes_on: whether what needs it may follow, once done
 */
struct task {
	const char *target;
	unsigned int stage;
	size_t needs;
	enum task_state state;
	enum verdict verdict;
	bool goes_on;
};

struct schedule {
	struct task *tasks;
	size_t nr;
	unsigned int running;
	unsigned int slots;
	bool keep_going;
	bool stopped;
};

/**
 * schedule_init() - an empty schedule
 * @schedule: what to set up
 * @slots: how many tasks may run at once, 1 or more
 * @keep_going: whether a FAIL or BROKEN of one target lets the others go on
 */
void schedule_init(struct schedule *schedule, unsigned int slots, bool keep_going);

/**
 * schedule_release() - free the tasks
 * @schedule: what was set up
 */
void schedule_release(struct schedule *schedule);

/**
 * schedule_add() - add a task
 * @schedule: what was set up
 * @target: the target's name; must outlive the schedule
 * @stage: the caller's number for the stage
 * @needs: index of a task added before, or SCHEDULE_NONE
 *
 * Return: the index of the task.
 */
size_t schedule_add(struct schedule *schedule, const char *target,
		    unsigned int stage, size_t needs);

/**
 * schedule_next() - take a task to start now
 * @schedule: what was set up
 *
 * The task is RUNNING when this returns; end it with schedule_finish().
 *
 * Return: its index, or SCHEDULE_NONE when no task may start at present.
 */
size_t schedule_next(struct schedule *schedule);

/**
 * schedule_finish() - a running task has ended
 * @schedule: what was set up
 * @index: the task
 * @verdict: its verdict
 * @goes_on: whether the tasks that need it may follow; otherwise they are dropped
 */
void schedule_finish(struct schedule *schedule, size_t index, enum verdict verdict,
		     bool goes_on);

/**
 * schedule_busy() - whether anything runs or may still be started
 * @schedule: what was set up
 *
 * Return: false once every task is done or dropped, or, after a FAIL without
 * keep_going, once nothing runs any more.
 */
bool schedule_busy(const struct schedule *schedule);

#endif
