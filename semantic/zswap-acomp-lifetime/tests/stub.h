/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a fixture needs of the kernel to go through a compiler: types, and functions
 * that are declared and never called. A CONFIG_ that is defined here is always set.
 */
#ifndef STUB_H
#define STUB_H

#define CONFIG_SMP 1

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned int gfp_t;
typedef _Bool bool;
typedef __SIZE_TYPE__ size_t;

#define NULL ((void *)0)
#define true 1
#define false 0

#define __init
#define __exit
#define __percpu
#define __always_inline inline __attribute__((always_inline))
#define noinline __attribute__((noinline))
#define __must_check __attribute__((warn_unused_result))
#define __maybe_unused __attribute__((unused))
#define __cleanup(f) __attribute__((cleanup(f)))

#define PAGE_SIZE 4096UL
#define PAGE_SHIFT 12
#define CRYPTO_MAX_ALG_NAME 128
#define CRYPTO_TFM_REQ_MAY_BACKLOG 0x400
#define CRYPTO_ACOMP_ALLOC_OUTPUT 1
#define SMP_CACHE_BYTES 64
#define NUMA_NO_NODE (-1)

#define GFP_KERNEL 0x1u
#define GFP_NOIO 0x2u
#define __GFP_ZERO 0x4u
#define __GFP_NOWARN 0x8u
#define __GFP_NORETRY 0x10u

enum { EIO = 5, E2BIG = 7, EAGAIN = 11, ENOMEM = 12, EBUSY = 16, ENODEV = 19, EINVAL = 22 };

enum {
	CPUHP_MM_ZSWP_MEM_PREPARE,
	CPUHP_MM_ZSWP_POOL_PREPARE,
	CPUHP_MM_OTHER_PREPARE,
};

#define MODULE_LICENSE(s)
#define EXPORT_SYMBOL_GPL(f) void *const exported_##f = f
#define late_initcall(f) int (*const initcall_##f)(void) = f
#define __acquires(m)
#define __releases(m)

/* the compiler */
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))
#define container_of(p, type, member) \
	((type *)((char *)(p) - __builtin_offsetof(type, member)))
#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define WARN_ON(x) ({ bool warned = !!(x); warned; })
#define WARN_ON_ONCE(x) WARN_ON(x)
#define BUILD_BUG_ON(x) _Static_assert(!(x), "")

/* pointers that may be errors */
static inline bool IS_ERR(const void *p)
{
	return (unsigned long)p >= (unsigned long)-4095;
}

static inline bool IS_ERR_OR_NULL(const void *p)
{
	return !p || IS_ERR(p);
}

static inline long PTR_ERR(const void *p)
{
	return (long)p;
}

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

/* messages */
__attribute__((format(printf, 1, 2))) int printk(const char *format, ...);
#define pr_err(...) printk(__VA_ARGS__)
#define pr_warn(...) printk(__VA_ARGS__)
#define pr_info(...) printk(__VA_ARGS__)
#define pr_debug(...) printk(__VA_ARGS__)

/* memory */
void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kmalloc_node(size_t size, gfp_t flags, int node);
void *kzalloc_node(size_t size, gfp_t flags, int node);
void *kcalloc_node(size_t n, size_t size, gfp_t flags, int node);
void *kvmalloc_node(size_t size, gfp_t flags, int node);
void *vmalloc_node(unsigned long size, int node);
char *kstrdup(const char *s, gfp_t flags);
void kfree(const void *p);
void kfree_sensitive(const void *p);
void kvfree(const void *p);
void vfree(const void *p);
void *memset(void *p, int c, size_t size);
void memzero_explicit(void *p, size_t size);
unsigned int memalloc_noio_save(void);
void memalloc_noio_restore(unsigned int flags);
int strscpy(char *to, const char *from, size_t size);

/* CPUs */
void *__alloc_percpu(size_t size, size_t align);
void *__alloc_percpu_gfp(size_t size, size_t align, gfp_t flags);
void free_percpu(void *p);
#define alloc_percpu(type) \
	((__typeof__(type) *)__alloc_percpu(sizeof(type), __alignof__(type)))
#define alloc_percpu_gfp(type, flags) \
	((__typeof__(type) *)__alloc_percpu_gfp(sizeof(type), __alignof__(type), flags))
#define DEFINE_PER_CPU(type, name) __typeof__(type) name
#define per_cpu_ptr(p, cpu) ((void)(cpu), (p))
#define per_cpu(v, cpu) (*per_cpu_ptr(&(v), cpu))
#define raw_cpu_ptr(p) (p)
#define this_cpu_ptr(p) (p)
#define this_cpu_inc(v) ((void)(v)++)
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < 4; (cpu)++)
#define for_each_online_cpu(cpu) for ((cpu) = 0; (cpu) < 4; (cpu)++)
int cpu_to_node(int cpu);
bool cpu_online(unsigned int cpu);
bool cpu_possible(unsigned int cpu);
int raw_smp_processor_id(void);
int smp_processor_id(void);
void cpus_read_lock(void);
void cpus_read_unlock(void);
void migrate_disable(void);
void migrate_enable(void);

/* hotplug */
struct hlist_node {
	struct hlist_node *next;
};
#define hlist_entry(p, type, member) container_of(p, type, member)
#define hlist_entry_safe(p, type, member) ((p) ? container_of(p, type, member) : NULL)
int cpuhp_setup_state(int state, const char *name, int (*startup)(unsigned int cpu),
		      int (*teardown)(unsigned int cpu));
int cpuhp_setup_state_multi(int state, const char *name,
			    int (*startup)(unsigned int cpu, struct hlist_node *node),
			    int (*teardown)(unsigned int cpu, struct hlist_node *node));
void cpuhp_remove_state(int state);
void cpuhp_remove_multi_state(int state);
int cpuhp_state_add_instance(int state, struct hlist_node *node);
int cpuhp_state_add_instance_cpuslocked(int state, struct hlist_node *node);
int cpuhp_state_add_instance_nocalls(int state, struct hlist_node *node);
int cpuhp_state_remove_instance(int state, struct hlist_node *node);

/* locks */
struct mutex {
	int held;
};
typedef struct {
	int held;
} spinlock_t;
void mutex_init(struct mutex *m);
void mutex_lock(struct mutex *m);
void mutex_lock_nested(struct mutex *m, unsigned int subclass);
int mutex_trylock(struct mutex *m);
void mutex_unlock(struct mutex *m);
void mutex_destroy(struct mutex *m);
bool mutex_is_locked(struct mutex *m);
#define DEFINE_MUTEX(name) struct mutex name
#define lockdep_assert_held(m) ((void)(m))
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void might_sleep(void);
void cond_resched(void);

static inline struct mutex *stub_locked(struct mutex *m)
{
	mutex_lock(m);
	return m;
}

static inline void stub_unlock(struct mutex *const *m)
{
	mutex_unlock(*m);
}

#define stub_paste(a, b) a##b
#define stub_name(a, b) stub_paste(a, b)
#define stub_guard(name) \
	struct mutex *name __maybe_unused __cleanup(stub_unlock) = stub_locked
#define guard(class) stub_guard(stub_name(guard_, __COUNTER__))
#define scoped_guard(class, m) \
	for (struct mutex *scope __cleanup(stub_unlock) = stub_locked(m), *once = scope; \
	     once; once = NULL)

/* counts and lists */
struct kref {
	int count;
};
void kref_init(struct kref *kref);
struct percpu_ref {
	int count;
};
void zswap_pool_empty(struct percpu_ref *ref);
int percpu_ref_init(struct percpu_ref *ref, void (*release)(struct percpu_ref *ref),
		    unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
struct list_head {
	struct list_head *next, *prev;
};
#define INIT_LIST_HEAD(list) ((list)->next = (list)->prev = (list))
struct work_struct {
	int pending;
};
struct static_key_false {
	int enabled;
};
extern struct static_key_false zswap_ever_enabled;
#define static_branch_enable(key) ((key)->enabled = 1)
struct completion {
	int done;
};
void complete(struct completion *c);

/* compression */
struct crypto_acomp {
	int node;
};
struct acomp_req {
	unsigned int dlen;
};
struct crypto_wait {
	int err;
};
void crypto_init_wait(struct crypto_wait *wait);
void crypto_req_done(void *data, int err);
int crypto_wait_req(int err, struct crypto_wait *wait);
struct crypto_acomp *crypto_alloc_acomp(const char *name, u32 type, u32 mask);
struct crypto_acomp *crypto_alloc_acomp_node(const char *name, u32 type, u32 mask, int node);
void crypto_free_acomp(struct crypto_acomp *acomp);
bool acomp_is_async(struct crypto_acomp *acomp);
unsigned int crypto_acomp_reqsize(struct crypto_acomp *acomp);
struct acomp_req *acomp_request_alloc(struct crypto_acomp *acomp);
void acomp_request_free(struct acomp_req *req);
void acomp_request_set_callback(struct acomp_req *req, u32 flags,
				void (*done)(void *data, int err), void *data);
int crypto_acomp_compress(struct acomp_req *req);
int crypto_acomp_decompress(struct acomp_req *req);

/* what else a zswap has, and a vendor's tree adds */
struct zswap_pool;
struct shrinker;
struct list_lru {
	int count;
};
int fill(struct acomp_req *req, u8 *buffer);
int zswap_entry_cache_create(void);
void zswap_entry_cache_destroy(void);
void zswap_alloc_shrinker(struct zswap_pool *pool);
void shrinker_free(struct shrinker *shrinker);
int list_lru_init_memcg(struct list_lru *lru, struct shrinker *shrinker);
void list_lru_destroy(struct list_lru *lru);
int zswap_account(), zswap_unaccount(), zswap_is_off(), zswap_shrink(), trace_zswap_prepare();
extern bool zswap_enabled;
int vendor_bind(struct crypto_acomp *acomp);
void vendor_unbind(struct crypto_acomp *acomp);
void vendor_note(void *what);
int vendor_check(void *what);

#endif
