/* SPDX-License-Identifier: GPL-2.0-only */
/* What mm/zswap.c of 5.15 to 7.3 asks of crypto, zsmalloc, swap and reclaim. */
#ifndef EXPLORE_SHIMS_H
#define EXPLORE_SHIMS_H

#include "kernel.h"

#define CONFIG_ZSWAP_DEFAULT_ON 1
#define CONFIG_ZSWAP_COMPRESSOR_DEFAULT "lzo"
#define CONFIG_ZSWAP_ZPOOL_DEFAULT "zsmalloc"
#define CONFIG_ZSWAP 1
#define CONFIG_ZSWAP_SHRINKER_DEFAULT_ON 1
#define CONFIG_SWAP 1

/* --- pages ------------------------------------------------------------------------------ */

#define MAX_SWAPFILES 2
#define SWAP_ADDRESS_SPACE_SHIFT 14
#define SWAP_ADDRESS_SPACE_PAGES (1 << SWAP_ADDRESS_SPACE_SHIFT)
#define SWAP_CLUSTER_MAX 32UL

typedef struct {
	unsigned long val;
} swp_entry_t;

struct page {
	int references, locked, uptodate, dirty, swapcache;
	swp_entry_t swap;
	unsigned char *data;
};

struct folio {
	struct page page;
	swp_entry_t swap;
};

#define SWP_TYPE_SHIFT 58
#define swp_entry(type, offset) \
	((swp_entry_t){ (unsigned long)(type) << SWP_TYPE_SHIFT | (offset) })
#define swp_type(entry) ((unsigned int)((entry).val >> SWP_TYPE_SHIFT))
#define swp_offset(entry) ((entry).val & ((1UL << SWP_TYPE_SHIFT) - 1))
#define page_folio(p) ((struct folio *)(p))
#define folio_page(folio, n) (&(folio)->page + (n))
#define folio_nr_pages(folio) 1L
#define folio_nid(folio) 0
#define page_to_nid(page) 0
#define virt_to_page(address) ((void)(address), (struct page *)NULL)
#define virt_addr_valid(address) (!explore_is_highmem(address))
int explore_is_highmem(const void *address);
#define page_swap_entry(page) ((page)->swap)
#define page_private(page) ((page)->swap.val)
#define PageTransHuge(page) 0
#define PageLocked(page) ((page)->locked)
#define PageSwapCache(page) ((page)->swapcache)
#define SetPageUptodate(p) ((p)->uptodate = 1)
#define SetPageReclaim(page) ((void)(page))
#define SetPageDirty(p) ((p)->dirty = 1)
#define folio_test_locked(folio) ((folio)->page.locked)
#define folio_test_swapcache(folio) ((folio)->page.swapcache)
#define folio_test_large(folio) ((void)(folio), 0)
#define folio_mark_uptodate(folio) ((folio)->page.uptodate = 1)
#define folio_mark_dirty(folio) ((folio)->page.dirty = 1)
#define folio_set_reclaim(folio) ((void)(folio))
#define folio_unlock(folio) unlock_page(&(folio)->page)
#define folio_put(folio) put_page(&(folio)->page)
void unlock_page(struct page *page);
void put_page(struct page *page);
void delete_from_swap_cache(void *folio);
#define swap_cache_del_folio delete_from_swap_cache
#define flush_dcache_folio(folio) ((void)(folio))
#define flush_dcache_page(page) ((void)(page))
#define kmap_atomic(page) ({ atomic_enter(); (void *)(page)->data; })
#define kunmap_atomic(address) ((void)(address), atomic_leave("kunmap_atomic()"))
#define kmap_local_page(page) ((void *)(page)->data)
#define kmap_local_folio(folio, offset) ((void *)((folio)->page.data + (offset)))
#define kunmap_local(address) ((void)(address))
#define page_address(page) ((void *)(page)->data)
#define clear_highpage(page) memset((page)->data, 0, PAGE_SIZE)
#define memcpy_to_folio(folio, offset, from, size) \
	memcpy((folio)->page.data + (offset), from, size)
#define memcpy_from_folio(to, folio, offset, size) \
	memcpy(to, (folio)->page.data + (offset), size)
#define totalram_pages() 1000UL

struct swap_info_struct;
struct mempolicy;
#define get_swap_device(entry) explore_swap_device()
#define put_swap_device(si) ((void)(si))
struct swap_info_struct *explore_swap_device(void);
#define get_task_policy(task) ((void)(task), (struct mempolicy *)NULL)
#define NO_INTERLEAVE_INDEX (-1UL)

/* Asked with a place for "it is new", or for an error pointer. */
void *explore_swap_cache(swp_entry_t entry, bool *is_new);
#define __read_swap_cache_async(entry, gfp, policy, index, is_new, ...) \
	explore_swap_cache(entry, is_new)
#define explore_swap_cache_5(entry, gfp, policy, index, is_new) explore_swap_cache(entry, is_new)
#define explore_swap_cache_6(entry, gfp, orders, fault, policy, index) \
	((void)(policy), explore_swap_cache(entry, NULL))
#define explore_pick(a, b, c, d, e, f, name, ...) name
#define swap_cache_alloc_folio(...) \
	explore_pick(__VA_ARGS__, explore_swap_cache_6, explore_swap_cache_5)(__VA_ARGS__)

enum { WB_SYNC_NONE };
struct writeback_control {
	int sync_mode;
};

struct swap_io_ctx {
	int dummy;
};

struct swap_iocb;
void explore_writeback(struct page *page);
#define __swap_writepage(a, b, ...) \
	explore_writeback(_Generic((a), struct page *: (void *)(a), \
				   struct folio *: (void *)(a), default: (void *)(b)))
#define swap_write_submit(context) ((void)(context))

/* --- control groups, statistics, debugfs: nothing ------------------------------------------ */

struct mem_cgroup;
struct obj_cgroup;
struct zswap_lruvec_state {
	atomic_long_t nr_disk_swapins, nr_zswap_protected;
};

struct lruvec {
	struct zswap_lruvec_state zswap_lruvec_state;
};

struct pglist_data;
extern struct lruvec explore_lruvec;
#define NODE_DATA(node) ((void)(node), (struct pglist_data *)NULL)
#define mem_cgroup_lruvec(memcg, node) ((void)(memcg), (void)(node), &explore_lruvec)
#define folio_lruvec(folio) ((void)(folio), &explore_lruvec)
#define get_obj_cgroup_from_folio(folio) ((void)(folio), (struct obj_cgroup *)NULL)
#define get_obj_cgroup_from_page get_obj_cgroup_from_folio
#define get_mem_cgroup_from_objcg(objcg) ((void)(objcg), (struct mem_cgroup *)NULL)
#define obj_cgroup_may_zswap(objcg) ((void)(objcg), 1)
#define obj_cgroup_put(objcg) ((void)(objcg))
#define obj_cgroup_get(objcg) ((void)(objcg))
#define obj_cgroup_memcg(objcg) ((void)(objcg), (struct mem_cgroup *)NULL)
#define obj_cgroup_charge_zswap(objcg, size) ((void)(objcg))
#define obj_cgroup_uncharge_zswap(objcg, size) ((void)(objcg))
#define folio_memcg(folio) ((void)(folio), (struct mem_cgroup *)NULL)
#define mem_cgroup_zswap_writeback_enabled(memcg) ((void)(memcg), 1)
#define mem_cgroup_disabled() 1
#define mem_cgroup_online(memcg) 1
#define mem_cgroup_tryget_online(memcg) 1
#define mem_cgroup_put(memcg) ((void)(memcg))
#define mem_cgroup_iter(root, previous, cookie) ((void)(previous), (struct mem_cgroup *)NULL)
#define mem_cgroup_iter_break(root, previous) ((void)(previous))
#define mem_cgroup_flush_stats(...) ((void)0)
#define mem_cgroup_flush_stats_ratelimited(...) ((void)0)
#define memcg_page_state(memcg, item) 4096UL
#define memcg_list_lru_alloc(memcg, lru, gfp) \
	((void)(memcg), allocation((gfp) & __GFP_DIRECT_RECLAIM, "list_lru"))
#define count_vm_event(event) ((void)0)
#define count_vm_events(event, n) ((void)0)
#define count_objcg_event(objcg, event) ((void)(objcg))
#define count_objcg_events(objcg, event, n) ((void)(objcg))
#define MEMCG_ZSWAP_B 0
#define MEMCG_ZSWAPPED 0
#define MAX_RECLAIM_RETRIES 3

/* --- reclaim ----------------------------------------------------------------------------------- */

enum lru_status {
	LRU_REMOVED,
	LRU_REMOVED_RETRY,
	LRU_ROTATE,
	LRU_SKIP,
	LRU_RETRY,
	LRU_STOP,
};

struct list_lru_node {
	spinlock_t lock;
};

struct list_lru_one {
	struct list_head list;
	long nr_items;
	union {
		spinlock_t lock;
		struct list_lru_node node;
	};
};

struct list_lru {
	struct list_lru_one *one;
	struct list_lru_node *node;
};

struct shrink_control {
	gfp_t gfp_mask;
	int nid;
	unsigned long nr_to_scan, nr_scanned;
	struct mem_cgroup *memcg;
};

struct shrinker {
	unsigned long (*count_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	unsigned long (*scan_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	long batch;
	int seeks;
	void *private_data;
	unsigned int flags;
};

typedef enum lru_status (*explore_walk_3)(struct list_head *, struct list_lru_one *, void *);
typedef enum lru_status (*explore_walk_4)(struct list_head *, struct list_lru_one *,
					  spinlock_t *, void *);
#define SHRINK_STOP (~0UL)
#define SHRINKER_NUMA_AWARE 1
#define SHRINKER_MEMCG_AWARE 2
#define DEFAULT_SEEKS 2
#define shrinker_alloc(flags, ...) explore_shrinker()
struct shrinker *explore_shrinker(void);
void shrinker_register(struct shrinker *shrinker);
void shrinker_free(struct shrinker *shrinker);
int list_lru_init_memcg(struct list_lru *lru, struct shrinker *shrinker);
#define list_lru_init(lru) list_lru_init_memcg(lru, NULL)
void list_lru_destroy(struct list_lru *lru);
bool explore_lru_add(struct list_lru *lru, struct list_head *item);
bool explore_lru_del(struct list_lru *lru, struct list_head *item);
#define list_lru_add(lru, item, ...) explore_lru_add(lru, item)
#define list_lru_del(lru, item, ...) explore_lru_del(lru, item)
#define list_lru_add_obj explore_lru_add
#define list_lru_del_obj explore_lru_del
void list_lru_isolate(struct list_lru_one *one, struct list_head *item);
void list_lru_putback(struct list_lru *lru, struct list_head *item, int nid,
		      struct mem_cgroup *memcg);
unsigned long explore_lru_walk(struct list_lru *lru, explore_walk_3 three,
			       explore_walk_4 four, void *arg, unsigned long *nr);
#define explore_walk(lru, call, arg, nr) \
	explore_lru_walk(lru, _Generic((call), explore_walk_3: (call), default: NULL), \
			 _Generic((call), explore_walk_4: (call), default: NULL), arg, nr)
#define list_lru_walk_one(lru, nid, memcg, call, arg, nr) explore_walk(lru, call, arg, nr)
#define list_lru_shrink_walk(lru, sc, call, arg) explore_walk(lru, call, arg, &(sc)->nr_to_scan)
unsigned long explore_lru_count(struct list_lru *lru);
#define list_lru_shrink_count(lru, sc) explore_lru_count(lru)
#define list_lru_count_one(lru, nid, memcg) explore_lru_count(lru)
#define lruvec_stat_mod_folio(...) ((void)0)

/* --- what is stored where ------------------------------------------------------------------------ */

#define XA_SLOTS 16
struct xarray {
	void *slot[XA_SLOTS];
};

#define xa_init(xa) ((void)memset(xa, 0, sizeof(struct xarray)))
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
#define xa_erase(xa, index) explore_xa_set(xa, index, NULL)
void *explore_xa_set(struct xarray *xa, unsigned long index, void *entry);
void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old, void *entry, gfp_t gfp);
bool xa_empty(struct xarray *xa);
#define xa_is_err(entry) IS_ERR(entry)
#define xa_err(entry) ((int)PTR_ERR_OR_ZERO(entry))

struct frontswap_ops {
	void (*init)(unsigned int type);
	int (*store)(unsigned int type, pgoff_t offset, struct page *page);
	int (*load)(unsigned int type, pgoff_t offset, struct page *page);
	void (*invalidate_page)(unsigned int type, pgoff_t offset);
	void (*invalidate_area)(unsigned int type);
	struct frontswap_ops *next;
};

int frontswap_register_ops(const struct frontswap_ops *ops);

/* --- where compressed pages are --------------------------------------------------------------------- */

struct explore_store;
#define zpool explore_store
#define zs_pool explore_store
struct zpool_ops {
	int (*evict)(struct zpool *pool, unsigned long handle);
};

enum zpool_mapmode { ZPOOL_MM_RW, ZPOOL_MM_RO, ZPOOL_MM_WO };
#define ZPOOL_MM_DEFAULT ZPOOL_MM_RW
#define explore_no_ops(ignored, ops, ...) (ops)
#define zpool_create_pool(type, name, gfp, ...) \
	explore_store(type, explore_no_ops(0, ##__VA_ARGS__, NULL))
#define zs_create_pool(name) explore_store(name, NULL)
struct explore_store *(explore_store)(const char *type, const struct zpool_ops *ops);
void zpool_destroy_pool(struct explore_store *pool);
#define zs_destroy_pool zpool_destroy_pool
const char *zpool_get_type(struct explore_store *pool);
#define zpool_has_pool(type) explore_has_pool(type)
bool explore_has_pool(const char *type);
bool zpool_can_sleep_mapped(struct explore_store *pool);
bool zpool_evictable(struct explore_store *pool);
#define zpool_malloc_support_movable(pool) ((void)(pool), 1)
int explore_store_malloc(struct explore_store *pool, size_t size, gfp_t gfp,
			 unsigned long *handle);
#define zpool_malloc(pool, size, gfp, handle, ...) explore_store_malloc(pool, size, gfp, handle)
unsigned long explore_zs_malloc(struct explore_store *pool, size_t size, gfp_t gfp);
#define zs_malloc(pool, size, gfp, ...) explore_zs_malloc(pool, size, gfp)
void zpool_free(struct explore_store *pool, unsigned long handle);
#define zs_free zpool_free
void *zpool_map_handle(struct explore_store *pool, unsigned long handle, enum zpool_mapmode mode);
void zpool_unmap_handle(struct explore_store *pool, unsigned long handle);
void *explore_obj_read(struct explore_store *pool, unsigned long handle);
#define zs_obj_read_begin(pool, handle, ...) explore_obj_read(pool, handle)
void explore_obj_done(struct explore_store *pool, unsigned long handle);
#define zs_obj_read_end(pool, handle, ...) explore_obj_done(pool, handle)
#define zpool_obj_read_begin zs_obj_read_begin
#define zpool_obj_read_end zs_obj_read_end
void zs_obj_write(struct explore_store *pool, unsigned long handle, void *from, size_t size);
#define zpool_obj_write zs_obj_write
unsigned long zs_get_total_pages(struct explore_store *pool);
#define zpool_get_total_pages zs_get_total_pages
#define zpool_get_total_size(pool) (zs_get_total_pages(pool) * PAGE_SIZE)
int zpool_shrink(struct explore_store *pool, unsigned int pages, unsigned int *reclaimed);
#define hash_ptr(p, bits) ((unsigned int)((unsigned long)(p) >> 6) & ((1u << (bits)) - 1))

/* --- crypto ----------------------------------------------------------------------------------------- */

#define CRYPTO_MAX_ALG_NAME 128
#define CRYPTO_TFM_REQ_MAY_SLEEP 0x200
#define CRYPTO_TFM_REQ_MAY_BACKLOG 0x400

struct scatterlist {
	unsigned char *start;
	unsigned int length, offset;
	unsigned int end;
};

#define SG_MAX 2
#define sg_init_table(sg, n) explore_sg_init(sg, n)
void explore_sg_init(struct scatterlist *sg, unsigned int n);
void explore_sg_set(struct scatterlist *sg, unsigned char *start, unsigned int size);
#define sg_init_one(sg, start, size) \
	(explore_sg_init(sg, 1), explore_sg_set(sg, (unsigned char *)(start), (unsigned int)(size)))
#define sg_set_buf(sg, start, size) \
	explore_sg_set(sg, (unsigned char *)(start), (unsigned int)(size))
#define sg_set_page(sg, page, size, offset) explore_sg_set(sg, (page)->data + (offset), size)
#define sg_set_folio(sg, folio, size, offset) \
	explore_sg_set(sg, (folio)->page.data + (offset), size)
void zs_obj_read_sg_begin(struct explore_store *pool, unsigned long handle,
			  struct scatterlist *sg, size_t size);
void zs_obj_read_sg_end(struct explore_store *pool, unsigned long handle);
void memcpy_from_sglist(void *to, struct scatterlist *sg, unsigned int offset, size_t size);
void memcpy_to_sglist(struct scatterlist *sg, unsigned int offset, const void *from, size_t size);

struct crypto_async_request {
	void *data;
};

typedef void (*explore_complete)(void *data, int err);

struct crypto_wait {
	unsigned int magic;
	int done, waits, err;
};

struct crypto_acomp;
struct acomp_req {
	struct crypto_async_request base;
	struct scatterlist *src, *dst;
	unsigned int slen, dlen, flags;
	explore_complete complete;
	void *data;
	struct crypto_acomp *tfm;
	void *context;
};

#define DECLARE_CRYPTO_WAIT(name) struct crypto_wait name = { 0 }
void crypto_req_done(void *data, int err);
void crypto_init_wait(struct crypto_wait *wait);
int crypto_wait_req(int err, struct crypto_wait *wait);
int crypto_has_acomp(const char *name, u32 type, u32 mask);
struct crypto_acomp *explore_alloc_acomp(const char *name, int node);
#define crypto_alloc_acomp_node(name, type, mask, node) explore_alloc_acomp(name, node)
#define crypto_alloc_acomp(name, type, mask) explore_alloc_acomp(name, explore_node())
void crypto_free_acomp(struct crypto_acomp *tfm);
struct acomp_req *acomp_request_alloc(struct crypto_acomp *tfm);
#define acomp_request_alloc_node(tfm, node) acomp_request_alloc(tfm)
void acomp_request_free(struct acomp_req *req);
void explore_request_callback(struct acomp_req *req, u32 flags, explore_complete complete,
			      void *data);
#define acomp_request_set_callback(req, flags, complete, data) \
	explore_request_callback(req, flags, (explore_complete)(complete), data)
void acomp_request_set_params(struct acomp_req *req, struct scatterlist *src,
			      struct scatterlist *dst, unsigned int slen, unsigned int dlen);
int crypto_acomp_compress(struct acomp_req *req);
int crypto_acomp_decompress(struct acomp_req *req);
bool acomp_is_async(struct crypto_acomp *tfm);

/* --- what the scenarios know of these; not for the text ----------------------------------------------- */

/**
 * struct explore_mode - how the world is in a scenario
 * @synchronous: the compressor's operation ends at once
 * @sleepable: a mapped handle lets its user sleep
 * @full: there is no room for another page
 * @incompressible: an operation gives as much as it takes
 * @highmem: handles are mapped where crypto cannot read
 */
struct explore_mode {
	int synchronous, sleepable, full, incompressible, highmem;
};

extern struct explore_mode explore_mode;
void explore_device(long argument);
/* whether the device has something to decompress */
int explore_decompresses(void);

#endif
