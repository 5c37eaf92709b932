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
from ferry import done, gone, hit, leads

POOL = "CPUHP_MM_ZSWP_POOL_PREPARE"
# Functions that have declarations.
declares = set()
# What a label of prepare falls through to.
falls_to = {}

def in_create(p):
    return p[0].current_element in creators

def beside(p):
    """Whether cpu can be declared with the int at p, the last of its function."""
    ints = re.findall(r"(?m)^\s*int\s+\w+\s*;", body(p))
    return loops_in(p) and plain(p) and ints and ints[-1].strip() == text(p)

@script:python depends on report@ p << torn_down.p; dead << torn_down.dead;
which << torn_down.which; @@
if which == POOL:
    coccilib.report.print_report(p[0], "%s() frees what may be in use on another CPU" % dead)

// --- what there is, besides what the model has ---

@removes@
identifier removal; identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
position p : script:python() { in_create(p) };
@@
 removal:
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);

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
identifier added.undo; position p != added.g && : script:python() { in_create(p) };
@@
 goto@p undo;

@lock_pool@
identifier helper.get, pool;
@@
 struct crypto_acomp_ctx *get(struct zswap_pool *pool) { ... }

@script:python texts depends on patch && torn_down@
// What SmPL cannot put together: a comment that names a function of the tree, and
// the name of an iterator without a space behind it. As names they come out as they are.
prep << state.prep; create << creates.create; end << ended.end; undo << added.undo;
p << prepare.p; q << added.p; buffer << scratch.buffer;
mem_prep << mem_state.prep = ""; removal << removes.removal = "cpuhp_remove";
which << torn_down.which; ctx << own_context.ctx; variable << borrows.variable = "";
n << mem_prepare.n = ""; free; first; release; look; free_all; free_all_mem; out;
@@
coccinelle.free = """/*
 * Free what %s() allocated for one CPU: the request
 * first, it refers to the transform. Every pointer is cleared, so that a
 * context may be freed twice and prepared again.
 */
static void acomp_ctx_free""" % prep
coccinelle.first = prep if int(p[0].line) < int(q[0].current_element_line) else create
# A macro of the file goes to that label, too. Asked now: behind a change p's file is a
# part of the source.
in_macro = bool(re.search(r"(?m)^#.*\bgoto\s+%s\b" % undo, code(p[0].file)))
coccinelle.release = "kfree(acomp_ctx->%s)" % buffer
if mem_prep:
    coccinelle.release = """/* Borrowed from %s(), and shared by all pools. */
	acomp_ctx->mutex = NULL""" % mem_prep
coccinelle.look = """/*
	 * The context of a CPU that goes offline is kept, see
	 * %s(). It may even be in use right now.
	 */
	if (!IS_ERR_OR_NULL(%s->acomp))
		return 0""" % (end, ctx)
if which != POOL:
    coccinelle.look = """/* The contexts of every pool point to these: they are kept. */
	if (per_cpu(%s, %s))
		return 0""" % (variable, n)
coccinelle.free_all = "for_each_possible_cpu(cpu)\n\t\tacomp_ctx_free"
coccinelle.free_all_mem = "for_each_possible_cpu(cpu)\n\t\tzswap_dstmem_free"
coccinelle.out = removal

// --- prepare, of either state: once. First, for lines are still those of the statements ---

@asks_first depends on texts@
identifier torn_down.prep, texts.look; statement S;
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

@script:python@ p << asks_first.p; which << torn_down.which; @@
hit("prepare" if which == POOL else "mem-prepare", p)
if not plain(p):
    say(p, "begins under #if: '%s'" % text(p))

// --- a pool's creation ---

@cleanup depends on texts@
identifier added.undo, allocated.pool, contexts.member, texts.free_all;
position p : script:python() { in_create(p) };
@@
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	free_all(per_cpu_ptr(pool->member, cpu));
 undo@p:

@failed depends on cleanup@
// A failed add has to free, but must not remove what was never linked.
identifier added.err, added.add, added.undo; position p; expression x;
@@
 err = add@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when != err = x
 if (err) {
 	...
-	goto undo;
+	goto cpuhp_add_fail;
 }

@script:python@ p << cleanup.p; q << failed.p; @@
hit("create-fail", p)
hit("create-add", q)

@remove_late depends on cleanup && later && never removes@
// Until now a pool that failed behind the add was freed while it was linked, also where
// all ways lead through a label of the pool's own.
expression added.node; symbol cpuhp_add_fail; position p : script:python() { in_create(p) };
@@
+	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 cpuhp_add_fail@p:

@late_label depends on remove_late && later_undo@
// Before anything goes there: spatch passes over a function with a label missing.
expression added.node; position p : script:python() { in_create(p) };
@@
+cpuhp_remove:
 cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, node);

@late depends on cleanup exists@
identifier added.err, added.add, added.undo, texts.out;
@@
 err = add(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
-goto undo;
+goto out;

@sole depends on cleanup && never other_undo@
// The label that only the failed add went to.
identifier added.undo; position p : script:python() { in_create(p) and not in_macro };
@@
-undo@p:

// --- cpu, for the loops ---

@script:python@ p << has_cpu.p; @@
if plain(p):
    loops.discard(p[0].current_element)

@cpu_beside depends on texts@
identifier it; position p : script:python() { beside(p) };
fresh identifier ints = script:python(it) { it + ", cpu" };
@@
-int it@p;
+int ints;

@script:python@ p << cpu_beside.p; @@
loops.discard(p[0].current_element)

@declared_first depends on texts@
declaration D; position p : script:python() { loops_in(p) };
@@
 D@p

@script:python@ p << declared_first.p; @@
declares.add(p[0].current_element)

@cpu_before depends on texts@
identifier f; position p : script:python() { p[0].current_element in loops & declares };
@@
 f@p(...)
 {
+int cpu;
 	...
 }

@cpu_first depends on texts@
identifier f; position p : script:python() { p[0].current_element in loops - declares };
@@
 f@p(...)
 {
+int cpu;
+
 	...
 }

// --- the two states: no teardown ---

@keeps depends on texts@
identifier torn_down.setup, torn_down.which, torn_down.dead; position p;
@@
 setup@p(which, ...,
-	 dead
+	 NULL
 )

@script:python@ p << keeps.p; which << torn_down.which; @@
hit("pool-state" if which == POOL else "mem-state", p)

// --- what goes away ---

@declared depends on texts@
identifier named : script:python() { named in going };
type T; parameter list ps; position p;
@@
-T named@p(ps);

@script:python@ p << declared.p; @@
hit("declaration", p, "")

@mem_torn_down depends on texts@
// What the second state's teardown did is left to those who give up zswap.
identifier mem_state.dead, cpu; position p;
@@
-static int dead@p(unsigned int cpu)
+static void zswap_dstmem_free(unsigned int cpu)
 {
 	... when any
-
-	return 0;
 }

@script:python@ p << mem_torn_down.p; dead << mem_state.dead; @@
hit("mem-gone", p)
hit("mem-free", p, "zswap_dstmem_free")
gone(dead)

@goes_away depends on texts@
type T; identifier f; position p : script:python() { p[0].current_element in going };
@@
-T f@p(...)
-{
-	...
-}

@script:python@ p << goes_away.p; f << goes_away.f; dead << state.dead; @@
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

@locked depends on texts && never borrows@
// Where users look again, prepare fills the context under its mutex, ...
identifier own_context.ctx; position p : script:python() { in_prepare(p) };
@@
-mutex_lock@p(&ctx->mutex);

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
identifier own_context.ctx; position p : script:python() { in_prepare(p) };
@@
-mutex_unlock@p(&ctx->mutex);

@script:python@ p << locked.p; q << initialised.p; @@
hit("prepare-lock", p)
hit("prepare-mutex", q)

@detached depends on locked@
// Allocated beside the context, and put into it at the end.
identifier own_context.ctx, scratch.buffer, new;
position p : script:python() { in_prepare(p) };
@@
 ctx->buffer =@p new

@beside_it depends on detached@
// It is nobody else's yet: fill it in place.
identifier own_context.ctx, new; identifier slot =~ "^(acomp|req|buffer)$";
position p : script:python() { in_prepare(p) };
@@
-ctx->slot =@p new;

@@
identifier state.prep, own_context.ctx, beside_it.new, beside_it.slot; type T;
@@
 prep(...)
 {
 	<...
(
-	T new = NULL;
|
-	T new;
|
-	new
+	ctx->slot
)
 	...>
 }

@stored depends on texts exists@
// A local that the context has as well, freed by its own name, ...
identifier own_context.ctx, slot, new; expression value;
identifier f =~ "^(acomp_request_free|crypto_free_acomp|kfree)$";
position p : script:python() { in_prepare(p) };
@@
 ctx->slot = new;
 ... when any
     when != new = value
 f@p(new);

@failing depends on texts@
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
 if (guard) {
 	f@q@inner(...);
 }

@give_up@
identifier own_context.ctx, failing.f; expression guard;
position failing.q, bare != guarded.inner;
@@
(
-if (guard) {
-	f@q(...);
-}
+acomp_ctx_free(ctx);
|
-f@q@bare(...);
+acomp_ctx_free(ctx);
)

@@
identifier own_context.ctx, slot;
@@
 acomp_ctx_free(ctx);
-ctx->slot = NULL;

@@
identifier own_context.ctx;
@@
 acomp_ctx_free(ctx);
-acomp_ctx_free(ctx);

@falls@
// Labels that free something each, one below the other, become the last of them.
identifier own_context.ctx, label, below;
@@
 label:
 acomp_ctx_free(ctx);
 below:
 acomp_ctx_free(ctx);

@script:python@ label << falls.label; below << falls.below; @@
falls_to[label] = below

@script:python falls_down@ below << falls.below; last; @@
while below in falls_to:
    below = falls_to[below]
coccinelle.last = below

@@
identifier falls.label, falls_down.last; position p : script:python() { in_prepare(p) };
@@
-goto@p label;
+goto last;

@fallen@
// Nothing leads there any more, so that no path of the function has it.
identifier own_context.ctx, falls.label;
position p : script:python() { in_prepare(p) };
@@
-label@p:
-	acomp_ctx_free(ctx);

@script:python@ p << failing.q = []; q << fallen.p = []; @@
hit("prepare-fail", p)
hit("prepare-label", q)

@keeps_error depends on texts@
identifier own_context.ctx; position p : script:python() { in_prepare(p) };
@@
 ctx->acomp =@p \(crypto_alloc_acomp_node\|crypto_alloc_acomp\)(...)

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

// --- the rest of creation, a pool's end, and that of zswap ---

@create_locks depends on locked@
// Prepare sets up the mutex.
identifier allocated.pool, contexts.member, cpu; iterator name for_each_possible_cpu;
position p : script:python() { in_create(p) };
@@
-for_each_possible_cpu(cpu) {
-	mutex_init@p(&per_cpu_ptr(pool->member, cpu)->mutex);
-}

@destroy depends on texts@
// No prepare() can run any more once the instance is gone.
identifier ended.pool, ended.remove, contexts.member, texts.free_all;
position p : script:python() { p[0].current_element == end };
@@
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
+/* From here on no CPU that comes online prepares a context. */
+free_all(per_cpu_ptr(pool->member, cpu));

@mem_failed depends on mem_setup && texts@
// The mutexes and buffers of the second state: freed by nobody but init.
identifier mem_setup.fail, texts.free_all_mem;
position p : script:python() { p[0].current_element == init };
@@
 fail@p:
+	/* With no teardown callback neither failure freed mutex and buffer. */
+	free_all_mem(cpu);

@script:python@ p << destroy.p; q << mem_failed.p = []; @@
hit("destroy", p)
hit("mem-fail", q)

// --- users: they take the context of the CPU that they are on ---

@use depends on texts && lock_pool@
identifier helper.get, contexts.member, ctx; expression pool; position p;
@@
-	ctx = get@p(pool);
+	ctx = raw_cpu_ptr(pool->member);
+	mutex_lock(&ctx->mutex);

@use_contexts depends on texts && never lock_pool@
identifier helper.get, ctx; expression passed; position p;
@@
-	ctx = get@p(passed);
+	ctx = raw_cpu_ptr(passed);
+	mutex_lock(&ctx->mutex);

@give_back depends on texts@
identifier other_helper.put; expression ctx; position p;
@@
-	put@p(ctx);
+	mutex_unlock(&ctx->mutex);

@script:python@ p << use.p = []; q << use_contexts.p = []; r << give_back.p = []; @@
hit("user-lock", p + q)
hit("user-unlock", r)

@finalize:python@
@@
done("port")
