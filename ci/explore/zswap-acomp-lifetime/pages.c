// SPDX-License-Identifier: GPL-2.0-only
/* Pages that are stored, and what they are when they come back, see world.h */
#include "world.h"

#undef memset
void *memset(void *to, int c, size_t size);

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

void drop(unsigned long offset)
{
	stored[offset] = 0;
	if (explore_frontswap)
		explore_frontswap->invalidate_page(0, offset);
	else
		explore_folio_invalidate(offset);
}

int store(unsigned long offset)
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

void load(unsigned long offset)
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
void writeback(void)
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

void swap_on(int on)
{
	swap_is_on = on;
}

void series_reclaim(void)
{
	if (!swap_is_on)
		return;
	store(RECLAIM_PAGE);
	writeback();
}
