// SPDX-License-Identifier: GPL-2.0-only
/* Which stage of which target may run next, see schedule.h */
#include "run/schedule.h"

#include "base/util.h"

void schedule_init(struct schedule *schedule, unsigned int slots, bool keep_going)
{
	memset(schedule, 0, sizeof(*schedule));
	schedule->slots = slots ? slots : 1;
	schedule->keep_going = keep_going;
}

void schedule_release(struct schedule *schedule)
{
	free(schedule->tasks);
	memset(schedule, 0, sizeof(*schedule));
}

size_t schedule_add(struct schedule *schedule, const char *target,
		    unsigned int stage, size_t needs)
{
	struct task *task;

	schedule->tasks = xrealloc(schedule->tasks,
				   (schedule->nr + 1) * sizeof(*schedule->tasks));
	task = &schedule->tasks[schedule->nr];
	*task = (struct task){ .target = target, .stage = stage, .needs = needs };
	return schedule->nr++;
}

static bool target_is_busy(const struct schedule *schedule, const char *target)
{
	for (size_t i = 0; i < schedule->nr; i++)
		if (schedule->tasks[i].state == TASK_RUNNING &&
		    !strcmp(schedule->tasks[i].target, target))
			return true;
	return false;
}

static bool may_start(const struct schedule *schedule, const struct task *task)
{
	const struct task *first;

	if (task->state != TASK_WAITING || target_is_busy(schedule, task->target))
		return false;
	if (task->needs == SCHEDULE_NONE)
		return true;
	first = &schedule->tasks[task->needs];
	return first->state == TASK_DONE && first->goes_on;
}

/* A target that has begun goes on before another one begins. */
static size_t pick(const struct schedule *schedule)
{
	size_t best = SCHEDULE_NONE;

	for (size_t i = 0; i < schedule->nr; i++) {
		if (!may_start(schedule, &schedule->tasks[i]))
			continue;
		if (best == SCHEDULE_NONE ||
		    schedule->tasks[i].stage > schedule->tasks[best].stage)
			best = i;
	}
	return best;
}

size_t schedule_next(struct schedule *schedule)
{
	size_t index;

	if (schedule->stopped || schedule->running >= schedule->slots)
		return SCHEDULE_NONE;
	index = pick(schedule);
	if (index != SCHEDULE_NONE) {
		schedule->tasks[index].state = TASK_RUNNING;
		schedule->running++;
	}
	return index;
}

static void drop_dependents(struct schedule *schedule, size_t index)
{
	for (size_t i = 0; i < schedule->nr; i++) {
		struct task *task = &schedule->tasks[i];

		if (task->needs != index || task->state != TASK_WAITING)
			continue;
		task->state = TASK_DROPPED;
		task->verdict = VERDICT_SKIP;
		drop_dependents(schedule, i);
	}
}

void schedule_finish(struct schedule *schedule, size_t index, enum verdict verdict,
		     bool goes_on)
{
	struct task *task = &schedule->tasks[index];

	task->state = TASK_DONE;
	task->verdict = verdict;
	task->goes_on = goes_on;
	schedule->running--;
	if (goes_on)
		return;
	drop_dependents(schedule, index);
	if (verdict != VERDICT_SKIP && !schedule->keep_going)
		schedule->stopped = true;
}

bool schedule_busy(const struct schedule *schedule)
{
	if (schedule->running)
		return true;
	return !schedule->stopped && pick(schedule) != SCHEDULE_NONE;
}
