// SPDX-License-Identifier: GPL-2.0-only
/* Tests for every series: what any change could break. */
#include <errno.h>
#include <string.h>
#include <sys/klog.h>

#include "init.h"

#define READ_ALL	3	/* of klogctl() */
#define CYCLES		3

/* Proof that silence means something in this kernel. */
static struct outcome debug_kernel(void)
{
	static char log[1 << 20];
	char text[8192];

	if (klogctl(READ_ALL, log, sizeof(log) - 1) < 0)
		bail("cannot read the kernel log: %s", strerror(errno));
	if (!strstr(log, "KernelAddressSanitizer initialized"))
		bail("KASAN is not active");
	if (read_text("/proc/lockdep_stats", text, sizeof(text)))
		bail("lockdep is not there");
	if (!strstr(text, " debug_locks:                             1"))
		bail("lockdep is switched off");
	return passed();
}

/* Every CPU but the first goes and comes back, and then runs something. */
static struct outcome cpu_cycles(void)
{
	unsigned int cpus = online_cpus(), cycle, cpu;
	int error = 0;

	if (cpus < 2)
		bail("there is no CPU to take offline");
	for (cycle = 0; !error && cycle < CYCLES; cycle++) {
		for (cpu = 1; !error && cpu < cpus; cpu++)
			error = switch_cpu(cpu, false);
		for (cpu = 1; !error && cpu < cpus; cpu++)
			error = switch_cpu(cpu, true);
		for (cpu = 0; !error && cpu < cpus; cpu++)
			pin_to_cpu(cpu);
	}
	return error ? failed("CPU hotplug: %s", strerror(-error)) : passed();
}

static const struct test tests[] = {
	{ "debug-kernel",	debug_kernel },
	{ "cpu-cycles",		cpu_cycles },
};

const struct test *common_test(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (!strcmp(tests[i].name, name))
			return &tests[i];
	return NULL;
}

/* Of a series that brings nothing; one that does has its own. */
const struct guest_series series __attribute__((weak)) = { .nr = 0 };
