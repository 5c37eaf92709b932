/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's only process beside the tests' own workers.
 *
 * Nothing here owns memory that outlives a test. A function without a result
 * either does what its name says or bails out: what a test merely needs is
 * never a verdict.
 */
#ifndef FERRY_INIT_H
#define FERRY_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How long anything but a stress may take under emulation, in seconds. */
#define PATIENCE	60.0
/* How long an unused pool may take to go. */
#define DRAIN_SECONDS	10.0

#define __noreturn		__attribute__((__noreturn__))
#define __printf(format, first)	__attribute__((__format__(printf, format, first)))
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * struct outcome - what a test found
 * @kind:   passed, failed or skipped
 * @reason: words for the last two
 */
struct outcome {
	enum { PASSED, FAILED, SKIPPED } kind;
	char reason[160];
};

/**
 * struct test - one test by name, run in a process of its own
 * @name: as in ferry.tests= and in the report
 * @run:  begins and ends with every CPU as it was, and all else as @start of the
 *        series has left it; NULL for a program of that name
 */
struct test {
	const char *name;
	struct outcome (*run)(void);
};

/**
 * struct guest_series - what the series under test brings, in its own folder
 * @tests:        its tests, beside those of common.c
 * @nr:           how many
 * @start:        called once, before all tests; may be NULL
 * @before_each:  called before each test, outside of its process; may be NULL
 * @stored_pages: pages that are where swapped out pages are to go; NULL if that
 *                may be anywhere
 */
struct guest_series {
	const struct test *tests;
	size_t nr;
	void (*start)(void);
	void (*before_each)(void);
	long (*stored_pages)(void);
};

/** series - there is one in each guest, which may be empty */
extern const struct guest_series series;

/* report.c: KTAP on the second serial port */

/** report_open() - open the port; without it the machine is reset */
void report_open(void);
/** report_plan() - version and plan line for @count tests */
void report_plan(unsigned int count);
/** report_outcome() - one result line */
void report_outcome(unsigned int number, const char *name, const struct outcome *outcome);
/** report_end() - the very last line, out of the port when this returns */
void report_end(void);
/** say() - one diagnostic line */
void say(const char *format, ...) __printf(1, 2);
/** bail() - give up: a precondition of the tests is missing */
void __noreturn bail(const char *format, ...) __printf(1, 2);
/** mark_console() - one line in the kernel log, to find one's way there */
void mark_console(const char *format, ...) __printf(1, 2);

struct outcome passed(void);
struct outcome failed(const char *format, ...) __printf(1, 2);
struct outcome skipped(const char *format, ...) __printf(1, 2);

/* machine.c: files, time, the kernel's own complaints */

/** machine_reset() - leave QEMU at once, whatever else hangs */
void __noreturn machine_reset(void);
/** mount_filesystems() - proc, sysfs, debugfs, devtmpfs */
void mount_filesystems(void);
/** read_text() - a small file without its last newline; 0 or -errno */
int read_text(const char *path, char *text, size_t size);
/** write_text() - write @text in one call; 0 or -errno */
int write_text(const char *path, const char *text);
/** read_number() - a file that holds one number */
long read_number(const char *path);
/** now() - seconds since boot */
double now(void);
/** wait_until() - poll for @condition(@data); false after @seconds, or soon after an oops */
bool wait_until(bool (*condition)(const void *data), const void *data, double seconds);
/** process_ended() - for wait_until(): has the child, a pid_t, ended? It stays a zombie. */
bool process_ended(const void *pid);
/**
 * kernel_complaint() - what the kernel itself has found wrong since the last call
 *
 * Return: words, or NULL
 */
const char *kernel_complaint(void);
/** command_line_value() - copy the value of @name (with its =); false if absent */
bool command_line_value(const char *name, char *value, size_t size);
/** load_modules() - insert those that the series brings */
void load_modules(void);

/* cpu.c */

/** pin_to_cpu() - run the caller on @cpu only */
void pin_to_cpu(unsigned int cpu);
bool cpu_is_online(unsigned int cpu);
unsigned int online_cpus(void);
/** first_offline_cpu() - a CPU that could come online; -1 if there is none */
int first_offline_cpu(void);
/** switch_cpu() - take @cpu online or offline; 0 or -errno */
int switch_cpu(unsigned int cpu, bool online);
/** start_switch() - a process which takes @cpu online or offline and exits with errno */
pid_t start_switch(unsigned int cpu, bool online);
/**
 * sleeps_in() - does the process sleep in such a function?
 * @prefixes: of functions of the kernel, ended by NULL; the scheduler's and those of
 *            locks are not seen, so this is who asked for them
 */
bool sleeps_in(pid_t pid, const char * const *prefixes);
/**
 * hotplug_stuck_in() - does CPU hotplug wait for some seconds on end?
 * @pid:    the process of start_switch()
 * @prefix: of a callback's name; any other callback may take its time
 *
 * Waiting is to sleep in such a callback, whichever task runs it, or in the lock that
 * keeps hotplug out, which its other users hold for a moment only.
 *
 * Return: what it waits in, NULL at once if it does not wait.
 */
const char *hotplug_stuck_in(pid_t pid, const char *prefix);
/** hotplug_state() - number of the state of this name; -1 if there is none */
int hotplug_state(const char *name);
/**
 * hotplug_neighbour() - a state where a CPU can be told to stop, or to fail
 * @state: the state beside which it is looked for
 * @step:  1 for above, -1 for below
 * @cpu:   of which CPU
 * @file:  "target" or "fail", which gets the number of the nearest that it takes
 */
int hotplug_neighbour(int state, int step, unsigned int cpu, const char *file);
/** hotplug_path() - name of a file in the CPU's folder of hotplug; good until the next call */
const char *hotplug_path(unsigned int cpu, const char *file);

/* worker.c: a process that swaps pages out and in */

/**
 * struct worker - process with pages of its own
 * @pid:     its id
 * @orders:  write end: it goes on after each byte
 * @answers: read end: a byte after each step
 */
struct worker {
	pid_t pid;
	int orders;
	int answers;
};

/** page_size() - in bytes */
size_t page_size(void);
/** fill_page() - contents that are compressible and tell page from page */
void fill_page(void *page, unsigned long seed);
/** page_is_right() - compares every byte with what fill_page() wrote */
bool page_is_right(const void *page, unsigned long seed);
/** map_pages() - anonymous memory, @count pages */
void *map_pages(size_t count);
/** stored_pages() - as @stored_pages of the series; 0 without it */
long stored_pages(void);
/** worker_start() - fork it, pinned to @cpu; its @pages are filled, nothing is swapped out yet */
struct worker worker_start(unsigned int cpu, size_t pages);
/** worker_start_anywhere() - the same; its pages may be swapped out to anywhere */
struct worker worker_start_anywhere(unsigned int cpu, size_t pages);
/** worker_store() - order it to swap out; does not wait */
void worker_store(struct worker *worker);
/** worker_stored() - wait for it; false after PATIENCE */
bool worker_stored(struct worker *worker);
/** worker_blocks() - wait until it sleeps_in() those; false if it goes on instead */
bool worker_blocks(const struct worker *worker, const char * const *prefixes);
/** worker_load() - order it to swap in and compare; does not wait */
void worker_load(struct worker *worker);
/**
 * worker_end() - wait for its end
 *
 * Return: NULL if every byte was right, else words
 */
const char *worker_end(struct worker *worker);
/** round_trip() - all steps at once, pinned to @cpu; as worker_end() */
const char *round_trip(unsigned int cpu, size_t pages);
/** round_trip_anywhere() - the same by worker_start_anywhere() */
const char *round_trip_anywhere(unsigned int cpu, size_t pages);

/* failslab.c: allocations that fail */

/* How many allocations nothing comes near to. */
#define NO_ALLOCATION	1000000

/** failslab_start() - false if this kernel cannot make allocations fail */
bool failslab_start(void);
/**
 * write_with_failure() - write @value to the file @path, the @number-th allocation failing
 * @path:    a file that is there
 * @value:   what to write
 * @number:  from 1; NO_ALLOCATION for none to fail
 * @refused: gets whether the kernel refused
 *
 * Return: how many allocations were made, the one that failed among them.
 */
long write_with_failure(const char *path, const char *value, long number, bool *refused);

/* stress.c: swap load on every CPU while CPUs come and go */

/**
 * hotplug_stress() - as long as ferry.seconds= says
 * @name:   what is under load
 * @beside: called again and again meanwhile in a process of its own, with those of the
 *          load, ended by 0; may be NULL
 */
struct outcome hotplug_stress(const char *name, void (*beside)(const pid_t *pids));
/** move_about() - for hotplug_stress(): move each process to some CPU */
void move_about(const pid_t *pids);

/* hog.c: more memory in use than there is */

/**
 * hog_memory() - use all memory that is free and @more, compare every byte
 * @more:   bytes, for which the swap device has room
 * @beside: called again and again meanwhile
 *
 * Bails out if neither kswapd nor a task that wanted memory had to reclaim.
 */
struct outcome hog_memory(size_t more, void (*beside)(void));

/* leak.c: what nobody points to any more */

/** leaks_start() - forget what leaked until now; false if this boot cannot tell */
bool leaks_start(void);
/**
 * leak_below() - look for allocations since then that leaked
 * @prefix: of a function among their callers; other leaks are none of ours
 *
 * Return: the function, good until the next call, or NULL.
 */
const char *leak_below(const char *prefix);

/* common.c: tests for every series */

/** common_test() - the test of this name; NULL if there is none */
const struct test *common_test(const char *name);

/* swap.c */

/** swap_on() - swap to a device in memory, page by page */
void swap_on(void);
/** empty_swap() - take all pages back, and swap to it again */
void empty_swap(void);

/* program.c: a test that is a program of its own */

/** program_exists() - whether a test is a program */
bool program_exists(const char *name);
/**
 * run_program() - run a test that is a program, and end as it does
 * @name: of the test
 *
 * As the kernel's selftests: status 0 is a pass, 4 a precondition that is missing,
 * any other a failure. The last line that it prints is the reason.
 */
struct outcome run_program(const char *name);

/* init.c */

/** set_poisoned() - the kernel is beyond repair: no further test counts */
void set_poisoned(void);

#endif
