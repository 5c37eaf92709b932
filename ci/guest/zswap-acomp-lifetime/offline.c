// SPDX-License-Identifier: GPL-2.0-only
/*
 * A CPU goes offline while the context of that CPU has an operation in flight.
 *
 * The torture algorithm keeps the operation for as long as needed, so nothing
 * depends on who is faster.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zswap.h"

#define CPU	1
#define PAGES	8

enum offline_end { RETURNED, FREED, BLOCKED, STILL_RUNNING };

/* Until the offline is over one way or another, or can be seen not to be. */
static enum offline_end watch_offline(pid_t offline)
{
	double deadline = now() + PATIENCE;

	while (now() < deadline) {
		if (torture_count("freed_in_flight"))
			return FREED;
		if (process_ended(&offline))
			return torture_count("freed_in_flight") ? FREED : RETURNED;
		if (hotplug_is_stuck("zswap"))
			return BLOCKED;
		usleep(5000);
	}
	return STILL_RUNNING;
}

static void end_offline(pid_t offline)
{
	int status;

	waitpid(offline, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		bail("CPU %d does not go offline: %s", CPU,
		     strerror(WIFEXITED(status) ? WEXITSTATUS(status) : EINTR));
}

/* Nobody may touch the request any more, so its owner waits for ever. */
static struct outcome freed_in_flight(pid_t offline)
{
	set_poisoned();
	if (wait_until(process_ended, &offline, PATIENCE))
		end_offline(offline);
	return failed("freed in flight");
}

static struct outcome offline_blocks(pid_t offline)
{
	if (torture_release())
		bail("cannot release the operation");
	if (!wait_until(process_ended, &offline, PATIENCE)) {
		set_poisoned();
		return failed("offline never returns");
	}
	end_offline(offline);
	return failed("offline blocks");
}

static struct outcome offline_returned(pid_t offline)
{
	end_offline(offline);
	if (cpu_is_online(CPU))
		bail("CPU %d is online after it went offline", CPU);
	if (!torture_is_parked(NULL))
		bail("the operation is not in flight any more");
	switch (torture_release()) {
	case 0:
		return passed();
	case -ESTALE:
		set_poisoned();
		return failed("freed in flight");
	default:
		bail("cannot release the operation");
	}
}

static struct outcome offline_while_parked(void)
{
	pid_t offline;

	if (!wait_until(torture_is_parked, NULL, PATIENCE))
		bail("no operation came to be kept in flight");
	offline = start_offline(CPU);
	switch (watch_offline(offline)) {
	case FREED:
		return freed_in_flight(offline);
	case BLOCKED:
		return offline_blocks(offline);
	case RETURNED:
		return offline_returned(offline);
	default:
		bail("CPU %d goes offline too slowly to tell", CPU);
	}
}

/* The CPU has to be of use again, and nothing may be left. */
static struct outcome recover(void)
{
	const char *trouble;
	long left;

	if (switch_cpu(CPU, true))
		return failed("CPU %d does not come online again", CPU);
	trouble = round_trip(CPU, PAGES);
	if (trouble)
		return failed("%s after CPU %d is online again", trouble, CPU);
	left = rest();
	return left ? failed("leak of %ld contexts", left) : passed();
}

static struct outcome first_failure(struct outcome first, struct outcome second)
{
	return first.kind == PASSED ? second : first;
}

struct outcome test_offline_compress(void)
{
	struct outcome outcome;
	struct worker worker;
	const char *trouble;

	set_compressor(TORTURE);
	worker = worker_start(CPU, PAGES);
	torture_set("park", "compress");
	worker_store(&worker);
	outcome = offline_while_parked();
	if (torture_count("freed_in_flight"))
		return outcome;

	if (worker_stored(&worker))
		worker_load(&worker);
	trouble = worker_end(&worker);
	if (trouble)
		return first_failure(outcome, failed("%s", trouble));
	return first_failure(outcome, recover());
}

struct outcome test_offline_decompress(void)
{
	struct outcome outcome;
	struct worker worker;
	const char *trouble;

	set_compressor(TORTURE);
	worker = worker_start(CPU, PAGES);
	worker_store(&worker);
	if (!worker_stored(&worker))
		bail("pages did not go to zswap: %s", worker_end(&worker));
	torture_set("park", "decompress");
	worker_load(&worker);
	outcome = offline_while_parked();
	if (torture_count("freed_in_flight"))
		return outcome;

	trouble = worker_end(&worker);
	if (trouble)
		return first_failure(outcome, failed("%s", trouble));
	return first_failure(outcome, recover());
}
