// SPDX-License-Identifier: GPL-2.0-only
/* References, RCU and work; see kernel.h */
#include "kernel.h"

/* --- lifetime --------------------------------------------------------------------------------- */

void kref_get(struct kref *kref)
{
	memory_check(kref, sizeof(*kref), "kref_get()");
	if (!kref->count)
		finding("kref_get() of what has no reference left");
	kref->count++;
}

int kref_get_unless_zero(struct kref *kref)
{
	memory_check(kref, sizeof(*kref), "kref_get_unless_zero()");
	return kref->count ? kref->count++, 1 : 0;
}

int kref_put(struct kref *kref, void (*release)(struct kref *))
{
	memory_check(kref, sizeof(*kref), "kref_put()");
	if (kref->count <= 0)
		finding("reference put that nobody holds");
	if (--kref->count)
		return 0;
	release(kref);
	point();
	return 1;
}

int percpu_ref_init(struct percpu_ref *ref, void (*release)(struct percpu_ref *),
		    unsigned int flags, gfp_t gfp)
{
	(void)flags;
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "percpu_ref_init()"))
		return -ENOMEM;
	*ref = (struct percpu_ref){ .count = 1, .release = release };
	ref->memory = memory_get(16, KIND_MEMORY, "reference count");
	return 0;
}

static void ref_check(struct percpu_ref *ref, const char *how)
{
	memory_check(ref, sizeof(*ref), how);
	memory_check(ref->memory, 16, how);
}

void percpu_ref_exit(struct percpu_ref *ref)
{
	memory_check(ref, sizeof(*ref), "percpu_ref_exit()");
	if (!ref->memory)
		return;
	memory_put(ref->memory, "reference count", "percpu_ref_exit()");
	ref->memory = NULL;
}

bool percpu_ref_tryget(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_tryget()");
	return ref->count ? ref->count++, 1 : 0;
}

void percpu_ref_get(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_get()");
	if (!ref->count)
		finding("percpu_ref_get() of what has no reference left");
	ref->count++;
}

void percpu_ref_put(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_put()");
	if (ref->count <= 0)
		finding("reference put that nobody holds");
	if (--ref->count)
		return;
	ref->release(ref);
	point();
}

void percpu_ref_kill(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_kill()");
	if (ref->dead)
		finding("percpu_ref_kill() of what is dying");
	ref->dead = 1;
	percpu_ref_put(ref);
}

void percpu_ref_resurrect(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_resurrect()");
	ref->dead = 0;
	ref->count++;
}

bool percpu_ref_is_zero(struct percpu_ref *ref)
{
	ref_check(ref, "percpu_ref_is_zero()");
	return !ref->count;
}

static STATE int rcu_readers;

static int no_rcu_reader(void *data)
{
	(void)data;
	return !rcu_readers;
}

void rcu_read_lock(void)
{
	rcu_readers++;
	atomic_enter();
}

void rcu_read_unlock(void)
{
	rcu_readers--;
	atomic_leave("rcu_read_unlock()");
}

void synchronize_rcu(void)
{
	may_sleep("synchronize_rcu()");
	point();
	wait_until(no_rcu_reader, NULL, "an RCU grace period", NULL);
}

struct workqueue_struct {
	int dummy;
};

struct workqueue_struct *explore_workqueue(void)
{
	if (allocation(GFP_KERNEL, "alloc_workqueue()"))
		return NULL;
	return memory_get(sizeof(struct workqueue_struct), KIND_MEMORY, "workqueue");
}

void destroy_workqueue(struct workqueue_struct *queue)
{
	memory_put(queue, "workqueue", "destroy_workqueue()");
}

static void run_work(long argument)
{
	struct work_struct *work = (struct work_struct *)argument;

	memory_check(work, sizeof(*work), "work");
	work->pending = 0;
	operation_begin("work");
	work->func(work);
}

bool schedule_work(struct work_struct *work)
{
	memory_check(work, sizeof(*work), "schedule_work()");
	if (work->pending)
		return false;
	work->pending = 1;
	actor_start("work", this_cpu(), run_work, (long)work, MUST_END);
	return true;
}

/*
 * Work that is queued twice runs twice: kernels up to 6.1 forget a reference where
 * queue_work() says no, which is nothing that a series here can help.
 */
bool queue_work(struct workqueue_struct *queue, struct work_struct *work)
{
	memory_check(queue, sizeof(*queue), "queue_work()");
	memory_check(work, sizeof(*work), "queue_work()");
	work->pending = 0;
	return schedule_work(work);
}

