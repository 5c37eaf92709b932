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

#include "life.cocci"

@initialize:python@
@@
from ferry import fact, facts, text

def all_facts(where=None, **places):
    """What stands at which places, by kind."""
    for kind, p in places.items():
        fact(kind.replace("_", " "), p, where=where)

// --- what a context is made of ---

@pool_struct@
position p;
@@
 struct zswap_pool@p { ... };

@context_struct@
position p;
@@
 struct crypto_acomp_ctx@p { ... };

@tfm_field@
position p; identifier member;
@@
 struct zswap_pool { ... struct crypto_comp **member@p; ... };

@script:python@ pool << pool_struct.p = []; tfm << tfm_field.p = []; per_cpu << contexts.p = [];
context << context_struct.p = []; mutex << lock.p = []; pointer << pointers.p = [];
one_request << request.p = []; one_buffer << scratch.p = []; @@
all_facts("zswap_pool", pool=pool, tfm_field=tfm, context_field=per_cpu)
all_facts("crypto_acomp_ctx", context_struct=context, mutex=mutex, mutex_pointer=pointer,
          one_request=one_request, one_buffer=one_buffer)

@tfm_user@
expression pool; identifier tfm_field.member; position p;
@@
 get_cpu_ptr@p(pool->member)

@context_alloc@
identifier contexts.member, alloc =~ "alloc_percpu"; expression pool; position p;
@@
 pool->member = alloc@p(...)

// --- the callbacks ---

@mem_asked@
identifier borrowed.kept; expression cpu; position p;
@@
 if@p (<+... per_cpu(kept, cpu) ...+>) {
 	... return 0;
 }

@mem_teardown@
identifier mem_state.dead; position p;
@@
 dead@p(...) { <+... kfree(...) ...+> }

@teardown@
identifier state.dead; position p;
@@
 dead@p(...) { ... }

@script:python@ user << tfm_user.p = []; alloc << context_alloc.p = []; pool << state.p = [];
mem << mem_state.p = []; prep << prepare.p = []; mem_prep << mem_prepare.p = [];
asks << once.p = []; mem_asks << mem_asked.p = []; mem_dead << mem_teardown.p = [];
dead << teardown.p = []; other << unnamed.p = []; @@
all_facts(tfm_user=user, context_alloc=alloc, pool_state=pool, mem_state=mem, prepare=prep,
          mem_prepare=mem_prep, prepare_once=asks, mem_prepare_once=mem_asks,
          mem_dead=mem_dead, teardown=dead, unnamed=other)

@script:python@ p << torn_down.p; which << torn_down.which; @@
fact("torn down " + which, p)

@mem_variable@
identifier borrowed.kept; expression cpu; position p;
@@
 per_cpu@p(kept, cpu)

@script:python@ p << mem_variable.p; @@
fact("mem variable", p)

@calls@
identifier call =~ "^(crypto_free_acomp|mutex_lock|cpus_read_lock|get_online_cpus)$"; position p;
@@
 call@p(...)

@script:python@ p << calls.p; call << calls.call; @@
fact(call, p)

@frees_by@
identifier context_free.free; position p;
@@
 free@p(...)

@script:python@ p << frees_by.p; free << context_free.free; @@
fact("frees by", p, free)

@guards@
iterator name scoped_guard; expression E, kind; statement S; position p;
@@
(
 guard(kind)@p(E);
|
 scoped_guard@p(kind, E) S
)

@under_lock exists@
expression L; position p;
@@
 mutex_lock(L);
 ... when != mutex_unlock(L);
 \(crypto_free_acomp@p\|acomp_request_free@p\)(...);

// --- who takes a context ---

@getter@
identifier get; position p;
@@
 struct crypto_acomp_ctx *get@p(...) { ... }

@looks@
identifier helper.get, ctx; identifier request.req, transform.acomp; position p;
@@
 get@p(...) { <+... \(ctx->req\|ctx->acomp\) ...+> }

@script:python@ guard << guards.p = []; under << under_lock.p = []; get << getter.p = [];
locks << helper.p = []; put << other_helper.p = []; look << looks.p = []; @@
all_facts(guard=guard, under_lock=under, getter=get, helper=locks + put,
          helper_locks=locks, helper_looks=look)

@helped@
identifier helper.get; position p;
@@
 get@p(...)

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

@script:python@ user << helped.p = []; own << direct.p = []; @@
all_facts(helper_user=user, direct_user=own)

// --- where a pool's contexts go ---

@removals@
identifier call =~ "^cpuhp_state_remove_instance"; position p;
@@
 call@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@cleared exists@
identifier context_free.free, ctx; identifier transform.acomp, request.req; position p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when any
 	ctx->req = NULL;
 	... when any
 	ctx->acomp = NULL;
 	... when any
 }

@freed_after_remove@
identifier remove =~ "^cpuhp_state_remove_instance";
position every.p, q; iterator name for_each_possible_cpu; statement S;
@@
 remove(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 for_each_possible_cpu@p@q(...) S

@add_frees@
identifier added.undo; position every.p, q; iterator name for_each_possible_cpu; statement S;
@@
 undo:
 for_each_possible_cpu@p@q(...) S

@script:python@ remove << removals.p = []; free << context_free.p = []; clear << cleared.p = [];
freed << freed_after_remove.q = []; add << added.p = []; failed << add_frees.q = []; @@
all_facts(remove=remove, context_free=free, cleared=clear, freed=freed, add=add,
          failed_add_frees=failed)

@finalize:python@
@@
class Unknown(Exception):
    """What did not fit."""

def at(name, *kinds):
    return ", ".join("%s:%d" % entry[:2] for entry in
                     (inside(name, *kinds) if kinds else facts(name)))

def count(name):
    return len(facts(name))

def functions(*names):
    return [entry[0] for name in names for entry in facts(name)]

def inside(name, *kinds):
    """What stands in the functions that are of these kinds."""
    return [entry for entry in facts(name) if entry[0] in functions(*kinds)]

def need(found, words):
    if not found:
        raise Unknown(words)

def refuse(found, words, allowed=()):
    for function, line, *more in found:
        if function not in allowed:
            raise Unknown("%s:%d %s" % (function, line, " ".join([words] + more)))

def strangers():
    """Nobody but these may know of the contexts of CPUs that are offline."""
    refuse(facts("elsewhere"), "reaches contexts in a way that is not known:",
           functions("prepare", "teardown", "context alloc", "add", "remove"))

def no_context():
    need(count("tfm user"), "struct zswap_pool has a tfm, but nobody gets it")
    refuse(facts("context field"), "has a context beside a tfm")
    return ["S0", "%s crypto_comp per CPU" % at("tfm field"),
            "%s takes it with preemption off" % at("tfm user")]

def no_mem_state():
    refuse(facts("mem state"),
           "registers a second hotplug state, though the mutex is in the context")

def pool_lifetime():
    need(count("prepare"), "%s: its prepare is not in this file" % at("pool state"))
    need(count("prepare once"), "%s prepares anew what no teardown frees" % at("prepare"))
    refuse(inside("mutex_lock", "prepare"), "takes a mutex, though nothing is torn down")
    need(count("context free"), "%s has no teardown, and no function frees a context"
         % at("pool state"))
    need(count("cleared"), "%s frees a context and does not clear request and transform, which "
         "are freed again" % at("context free"))
    destroys = [entry for entry in facts("freed") if entry[0] not in functions("add")]
    need(destroys, "%s: the pool's end does not free every possible CPU's context "
         "after removing the instance" % at("remove"))
    need(count("failed add frees"), "%s does not free every possible CPU's context "
         "when it fails" % (at("add") or at("context alloc")))
    refuse(facts("getter"), "is left, though contexts do not go away")
    if count("mutex pointer"):
        need(count("mem state"), "the contexts point to a mutex of no known state")
        refuse(facts(MEM_TORN_DOWN), "frees the mutex and buffer that the contexts point to")
        need(inside("mem prepare once", "mem prepare"),
             "%s: its prepare allocates at each online" % at("mem state"))
    else:
        no_mem_state()
    return ["S5", "%s no teardown" % at("pool state"),
            "%s prepares once" % at("prepare once"),
            "%s:%d frees with the pool" % destroys[0][:2]]

def teardown():
    need(count("teardown"), "%s: its teardown is not in this file" % at("pool state"))
    refuse(inside("frees by", "teardown"),
           "is the teardown, and leaves it to another function to free:")
    need(inside("crypto_free_acomp", "teardown"), "%s is the teardown, and frees no transform"
         % at("teardown"))
    refuse(inside("guard", "teardown"), "locks by a guard in the teardown")
    refuse(facts("prepare once"), "prepares once, while contexts are torn down")
    refuse(facts("context free"), "is there, while contexts are torn down")

def pointers():
    refuse(facts("getter"), "hands out contexts, though the mutex is a pointer")
    strangers()
    need(count("mem state"), "the contexts point to a mutex of no known state")
    need(count(MEM_TORN_DOWN), "%s keeps mutex and buffer, while contexts are torn down"
         % at("mem state"))
    refuse(inside("mem prepare once", "mem prepare"),
           "prepares once, while contexts are torn down")
    need(count("mem dead"), "%s: its teardown does not free" % at("mem state"))
    refuse(inside("mutex_lock", "teardown"), "takes the mutex in the teardown")
    refuse(facts("mem variable"), "reaches the mutex or the buffer of another CPU",
           functions("mem prepare", "mem dead", "prepare"))
    need(count("direct user"), "%s: nobody takes a context with raw_cpu_ptr()"
         % at("context field"))
    return ["S1", "%s mutex by pointer" % at("mutex pointer"),
            "%s tears the pointers' targets down" % at("mem state"),
            "%s tears contexts down" % at("pool state"), "%s use one" % at("direct user")]

def embedded():
    no_mem_state()
    for entry in facts("getter"):
        if entry[0] not in functions("helper locks"):
            refuse(inside("getter", "cpus_read_lock", "get_online_cpus"),
                   "keeps CPU hotplug out of each operation: needs 4dff389c9f1d")
            refuse([entry], "hands out contexts in a way not known")
    strangers()
    if not count("helper locks"):
        refuse(inside("mutex_lock", "teardown"),
               "takes the mutex in the teardown, but no helper looks again")
        need(count("direct user"), "%s: nobody takes a context with raw_cpu_ptr()"
             % at("context field"))
        return ["S2", "%s mutex in the context" % at("mutex"),
                "%s tears contexts down" % at("teardown"),
                "%s use one unguarded" % at("direct user")]
    if count("helper") != 2:
        raise Unknown("%s: one of the two helpers is missing" % at("helper"))
    need(count("helper looks"), "%s takes a context without looking whether it is "
         "still there" % at("helper locks"))
    refuse(facts("direct user"), "takes a context past the helper", functions("helper"))
    need(count("helper user"), "%s: nobody calls the helper" % at("helper"))
    need(inside("mutex_lock", "teardown"), "%s frees without the mutex that users look again "
         "under" % at("teardown"))
    under = at("under lock", "teardown")
    return ["S3" if under else "S4", "%s helpers" % at("helper"),
            "%s frees under the mutex" % under if under
            else "%s frees after the mutex" % at("teardown"),
            "%s use one" % at("helper user")]

def shape():
    need(count("pool"), "no struct zswap_pool here")
    if count("tfm field"):
        return no_context()
    need(count("context field"), "%s has no crypto_acomp_ctx per CPU" % at("pool"))
    for name in ("context field", "context alloc"):
        need(count(name) < 2, "more than one context per pool: %s" % at(name))
    need(count("mutex") == 1, "%s has no mutex of a known form" % at("context struct"))
    need(count("one request"), "%s has no single request" % at("context struct"))
    need(count("one buffer"), "%s has no single buffer" % at("context struct"))
    refuse(facts("unnamed"), "registers callbacks that are not named there")
    need(count("pool state"), "no callbacks for CPUHP_MM_ZSWP_POOL_PREPARE")
    need(count("pool state") == 1, "%s: more than one pool state" % at("pool state"))
    if not count("torn down CPUHP_MM_ZSWP_POOL_PREPARE"):
        return pool_lifetime()
    teardown()
    return pointers() if count("mutex pointer") else embedded()

MEM_TORN_DOWN = "torn down CPUHP_MM_ZSWP_MEM_PREPARE"
try:
    words = shape()
    print("%s %s" % (words[0], "; ".join(words[1:])))
except Unknown as reason:
    print("unknown %s" % reason)
