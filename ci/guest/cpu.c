// SPDX-License-Identifier: GPL-2.0-only
/* CPUs: pinning, hotplug, and watching who waits for it. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define CPU_DIRECTORY	"/sys/devices/system/cpu"
#define STUCK_SECONDS	2.0

void pin_to_cpu(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		bail("cannot run on CPU %u: %s", cpu, strerror(errno));
}

/* Reads one of the kernel's lists, as in "0-2,5". */
static cpu_set_t read_cpu_list(const char *name)
{
	char path[128], text[256];
	char *range, *end;
	unsigned long cpu, last;
	cpu_set_t set;

	snprintf(path, sizeof(path), CPU_DIRECTORY "/%s", name);
	if (read_text(path, text, sizeof(text)))
		bail("cannot read %s", path);
	CPU_ZERO(&set);
	for (range = strtok(text, ","); range; range = strtok(NULL, ",")) {
		cpu = strtoul(range, &end, 10);
		last = *end == '-' ? strtoul(end + 1, NULL, 10) : cpu;
		for (; cpu <= last; cpu++)
			CPU_SET(cpu, &set);
	}
	return set;
}

bool cpu_is_online(unsigned int cpu)
{
	cpu_set_t set = read_cpu_list("online");

	return CPU_ISSET(cpu, &set);
}

unsigned int online_cpus(void)
{
	cpu_set_t set = read_cpu_list("online");

	return CPU_COUNT(&set);
}

int first_offline_cpu(void)
{
	cpu_set_t present = read_cpu_list("present");
	cpu_set_t online = read_cpu_list("online");
	int cpu;

	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &present) && !CPU_ISSET(cpu, &online))
			return cpu;
	return -1;
}

int switch_cpu(unsigned int cpu, bool online)
{
	char path[128];

	snprintf(path, sizeof(path), CPU_DIRECTORY "/cpu%u/online", cpu);
	return write_text(path, online ? "1" : "0");
}

pid_t start_offline(unsigned int cpu)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!pid)
		_exit(-switch_cpu(cpu, false));
	return pid;
}

/*
 * The hotplug callback that the task is in, from a line of its stack such as
 * "[<0>] name+0x12/0x34": the line above the one of the function which calls them.
 */
static bool read_callback(const char *pid, char *callback, size_t size)
{
	char path[64], text[4096];
	char *line, *above = NULL;

	snprintf(path, sizeof(path), "/proc/%s/stack", pid);
	if (read_text(path, text, sizeof(text)))
		return false;
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (above && strstr(line, " cpuhp_invoke_callback")) {
			above = strchr(above, ' ');
			if (!above)
				return false;
			snprintf(callback, size, "%.*s", (int)strcspn(above + 1, "+"), above + 1);
			return true;
		}
		above = line;
	}
	return false;
}

/* Finds the task, whichever it is, that runs a callback and sleeps in it. */
static bool find_callback(char *callback, size_t size)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	bool found = false;

	if (!directory)
		bail("cannot list /proc");
	while (!found && (entry = readdir(directory)))
		if (strspn(entry->d_name, "0123456789") == strlen(entry->d_name))
			found = read_callback(entry->d_name, callback, size);
	closedir(directory);
	return found;
}

bool hotplug_is_stuck(const char *prefix)
{
	double start = now();
	char callback[64];

	while (find_callback(callback, sizeof(callback)) &&
	       !strncmp(callback, prefix, strlen(prefix))) {
		if (now() - start > STUCK_SECONDS) {
			say("hotplug waits in %s", callback);
			return true;
		}
		usleep(20000);
	}
	return false;
}
