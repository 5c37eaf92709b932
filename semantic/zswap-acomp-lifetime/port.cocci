// SPDX-License-Identifier: GPL-2.0-only
/// Let the per-CPU compression contexts of a zswap pool live as long as the
/// pool: prepare a CPU's context when the pool is created, or when the CPU comes
/// online for the first time after that, keep it while the CPU is offline, free
/// all of them together with the pool.
///
/// This file is the change, and nothing else. What makes it wrong for a tree is in
/// refuse.cocci, which is asked before; what makes a result right is in lint.cocci,
/// which is asked behind it.
///
/// Each rule that changed something says so on standard error, one line a place:
/// "ferry-hit: RULE FUNCTION:LINE", without a name outside of functions. The caller
/// compares these counts with what the shape asks for, and takes no change in a
/// function that is not named.
// Confidence: High
// Options: --very-quiet
// Comments: "make coccicheck COCCI=.../port.cocci" of a kernel tree works, too: it
// Comments: takes modes report and patch.

virtual patch
virtual report

@initialize:python@
@@
import os
import re
import sys

# coccicheck starts in the kernel tree
sys.path += [os.path.join(os.path.dirname(word), "..", "lib")
             for word in open("/proc/self/cmdline").read().split("\0")
             if word.endswith(".cocci")]
from ferry import code, fact, leads, gone, hit, plain, text

# Where the functions begin that come before all that calls acomp_ctx_free().
began = {}
# The callbacks that prepare something once.
prepares = set()
# Functions that go away.
goes = set()
# Functions that get a loop and have no cpu, and those of them with declarations.
loops = set()
declares = set()
last_integer = {}
# What a label of prepare falls through to.
falls_to = {}

def in_macro(p):
    """Whether a macro of the file goes to the label that a failed add goes to."""
    return bool(re.search(r"(?m)^#.*\bgoto\s+%s\b" % undo, source))

def in_prepare(p):
    return p[0].current_element == prep

def beside(p):
    """Whether cpu can be declared with the int at p."""
    return plain(p) and bool(re.match(r"int\s+\w+\s*;", text(p)))


@torn_down depends on report@
identifier setup =~ "^cpuhp_setup_state_multi(_cpuslocked)?$";
identifier prep, dead != NULL; expression name; position p;
@@
 setup@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@script:python@ p << torn_down.p; dead << torn_down.dead; @@
coccilib.report.print_report(p[0], "%s() frees what may be in use on another CPU" % dead)

// --- what there is ---

@callbacks depends on patch@
// Without a teardown there is nothing to do.
identifier setup =~ "^cpuhp_setup_state_multi(_cpuslocked)?$";
identifier prep, dead != NULL; expression name;
@@
 setup(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@mem depends on callbacks@
// The second state of old trees. It owns the mutexes and buffers.
identifier setup =~ "^cpuhp_setup_state(_cpuslocked)?$";
identifier prep, dead != NULL; expression name;
@@
 setup(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@script:python@ prep << mem.prep; @@
prepares.add(prep)

@of_pool depends on callbacks@
identifier member;
@@
 struct zswap_pool { ... struct crypto_acomp_ctx *member; ... };

@of_context depends on callbacks@
typedef u8; identifier buffer;
@@
 struct crypto_acomp_ctx { ... u8 *buffer; ... };

@context@
identifier callbacks.prep, of_pool.member, ctx, n; expression pool; position p;
@@
 prep@p(unsigned int n, ...)
 {
 	<+...
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->member, n);
 	...+>
 }

@script:python@ p << context.p; prep << callbacks.prep; @@
source = code(p[0].file)
began[prep] = int(p[0].line)
prepares.add(prep)

@kept@
// The per-CPU variable that is set when a CPU's mutex and buffer are there.
identifier callbacks.prep, context.ctx, variable;
@@
 prep(...) { <+... ctx->mutex = per_cpu(variable, ...); ...+> }

@mem_prepare@
identifier mem.prep, n;
@@
 prep(unsigned int n) { ... }

@add depends on callbacks@
// Where a pool's instance is added, and where that goes when it fails.
identifier create, err, undo;
identifier instance_add =~ "^cpuhp_state_add_instance(_cpuslocked)?$";
expression node; position p; expression x;
@@
 create(...)
 {
 	<+...
 	err = instance_add(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 	... when != err = x
 	if (err) {
 		...
 		goto@p undo;
 	}
 	...+>
 }

@create_pool@
identifier add.create, of_pool.member, pool; expression contexts;
@@
 create(...) { <+... pool->member = contexts ...+> }

@removes@
identifier add.create, removal;
identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
@@
 create(...)
 {
 	<+...
 removal:
 	remove(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	...+>
 }

@later exists@
// Other ways out behind the add.
identifier add.err, add.instance_add, label; position p != add.p;
@@
 err = instance_add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 goto@p label;

@later_undo exists@
// Those to where a failed add goes.
identifier add.err, add.instance_add, add.undo; position p != add.p;
@@
 err = instance_add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 goto@p undo;

@other_undo@
identifier add.create, add.undo; position p != add.p;
@@
 create(...) { <+... goto@p undo; ...+> }

@ends depends on callbacks@
// Where a pool ends.
identifier end, pool;
identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
@@
 end(struct zswap_pool *pool) { <+... remove(CPUHP_MM_ZSWP_POOL_PREPARE, ...) ...+> }

@mem_fail depends on mem@
// What init's error paths reach, nobody else frees.
identifier init, err, fail; identifier mem.setup; expression x;
@@
 init(...)
 {
 	<+...
 	err = setup(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 	... when != err = x
 	if (err) {
 		...
 		goto fail;
 	}
 	...+>
 }

@helper depends on callbacks exists@
// The helpers: a context that never goes away needs no second look.
identifier lock, ctx;
@@
 struct crypto_acomp_ctx *lock(...)
 {
 	... when any
 	mutex_lock(&ctx->mutex);
 	... when any
 	return ctx;
 }

@lock_pool@
identifier helper.lock, pool;
@@
 struct crypto_acomp_ctx *lock(struct zswap_pool *pool) { ... }

@other_helper depends on helper@
identifier unlock, ctx;
@@
 void unlock(struct crypto_acomp_ctx *ctx)
 {
 	mutex_unlock(&ctx->mutex);
 }

@script:python texts@
// What SmPL cannot put together: a comment that names a function of the tree, and
// the name of an iterator without a space behind it. As names they come out as they are.
prep << callbacks.prep; ctx << context.ctx; end << ends.end;
free; look; contexts; buffers;
@@
source = code(p[0].file)
coccinelle.free = """/*
 * Free what %s() allocated for one CPU: the request
 * first, it refers to the transform. Every pointer is cleared, so that a
 * context may be freed twice and prepared again.
 */
static void acomp_ctx_free""" % prep
coccinelle.look = """/*
	 * The context of a CPU that goes offline is kept, see
	 * %s(). It may even be in use right now.
	 */
	if (!IS_ERR_OR_NULL(%s->acomp))
		return 0""" % (end, ctx)
coccinelle.contexts = "for_each_possible_cpu(cpu)\n\t\tacomp_ctx_free"
coccinelle.buffers = "for_each_possible_cpu(cpu)\n\t\tzswap_dstmem_free"

@script:python mem_texts@
prep << mem.prep; n << mem_prepare.n; variable << kept.variable;
borrowed; look;
@@
coccinelle.borrowed = "/* Borrowed from %s(), and shared by all pools. */\n\tacomp_ctx" % prep
coccinelle.look = """/* The contexts of every pool point to these: they are kept. */
	if (per_cpu(%s, %s))
		return 0""" % (variable, n)

@script:python@ p << add.p; end << ends.end; undo << add.undo; @@
began[p[0].current_element] = int(p[0].current_element_line)
loops.update((p[0].current_element, end))

// --- a pool's creation ---

@cleanup@
identifier add.create, add.undo, create_pool.pool, of_pool.member, texts.contexts;
position p;
@@
 create(...)
 {
 	<+...
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->member, cpu));
 undo@p:
 	...+>
 }

@script:python@ p << cleanup.p; @@
hit("create-fail", p)

@failed@
// A failed add has to free, but must not remove what was never linked.
identifier add.create, add.err, add.instance_add, add.undo; position p; expression x;
@@
 create(...)
 {
 	<+...
 	err = instance_add@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	... when != err = x
 	if (err) {
 		...
-		goto undo;
+		goto cpuhp_add_fail;
 	}
 	...+>
 }

@script:python@ p << failed.p; @@
hit("create-add", p)

@remove_late depends on later_undo && never removes@
// Until now a pool that failed behind the add was freed while it was linked, ...
identifier add.create; expression add.node; symbol cpuhp_add_fail; position p;
@@
 create(...)
 {
 	<+...
+cpuhp_remove:
+	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 cpuhp_add_fail@p:
 	...+>
 }

@remove_behind depends on later && never later_undo && never removes@
// ... also where all ways lead through a label of the pool's own.
identifier add.create; expression add.node; symbol cpuhp_add_fail; position p;
@@
 create(...)
 {
 	<+...
+	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 cpuhp_add_fail@p:
 	...+>
 }

@script:python@ p << remove_late.p; @@
hit("create-remove", p)

@script:python@ p << remove_behind.p; @@
hit("create-remove", p)

@late depends on never removes exists@
identifier add.err, add.instance_add, add.undo; position p;
@@
 err = instance_add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
-goto@p undo;
+goto cpuhp_remove;

@script:python@ p << late.p; @@
hit("create-late", p)

@late_removed exists@
identifier add.err, add.instance_add, add.undo, removes.removal; position p;
@@
 err = instance_add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
-goto@p undo;
+goto removal;

@script:python@ p << late_removed.p; @@
hit("create-late", p)

@sole depends on never other_undo@
// The label that only the failed add went to.
identifier add.create, add.undo;
position p : script:python() { not in_macro(p) };
@@
 create(...)
 {
 	<...
-undo@p:
 	...>
 }

// --- cpu, for the loops ---

@script:python@ init << mem_fail.init; @@
loops.add(init)

@own_cpu depends on callbacks@
identifier f; symbol cpu; type T; expression value;
position p : script:python() { p[0].current_element in loops and plain(p) };
@@
 f(...)
 {
 	<+...
(
 	T cpu@p;
|
 	T cpu@p = value;
)
 	...+>
 }

@script:python@ p << own_cpu.p; @@
loops.discard(p[0].current_element)

@integer@
identifier f, it;
position p : script:python() { p[0].current_element in loops and beside(p) };
@@
 f(...) { <+... int it@p; ...+> }

@script:python@ f << integer.f; it << integer.it; @@
last_integer[f] = it

@script:python both@ f << integer.f; it << integer.it; ints; @@
coccinelle.ints = it + ", cpu"
if last_integer[f] != it:
    cocci.include_match(False)

@cpu_beside@
identifier integer.f, integer.it, both.ints; position integer.p;
@@
 f(...)
 {
 	<...
-	int it@p;
+	int ints;
 	...>
 }

@script:python@ f << integer.f; p << integer.p; @@
if f in loops:
    hit("declare", p)
    loops.discard(f)

@declares@
declaration D;
position p : script:python() { p[0].current_element in loops };
@@
 D@p

@script:python@ p << declares.p; @@
declares.add(p[0].current_element)

@cpu_before depends on callbacks@
identifier f;
position p : script:python() { p[0].current_element in loops & declares };
@@
 f@p(...)
 {
+	int cpu;
 	...
 }

@cpu_first depends on callbacks@
identifier f;
position p : script:python() { p[0].current_element in loops - declares };
@@
 f@p(...)
 {
+	int cpu;
+
 	...
 }

@script:python@ dead << callbacks.dead; @@
goes.add(dead)

@script:python@ dead << mem.dead; @@
goes.add(dead)

@script:python@ lock << helper.lock; @@
goes.add(lock)

@script:python@ unlock << other_helper.unlock; @@
goes.add(unlock)

// --- the two states: no teardown ---

@pool_state@
identifier callbacks.setup, callbacks.dead; position p;
@@
 setup@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...,
-	 dead
+	 NULL
 )

@script:python@ p << pool_state.p; @@
hit("pool-state", p)

@mem_state@
identifier mem.setup, mem.dead; position p;
@@
 setup@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...,
-	 dead
+	 NULL
 )

@script:python@ p << mem_state.p; @@
hit("mem-state", p)

@declared depends on callbacks@
identifier going : script:python() { going in goes };
type T; parameter list ps; position p;
@@
-T going@p(ps);

@script:python@ p << declared.p; @@
hit("declaration", p, "")

@teardown@
identifier callbacks.dead; position p;
@@
-int dead@p(...)
-{
-	...
-}

@script:python@ p << teardown.p; dead << callbacks.dead; @@
hit("teardown", p)
gone(dead)

@mem_free@
// What the second state's teardown did is left to those who give up zswap.
identifier mem.dead, cpu; position p;
@@
-static int dead@p(unsigned int cpu)
+static void zswap_dstmem_free(unsigned int cpu)
 {
 	... when any
-
-	return 0;
 }

@script:python@ p << mem_free.p; dead << mem.dead; @@
hit("mem-gone", p)
hit("mem-free", p, "zswap_dstmem_free")
gone(dead)

// --- the one place that frees a context, in front of whoever calls it first ---

@script:python order@ prep << callbacks.prep; create << add.create; first; @@
coccinelle.first = min([prep, create], key=lambda name: began.get(name, 0))

@free_borrowed depends on kept@
// Here it borrows its mutex and buffer.
identifier order.first, texts.free, mem_texts.borrowed, of_context.buffer;
symbol acomp_ctx; position p;
@@
+free(struct crypto_acomp_ctx *acomp_ctx)
+{
+	if (acomp_ctx->req)
+		acomp_request_free(acomp_ctx->req);
+	acomp_ctx->req = NULL;
+
+	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
+		crypto_free_acomp(acomp_ctx->acomp);
+	acomp_ctx->acomp = NULL;
+
+	borrowed->mutex = NULL;
+	acomp_ctx->buffer = NULL;
+}
+
 first@p(...) { ... }

@free_own depends on never kept@
identifier order.first, texts.free, of_context.buffer; symbol acomp_ctx; position p;
@@
+free(struct crypto_acomp_ctx *acomp_ctx)
+{
+	if (acomp_ctx->req)
+		acomp_request_free(acomp_ctx->req);
+	acomp_ctx->req = NULL;
+
+	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
+		crypto_free_acomp(acomp_ctx->acomp);
+	acomp_ctx->acomp = NULL;
+
+	kfree(acomp_ctx->buffer);
+	acomp_ctx->buffer = NULL;
+}
+
 first@p(...) { ... }

@script:python@ p << free_borrowed.p; @@
hit("ctx-free", p, "acomp_ctx_free")

@script:python@ p << free_own.p; @@
hit("ctx-free", p, "acomp_ctx_free")

// --- prepare: once, in place, without a lock, and one way to give up ---

@stands@
identifier function : script:python() { function in prepares };
statement S; position p;
@@
 function(...) { <+... S@p ...+> }

@script:python@ p << stands.p; @@
fact("statement", p)

@once@
identifier callbacks.prep, texts.look; statement S;
position p : script:python() { leads("statement", p) };
@@
 prep(...)
 {
 	<+...
+	look;
+
 	S@p
 	...+>
 }

@script:python@ p << once.p; @@
hit("prepare", p)

@locked depends on callbacks && never kept@
// Where users look again, prepare fills the context under its mutex, ...
identifier callbacks.prep, context.ctx; position p;
@@
 prep(...)
 {
 	<+...
-	mutex_lock@p(&ctx->mutex);
 	...+>
 }

@script:python@ p << locked.p; @@
hit("prepare-lock", p)

@initialised depends on locked@
// ... which whoever finds the context from now on finds, too.
identifier context.ctx;
position p : script:python() { in_prepare(p) };
@@
-mutex_unlock@p(&ctx->mutex);
+mutex_init(&ctx->mutex);
 ...
 return 0;

@unlocked depends on locked@
identifier callbacks.prep, context.ctx;
@@
 prep(...)
 {
 	<...
-	mutex_unlock(&ctx->mutex);
 	...>
 }

@script:python@ p << initialised.p; @@
hit("prepare-mutex", p)

@detached depends on locked@
// Allocated beside the context, and put into it at the end.
identifier callbacks.prep, context.ctx, of_context.buffer, new;
@@
 prep(...) { <+... ctx->buffer = new; ...+> }

@beside_it depends on detached@
// It is nobody else's yet: fill it in place.
identifier callbacks.prep, context.ctx, new;
identifier slot =~ "^(acomp|req|buffer)$";
position p;
@@
 prep(...)
 {
 	<+...
-	ctx->slot =@p new;
 	...+>
 }

@script:python@ p << beside_it.p; @@
hit("prepare-local", p)

@@
identifier callbacks.prep, beside_it.new;
type T;
@@
 prep(...)
 {
 	<...
(
-	T new = NULL;
|
-	T new;
)
 	...>
 }

@@
identifier callbacks.prep, context.ctx, beside_it.new, beside_it.slot;
@@
 prep(...)
 {
 	<...
-	new
+	ctx->slot
 	...>
 }

@stored exists@
// A local that the context has as well, freed by its own name, ...
identifier callbacks.prep, context.ctx, slot, new; expression value;
identifier f =~ "^(acomp_request_free|crypto_free_acomp|kfree)$";
position p;
@@
 prep(...)
 {
 	... when any
 	ctx->slot = new;
 	... when any
 	    when != new = value
 	f@p(new);
 	... when any
 }

@failing@
// ... or by the context's. Nothing comes behind it but the failure.
identifier context.ctx, stored.new, of_context.buffer;
identifier f =~ "^(acomp_request_free|crypto_free_acomp|kfree)$";
identifier slot; expression value, x != NULL; position stored.p;
position q : script:python() { in_prepare(q) };
@@
(
 f@q(ctx->slot);
|
 f@q@p(new);
)
 ... when != ctx->acomp = x
     when != ctx->req = x
     when != ctx->buffer = x
     when != return 0;
 return value;

@guarded@
identifier failing.f; expression guard; position failing.q, inner;
@@
 if (guard)
 	f@q@inner(...);

@guarded_block@
identifier failing.f; expression guard; position failing.q, inner;
@@
 if (guard) {
 	f@q@inner(...);
 }

@give_up@
identifier context.ctx, failing.f; expression guard;
position failing.q, bare != {guarded.inner, guarded_block.inner};
@@
(
-if (guard)
-	f@q(...);
+acomp_ctx_free(ctx);
|
-if (guard) {
-	f@q(...);
-}
+acomp_ctx_free(ctx);
|
-f@q@bare(...);
+acomp_ctx_free(ctx);
)

@script:python@ q << failing.q; @@
hit("prepare-fail", q)

@@
identifier callbacks.prep, context.ctx, slot;
@@
 prep(...)
 {
 	<...
 	acomp_ctx_free(ctx);
-	ctx->slot = NULL;
 	...>
 }

@@
identifier callbacks.prep, context.ctx;
@@
 prep(...)
 {
 	<...
 	acomp_ctx_free(ctx);
-	acomp_ctx_free(ctx);
 	...>
 }

@falls@
// Labels that free something each, one below the other, become the last of them.
identifier callbacks.prep, context.ctx, label, below;
@@
 prep(...)
 {
 	<+...
 label:
 	acomp_ctx_free(ctx);
 below:
 	acomp_ctx_free(ctx);
 	...+>
 }

@script:python@ label << falls.label; below << falls.below; @@
falls_to[label] = below

@script:python falls_down@ below << falls.below; last; @@
while below in falls_to:
    below = falls_to[below]
coccinelle.last = below

@@
identifier callbacks.prep, falls.label, falls_down.last;
@@
 prep(...)
 {
 	<...
-	goto label;
+	goto last;
 	...>
 }

@fallen@
// Nothing leads there any more, so that no path of the function has it.
identifier context.ctx, falls.label;
position p : script:python() { in_prepare(p) };
@@
-label@p:
-	acomp_ctx_free(ctx);

@script:python@ p << fallen.p; @@
hit("prepare-label", p)

@keeps_error@
identifier callbacks.prep, context.ctx;
@@
 prep(...) { <+... ctx->acomp = \(crypto_alloc_acomp_node\|crypto_alloc_acomp\)(...) ...+> }

@error_comment depends on keeps_error@
symbol acomp_ctx;
@@
 acomp_ctx_free(...)
 {
 	...
+	/* May also hold the error that crypto_alloc_acomp_node() returned. */
 	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
 		crypto_free_acomp(acomp_ctx->acomp);
 	...
 }

// --- the rest of creation, and a pool's end ---

@create_locks depends on locked@
// Prepare sets up the mutex.
identifier add.create, create_pool.pool, of_pool.member, cpu;
iterator name for_each_possible_cpu; position p;
@@
 create(...)
 {
 	<...
(
-	for_each_possible_cpu(cpu)
-		mutex_init@p(&per_cpu_ptr(pool->member, cpu)->mutex);
|
-	for_each_possible_cpu(cpu) {
-		mutex_init@p(&per_cpu_ptr(pool->member, cpu)->mutex);
-	}
)
 	...>
 }

@script:python@ p << create_locks.p; @@
hit("create-locks", p)

@destroy@
// No prepare() can run any more once the instance is gone.
identifier ends.end, ends.pool, ends.remove, of_pool.member, texts.contexts; position p;
@@
 end(struct zswap_pool *pool)
 {
 	<+...
 	remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
+	/* From here on no CPU that comes online prepares a context. */
+	contexts(per_cpu_ptr(pool->member, cpu));
 	...+>
 }

@script:python@ p << destroy.p; @@
hit("destroy", p)

// --- users: they take the context of the CPU that they are on ---

@use depends on lock_pool@
identifier helper.lock, of_pool.member, ctx; expression pool; position p;
@@
-	ctx = lock@p(pool);
+	ctx = raw_cpu_ptr(pool->member);
+	mutex_lock(&ctx->mutex);

@script:python@ p << use.p; @@
hit("user-lock", p)

@use_contexts depends on never lock_pool@
identifier helper.lock, ctx; expression contexts; position p;
@@
-	ctx = lock@p(contexts);
+	ctx = raw_cpu_ptr(contexts);
+	mutex_lock(&ctx->mutex);

@script:python@ p << use_contexts.p; @@
hit("user-lock", p)

@give_back@
identifier other_helper.unlock; expression ctx; position p;
@@
-	unlock@p(ctx);
+	mutex_unlock(&ctx->mutex);

@script:python@ p << give_back.p; @@
hit("user-unlock", p)

@lock_gone@
identifier helper.lock; position p;
@@
-struct crypto_acomp_ctx *lock@p(...)
-{
-	...
-}

@script:python@ p << lock_gone.p; lock << helper.lock; @@
hit("helper", p)
gone(lock)

@unlock_gone@
identifier other_helper.unlock; position p;
@@
-void unlock@p(...)
-{
-	...
-}

@script:python@ p << unlock_gone.p; unlock << other_helper.unlock; @@
hit("helper", p)
gone(unlock)

// --- the mutexes and buffers of the second state: once, and freed by nobody but init ---

@mem_once@
identifier mem.prep, mem_texts.look; statement S;
position p : script:python() { leads("statement", p) };
@@
 prep(...)
 {
 	<+...
+	look;
+
 	S@p
 	...+>
 }

@script:python@ p << mem_once.p; @@
hit("mem-prepare", p)

@mem_failed@
identifier mem_fail.init, mem_fail.fail, texts.buffers; position p;
@@
 init(...)
 {
 	<+...
 fail@p:
+	/* With no teardown callback neither failure freed mutex and buffer. */
+	buffers(cpu);
 	...+>
 }

@script:python@ p << mem_failed.p; @@
hit("mem-fail", p)
