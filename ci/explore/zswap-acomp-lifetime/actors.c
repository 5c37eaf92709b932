// SPDX-License-Identifier: GPL-2.0-only
/* The scenarios: zswap's users, CPUs that come and go, and pools, one by one and at a time */
#include "world.h"

static STATE int writes_back;

/* --- one after the other ---------------------------------------------------------------------- */

static void life(int sleepable)
{
	if (!begin(sleepable))
		return;
	use_everywhere();
	up(2);
	use_everywhere();
	again(1);
	again(2);
	down(2);
	change("zstd");
	actors_join();
	use_everywhere();
	up(2);
	use_everywhere();
	store(1);
	down(1);
	down(2);
	change("lzo");
	actors_join();
	use(0);
	load(1);
	actors_join();
	up(1);
	use_everywhere();
	again(1);
	store(1);
	store(2);
	writeback();
	actors_join();
	writeback();
	load(1);
	load(2);
	end();
}

static void odd_pages(int sleepable)
{
	if (!begin(sleepable))
		return;
	explore_mode.incompressible = 1;
	store(1);
	load(1);
	store(1);
	writeback();
	actors_join();
	writeback();
	load(1);
	explore_mode.incompressible = 0;
	explore_mode.highmem = 1;
	use_everywhere();
	explore_mode.highmem = 0;
	explore_mode.synchronous = 1;
	use_everywhere();
	explore_mode.synchronous = 0;
	end();
}

/* --- at the same time ---------------------------------------------------------------------------- */

static void do_store(long offset)
{
	store((unsigned long)offset);
}

static int writeback_in_flight(void *data)
{
	(void)data;
	return writes_back && explore_decompresses();
}

static void do_store_late(long offset)
{
	wait_until(writeback_in_flight, NULL, "writeback", NULL);
	actor_counts();
	store((unsigned long)offset);
}

static void do_load(long offset)
{
	load((unsigned long)offset);
}

static void do_writeback(long ignored)
{
	(void)ignored;
	writes_back = 1;
	writeback();
}

static void do_cycle(long cpu)
{
	down((int)cpu);
	up((int)cpu);
}

static void do_up_early(long cpu)
{
	host_cpu_up((int)cpu);
}

static void do_up(long cpu)
{
	up((int)cpu);
}

static void do_down(long cpu)
{
	down((int)cpu);
}

static void do_change(long ignored)
{
	(void)ignored;
	change("zstd");
}

enum {
	COMPRESS = 1, COMPRESS_TOO = 2, DECOMPRESS = 4, WRITEBACK = 8, CYCLE = 16, CHANGE = 32,
	FIRST_ONLINE = 64, SLEEPABLE = 128, DOWN = 256, COMPRESS_LATE = 512,
	CHANGE_THERE = 1024, COMPRESS_AFTER = 2048,
};

static void together(int who)
{
	if (!begin(!!(who & SLEEPABLE)))
		return;
	if (who & DECOMPRESS)
		store(3);
	if (who & WRITEBACK) {
		store(4);
		writeback();
		actors_join();
		store(5);
	}
	if (who & COMPRESS)
		actor_start("compress", 1, do_store, 1, MUST_END);
	if (who & DECOMPRESS)
		actor_start("decompress", 1, do_load, 3, MUST_END);
	if (who & WRITEBACK)
		actor_start("writeback", 1, do_writeback, 0, MUST_END);
	if (who & COMPRESS_TOO)
		actor_start("compress too", 1, do_store, 2, MUST_END);
	if (who & CYCLE)
		actor_start("offline and online", 0, do_cycle, 1, MUST_END);
	if (who & FIRST_ONLINE)
		actor_start("first online", 0, do_up, 2, MUST_END);
	if (who & CHANGE)
		actor_start("change of compressor", 0, do_change, 0, MUST_END);
	if (who & DOWN)
		actor_start("offline", 0, do_down, 1, MUST_END);
	if (who & CHANGE_THERE)
		actor_start("change of compressor", 1, do_change, 0, MUST_END);
	if (who & COMPRESS_AFTER)
		actor_start("compress after it", 1, do_store, 2, MUST_END);
	if (who & COMPRESS_LATE)
		actor_start("compress during writeback", 1, do_store_late, 2, MAY_END);
	actors_join();
	writes_back = 0;
	for (unsigned long i = 1; i < 6; i++)
		load(i);
	end();
}

/* CPUs come and go while init is at work. */
static void starting(int sleepable)
{
	actor_start("offline", 0, do_down, 1, MUST_END);
	actor_start("first online", 0, do_up_early, 2, MUST_END);
	if (!begin(sleepable))
		return;
	actors_join();
	end();
}

const struct scenario scenarios[] = {
	{ "offline-compress", together, COMPRESS | COMPRESS_TOO | CYCLE, 1 },
	{ "offline-decompress", together, COMPRESS | DECOMPRESS | CYCLE, 1 },
	{ "offline-writeback", together, WRITEBACK | COMPRESS | CYCLE, 1 },
	{ "offline-writeback-mapped", together, WRITEBACK | COMPRESS | CYCLE | SLEEPABLE, 0 },
	{ "life", life, 0, 1 },
	{ "life-mapped", life, 1, 1 },
	{ "odd-pages", odd_pages, 0, 1 },
	{ "odd-pages-mapped", odd_pages, 1, 1 },
	{ "users", together, COMPRESS | COMPRESS_TOO | DECOMPRESS | WRITEBACK, 0 },
	{ "change", together, COMPRESS | DECOMPRESS | CHANGE, 1 },
	{ "change-offline", together, COMPRESS | CHANGE | CYCLE, 0 },
	{ "change-online", together, CHANGE | FIRST_ONLINE, 1 },
	{ "change-users", together, COMPRESS | CHANGE_THERE | COMPRESS_AFTER, 0 },
	{ "writeback-users", together, WRITEBACK | COMPRESS_LATE, 0 },
	{ "starting", starting, 0, 2 },
	{ "change-writeback", together, WRITEBACK | CHANGE, 0 },
	{ "change-down", together, COMPRESS | CHANGE | DOWN | FIRST_ONLINE, 2 },
};

const unsigned int nr_scenarios = sizeof(scenarios) / sizeof(scenarios[0]);
