// SPDX-License-Identifier: GPL-2.0-only
/// Let the per-CPU compression contexts of a zswap pool live as long as the
/// pool: prepare a CPU's context when the pool is created, or when the CPU comes
/// online for the first time after that, keep it while the CPU is offline, free
/// all of them together with the pool.
///
/// What makes this change wrong for a tree is asked first, in refuse.cocci, and said on
/// standard output, with "port: done" at the end; what makes a result right is in
/// lint.cocci, which is asked behind it.
///
/// Each rule that changed something says so on standard error, one line a place:
/// "ferry-hit: RULE FUNCTION:LINE", without a name outside of functions. The caller
/// compares these counts with what the shape asks for, and takes no change in a
/// function that is not named.
// Confidence: High
// Options: --very-quiet
// Comments: coccicheck of a kernel tree takes the one file that "make coccinelle" puts
// Comments: together, in modes report and patch.

virtual patch
virtual report

#include "refuse.cocci"

@initialize:python@
@@
from ferry import done, gone, hit

# Functions with declarations, and the last int among these.
declares, last_integer = set(), {}
# What a label of prepare falls through to.
falls_to = {}

def in_macro(p):
    """Whether a macro of the file goes to the label that a failed add goes to."""
    return bool(re.search(r"(?m)^#.*\bgoto\s+%s\b" % undo, code(p[0].file)))

def in_prepare(p):
    return p[0].current_element == prep

def beside(p):
    """Whether cpu can be declared with the int at p."""
    return loops_in(p) and plain(p) and bool(re.match(r"int\s+\w+\s*;", text(p)))

@script:python depends on report@ p << torn_down.p; dead << torn_down.dead;
which << torn_down.which; @@
if which == "CPUHP_MM_ZSWP_POOL_PREPARE":
    coccilib.report.print_report(p[0], "%s() frees what may be in use on another CPU" % dead)

// --- what there is, besides what the model has ---

@callbacks depends on patch@
// Without a teardown there is nothing to do.
identifier setup =~ "^cpuhp_setup_state_multi(_cpuslocked)?$";
identifier prep, dead != NULL; expression name;
@@
 setup(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@mem depends on callbacks@
identifier setup =~ "^cpuhp_setup_state(_cpuslocked)?$";
identifier prep, dead != NULL, n; expression name;
@@
 setup(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@mem_cpu@
identifier mem.prep, n;
@@
 prep(unsigned int n) { ... }

@removes depends on callbacks@
identifier creates.create, removal; identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
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
identifier added.err, added.add, label; position p != added.g;
@@
 err = add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 goto@p label;

@later_undo exists@
// Those to where a failed add goes.
identifier added.err, added.add, added.undo; position p != added.g;
@@
 err = add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 goto@p undo;

@other_undo@
identifier creates.create, added.undo; position p != added.g;
@@
 create(...) { <+... goto@p undo; ...+> }

@lock_pool@
identifier helper.get, pool;
@@
 struct crypto_acomp_ctx *get(struct zswap_pool *pool) { ... }

@script:python texts@
// What SmPL cannot put together: a comment that names a function of the tree, and
// the name of an iterator without a space behind it. As names they come out as they are.
prep << callbacks.prep; ctx << own_context.ctx; end << ended.end; create << creates.create;
undo << added.undo; p << prepare.p; q << added.p; buffer << scratch.buffer;
mem_prep << mem.prep = ""; n << mem_cpu.n = ""; variable << borrows.variable = "";
removal << removes.removal = "cpuhp_remove";
free; first; release; look; look_mem; free_all; free_all_mem; out;
@@
source = code(p[0].file)
coccinelle.free = """/*
 * Free what %s() allocated for one CPU: the request
 * first, it refers to the transform. Every pointer is cleared, so that a
 * context may be freed twice and prepared again.
 */
static void acomp_ctx_free""" % prep
coccinelle.first = prep if int(p[0].line) < int(q[0].current_element_line) else create
coccinelle.release = "kfree(acomp_ctx->%s)" % buffer
coccinelle.look = """/*
	 * The context of a CPU that goes offline is kept, see
	 * %s(). It may even be in use right now.
	 */
	if (!IS_ERR_OR_NULL(%s->acomp))
		return 0""" % (end, ctx)
coccinelle.free_all = "for_each_possible_cpu(cpu)\n\t\tacomp_ctx_free"
coccinelle.free_all_mem = "for_each_possible_cpu(cpu)\n\t\tzswap_dstmem_free"
coccinelle.out = removal
coccinelle.look_mem = "0"
if variable:
    coccinelle.release = """/* Borrowed from %s(), and shared by all pools. */
	acomp_ctx->mutex = NULL""" % mem_prep
    coccinelle.look_mem = """/* The contexts of every pool point to these: they are kept. */
	if (per_cpu(%s, %s))
		return 0""" % (variable, n)

// --- prepare, of either state: once. First, for lines are still those of the statements ---

@asks_first depends on texts@
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

@script:python@ p << asks_first.p; @@
hit("prepare", p)

@mem_asks_first depends on texts@
identifier mem.prep, texts.look_mem; statement S;
position p : script:python() { leads("statement", p) };
@@
 prep(...)
 {
 	<+...
+	look_mem;
+
 	S@p
 	...+>
 }

@script:python@ p << mem_asks_first.p; @@
hit("mem-prepare", p)

// --- a pool's creation ---

@cleanup depends on texts@
identifier creates.create, added.undo, allocated.pool, contexts.member, texts.free_all;
position p;
@@
 create(...)
 {
 	<+...
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	free_all(per_cpu_ptr(pool->member, cpu));
 undo@p:
 	...+>
 }

@script:python@ p << cleanup.p; @@
hit("create-fail", p)

@failed depends on cleanup@
// A failed add has to free, but must not remove what was never linked.
identifier creates.create, added.err, added.add, added.undo; position p; expression x;
@@
 create(...)
 {
 	<+...
 	err = add@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
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

@remove_late depends on cleanup && later && never removes@
// Until now a pool that failed behind the add was freed while it was linked, also where
// all ways lead through a label of the pool's own.
identifier creates.create; expression added.node; symbol cpuhp_add_fail; position p;
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

@late_label depends on remove_late && later_undo@
// Before anything goes there: spatch passes over a function with a label missing.
identifier creates.create; expression added.node;
@@
 create(...)
 {
 	<...
+cpuhp_remove:
 	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 	...>
 }

@late depends on cleanup exists@
identifier added.err, added.add, added.undo, texts.out; position p;
@@
 err = add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
-goto@p undo;
+goto out;

@script:python@ p << late.p; @@
hit("create-late", p)

@sole depends on cleanup && never other_undo@
// The label that only the failed add went to.
identifier creates.create, added.undo;
position p : script:python() { not in_macro(p) };
@@
 create(...)
 {
 	<...
-undo@p:
 	...>
 }

// --- cpu, for the loops ---

@script:python@ p << has_cpu.p; @@
if plain(p):
    loops.discard(p[0].current_element)

@integer depends on callbacks@
identifier f, it; position p : script:python() { beside(p) };
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

@declared_first depends on callbacks@
declaration D; position p : script:python() { loops_in(p) };
@@
 D@p

@script:python@ p << declared_first.p; @@
declares.add(p[0].current_element)

@cpu_before depends on callbacks@
identifier f; position p : script:python() { p[0].current_element in loops & declares };
@@
 f@p(...)
 {
+	int cpu;
 	...
 }

@cpu_first depends on callbacks@
identifier f; position p : script:python() { p[0].current_element in loops - declares };
@@
 f@p(...)
 {
+	int cpu;
+
 	...
 }

// --- the two states: no teardown ---

@state_keeps@
identifier callbacks.setup, callbacks.dead; position p;
@@
 setup@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...,
-	 dead
+	 NULL
 )

@script:python@ p << state_keeps.p; @@
hit("pool-state", p)

@mem_state_keeps@
identifier mem.setup, mem.dead; position p;
@@
 setup@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...,
-	 dead
+	 NULL
 )

@script:python@ p << mem_state_keeps.p; @@
hit("mem-state", p)

// --- what goes away ---

@script:python@ dead << mem.dead; @@
going.add(dead)

@declared depends on callbacks@
identifier named : script:python() { named in going };
type T; parameter list ps; position p;
@@
-T named@p(ps);

@script:python@ p << declared.p; @@
hit("declaration", p, "")

@mem_torn_down@
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

@script:python@ p << mem_torn_down.p; dead << mem.dead; @@
hit("mem-gone", p)
hit("mem-free", p, "zswap_dstmem_free")
gone(dead)

@goes_away depends on callbacks@
type T; identifier f; position p : script:python() { p[0].current_element in going };
@@
-T f@p(...)
-{
-	...
-}

@script:python@ p << goes_away.p; f << goes_away.f; dead << callbacks.dead; @@
hit("teardown" if f == dead else "helper", p)
gone(f)

// --- the one place that frees a context, in front of whoever calls it first ---

@context_freed depends on texts@
identifier texts.first, texts.free, texts.release, scratch.buffer;
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
+	release;
+	acomp_ctx->buffer = NULL;
+}
+
 first@p(...) { ... }

@script:python@ p << context_freed.p; @@
hit("ctx-free", p, "acomp_ctx_free")

// --- prepare: in place, without a lock, and one way to give up ---

@locked depends on callbacks && never borrows@
// Where users look again, prepare fills the context under its mutex, ...
identifier callbacks.prep, own_context.ctx; position p;
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
identifier own_context.ctx;
position p : script:python() { in_prepare(p) };
@@
-mutex_unlock@p(&ctx->mutex);
+mutex_init(&ctx->mutex);
 ...
 return 0;

@unlocked depends on locked@
identifier callbacks.prep, own_context.ctx;
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
identifier callbacks.prep, own_context.ctx, scratch.buffer, new;
@@
 prep(...) { <+... ctx->buffer = new; ...+> }

@beside_it depends on detached@
// It is nobody else's yet: fill it in place.
identifier callbacks.prep, own_context.ctx, new;
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
identifier callbacks.prep, own_context.ctx, beside_it.new, beside_it.slot;
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
identifier callbacks.prep, own_context.ctx, slot, new; expression value;
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
identifier own_context.ctx, stored.new, scratch.buffer;
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
(
 if (guard)
 	f@q@inner(...);
|
 if (guard) {
 	f@q@inner(...);
 }
)

@give_up@
identifier own_context.ctx, failing.f; expression guard;
position failing.q, bare != guarded.inner;
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
identifier callbacks.prep, own_context.ctx, slot;
@@
 prep(...)
 {
 	<...
 	acomp_ctx_free(ctx);
-	ctx->slot = NULL;
 	...>
 }

@@
identifier callbacks.prep, own_context.ctx;
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
identifier callbacks.prep, own_context.ctx, label, below;
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
identifier own_context.ctx, falls.label;
position p : script:python() { in_prepare(p) };
@@
-label@p:
-	acomp_ctx_free(ctx);

@script:python@ p << fallen.p; @@
hit("prepare-label", p)

@keeps_error@
identifier callbacks.prep, own_context.ctx;
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
identifier creates.create, allocated.pool, contexts.member, cpu;
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

@destroy depends on texts@
// No prepare() can run any more once the instance is gone.
identifier ended.end, ended.pool, ended.remove, contexts.member, texts.free_all; position p;
@@
 end(struct zswap_pool *pool)
 {
 	<+...
 	remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
+	/* From here on no CPU that comes online prepares a context. */
+	free_all(per_cpu_ptr(pool->member, cpu));
 	...+>
 }

@script:python@ p << destroy.p; @@
hit("destroy", p)

// --- users: they take the context of the CPU that they are on ---

@use depends on callbacks && lock_pool@
identifier helper.get, contexts.member, ctx; expression pool; position p;
@@
-	ctx = get@p(pool);
+	ctx = raw_cpu_ptr(pool->member);
+	mutex_lock(&ctx->mutex);

@script:python@ p << use.p; @@
hit("user-lock", p)

@use_contexts depends on callbacks && never lock_pool@
identifier helper.get, ctx; expression passed; position p;
@@
-	ctx = get@p(passed);
+	ctx = raw_cpu_ptr(passed);
+	mutex_lock(&ctx->mutex);

@script:python@ p << use_contexts.p; @@
hit("user-lock", p)

@give_back depends on callbacks@
identifier other_helper.put; expression ctx; position p;
@@
-	put@p(ctx);
+	mutex_unlock(&ctx->mutex);

@script:python@ p << give_back.p; @@
hit("user-unlock", p)

// --- the mutexes and buffers of the second state: freed by nobody but init ---

@mem_failed depends on mem && texts@
identifier mem_setup.init, mem_setup.fail, texts.free_all_mem; position p;
@@
 init(...)
 {
 	<+...
 fail@p:
+	/* With no teardown callback neither failure freed mutex and buffer. */
+	free_all_mem(cpu);
 	...+>
 }

@script:python@ p << mem_failed.p; @@
hit("mem-fail", p)

@finalize:python@
@@
done("port")
