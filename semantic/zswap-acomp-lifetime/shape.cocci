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

#include "model.cocci"

@initialize:python@
@@
from ferry import fact, facts, text

# Teardowns that are none.
idle = {"NULL"}

@pool_struct@
position p;
@@
 struct zswap_pool@p { ... };

@script:python@ p << pool_struct.p; @@
fact("pool", p, where="zswap_pool")

@tfm_field@
position p; identifier member;
@@
 struct zswap_pool { ... struct crypto_comp **member@p; ... };

@script:python@ p << tfm_field.p; @@
fact("tfm field", p, where="zswap_pool")

@tfm_user@
expression pool; identifier tfm_field.member; position p;
@@
 get_cpu_ptr@p(pool->member)

@script:python@ p << tfm_user.p; @@
fact("tfm user", p)

// --- what a context is made of ---

@script:python@ p << pointers.p; @@
fact("mutex pointer", p, where="crypto_acomp_ctx")

@mutex_inside@
identifier lock.mutex; position p;
@@
 struct crypto_acomp_ctx { ... struct mutex mutex@p; ... };

@script:python@ p << mutex_inside.p; @@
fact("mutex inside", p, where="crypto_acomp_ctx")

@one_request@
identifier request.req; position p;
@@
 struct crypto_acomp_ctx { ... struct acomp_req *req@p; ... };

@script:python@ p << one_request.p; @@
fact("one request", p, where="crypto_acomp_ctx")

@one_buffer@
identifier scratch.buffer; position p;
@@
 struct crypto_acomp_ctx { ... u8 *buffer@p; ... };

@script:python@ p << one_buffer.p; @@
fact("one buffer", p, where="crypto_acomp_ctx")

@context_field@
identifier member; position p;
@@
 struct zswap_pool { ... struct crypto_acomp_ctx *member@p; ... };

@script:python@ p << context_field.p; @@
fact("context field", p, where="zswap_pool")

@context_struct@
position p;
@@
 struct crypto_acomp_ctx@p { ... };

@script:python@ p << context_struct.p; @@
fact("context struct", p, where="crypto_acomp_ctx")

@releases@
// Like the helper that unlocks, and more.
identifier lock.mutex, f != other_helper.put, ctx; position p;
@@
 void f@p(..., struct crypto_acomp_ctx *ctx, ...) { <+... mutex_unlock(&ctx->mutex) ...+> }

@script:python@ p << releases.p; @@
fact("releases", p, text(p))

@context_alloc@
identifier contexts.member;
identifier alloc =~ "alloc_percpu";
expression pool; position p;
@@
 pool->member = alloc@p(...)

@script:python@ p << context_alloc.p; @@
fact("context alloc", p)

// --- the callbacks ---

@does_nothing@
// A teardown that does nothing is none.
identifier state.dead;
@@
 dead(...) { return 0; }

@script:python depends on does_nothing@ dead << state.dead; @@
idle.add(dead)

@script:python@ p << state.p; dead << state.dead; @@
fact("pool state", p)
fact("pool state, no teardown" if dead in idle else "pool state, teardown", p)

@script:python@ p << mem_state.p; dead << mem_state.dead; @@
fact("mem state", p)
fact("mem state, no teardown" if dead == "NULL" else "mem state, teardown", p)

@registered@
identifier setup =~ "^_*cpuhp_setup_state";
position p != {state.p, mem_state.p};
@@
 setup@p(\(CPUHP_MM_ZSWP_POOL_PREPARE\|CPUHP_MM_ZSWP_MEM_PREPARE\), ...)

@script:python@ p << registered.p; @@
fact("registered", p)

@script:python@ p << prepare.p; @@
fact("prepare", p)

@script:python@ p << once.p; @@
fact("prepare once", p)

@prepare_lock@
identifier state.prep; position p;
@@
 prep(...) { <+... mutex_lock@p(...) ...+> }

@script:python@ p << prepare_lock.p; @@
fact("prepare lock", p)

@script:python@ p << mem_prepare.p; @@
fact("mem prepare", p)

@mem_prepare_once@
identifier mem_state.prep, borrowed.kept; expression cpu; position p;
@@
 prep(...)
 {
 	... when any
 	if@p (<+... per_cpu(kept, cpu) ...+>) {
 		... return 0;
 	}
 	... when any
 }

@script:python@ p << mem_prepare_once.p; @@
fact("mem prepare once", p)

@mem_dead@
identifier mem_state.dead; position p;
@@
 dead@p(...) { <+... kfree(...) ...+> }

@script:python@ p << mem_dead.p; @@
fact("mem dead", p)

@mem_variable@
identifier borrowed.kept; expression cpu; position p;
@@
 per_cpu@p(kept, cpu)

@script:python@ p << mem_variable.p; @@
fact("mem variable", p)

@teardown@
identifier state.dead; position p;
@@
 dead@p(...) { ... }

@script:python@ p << teardown.p; @@
fact("teardown", p)

@dead_frees@
identifier state.dead; position p;
@@
 dead@p(...) { <+... crypto_free_acomp(...) ...+> }

@script:python@ p << dead_frees.p; @@
fact("dead", p)

@dead_calls@
identifier state.dead, context_free.free; position p;
@@
 dead(...) { <+... free@p(...) ...+> }

@script:python@ p << dead_calls.p; free << context_free.free; @@
fact("dead calls", p, free)

@dead_lock@
identifier state.dead; position p;
@@
 dead(...) { <+... mutex_lock@p(...) ...+> }

@script:python@ p << dead_lock.p; @@
fact("dead lock", p)

@dead_guard@
identifier state.dead; iterator name scoped_guard; expression E, kind; statement S;
position p;
@@
 dead(...)
 {
 	... when any
(
 	guard(kind)@p(E);
|
 	scoped_guard@p(kind, E) S
)
 	... when any
 }

@script:python@ p << dead_guard.p; @@
fact("dead guard", p)

@dead_under_lock exists@
identifier state.dead; expression L; position p;
@@
 dead(...)
 {
 	... when any
 	mutex_lock(L);
 	... when != mutex_unlock(L);
 	\(crypto_free_acomp@p\|acomp_request_free@p\)(...);
 	... when any
 }

@script:python@ p << dead_under_lock.p; @@
fact("dead under lock", p)

// --- who takes a context ---

@getter@
identifier get; position p;
@@
 struct crypto_acomp_ctx *get@p(...) { ... }

@script:python@ p << getter.p; @@
fact("getter", p)

@locks@
identifier helper.get; position p;
@@
 get@p(...) { ... }

@script:python@ p << locks.p; @@
fact("helper", p)
fact("helper locks", p)

@unlocks@
identifier other_helper.put; position p;
@@
 put@p(...) { ... }

@script:python@ p << unlocks.p; @@
fact("helper", p)

@looks@
identifier helper.get, ctx; identifier request.req, transform.acomp; position p;
@@
 get@p(...) { <+... \(ctx->req\|ctx->acomp\) ...+> }

@script:python@ p << looks.p; @@
fact("helper looks", p)

@helped@
identifier helper.get; position p;
@@
 get@p(...)

@script:python@ p << helped.p; @@
fact("helper user", p)

@hotplug_lock@
position p;
@@
 \(cpus_read_lock@p\|get_online_cpus@p\)()

@script:python@ p << hotplug_lock.p; @@
fact("hotplug lock", p)

@direct_user@
identifier contexts.member; expression pool; position p;
@@
 \(raw_cpu_ptr@p(pool->member)\|per_cpu_ptr@p(pool->member, raw_smp_processor_id())\)

@script:python@ p << direct_user.p; @@
fact("direct user", p)

@passed@
identifier contexts.member, helper.get; expression pool; position p;
@@
 get(pool->member@p)

@elsewhere@
identifier contexts.member; expression pool;
position p != {others.p, known.p, known.q, tested.p, passed.p};
@@
 pool->member@p

@script:python@ p << elsewhere.p; @@
fact("elsewhere", p, text(p))

// --- where a pool's contexts go ---

@remove@
identifier call =~ "^cpuhp_state_remove_instance";
position p;
@@
 call@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@ p << remove.p; @@
fact("remove", p)

@script:python@ p << context_free.p; @@
fact("context free", p)

@cleared exists@
identifier context_free.free, ctx; identifier transform.acomp, request.req;
position context_free.p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when any
 	ctx->req = NULL;
 	... when any
 	ctx->acomp = NULL;
 	... when any
 }

@script:python depends on cleared@ p << context_free.p; @@
fact("cleared", p)

@freed_after_remove@
identifier f =~ "^cpuhp_state_remove_instance";
position every.p, q; iterator name for_each_possible_cpu; statement S;
@@
 f(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 for_each_possible_cpu@p@q(...) S

@script:python@ p << freed_after_remove.q; @@
fact("freed", p)

@script:python@ p << added.p; @@
fact("add", p)

@add_frees@
identifier added.fail; position every.p, q; iterator name for_each_possible_cpu;
statement S;
@@
 fail:
 for_each_possible_cpu@p@q(...) S

@script:python@ p << add_frees.q; @@
fact("failed add frees", p)

@finalize:python@
@@
class Unknown(Exception):
    pass

def at(name):
    return ", ".join("%s:%d" % entry[:2] for entry in facts(name))

def count(name):
    return len(facts(name))

def functions(*names):
    return [entry[0] for name in names for entry in facts(name)]

def need(name, words):
    if not count(name):
        raise Unknown(words)

def refuse(name, words, allowed=()):
    for function, line, *more in facts(name):
        if function not in allowed:
            raise Unknown("%s:%d %s" % (function, line, " ".join([words] + more)))

def strangers():
    """Nobody but these may know of the contexts of CPUs that are offline."""
    refuse("elsewhere", "reaches contexts in a way that is not known:",
           functions("prepare", "teardown", "context alloc", "add", "remove"))

def no_context():
    need("tfm user", "struct zswap_pool has a tfm, but nobody gets it")
    refuse("context field", "has a context beside a tfm")
    return ["S0", "%s crypto_comp per CPU" % at("tfm field"),
            "%s takes it with preemption off" % at("tfm user")]

def no_mem_state():
    refuse("mem state", "registers a second hotplug state, though the mutex is "
           "in the context")

def pool_lifetime():
    need("prepare", "%s: its prepare is not in this file" % at("pool state"))
    need("prepare once", "%s prepares anew what no teardown frees" % at("prepare"))
    refuse("prepare lock", "takes a mutex, though nothing is torn down")
    need("context free", "%s has no teardown, and no function frees a "
         "context" % at("pool state"))
    need("cleared", "%s frees a context and does not clear request and transform, which "
         "are freed again" % at("context free"))
    destroys = [entry for entry in facts("freed") if entry[0] not in functions("add")]
    if not destroys:
        raise Unknown("%s: the pool's end does not free every possible CPU's context "
                      "after removing the instance" % at("remove"))
    need("failed add frees", "%s does not free every possible CPU's context "
         "when it fails" % (at("add") or at("context alloc")))
    refuse("getter", "is left, though contexts do not go away")
    if count("mutex pointer"):
        need("mem state", "the contexts point to a mutex of no known state")
        refuse("mem state, teardown", "frees the mutex and buffer that the "
               "contexts point to")
        need("mem prepare once", "%s: its prepare allocates at each online" %
             at("mem state"))
    else:
        no_mem_state()
    return ["S5", "%s no teardown" % at("pool state"),
            "%s prepares once" % at("prepare once"),
            "%s:%d frees with the pool" % destroys[0][:2]]

def teardown():
    need("teardown", "%s: its teardown is not in this file" % at("pool state"))
    refuse("dead calls", "is the teardown, and leaves it to another function to free:",)
    need("dead", "%s is the teardown, and frees no transform" % at("teardown"))
    refuse("dead guard", "locks by a guard in the teardown")
    refuse("prepare once", "prepares once, while contexts are torn down")
    refuse("context free", "is there, while contexts are torn down")

def pointers():
    refuse("getter", "hands out contexts, though the mutex is a pointer")
    strangers()
    need("mem state", "the contexts point to a mutex of no known state")
    refuse("mem state, no teardown",
           "keeps mutex and buffer, while contexts are torn down")
    refuse("mem prepare once", "prepares once, while contexts are torn down")
    need("mem dead", "%s: its teardown does not free" % at("mem state"))
    refuse("dead lock", "takes the mutex in the teardown")
    refuse("mem variable", "reaches the mutex or the buffer of another CPU",
           functions("mem prepare", "mem dead", "prepare"))
    need("direct user", "%s: nobody takes a context with raw_cpu_ptr()" % at("context field"))
    return ["S1", "%s mutex by pointer" % at("mutex pointer"),
            "%s tears the pointers' targets down" % at("mem state"),
            "%s tears contexts down" % at("pool state"),
            "%s use one" % at("direct user")]

def embedded():
    no_mem_state()
    for function, line in facts("getter"):
        if function in functions("helper locks"):
            continue
        if function in functions("hotplug lock"):
            raise Unknown("%s:%d keeps CPU hotplug out of each operation: "
                          "needs 4dff389c9f1d" % (function, line))
        raise Unknown("%s:%d hands out contexts in a way not known" % (function, line))
    strangers()
    if not count("helper locks"):
        refuse("dead lock", "takes the mutex in the teardown, but no helper "
               "looks again")
        need("direct user", "%s: nobody takes a context with raw_cpu_ptr()" %
             at("context field"))
        return ["S2", "%s mutex in the context" % at("mutex inside"),
                "%s tears contexts down" % at("dead"),
                "%s use one unguarded" % at("direct user")]
    if count("helper") != 2:
        refuse("releases", "does more than to unlock a context:")
        raise Unknown("%s: one of the two helpers is missing" % at("helper"))
    need("helper looks", "%s takes a context without looking whether it is "
         "still there" % at("helper locks"))
    refuse("direct user", "takes a context past the helper", functions("helper"))
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
        raise Unknown("%s has no mutex of a known form" % at("context struct"))
    need("one request", "%s has no single request" % at("context struct"))
    need("one buffer", "%s has no single buffer" % at("context struct"))
    refuse("registered", "registers callbacks that are not named there")
    need("pool state", "no callbacks for CPUHP_MM_ZSWP_POOL_PREPARE")
    if count("pool state") != 1:
        raise Unknown("%s: more than one pool state" % at("pool state"))
    if count("pool state, no teardown"):
        return pool_lifetime()
    teardown()
    return pointers() if count("mutex pointer") else embedded()

try:
    words = shape()
    print("%s %s" % (words[0], "; ".join(words[1:])))
except Unknown as reason:
    print("unknown %s" % reason)
