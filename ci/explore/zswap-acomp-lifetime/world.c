// SPDX-License-Identifier: GPL-2.0-only
/* What a pool, its users and CPUs are put through, and what must hold after, see world.h */
#include "world.h"

int explore_swapon(void);
int explore_has_store(void);
extern const struct frontswap_ops *explore_frontswap;

/* --- the world ------------------------------------------------------------------------------ */

void use(int cpu)
{
	int before = this_cpu();

	if (!host_cpu_online(cpu))
		return;
	this_cpu_set(cpu);
	if (!store(9)) {
		/* A pool that was full is found to have room when a page goes. */
		for (unsigned long i = 10; i < XA_SLOTS; i++)
			drop(i);
		if (!store(9) && !failed(NULL))
			finding("a page cannot be stored on CPU %d", cpu);
	}
	load(9);
	this_cpu_set(before);
}

void use_everywhere(void)
{
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		use(cpu);
}

void up(int cpu)
{
	if (!host_cpu_up(cpu))
		return;
	if (!failed(NULL))
		finding("CPU %d does not come online", cpu);
	if (host_cpu_up(cpu))
		finding("CPU %d does not come online at the second attempt", cpu);
	use(cpu);
}

void down(int cpu)
{
	host_cpu_down(cpu);
}

void change(const char *compressor)
{
	if (!host_param("compressor", compressor))
		return;
	if (!failed(NULL))
		finding("the compressor cannot be changed");
	use_everywhere();
	if (host_param("compressor", compressor))
		finding("the compressor cannot be changed at the second attempt");
}

static void nothing_left(void)
{
	if (host_instances())
		finding("init failed and left a hotplug instance");
	if (host_states())
		finding("init failed and left a hotplug state");
	memory_sweep();
	if (memory_live("memory") || memory_live("transform") || memory_live("request") ||
	    memory_live("per-CPU memory"))
		finding("leak: init failed and left memory");
}

/* Whoever is told that it failed tries again. */
static void swapon(void)
{
	int before;

	do {
		before = failed(NULL);
		if (explore_frontswap)
			explore_frontswap->init(0);
		else
			explore_swapon();
	} while (failed(NULL) != before);
	swap_on(1);
}

/* Whether there is a zswap that can be used. */
int begin(int sleepable)
{
	explore_mode.sleepable = sleepable;
	actor_start("device", 0, explore_device, 0, LAST);
	if (host_init()) {
		if (!failed(NULL))
			finding("init fails");
		nothing_left();
		return 0;
	}
	/* Up to 5.15 nobody is told that frontswap has no room for another user. */
	if (failed("frontswap_register_ops()") && !explore_frontswap)
		return 0;
	if (!explore_frontswap && !explore_has_store())
		unknown("the text has no user that the explorer knows");
	swapon();
	if (!store(9)) {
		if (!failed(NULL))
			finding("a page cannot be stored");
		host_param("compressor", "zstd");
		host_param("enabled", "Y");
	}
	load(9);
	return 1;
}

static void end_of_pages(void)
{
	actors_join();
	for (unsigned long i = 0; i < XA_SLOTS; i++)
		drop(i);
	actors_join();
}

/* All that is left is the pool in use, with its contexts. */
void end(void)
{
	end_of_pages();
	use_everywhere();
	change("lz4");
	actors_join();
	use_everywhere();
	for (int cpu = 1; cpu < NR_CPUS; cpu++) {
		up(cpu);
		use(cpu);
	}
	end_of_pages();
	if (host_instances() != 1)
		finding("%d hotplug instances are left of one pool", host_instances());
	if (memory_live("per-CPU memory") != 1)
		finding("leak: per-CPU memory of pools that are gone");
	memory_sweep();
	if (memory_live("transform") != NR_CPUS || memory_live("request") != NR_CPUS)
		finding("leak: %u transforms and %u requests for %d CPUs",
			memory_live("transform"), memory_live("request"), NR_CPUS);
}

static unsigned int contexts(void)
{
	return memory_made("transform") + memory_made("request") + memory_made("memory");
}

void again(int cpu)
{
	unsigned int before;
	int had = failed(NULL);

	down(cpu);
	before = contexts();
	up(cpu);
	if (contexts() != before && failed(NULL) == had)
		finding("allocated again: the context of CPU %d when it came back", cpu);
	use(cpu);
}
