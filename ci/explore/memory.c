// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of an execution, and what the kernel text does with it: it is compiled with
 * -fsanitize=kernel-address, and each of its accesses comes by here. Memory is handed out
 * once, so what was freed is never mistaken for something new.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "explore.h"

#define ARENA_SIZE (8UL << 20)
#define MAX_OBJECTS 4096
#define REDZONE 64
#define GRAIN 8

struct object {
	char *start;
	unsigned long size;
	enum kind kind;
	bool live, marked;
	const char *what, *how;
};

extern char __data_start[], _end[];
extern char __start_explore_state[], __stop_explore_state[];
extern char __start_explore_percpu[] __attribute__((weak));
extern char __stop_explore_percpu[] __attribute__((weak));

static char *arena;
static unsigned char *shadow;		/* bytes of each grain that may be used */

static STATE struct object objects[MAX_OBJECTS];
static STATE unsigned int nr_objects;
static STATE unsigned long used;
static STATE char *percpu;
static STATE void (*hook)(const void *start, unsigned long size);

static void *map(unsigned long size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			    -1, 0);

	if (memory == MAP_FAILED)
		exit(4);
	return memory;
}

void memory_roots(void)
{
	arena = map(ARENA_SIZE);
	shadow = map(ARENA_SIZE / GRAIN);
}

void memory_reset(void)
{
	memset(shadow, 0, used / GRAIN + 1);
}

void memory_hook(void (*freed)(const void *start, unsigned long size))
{
	hook = freed;
}

static void unpoison(const char *start, unsigned long size)
{
	unsigned char *at = shadow + (unsigned long)(start - arena) / GRAIN;

	memset(at, GRAIN, size / GRAIN);
	if (size % GRAIN)
		at[size / GRAIN] = (unsigned char)(size % GRAIN);
}

void *memory_get(unsigned long size, enum kind kind, const char *what)
{
	struct object *object = &objects[nr_objects];
	unsigned long whole = (size + REDZONE + 63) & ~63UL;

	if (nr_objects == MAX_OBJECTS || used + whole > ARENA_SIZE)
		unknown("takes more memory than the explorer has");
	nr_objects++;
	used += REDZONE;
	*object = (struct object){ .start = arena + used, .size = size, .kind = kind,
				   .live = true, .what = what };
	used += whole;
	unpoison(object->start, size);
	memset(object->start, 0x6b, size);
	return object->start;
}

static struct object *object_at(const void *address)
{
	const char *at = address;
	unsigned int low = 0, high = nr_objects;

	if (at < arena || at >= arena + used)
		return NULL;
	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (objects[middle].start - REDZONE <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &objects[low - 1] : NULL;
}

static void bad_access(const char *start, unsigned long size, const char *how)
{
	const struct object *object = object_at(start);

	if (!object)
		finding("%s of memory that nobody gave out", how);
	if (!object->live)
		finding("use after free: %s of %s (%s)", how, object->what, object->how);
	finding("out of bounds: %s of %lu bytes, %ld bytes into %s of %lu", how, size,
		(long)(start - object->start), object->what, object->size);
}

void memory_check(const void *address, unsigned long size, const char *how)
{
	const char *start = address;
	unsigned long at = (unsigned long)(start - arena), first, last;

	if ((uintptr_t)start < 65536)
		finding("NULL pointer used: %s at address %#lx", how, (unsigned long)start);
	if ((uintptr_t)start > (uintptr_t)-65536)
		finding("error pointer used: %s at address %ld", how, (long)start);
	if (at >= ARENA_SIZE || !size)
		return;
	first = at / GRAIN;
	last = (at + size - 1) / GRAIN;
	for (unsigned long grain = first; grain < last; grain++)
		if (shadow[grain] != GRAIN)
			bad_access(start, size, how);
	if (shadow[last] < (at + size - 1) % GRAIN + 1)
		bad_access(start, size, how);
}

unsigned long memory_size(const void *memory)
{
	const struct object *object = object_at(memory);

	return object ? object->size : 0;
}

void memory_put(void *memory, const char *what, const char *how)
{
	struct object *object = object_at(memory);

	if (!object || object->start != memory)
		finding("%s of what was not allocated so", how);
	if (!object->live)
		finding("double free: %s of %s, which is freed (%s)", how, object->what,
			object->how);
	if (what && strcmp(what, object->what))
		finding("%s of %s", how, object->what);
	locks_freed(object->start, object->size);
	if (hook)
		hook(object->start, object->size);
	object->live = false;
	object->how = how;
	memset(shadow + (unsigned long)(object->start - arena) / GRAIN, 0,
	       (object->size + GRAIN - 1) / GRAIN);
}

/* --- leaks ---------------------------------------------------------------------- */

static unsigned int mark(const char *start, const char *end)
{
	unsigned int nr = 0;

	for (; start + sizeof(void *) <= end; start += sizeof(void *)) {
		struct object *object = object_at(*(void * const *)start);

		if (object && object->live && !object->marked &&
		    *(char * const *)start >= object->start &&
		    *(char * const *)start <= object->start + object->size) {
			object->marked = true;
			nr++;
		}
	}
	return nr;
}

void memory_sweep(void)
{
	unsigned int nr;

	mark(__data_start, __start_explore_state);
	mark(__stop_explore_state, _end);
	if (percpu)
		mark(percpu, percpu + memory_size(percpu));
	do {
		nr = 0;
		for (unsigned int i = 0; i < nr_objects; i++)
			if (objects[i].live && objects[i].marked)
				nr += mark(objects[i].start, objects[i].start + objects[i].size);
	} while (nr);
	for (unsigned int i = 0; i < nr_objects; i++) {
		if (!objects[i].live || objects[i].marked || objects[i].kind == KIND_OTHER ||
		    objects[i].start == percpu)
			continue;
		finding("leak: %s of %lu bytes is held by nobody", objects[i].what,
			objects[i].size);
	}
}

unsigned int memory_live(const char *what)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < nr_objects; i++)
		nr += objects[i].live && (!what || !strcmp(objects[i].what, what));
	return nr;
}

unsigned int memory_made(const char *what)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < nr_objects; i++)
		nr += objects[i].kind != KIND_OTHER &&
		      (!what || !strcmp(objects[i].what, what));
	return nr;
}

/* --- static per-CPU data ----------------------------------------------------------- */

void *percpu_address(const void *variable, int cpu)
{
	unsigned long size = (unsigned long)(__stop_explore_percpu - __start_explore_percpu);
	const char *at = variable;

	if (at < __start_explore_percpu || at >= __stop_explore_percpu)
		return NULL;
	if (!percpu) {
		percpu = memory_get(size * NR_CPUS, KIND_OTHER, "static per-CPU data");
		for (int i = 0; i < NR_CPUS; i++)
			memcpy(percpu + size * (unsigned long)i, __start_explore_percpu, size);
	}
	return percpu + size * (unsigned long)cpu + (at - __start_explore_percpu);
}

/* --- what the compiler calls ---------------------------------------------------------- */

#define ACCESS(size) \
	void __asan_load##size##_noabort(const void *at); \
	void __asan_load##size##_noabort(const void *at) { memory_check(at, size, "read"); } \
	void __asan_store##size##_noabort(const void *at); \
	void __asan_store##size##_noabort(const void *at) { memory_check(at, size, "write"); }

ACCESS(1)
ACCESS(2)
ACCESS(4)
ACCESS(8)
ACCESS(16)

void __asan_loadN_noabort(const void *at, unsigned long size);
void __asan_loadN_noabort(const void *at, unsigned long size)
{
	memory_check(at, size, "read");
}

void __asan_storeN_noabort(const void *at, unsigned long size);
void __asan_storeN_noabort(const void *at, unsigned long size)
{
	memory_check(at, size, "write");
}

void __asan_handle_no_return(void);
void __asan_handle_no_return(void)
{
}
