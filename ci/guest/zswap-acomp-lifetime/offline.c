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

/* The users, which sleep there only for the mutex, and who takes it for them. */
static const char * const users[] = { "zswap_", "acomp_ctx_", NULL };

enum offline_end { RETURNED, FREED, BLOCKED };

/*
 * Until the offline is over one way or another, or can be seen not to be. One that is
 * not for so long waits for something: what it is for, the release will tell.
 */
static enum offline_end watch_offline(pid_t offline, const char **where)
{
	double deadline = now() + PATIENCE;

	*where = NULL;
	while (now() < deadline) {
		if (torture_count("freed_in_flight"))
			return FREED;
		if (process_ended(&offline))
			return torture_count("freed_in_flight") ? FREED : RETURNED;
		*where = hotplug_stuck_in(offline, "zswap");
		if (*where)
			return BLOCKED;
		usleep(5000);
	}
	return BLOCKED;
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

/* One that was only slow has returned before the operation is released. */
static struct outcome offline_blocks(pid_t offline, const char *where)
{
	bool was_over = process_ended(&offline);

	if (torture_release())
		bail("cannot release the operation");
	if (!wait_until(process_ended, &offline, PATIENCE)) {
		set_poisoned();
		return failed("offline never returns");
	}
	end_offline(offline);
	if (was_over)
		bail("CPU %d goes offline too slowly to tell", CPU);
	return failed("offline blocks in %s", where ? where : "the kernel");
}

static struct outcome offline_returned(pid_t offline)
{
	end_offline(offline);
	if (cpu_is_online(CPU))
		bail("CPU %d is online after it went offline", CPU);
	if (!torture_is_parked(NULL))
		bail("the operation is not in flight any more");
	return passed();
}

static struct outcome release(void)
{
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

static void wait_for_parked(void)
{
	if (!wait_until(torture_is_parked, NULL, PATIENCE))
		bail("no operation came to be kept in flight");
}

/* Passed: it is offline, and the operation still in flight. */
static struct outcome offline_while_parked(void)
{
	const char *where;
	pid_t offline;

	wait_for_parked();
	offline = start_switch(CPU, false);
	switch (watch_offline(offline, &where)) {
	case FREED:
		return freed_in_flight(offline);
	case BLOCKED:
		return offline_blocks(offline, where);
	default:
		return offline_returned(offline);
	}
}

/* Nobody who uses a context that was freed, or is still in flight, can be waited for. */
static bool is_lost(void)
{
	return torture_count("freed_in_flight") || torture_is_parked(NULL);
}

/* The CPU has to be of use again, and nothing may be left. */
static struct outcome recover(void)
{
	const char *trouble;

	if (!cpu_is_online(CPU) && switch_cpu(CPU, true))
		return failed("CPU %d does not come online again", CPU);
	trouble = round_trip(CPU, PAGES);
	if (trouble)
		return failed("%s after CPU %d is online again", trouble, CPU);
	return balanced();
}

static struct outcome end_worker(struct worker *worker)
{
	const char *trouble = worker_end(worker);

	return trouble ? failed("%s", trouble) : passed();
}

static struct outcome load_worker(struct worker *worker)
{
	if (worker_stored(worker))
		worker_load(worker);
	return end_worker(worker);
}

/* Whoever comes to the same CPU meanwhile has to wait, whatever the operation is. */
static struct outcome wait_behind(struct worker *worker)
{
	worker_store(worker);
	if (worker_blocks(worker, users))
		return passed();
	set_poisoned();
	return failed("a context in use is not locked");
}

static struct outcome offline_and_release(void)
{
	struct outcome outcome;
	struct worker waiter;

	wait_for_parked();
	/* what is written back meanwhile spoils the count of what is stored */
	waiter = worker_start_anywhere(CPU, PAGES);
	outcome = wait_behind(&waiter);
	if (outcome.kind != PASSED)
		return outcome;
	outcome = offline_while_parked();
	if (outcome.kind == PASSED)
		outcome = release();
	return is_lost() ? outcome : first_failure(outcome, load_worker(&waiter));
}

/* A process whose first page, on its way out, is kept in flight. */
static struct worker parked_worker(void)
{
	struct worker worker = worker_start(CPU, PAGES);

	torture_park("compress");
	worker_store(&worker);
	wait_for_parked();
	return worker;
}

struct outcome test_offline_compress(void)
{
	struct outcome outcome;
	struct worker worker;

	set_compressor(TORTURE);
	worker = parked_worker();
	outcome = offline_and_release();
	if (is_lost())
		return outcome;
	outcome = first_failure(outcome, load_worker(&worker));
	return first_failure(outcome, recover());
}

struct outcome test_offline_decompress(void)
{
	struct outcome outcome;
	struct worker worker;

	set_compressor(TORTURE);
	worker = stored_worker(CPU, PAGES);
	torture_park("decompress");
	worker_load(&worker);
	outcome = offline_and_release();
	if (is_lost())
		return outcome;
	outcome = first_failure(outcome, end_worker(&worker));
	return first_failure(outcome, recover());
}

struct outcome test_offline_writeback(void)
{
	long written_back = zswap_written_back();
	struct outcome outcome;
	struct worker worker;
	pid_t writer;

	writeback_prepare();
	set_compressor(TORTURE);
	worker = stored_worker(CPU, PAGES);
	torture_park("decompress");
	writer = writeback_start(CPU);
	wait_for_parked();
	if (torture_count("parked_on") != CPU)
		bail("the page is written back on CPU %ld", torture_count("parked_on"));
	outcome = offline_and_release();
	if (is_lost())
		return outcome;
	writeback_end(writer);
	worker_load(&worker);
	outcome = first_failure(outcome, end_worker(&worker));
	if (outcome.kind == PASSED && zswap_written_back() == written_back)
		bail("nothing was written back");
	return first_failure(outcome, recover());
}

/*
 * Somebody waits for the context when its CPU goes offline, and somebody else finds
 * it when the CPU is online again: it must be locked, and the lock the same.
 */
struct outcome test_reonline(void)
{
	struct worker worker, early, late;
	struct outcome outcome;

	set_compressor(TORTURE);
	early = worker_start(CPU, PAGES);
	worker = parked_worker();
	outcome = wait_behind(&early);
	if (outcome.kind == PASSED)
		outcome = offline_while_parked();
	if (outcome.kind == PASSED && switch_cpu(CPU, true))
		outcome = failed("CPU %d does not come online again", CPU);
	if (outcome.kind != PASSED) {
		set_poisoned();
		return outcome;
	}

	late = worker_start(CPU, PAGES);
	outcome = wait_behind(&late);
	outcome = first_failure(outcome, release());
	if (is_lost())
		return outcome;
	outcome = first_failure(outcome, load_worker(&worker));
	outcome = first_failure(outcome, load_worker(&early));
	outcome = first_failure(outcome, load_worker(&late));
	return first_failure(outcome, recover());
}

/*
 * The pool is not the current one any more, others come and go: it, and what it may
 * share with them, has to stay as long as the operation.
 */
struct outcome test_switch_in_flight(void)
{
	struct outcome outcome = passed();
	struct worker worker;
	const char *trouble;
	long live;

	set_compressor(TORTURE);
	live = torture_live();
	worker = parked_worker();
	set_compressor("zstd");
	set_compressor("lzo");
	set_compressor("zstd");
	trouble = round_trip(0, PAGES);
	if (trouble)
		outcome = failed("%s while another pool has an operation in flight", trouble);
	else if (torture_live() != live)
		outcome = failed("contexts freed while their pool has an operation in flight");
	outcome = first_failure(outcome, release());
	if (is_lost())
		return outcome;
	outcome = first_failure(outcome, load_worker(&worker));
	return first_failure(outcome, recover());
}
