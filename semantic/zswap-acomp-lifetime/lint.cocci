// SPDX-License-Identifier: GPL-2.0-only
/// Hold a zswap whose per-CPU compression contexts live as long as their pool to what
/// makes that correct. Each invariant is the whole form that is right; what is not of it
/// is reported, one line each, "FILE:LINE: FUNCTION() words", and at the end "lint: done".
/// Without that last line nothing was looked at.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing. Meant for a tree that has the change: one
// Comments: that has not breaks most of the invariants.

#include "life.cocci"

@initialize:python@
@@
import re
from ferry import done, fact, facts, say

# The functions that prepare, of either state.
prepares = set()
# How large a buffer prepare allocates, and a part of it that is whole pages.
sizes = set()
# What prepare stores in a context.
stored = set()

def in_prepare(p):
    return p[0].current_element in prepares

// --- the callbacks ---

@script:python depends on never contexts@ @@
print("no struct zswap_pool with a crypto_acomp_ctx per CPU was found")

@script:python depends on never state@ p << contexts.p; @@
say(p, "has no callbacks for CPUHP_MM_ZSWP_POOL_PREPARE")

@script:python depends on never prepare@ p << state.p; @@
say(p, "registers a prepare that is not in this file")

@script:python depends on pointers && never mem_state@ p << contexts.p; @@
say(p, "has contexts that point to a mutex, and no callbacks for CPUHP_MM_ZSWP_MEM_PREPARE")

@script:python@ p << unnamed.p; @@
say(p, "registers callbacks that are not named there")

@script:python@ p << state.p; @@
fact("pool state", p)
if len(facts("pool state")) > 1:
    say(p, "registers callbacks for CPUHP_MM_ZSWP_POOL_PREPARE a second time")

@script:python@ p << torn_down.p; dead << torn_down.dead; @@
say(p, "registers the teardown %s(): what it frees may be in use" % dead)

// --- prepare ---

@script:python depends on never once@ p << prepare.p; @@
say(p, "does not return 0 at once, and leave alone, a context that it finds valid")

@script:python@ p << taken.p; prep << state.prep; free << context_free.free = ""; @@
say(p, "takes a lock that a user may hold for as long as it reclaims", within=prep)
say(p, "frees under the mutex: a compressor's own lock may be held by whoever waits for it",
    within=free)

@script:python@ pool << state.prep = ""; cpu << mem_state.prep = ""; @@
prepares.update((pool, cpu))

@lost exists@
// What was allocated is stored or given back.
identifier x; identifier alloc =~ "^[ack].*alloc"; expression E; statement S;
position p, q : script:python() { in_prepare(q) };
@@
 x =@q alloc(...);
 ... when != x = E
     when any
 if (\(!x\|IS_ERR(x)\|IS_ERR_OR_NULL(x)\)) S
 ... when != \(kfree\|crypto_free_acomp\|acomp_request_free\)(x)
     when != E = x
     when any
 return@p ...;

@succeeds@
identifier ret; expression E; position p : script:python() { in_prepare(p) };
@@
(
 return@p 0;
|
 ret = 0;
 ... when != ret = E
 return@p ret;
)

@left exists@
// What was stored is freed where prepare fails.
identifier context_free.free; struct crypto_acomp_ctx *ctx; identifier f, x;
identifier alloc =~ "^[ack].*alloc"; expression E; statement S;
position p != succeeds.p, q : script:python() { in_prepare(q) };
@@
(
 ctx->f =@q x;
 ... when != \(IS_ERR(x)\|IS_ERR(ctx->f)\)
     when != free(ctx)
     when != ctx->f = E
     when != \(kfree\|acomp_request_free\|crypto_free_acomp\)(\(x\|ctx->f\))
     when any
|
 ctx->f =@q alloc(...);
 ... when != ctx->f = E
     when any
 if (\(!ctx->f\|IS_ERR(ctx->f)\|IS_ERR_OR_NULL(ctx->f)\)) S
 ... when != free(ctx)
     when != ctx->f = E
     when != \(kfree\|acomp_request_free\|crypto_free_acomp\)(ctx->f)
     when any
)
 return@p ...;

@looks_for_null@
expression ctx; identifier transform.acomp; statement S; position once.p;
@@
 if@p (ctx->acomp != NULL) S

@left_error depends on looks_for_null exists@
identifier context_free.free, transform.acomp; struct crypto_acomp_ctx *ctx; expression E;
position p;
@@
 ctx->acomp = \(crypto_alloc_acomp_node\|crypto_alloc_acomp\)(...);
 ... when != ctx->acomp = E
     when != free(ctx)
     when != acomp_request_alloc(...)
     when any
 return@p ...;

@twice exists@
identifier x; expression E; position p : script:python() { in_prepare(p) };
identifier frees = {kfree, kfree_sensitive, acomp_request_free, crypto_free_acomp};
@@
 frees(x);
 ... when != x = E
     when any
 frees@p(x);

@script:python@ p << lost.p = []; x << lost.x = ""; q << left.p = []; f << left.f = "";
wrong << left_error.p = []; again << twice.p = []; y << twice.x = ""; @@
say(p, "leaves without %s, which it neither stored nor freed" % x)
say(q, "fails and leaves in the context the %s that it stored there" % f)
say(wrong, "leaves an error pointer in the context: the next attempt takes it for a transform")
say(again, "frees %s a second time" % y)

@hollow depends on once exists@
identifier state.prep; expression x; position p != once.r;
@@
 prep(...)
 {
(
 	... when != acomp_request_alloc(...)
 	    when any
 	return@p 0;
|
 	... when any
 	x = acomp_request_alloc(...);
 	... when any
 	if (!x) {
 		... when any
 		return@p 0;
 	}
 	... when any
|
 	... when any
 	x = acomp_request_alloc(...);
 	... when any
 	PTR_ERR@p(x)
 	... when any
)
 }

// --- the mutex ---

@early_init@
// Before the pool's instance is added nobody knows the context.
identifier contexts.member, lock.mutex, ctx, cpu;
identifier add =~ "^cpuhp_state_add_instance";
iterator name for_each_possible_cpu; expression pool; position p, q;
@@
(
 for_each_possible_cpu(cpu) {
 	mutex_init@p(&per_cpu_ptr(pool->member@q, cpu)->mutex);
 }
|
 for_each_possible_cpu(cpu) {
 	...
 	ctx = per_cpu_ptr(pool->member@q, cpu);
 	...
 	mutex_init@p(&ctx->mutex);
 	...
 }
)
 ... when any
 add(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@late_init@
// Else only prepare does, behind the look whether there is a context already.
identifier lock.mutex; struct crypto_acomp_ctx *ctx; expression E;
position p != early_init.p && : script:python() { not in_prepare(p) };
@@
 mutex_init@p(\(&E->mutex\|ctx->mutex\))

@no_init depends on lock && !early_init && !pointers exists@
identifier state.prep; position p != once.r;
@@
 prep(...)
 {
 	... when != mutex_init(...)
 	    when any
 	return@p 0;
 }

@script:python@ early << hollow.p = []; late << late_init.p = []; none << no_init.p = []; @@
say(early, "succeeds without a context: the CPU's first user finds no request")
say(late, "initialises a context's mutex, which may be held")
say(none, "succeeds with a mutex that was never initialised")

// --- what is freed is cleared ---

@dangles exists@
identifier f, fld, x;
identifier frees = {kfree, kfree_sensitive, acomp_request_free, crypto_free_acomp};
struct crypto_acomp_ctx *ctx; expression E; position p;
@@
 f(...)
 {
 	... when any
(
 	frees@p(ctx->fld);
|
 	\(x = ctx->fld\|ctx->fld = x\);
 	... when != x = E
 	    when != ctx->fld = E
 	    when any
 	frees@p(x);
)
 	... when != ctx->fld = E
 	    when any
 }

@script:python@ p << dangles.p; fld << dangles.fld; @@
say(p, "frees the context's %s and leaves the pointer, which is freed again with the pool" % fld)

@whole@
identifier context_free.free, ctx; identifier transform.acomp, request.req;
position context_free.p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when != \(acomp_request_free(ctx->req)\|crypto_free_acomp(ctx->acomp)\)
 	if (\(ctx->req != NULL\|!IS_ERR_OR_NULL(ctx->req)\)) {
 		acomp_request_free(ctx->req);
 	}
 	... when != crypto_free_acomp(ctx->acomp)
(
 	if (\(!IS_ERR_OR_NULL(ctx->acomp)\|ctx->acomp && !IS_ERR(ctx->acomp)\)) {
 		crypto_free_acomp(ctx->acomp);
 	}
|
 	crypto_free_acomp(ctx->acomp);
)
 	... when any
 }

@script:python depends on context_free && never whole@ p << context_free.p; @@
say(p, "does not free the request where there is one, and then the transform unless it is "
    "an error pointer")

@whole_buffer@
identifier context_free.free, ctx; identifier scratch.buffer; position context_free.p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when != kfree(ctx->buffer)
(
 	if (ctx->buffer != NULL) {
 		kfree(ctx->buffer);
 	}
|
 	kfree(ctx->buffer);
)
 	... when any
 }

@script:python depends on !pointers && context_free && never whole_buffer@ p << context_free.p; @@
say(p, "does not free the context's buffer")

@nothing_there@
identifier context_free.free, ctx; position p;
@@
 free(struct crypto_acomp_ctx *ctx)
 {
 	...
 	if (\(!ctx\|IS_ERR_OR_NULL(ctx)\)) {
 		... return@p;
 	}
 	... when any
 }

@leaves_early@
identifier context_free.free; position p != nothing_there.p;
@@
 free(...) { <+... return@p; ...+> }

// --- where contexts are freed ---

@frees_some@
identifier context_free.free;
position p != every.r && : script:python() { not in_prepare(p) };
@@
 free@p(...)

@by_other@
// Another struct's.
identifier s != crypto_acomp_ctx, m; struct s *x; position q;
@@
 \(acomp_request_free@q\|crypto_free_acomp@q\)(x->m)

@by_hand@
identifier f != {context_free.free, state.prep}; position p != by_other.q;
@@
 f(...) { <+... \(acomp_request_free@p\|crypto_free_acomp@p\)(...) ...+> }

@script:python@ early << leaves_early.p = []; some << frees_some.p = []; part << by_hand.p = []; @@
say(early, "returns before all of the context is freed")
say(some, "frees a context, but not just that of each possible CPU in turn")
say(part, "frees a part of a context that its pool still has")

@removed_frees@
position every.p, q; expression every.pool;
identifier remove =~ "^cpuhp_state_remove_instance";
identifier contexts.member, node; iterator name for_each_possible_cpu; statement S;
@@
 remove@q(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 ... when != free_percpu(pool->member)
     when any
     when strict
 for_each_possible_cpu@p(...) S

@every_of@
// The loop in a function of its own.
position every.p; iterator name for_each_possible_cpu; identifier all; statement S;
@@
 all(...)
 {
 	... when any
 	for_each_possible_cpu@p(...) S
 	... when any
 }

@calls_every@
identifier every_of.all; identifier change =~ "^cpuhp_state_.*_instance";
identifier contexts.member; expression pool; position q;
@@
 change@q(CPUHP_MM_ZSWP_POOL_PREPARE, ...)
 ... when != free_percpu(pool->member)
     when any
 all(pool)

@add_calls exists@
identifier every_of.all; identifier add =~ "^cpuhp_state_add_instance";
expression pool; position q;
@@
 add@q(CPUHP_MM_ZSWP_POOL_PREPARE, ...)
 ... when any
 all(pool)

@removed_leaves@
identifier remove =~ "^cpuhp_state_remove_instance";
position p != {removed_frees.q, calls_every.q};
@@
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@add_leaves exists@
// A failed add is not rolled back where there is no teardown.
identifier add =~ "^cpuhp_state_add_instance";
identifier contexts.member, node, cpu; iterator name for_each_possible_cpu;
expression pool; statement S; position p != add_calls.q;
@@
 add@p(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node)
 ... when != for_each_possible_cpu(cpu) S
     when any
 \(free_percpu(pool->member)\|kfree(pool)\)

@add_removes exists@
identifier remove =~ "^cpuhp_state_remove_instance"; identifier added.undo; position p;
@@
 undo:
 ... when any
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@still_added exists@
identifier add =~ "^cpuhp_state_add_instance";
identifier remove =~ "^cpuhp_state_remove_instance(_nocalls)?$";
identifier contexts.member, err, node; statement S; expression pool, E; position p;
@@
 err = add(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 ... when != err = E
     when any
 if (err) S
 ... when != remove(...)
     when any
 \(free_percpu@p(pool->member)\|kfree@p(pool)\)

@where_none exists@
identifier contexts.member, l; identifier alloc =~ "alloc_percpu"; expression pool; position p;
@@
(
 free_percpu(pool->member);
|
 pool->member = alloc(...);
 ... when any
 if (!pool->member) {
 	...
 	goto l;
 }
 ... when any
 l:
)
 ... when any
 per_cpu_ptr@p(pool->member, ...)

@script:python@ removed << removed_leaves.p = []; add << add_leaves.p = [];
never_added << add_removes.p = []; still << still_added.p = []; none << where_none.p = []; @@
say(removed, "removes an instance and does not free every possible CPU's context after it")
say(add, "leaves what prepare allocated when the instance cannot be added: nothing else frees it")
say(never_added, "removes an instance that was never added")
say(still, "gives up a pool on a way on which its instance is still added")
say(none, "frees contexts where there are none, or none any more")

// --- users ---

@prepared@
identifier contexts.member; identifier state.prep, cpu; expression pool; position p;
@@
 prep(unsigned int cpu, ...) { <+... per_cpu_ptr(pool->member@p, cpu) ...+> }

@reaches@
identifier contexts.member; expression pool;
position p != {others.p, known.p, known.q, tested.p, prepared.p, every.q, early_init.q};
@@
 pool->member@p

@script:python@ p << reaches.p; @@
say(p, "reaches contexts in a way that is not known to be safe: only prepare and the pool's "
    "end may touch those of other CPUs")

@script:python depends on contexts && never direct@ p << contexts.p; @@
say(p, "has contexts that nobody takes with raw_cpu_ptr()")

@compared@
// A pointer's value does not change any more.
identifier f; struct crypto_acomp_ctx *ctx; expression E; position p;
@@
 \(E == ctx->f@p\|E != ctx->f@p\|ctx->f@p == E\|ctx->f@p != E\)

@unlocked exists@
// From where a context is taken, or its mutex given up, it is locked before it is used.
identifier lock.mutex, f != lock.mutex; identifier take =~ "^mutex_(lock|trylock)";
iterator name scoped_guard; struct crypto_acomp_ctx *ctx; statement S;
position direct.p, q != compared.p;
@@
(
 raw_cpu_ptr@p(...)
|
 mutex_unlock(<+... ctx->mutex ...+>)
)
 ... when != take(<+... ctx->mutex ...+>, ...)
     when != guard(mutex)(<+... ctx->mutex ...+>)
     when != scoped_guard(mutex, <+... ctx->mutex ...+>) S
 ctx->f@q

@stale exists@
// Nor what was read from it.
identifier lock.mutex, x, f, g; struct crypto_acomp_ctx *ctx; expression E; position p;
@@
 x = ctx->f
 ... when != x = E
     when any
 mutex_unlock(<+... ctx->mutex ...+>);
 ... when != x = E
     when any
 g@p(..., x, ...)

@script:python@ p << stale.p; f << stale.f; @@
say(p, "uses the context's %s after its mutex was given up" % f)

@handed@
// A context goes nowhere else.
idexpression struct crypto_acomp_ctx *ctx; expression E; position p;
@@
(
 return@p ctx;
|
 E =@p ctx
)

@held exists@
identifier f, lock.mutex; expression ctx; statement S; position p;
@@
 f(...)
 {
 	... when any
(
 	\(mutex_lock@p\|mutex_lock_nested@p\)(<+... ctx->mutex ...+>, ...);
|
 	if (!mutex_trylock@p(<+... ctx->mutex ...+>)) S
|
 	if (\(mutex_lock_killable@p\|mutex_lock_interruptible@p\)(<+... ctx->mutex ...+>)) S
)
 	... when != mutex_unlock(<+... ctx->mutex ...+>)
 	    when any
 }

@unlocks exists@
// What is unlocked was locked, ...
identifier f, lock.mutex; identifier take =~ "^(mutex_(lock|trylock)|guard)";
expression ctx; position p;
@@
 f(...)
 {
 	... when any
 	    when != take(<+... ctx->mutex ...+>, ...)
 	    when != guard(mutex)(<+... ctx->mutex ...+>)
 	mutex_unlock@p(<+... ctx->mutex ...+>);
 	... when any
 }

@unlocks_again exists@
// ... and not unlocked since, or by the end of its scope.
identifier lock.mutex; identifier take =~ "^mutex_(lock|trylock)"; expression ctx; position p;
@@
 \(mutex_unlock\|guard(mutex)\)(<+... ctx->mutex ...+>);
 ... when any
     when != take(<+... ctx->mutex ...+>, ...)
 mutex_unlock@p(<+... ctx->mutex ...+>);

@mapped depends on never pointers exists@
identifier lock.mutex; expression ctx; position p;
@@
 zpool_map_handle(...)
 ... when != zpool_unmap_handle(...)
     when any
 mutex_lock@p(<+... ctx->mutex ...+>)

@hotplug_caller exists@
identifier state_call =~ "^cpuhp_.*_cpuslocked$"; position q;
@@
 \(cpus_read_lock@q\|get_online_cpus@q\)();
 ... when any
 state_call(...)

@hotplug_user@
position p != hotplug_caller.q;
@@
 \(cpus_read_lock@p\|get_online_cpus@p\)()

@script:python@ p << unlocked.q = []; out << handed.p = []; keep << held.p = [];
other << unlocks.p = []; again << unlocks_again.p = []; inside << mapped.p = [];
lock_out << hotplug_user.p = []; @@
say(p, "uses a context without its mutex")
say(out, "hands out a context, which nobody needs to do now that contexts stay")
say(keep, "locks the context's mutex and does not unlock it on every way")
say(other, "unlocks a context's mutex that is not locked here")
say(again, "unlocks a context's mutex a second time")
say(inside, "takes the context's mutex with a handle mapped")
say(lock_out, "keeps CPU hotplug out: a hotplug callback that reclaims waits for itself")

@size@
identifier alloc =~ "^k[mz]alloc(_node)?$"; expression N;
position p : script:python() { in_prepare(p) };
@@
 alloc@p(N, ...)

@script:python@ N << size.N; @@
sizes.update((N, re.sub(r" \* \d+$", "", N)))

@told exists@
identifier scratch.buffer, dst, out; struct crypto_acomp_ctx *ctx;
expression N, req, in; position p;
@@
 dst = ctx->buffer;
 ... when any
 sg_init_one@p(&out, dst, N);
 ... when any
 acomp_request_set_params(req, in, &out, ...);

@script:python@ p << told.p; N << told.N; @@
if N not in sizes:
    say(p, "tells the compressor of a buffer larger than what prepare allocated")

// --- what users read is stored by prepare ---

@stores@
identifier f; struct crypto_acomp_ctx *ctx; expression E;
position p : script:python() { in_prepare(p) };
@@
 ctx->f =@p E

@script:python@ f << stores.f; @@
stored.add(f)

@points@
identifier f; struct crypto_acomp_ctx *ctx; position p;
@@
 &ctx->f@p

@reads@
identifier f; struct crypto_acomp_ctx *ctx;
position p != points.p && : script:python() { not in_prepare(p) };
@@
 ctx->f@p

@script:python@ p << reads.p; f << reads.f; @@
if f not in stored:
    say(p, "reads the context's %s, which prepare does not set" % f)

// --- S1: mutex and buffer are the CPU's, and shared by all pools ---

@mem_once@
identifier mem_state.prep, borrowed.kept, cpu; identifier alloc =~ "^[ack].*alloc"; position p;
@@
 prep(unsigned int cpu)
 {
 	... when != alloc(...)
 	if@p (<+... per_cpu(kept, cpu) ...+>) {
 		... when != per_cpu(kept, cpu) = ...
 		return 0;
 	}
 	... when any
 }

@script:python depends on pointers && never mem_once@ p << mem_prepare.p; @@
say(p, "does not leave alone a mutex and a buffer that the CPU has already")

@mem_half exists@
identifier borrowed.kept; expression cpu, E;
position p != succeeds.p, q : script:python() { in_prepare(q) };
@@
 per_cpu(kept, cpu) =@q E;
 ... when != per_cpu(kept, cpu) = NULL
     when any
 return@p ...;

@script:python@ p << mem_half.p; kept << borrowed.kept; @@
say(p, "fails and leaves what it stored in %s" % kept)

@mem_free@
// Who frees what the second state keeps, or a part of it.
identifier borrowed.kept; identifier f, x; expression cpu, E; position p;
@@
 f(...)
 {
 	<+...
(
 	kfree@p(per_cpu(kept, cpu));
|
 	x = per_cpu(kept, cpu);
 	... when != x = E
 	    when any
 	kfree@p(x);
)
 	...+>
 }

@mem_dangles exists@
identifier mem_free.f, borrowed.kept; expression cpu, E; position mem_free.p, q;
@@
 f(...)
 {
 	... when any
 	kfree@p@q(...);
 	... when != per_cpu(kept, cpu) = E
 	    when any
 }

@script:python@ p << mem_dangles.q; kept << borrowed.kept; @@
say(p, "frees what %s points to and leaves the pointer" % kept)

@shared_freed depends on pointers exists@
// Neither by a context's free nor by anybody else who has a context.
identifier lock.mutex, scratch.buffer, x;
identifier frees = {kfree, kfree_sensitive, mutex_destroy};
struct crypto_acomp_ctx *ctx; expression E; position p;
@@
(
 frees@p(\(ctx->mutex\|ctx->buffer\));
|
 x = \(ctx->mutex\|ctx->buffer\);
 ... when != x = E
     when any
 frees@p(x);
)

@mem_every@
identifier mem_free.f, cpu; iterator name for_each_possible_cpu; position p;
@@
 for_each_possible_cpu(cpu)
 	f@p(cpu);

@mem_some@
identifier mem_free.f; position p != mem_every.p;
@@
 f@p(...)

@mem_kept depends on mem_free exists@
identifier mem_free.f, cpu, init; identifier setup =~ "^cpuhp_setup_state";
iterator name for_each_possible_cpu; position p;
@@
 init(...)
 {
 	... when any
 	\(setup@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...)\|cpuhp_remove_state@p(CPUHP_MM_ZSWP_MEM_PREPARE)\)
 	... when != for_each_possible_cpu(cpu) f(cpu);
 	    when != cpuhp_setup_state_multi(...)
 	    when any
 }

@mem_early exists@
identifier mem_free.f, cpu, err; identifier setup =~ "^cpuhp_setup_state";
iterator name for_each_possible_cpu; expression E; statement S; position p;
@@
 err = setup(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 ... when != err = E
     when any
 if (err) S
 ... when != cpuhp_remove_state(CPUHP_MM_ZSWP_MEM_PREPARE)
     when any
 for_each_possible_cpu(cpu)
 	f@p(cpu);

@script:python@ shared << shared_freed.p = []; some << mem_some.p = []; leave << mem_kept.p = [];
early << mem_early.p = []; @@
say(shared + some, "frees what the contexts of all pools point to")
say(leave, "does not free every possible CPU's mutex and buffer when it fails, or removes "
    "the state")
say(early, "frees the CPUs' mutex and buffer before the state is removed")

@script:python depends on pointers && never mem_free@ p << mem_state.p; @@
say(p, "registers no teardown, and nothing frees the mutex and buffer of the CPUs when it fails")

@finalize:python@
@@
done("lint")
