// SPDX-License-Identifier: GPL-2.0-only
/// Tell which form the per-CPU compression contexts of a zswap have, from the
/// code alone. One line on standard output: the shape, a blank, and what was
/// seen where, or "unknown" and what did not fit.
///
///   S0  crypto_comp, no context: not affected
///   S1  the context points to a mutex and a buffer of a second hotplug state
///   S2  mutex and buffer in the context, used without a second look
///   S3  as S2, users look again; the teardown frees under the mutex
///   S4  as S3, the teardown frees after the mutex
///   S5  contexts live as long as their pool
///
/// Anything between two of these is unknown: a shape is only named if all of
/// its marks are there, and none of another's.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing.

@initialize:python@
@@
seen = {}

def fact(name, p, inside=None):
    for place in p:
        where = (inside or place.current_element, int(place.line))
        if where not in seen.setdefault(name, []):
            seen[name].append(where)

@pool_struct@
position p;
@@
 struct zswap_pool@p { ... };

@script:python@
p << pool_struct.p;
@@
fact("pool", p, "zswap_pool")

@tfm_field@
position p;
identifier member;
@@
 struct zswap_pool { ... struct crypto_comp **member@p; ... };

@script:python@
p << tfm_field.p;
@@
fact("tfm field", p, "zswap_pool")

@tfm_user@
expression pool;
position p;
@@
 get_cpu_ptr@p(pool->tfm)

@script:python@
p << tfm_user.p;
@@
fact("tfm user", p)

@mutex_pointer@
position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

@script:python@
p << mutex_pointer.p;
@@
fact("mutex pointer", p, "crypto_acomp_ctx")

@mutex_inside@
position p;
@@
 struct crypto_acomp_ctx { ... struct mutex mutex@p; ... };

@script:python@
p << mutex_inside.p;
@@
fact("mutex inside", p, "crypto_acomp_ctx")

@one_request@
typedef u8;
position p;
@@
 struct crypto_acomp_ctx { ... struct acomp_req *req@p; ... };

@script:python@
p << one_request.p;
@@
fact("one request", p, "crypto_acomp_ctx")

@one_buffer@
typedef u8;
position p;
@@
(
 struct crypto_acomp_ctx { ... u8 *buffer@p; ... };
|
 struct crypto_acomp_ctx { ... u8 *dstmem@p; ... };
)

@script:python@
p << one_buffer.p;
@@
fact("one buffer", p, "crypto_acomp_ctx")

@context_field@
identifier member;
position p;
@@
 struct zswap_pool { ... struct crypto_acomp_ctx *member@p; ... };

@script:python@
p << context_field.p;
@@
fact("context field", p, "zswap_pool")

@context_alloc@
identifier context_field.member;
expression pool;
position p;
@@
 pool->member = \(alloc_percpu@p\|alloc_percpu_gfp@p\)(*pool->member, ...)

@script:python@
p << context_alloc.p;
@@
fact("context alloc", p)

@pool_state@
identifier prep, dead;
expression name;
position p;
@@
 cpuhp_setup_state_multi@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@script:python@
p << pool_state.p;
dead << pool_state.dead;
@@
fact("pool state", p)
fact("pool state, no teardown" if dead == "NULL" else "pool state, teardown", p)

@mem_state@
identifier prep, dead;
expression name;
position p;
@@
 cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@script:python@
p << mem_state.p;
dead << mem_state.dead;
@@
fact("mem state", p)
fact("mem state, no teardown" if dead == "NULL" else "mem state, teardown", p)

@prepare@
identifier pool_state.prep;
position p;
@@
 prep@p(...) { ... }

@script:python@
p << prepare.p;
@@
fact("prepare", p)

@prepare_once@
identifier pool_state.prep;
identifier ctx;
position p;
@@
 prep(...)
 {
 	... when != crypto_alloc_acomp_node(...)
 	    when any
(
 	if@p (!IS_ERR_OR_NULL(ctx->acomp))
 		return 0;
|
 	if@p (ctx->acomp) {
 		...
 		return 0;
 	}
)
 	... when any
 }

@script:python@
p << prepare_once.p;
@@
fact("prepare once", p)

@prepare_lock@
identifier pool_state.prep;
position p;
@@
 prep(...)
 {
 	<+...
 	mutex_lock@p(...)
 	...+>
 }

@script:python@
p << prepare_lock.p;
@@
fact("prepare lock", p)

@mem_prepare_once@
identifier mem_state.prep;
identifier kept, cpu;
position p;
@@
 prep(unsigned int cpu)
 {
 	... when any
 	if@p (per_cpu(kept, cpu))
 		return 0;
 	... when any
 }

@script:python@
p << mem_prepare_once.p;
@@
fact("mem prepare once", p)

@mem_dead@
identifier mem_state.dead;
identifier cpu;
position p;
@@
 dead@p(unsigned int cpu)
 {
 	... when any
 	kfree(...);
 	... when any
 }

@script:python@
p << mem_dead.p;
@@
fact("mem dead", p)

@teardown@
identifier pool_state.dead;
position p;
@@
 dead@p(...)
 {
 	<+...
 	crypto_free_acomp(...)
 	...+>
 }

@script:python@
p << teardown.p;
@@
fact("dead", p)

@dead_lock@
identifier pool_state.dead;
position p;
@@
 dead(...)
 {
 	<+...
 	mutex_lock@p(...)
 	...+>
 }

@script:python@
p << dead_lock.p;
@@
fact("dead lock", p)

@dead_under_lock exists@
identifier pool_state.dead;
expression lock;
position p;
@@
 dead(...)
 {
 	... when any
 	mutex_lock(lock);
 	... when != mutex_unlock(lock);
 	\(crypto_free_acomp@p\|acomp_request_free@p\)(...);
 	... when any
 }

@script:python@
p << dead_under_lock.p;
@@
fact("dead under lock", p)

@getter@
// Whatever hands out a context.
identifier get;
position p;
@@
 struct crypto_acomp_ctx *get@p(...) { ... }

@script:python@
p << getter.p;
@@
fact("getter", p)

@helper_lock exists@
// A helper takes the mutex, and hands out a context that is still there.
identifier lock, ctx;
position p;
@@
 struct crypto_acomp_ctx *lock@p(...)
 {
 	... when any
 	mutex_lock(&ctx->mutex);
 	... when any
 	return ctx;
 }

@script:python@
p << helper_lock.p;
@@
fact("helper", p)
fact("helper locks", p)

@helper_looks@
identifier helper_lock.lock;
identifier ctx;
position p;
@@
 lock@p(...)
 {
 	<+...
 	\(ctx->req\|ctx->acomp\)
 	...+>
 }

@script:python@
p << helper_looks.p;
@@
fact("helper looks", p)

@hotplug_lock@
position p;
@@
 \(cpus_read_lock@p\|get_online_cpus@p\|migrate_disable@p\)()

@script:python@
p << hotplug_lock.p;
@@
fact("hotplug lock", p)

@helper_unlock@
identifier unlock, ctx;
position p;
@@
 void unlock@p(struct crypto_acomp_ctx *ctx)
 {
 	mutex_unlock(&ctx->mutex);
 }

@script:python@
p << helper_unlock.p;
@@
fact("helper", p)

@helper_user@
identifier helper_lock.lock;
position p;
@@
 lock@p(...)

@script:python@
p << helper_user.p;
@@
fact("helper user", p)

@direct_user@
expression pool;
position p;
@@
 raw_cpu_ptr@p(pool->acomp_ctx)

@script:python@
p << direct_user.p;
@@
fact("direct user", p)

@other_cpu@
expression pool, cpu;
position p;
@@
 per_cpu_ptr@p(pool->acomp_ctx, cpu)

@script:python@
p << other_cpu.p;
@@
fact("other cpu", p)

@remove@
position p;
@@
 cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@
p << remove.p;
@@
fact("remove", p)

@mem_variable@
expression cpu;
symbol zswap_mutex, zswap_dstmem;
position p;
@@
(
 per_cpu@p(zswap_mutex, cpu)
|
 per_cpu@p(zswap_dstmem, cpu)
)

@script:python@
p << mem_variable.p;
@@
fact("mem variable", p)

@mem_prepare@
identifier mem_state.prep;
position p;
@@
 prep@p(...) { ... }

@script:python@
p << mem_prepare.p;
@@
fact("mem prepare", p)

@context_free@
// Whatever its name: it is given one context and frees the transform.
identifier free, ctx;
position p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	<+...
 	crypto_free_acomp(...)
 	...+>
 }

@script:python@
p << context_free.p;
@@
fact("context free", p)

@freed_after_remove@
identifier context_free.free;
expression node, ctx;
iterator name for_each_possible_cpu;
identifier cpu, destroy, pool;
position p;
@@
 destroy(struct zswap_pool *pool)
 {
 	... when any
 	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 	... when any
(
 	for_each_possible_cpu(cpu)
 		free@p(ctx);
|
 	for_each_possible_cpu(cpu) {
 		...
 		free@p(ctx);
 		...
 	}
)
 	... when any
 }

@script:python@
p << freed_after_remove.p;
@@
fact("freed with pool", p)

@add@
identifier err, fail;
position p;
@@
 err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
(
 if (\(err\|err < 0\|err != 0\))
 	goto fail;
|
 if (\(err\|err < 0\|err != 0\)) {
 	...
 	goto fail;
 }
)

@script:python@
p << add.p;
@@
fact("add", p)

@add_frees@
identifier add.fail, context_free.free;
iterator name for_each_possible_cpu;
identifier cpu;
expression ctx;
position p;
@@
 fail:
(
 	for_each_possible_cpu(cpu)
 		free@p(ctx);
|
 	for_each_possible_cpu(cpu) {
 		...
 		free@p(ctx);
 		...
 	}
)

@script:python@
p << add_frees.p;
@@
fact("failed add frees", p)

@finalize:python@
@@
class Unknown(Exception):
    pass

def at(name):
    return ", ".join("%s:%d" % place for place in seen.get(name, []))

def count(name):
    return len(seen.get(name, []))

def need(name, words):
    if not count(name):
        raise Unknown(words)
    return at(name)

def refuse(name, words):
    if count(name):
        raise Unknown("%s %s" % (at(name), words))

def other_users():
    helpers = [place[0] for place in seen.get("helper", [])]
    return [place for place in seen.get("direct user", [])
            if place[0] not in helpers]

def strangers(name, known, words):
    """Nobody but these may know of the contexts of CPUs that are offline."""
    own = [place[0] for other in known for place in seen.get(other, [])]
    for place in seen.get(name, []):
        if place[0] not in own:
            raise Unknown("%s:%d %s" % (place + (words,)))

def no_context():
    need("tfm user", "struct zswap_pool has a tfm, but nobody gets it")
    refuse("context field", "has a context beside a tfm")
    return ["S0", "%s crypto_comp per CPU" % at("tfm field"),
            "%s takes it with preemption off" % at("tfm user")]

def no_mem_state():
    refuse("mem state", "registers a second hotplug state, though the mutex is "
           "in the context")

def pool_lifetime():
    state = at("pool state")
    prep = at("prepare") or state
    need("prepare once", "%s prepares anew what no teardown frees" % prep)
    refuse("prepare lock", "takes a mutex, though nothing is torn down")
    need("context free", "%s has no teardown, and no function frees a "
         "context" % state)
    need("freed with pool", "the pool's end does not free every possible "
         "CPU's context after removing the instance")
    need("failed add frees", "%s does not free every possible CPU's context "
         "when it fails" % (at("add") or "the pool's creation"))
    refuse("getter", "is left, though contexts do not go away")
    if count("mutex pointer"):
        need("mem state", "the contexts point to a mutex of no known state")
        refuse("mem state, teardown", "frees the mutex and buffer that the "
               "contexts point to")
        need("mem prepare once", "%s: its prepare allocates at each online" %
             at("mem state"))
    else:
        no_mem_state()
    return ["S5", "%s no teardown" % state,
            "%s prepares once" % at("prepare once"),
            "%s frees with the pool" % at("freed with pool")]

def pointers():
    refuse("getter", "hands out contexts, though the mutex is a pointer")
    need("mem state", "the contexts point to a mutex of no known state")
    refuse("mem state, no teardown",
           "keeps mutex and buffer, while contexts are torn down")
    refuse("mem prepare once", "prepares once, while contexts are torn down")
    need("mem dead", "%s: its teardown does not free" % at("mem state"))
    refuse("dead lock", "takes the mutex in the teardown")
    strangers("mem variable", ["mem prepare", "mem dead", "prepare"],
              "reaches the mutex or the buffer of another CPU")
    need("direct user", "nobody takes a context with raw_cpu_ptr()")
    return ["S1", "%s mutex by pointer" % at("mutex pointer"),
            "%s tears the pointers' targets down" % at("mem state"),
            "%s tears contexts down" % at("pool state"),
            "%s use one" % at("direct user")]

def other_getters():
    return [place for place in seen.get("getter", [])
            if place not in seen.get("helper locks", [])]

def embedded():
    no_mem_state()
    for place in other_getters():
        if place[0] in [held[0] for held in seen.get("hotplug lock", [])]:
            raise Unknown("%s:%d keeps CPU hotplug out of each operation: "
                          "needs 4dff389c9f1d" % place)
        raise Unknown("%s:%d hands out contexts in a way not known" % place)
    if not count("helper locks"):
        refuse("dead lock", "takes the mutex in the teardown, but no helper "
               "looks again")
        need("direct user", "nobody takes a context with raw_cpu_ptr()")
        return ["S2", "%s mutex in the context" % at("mutex inside"),
                "%s tears contexts down" % at("dead"),
                "%s use one unguarded" % at("direct user")]
    if count("helper") != 2:
        raise Unknown("%s: one of the two helpers is missing" % at("helper"))
    need("helper looks", "%s takes a context without looking whether it is "
         "still there" % at("helper locks"))
    if other_users():
        raise Unknown("%s:%d takes a context past the helper" %
                      other_users()[0])
    need("helper user", "%s: nobody calls the helper" % at("helper"))
    need("dead lock", "%s frees without the mutex that users look again "
         "under" % at("dead"))
    shape = "S3" if count("dead under lock") else "S4"
    how = ("%s frees under the mutex" % at("dead under lock")
           if shape == "S3" else "%s frees after the mutex" % at("dead"))
    return [shape, "%s helpers" % at("helper"), how,
            "%s use one" % at("helper user")]

def shape():
    need("pool", "no struct zswap_pool here")
    if count("tfm field"):
        return no_context()
    need("context field", "%s has no crypto_acomp_ctx per CPU" % at("pool"))
    if count("context field") > 1 or count("context alloc") > 1:
        raise Unknown("more than one context per pool: %s" %
                      (at("context field") if count("context field") > 1
                       else at("context alloc")))
    if count("mutex pointer") + count("mutex inside") != 1:
        raise Unknown("crypto_acomp_ctx has no mutex of a known form")
    need("one request", "crypto_acomp_ctx has no single request")
    need("one buffer", "crypto_acomp_ctx has no single buffer")
    need("pool state", "no callbacks for CPUHP_MM_ZSWP_POOL_PREPARE")
    if count("pool state") != 1:
        raise Unknown("%s: more than one pool state" % at("pool state"))
    if count("pool state, no teardown"):
        return pool_lifetime()
    strangers("other cpu", ["prepare", "dead", "context alloc", "add", "remove"],
              "reaches the context of another CPU")
    need("dead", "%s: its teardown frees no transform" % at("pool state"))
    refuse("prepare once", "prepares once, while contexts are torn down")
    refuse("context free", "is there, while contexts are torn down")
    return pointers() if count("mutex pointer") else embedded()

try:
    words = shape()
    print("%s %s" % (words[0], "; ".join(words[1:])))
except Unknown as reason:
    print("unknown %s" % reason)
