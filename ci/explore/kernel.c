// SPDX-License-Identifier: GPL-2.0-only
/* What the engine does for kernel text, whatever the series; see kernel.h */
#include "kernel.h"
#include "host.h"

#undef memcpy
#undef memset
#undef memmove
#undef memcmp
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int c, size_t size);
int memcmp(const void *a, const void *b, size_t size);


/* --- what must not be ---------------------------------------------------------------- */

void explore_bug(const char *what, const char *condition)
{
	if (is_tolerated())
		give_up();
	finding("%s(%s): the kernel stops", what, condition);
}

int explore_warn(const char *what, const char *condition)
{
	if (!is_tolerated())
		finding("%s(%s): the kernel warns", what, condition);
	return 1;
}

/* --- text and memory -------------------------------------------------------------------- */

void *explore_memcpy(void *to, const void *from, size_t size)
{
	memory_check(from, size, "read by memcpy()");
	memory_check(to, size, "write by memcpy()");
	return memmove(to, from, size);
}

void *explore_memset(void *to, int c, size_t size)
{
	memory_check(to, size, "write by memset()");
	return memset(to, c, size);
}

int explore_memcmp(const void *a, const void *b, size_t size)
{
	memory_check(a, size, "read by memcmp()");
	memory_check(b, size, "read by memcmp()");
	return memcmp(a, b, size);
}

void memset_l(unsigned long *to, unsigned long value, size_t count)
{
	memory_check(to, count * sizeof(*to), "write by memset_l()");
	while (count--)
		*to++ = value;
}

void *memchr_inv(const void *start, int c, size_t size)
{
	const unsigned char *at = start;

	memory_check(start, size, "read by memchr_inv()");
	for (; size--; at++)
		if (*at != (unsigned char)c)
			return (void *)at;
	return NULL;
}

char *strstrip(char *s)
{
	return s;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len = strlen(from);

	if (len >= size)
		return -E2BIG;
	explore_memcpy(to, from, len + 1);
	return (ssize_t)len;
}

int explore_node(void)
{
	return cpu_to_node(this_cpu());
}

/* What a hotplug callback allocates for its CPU is to come from that CPU's node. */
void *explore_alloc(size_t size, gfp_t gfp, int node, const char *what)
{
	void *memory;

	if (in_hotplug_callback() && node != cpu_to_node(in_hotplug_callback() - 1))
		finding("%s for CPU %d is allocated on another node", what,
			in_hotplug_callback() - 1);
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, what))
		return NULL;
	memory = memory_get(size, KIND_MEMORY, what);
	if (gfp & __GFP_ZERO)
		memset(memory, 0, size);
	return memory;
}

void kfree(const void *memory)
{
	if (!memory)
		return;
	if (IS_ERR(memory))
		finding("kfree() of an error pointer");
	memory_put((void *)memory, "memory", "kfree()");
}

void kfree_sensitive(const void *memory)
{
	kfree(memory);
}

char *kstrdup(const char *s, gfp_t gfp)
{
	char *copy = explore_alloc(strlen(s) + 1, gfp, explore_node(), "memory");

	if (copy)
		memcpy(copy, s, strlen(s) + 1);
	return copy;
}

struct kmem_cache {
	size_t size;
	int live;
};

struct kmem_cache *explore_cache(size_t size)
{
	struct kmem_cache *cache;

	if (allocation(GFP_KERNEL, "kmem_cache_create()"))
		return NULL;
	cache = memory_get(sizeof(*cache), KIND_MEMORY, "slab cache");
	*cache = (struct kmem_cache){ .size = size };
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (!cache)
		return;
	memory_check(cache, sizeof(*cache), "kmem_cache_destroy()");
	if (cache->live)
		finding("kmem_cache_destroy() with objects in it");
	memory_put(cache, "slab cache", "kmem_cache_destroy()");
}

void *kmem_cache_alloc_node(struct kmem_cache *cache, gfp_t gfp, int node)
{
	void *memory;

	(void)node;
	memory_check(cache, sizeof(*cache), "kmem_cache_alloc()");
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "slab object"))
		return NULL;
	cache->live++;
	memory = memory_get(cache->size, KIND_MEMORY, "slab object");
	if (gfp & __GFP_ZERO)
		memset(memory, 0, cache->size);
	return memory;
}

void kmem_cache_free(struct kmem_cache *cache, void *memory)
{
	memory_check(cache, sizeof(*cache), "kmem_cache_free()");
	cache->live--;
	memory_put(memory, "slab object", "kmem_cache_free()");
}

/* --- trees --------------------------------------------------------------------------------- */

static void rb_put(struct rb_node *node, struct rb_node *instead, struct rb_root *root)
{
	struct rb_node *parent = node->rb_parent;

	if (!parent)
		root->rb_node = instead;
	else if (parent->rb_left == node)
		parent->rb_left = instead;
	else
		parent->rb_right = instead;
	if (instead)
		instead->rb_parent = parent;
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *next = node->rb_right;

	memory_check(node, sizeof(*node), "rb_erase()");
	if (!node->rb_left || !node->rb_right) {
		rb_put(node, node->rb_left ? node->rb_left : node->rb_right, root);
		return;
	}
	while (next->rb_left)
		next = next->rb_left;
	rb_erase(next, root);
	rb_put(node, next, root);
	next->rb_left = node->rb_left;
	next->rb_right = node->rb_right;
	if (next->rb_left)
		next->rb_left->rb_parent = next;
	if (next->rb_right)
		next->rb_right->rb_parent = next;
}

static struct rb_node *deepest(struct rb_node *node)
{
	while (node && (node->rb_left || node->rb_right))
		node = node->rb_left ? node->rb_left : node->rb_right;
	return node;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return deepest(root->rb_node);
}

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent = node->rb_parent;

	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest(parent->rb_right);
	return parent;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

/* --- locks ------------------------------------------------------------------------------------ */

extern char __data_start[], _end[];

/* One that is static is initialised where it is defined. */
void explore_mutex_lock(struct mutex *mutex, const char *name)
{
	const char *at = (const char *)mutex;

	lock_take(&mutex->lock, at >= __data_start && at < _end ? name : NULL);
}

bool mutex_is_locked(struct mutex *m)
{
	memory_check(m, sizeof(*m), "mutex_is_locked()");
	return m->lock.owner != NULL;
}

void mutex_destroy(struct mutex *m)
{
	memory_check(m, sizeof(*m), "mutex_destroy()");
	if (m->lock.owner)
		finding("mutex_destroy() of a mutex that %s holds", actor_name(m->lock.owner));
	m->lock.magic = 1;
}

void spin_lock(spinlock_t *lock)
{
	memory_check(lock, sizeof(*lock), "spin_lock()");
	if (lock->locked)
		finding("deadlock: spinlock taken that is held");
	lock->locked = 1;
	atomic_enter();
}

void spin_unlock(spinlock_t *lock)
{
	memory_check(lock, sizeof(*lock), "spin_unlock()");
	if (!lock->locked)
		finding("spinlock unlocked that is not held");
	lock->locked = 0;
	atomic_leave("spin_unlock()");
}

void assert_spin_locked(spinlock_t *lock)
{
	if (!lock->locked)
		finding("spinlock is not held where it must be");
}

/* --- per-CPU data --------------------------------------------------------------------------- */

int explore_online[NR_CPUS] = { 1, 1, 0 };

int explore_cpu(int raw)
{
	if (raw)
		point_migrate();
	else if (!in_atomic_context() && !in_hotplug_callback())
		finding("smp_processor_id() or this_cpu_ptr() where the task may migrate");
	return this_cpu();
}

void *explore_per_cpu(const void *variable, int cpu)
{
	void *at = percpu_address(variable, cpu);

	if (at)
		return at;
	if (!variable || IS_ERR(variable))
		return (void *)variable;
	return (char *)variable + PERCPU_STRIDE * cpu;
}

void *explore_alloc_percpu(size_t size, gfp_t gfp)
{
	char *memory;

	if (size > PERCPU_STRIDE)
		unknown("per-CPU data too large for the explorer");
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "per-CPU memory"))
		return NULL;
	memory = memory_get(PERCPU_STRIDE * (NR_CPUS - 1) + size, KIND_PERCPU,
			    "per-CPU memory");
	memset(memory, 0, PERCPU_STRIDE * (NR_CPUS - 1) + size);
	return memory;
}

void free_percpu(const void *p)
{
	if (p)
		memory_put((void *)p, "per-CPU memory", "free_percpu()");
}

/* --- CPU hotplug ------------------------------------------------------------------------------ */

#define MAX_INSTANCES 8

static STATE struct hotplug_state {
	int used, multi;
	int (*up)(unsigned int cpu);
	int (*down)(unsigned int cpu);
	int (*up_multi)(unsigned int cpu, struct hlist_node *node);
	int (*down_multi)(unsigned int cpu, struct hlist_node *node);
	struct hlist_node *nodes[MAX_INSTANCES];
	int nr;
} states[CPUHP_ONLINE];

static STATE int readers, writer_waits, writes;
static STATE struct mutex state_mutex;

static int no_writer(void *data)
{
	(void)data;
	return !writer_waits && !writes;
}

static int no_reader(void *data)
{
	(void)data;
	return !readers && !writes;
}

static void read_lock(void)
{
	may_sleep("cpus_read_lock()");
	order_enter("cpu hotplug lock");
	wait_until(no_writer, NULL, "the CPU hotplug lock", NULL);
	readers++;
}

void cpus_read_lock(void)
{
	hotplug_direct(1);
	read_lock();
	point();
}

void cpus_read_unlock(void)
{
	hotplug_direct(-1);
	if (!readers)
		finding("cpus_read_unlock() without its counterpart");
	readers--;
	order_leave("cpu hotplug lock");
	point();
}

static void hotplug_begin(void)
{
	read_lock();
	lock_take(&state_mutex.lock, "hotplug state mutex");
}

static void hotplug_end(void)
{
	lock_drop(&state_mutex.lock);
	readers--;
	order_leave("cpu hotplug lock");
	point();
}

static int call_one(int (*call)(unsigned int cpu), int cpu)
{
	int before = in_hotplug_callback(), ret;

	if (!call)
		return 0;
	hotplug_callback(cpu + 1);
	ret = call((unsigned int)cpu);
	hotplug_callback(before);
	point();
	return ret;
}

static int call_multi(int (*call)(unsigned int cpu, struct hlist_node *node), int cpu,
		      struct hlist_node *node)
{
	int before = in_hotplug_callback(), ret;

	memory_check(node, sizeof(*node), "hotplug callback");
	if (!call)
		return 0;
	hotplug_callback(cpu + 1);
	ret = call((unsigned int)cpu, node);
	hotplug_callback(before);
	point();
	return ret;
}

static struct hotplug_state *state_of(int state)
{
	if (state <= CPUHP_EARLIEST || state >= CPUHP_ONLINE)
		unknown("unknown hotplug state");
	return &states[state];
}

int explore_setup_state(int number, int (*startup)(unsigned int),
			int (*teardown)(unsigned int), int call)
{
	struct hotplug_state *state = state_of(number);
	int ret = fails("cpuhp_setup_state()") ? -ENOMEM : 0;

	if (ret)
		return ret;
	if (state->used)
		finding("hotplug state set up twice");
	hotplug_begin();
	*state = (struct hotplug_state){ .used = 1, .up = startup, .down = teardown };
	for (int cpu = 0; call && cpu < NR_CPUS && !ret; cpu++) {
		if (!explore_online[cpu])
			continue;
		ret = call_one(startup, cpu);
		for (int other = 0; ret && other < cpu; other++)
			if (explore_online[other])
				call_one(teardown, other);
	}
	if (ret)
		*state = (struct hotplug_state){ 0 };
	hotplug_end();
	return ret;
}

int explore_setup_multi(int number, int (*startup)(unsigned int, struct hlist_node *),
			int (*teardown)(unsigned int, struct hlist_node *))
{
	struct hotplug_state *state = state_of(number);

	if (fails("cpuhp_setup_state_multi()"))
		return -ENOMEM;
	if (state->used)
		finding("hotplug state set up twice");
	*state = (struct hotplug_state){ .used = 1, .multi = 1, .up_multi = startup,
					 .down_multi = teardown };
	return 0;
}

void explore_remove_state(int number, int call, int multi)
{
	struct hotplug_state *state = state_of(number);

	if (!state->used)
		finding("hotplug state removed that was not set up");
	if (state->multi != multi)
		finding("hotplug state removed as one of another kind");
	if (state->nr)
		finding("hotplug state removed with an instance in it");
	hotplug_begin();
	for (int cpu = 0; call && cpu < NR_CPUS; cpu++)
		if (explore_online[cpu])
			call_one(state->down, cpu);
	*state = (struct hotplug_state){ 0 };
	hotplug_end();
}

static int add(struct hotplug_state *state, struct hlist_node *node, int call)
{
	int ret = 0;

	if (state->nr == MAX_INSTANCES)
		unknown("more hotplug instances than the explorer knows of");
	for (int cpu = 0; call && cpu < NR_CPUS && !ret; cpu++) {
		if (!explore_online[cpu])
			continue;
		ret = call_multi(state->up_multi, cpu, node);
		for (int other = 0; ret && other < cpu; other++)
			if (explore_online[other])
				call_multi(state->down_multi, other, node);
	}
	if (!ret)
		state->nodes[state->nr++] = node;
	return ret;
}

static void remove(struct hotplug_state *state, struct hlist_node *node, int call)
{
	int at = 0;

	while (at < state->nr && state->nodes[at] != node)
		at++;
	if (at == state->nr)
		finding("hotplug instance removed that was never added");
	for (int cpu = 0; call && cpu < NR_CPUS; cpu++)
		if (explore_online[cpu])
			call_multi(state->down_multi, cpu, node);
	state->nodes[at] = state->nodes[--state->nr];
}

int explore_instance(int number, struct hlist_node *node, int adds, int call)
{
	struct hotplug_state *state = state_of(number);
	int ret = 0;

	memory_check(node, sizeof(*node), "hotplug instance");
	if (!state->used || !state->multi)
		finding("hotplug instance of a state that is not set up");
	if (adds && fails("cpuhp_state_add_instance()"))
		return -ENOMEM;
	hotplug_begin();
	if (adds)
		ret = add(state, node, call);
	else
		remove(state, node, call);
	hotplug_end();
	return ret;
}

/* Memory that is freed has no instance in it. */
static void freed(const void *start, unsigned long size)
{
	for (int i = 0; i < CPUHP_ONLINE; i++)
		for (int j = 0; j < states[i].nr; j++) {
			const char *node = (const char *)states[i].nodes[j];

			if (node >= (const char *)start && node < (const char *)start + size)
				finding("memory freed while its hotplug instance is linked");
		}
}

static int up_state(struct hotplug_state *state, int cpu)
{
	int ret = 0;

	if (!state->multi)
		return call_one(state->up, cpu);
	for (int i = 0; i < state->nr && !ret; i++) {
		ret = call_multi(state->up_multi, cpu, state->nodes[i]);
		while (ret && i--)
			call_multi(state->down_multi, cpu, state->nodes[i]);
		if (ret)
			break;
	}
	return ret;
}

static void down_state(struct hotplug_state *state, int cpu)
{
	if (!state->multi)
		call_one(state->down, cpu);
	for (int i = state->nr; i--;)
		call_multi(state->down_multi, cpu, state->nodes[i]);
}

static void write_lock(void)
{
	order_enter("cpu hotplug lock");
	writer_waits++;
	wait_until(no_reader, NULL, "the CPU hotplug lock", NULL);
	writer_waits--;
	writes = 1;
}

static void write_unlock(void)
{
	writes = 0;
	order_leave("cpu hotplug lock");
	point();
}

int host_cpu_up(int cpu)
{
	int ret = 0;

	if (explore_online[cpu])
		return 0;
	write_lock();
	for (int i = 0; i < CPUHP_ONLINE && !ret; i++) {
		if (states[i].used)
			ret = up_state(&states[i], cpu);
		while (ret && i--)
			if (states[i].used)
				down_state(&states[i], cpu);
		if (ret)
			break;
	}
	if (!ret && fails("a later hotplug state")) {
		ret = -EIO;
		for (int i = CPUHP_ONLINE; i--;)
			if (states[i].used)
				down_state(&states[i], cpu);
	}
	explore_online[cpu] = !ret;
	write_unlock();
	return ret;
}

int host_cpu_down(int cpu)
{
	if (!explore_online[cpu])
		return 0;
	write_lock();
	explore_online[cpu] = 0;
	actors_migrate(cpu);
	for (int i = CPUHP_ONLINE; i--;)
		if (states[i].used)
			down_state(&states[i], cpu);
	write_unlock();
	return 0;
}

int host_cpu_online(int cpu)
{
	return explore_online[cpu];
}

int host_instances(void)
{
	int nr = 0;

	for (int i = 0; i < CPUHP_ONLINE; i++)
		nr += states[i].nr;
	return nr;
}

int host_states(void)
{
	int nr = 0;

	for (int i = 0; i < CPUHP_ONLINE; i++)
		nr += states[i].used && !states[i].multi;
	return nr;
}

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

/* --- modules and their parameters ----------------------------------------------------------- */

#define MAX_PARAMS 16

static struct param {
	const char *name;
	const struct kernel_param_ops *ops;
	void *arg;
} params[MAX_PARAMS];
static int nr_params;
static int (*init_function)(void);
enum system_states system_state = SYSTEM_RUNNING;

void explore_param(const char *name, const struct kernel_param_ops *ops, void *arg)
{
	if (nr_params < MAX_PARAMS)
		params[nr_params++] = (struct param){ name, ops, arg };
}

void explore_init(int (*init)(void))
{
	init_function = init;
}

int host_init(void)
{
	memory_hook(freed);
	if (!init_function)
		unknown("the text has no initcall");
	return init_function();
}

static const struct param *param_named(const char *name)
{
	for (int i = 0; i < nr_params; i++)
		if (!strcmp(params[i].name, name))
			return &params[i];
	return NULL;
}

int host_has_param(const char *name)
{
	return param_named(name) != NULL;
}

int host_param(const char *name, const char *value)
{
	const struct param *param = param_named(name);
	struct kernel_param kp = { .name = name };

	if (!param)
		return -ENOENT;
	kp.arg = param->arg;
	return param->ops->set(value, &kp);
}

static char *charp_given[32];
static int nr_charp;

int param_set_charp(const char *value, const struct kernel_param *kp)
{
	char *copy;

	if (allocation(GFP_KERNEL, "parameter"))
		return -ENOMEM;
	param_free_charp(kp->arg);
	copy = memory_get(strlen(value) + 1, KIND_OTHER, "parameter");
	memcpy(copy, value, strlen(value) + 1);
	*(char **)kp->arg = copy;
	if (nr_charp < 32)
		charp_given[nr_charp++] = copy;
	return 0;
}

void param_free_charp(void *arg)
{
	char *old = *(char **)arg;

	for (int i = 0; i < nr_charp; i++)
		if (charp_given[i] == old) {
			memory_put(old, "parameter", "param_free_charp()");
			charp_given[i] = charp_given[--nr_charp];
			return;
		}
}

int param_set_bool(const char *value, const struct kernel_param *kp)
{
	*(bool *)kp->arg = *value == 'Y' || *value == '1' || *value == 'y';
	return 0;
}

int param_get_charp(char *buffer, const struct kernel_param *kp)
{
	(void)buffer;
	(void)kp;
	return 0;
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	(void)buffer;
	(void)kp;
	return 0;
}
