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
/* The lock is not taken before all CPUs have been through a grace period. */
#define LOCKED_SECONDS	10.0

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

pid_t start_switch(unsigned int cpu, bool online)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!pid)
		_exit(-switch_cpu(cpu, online));
	return pid;
}

/* --- who waits for it ------------------------------------------------------------- */

static bool read_stack(const char *pid, char *text, size_t size)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/stack", pid);
	return !read_text(path, text, size);
}

/* The function's name in a line such as "[<0>] name+0x12/0x34"; may be empty. */
static const char *function_of(char *line)
{
	char *name = strchr(line, ' ');

	if (!name)
		return "";
	name++;
	name[strcspn(name, "+")] = '\0';
	return name;
}

bool sleeps_in(pid_t pid, const char * const *prefixes)
{
	char path[64], function[64];

	snprintf(path, sizeof(path), "/proc/%d/wchan", pid);
	if (read_text(path, function, sizeof(function)))
		return false;
	for (; *prefixes; prefixes++)
		if (!strncmp(function, *prefixes, strlen(*prefixes)))
			return true;
	return false;
}

/*
 * The hotplug callback that the task is in: the line above the one of the function
 * which calls them.
 */
static bool read_callback(const char *pid, char *callback, size_t size)
{
	char *line, *above = NULL;
	char text[4096];

	if (!read_stack(pid, text, sizeof(text)))
		return false;
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		if (above && strstr(line, " cpuhp_invoke_callback")) {
			snprintf(callback, size, "%s", function_of(above));
			return *callback;
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

/* Its lock, and whom the compiler may have made it a part of. */
static bool waits_for_hotplug_lock(pid_t pid)
{
	static const char * const names[] = {
		"cpus_write_lock", "percpu_down_write", "_cpu_down", "_cpu_up", NULL,
	};

	return sleeps_in(pid, names);
}

const char *hotplug_stuck_in(pid_t pid, const char *prefix)
{
	static char callback[64];
	double start = now();
	bool lock;

	for (;;) {
		lock = waits_for_hotplug_lock(pid);
		if (lock)
			snprintf(callback, sizeof(callback), "cpus_write_lock");
		else if (!find_callback(callback, sizeof(callback)) ||
			 strncmp(callback, prefix, strlen(prefix)))
			return NULL;
		if (now() - start > (lock ? LOCKED_SECONDS : STUCK_SECONDS)) {
			say("hotplug waits in %s", callback);
			return callback;
		}
		usleep(20000);
	}
}

/* --- one state at a time ------------------------------------------------------------ */

/* Lines such as " 60: mm/zswap:prepare", in the order of their numbers. */
static FILE *open_states(void)
{
	FILE *states = fopen(CPU_DIRECTORY "/hotplug/states", "re");

	if (!states)
		bail("this kernel does not tell its hotplug states");
	return states;
}

int hotplug_state(const char *name)
{
	FILE *states = open_states();
	int number, found = -1;
	char line[128];

	while (found < 0 && fscanf(states, "%d: %127[^\n]", &number, line) == 2)
		if (!strcmp(line, name))
			found = number;
	fclose(states);
	return found;
}

const char *hotplug_path(unsigned int cpu, const char *file)
{
	static char path[128];

	snprintf(path, sizeof(path), CPU_DIRECTORY "/cpu%u/hotplug/%s", cpu, file);
	return path;
}

int hotplug_neighbour(int state, int step, unsigned int cpu, const char *file)
{
	char text[16];

	/* A number without a name, and a state that cannot be stopped at, are refused. */
	for (state += step; state > 0 && state < 1000; state += step) {
		snprintf(text, sizeof(text), "%d", state);
		if (!write_text(hotplug_path(cpu, file), text))
			return state;
	}
	bail("CPU %u takes no state %s for %s", cpu, step > 0 ? "above" : "below", file);
}
