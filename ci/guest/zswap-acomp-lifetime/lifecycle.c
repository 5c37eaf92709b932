// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pools that come and go while CPUs do: who allocates or frees a context is kept in the
 * middle of it, and meanwhile everybody else has to get on.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zswap.h"

#define CPU	1
#define PAGES	8

/* A pool is made while a CPU is offline, another one goes. */
/* A pool goes, and another comes, which has no context for the CPU that is offline. */
static struct outcome change_pools(long live)
{
	set_compressor(RESTING);
	if (!torture_drained())
		return failed("leak of %ld contexts, a pool went while a CPU was offline",
			      torture_live());
	set_compressor(TORTURE);
	if (torture_live() != live - 1)
		return failed("%ld contexts for %u CPUs", torture_live(), online_cpus());
	return passed();
}

struct outcome test_change_while_offline(void)
{
	struct outcome outcome;
	const char *trouble;
	long live;

	set_compressor(TORTURE);
	live = torture_live();
	if (switch_cpu(CPU, false))
		return failed("CPU %d does not go offline", CPU);
	outcome = change_pools(live);
	/* the tests that follow need it, too */
	if (switch_cpu(CPU, true))
		return failed("CPU %d does not come online", CPU);
	if (outcome.kind != PASSED)
		return outcome;
	if (torture_live() != live)
		return failed("no context for a CPU that was offline when the pool was made");
	trouble = round_trip(CPU, PAGES);
	if (trouble)
		return failed("%s on a CPU that was offline when the pool was made", trouble);
	return balanced();
}

static void wait_for_held(const char *what)
{
	if (!wait_until(torture_holds, NULL, PATIENCE))
		bail("nobody came to be kept in the middle of %s", what);
}

static struct outcome end_switch(pid_t pid, const char *words)
{
	int status;

	if (!wait_until(process_ended, &pid, PATIENCE)) {
		set_poisoned();
		return failed("%s never returns", words);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && !WEXITSTATUS(status) ? passed() : failed("%s fails", words);
}

/*
 * The last context of a pool is being freed when the first CPU comes online, which had
 * none. Whoever frees contexts before the hotplug state has forgotten the pool has one
 * made that nobody frees; whoever frees them in a callback makes the CPU wait.
 */
struct outcome test_online_at_destroy(void)
{
	const char *where = NULL;
	struct outcome outcome;
	long allocated;
	pid_t online;

	if (switch_cpu(CPU, false))
		return failed("CPU %d does not go offline", CPU);
	set_compressor(TORTURE);
	allocated = torture_count("allocated");
	torture_hold("exit", torture_live() - 1);
	set_compressor(RESTING);
	wait_for_held("the end of a pool");

	online = start_switch(CPU, true);
	while (!process_ended(&online) && !where)
		where = hotplug_stuck_in(online, "zswap");
	torture_let_go();
	outcome = end_switch(online, "online");
	if (where)
		outcome = failed("online blocks while a pool is freed");
	else if (torture_count("allocated") != allocated)
		outcome = failed("a context made for a pool that is freed");
	return first_failure(outcome, balanced());
}

static struct outcome trip_meanwhile(struct worker *workers, unsigned int count)
{
	struct outcome outcome = passed();
	const char *trouble;
	unsigned int i;

	for (i = 0; i < count; i++) {
		worker_store(&workers[i]);
		if (worker_stored(&workers[i]))
			worker_load(&workers[i]);
		trouble = worker_end(&workers[i]);
		if (trouble)
			outcome = failed("%s on CPU %u while a context is made", trouble, i);
	}
	return outcome;
}

/* What prepares a context may have to reclaim, as anybody may meanwhile. */
static struct outcome reclaim_while_held(pid_t (*prepare)(void), const char *what)
{
	struct worker workers[] = { worker_start(0, PAGES), worker_start(CPU, PAGES) };
	struct outcome outcome;
	pid_t pid;

	torture_hold("init", 0);
	pid = prepare();
	wait_for_held(what);
	outcome = trip_meanwhile(workers, ARRAY_SIZE(workers));
	torture_let_go();
	return first_failure(outcome, end_switch(pid, what));
}

static pid_t make_pool(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("cannot fork");
	if (!pid)
		_exit(-try_compressor(TORTURE));
	return pid;
}

static pid_t bring_last_online(void)
{
	return start_switch(2, true);
}

struct outcome test_reclaim_in_prepare(void)
{
	struct outcome outcome;

	if (switch_cpu(2, false))
		bail("CPU 2 does not go offline");
	outcome = reclaim_while_held(make_pool, "making a pool");
	if (outcome.kind == PASSED)
		outcome = reclaim_while_held(bring_last_online, "coming online");
	return first_failure(outcome, balanced());
}

/*
 * Of requests, buffers and mutexes, which nobody counts. Allocations of a context fail in
 * the algorithm here: one that fails in the allocator ends the search for leaks as well.
 */
struct outcome test_leaks(void)
{
	const char *function;
	struct outcome outcome;

	if (!leaks_start())
		return skipped("the kernel does not look for leaks, boot with kmemleak=on");
	outcome = test_alloc_fail();
	outcome = first_failure(outcome, test_change_while_offline());
	outcome = first_failure(outcome, test_cycle_balance());
	function = leak_below("zswap");
	return function ? failed("leak in %s", function) : outcome;
}
