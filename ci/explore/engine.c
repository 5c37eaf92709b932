// SPDX-License-Identifier: GPL-2.0-only
/* Executions, and which are tried in which order; see explore.h */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine.h"

struct keep *keep;

/* --- one execution --------------------------------------------------------------- */

static void run_scenario(long argument)
{
	const struct scenario *scenario = &scenarios[keep->plan.scenario];

	(void)argument;
	scenario->run(scenario->argument);
}

/* Whether it ended without a finding. */
static bool execute(void)
{
	memory_reset();
	memcpy(__data_start, keep->snapshot, (size_t)(_end - __data_start));
	keep->found = false;
	keep->executions++;
	alarm(3);
	if (!sigsetjmp(keep->out, 1)) {
		actor_start("main", 0, run_scenario, 0, 0);
		schedule_all();
	}
	alarm(0);
	keep->points = points;
	keep->fallible = fallible;
	keep->allocations = allocations;
	return !keep->found;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - keep->begin.tv_sec) +
	       (double)(now.tv_nsec - keep->begin.tv_nsec) / 1e9;
}

/* All schedules of the plan with up to @left more delays, at or after the last. */
static bool delay(int left)
{
	struct plan *plan = &keep->plan;
	unsigned int end = keep->points;
	unsigned int first = plan->nr ? plan->delays[plan->nr - 1] : 0;

	if (!left)
		return true;
	plan->nr++;
	for (unsigned int i = first; i < end; i++) {
		plan->delays[plan->nr - 1] = i;
		if (seconds() > keep->limit)
			return false;
		if (!execute() && keep->nr == MAX_FINDINGS)
			return false;
		keep->bounded[plan->nr]++;
		if (left > 1 && !keep->found && !delay(left - 1))
			return false;
	}
	plan->nr--;
	return true;
}

static void begin(unsigned int scenario)
{
	keep->plan = (struct plan){ .scenario = scenario };
}

static void prime(void)
{
	for (unsigned int i = 0; i < nr_scenarios; i++) {
		begin(i);
		execute();
	}
}

static void fail_each(unsigned int scenario)
{
	unsigned int fallible_there, allocations_there;

	begin(scenario);
	execute();
	fallible_there = keep->fallible;
	allocations_there = keep->allocations;
	for (unsigned int i = 1; i <= fallible_there && keep->nr < MAX_FINDINGS; i++) {
		begin(scenario);
		keep->plan.fail = i;
		execute();
	}
	for (unsigned int i = 1; i <= allocations_there && keep->nr < MAX_FINDINGS; i++) {
		begin(scenario);
		keep->plan.reclaim = i;
		execute();
	}
}

/* Each failure with each schedule of one delay. */
static bool fail_each_delayed(unsigned int scenario)
{
	unsigned int fallible_there;

	begin(scenario);
	execute();
	fallible_there = keep->fallible;
	for (unsigned int i = 1; i <= fallible_there; i++) {
		begin(scenario);
		keep->plan.fail = i;
		execute();
		if (!delay(1))
			return false;
	}
	return true;
}

/* Schedules to the bound, level by level, so that what is cut off is the deepest. */
static int explore(void)
{
	for (int level = 1; level <= keep->bound; level++) {
		for (unsigned int i = 0; i < nr_scenarios; i++) {
			begin(i);
			if (execute() && !delay(level))
				return level - 1;
			if (keep->nr)
				return level - 1;
		}
	}
	return keep->bound;
}

static unsigned long at_random(double until)
{
	unsigned long nr = 0;

	keep->random = 1;
	while (!keep->nr && nr < 3000 && seconds() < until) {
		for (unsigned int i = 0; i < nr_scenarios && !keep->nr; i++) {
			begin(i);
			keep->chance = 4 + keep->random / 65536 % 16;
			execute();
			nr++;
		}
	}
	keep->chance = 0;
	return nr;
}

/* --- the command ---------------------------------------------------------------- */

static bool parse_word(const char *word)
{
	struct plan *plan = &keep->plan;
	size_t len = strcspn(word, "/");
	unsigned int i = 0;
	const char *at;

	while (i < nr_scenarios && (strlen(scenarios[i].name) != len ||
				    strncmp(scenarios[i].name, word, len)))
		i++;
	if (i == nr_scenarios)
		return false;
	begin(i);
	for (at = word + len; *at == '/';) {
		char *end, what = at[1];
		unsigned long number = strtoul(at + 2, &end, 10);

		if (end == at + 2)
			return false;
		if (what == 'f') {
			plan->fail = (unsigned int)number;
		} else if (what == 'r') {
			plan->reclaim = (unsigned int)number;
		} else if (what == 'd') {
			plan->delays[plan->nr++] = (unsigned int)number;
			while (*end == ',' && plan->nr < MAX_DELAYS)
				plan->delays[plan->nr++] = (unsigned int)strtoul(end + 1, &end, 10);
		} else {
			return false;
		}
		at = end;
	}
	return !*at;
}

static void *map(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);

	if (memory == MAP_FAILED) {
		perror("explore: mmap");
		exit(4);
	}
	return memory;
}

static void set_up(void)
{
	keep = map(sizeof(*keep));
	keep->stacks = map(MAX_ACTORS * STACK_SIZE);
	memory_roots();
	catch_faults();
	clock_gettime(CLOCK_MONOTONIC, &keep->begin);
	keep->snapshot = map((size_t)(_end - __data_start));
	memcpy(keep->snapshot, __data_start, (size_t)(_end - __data_start));
}

static int replay(const char *program, const char *word)
{
	struct plan plan;

	if (!parse_word(word)) {
		printf("word\n");
		return 2;
	}
	plan = keep->plan;
	prime();
	keep->nr = 0;
	keep->plan = plan;
	execute();
	say_findings(program);
	printf("done executions 1 bound 0 of 0 random 0 seconds %.1f\n", seconds());
	return keep->nr ? 1 : 0;
}

/* explore BOUND SECONDS [WORD] */
int main(int argc, char **argv)
{
	unsigned long random = 0;
	int reached = 0;

	set_up();
	if (argc < 3)
		return 2;
	keep->bound = atoi(argv[1]);
	if (keep->bound >= MAX_DELAYS || keep->bound >= 8)
		return 2;
	keep->limit = atof(argv[2]);
	if (argc > 3)
		return replay(argv[0], argv[3]);
	prime();
	for (unsigned int i = 0; i < nr_scenarios && !keep->nr; i++)
		if (scenarios[i].faults)
			fail_each(i);
	if (!keep->nr)
		reached = explore();
	for (unsigned int i = 0; i < nr_scenarios && !keep->nr && keep->bound > 1; i++)
		if (scenarios[i].faults > 1 && !fail_each_delayed(i))
			reached = 0;
	if (!keep->nr && reached == keep->bound)
		random = at_random(keep->limit);
	say_findings(argv[0]);
	for (unsigned int i = 0; i < nr_scenarios && getenv("EXPLORE_POINTS"); i++) {
		begin(i);
		execute();
		printf("scenario %s points %u fallible %u allocations %u\n", scenarios[i].name,
		       keep->points, keep->fallible, keep->allocations);
	}
	printf("done executions %lu bound %d of %d random %lu seconds %.1f\n", keep->executions,
	       reached, keep->bound, random, seconds());
	return keep->nr ? 1 : 0;
}
