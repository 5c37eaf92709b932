// SPDX-License-Identifier: GPL-2.0-only
/// Hold a zswap whose per-CPU compression contexts live as long as their pool to what
/// makes that correct. Each invariant is the whole form that is right; what is not of it
/// is reported, one line each, "FILE:LINE: FUNCTION() words", and at the end "lint: done".
/// Without that last line nothing was looked at.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing. Meant for a tree that has the change: one
// Comments: that has not breaks most of the invariants.
#include "model.cocci"

@initialize:python@
@@
import re
from ferry import done, fact, facts, say

# How large a buffer prepare allocates, and a part of it that is whole pages.
sizes = set()

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

@script:python@ p << torn_down.p; dead << torn_down.dead; which << torn_down.which; @@
if re.match("CPUHP_MM_ZSWP_(POOL|MEM)_PREPARE", which):
    say(p, "registers the teardown %s(): what it frees may be in use" % dead)

// --- prepare ---

@script:python depends on never once@ p << prepare.p; @@
say(p, "does not return 0 at once, and leave alone, a context that it finds valid")

@script:python@ p << taken.p; prep << state.prep; @@
say(p, "takes a lock that a user may hold for as long as it reclaims", within=prep)

@script:python@ p << hotplug_lock.p; prep << state.prep; @@
say(p, "takes a lock that a user may hold for as long as it reclaims", within=prep)

@lost exists@
// What was allocated is stored or given back.
identifier prepares.prep, x; identifier alloc =~ "^[ack].*alloc";
expression E; statement S; position p;
@@
 prep(...)
 {
 	... when any
 	x = alloc(...);
 	... when != x = E
 	    when any
 	if (\(!x\|IS_ERR(x)\|IS_ERR_OR_NULL(x)\)) S
 	... when != \(kfree\|crypto_free_acomp\|acomp_request_free\)(x)
 	    when != E = x
 	    when any
 	return@p ...;
 }

@script:python@ p << lost.p; x << lost.x; @@
say(p, "leaves without %s, which it neither stored nor freed" % x)

@succeeds@
identifier prepares.prep, ret; expression E; position p;
@@
 prep(...)
 {
 	... when any
(
 	return@p 0;
|
 	ret = 0;
 	... when != ret = E
 	return@p ret;
)
 }

@left exists@
// What was stored is freed where prepare fails.
identifier state.prep, context_free.free; struct crypto_acomp_ctx *ctx; identifier f, x;
identifier alloc =~ "^[ack].*alloc"; expression E; statement S; position p != succeeds.p;
@@
 prep(...)
 {
 	... when any
(
 	ctx->f = x;
 	... when != \(IS_ERR(x)\|IS_ERR(ctx->f)\)
 	    when != free(ctx)
 	    when != ctx->f = E
 	    when != \(kfree\|acomp_request_free\|crypto_free_acomp\)(\(x\|ctx->f\))
 	    when any
|
 	ctx->f = alloc(...);
 	... when != ctx->f = E
 	    when any
 	if (\(!ctx->f\|IS_ERR(ctx->f)\|IS_ERR_OR_NULL(ctx->f)\)) S
 	... when != free(ctx)
 	    when != ctx->f = E
 	    when != \(kfree\|acomp_request_free\|crypto_free_acomp\)(ctx->f)
 	    when any
)
 	return@p ...;
 }

@script:python@ p << left.p; f << left.f; @@
say(p, "fails and leaves in the context the %s that it stored there" % f)

@looks_for_null@
identifier state.prep, ctx; identifier transform.acomp; position once.p;
@@
 prep(...) { <+... if@p (\(ctx->acomp\|ctx->acomp != NULL\)) { ... } ...+> }

@left_error depends on looks_for_null exists@
identifier state.prep, context_free.free; identifier transform.acomp;
struct crypto_acomp_ctx *ctx; expression E; position p;
@@
 prep(...)
 {
 	... when any
 	ctx->acomp = \(crypto_alloc_acomp_node\|crypto_alloc_acomp\)(...);
 	... when != ctx->acomp = E
 	    when != free(ctx)
 	    when != acomp_request_alloc(...)
 	    when any
 	return@p ...;
 }

@script:python@ p << left_error.p; @@
say(p, "leaves an error pointer in the context: the next attempt takes it for a transform")

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

@script:python@ p << hollow.p; @@
say(p, "succeeds without a context: the CPU's first user finds no request")

// --- the mutex ---

@early_init@
// Before the pool's instance is added nobody knows the context.
identifier contexts.member, lock.mutex, ctx, cpu;
identifier add =~ "^cpuhp_state_add_instance";
iterator name for_each_possible_cpu; expression pool; position p, q;
@@
(
 for_each_possible_cpu(cpu)
 	mutex_init@p(&per_cpu_ptr(pool->member@q, cpu)->mutex);
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

@own_init@
// Behind the look whether there is a context already.
identifier state.prep, ctx; identifier lock.mutex; position p;
@@
 prep(...) { <+... mutex_init@p(&ctx->mutex) ...+> }

@late_init@
identifier lock.mutex; struct crypto_acomp_ctx *ctx; expression E;
position p != {early_init.p, own_init.p};
@@
 mutex_init@p(\(&E->mutex\|ctx->mutex\))

@script:python@ p << late_init.p; @@
say(p, "initialises a context's mutex, which may be held")

@no_init depends on lock && !early_init && !pointers exists@
identifier state.prep; position p != once.r;
@@
 prep(...)
 {
 	... when != mutex_init(...)
 	    when any
 	return@p 0;
 }

@script:python@ p << no_init.p; @@
say(p, "succeeds with a mutex that was never initialised")

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

@twice exists@
identifier prepares.prep, x; expression E; position p;
identifier frees = {kfree, kfree_sensitive, acomp_request_free, crypto_free_acomp};
@@
 prep(...)
 {
 	... when any
 	frees(x);
 	... when != x = E
 	    when any
 	frees@p(x);
 	... when any
 }

@script:python@ p << twice.p; x << twice.x; @@
say(p, "frees %s a second time" % x)

@whole@
identifier context_free.free, ctx; identifier transform.acomp, request.req;
position context_free.p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when != \(acomp_request_free(ctx->req)\|crypto_free_acomp(ctx->acomp)\)
 	if (\(ctx->req\|ctx->req != NULL\|!IS_ERR_OR_NULL(ctx->req)\))
 		acomp_request_free(ctx->req);
 	... when != crypto_free_acomp(ctx->acomp)
(
 	if (\(!IS_ERR_OR_NULL(ctx->acomp)\|ctx->acomp && !IS_ERR(ctx->acomp)\))
 		crypto_free_acomp(ctx->acomp);
|
 	crypto_free_acomp(ctx->acomp);
)
 	... when any
 }

@script:python depends on context_free && never whole@ p << context_free.p; @@
say(p, "does not free the request where there is one, and then the transform unless it is an error pointer")

@whole_buffer@
identifier context_free.free, ctx; identifier scratch.buffer; position context_free.p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when != kfree(ctx->buffer)
(
 	if (ctx->buffer)
 		kfree(ctx->buffer);
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

@script:python@ p << leaves_early.p; @@
say(p, "returns before all of the context is freed")

@script:python@ p << taken.p; free << context_free.free; @@
say(p, "frees under the mutex: a compressor's own lock may be held by whoever waits for it",
    within=free)

// --- where contexts are freed ---

@prepares_own@
identifier state.prep, context_free.free; position p;
@@
 prep(...) { <+... free@p(...) ...+> }

@frees_some@
identifier context_free.free; position p != {every.r, prepares_own.p};
@@
 free@p(...)

@script:python@ p << frees_some.p; @@
say(p, "frees a context, but not just that of each possible CPU in turn")

@by_other@
// Another struct's.
identifier s != crypto_acomp_ctx, m; struct s *x; position q;
@@
 \(acomp_request_free@q\|crypto_free_acomp@q\)(x->m)

@by_hand@
identifier f != {context_free.free, state.prep}; position p != by_other.q;
@@
 f(...) { <+... \(acomp_request_free@p\|crypto_free_acomp@p\)(...) ...+> }

@script:python@ p << by_hand.p; @@
say(p, "frees a part of a context that its pool still has")

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

@script:python@ p << removed_leaves.p; @@
say(p, "removes an instance and does not free every possible CPU's context after it")

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

@script:python@ p << add_leaves.p; @@
say(p, "leaves what prepare allocated when the instance cannot be added: nothing else frees it")

@add_removes exists@
identifier remove =~ "^cpuhp_state_remove_instance"; identifier added.undo; position p;
@@
 undo:
 ... when any
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@ p << add_removes.p; @@
say(p, "removes an instance that was never added")

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

@script:python@ p << still_added.p; @@
say(p, "gives up a pool on a way on which its instance is still added")

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

@script:python@ p << where_none.p; @@
say(p, "frees contexts where there are none, or none any more")

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
say(p, "reaches contexts in a way that is not known to be safe: only prepare and the pool's end may touch those of other CPUs")

@script:python depends on contexts && never direct@ p << contexts.p; @@
say(p, "has contexts that nobody takes with raw_cpu_ptr()")

@compared@
// A pointer's value does not change any more.
identifier f; struct crypto_acomp_ctx *ctx; expression E; position p;
@@
 \(E == ctx->f@p\|E != ctx->f@p\|ctx->f@p == E\|ctx->f@p != E\)

@unlocked exists@
// From where a context is taken, or its mutex given up, it is locked before it is used.
identifier contexts.member, ctx; identifier lock.mutex, f != lock.mutex;
identifier take =~ "^mutex_(lock|trylock)";
iterator name scoped_guard; expression pool, E; statement S; position p != compared.p;
@@
(
 ctx = raw_cpu_ptr(pool->member);
|
 struct crypto_acomp_ctx *ctx = raw_cpu_ptr(pool->member);
|
 mutex_unlock(<+... ctx->mutex ...+>);
)
 ... when != ctx = E
     when != take(<+... ctx->mutex ...+>, ...)
     when != guard(mutex)(<+... ctx->mutex ...+>)
     when != scoped_guard(mutex, <+... ctx->mutex ...+>) S
 ctx->f@p

@script:python@ p << unlocked.p; @@
say(p, "uses a context without its mutex")

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

@handed exists@
// A context goes nowhere else.
identifier contexts.member, ctx; expression pool, E; position p;
@@
(
 ctx = raw_cpu_ptr(pool->member);
|
 struct crypto_acomp_ctx *ctx = raw_cpu_ptr(pool->member);
)
 ... when != ctx = E
     when any
(
 return@p ctx;
|
 E =@p ctx
)

@script:python@ p << handed.p; @@
say(p, "hands out a context, which nobody needs to do now that contexts stay")

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

@script:python@ p << held.p; @@
say(p, "locks the context's mutex and does not unlock it on every way")

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

@script:python@ p << unlocks.p; @@
say(p, "unlocks a context's mutex that is not locked here")

@unlocks_again exists@
// ... and not unlocked since, or by the end of its scope.
identifier lock.mutex; identifier take =~ "^mutex_(lock|trylock)"; expression ctx; position p;
@@
 \(mutex_unlock\|guard(mutex)\)(<+... ctx->mutex ...+>);
 ... when any
     when != take(<+... ctx->mutex ...+>, ...)
 mutex_unlock@p(<+... ctx->mutex ...+>);

@script:python@ p << unlocks_again.p; @@
say(p, "unlocks a context's mutex a second time")

@hotplug_caller@
identifier f; identifier state_call =~ "^cpuhp_.*_cpuslocked$"; position q;
@@
 f(...)
 {
 	... when any
 	\(cpus_read_lock@q\|get_online_cpus@q\)();
 	<+...
 	state_call(...)
 	...+>
 }

@hotplug_user@
position p != hotplug_caller.q;
@@
 \(cpus_read_lock@p\|get_online_cpus@p\)()

@script:python@ p << hotplug_user.p; @@
say(p, "keeps CPU hotplug out: a hotplug callback that reclaims waits for itself")

@mapped depends on never pointers exists@
identifier lock.mutex; expression ctx; position p;
@@
 zpool_map_handle(...)
 ... when != zpool_unmap_handle(...)
     when any
 mutex_lock@p(<+... ctx->mutex ...+>)

@script:python@ p << mapped.p; @@
say(p, "takes the context's mutex with a handle mapped")

@size@
identifier prepares.prep; expression N;
@@
 prep(...) { <+... \(kmalloc_node\|kmalloc\|kzalloc_node\|kzalloc\)(N, ...) ...+> }

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
identifier state.prep, f; struct crypto_acomp_ctx *ctx; expression E;
@@
 prep(...) { <+... ctx->f = E ...+> }

@stored@
identifier stores.f; struct crypto_acomp_ctx *ctx; position p;
@@
 ctx->f@p

@points@
identifier f; struct crypto_acomp_ctx *ctx; position p;
@@
 &ctx->f@p

@unset@
identifier u != state.prep, f; struct crypto_acomp_ctx *ctx;
position p != {stored.p, points.p};
@@
 u(...) { <+... ctx->f@p ...+> }

@script:python@ p << unset.p; f << unset.f; @@
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
identifier mem_state.prep, borrowed.kept; expression cpu, E; position p != succeeds.p;
@@
 prep(...)
 {
 	... when any
 	per_cpu(kept, cpu) = E;
 	... when != per_cpu(kept, cpu) = NULL
 	    when any
 	return@p ...;
 }

@script:python@ p << mem_half.p; kept << borrowed.kept; @@
say(p, "fails and leaves what it stored in %s" % kept)

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

@script:python@ p << shared_freed.p; @@
say(p, "frees what the contexts of all pools point to")

@mem_dangles exists@
identifier mem_free.f, borrowed.kept, x; expression cpu, E; position p;
@@
 f(...)
 {
 	... when any
(
 	kfree@p(per_cpu(kept, cpu));
|
 	x = per_cpu(kept, cpu);
 	... when != x = E
 	    when any
 	kfree@p(x);
)
 	... when != per_cpu(kept, cpu) = E
 	    when any
 }

@script:python@ p << mem_dangles.p; kept << borrowed.kept; @@
say(p, "frees what %s points to and leaves the pointer" % kept)

@mem_every@
identifier mem_free.f, cpu; iterator name for_each_possible_cpu; position p;
@@
 for_each_possible_cpu(cpu)
 	f@p(cpu);

@mem_some@
identifier mem_free.f; position p != mem_every.p;
@@
 f@p(...)

@script:python@ p << mem_some.p; @@
say(p, "frees what the contexts of all pools point to")

@mem_kept exists@
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

@script:python@ p << mem_kept.p; @@
say(p, "does not free every possible CPU's mutex and buffer when it fails, or removes the state")

@script:python depends on pointers && never mem_free@ p << mem_state.p; @@
say(p, "registers no teardown, and nothing frees the mutex and buffer of the CPUs when it fails")

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

@script:python@ p << mem_early.p; @@
say(p, "frees the CPUs' mutex and buffer before the state is removed")

@finalize:python@
@@
done("lint")
