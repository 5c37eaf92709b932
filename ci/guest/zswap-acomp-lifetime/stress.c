// SPDX-License-Identifier: GPL-2.0-only
/* Real compressors under load while CPUs come and go. */
#include <unistd.h>

#include "zswap.h"

static struct outcome stress_with(const char *compressor, void (*beside)(const pid_t *pids))
{
	struct outcome outcome;

	set_compressor(compressor);
	outcome = hotplug_stress(compressor, beside);
	return outcome.kind == PASSED ? balanced() : outcome;
}

struct outcome test_hotplug_stress_lzo(void)
{
	return stress_with("lzo", NULL);
}

struct outcome test_hotplug_stress_zstd(void)
{
	return stress_with("zstd", NULL);
}

struct outcome test_hotplug_stress_moved(void)
{
	return stress_with(TORTURE, move_about);
}

/* Old pools go when their last page does, so this makes and ends one after another. */
static void switch_pools(void)
{
	static unsigned int count;

	set_compressor(count++ % 2 ? "lzo" : TORTURE);
}

static void switch_about(const pid_t *unused)
{
	(void)unused;
	switch_pools();
}

struct outcome test_hotplug_stress_pools(void)
{
	return stress_with(TORTURE, switch_about);
}

/* --- reclaim ---------------------------------------------------------------------- */

#define CPU	1
/* Less than the swap device has. */
#define TOO_MUCH	(4ul << 20)

/* Pools and contexts are made while there is no memory: that reclaims, too. */
static void disturb(void)
{
	switch_pools();
	if (switch_cpu(CPU, false) || switch_cpu(CPU, true))
		bail("CPU %d does not cycle", CPU);
	/* the load needs a CPU, too */
	usleep(200000);
}

struct outcome test_reclaim(void)
{
	struct outcome outcome = hog_memory(TOO_MUCH, disturb);

	return first_failure(outcome, balanced());
}
