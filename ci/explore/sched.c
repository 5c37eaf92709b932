// SPDX-License-Identifier: GPL-2.0-only
/* Actors, and whose turn it is, see engine.h */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

STATE struct actor actors[MAX_ACTORS];
STATE int nr_actors;
STATE struct actor *current;
STATE unsigned int points, fallible, allocations;
STATE int tolerated;
STATE char failed_what[48], reclaimed_in[48];

static STATE ucontext_t scheduler;

/* --- actors ------------------------------------------------------------------ */

static int runnable(const struct actor *actor)
{
	return !actor->done && (!actor->ready || actor->ready(actor->data));
}

static int nr_runnable(const struct actor *but)
{
	int nr = 0;

	for (int i = 0; i < nr_actors; i++)
		nr += &actors[i] != but && runnable(&actors[i]);
	return nr;
}

static unsigned int delays_here(void)
{
	struct plan *plan = &keep->plan;
	unsigned int here = points++, nr = 0;

	if (points > MAX_POINTS)
		finding("does not come to an end");
	if (keep->chance && plan->nr < MAX_DELAYS) {
		keep->random = keep->random * 1103515245u + 12345u;
		if ((keep->random >> 16) % keep->chance == 0)
			plan->delays[plan->nr++] = here;
	}
	for (unsigned int i = 0; i < plan->nr; i++)
		nr += plan->delays[i] == here;
	return nr;
}

/* The next in turn after @last; daemons come last. */
static struct actor *next_after(const struct actor *last, unsigned int skip)
{
	int start = last ? (int)(last - actors) : -1;

	for (int last_turn = 0; last_turn < 2; last_turn++) {
		for (int i = 1; i <= nr_actors; i++) {
			struct actor *actor = &actors[(start + i) % nr_actors];

			if (actor != last && (actor->daemon == LAST) == last_turn &&
			    runnable(actor) && !skip--)
				return actor;
		}
	}
	return (struct actor *)last;
}

static void say_deadlock(void)
{
	char text[500] = "";
	size_t len = 0;

	for (int i = 0; i < nr_actors; i++) {
		const struct actor *actor = &actors[i];

		if (actor->done || actor->daemon || !actor->ready || len > sizeof(text) - 120)
			continue;
		current = &actors[i];
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s waits for %s",
					len ? ", " : "", actor->name, actor->what);
		if (actor->owner)
			len += (size_t)snprintf(text + len, sizeof(text) - len, ", which %s has",
						actor->owner->name);
	}
	current = NULL;
	finding("deadlock: %s", text);
}

void schedule_all(void)
{
	struct actor *last = NULL;

	for (;;) {
		int nr = nr_runnable(NULL), busy = 0;
		unsigned int skip = 0;

		for (int i = 0; i < nr_actors; i++)
			busy += !actors[i].done && !actors[i].daemon;
		if (!busy)
			return;
		if (!nr)
			say_deadlock();
		if (nr > 1)
			skip = delays_here() % (unsigned int)nr;
		current = next_after(last, skip);
		if (!current)
			unknown("the scheduler found nobody");
		last = current;
		current->ready = NULL;
		swapcontext(&scheduler, &current->context);
	}
}

static void leave(void)
{
	struct actor *actor = current;

	swapcontext(&actor->context, &scheduler);
}

void point(void)
{
	if (current->atomic || !nr_runnable(current))
		return;
	if (delays_here())
		leave();
}

/* Who is put off here goes on elsewhere. */
void point_migrate(void)
{
	if (current->atomic || !nr_runnable(current))
		return;
	if (!delays_here())
		return;
	leave();
	if (current->cpu)
		current->cpu = 0;
}

void wait_until(int (*ready)(void *), void *data, const char *what, struct actor *owner)
{
	if (ready(data))
		return;
	may_sleep(what);
	current->ready = ready;
	current->data = data;
	current->what = what;
	current->owner = owner;
	leave();
}

static void actor_main(void)
{
	current->run(current->argument);
	if (current->nr_held)
		finding("ends with a mutex locked");
	if (current->atomic)
		finding("ends in atomic context");
	current->done = 1;
	leave();
	abort();
}

struct actor *actor_start(const char *name, int cpu, void (*run)(long), long argument,
			  enum turn daemon)
{
	struct actor *actor = &actors[nr_actors];

	if (nr_actors == MAX_ACTORS)
		unknown("too many actors for the explorer");
	snprintf(actor->name, sizeof(actor->name), "%s", name);
	actor->cpu = cpu;
	actor->run = run;
	actor->argument = argument;
	actor->daemon = daemon;
	getcontext(&actor->context);
	actor->context.uc_stack.ss_sp = keep->stacks + (size_t)nr_actors * STACK_SIZE;
	actor->context.uc_stack.ss_size = STACK_SIZE;
	actor->context.uc_link = NULL;
	makecontext(&actor->context, actor_main, 0);
	nr_actors++;
	return actor;
}

void actor_counts(void)
{
	current->daemon = 0;
}

static int others_done(void *data)
{
	for (int i = 0; i < nr_actors; i++)
		if (&actors[i] != data && !actors[i].done && !actors[i].daemon)
			return 0;
	return 1;
}

void actors_join(void)
{
	wait_until(others_done, current, "the others", NULL);
}

int this_cpu(void)
{
	return current->cpu;
}

void this_cpu_set(int cpu)
{
	current->cpu = cpu;
}

const char *actor_name(const struct actor *actor)
{
	return actor ? actor->name : "nobody";
}

void actors_migrate(int cpu)
{
	for (int i = 0; i < nr_actors; i++)
		if (actors[i].cpu == cpu)
			actors[i].cpu = 0;
}

/* --- failures ---------------------------------------------------------------- */

int fails(const char *what)
{
	if (++fallible != keep->plan.fail)
		return 0;
	snprintf(failed_what, sizeof(failed_what), "%s", what);
	return 1;
}

int failed(const char *what)
{
	return what ? !strcmp(failed_what, what) : *failed_what != 0;
}

void tolerate(void)
{
	tolerated = 1;
}

int is_tolerated(void)
{
	return tolerated;
}

/* --- context ----------------------------------------------------------------- */

void atomic_enter(void)
{
	current->atomic++;
}

void atomic_leave(const char *what)
{
	if (!current->atomic)
		finding("%s without its counterpart", what);
	current->atomic--;
}

void may_sleep(const char *what)
{
	if (current->atomic)
		finding("sleeping in atomic context: %s", what);
}

void operation_begin(const char *name)
{
	current->operation = name;
	current->held_before = current->nr_held;
	current->atomic_before = current->atomic;
}

void operation_end(void)
{
	if (current->nr_held != current->held_before)
		finding("%s returns with a mutex locked", current->operation);
	if (current->atomic != current->atomic_before)
		finding("%s returns in atomic context", current->operation);
	current->operation = NULL;
}

void hotplug_callback(int cpu)
{
	current->callback = cpu;
}

int in_hotplug_callback(void)
{
	return current->callback;
}

void hotplug_direct(int by)
{
	current->hotplug_lock += by;
}

/* Offline would wait for the operation. */
void operation_waits(void)
{
	if (current->hotplug_lock && current->operation)
		finding("offline blocks: %s waits for its operation and holds the CPU hotplug lock",
			current->operation);
}

int in_atomic_context(void)
{
	return current->atomic;
}

int in_reclaim(void)
{
	return current->reclaim;
}

