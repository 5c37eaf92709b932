/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What kernel text of any series is compiled with in place of the kernel's headers: sorted
 * into what is copied, what does nothing here, and what the engine does.
 */
#ifndef EXPLORE_KERNEL_H
#define EXPLORE_KERNEL_H

#include "explore.h"

/* mark where the text begins and ends, for what looks up who called a shim */
void explore_text_begin(void);
void explore_text_end(void);
#ifdef EXPLORE_TEXT
void explore_text_begin(void)
{
	__asm__ volatile("");
}
#endif

/* --- types and words of the compiler ------------------------------------------------ */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long s64;
typedef _Bool bool;
typedef __SIZE_TYPE__ size_t;
typedef long ssize_t;
typedef unsigned long uintptr_t;
typedef unsigned int gfp_t;
typedef unsigned long pgoff_t;
typedef unsigned short umode_t;

#define NULL ((void *)0)
#define true 1
#define false 0

#define EPERM 1
#define ENOENT 2
#define EIO 5
#define E2BIG 7
#define EAGAIN 11
#define ENOMEM 12
#define EBUSY 16
#define EEXIST 17
#define ENODEV 19
#define EINVAL 22
#define ENOSPC 28
#define EINPROGRESS 115
#define MAX_ERRNO 4095

#define __init
#define __exit
#define __initdata
#define __ro_after_init
#define __read_mostly
#define __percpu
#define __user
#define __rcu
#define __cold
#define __always_inline inline
#define __must_check
#define __maybe_unused __attribute__((unused))
#define __cleanup(f) __attribute__((cleanup(f)))
#define __acquires(x)
#define __releases(x)
#define __aligned(x) __attribute__((aligned(x)))
#define ____cacheline_aligned
#define ____cacheline_aligned_in_smp
#define noinline __attribute__((noinline))
#define fallthrough __attribute__((fallthrough))
#define typeof __typeof__
#define likely(x) (x)
#define unlikely(x) (x)
#define barrier() __asm__ volatile("" ::: "memory")
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile typeof(x) *)&(x) = (value))
#define smp_load_acquire(p) READ_ONCE(*(p))
#define smp_store_release(p, value) WRITE_ONCE(*(p), value)
#define rcu_dereference(p) READ_ONCE(p)
#define rcu_assign_pointer(p, value) WRITE_ONCE(p, value)
#define smp_mb() barrier()
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define xchg(p, value) __atomic_exchange_n(p, value, __ATOMIC_SEQ_CST)
#define cmpxchg(p, old, new) \
	({ typeof(*(p)) was = (old); \
	   __atomic_compare_exchange_n(p, &was, new, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	   was; })
#define container_of(p, type, member) \
	((type *)((char *)(p) - __builtin_offsetof(type, member)))
#define container_of_const container_of
#define offsetof(type, member) __builtin_offsetof(type, member)
#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define mult_frac(x, n, d) ((x) * (n) / (d))
#define min(a, b) ({ typeof(a) one = (a); typeof(b) two = (b); one < two ? one : two; })
#define max(a, b) ({ typeof(a) one = (a); typeof(b) two = (b); one > two ? one : two; })
#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define BIT(n) (1UL << (n))
#define BUILD_BUG_ON(x) _Static_assert(!(x), #x)
#define static_assert(x, ...) _Static_assert(x, #x)
#define IS_ALIGNED(x, a) (((x) & ((typeof(x))(a) - 1)) == 0)
#define ALIGN(x, a) (((x) + (a) - 1) & ~((typeof(x))(a) - 1))
#define round_up(x, a) ALIGN(x, a)
#define ilog2(n) (63 - __builtin_clzl(n))
#define U32_MAX (~0u)
#define INT_MAX 2147483647
#define ULONG_MAX (~0UL)

#define __arg_if_1 0,
#define __second(ignored, value, ...) value
#define __is_one(text) __second(text 1, 0)
#define __is_set(value) __is_one(__arg_if_##value)
#define _is_set(value) __is_set(value)
#define IS_ENABLED(option) _is_set(option)
#define IS_BUILTIN(option) IS_ENABLED(option)
#define IS_MODULE(option) 0
#define CONFIG_SMP 1
#define CONFIG_NUMA 1
#define CONFIG_HOTPLUG_CPU 1

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define SMP_CACHE_BYTES 64
#define NUMA_NO_NODE (-1)
#define N_NORMAL_MEMORY 0
#define for_each_node_state(node, state) for ((node) = 0; (node) < 1; (node)++)
#define for_each_node(node) for ((node) = 0; (node) < 1; (node)++)

/* --- errors in pointers: copied -------------------------------------------------------- */

#define IS_ERR_VALUE(x) ((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)
static inline bool IS_ERR(const void *p) { return IS_ERR_VALUE(p); }
static inline bool IS_ERR_OR_NULL(const void *p) { return !p || IS_ERR(p); }
static inline long PTR_ERR(const void *p) { return (long)p; }
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline void *ERR_CAST(const void *p) { return (void *)p; }
static inline int PTR_ERR_OR_ZERO(const void *p) { return IS_ERR(p) ? (int)(long)p : 0; }

/* --- what is said and what must not be ---------------------------------------------------- */

void explore_bug(const char *what, const char *condition);
int explore_warn(const char *what, const char *condition);
#define BUG() explore_bug("BUG()", "")
#define BUG_ON(x) ({ if (x) explore_bug("BUG_ON", #x); })
#define WARN_ON(x) ({ bool bad = !!(x); if (bad) explore_warn("WARN_ON", #x); bad; })
#define WARN_ON_ONCE(x) WARN_ON(x)
#define WARN(x, ...) WARN_ON(x)
#define WARN_ONCE(x, ...) WARN_ON(x)
#define VM_BUG_ON(x) BUG_ON(x)
#define VM_WARN_ON(x) WARN_ON(x)
#define VM_WARN_ON_ONCE(x) WARN_ON(x)
#define printk(...) ((void)sizeof(#__VA_ARGS__))
#define pr_err(...) ((void)sizeof(#__VA_ARGS__))
#define pr_warn pr_err
#define pr_info pr_err
#define pr_debug pr_err
#define pr_alert pr_err
#define pr_notice pr_err
#define pr_err_once pr_err
#define pr_warn_once pr_err
#define pr_info_once pr_err
#define pr_err_ratelimited pr_err
#define pr_warn_ratelimited pr_err
#define pr_alert_ratelimited pr_err

/* --- text and memory ---------------------------------------------------------------------- */

int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
size_t strlen(const char *s);
char *strstrip(char *s);
#define strim strstrip
ssize_t strscpy(char *to, const char *from, size_t size);
#define strlcpy strscpy
int snprintf(char *to, size_t size, const char *format, ...);
void *explore_memcpy(void *to, const void *from, size_t size);
void *explore_memset(void *to, int c, size_t size);
int explore_memcmp(const void *a, const void *b, size_t size);
#define memcpy explore_memcpy
#define memmove explore_memcpy
#define memset explore_memset
#define memcmp explore_memcmp
void memset_l(unsigned long *to, unsigned long value, size_t count);
void *memchr_inv(const void *start, int c, size_t size);

#define __GFP_DIRECT_RECLAIM 0x1u
#define __GFP_KSWAPD_RECLAIM 0x2u
#define __GFP_IO 0x4u
#define __GFP_FS 0x8u
#define __GFP_ZERO 0x10u
#define __GFP_NOWARN 0x20u
#define __GFP_NORETRY 0x40u
#define __GFP_HIGHMEM 0x80u
#define __GFP_MOVABLE 0x100u
#define __GFP_ACCOUNT 0x200u
#define __GFP_HIGH 0x400u
#define __GFP_RECLAIM (__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define __GFP_NOFAIL 0x800u
#define __GFP_NOMEMALLOC 0x1000u
#define GFP_KERNEL (__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT (GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_NOIO __GFP_RECLAIM
#define GFP_NOFS (__GFP_RECLAIM | __GFP_IO)
#define GFP_ATOMIC (__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_NOWAIT (__GFP_KSWAPD_RECLAIM | __GFP_NOWARN)
#define GFP_HIGHUSER_MOVABLE (GFP_KERNEL | __GFP_HIGHMEM | __GFP_MOVABLE)
#define gfp_has_io_fs(gfp) (((gfp) & (__GFP_IO | __GFP_FS)) == (__GFP_IO | __GFP_FS))

void *explore_alloc(size_t size, gfp_t gfp, int node, const char *what);
#define kmalloc(size, gfp) explore_alloc(size, gfp, explore_node(), "memory")
#define kmalloc_node(size, gfp, node) explore_alloc(size, gfp, node, "memory")
#define kzalloc(size, gfp) kmalloc(size, (gfp) | __GFP_ZERO)
#define kzalloc_node(size, gfp, node) kmalloc_node(size, (gfp) | __GFP_ZERO, node)
#define kcalloc(n, size, gfp) kzalloc((n) * (size), gfp)
#define kmalloc_array(n, size, gfp) kmalloc((n) * (size), gfp)
#define kcalloc_node(n, size, gfp, node) kzalloc_node((n) * (size), gfp, node)
#define kvmalloc kmalloc
#define kvzalloc kzalloc
#define kvmalloc_node kmalloc_node
#define kvcalloc kcalloc
#define kvmalloc_array kmalloc_array
#define vmalloc(size) kmalloc(size, GFP_KERNEL)
#define vzalloc(size) kzalloc(size, GFP_KERNEL)
#define explore_gfp(ignored, gfp, ...) (gfp)
#define kmalloc_obj(v, ...) \
	((typeof(v) *)kmalloc(sizeof(v), explore_gfp(0, ##__VA_ARGS__, GFP_KERNEL)))
#define kzalloc_obj(v, ...) \
	((typeof(v) *)kzalloc(sizeof(v), explore_gfp(0, ##__VA_ARGS__, GFP_KERNEL)))
#define kvzalloc_objs(v, n, ...) \
	((typeof(v) *)kzalloc((n) * sizeof(v), explore_gfp(0, ##__VA_ARGS__, GFP_KERNEL)))
#define kzalloc_objs kvzalloc_objs
void kfree(const void *memory);
#define kvfree kfree
#define vfree kfree
void kfree_sensitive(const void *memory);
#define kzfree kfree_sensitive
char *kstrdup(const char *s, gfp_t gfp);
int explore_node(void);

struct kmem_cache;
struct kmem_cache *explore_cache(size_t size);
#define KMEM_CACHE(type, flags) explore_cache(sizeof(struct type))
#define kmem_cache_create(name, size, align, flags, constructor) explore_cache(size)
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc_node(struct kmem_cache *cache, gfp_t gfp, int node);
#define kmem_cache_alloc(cache, gfp) kmem_cache_alloc_node(cache, gfp, NUMA_NO_NODE)
#define kmem_cache_zalloc(cache, gfp) kmem_cache_alloc(cache, (gfp) | __GFP_ZERO)
void kmem_cache_free(struct kmem_cache *cache, void *memory);

/* --- lists: copied ------------------------------------------------------------------------- */

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }
#define LIST_HEAD(name) struct list_head name = LIST_HEAD_INIT(name)
static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline void INIT_HLIST_NODE(struct hlist_node *node)
{
	node->next = NULL;
	node->pprev = NULL;
}

static inline void list_add(struct list_head *item, struct list_head *head)
{
	head->next->prev = item;
	item->next = head->next;
	item->prev = head;
	head->next = item;
}

static inline void list_add_tail(struct list_head *item, struct list_head *head)
{
	list_add(item, head->prev);
}

static inline void list_del(struct list_head *item)
{
	item->next->prev = item->prev;
	item->prev->next = item->next;
	item->next = (struct list_head *)0x100;
	item->prev = (struct list_head *)0x122;
}

static inline void list_del_rcu(struct list_head *item)
{
	item->next->prev = item->prev;
	item->prev->next = item->next;
	item->prev = (struct list_head *)0x122;
}

static inline void list_del_init(struct list_head *item)
{
	list_del(item);
	INIT_LIST_HEAD(item);
}

static inline void list_move(struct list_head *item, struct list_head *head)
{
	list_del(item);
	list_add(item, head);
}

static inline void list_move_tail(struct list_head *item, struct list_head *head)
{
	list_del(item);
	list_add_tail(item, head);
}

static inline int list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline int list_is_singular(const struct list_head *head)
{
	return !list_empty(head) && head->next == head->prev;
}

#define list_add_rcu list_add
#define list_add_tail_rcu list_add_tail
#define list_entry(p, type, member) container_of(p, type, member)
#define list_first_entry(head, type, member) list_entry((head)->next, type, member)
#define list_last_entry(head, type, member) list_entry((head)->prev, type, member)
#define list_next_entry(p, member) list_entry((p)->member.next, typeof(*(p)), member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_first_entry(head, type, member))
#define list_first_or_null_rcu list_first_entry_or_null
#define list_for_each_entry(p, head, member) \
	for (p = list_first_entry(head, typeof(*p), member); &p->member != (head); \
	     p = list_next_entry(p, member))
#define list_for_each_entry_rcu(p, head, member, ...) list_for_each_entry(p, head, member)
#define list_for_each_entry_safe(p, n, head, member) \
	for (p = list_first_entry(head, typeof(*p), member), n = list_next_entry(p, member); \
	     &p->member != (head); p = n, n = list_next_entry(n, member))
#define hlist_entry(p, type, member) container_of(p, type, member)
#define hlist_entry_safe(p, type, member) ((p) ? hlist_entry(p, type, member) : NULL)

/* --- trees: as they are used, without colours ------------------------------------------------ */

struct rb_node {
	struct rb_node *rb_parent, *rb_left, *rb_right;
};

struct rb_root {
	struct rb_node *rb_node;
};

#define RB_ROOT ((struct rb_root){ NULL })
#define rb_entry(p, type, member) container_of(p, type, member)
#define RB_CLEAR_NODE(node) ((node)->rb_parent = (node))
#define RB_EMPTY_NODE(node) ((node)->rb_parent == (node))
#define RB_EMPTY_ROOT(root) (!(root)->rb_node)
static inline void rb_link_node(struct rb_node *node, struct rb_node *parent,
				struct rb_node **link)
{
	*node = (struct rb_node){ .rb_parent = parent };
	*link = node;
}

#define rb_insert_color(node, root) ((void)(root))
void rb_erase(struct rb_node *node, struct rb_root *root);
struct rb_node *rb_first_postorder(const struct rb_root *root);
struct rb_node *rb_next_postorder(const struct rb_node *node);
struct rb_node *rb_first(const struct rb_root *root);
#define rb_entry_safe(p, type, member) \
	({ typeof(p) node = (p); node ? rb_entry(node, type, member) : NULL; })
#define rbtree_postorder_for_each_entry_safe(p, n, root, member) \
	for (p = rb_entry_safe(rb_first_postorder(root), typeof(*p), member); \
	     p && ({ n = rb_entry_safe(rb_next_postorder(&p->member), typeof(*p), member); \
		     1; }); p = n)

/* --- locks --------------------------------------------------------------------------------- */

struct mutex {
	struct lock lock;
};

#define __MUTEX_INITIALIZER(name) { { 0 } }
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)
#define mutex_init(m) lock_init(&(m)->lock, #m)
#define __mutex_init(m, name, key) lock_init(&(m)->lock, name)
void explore_mutex_lock(struct mutex *mutex, const char *name);
#define mutex_lock(m) explore_mutex_lock(m, #m)
#define mutex_lock_nested(m, class) mutex_lock(m)
#define mutex_lock_interruptible(m) ({ mutex_lock(m); 0; })
#define mutex_lock_killable(m) ({ mutex_lock(m); 0; })
static inline int mutex_trylock(struct mutex *m) { return lock_try(&m->lock); }
static inline void mutex_unlock(struct mutex *m) { lock_drop(&m->lock); }
bool mutex_is_locked(struct mutex *m);
void mutex_destroy(struct mutex *m);

typedef struct spinlock {
	int locked;
} spinlock_t;

#define __SPIN_LOCK_UNLOCKED(name) { 0 }
#define DEFINE_SPINLOCK(name) spinlock_t name
#define spin_lock_init(l) ((l)->locked = 0)
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
void assert_spin_locked(spinlock_t *lock);
#define spin_lock_bh spin_lock
#define spin_unlock_bh spin_unlock
#define spin_lock_irq spin_lock
#define spin_unlock_irq spin_unlock
#define spin_lock_irqsave(l, flags) ((void)((flags) = 0), spin_lock(l))
#define spin_unlock_irqrestore(l, flags) ((void)(flags), spin_unlock(l))
#define lockdep_assert_held(l) ((void)(l))
#define might_sleep() may_sleep("might_sleep()")
#define cond_resched() may_sleep("cond_resched()")
#define preempt_disable() atomic_enter()
#define preempt_enable() atomic_leave("preempt_enable()")
#define local_bh_disable() atomic_enter()
#define local_bh_enable() atomic_leave("local_bh_enable()")
#define migrate_disable() ((void)0)
#define migrate_enable() ((void)0)
static inline void explore_unguard(struct mutex **m) { mutex_unlock(*m); }
#define explore_guard(name, line) name##line
#define explore_guard_name(name, line) explore_guard(name, line)
#define guard(mutex) explore_guard_##mutex
#define explore_guard_mutex(m) \
	struct mutex *explore_guard_name(guard_, __LINE__) __cleanup(explore_unguard) = \
		({ mutex_lock(m); (m); })
#define scoped_guard(kind, m) \
	for (struct mutex *guarded __cleanup(explore_unguard) = ({ mutex_lock(m); (m); }), \
	     *once = guarded; once; once = NULL)

/* --- CPUs ------------------------------------------------------------------------------------ */

#define nr_cpu_ids NR_CPUS
#define num_possible_cpus() NR_CPUS
extern int explore_online[NR_CPUS];
#define cpu_online(cpu) (explore_online[cpu])
#define cpu_possible(cpu) ((cpu) >= 0 && (cpu) < NR_CPUS)
#define cpu_present cpu_possible
#define num_online_cpus() (explore_online[0] + explore_online[1] + explore_online[2])
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++)
#define for_each_present_cpu for_each_possible_cpu
#define for_each_online_cpu(cpu) for_each_possible_cpu(cpu) if (cpu_online(cpu))
#define cpu_to_node(cpu) (cpu)
int explore_cpu(int raw);
#define raw_smp_processor_id() explore_cpu(1)
#define smp_processor_id() explore_cpu(0)
#define get_cpu() ({ atomic_enter(); explore_cpu(0); })
#define put_cpu() atomic_leave("put_cpu()")
#define numa_node_id() cpu_to_node(raw_smp_processor_id())

#define DEFINE_PER_CPU(type, name) \
	typeof(type) name __attribute__((section("explore_percpu")))
#define DECLARE_PER_CPU(type, name) extern typeof(type) name
#define PERCPU_STRIDE 1024
void *explore_per_cpu(const void *variable, int cpu);
#define per_cpu_ptr(p, cpu) ((typeof(p))explore_per_cpu(p, cpu))
#define per_cpu(name, cpu) (*per_cpu_ptr(&(name), cpu))
#define raw_cpu_ptr(p) per_cpu_ptr(p, explore_cpu(1))
#define this_cpu_ptr(p) per_cpu_ptr(p, explore_cpu(0))
#define get_cpu_ptr(p) ({ atomic_enter(); this_cpu_ptr(p); })
#define put_cpu_ptr(p) atomic_leave("put_cpu_ptr()")
#define get_cpu_var(name) (*get_cpu_ptr(&(name)))
#define put_cpu_var(name) put_cpu_ptr(&(name))
#define this_cpu_read(name) (*raw_cpu_ptr(&(name)))
#define raw_cpu_read this_cpu_read
#define __this_cpu_read(name) (*this_cpu_ptr(&(name)))
#define this_cpu_write(name, value) (*raw_cpu_ptr(&(name)) = (value))
void *explore_alloc_percpu(size_t size, gfp_t gfp);
#define alloc_percpu(type) ((typeof(type) *)explore_alloc_percpu(sizeof(type), GFP_KERNEL))
#define alloc_percpu_gfp(type, gfp) ((typeof(type) *)explore_alloc_percpu(sizeof(type), gfp))
#define __alloc_percpu(size, align) explore_alloc_percpu(size, GFP_KERNEL)
void free_percpu(const void *p);

enum cpuhp_state {
	CPUHP_OFFLINE,
	CPUHP_EARLIEST,
#include "states.h"
	CPUHP_ONLINE,
};

void cpus_read_lock(void);
void cpus_read_unlock(void);
#define get_online_cpus cpus_read_lock
#define put_online_cpus cpus_read_unlock
int explore_setup_state(int state, int (*startup)(unsigned int), int (*teardown)(unsigned int),
			int call);
int explore_setup_multi(int state, int (*startup)(unsigned int, struct hlist_node *),
			int (*teardown)(unsigned int, struct hlist_node *));
void explore_remove_state(int state, int call, int multi);
int explore_instance(int state, struct hlist_node *node, int add, int call);
#define cpuhp_setup_state(state, name, up, down) explore_setup_state(state, up, down, 1)
#define cpuhp_setup_state_nocalls(state, name, up, down) explore_setup_state(state, up, down, 0)
#define cpuhp_setup_state_multi(state, name, up, down) explore_setup_multi(state, up, down)
#define cpuhp_remove_state(state) explore_remove_state(state, 1, 0)
#define cpuhp_remove_state_nocalls(state) explore_remove_state(state, 0, 0)
#define cpuhp_remove_multi_state(state) explore_remove_state(state, 0, 1)
#define cpuhp_state_add_instance(state, node) explore_instance(state, node, 1, 1)
#define cpuhp_state_add_instance_nocalls(state, node) explore_instance(state, node, 1, 0)
#define cpuhp_state_remove_instance(state, node) explore_instance(state, node, 0, 1)
#define cpuhp_state_remove_instance_nocalls(state, node) explore_instance(state, node, 0, 0)

/* --- lifetime ---------------------------------------------------------------------------------- */

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
#define ATOMIC_INIT(n) { n }
#define ATOMIC_LONG_INIT(n) { n }
#define atomic_read(a) ((a)->counter)
#define atomic_set(a, n) ((void)((a)->counter = (n)))
#define atomic_inc(a) ((void)(a)->counter++)
#define atomic_dec(a) ((void)(a)->counter--)
#define atomic_add(n, a) ((void)((a)->counter += (n)))
#define atomic_sub(n, a) ((void)((a)->counter -= (n)))
#define atomic_inc_return(a) (++(a)->counter)
#define atomic_dec_return(a) (--(a)->counter)
#define atomic_dec_and_test(a) (--(a)->counter == 0)
#define atomic_inc_not_zero(a) ((a)->counter && ++(a)->counter)
#define atomic_long_read atomic_read
#define atomic_long_set atomic_set
#define atomic_long_inc atomic_inc
#define atomic_long_dec atomic_dec
#define atomic_long_add atomic_add
#define atomic_long_sub atomic_sub
#define atomic_long_inc_return atomic_inc_return
#define atomic_long_try_cmpxchg(a, old, new) \
	((a)->counter == *(old) ? ((a)->counter = (long)(new), 1) : (*(old) = (a)->counter, 0))

struct kref {
	int count;
};

#define kref_init(k) ((void)((k)->count = 1))
#define kref_read(k) ((k)->count)
void kref_get(struct kref *kref);
int kref_get_unless_zero(struct kref *kref);
int kref_put(struct kref *kref, void (*release)(struct kref *));

struct percpu_ref {
	long count;
	int dead;
	void *memory;
	void (*release)(struct percpu_ref *);
};

#define PERCPU_REF_ALLOW_REINIT 1
#define PERCPU_REF_INIT_ATOMIC 2
#define PERCPU_REF_INIT_DEAD 4
int percpu_ref_init(struct percpu_ref *ref, void (*release)(struct percpu_ref *),
		    unsigned int flags, gfp_t gfp);
void percpu_ref_exit(struct percpu_ref *ref);
void percpu_ref_kill(struct percpu_ref *ref);
void percpu_ref_resurrect(struct percpu_ref *ref);
bool percpu_ref_tryget(struct percpu_ref *ref);
#define percpu_ref_tryget_live(ref) (!(ref)->dead && percpu_ref_tryget(ref))
void percpu_ref_get(struct percpu_ref *ref);
void percpu_ref_put(struct percpu_ref *ref);
bool percpu_ref_is_zero(struct percpu_ref *ref);

void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);

struct work_struct {
	void (*func)(struct work_struct *);
	int pending;
};

struct workqueue_struct;
#define WQ_UNBOUND 2
#define WQ_MEM_RECLAIM 8
#define WQ_HIGHPRI 16
#define INIT_WORK(work, f) ((void)((work)->func = (f), (work)->pending = 0))
struct workqueue_struct *explore_workqueue(void);
#define create_workqueue(name) explore_workqueue()
#define create_singlethread_workqueue(name) explore_workqueue()
#define alloc_workqueue(...) explore_workqueue()
void destroy_workqueue(struct workqueue_struct *queue);
bool queue_work(struct workqueue_struct *queue, struct work_struct *work);
bool schedule_work(struct work_struct *work);

/* Off until it is enabled, whatever the option; kernels forget it after a failure. */
#define DEFINE_STATIC_KEY_MAYBE(option, name) int name
#define DEFINE_STATIC_KEY_FALSE(name) int name
#define DEFINE_STATIC_KEY_TRUE(name) int name = 1
#define static_branch_maybe(option, key) (*(key) || failed(NULL))
#define static_branch_likely(key) (*(key))
#define static_branch_unlikely(key) (*(key))
#define static_branch_enable(key) ((void)(*(key) = 1))
#define static_branch_disable(key) ((void)(*(key) = 0))

/* --- modules and their parameters ----------------------------------------------------------------- */

#define KBUILD_MODNAME "explore"
#define THIS_MODULE NULL
#define MODULE_LICENSE(x)
#define MODULE_AUTHOR(x)
#define MODULE_DESCRIPTION(x)
#define MODULE_PARM_DESC(a, b)
#define EXPORT_SYMBOL(x)
#define EXPORT_SYMBOL_GPL(x)

struct kernel_param {
	const char *name;
	void *arg;
};

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *value, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};

void explore_param(const char *name, const struct kernel_param_ops *ops, void *arg);
void explore_init(int (*init)(void));
#define module_param_cb(name, ops, arg, mode) \
	static __attribute__((constructor)) void explore_param_##name(void) \
	{ \
		explore_param(#name, ops, arg); \
	} \
	struct explore_ignored
#define module_param_named(name, value, type, mode) struct explore_ignored
#define module_param(name, type, mode) struct explore_ignored
#define core_param(name, value, type, mode) struct explore_ignored
#define late_initcall(f) \
	static __attribute__((constructor)) void explore_init_call(void) \
	{ \
		explore_init(f); \
	} \
	struct explore_ignored
#define module_init late_initcall
#define subsys_initcall late_initcall
#define core_initcall late_initcall
#define module_exit(f) struct explore_ignored
int param_set_charp(const char *value, const struct kernel_param *kp);
int param_set_bool(const char *value, const struct kernel_param *kp);
int param_get_charp(char *buffer, const struct kernel_param *kp);
int param_get_bool(char *buffer, const struct kernel_param *kp);
void param_free_charp(void *arg);
enum system_states { SYSTEM_BOOTING, SYSTEM_RUNNING };
extern enum system_states system_state;

struct task_struct;
#define current ((struct task_struct *)NULL)

#endif
