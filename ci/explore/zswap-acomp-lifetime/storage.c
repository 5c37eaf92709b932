// SPDX-License-Identifier: GPL-2.0-only
/* Where compressed pages are, as mm/zswap.c sees them; see shims.h */
#include "shims.h"

#undef memset
void *memset(void *to, int c, size_t size);

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

