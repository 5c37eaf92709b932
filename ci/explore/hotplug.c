// SPDX-License-Identifier: GPL-2.0-only
/* Per-CPU data and CPU hotplug; see kernel.h */
#include "kernel.h"
#include "host.h"

#undef memset
void *memset(void *to, int c, size_t size);

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
static void check_freed(const void *start, unsigned long size)
{
	for (int i = 0; i < CPUHP_ONLINE; i++)
		for (int j = 0; j < states[i].nr; j++) {
			const char *node = (const char *)states[i].nodes[j];

			if (node >= (const char *)start && node < (const char *)start + size)
				finding("memory freed while its hotplug instance is linked");
		}
}

void hotplug_watch_memory(void)
{
	memory_hook(check_freed);
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

