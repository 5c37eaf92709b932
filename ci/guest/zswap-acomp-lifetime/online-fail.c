// SPDX-License-Identifier: GPL-2.0-only
/*
 * A CPU that cannot come online, in or after the states that prepare its contexts, and
 * then can.
 *
 * Hotplug is stopped just below these states, so that what fails is an allocation of
 * theirs: callbacks run in the task that asks, and allocations are counted by task.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "zswap.h"

#define MEMORY_STATE	"mm/zswap:prepare"
#define POOL_STATE	"mm/zswap_pool:prepare"
#define PAGES		8

/* One of zswap's own states, where a kernel has two the first of them. */
static int first_state(void)
{
	int state = hotplug_state(MEMORY_STATE);

	if (state < 0)
		state = hotplug_state(POOL_STATE);
	if (state < 0)
		bail("this kernel has no hotplug state " POOL_STATE);
	return state;
}

/* Until no allocation is left that fails; what the last one was is said. */
static void fail_each(unsigned int cpu)
{
	unsigned int refusals = 0, accepted = 0;
	char target[128], state[16];
	long number, made;
	bool refused;

	snprintf(target, sizeof(target), "%s", hotplug_path(cpu, "target"));
	snprintf(state, sizeof(state), "%d", hotplug_state(POOL_STATE));
	for (number = 1; number < NO_ALLOCATION; number++) {
		made = write_with_failure(target, state, number, &refused);
		refusals += refused;
		accepted += !refused;
		if (!refused)
			break;
	}
	say("%u allocations made to fail, CPU %u accepted %s failure", refusals, cpu,
	    made < number ? "after the last" : "in spite of a");
	if (!refusals && made < number)
		bail("no allocation of a context was made to fail");
}

/* In every pool, for each has a context of that CPU now. */
static const char *use_all(unsigned int cpu, struct worker *old)
{
	const char *trouble;

	if (switch_cpu(cpu, true))
		return "does not come online";
	trouble = round_trip(cpu, PAGES);
	if (trouble || !old)
		return trouble;
	/* The old pool is still there, and becomes the current one again. */
	set_compressor(TORTURE);
	trouble = round_trip(cpu, PAGES);
	worker_load(old);
	return trouble ? trouble : worker_end(old);
}

/* With two pools, what one has prepared the other's failure takes back, or leaves. */
static struct outcome fail_then_use(unsigned int cpu, bool two_pools)
{
	const char *trouble;
	struct worker old;

	set_compressor(TORTURE);
	if (two_pools) {
		old = stored_worker(0, PAGES);
		set_compressor("zstd");
	}
	hotplug_neighbour(first_state(), -1, cpu, "target");
	fail_each(cpu);
	trouble = use_all(cpu, two_pools ? &old : NULL);
	if (!trouble && switch_cpu(cpu, false))
		trouble = "does not go offline again";
	return trouble ? failed("%s on CPU %u after failures", trouble, cpu) : balanced();
}

/*
 * The first time a kernel has more to allocate for a CPU than for a pool, and keeps it:
 * then the second time finds what the first has left out.
 */
struct outcome test_online_fail_each(void)
{
	static const bool two_pools[] = { false, false, true };
	int cpu = first_offline_cpu();
	struct outcome outcome = passed();
	size_t i;

	if (cpu < 0)
		return skipped("every CPU is online, boot with maxcpus=");
	if (!failslab_start())
		return skipped("the kernel has no failslab");
	for (i = 0; i < ARRAY_SIZE(two_pools) && outcome.kind == PASSED; i++)
		outcome = fail_then_use(cpu, two_pools[i]);
	if (outcome.kind == PASSED && switch_cpu(cpu, true))
		outcome = failed("CPU %u does not come online again", cpu);
	return outcome;
}

static void fail_at(unsigned int cpu, int state, const char *name)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", state);
	if (write_text(hotplug_path(cpu, "fail"), text))
		bail("CPU %u cannot be made to fail at %s", cpu, name);
	if (!switch_cpu(cpu, true))
		bail("CPU %u comes online in spite of %s", cpu, name);
}

/* Before it runs, and after; the context that is there by then is to be found again. */
struct outcome test_online_fail_later(void)
{
	int cpu = online_cpus() - 1;
	const char *trouble;
	long allocated;
	int state;

	if (switch_cpu(cpu, false))
		return failed("CPU %d does not go offline", cpu);
	set_compressor(TORTURE);
	allocated = torture_count("allocated");
	state = hotplug_neighbour(hotplug_state(POOL_STATE), 1, cpu, "fail");
	fail_at(cpu, state, "the next state");
	fail_at(cpu, hotplug_state("workqueue:online"), "workqueue:online");
	if (switch_cpu(cpu, true))
		return failed("CPU %d does not come online after all", cpu);
	trouble = round_trip(cpu, PAGES);
	if (trouble)
		return failed("%s after a failed online", trouble);
	allocated = torture_count("allocated") - allocated;
	return allocated > 1 ? first_failure(failed("context allocated again"), balanced()) :
			       balanced();
}
