// SPDX-License-Identifier: GPL-2.0-only
/* Swap load on every CPU while CPUs come and go; every byte is compared. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

/* More workers than CPUs: they wait for contexts, and are moved while waiting. */
#define WORKERS_PER_CPU	2
#define MAX_WORKERS	16
/* Few, so that all have been swapped and compared several times in the end. */
#define PAGES		32
#define DEFAULT_SECONDS	10

/**
 * struct load - shared by all workers
 * @stop:  set once, workers end then
 * @pages: swapped out and compared so far
 * @wrong: pages that came back wrong
 */
struct load {
	atomic_bool stop;
	atomic_ulong pages;
	atomic_ulong wrong;
};

static struct load *load_start(void)
{
	void *load = mmap(NULL, sizeof(struct load), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (load == MAP_FAILED)
		bail("cannot share memory: %s", strerror(errno));
	return load;
}

static void swap_until_stopped(struct load *load, unsigned int number)
{
	unsigned long seed = (unsigned long)number << 32;
	char *pages = map_pages(PAGES);
	size_t i;

	while (!load->stop) {
		seed += PAGES;
		for (i = 0; i < PAGES; i++)
			fill_page(pages + i * page_size(), seed + i);
		madvise(pages, PAGES * page_size(), MADV_PAGEOUT);
		for (i = 0; i < PAGES && !load->stop; i++) {
			load->wrong += !page_is_right(pages + i * page_size(), seed + i);
			load->pages++;
		}
	}
	_exit(0);
}

static pid_t start_load(struct load *load, unsigned int number)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!pid)
		swap_until_stopped(load, number);
	return pid;
}

static pid_t start_beside(struct load *load, void (*beside)(const pid_t *pids), const pid_t *pids)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	while (!pid && !load->stop)
		beside(pids);
	if (!pid)
		_exit(0);
	return pid;
}

void move_about(const pid_t *pids)
{
	static unsigned int cpu;
	cpu_set_t set;

	for (; *pids; pids++) {
		CPU_ZERO(&set);
		CPU_SET(cpu++ % MAX_WORKERS, &set);
		/* a CPU that is not there now, or a process that has ended, is no matter */
		(void)sched_setaffinity(*pids, sizeof(set), &set);
	}
}

static double stress_seconds(void)
{
	char text[32];

	if (!command_line_value("ferry.seconds=", text, sizeof(text)))
		return DEFAULT_SECONDS;
	return strtod(text, NULL);
}

struct cycles {
	unsigned int count;
	long most_stored;
	const char *trouble;
};

static void cycle_cpu(unsigned int cpu, struct cycles *cycles)
{
	long stored;

	if (switch_cpu(cpu, false))
		cycles->trouble = "a CPU does not go offline";
	else if (switch_cpu(cpu, true))
		cycles->trouble = "a CPU does not come online";
	stored = stored_pages();
	if (stored > cycles->most_stored)
		cycles->most_stored = stored;
	cycles->count++;
}

static struct cycles cycle_cpus(unsigned int cpus, double seconds)
{
	double end = now() + seconds;
	struct cycles cycles = { 0 };
	unsigned int cpu = 1;

	while (now() < end && !cycles.trouble) {
		cycle_cpu(cpu, &cycles);
		cpu = cpu + 1 < cpus ? cpu + 1 : 1;
	}
	return cycles;
}

static const char *end_load(const pid_t *pids)
{
	const char *trouble = NULL;
	int status;

	for (; *pids; pids++) {
		/* a busy machine is no bug: it has the time that a test has */
		if (!wait_until(process_ended, pids, 3 * PATIENCE)) {
			set_poisoned();
			return "an operation never completed";
		}
		if (waitpid(*pids, &status, 0) < 0 || !WIFEXITED(status))
			trouble = "a swapping process was killed";
	}
	return trouble;
}

static struct outcome judge(const struct load *load, const struct cycles *cycles,
			    const char *trouble)
{
	if (trouble)
		return failed("%s", trouble);
	if (load->wrong)
		return failed("%lu of %lu pages wrong", load->wrong, load->pages);
	if (cycles->trouble)
		return failed("%s", cycles->trouble);
	if (!cycles->count || !load->pages || (series.stored_pages && !cycles->most_stored))
		bail("no load: %u cycles, %lu pages, %ld stored at once", cycles->count,
		     load->pages, cycles->most_stored);
	return passed();
}

struct outcome hotplug_stress(const char *name, void (*beside)(const pid_t *pids))
{
	unsigned int workers = online_cpus() * WORKERS_PER_CPU;
	pid_t pids[MAX_WORKERS + 2] = { 0 };
	struct load *load = load_start();
	struct outcome outcome;
	struct cycles cycles;
	unsigned int i;

	if (online_cpus() < 2 || workers > MAX_WORKERS)
		bail("stress wants 2 to %d CPUs", MAX_WORKERS / WORKERS_PER_CPU);
	for (i = 0; i < workers; i++)
		pids[i] = start_load(load, i);
	if (beside)
		pids[i] = start_beside(load, beside, pids);
	cycles = cycle_cpus(online_cpus(), stress_seconds());
	load->stop = true;
	outcome = judge(load, &cycles, end_load(pids));
	say("%s: %u CPU cycles, %lu pages, %ld stored at once", name, cycles.count,
	    load->pages, cycles.most_stored);
	munmap(load, sizeof(*load));
	return outcome;
}
