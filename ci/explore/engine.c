// SPDX-License-Identifier: GPL-2.0-only
/* executions, their schedules, and which are tried; see explore.h */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "explore.h"

#define MAX_ACTORS 24
#define STACK_SIZE (128 * 1024UL)
#define MAX_DELAYS 16
#define MAX_POINTS 100000
#define MAX_FINDINGS 8
#define MAX_CLASSES 32
#define MAX_TRACE 12
#define LOCK_MAGIC 0x4c6f636bu

struct actor {
	ucontext_t context;
	char name[40];
	void (*run)(long argument);
	long argument;
	int cpu, done;
	enum turn daemon;
	int atomic, reclaim, callback, hotplug_lock;
	const char *operation;
	int held_before, atomic_before;
	int (*ready)(void *data);
	void *data;
	const char *what;
	struct actor *owner;
	struct lock *held[MAX_HELD];
	int classes[MAX_HELD];
	int nr_held, nr_classes;
};

/* what makes an execution: the same plan gives the same execution */
struct plan {
	unsigned int scenario;
	unsigned int fail, reclaim;	/* the how manieth, from 1; 0 for none */
	unsigned int nr;
	unsigned int delays[MAX_DELAYS];
};

struct report {
	char text[600];
	char word[120];
	void *trace[MAX_TRACE];
};

struct edge {
	bool known;
	char where[48];
};

/* What outlives an execution. */
struct keep {
	sigjmp_buf out;
	char *stacks;
	char *snapshot;
	struct plan plan;
	unsigned int points, fallible, allocations;
	unsigned long executions, bounded[8];
	struct report findings[MAX_FINDINGS];
	unsigned int nr;
	bool found;
	int nr_classes;
	char class[MAX_CLASSES][48];
	struct edge edges[MAX_CLASSES][MAX_CLASSES];
	unsigned int random, chance;
	struct timespec begin;
	double limit;
	int bound;
};

extern char __data_start[], _end[];
extern char explore_text_begin[], explore_text_end[];

static struct keep *keep;

static STATE struct actor actors[MAX_ACTORS];
static STATE int nr_actors;
static STATE struct actor *current;
static STATE ucontext_t scheduler;
static STATE unsigned int points, fallible, allocations;
static STATE int tolerated;
static STATE char failed_what[48], reclaimed_in[48];

/* --- findings --------------------------------------------------------------- */

static void trace_from(void **frame, void **trace)
{
	char *low = (char *)frame, *high = low + STACK_SIZE;
	unsigned int nr = 0;

	while (frame && (char *)frame >= low && (char *)frame < high && nr < MAX_TRACE) {
		char *pc = frame[1];
		void **next = frame[0];

		if (pc >= explore_text_begin && pc < explore_text_end)
			trace[nr++] = pc;
		if (next <= frame)
			break;
		frame = next;
	}
}

static void plan_word(const struct plan *plan, char *word, size_t size)
{
	size_t len = (size_t)snprintf(word, size, "%s", scenarios[plan->scenario].name);

	if (plan->fail)
		len += (size_t)snprintf(word + len, size - len, "/f%u", plan->fail);
	if (plan->reclaim)
		len += (size_t)snprintf(word + len, size - len, "/r%u", plan->reclaim);
	for (unsigned int i = 0; i < plan->nr; i++)
		len += (size_t)snprintf(word + len, size - len, "%s%u", i ? "," : "/d",
					plan->delays[i]);
}

static bool known(const struct report *report)
{
	for (unsigned int i = 0; i < keep->nr; i++)
		if (!strcmp(keep->findings[i].text, report->text) ||
		    (report->trace[0] && keep->findings[i].trace[0] == report->trace[0] &&
		     !strncmp(keep->findings[i].text, report->text, 12)))
			return true;
	return false;
}

static void add_finding(void **frame, const char *format, va_list list)
{
	struct report report = { .word = "" };

	vsnprintf(report.text, sizeof(report.text), format, list);
	if (current) {
		size_t len = strlen(report.text);

		snprintf(report.text + len, sizeof(report.text) - len, " (actor %s, on CPU %d%s%s%s%s)",
			 current->name, current->cpu, *failed_what ? ", after failed: " : "",
			 failed_what, *reclaimed_in ? ", after reclaim in: " : "", reclaimed_in);
	}
	plan_word(&keep->plan, report.word, sizeof(report.word));
	if (frame)
		trace_from(frame, report.trace);
	keep->found = true;
	if (!known(&report) && keep->nr < MAX_FINDINGS)
		keep->findings[keep->nr++] = report;
}

void finding(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add_finding(__builtin_frame_address(0), format, list);
	va_end(list);
	siglongjmp(keep->out, 1);
}

void unknown(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	printf("unknown ");
	vprintf(format, list);
	printf("\n");
	exit(3);
}

void give_up(void)
{
	siglongjmp(keep->out, 2);
}

static void report_fault(void **frame, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add_finding(frame, format, list);
	va_end(list);
}

static void on_fault(int signal, siginfo_t *info, void *data)
{
	const ucontext_t *at = data;
	char *pc = (char *)at->uc_mcontext.gregs[REG_RIP];
	void **frame = (void **)at->uc_mcontext.gregs[REG_RBP];
	void *fake[2] = { frame, pc };

	if (signal == SIGALRM) {
		report_fault(current ? frame : NULL, "runs for ever");
	} else {
		report_fault(fake, "%s at address %p",
			     (uintptr_t)info->si_addr < 65536 ? "NULL pointer used" :
			     "bad pointer used", info->si_addr);
		if (pc >= explore_text_begin && pc < explore_text_end && keep->nr)
			keep->findings[keep->nr - 1].trace[0] = pc + 1;
	}
	siglongjmp(keep->out, 1);
}

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

static void schedule_all(void)
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

/* --- the order of locks -------------------------------------------------------- */

static int class_of(const char *name)
{
	for (int i = 0; i < keep->nr_classes; i++)
		if (!strncmp(keep->class[i], name, sizeof(keep->class[i]) - 1))
			return i;
	if (keep->nr_classes == MAX_CLASSES)
		unknown("too many locks for the explorer");
	snprintf(keep->class[keep->nr_classes], sizeof(keep->class[0]), "%s", name);
	return keep->nr_classes++;
}

static bool path(int from, int to, unsigned long seen)
{
	if (keep->edges[from][to].known)
		return true;
	for (int i = 0; i < keep->nr_classes; i++)
		if (keep->edges[from][i].known && !(seen >> i & 1) &&
		    path(i, to, seen | 1ul << i))
			return true;
	return false;
}

static void order_push(int class)
{
	for (int i = 0; i < current->nr_classes; i++) {
		int held = current->classes[i];
		struct edge *edge = &keep->edges[held][class];

		if (held == class || edge->known)
			continue;
		if (path(class, held, 1ul << class))
			finding("locks in a circle: %s under %s, and elsewhere the other way round",
				keep->class[class], keep->class[held]);
		edge->known = true;
	}
	if (current->nr_classes == MAX_HELD)
		unknown("holds more locks than the explorer knows of");
	current->classes[current->nr_classes++] = class;
}

static void order_pop(int class)
{
	for (int i = current->nr_classes; i-- > 0;) {
		if (current->classes[i] != class)
			continue;
		memmove(&current->classes[i], &current->classes[i + 1],
			(size_t)(--current->nr_classes - i) * sizeof(int));
		return;
	}
}

void order_enter(const char *class)
{
	order_push(class_of(class));
}

void order_leave(const char *class)
{
	order_pop(class_of(class));
}

/* --- locks -------------------------------------------------------------------- */

void lock_init(struct lock *lock, const char *class)
{
	memory_check(lock, sizeof(*lock), "mutex_init()");
	if (lock->magic == LOCK_MAGIC && lock->owner)
		finding("mutex '%s' initialised while %s holds it", class, lock->owner->name);
	if (lock->magic == LOCK_MAGIC && lock->waiters > 0)
		finding("mutex '%s' initialised while somebody waits for it", class);
	*lock = (struct lock){ .magic = LOCK_MAGIC, .class = class_of(class) };
}

static int lock_free(void *data)
{
	const struct lock *lock = data;

	return !lock->owner;
}

static void lock_check(struct lock *lock, const char *class, const char *how)
{
	memory_check(lock, sizeof(*lock), how);
	if (class && !lock->magic && !lock->owner)
		lock_init(lock, class);
	if (lock->magic != LOCK_MAGIC)
		finding("%s of a mutex that was never initialised", how);
}

static void lock_own(struct lock *lock)
{
	if (current->nr_held == MAX_HELD)
		unknown("holds more mutexes than the explorer knows of");
	lock->owner = current;
	current->held[current->nr_held++] = lock;
}

void lock_take(struct lock *lock, const char *class)
{
	may_sleep("mutex_lock()");
	lock_check(lock, class, "mutex_lock()");
	point();
	lock_check(lock, class, "mutex_lock()");
	if (lock->owner == current)
		finding("deadlock: takes mutex '%s', which it holds itself",
			keep->class[lock->class]);
	if (lock->owner && current->callback && lock->owner->operation)
		finding("offline blocks: the hotplug callback of CPU %d waits for mutex '%s', which %s holds in its operation",
			current->callback - 1, keep->class[lock->class], lock->owner->name);
	order_push(lock->class);
	while (lock->owner) {
		lock->waiters++;
		wait_until(lock_free, lock, "a mutex", lock->owner);
		lock_check(lock, class, "waiting in mutex_lock()");
		lock->waiters--;
	}
	lock_own(lock);
}

int lock_try(struct lock *lock)
{
	lock_check(lock, NULL, "mutex_trylock()");
	point();
	if (lock->owner)
		return 0;
	order_push(lock->class);
	lock_own(lock);
	return 1;
}

void lock_drop(struct lock *lock)
{
	lock_check(lock, NULL, "mutex_unlock()");
	if (!lock->owner)
		finding("mutex '%s' unlocked, and nobody holds it", keep->class[lock->class]);
	if (lock->owner != current)
		finding("mutex '%s' unlocked, which %s holds", keep->class[lock->class],
			lock->owner->name);
	order_pop(lock->class);
	for (int i = 0; i < current->nr_held; i++)
		if (current->held[i] == lock)
			current->held[i] = current->held[--current->nr_held];
	lock->owner = NULL;
	point();
}

int lock_held(const struct lock *lock)
{
	return lock->owner == current;
}

void locks_freed(const void *start, unsigned long size)
{
	const char *first = start, *end = first + size;

	for (int i = 0; i < nr_actors; i++)
		for (int j = 0; j < actors[i].nr_held; j++) {
			const char *lock = (const char *)actors[i].held[j];

			if (lock >= first && lock < end)
				finding("memory freed with a mutex in it that %s holds",
					actors[i].name);
		}
}

/* --- allocations --------------------------------------------------------------- */

int allocation(unsigned int gfp, const char *what)
{
	if (gfp) {
		may_sleep(what);
		if (!current->reclaim) {
			order_enter("reclaim");
			order_leave("reclaim");
			if (++allocations == keep->plan.reclaim) {
				struct actor before = *current;

				snprintf(reclaimed_in, sizeof(reclaimed_in), "%s", what);

				order_enter("reclaim");
				current->reclaim = 1;
				current->callback = 0;
				series_reclaim();
				current->reclaim = 0;
				current->callback = before.callback;
				current->operation = before.operation;
				current->held_before = before.held_before;
				current->atomic_before = before.atomic_before;
				order_leave("reclaim");
			}
		}
	}
	return fails(what) ? -1 : 0;
}

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

/* --- what is said ------------------------------------------------------------------ */

static void say_place(const char *program, void *pc)
{
	char command[300], function[100] = "", place[200] = "";
	FILE *pipe;

	snprintf(command, sizeof(command), "addr2line -f -e '%s' %p", program,
		 (void *)((char *)pc - 1));
	pipe = popen(command, "r");
	if (!pipe)
		return;
	if (fgets(function, sizeof(function), pipe) && fgets(place, sizeof(place), pipe)) {
		char *colon = strrchr(place, ':');

		/* what is not of the text is of a shim */
		function[strcspn(function, "\n")] = 0;
		if (colon && colon - place >= 4 && !strncmp(colon - 4, "text", 4))
			printf("at %s %lu\n", function, strtoul(colon + 1, NULL, 10));
	}
	pclose(pipe);
}

static void say_findings(const char *program)
{
	for (unsigned int i = 0; i < keep->nr; i++) {
		const struct report *report = &keep->findings[i];

		printf("finding %s\nreplay %s\n", report->text, report->word);
		for (unsigned int j = 0; j < MAX_TRACE && report->trace[j]; j++)
			say_place(program, report->trace[j]);
	}
}

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
	struct sigaction action = { .sa_sigaction = on_fault,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	stack_t stack = { .ss_size = 64 * 1024 };

	keep = map(sizeof(*keep));
	keep->stacks = map(MAX_ACTORS * STACK_SIZE);
	memory_roots();
	keep->snapshot = map((size_t)(_end - __data_start));
	stack.ss_sp = map(stack.ss_size);
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGFPE, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	clock_gettime(CLOCK_MONOTONIC, &keep->begin);
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
