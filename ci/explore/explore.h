/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The explorer's engine. It runs a piece of kernel text, which was compiled against shims,
 * again and again: each execution is a scenario, a thing that fails in it or reclaims, and a
 * schedule, and is the same whenever it is run. The actors of a scenario are fibers of one
 * thread, which change at scheduling points alone.
 *
 * All static data of the program is reset before each execution. What the engine and the
 * shims keep in it is marked STATE, and is no root when memory is looked through for leaks.
 */
#ifndef EXPLORE_H
#define EXPLORE_H

#define STATE __attribute__((section("explore_state")))

#define NR_CPUS 3
#define MAX_HELD 8

struct actor;

/* --- what a series brings --- */

/**
 * struct scenario - something that the actors of a series do
 * @name: its name
 * @run: the first actor's work; it starts the others
 * @argument: its argument
 * @faults: 1 to fail each thing in turn that can fail, and let each allocation reclaim;
 *	2 to do so with each schedule of one delay, too
 */
struct scenario {
	const char *name;
	void (*run)(int argument);
	int argument;
	int faults;
};

extern const struct scenario scenarios[];
extern const unsigned int nr_scenarios;

/* what reclaim does; on the stack of whoever allocates */
void series_reclaim(void);

/* --- actors and schedules --- */

/*
 * enum turn - an actor that has to end comes in turn; one that need not may come last, or
 * in turn until it counts
 */
enum turn { MUST_END, LAST, MAY_END };

struct actor *actor_start(const char *name, int cpu, void (*run)(long), long argument,
			  enum turn daemon);
/* from here on this one must end */
void actor_counts(void);
/* wait until all actors have ended but this one and daemons, and work is done */
void actors_join(void);
/* another actor may go on here */
void point(void);
/* wait until @ready; @what says for what, @owner who has it, or NULL */
void wait_until(int (*ready)(void *), void *data, const char *what, struct actor *owner);
int this_cpu(void);
void this_cpu_set(int cpu);
void actor_names(const char *name);
const char *actor_name(const struct actor *actor);
/* everybody on @cpu goes elsewhere */
void actors_migrate(int cpu);
/* the actor may go on elsewhere */
void point_migrate(void);

/* the thing named can fail here: whether it does */
int fails(const char *what);
/* whether anything was made to fail in this execution, or what was named so */
int failed(const char *what);
/* from here on a BUG() or WARN() is no finding: something was made to fail that may end so */
void tolerate(void);
/* a finding ends the execution */
void finding(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* the text does what the shims do not know: nothing can be said of it */
void unknown(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* the kernel stops here as it should: ends the execution without a finding */
void give_up(void) __attribute__((noreturn));

/* --- context of the actor that runs --- */

void atomic_enter(void);
void atomic_leave(const char *what);
void may_sleep(const char *what);
void operation_begin(const char *name);
void operation_end(void);
void hotplug_callback(int cpu);		/* CPU + 1, 0 for none */
int in_hotplug_callback(void);

/* --- locks --- */

struct lock {
	unsigned int magic;
	int class;
	struct actor *owner;
	int waiters;
};

void lock_init(struct lock *lock, const char *class);
void lock_take(struct lock *lock, const char *class);
int lock_try(struct lock *lock);
void lock_drop(struct lock *lock);
int lock_held(const struct lock *lock);
/* a lock within which nobody else gets on, for the order of locks only */
void order_enter(const char *class);
void order_leave(const char *class);
void locks_freed(const void *start, unsigned long size);

/* --- memory --- */

enum kind { KIND_MEMORY, KIND_PERCPU, KIND_OTHER };

void *memory_get(unsigned long size, enum kind kind, const char *what);
void memory_put(void *memory, const char *what, const char *how);
/* finding unless all of it is memory that may be used */
void memory_check(const void *start, unsigned long size, const char *how);
unsigned long memory_size(const void *memory);
/* finding if something is held by nobody */
void memory_sweep(void);
unsigned int memory_live(const char *what);
unsigned int memory_made(const char *what);
void memory_hook(void (*freed)(const void *start, unsigned long size));

/* an allocation that may reclaim, or fail */
int allocation(unsigned int gfp, const char *what);

/* static per-CPU data */
void *percpu_address(const void *variable, int cpu);

/* --- between the engine and its shims of the kernel --- */

void memory_reset(void);
void memory_roots(void);
int in_reclaim(void);
int in_atomic_context(void);
int is_tolerated(void);
/* the text itself holds the CPU hotplug lock: one more, one less */
void hotplug_direct(int by);
/* an operation is about to be waited for */
void operation_waits(void);

#endif
