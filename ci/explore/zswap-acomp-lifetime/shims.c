// SPDX-License-Identifier: GPL-2.0-only
/* crypto, zsmalloc, swap and reclaim, as mm/zswap.c sees them; see shims.h */
#include "shims.h"

#undef memcpy
#undef memset
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int c, size_t size);

struct explore_mode explore_mode;
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

/* --- where compressed pages are ------------------------------------------------------------------- */

struct explore_store {
	char type[16];
	const struct zpool_ops *ops;
	int handles;
};

struct explore_handle {
	struct explore_store *pool;
	size_t size;
	int mapped, gone;
	unsigned char *data;
};

static STATE struct explore_handle *handles[64];
static STATE int nr_handles;

#undef zpool
#undef zs_pool

struct explore_store *(explore_store)(const char *type, const struct zpool_ops *ops)
{
	struct explore_store *pool;

	if (allocation(GFP_KERNEL, "storage pool"))
		return NULL;
	pool = memory_get(sizeof(*pool), KIND_MEMORY, "storage pool");
	memset(pool, 0, sizeof(*pool));
	snprintf(pool->type, sizeof(pool->type), "%s", type);
	pool->ops = ops;
	return pool;
}

static void check_pool(struct explore_store *pool, const char *how)
{
	memory_check(pool, sizeof(*pool), how);
}

void zpool_destroy_pool(struct explore_store *pool)
{
	check_pool(pool, "destroying a storage pool");
	if (pool->handles)
		finding("storage pool destroyed with pages in it");
	memory_put(pool, "storage pool", "destroying a storage pool");
}

const char *zpool_get_type(struct explore_store *pool)
{
	check_pool(pool, "zpool_get_type()");
	return pool->type;
}

bool explore_has_pool(const char *type)
{
	return !strcmp(type, "zsmalloc") || !strcmp(type, "zbud");
}

bool zpool_can_sleep_mapped(struct explore_store *pool)
{
	check_pool(pool, "zpool_can_sleep_mapped()");
	return explore_mode.sleepable;
}

bool zpool_evictable(struct explore_store *pool)
{
	check_pool(pool, "zpool_evictable()");
	return pool->ops != NULL;
}

int explore_store_malloc(struct explore_store *pool, size_t size, gfp_t gfp,
			 unsigned long *handle)
{
	struct explore_handle *made;

	check_pool(pool, "zpool_malloc()");
	if (size > PAGE_SIZE + 64)
		return -ENOSPC;
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "room for a page"))
		return -ENOMEM;
	made = memory_get(sizeof(*made), KIND_MEMORY, "handle");
	*made = (struct explore_handle){ .pool = pool, .size = size };
	made->data = memory_get(size, KIND_OTHER, "compressed page");
	pool->handles++;
	handles[nr_handles++ % 64] = made;
	*handle = (unsigned long)made;
	return 0;
}

unsigned long explore_zs_malloc(struct explore_store *pool, size_t size, gfp_t gfp)
{
	unsigned long handle;
	int ret = explore_store_malloc(pool, size, gfp, &handle);

	return ret ? (unsigned long)ret : handle;
}

static struct explore_handle *handle_of(struct explore_store *pool, unsigned long handle,
					const char *how)
{
	struct explore_handle *known = (struct explore_handle *)handle;

	check_pool(pool, how);
	memory_check(known, sizeof(*known), how);
	if (known->pool != pool)
		finding("%s with the handle of another pool", how);
	return known;
}

void zpool_free(struct explore_store *pool, unsigned long handle)
{
	struct explore_handle *known = handle_of(pool, handle, "freeing a compressed page");

	/* What evicts a page keeps it until evict() is done with it. */
	if (known->mapped && pool->ops && !known->gone) {
		known->gone = 1;
		return;
	}
	if (known->mapped)
		finding("a compressed page is freed while it is mapped");
	for (int i = 0; i < 64; i++)
		if (handles[i] == known)
			handles[i] = NULL;
	pool->handles--;
	memory_put(known->data, "compressed page", "freeing a compressed page");
	memory_put(known, "handle", "freeing a compressed page");
}

void *zpool_map_handle(struct explore_store *pool, unsigned long handle, enum zpool_mapmode mode)
{
	struct explore_handle *known = handle_of(pool, handle, "zpool_map_handle()");

	(void)mode;
	known->mapped++;
	if (!explore_mode.sleepable)
		atomic_enter();
	return known->data;
}

void zpool_unmap_handle(struct explore_store *pool, unsigned long handle)
{
	struct explore_handle *known = handle_of(pool, handle, "zpool_unmap_handle()");

	if (!known->mapped)
		finding("a compressed page is unmapped that is not mapped");
	known->mapped--;
	if (!explore_mode.sleepable)
		atomic_leave("zpool_unmap_handle()");
	if (known->gone && !known->mapped)
		zpool_free(pool, handle);
}

int explore_is_highmem(const void *address)
{
	(void)address;
	return explore_mode.highmem;
}

void *explore_obj_read(struct explore_store *pool, unsigned long handle)
{
	struct explore_handle *known = handle_of(pool, handle, "zs_obj_read_begin()");

	known->mapped++;
	return known->data;
}

void explore_obj_done(struct explore_store *pool, unsigned long handle)
{
	struct explore_handle *known = handle_of(pool, handle, "zs_obj_read_end()");

	if (!known->mapped)
		finding("a compressed page is unmapped that is not mapped");
	known->mapped--;
}

void zs_obj_write(struct explore_store *pool, unsigned long handle, void *from, size_t size)
{
	struct explore_handle *known = handle_of(pool, handle, "zs_obj_write()");

	explore_memcpy(known->data, from, size);
}

void zs_obj_read_sg_begin(struct explore_store *pool, unsigned long handle,
			  struct scatterlist *sg, size_t size)
{
	struct explore_handle *known = handle_of(pool, handle, "zs_obj_read_sg_begin()");

	known->mapped++;
	sg_init_one(sg, known->data, size);
}

void zs_obj_read_sg_end(struct explore_store *pool, unsigned long handle)
{
	explore_obj_done(pool, handle);
}

unsigned long zs_get_total_pages(struct explore_store *pool)
{
	check_pool(pool, "zs_get_total_pages()");
	return explore_mode.full && pool->handles ? 100000 : 0;
}

/* What has an evict() of its user's writes back by itself. */
int zpool_shrink(struct explore_store *pool, unsigned int pages, unsigned int *reclaimed)
{
	(void)pages;
	(void)reclaimed;
	check_pool(pool, "zpool_shrink()");
	for (int i = 0; i < 64; i++)
		if (handles[i] && handles[i]->pool == pool && pool->ops && !handles[i]->mapped)
			return pool->ops->evict(pool, (unsigned long)handles[i]);
	return -EINVAL;
}

/* --- crypto ----------------------------------------------------------------------------------------- */

#define WAIT_MAGIC 0x77616974u
#define HEADER 64
#define SUM HEADER		/* of the page */
#define SIZE (HEADER + 4)	/* of what it was compressed to */
#define NAME (HEADER + 8)	/* of the compressor, its sum */

struct crypto_acomp {
	char name[32];
	int requests, in_flight;
};

/* an operation that the device has */
struct operation {
	struct acomp_req *req;
	struct scatterlist src[SG_MAX], dst;
	unsigned int slen, dlen;
	int compress, used;
};

#define MAX_OPERATIONS 8
static STATE struct operation operations[MAX_OPERATIONS];

void explore_sg_init(struct scatterlist *sg, unsigned int n)
{
	memory_check(sg, n * sizeof(*sg), "sg_init_table()");
	memset(sg, 0, n * sizeof(*sg));
	sg[n - 1].end = 1;
}

void explore_sg_set(struct scatterlist *sg, unsigned char *start, unsigned int size)
{
	memory_check(start, 1, "scatterlist");
	sg->start = start;
	sg->length = size;
}

void memcpy_from_sglist(void *to, struct scatterlist *sg, unsigned int offset, size_t size)
{
	explore_memcpy(to, sg->start + offset, size);
}

void memcpy_to_sglist(struct scatterlist *sg, unsigned int offset, const void *from, size_t size)
{
	explore_memcpy(sg->start + offset, from, size);
}

static void check_wait(struct crypto_wait *wait, const char *how)
{
	memory_check(wait, sizeof(*wait), how);
	if (wait->magic != WAIT_MAGIC)
		finding("%s: the completion was never initialised", how);
}

void crypto_init_wait(struct crypto_wait *wait)
{
	memory_check(wait, sizeof(*wait), "crypto_init_wait()");
	if (wait->magic == WAIT_MAGIC && wait->waits)
		finding("completion initialised while an operation waits for it");
	*wait = (struct crypto_wait){ .magic = WAIT_MAGIC };
}

void crypto_req_done(void *data, int err)
{
	struct crypto_wait *wait = data;

	check_wait(wait, "crypto_req_done()");
	wait->err = err;
	wait->done = 1;
}

static int wait_done(void *data)
{
	const struct crypto_wait *wait = data;

	return wait->done;
}

int crypto_wait_req(int err, struct crypto_wait *wait)
{
	if (err != -EINPROGRESS && err != -EBUSY)
		return err;
	may_sleep("waiting for the compressor");
	operation_waits();
	check_wait(wait, "crypto_wait_req()");
	wait->waits++;
	point();
	wait_until(wait_done, wait, "its operation", NULL);
	check_wait(wait, "crypto_wait_req()");
	wait->waits--;
	wait->done = 0;
	return wait->err;
}

int crypto_has_acomp(const char *name, u32 type, u32 mask)
{
	(void)type;
	(void)mask;
	return !strcmp(name, "lzo") || !strcmp(name, "zstd") || !strcmp(name, "lz4");
}

static void check_tfm(struct crypto_acomp *tfm, const char *how)
{
	memory_check(tfm, sizeof(*tfm), how);
}

/* As in scomp, which allocates and frees what all share under one mutex. */
#define SCOMP "the compressors' mutex"

struct crypto_acomp *explore_alloc_acomp(const char *name, int node)
{
	struct crypto_acomp *tfm;

	may_sleep("crypto_alloc_acomp()");
	if (in_hotplug_callback() && node != cpu_to_node(in_hotplug_callback() - 1))
		finding("the transform for CPU %d is allocated on another node",
			in_hotplug_callback() - 1);
	order_enter(SCOMP);
	if (allocation(GFP_KERNEL, "transform")) {
		order_leave(SCOMP);
		return ERR_PTR(-ENOMEM);
	}
	order_leave(SCOMP);
	point();
	tfm = memory_get(sizeof(*tfm), KIND_MEMORY, "transform");
	memset(tfm, 0, sizeof(*tfm));
	snprintf(tfm->name, sizeof(tfm->name), "%s", name);
	return tfm;
}

void crypto_free_acomp(struct crypto_acomp *tfm)
{
	if (IS_ERR_OR_NULL(tfm))
		return;
	may_sleep("crypto_free_acomp()");
	check_tfm(tfm, "crypto_free_acomp()");
	if (tfm->in_flight)
		finding("transform freed in flight: an operation still uses it");
	if (tfm->requests)
		finding("transform freed before its request");
	order_enter(SCOMP);
	order_leave(SCOMP);
	memory_put(tfm, "transform", "crypto_free_acomp()");
}

struct acomp_req *acomp_request_alloc(struct crypto_acomp *tfm)
{
	struct acomp_req *req;

	check_tfm(tfm, "acomp_request_alloc()");
	if (allocation(GFP_KERNEL, "request"))
		return NULL;
	req = memory_get(sizeof(*req), KIND_MEMORY, "request");
	memset(req, 0, sizeof(*req));
	req->tfm = tfm;
	req->context = memory_get(64, KIND_OTHER, "working memory of a request");
	tfm->requests++;
	return req;
}

static void check_req(struct acomp_req *req, const char *how)
{
	memory_check(req, sizeof(*req), how);
	check_tfm(req->tfm, how);
}

static int in_flight(const struct acomp_req *req)
{
	for (int i = 0; i < MAX_OPERATIONS; i++)
		if (operations[i].used && operations[i].req == req)
			return 1;
	return 0;
}

void acomp_request_free(struct acomp_req *req)
{
	check_req(req, "acomp_request_free()");
	if (in_flight(req))
		finding("request freed in flight: an operation still uses it");
	req->tfm->requests--;
	memory_put(req->context, NULL, "acomp_request_free()");
	memory_put(req, "request", "acomp_request_free()");
}

void explore_request_callback(struct acomp_req *req, u32 flags, explore_complete complete,
			      void *data)
{
	check_req(req, "acomp_request_set_callback()");
	if (in_flight(req))
		finding("request given another callback while it is in flight");
	req->flags = flags;
	req->complete = complete;
	req->data = data;
}

void acomp_request_set_params(struct acomp_req *req, struct scatterlist *src,
			      struct scatterlist *dst, unsigned int slen, unsigned int dlen)
{
	check_req(req, "acomp_request_set_params()");
	if (in_flight(req))
		finding("request used by two operations at once");
	req->src = src;
	req->dst = dst;
	req->slen = slen;
	req->dlen = dlen;
}

bool acomp_is_async(struct crypto_acomp *tfm)
{
	check_tfm(tfm, "acomp_is_async()");
	return !explore_mode.synchronous;
}

static unsigned int sum_of(const unsigned char *at, size_t size)
{
	unsigned int sum = 1;

	while (size--)
		sum = sum * 31 + *at++;
	return sum;
}

static unsigned int name_of(const struct operation *operation)
{
	const char *name = operation->req->tfm->name;

	return sum_of((const unsigned char *)name, strlen(name));
}

/* A page is what it begins with; it is repeated. */
static int compress(struct operation *operation)
{
	const struct scatterlist *src = &operation->src[0], *dst = &operation->dst;
	unsigned int size = explore_mode.incompressible ? (unsigned int)PAGE_SIZE : HEADER * 2;

	if (operation->slen != PAGE_SIZE)
		finding("the compressor is given %u bytes for a page", operation->slen);
	memory_check(src->start, operation->slen, "the compressor reads");
	memory_check(dst->start, dst->length, "the compressor writes all that it was told of");
	memset(dst->start, 0xaa, dst->length);
	if (operation->dlen < size)
		return -ENOSPC;
	memcpy(dst->start, src->start, HEADER);
	*(unsigned int *)(dst->start + SUM) = sum_of(src->start, HEADER);
	*(unsigned int *)(dst->start + SIZE) = size;
	*(unsigned int *)(dst->start + NAME) = name_of(operation);
	operation->dlen = size;
	return fails("compression") ? -EINVAL : 0;
}

static int decompress(struct operation *operation)
{
	const struct scatterlist *src = &operation->src[0], *dst = &operation->dst;

	memory_check(src->start, operation->slen, "the compressor reads");
	memory_check(dst->start, dst->length, "the compressor writes all that it was told of");
	if (operation->slen < 2 * HEADER || dst->length < PAGE_SIZE ||
	    *(unsigned int *)(src->start + SUM) != sum_of(src->start, HEADER))
		finding("wrong data: the compressor is given what was never compressed");
	if (*(unsigned int *)(src->start + SIZE) != operation->slen)
		finding("wrong length: %u bytes to decompress of a page that came to %u",
			operation->slen, *(unsigned int *)(src->start + SIZE));
	if (*(unsigned int *)(src->start + NAME) != name_of(operation))
		finding("wrong data: the transform is not the one that compressed the page");
	if (fails("decompression")) {
		tolerate();
		return -EINVAL;
	}
	for (size_t i = 0; i < PAGE_SIZE; i += HEADER)
		memcpy(dst->start + i, src->start, HEADER);
	operation->dlen = PAGE_SIZE;
	return 0;
}

static int perform(struct operation *operation)
{
	struct acomp_req *req = operation->req;
	int ret;

	check_req(req, "operation of the compressor");
	memory_check(req->context, 64, "operation of the compressor");
	ret = operation->compress ? compress(operation) : decompress(operation);
	req->dlen = operation->dlen;
	req->tfm->in_flight--;
	operation->used = 0;
	return ret;
}

static int submit(struct acomp_req *req, int is_compress)
{
	struct operation *operation = NULL;

	check_req(req, "request");
	if (in_flight(req))
		finding("request used by two operations at once");
	if (!req->src || !req->dst)
		finding("request without parameters");
	for (int i = 0; i < MAX_OPERATIONS && !operation; i++)
		if (!operations[i].used)
			operation = &operations[i];
	if (!operation)
		unknown("more operations than the explorer knows of");
	memory_check(req->src, sizeof(*req->src), "request");
	memory_check(req->dst, sizeof(*req->dst), "request");
	*operation = (struct operation){ .req = req, .src[0] = *req->src, .dst = *req->dst,
					 .slen = req->slen, .dlen = req->dlen,
					 .compress = is_compress, .used = 1 };
	req->tfm->in_flight++;
	if (explore_mode.synchronous)
		return perform(operation);
	if (!req->complete)
		finding("asynchronous request without a callback");
	return -EINPROGRESS;
}

int crypto_acomp_compress(struct acomp_req *req)
{
	return submit(req, 1);
}

int crypto_acomp_decompress(struct acomp_req *req)
{
	return submit(req, 0);
}

static int nr_in_flight(void)
{
	int nr = 0;

	for (int i = 0; i < MAX_OPERATIONS; i++)
		nr += operations[i].used;
	return nr;
}

int explore_decompresses(void)
{
	for (int i = 0; i < MAX_OPERATIONS; i++)
		if (operations[i].used && !operations[i].compress)
			return 1;
	return 0;
}

static int any_in_flight(void *data)
{
	(void)data;
	return nr_in_flight();
}

/* The device: what is asked of it is done when its turn comes. */
void explore_device(long argument)
{
	(void)argument;
	for (;;) {
		wait_until(any_in_flight, NULL, "something to do", NULL);
		for (int i = 0; i < MAX_OPERATIONS; i++) {
			struct acomp_req *req = operations[i].req;
			int ret;

			if (!operations[i].used)
				continue;
			ret = perform(&operations[i]);
			req->complete(req->data, ret);
			break;
		}
		point();
	}
}
