/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of the engine: what an execution is made of. */
#ifndef EXPLORE_ENGINE_H
#define EXPLORE_ENGINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <time.h>
#include <ucontext.h>

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

extern struct keep *keep;
extern struct actor actors[MAX_ACTORS];
extern int nr_actors;
extern struct actor *current;
extern unsigned int points, fallible, allocations;
extern int tolerated;
extern char failed_what[48], reclaimed_in[48];

/* findings.c: a finding from where @frame is, what a plan is called, what is printed */
void add_finding(void **frame, const char *format, va_list list);
void plan_word(const struct plan *plan, char *word, size_t size);
void catch_faults(void);
void say_findings(const char *program);

/* sched.c: all actors to their end */
void schedule_all(void);

#endif
