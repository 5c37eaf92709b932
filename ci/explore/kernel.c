// SPDX-License-Identifier: GPL-2.0-only
/* Memory, text, trees and locks of kernel text, whatever the series; see kernel.h */
#include "kernel.h"

#undef memcpy
#undef memset
#undef memmove
#undef memcmp
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int c, size_t size);
int memcmp(const void *a, const void *b, size_t size);

/* --- what must not be ---------------------------------------------------------------- */

void explore_bug(const char *what, const char *condition)
{
	if (is_tolerated())
		give_up();
	finding("%s(%s): the kernel stops", what, condition);
}

int explore_warn(const char *what, const char *condition)
{
	if (!is_tolerated())
		finding("%s(%s): the kernel warns", what, condition);
	return 1;
}

/* --- text and memory -------------------------------------------------------------------- */

void *explore_memcpy(void *to, const void *from, size_t size)
{
	memory_check(from, size, "read by memcpy()");
	memory_check(to, size, "write by memcpy()");
	return memmove(to, from, size);
}

void *explore_memset(void *to, int c, size_t size)
{
	memory_check(to, size, "write by memset()");
	return memset(to, c, size);
}

int explore_memcmp(const void *a, const void *b, size_t size)
{
	memory_check(a, size, "read by memcmp()");
	memory_check(b, size, "read by memcmp()");
	return memcmp(a, b, size);
}

void memset_l(unsigned long *to, unsigned long value, size_t count)
{
	memory_check(to, count * sizeof(*to), "write by memset_l()");
	while (count--)
		*to++ = value;
}

void *memchr_inv(const void *start, int c, size_t size)
{
	const unsigned char *at = start;

	memory_check(start, size, "read by memchr_inv()");
	for (; size--; at++)
		if (*at != (unsigned char)c)
			return (void *)at;
	return NULL;
}

char *strstrip(char *s)
{
	return s;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len = strlen(from);

	if (len >= size)
		return -E2BIG;
	explore_memcpy(to, from, len + 1);
	return (ssize_t)len;
}

int explore_node(void)
{
	return cpu_to_node(this_cpu());
}

/* What a hotplug callback allocates for its CPU is to come from that CPU's node. */
void *explore_alloc(size_t size, gfp_t gfp, int node, const char *what)
{
	void *memory;

	if (in_hotplug_callback() && node != cpu_to_node(in_hotplug_callback() - 1))
		finding("%s for CPU %d is allocated on another node", what,
			in_hotplug_callback() - 1);
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, what))
		return NULL;
	memory = memory_get(size, KIND_MEMORY, what);
	if (gfp & __GFP_ZERO)
		memset(memory, 0, size);
	return memory;
}

void kfree(const void *memory)
{
	if (!memory)
		return;
	if (IS_ERR(memory))
		finding("kfree() of an error pointer");
	memory_put((void *)memory, "memory", "kfree()");
}

void kfree_sensitive(const void *memory)
{
	kfree(memory);
}

char *kstrdup(const char *s, gfp_t gfp)
{
	char *copy = explore_alloc(strlen(s) + 1, gfp, explore_node(), "memory");

	if (copy)
		memcpy(copy, s, strlen(s) + 1);
	return copy;
}

struct kmem_cache {
	size_t size;
	int live;
};

struct kmem_cache *explore_cache(size_t size)
{
	struct kmem_cache *cache;

	if (allocation(GFP_KERNEL, "kmem_cache_create()"))
		return NULL;
	cache = memory_get(sizeof(*cache), KIND_MEMORY, "slab cache");
	*cache = (struct kmem_cache){ .size = size };
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (!cache)
		return;
	memory_check(cache, sizeof(*cache), "kmem_cache_destroy()");
	if (cache->live)
		finding("kmem_cache_destroy() with objects in it");
	memory_put(cache, "slab cache", "kmem_cache_destroy()");
}

void *kmem_cache_alloc_node(struct kmem_cache *cache, gfp_t gfp, int node)
{
	void *memory;

	(void)node;
	memory_check(cache, sizeof(*cache), "kmem_cache_alloc()");
	if (allocation(gfp & __GFP_DIRECT_RECLAIM, "slab object"))
		return NULL;
	cache->live++;
	memory = memory_get(cache->size, KIND_MEMORY, "slab object");
	if (gfp & __GFP_ZERO)
		memset(memory, 0, cache->size);
	return memory;
}

void kmem_cache_free(struct kmem_cache *cache, void *memory)
{
	memory_check(cache, sizeof(*cache), "kmem_cache_free()");
	cache->live--;
	memory_put(memory, "slab object", "kmem_cache_free()");
}

/* --- trees --------------------------------------------------------------------------------- */

static void rb_put(struct rb_node *node, struct rb_node *instead, struct rb_root *root)
{
	struct rb_node *parent = node->rb_parent;

	if (!parent)
		root->rb_node = instead;
	else if (parent->rb_left == node)
		parent->rb_left = instead;
	else
		parent->rb_right = instead;
	if (instead)
		instead->rb_parent = parent;
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *next = node->rb_right;

	memory_check(node, sizeof(*node), "rb_erase()");
	if (!node->rb_left || !node->rb_right) {
		rb_put(node, node->rb_left ? node->rb_left : node->rb_right, root);
		return;
	}
	while (next->rb_left)
		next = next->rb_left;
	rb_erase(next, root);
	rb_put(node, next, root);
	next->rb_left = node->rb_left;
	next->rb_right = node->rb_right;
	if (next->rb_left)
		next->rb_left->rb_parent = next;
	if (next->rb_right)
		next->rb_right->rb_parent = next;
}

static struct rb_node *deepest(struct rb_node *node)
{
	while (node && (node->rb_left || node->rb_right))
		node = node->rb_left ? node->rb_left : node->rb_right;
	return node;
}

struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return deepest(root->rb_node);
}

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	struct rb_node *parent = node->rb_parent;

	if (parent && node == parent->rb_left && parent->rb_right)
		return deepest(parent->rb_right);
	return parent;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *node = root->rb_node;

	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

/* --- locks ------------------------------------------------------------------------------------ */

extern char __data_start[], _end[];

/* One that is static is initialised where it is defined. */
void explore_mutex_lock(struct mutex *mutex, const char *name)
{
	const char *at = (const char *)mutex;

	lock_take(&mutex->lock, at >= __data_start && at < _end ? name : NULL);
}

bool mutex_is_locked(struct mutex *m)
{
	memory_check(m, sizeof(*m), "mutex_is_locked()");
	return m->lock.owner != NULL;
}

void mutex_destroy(struct mutex *m)
{
	memory_check(m, sizeof(*m), "mutex_destroy()");
	if (m->lock.owner)
		finding("mutex_destroy() of a mutex that %s holds", actor_name(m->lock.owner));
	m->lock.magic = 1;
}

void spin_lock(spinlock_t *lock)
{
	memory_check(lock, sizeof(*lock), "spin_lock()");
	if (lock->locked)
		finding("deadlock: spinlock taken that is held");
	lock->locked = 1;
	atomic_enter();
}

void spin_unlock(spinlock_t *lock)
{
	memory_check(lock, sizeof(*lock), "spin_unlock()");
	if (!lock->locked)
		finding("spinlock unlocked that is not held");
	lock->locked = 0;
	atomic_leave("spin_unlock()");
}

void assert_spin_locked(spinlock_t *lock)
{
	if (!lock->locked)
		finding("spinlock is not held where it must be");
}

