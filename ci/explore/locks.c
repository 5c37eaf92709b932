// SPDX-License-Identifier: GPL-2.0-only
/* Locks, their order, and reclaim, see engine.h */
#include <stdio.h>
#include <string.h>

#include "engine.h"

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

