// SPDX-License-Identifier: GPL-2.0-only
/* Swap and reclaim, as mm/zswap.c sees them; see shims.h */
#include "shims.h"

#undef memset
void *memset(void *to, int c, size_t size);

struct lruvec explore_lruvec;

/* --- pages ------------------------------------------------------------------------------- */

int page_begin(unsigned long offset);
void page_end(unsigned long offset);

struct swap_info_struct *explore_swap_device(void)
{
	return (struct swap_info_struct *)&explore_lruvec;
}

void unlock_page(struct page *page)
{
	page->locked = 0;
}

void put_page(struct page *page)
{
	memory_check(page, sizeof(*page), "put_page()");
	if (--page->references)
		return;
	if (page->swapcache)
		page_end(swp_offset(page->swap));
	memory_put(page->data, "page", "put_page()");
	memory_put(page, "folio", "put_page()");
}

void delete_from_swap_cache(void *folio)
{
	struct page *page = folio;

	memory_check(page, sizeof(*page), "delete_from_swap_cache()");
	page_end(swp_offset(page->swap));
	page->swapcache = 0;
}

void *explore_swap_cache(swp_entry_t entry, bool *is_new)
{
	struct folio *folio;
	int mine;

	may_sleep("swap cache");
	if (is_new)
		*is_new = false;
	if (fails("swap cache page"))
		return is_new ? NULL : ERR_PTR(-ENOMEM);
	mine = page_begin(swp_offset(entry));
	if (!mine && !is_new)
		return ERR_PTR(-EEXIST);
	folio = memory_get(sizeof(*folio), KIND_OTHER, "folio");
	memset(folio, 0, sizeof(*folio));
	folio->swap = entry;
	folio->page = (struct page){ .references = 1, .locked = 1, .swapcache = mine, .swap = entry };
	folio->page.data = memory_get(PAGE_SIZE, KIND_OTHER, "page");
	if (is_new)
		*is_new = mine;
	return folio;
}

void page_written(unsigned long offset, const unsigned char *data);

void explore_writeback(struct page *page)
{
	memory_check(page, sizeof(*page), "__swap_writepage()");
	if (!page->uptodate)
		finding("a page is written back that is not up to date");
	page_written(swp_offset(page->swap), page->data);
}

/* --- reclaim -------------------------------------------------------------------------------- */

struct shrinker *explore_shrinker(void)
{
	struct shrinker *shrinker;

	if (allocation(GFP_KERNEL, "shrinker_alloc()"))
		return NULL;
	shrinker = memory_get(sizeof(*shrinker), KIND_MEMORY, "shrinker");
	memset(shrinker, 0, sizeof(*shrinker));
	return shrinker;
}

#define MAX_SHRINKERS 4
STATE struct shrinker *explore_shrinkers[MAX_SHRINKERS];

void shrinker_register(struct shrinker *shrinker)
{
	for (int i = 0; i < MAX_SHRINKERS; i++)
		if (!explore_shrinkers[i]) {
			explore_shrinkers[i] = shrinker;
			return;
		}
}

void shrinker_free(struct shrinker *shrinker)
{
	if (!shrinker)
		return;
	for (int i = 0; i < MAX_SHRINKERS; i++)
		if (explore_shrinkers[i] == shrinker)
			explore_shrinkers[i] = NULL;
	memory_put(shrinker, "shrinker", "shrinker_free()");
}

int list_lru_init_memcg(struct list_lru *lru, struct shrinker *shrinker)
{
	(void)shrinker;
	if (allocation(GFP_KERNEL, "list_lru_init()"))
		return -ENOMEM;
	lru->one = memory_get(sizeof(*lru->one), KIND_MEMORY, "list_lru");
	memset(lru->one, 0, sizeof(*lru->one));
	INIT_LIST_HEAD(&lru->one->list);
	lru->node = &lru->one->node;
	return 0;
}

void list_lru_destroy(struct list_lru *lru)
{
	if (!lru->one)
		return;
	memory_put(lru->one, "list_lru", "list_lru_destroy()");
	lru->one = NULL;
}

bool explore_lru_add(struct list_lru *lru, struct list_head *item)
{
	memory_check(lru->one, sizeof(*lru->one), "list_lru_add()");
	if (!list_empty(item))
		return false;
	list_add_tail(item, &lru->one->list);
	lru->one->nr_items++;
	return true;
}

bool explore_lru_del(struct list_lru *lru, struct list_head *item)
{
	memory_check(lru->one, sizeof(*lru->one), "list_lru_del()");
	memory_check(item, sizeof(*item), "list_lru_del()");
	if (list_empty(item))
		return false;
	list_del_init(item);
	lru->one->nr_items--;
	return true;
}

void list_lru_isolate(struct list_lru_one *one, struct list_head *item)
{
	list_del_init(item);
	one->nr_items--;
}

void list_lru_putback(struct list_lru *lru, struct list_head *item, int nid,
		      struct mem_cgroup *memcg)
{
	(void)nid;
	(void)memcg;
	explore_lru_add(lru, item);
}

unsigned long explore_lru_count(struct list_lru *lru)
{
	return (unsigned long)lru->one->nr_items;
}

/* The second round meets what the first one gave a second chance. */
unsigned long explore_lru_walk(struct list_lru *lru, explore_walk_3 three, explore_walk_4 four,
			       void *arg, unsigned long *nr)
{
	struct list_lru_one *one = lru->one;
	unsigned long isolated = 0;

	memory_check(one, sizeof(*one), "list_lru_walk()");
	spin_lock(&one->lock);
	for (int tries = 0; tries < 4 && *nr && !list_empty(&one->list); tries++) {
		struct list_head *item = one->list.next;
		enum lru_status status;

		--*nr;
		status = three ? three(item, one, arg) : four(item, one, &one->lock, arg);
		/* A callback of today may have dropped the lock, and says so. */
		if (three && !one->lock.locked && status != LRU_REMOVED && status != LRU_ROTATE)
			spin_lock(&one->lock);
		if (status == LRU_REMOVED || status == LRU_REMOVED_RETRY)
			isolated++;
		else if (status == LRU_ROTATE)
			list_move_tail(item, &one->list);
		else if (status == LRU_STOP)
			break;
	}
	spin_unlock(&one->lock);
	return isolated;
}

/* --- what is stored where ---------------------------------------------------------------------- */

static void **slot(struct xarray *xa, unsigned long index)
{
	memory_check(xa, sizeof(*xa), "xarray");
	if (index >= XA_SLOTS)
		unknown("a swap offset that nobody uses");
	return &xa->slot[index];
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	return *slot(xa, index);
}

void *explore_xa_set(struct xarray *xa, unsigned long index, void *entry)
{
	void **at = slot(xa, index);
	void *old = *at;

	*at = entry;
	return old;
}

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "xa_store()"))
		return ERR_PTR(-ENOMEM);
	return explore_xa_set(xa, index, entry);
}

void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp)
{
	void *now = xa_load(xa, index);

	(void)gfp;
	if (now == old)
		explore_xa_set(xa, index, entry);
	return now;
}

bool xa_empty(struct xarray *xa)
{
	for (unsigned long i = 0; i < XA_SLOTS; i++)
		if (xa->slot[i])
			return false;
	return true;
}

STATE const struct frontswap_ops *explore_frontswap;

int frontswap_register_ops(const struct frontswap_ops *ops)
{
	if (fails("frontswap_register_ops()"))
		return -EINVAL;
	explore_frontswap = ops;
	return 0;
}

