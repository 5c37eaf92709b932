// SPDX-License-Identifier: GPL-2.0-only
/*
 * A CPU goes offline while a page is written back, which is decompressed first.
 *
 * Where zswap has a shrinker, dropping caches runs it in the task that asks for it.
 * Before that it was the full pool that was written back, by a work queue, which runs
 * on the CPU of the page that was refused, or is told to.
 */
#include <stdio.h>
#include <unistd.h>

#include "zswap.h"

#define UNBOUND_WORK	"/sys/devices/virtual/workqueue/cpumask"
#define DROPS		10

static void tell_unbound_work(unsigned int cpus)
{
	char mask[16];

	snprintf(mask, sizeof(mask), "%x", cpus);
	if (write_text(UNBOUND_WORK, mask))
		bail("cannot choose a CPU for unbound work");
}

static pid_t drop_caches_on(unsigned int cpu)
{
	pid_t pid = fork();
	unsigned int i;

	if (pid < 0)
		bail("cannot fork");
	if (!pid) {
		pin_to_cpu(cpu);
		/* the first time that it sees a page, the shrinker may let it go by */
		for (i = 0; i < DROPS; i++)
			write_text("/proc/sys/vm/drop_caches", "2");
		_exit(0);
	}
	return pid;
}

void writeback_prepare(void)
{
	/* Before the shrinker zsmalloc may have no writeback, and zbud is there. */
	if (!set_shrinker(true) && !use_zpool("zbud"))
		bail("this kernel's zswap writes nothing back");
}

pid_t writeback_start(unsigned int cpu)
{
	struct worker refused;

	if (set_shrinker(true))
		return drop_caches_on(cpu);
	tell_unbound_work(1u << cpu);
	set_pool_limit("0");
	refused = worker_start_anywhere(cpu, 1);
	worker_store(&refused);
	if (!worker_stored(&refused))
		bail("a page was not swapped out");
	worker_load(&refused);
	worker_end(&refused);
	set_pool_limit("20");
	tell_unbound_work((1u << online_cpus()) - 1);
	return 0;
}

void writeback_end(pid_t pid)
{
	if (pid && !wait_until(process_ended, &pid, PATIENCE))
		set_poisoned();
	if (!set_shrinker(false))
		use_zpool("zsmalloc");
}
