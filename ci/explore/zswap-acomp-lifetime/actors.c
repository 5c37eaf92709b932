// SPDX-License-Identifier: GPL-2.0-only
/* What happens to zswap's per-CPU contexts: their users, CPUs that come and go, pools too */
#include "shims.h"
#include "../host.h"

#undef memcpy
#undef memset
void *memset(void *to, int c, size_t size);

int explore_swapon(void);
int explore_has_store(void);
bool explore_folio_store(struct folio *folio);
void explore_folio_load(struct folio *folio);
void explore_folio_invalidate(unsigned long offset);
extern const struct frontswap_ops *explore_frontswap;
extern struct shrinker *explore_shrinkers[];
void page_written(unsigned long offset, const unsigned char *data);
int page_begin(unsigned long offset);
void page_end(unsigned long offset);

#define RECLAIM_PAGE 15
#define UNTOUCHED 0x11

/* --- pages ------------------------------------------------------------------------------- */

static STATE int stored[XA_SLOTS];	/* the seed of what zswap has, 0 for nothing */
static STATE int busy[XA_SLOTS];	/* the page is in the swap cache */
static STATE int next_seed;
static STATE int swap_is_on;
static STATE int writes_back;

static void fill(unsigned char *page, int seed)
{
	for (unsigned long i = 0; i < PAGE_SIZE; i++)
		page[i] = (unsigned char)((i % 64) * 7 + (unsigned long)seed * 13 + 1);
}

static int same(const unsigned char *page, int seed)
{
	for (unsigned long i = 0; i < PAGE_SIZE; i++)
		if (page[i] != (unsigned char)((i % 64) * 7 + (unsigned long)seed * 13 + 1))
			return 0;
	return 1;
}

static int untouched(const unsigned char *page)
{
	for (unsigned long i = 0; i < PAGE_SIZE; i++)
		if (page[i] != UNTOUCHED)
			return 0;
	return 1;
}

int page_begin(unsigned long offset)
{
	return busy[offset] ? 0 : (busy[offset] = 1);
}

void page_end(unsigned long offset)
{
	busy[offset] = 0;
}

void page_written(unsigned long offset, const unsigned char *data)
{
	if (stored[offset] && !same(data, stored[offset]))
		finding("wrong data: a page is written back that is not what was stored");
	stored[offset] = 0;
}

static int not_busy(void *data)
{
	return !*(int *)data;
}

static struct folio *page_get(unsigned long offset)
{
	struct folio *folio;

	wait_until(not_busy, &busy[offset], "the page's lock", NULL);
	busy[offset] = 1;
	folio = memory_get(sizeof(*folio), KIND_OTHER, "folio");
	memset(folio, 0, sizeof(*folio));
	folio->swap = swp_entry(0, offset);
	folio->page = (struct page){ .references = 1, .locked = 1, .swapcache = 1,
				     .swap = folio->swap };
	folio->page.data = memory_get(PAGE_SIZE, KIND_OTHER, "page");
	return folio;
}

static void page_put(struct folio *folio, unsigned long offset)
{
	busy[offset] = 0;
	memory_put(folio->page.data, "page", "swap");
	memory_put(folio, "folio", "swap");
}

static void drop(unsigned long offset)
{
	stored[offset] = 0;
	if (explore_frontswap)
		explore_frontswap->invalidate_page(0, offset);
	else
		explore_folio_invalidate(offset);
}

static int store(unsigned long offset)
{
	struct folio *folio = page_get(offset);
	int done;

	fill(folio->page.data, ++next_seed);
	stored[offset] = next_seed;
	operation_begin("compress");
	if (explore_frontswap)
		done = !explore_frontswap->store(0, offset, &folio->page);
	else
		done = explore_folio_store(folio);
	operation_end();
	if (!done)
		drop(offset);
	page_put(folio, offset);
	return done;
}

static void load(unsigned long offset)
{
	struct folio *folio = page_get(offset);

	if (stored[offset]) {
		memset(folio->page.data, UNTOUCHED, PAGE_SIZE);
		operation_begin("decompress");
		if (explore_frontswap)
			explore_frontswap->load(0, offset, &folio->page);
		else
			explore_folio_load(folio);
		operation_end();
		if (!same(folio->page.data, stored[offset]) && !failed("decompression") &&
		    !(failed("memory") && untouched(folio->page.data)))
			finding("wrong data: a page comes back that is not what was stored");
		drop(offset);
	}
	page_put(folio, offset);
}

/* What shrinks: a shrinker, or the worker of a full pool. */
static void writeback(void)
{
	struct shrink_control sc = { .gfp_mask = GFP_KERNEL, .nr_to_scan = 4 };
	int any = 0;

	operation_begin("writeback");
	for (int i = 0; i < 4; i++) {
		if (!explore_shrinkers[i] || !explore_shrinkers[i]->scan_objects)
			continue;
		explore_shrinkers[i]->scan_objects(explore_shrinkers[i], &sc);
		any = 1;
	}
	operation_end();
	if (any || in_reclaim())
		return;
	explore_mode.full = 1;
	store(13);
	store(14);
	explore_mode.full = 0;
}

void series_reclaim(void)
{
	if (!swap_is_on)
		return;
	store(RECLAIM_PAGE);
	writeback();
}

/* --- the world ------------------------------------------------------------------------------ */

static void use(int cpu)
{
	int before = this_cpu();

	if (!host_cpu_online(cpu))
		return;
	this_cpu_set(cpu);
	if (!store(9)) {
		/* A pool that was full is found to have room when a page goes. */
		for (unsigned long i = 10; i < XA_SLOTS; i++)
			drop(i);
		if (!store(9) && !failed(NULL))
			finding("a page cannot be stored on CPU %d", cpu);
	}
	load(9);
	this_cpu_set(before);
}

static void use_everywhere(void)
{
	for (int cpu = 0; cpu < NR_CPUS; cpu++)
		use(cpu);
}

static void up(int cpu)
{
	if (!host_cpu_up(cpu))
		return;
	if (!failed(NULL))
		finding("CPU %d does not come online", cpu);
	if (host_cpu_up(cpu))
		finding("CPU %d does not come online at the second attempt", cpu);
	use(cpu);
}

static void down(int cpu)
{
	host_cpu_down(cpu);
}

static void change(const char *compressor)
{
	if (!host_param("compressor", compressor))
		return;
	if (!failed(NULL))
		finding("the compressor cannot be changed");
	use_everywhere();
	if (host_param("compressor", compressor))
		finding("the compressor cannot be changed at the second attempt");
}

static void nothing_left(void)
{
	if (host_instances())
		finding("init failed and left a hotplug instance");
	if (host_states())
		finding("init failed and left a hotplug state");
	memory_sweep();
	if (memory_live("memory") || memory_live("transform") || memory_live("request") ||
	    memory_live("per-CPU memory"))
		finding("leak: init failed and left memory");
}

/* Whoever is told that it failed tries again. */
static void swapon(void)
{
	int before;

	do {
		before = failed(NULL);
		if (explore_frontswap)
			explore_frontswap->init(0);
		else
			explore_swapon();
	} while (failed(NULL) != before);
	swap_is_on = 1;
}

/* Whether there is a zswap that can be used. */
static int begin(int sleepable)
{
	explore_mode.sleepable = sleepable;
	actor_start("device", 0, explore_device, 0, LAST);
	if (host_init()) {
		if (!failed(NULL))
			finding("init fails");
		nothing_left();
		return 0;
	}
	if (!explore_frontswap && !explore_has_store())
		unknown("the text has no user that the explorer knows");
	swapon();
	if (!store(9)) {
		if (!failed(NULL))
			finding("a page cannot be stored");
		host_param("compressor", "zstd");
		host_param("enabled", "Y");
	}
	load(9);
	return 1;
}

static void end_of_pages(void)
{
	actors_join();
	for (unsigned long i = 0; i < XA_SLOTS; i++)
		drop(i);
	actors_join();
}

/* All that is left is the pool in use, with its contexts. */
static void end(void)
{
	end_of_pages();
	use_everywhere();
	change("lz4");
	actors_join();
	use_everywhere();
	for (int cpu = 1; cpu < NR_CPUS; cpu++) {
		up(cpu);
		use(cpu);
	}
	end_of_pages();
	if (host_instances() != 1)
		finding("%d hotplug instances are left of one pool", host_instances());
	if (memory_live("per-CPU memory") != 1)
		finding("leak: per-CPU memory of pools that are gone");
	memory_sweep();
	if (memory_live("transform") != NR_CPUS || memory_live("request") != NR_CPUS)
		finding("leak: %u transforms and %u requests for %d CPUs",
			memory_live("transform"), memory_live("request"), NR_CPUS);
}

/* --- one after the other ---------------------------------------------------------------------- */

static unsigned int contexts(void)
{
	return memory_made("transform") + memory_made("request") + memory_made("memory");
}

static void again(int cpu)
{
	unsigned int before;
	int had = failed(NULL);

	down(cpu);
	before = contexts();
	up(cpu);
	if (contexts() != before && failed(NULL) == had)
		finding("allocated again: the context of CPU %d when it came back", cpu);
	use(cpu);
}

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
