// SPDX-License-Identifier: GPL-2.0-only
/// What makes the port by rule (port.cocci) wrong for a tree. One line on standard
/// output for each, "FILE:LINE: FUNCTION() words", with lines of the tree itself, and
/// "refuse: done" at the end.
///
/// Functions that go away are looked through first: whatever they do besides the work
/// known here would be lost with them. In functions that stay, the rules change their
/// own few lines, so what is asked here is whether they find them.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing.

#include "model.cocci"

@initialize:python@
@@
import re
from ferry import body, code, done, fact, facts, leads, level, plain, say, text

# Functions that go away, and those that get a loop over all CPUs.
going = set()
loops = set()
prepares = set()
contexts = set()
aliases = set()
# Per-CPU variables that contexts borrow.
kept = set()
# Functions that may reach those.
sharers = set()
# What may be in a condition that asks whether a context, or what it holds, is there.
LOOKS = {"IS_ERR_OR_NULL", "IS_ERR", "likely", "unlikely", "READ_ONCE", "NULL",
         "req", "acomp", "buffer", "1", "true"}

def lost(p):
    say(p, "goes away, and '%s' would be lost with it" % text(p))

def hidden(p, label, words):
    """Name the macros by which the words, of the function around p, go to a label."""
    for name, rest in re.findall(r"(?m)^#\s*define\s+(\w+)((?:.*\\\n)*.*)$", code(p[0].file)):
        if re.search(r"\bgoto\s+%s\b" % label, rest) and re.search(r"\b%s\b" % name, words):
            say(p, "goes to '%s' by the macro '%s', where no rule sees it" % (label, name))

def loops_in(p):
    return p[0].current_element in loops

@script:python@ dead << state.dead; @@
going.add(dead)

@script:python@ get << helper.get; @@
going.add(get)

@script:python@ put << other_helper.put; @@
going.add(put)

// --- what goes away: it frees one CPU's context, or hands one out ---

@defined@
identifier f;
@@
 f(...) { ... }

@script:python goes@ f << defined.f; gone; @@
coccinelle.gone = f
if f not in going:
    cocci.include_match(False)

@declared@
identifier goes.gone; identifier ctx; expression E;
@@
 gone(...)
 {
 	<+...
(
 	struct crypto_acomp_ctx *ctx = E;
|
 	struct crypto_acomp_ctx *ctx;
)
 	...+>
 }

@passed@
identifier goes.gone; identifier ctx;
@@
 gone(..., struct crypto_acomp_ctx *ctx, ...) { ... }

@script:python@ ctx << declared.ctx; @@
contexts.add(ctx)

@script:python@ ctx << passed.ctx; @@
contexts.add(ctx)

@alias@
identifier goes.gone;
identifier own : script:python() { own in contexts };
identifier x; position k;
@@
 gone(...)
 {
 	<+...
(
 	x =@k own->req
|
 	x =@k own->acomp
|
 	x =@k own->buffer
)
 	...+>
 }

@script:python@ x << alias.x; @@
aliases.add(x)

@known_call@
identifier goes.gone;
identifier own : script:python() { own in contexts };
position k;
@@
 gone(...)
 {
 	<+...
(
 	\(mutex_lock@k\|mutex_unlock@k\)(&own->mutex)
|
 	acomp_request_free@k(own->req)
|
 	crypto_free_acomp@k(own->acomp)
|
 	kfree@k(own->buffer)
|
 	\(per_cpu_ptr@k\|raw_cpu_ptr@k\)(...)
)
 	...+>
 }

@alias_call@
identifier goes.gone; identifier alias.x; position k;
@@
 gone(...) { <+... \(acomp_request_free@k\|crypto_free_acomp@k\|kfree@k\)(x) ...+> }

@other_call@
identifier goes.gone;
identifier f !~ "^(hlist_entry|hlist_entry_safe|container_of|IS_ERR_OR_NULL|IS_ERR|likely|unlikely|READ_ONCE)$";
position p != {known_call.k, alias_call.k};
@@
 gone(...) { <+... f@p(...) ...+> }

@script:python@ p << other_call.p; @@
lost(p)

@known_store@
identifier goes.gone;
identifier own : script:python() { own in contexts };
position k;
@@
 gone(...)
 {
 	<+...
(
 	\(own->req\|own->acomp\|own->buffer\) =@k NULL
|
 	own =@k \(per_cpu_ptr\|raw_cpu_ptr\)(...)
)
 	...+>
 }

@local_store@
identifier goes.gone;
local idexpression y != alias.x;
expression E; position k;
@@
 gone(...) { <+... y =@k E ...+> }

@other_store@
identifier goes.gone; expression E, F;
assignment operator changes != { = };
position p != {alias.k, known_store.k, local_store.k};
@@
 gone(...)
 {
 	<+...
(
 	E =@p F
|
 	E changes@p F
|
 	E@p++
|
 	E@p--
|
 	++E@p
|
 	--E@p
)
 	...+>
 }

@script:python@ p << other_store.p; @@
lost(p)

@test@
identifier goes.gone; expression E; statement S; position p;
@@
 gone(...)
 {
 	<+...
(
 	if@p (E) S
|
 	while@p (E) S
)
 	...+>
 }

@script:python@ p << test.p; E << test.E; @@
if set(re.findall(r"\w+", E)) - contexts - aliases - LOOKS:
    lost(p)

@known_return@
identifier goes.gone;
identifier own : script:python() { own in contexts };
position k;
@@
 gone(...) { <+... return@k \(0\|own\); ...+> }

@other_return@
identifier goes.gone; expression E; position p != known_return.k;
@@
 gone(...) { <+... return@p E; ...+> }

@script:python@ p << other_return.p; @@
lost(p)

// --- what prepare allocates, acomp_ctx_free() has to free ---

@context@
identifier state.prep, contexts.member, ctx, n; expression pool;
@@
 prep(unsigned int n, ...)
 {
 	<+...
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->member, n);
 	...+>
 }

@known_alloc@
identifier state.prep, context.ctx, f; position k;
@@
 prep(...) { <+... \(ctx->buffer\|ctx->acomp\|ctx->req\) = f@k(...) ...+> }

@known_local@
// Into the context later.
identifier state.prep, context.ctx, f, x; position k;
@@
 prep(...)
 {
 	... when any
 	x = f@k(...)
 	... when any
 	\(ctx->buffer\|ctx->acomp\|ctx->req\) = x
 	... when any
 }

@known_lock@
identifier state.prep, context.ctx; position k;
@@
 prep(...) { <+... \(mutex_lock@k\|mutex_unlock@k\)(&ctx->mutex) ...+> }

@other_lock@
identifier state.prep;
identifier f =~ "^(mutex|spin|read|write|down|up|guard|scoped_guard)(_|$)" ;
position p != known_lock.k;
@@
 prep(...) { <+... f@p(...) ...+> }

@script:python@ p << other_lock.p; f << other_lock.f; @@
if not re.match(r"mutex_(init|destroy)|(up|down)_?$", f):
    say(p, "locks in a way not known: '%s'" % text(p))

@other_alloc@
identifier state.prep;
identifier f =~ "alloc|dup|get_free_page|get_zeroed_page";
position p != {known_alloc.k, known_local.k};
@@
 prep(...) { <+... f@p(...) ...+> }

@script:python@ p << other_alloc.p; f << other_alloc.f; @@
say(p, "calls %s(), and what it returns is not freed with the context: '%s'" % (f, text(p)))

// --- locals of prepare that the context takes the place of ---

@moved@
identifier state.prep, context.ctx, slot, x; expression L;
@@
 prep(...)
 {
 	... when any
 	mutex_lock(L);
 	... when any
 	ctx->slot = x;
 	... when any
 }

@moved_twice@
identifier state.prep, moved.x; type T; expression E;
position p : script:python() { not plain(p) };
@@
 prep(...) { <+... \(T x@p = E;\|T x@p;\) ...+> }

@script:python@ p << moved_twice.p; x << moved.x; @@
say(p, "has another '%s' in a block, or under #if: '%s'" % (x, text(p)))

@moved_later exists@
identifier state.prep, context.ctx, moved.slot, moved.x; expression E; position p;
@@
 prep(...)
 {
 	... when any
 	ctx->slot = x;
 	... when any
 	x =@p E
 	... when any
 }

@script:python@ p << moved_later.p; x << moved.x; @@
say(p, "changes '%s', which the context has by then: '%s'" % (x, text(p)))

@moved_freed exists@
identifier state.prep, moved.x;
identifier f =~ "^(acomp_request_free|crypto_free_acomp|kfree)$";
expression E; position p;
@@
 prep(...)
 {
 	... when any
 	f(x);
 	... when != x = E
 	x@p
 	... when any
 }

@script:python@ p << moved_freed.p; x << moved.x; @@
say(p, "still needs '%s' where it is freed: '%s'" % (x, text(p)))

// --- what the rules look for ---

@script:python depends on never context@ p << prepare.p; @@
say(p, "does not find its CPU's context by per_cpu_ptr() in a declaration")

@script:python@ prep << state.prep; @@
prepares.add(prep)

@script:python@ prep << mem_state.prep; @@
prepares.add(prep)

@stands@
identifier function : script:python() { function in prepares };
statement S; position p;
@@
 function(...) { <+... S@p ...+> }

@script:python@ p << stands.p; @@
fact("statement", p)

@conditional@
// Nothing can be asked before it in every configuration.
identifier function : script:python() { function in prepares };
statement S;
position p : script:python() { leads("statement", p) and not plain(p) };
@@
 function(...) { <+... S@p ...+> }

@script:python@ p << conditional.p; @@
say(p, "begins under #if: '%s'" % text(p))

@known_add@
identifier f =~ "^cpuhp_state_add_instance(_cpuslocked)?$";
identifier create, err, undo; position k; expression x;
@@
 create(...)
 {
 	<+...
 	err = f@k(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	... when != err = x
 	if (err) {
 		...
 		goto undo;
 	}
 	...+>
 }

@known_removal@
// Behind a failure, right above where a failed add goes; or at a pool's end.
identifier f =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
identifier removal, known_add.undo; position k;
@@
 removal:
 f@k(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 undo:

@sometimes@
identifier f =~ "^cpuhp_state_remove_instance(_cpuslocked)?$"; expression E; position k;
@@
 if (E) f@k(CPUHP_MM_ZSWP_POOL_PREPARE, ...);

@known_end@
identifier f =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
identifier end, pool; position j != sometimes.k;
position k : script:python() { plain(k) };
@@
 end(struct zswap_pool *pool) { <+... f@k@j(CPUHP_MM_ZSWP_POOL_PREPARE, ...); ...+> }

@other_instance@
identifier f =~ "^cpuhp_state_(add|remove)_instance";
position p != {known_add.k, known_removal.k, known_end.k};
@@
 f@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@ p << other_instance.p; @@
say(p, "adds or removes a pool's instance in a way not known: '%s'" % text(p))

@script:python@ p << known_add.k; create << known_add.create; @@
fact("add", p)
if len(facts("add")) > 1:
    say(p, "adds a pool's instance a second time: '%s'" % text(p))
loops.add(create)

@script:python@ p << known_add.k; undo << known_add.undo; @@
hidden(p, undo, body(p).split("\n", int(p[0].line) - int(p[0].current_element_line))[-1])

@script:python@ p << prepare.p; @@
for name in re.findall(r"(?m)^[ \t]*(\w+):", body(p))[:-1]:
    hidden(p, name, body(p))

@script:python depends on never known_end@ p << known_add.k; @@
say(p, "adds a pool's instance, and no function removes it at the pool's end: '%s'" % text(p))

@create_pool@
identifier known_add.create, contexts.member; expression pool, E;
@@
 create(...) { <+... pool->member = E ...+> }

@script:python depends on never create_pool@ p << known_add.k; @@
say(p, "adds a pool's instance, and does not allocate its contexts: '%s'" % text(p))

@leaks exists@
// Now the contexts would be lost with the pool.
identifier f =~ "^cpuhp_state_add_instance"; position p;
@@
 f(CPUHP_MM_ZSWP_POOL_PREPARE, ...)
 ... when any
     when != \(free_percpu\|kfree\)(...)
 return@p NULL;

@script:python@ p << leaks.p; @@
say(p, "gives up behind the add without freeing the contexts: '%s'" % text(p))

@script:python@ p << known_end.k; end << known_end.end; @@
fact("end", p)
if len(facts("end")) > 1:
    say(p, "removes a pool's instance a second time: '%s'" % text(p))
loops.add(end)

@known_use@
// The helpers' callers.
identifier helper.get, ctx; position k;
@@
 ctx = get@k(...);

@other_use@
identifier helper.get; position p != known_use.k;
@@
 get@p

@script:python@ p << other_use.p; @@
say(p, "takes a context in a way not known: '%s'" % text(p))

@known_put@
identifier other_helper.put; expression E; position k;
@@
 put@k(E);

@other_put@
identifier other_helper.put; position p != known_put.k;
@@
 put@p

@script:python@ p << other_put.p; @@
say(p, "gives a context back in a way not known: '%s'" % text(p))

// --- the second state ---

@kept@
identifier state.prep, variable; expression ctx;
@@
 prep(...) { <+... ctx->mutex = per_cpu(variable, ...); ...+> }

@script:python depends on never kept@ p << mem_prepare.p; @@
say(p, "prepares a mutex that contexts do not get by per_cpu()")

@mem_variable@
identifier state.prep, variable; expression ctx;
@@
 prep(...) { <+... \(ctx->mutex\|ctx->buffer\|ctx->dstmem\) = per_cpu(variable, ...) ...+> }

@script:python@ variable << mem_variable.variable; @@
kept.add(variable)

@mem_dead@
identifier mem_state.dead, cpu; position p;
@@
 static int dead@p(unsigned int cpu) { ... return 0; }

@script:python@ prep << state.prep; mem << mem_state.prep; dead << mem_state.dead; @@
sharers.update((prep, mem, dead))

@script:python depends on never mem_dead@ p << mem_state.p; @@
say(p, "registers a teardown that is no function of one CPU which always succeeds: '%s'" % text(p))

@mem_alias@
identifier mem_state.dead, x;
identifier variable : script:python() { variable in kept };
expression cpu; position k;
@@
 dead(...) { <+... x =@k per_cpu(variable, cpu) ...+> }

@mem_known@
identifier mem_state.dead;
identifier held : script:python() { held in kept };
expression cpu; position k;
@@
 dead(...)
 {
 	<+...
(
 	\(kfree@k\|mutex_destroy@k\)(per_cpu(held, cpu))
|
 	per_cpu(held, cpu) =@k NULL
)
 	...+>
 }

@mem_known_alias@
identifier mem_state.dead, mem_alias.x; position k;
@@
 dead(...) { <+... \(kfree@k\|mutex_destroy@k\)(x) ...+> }

@mem_other@
// From now on it is done when zswap cannot be set up, and else never.
identifier mem_state.dead, f != per_cpu; expression E, F;
position p != {mem_alias.k, mem_known.k, mem_known_alias.k};
@@
 dead(...) { <+... \(f@p(...)\|E =@p F\) ...+> }

@script:python@ p << mem_other.p; @@
say(p, "does more than to free what contexts borrow, which would not be done any more: '%s'" % text(p))

@mem_fails@
identifier mem_state.dead; expression E != 0; position p;
@@
 dead(...) { <+... return@p E; ...+> }

@script:python@ p << mem_fails.p; @@
say(p, "refuses to let a CPU go, which would not be done any more: '%s'" % text(p))

@mem_third@
identifier mem_state.prep;
identifier other : script:python() { other not in kept };
expression cpu, E; position p;
@@
 prep(...) { <+... per_cpu@p(other, cpu) = E ...+> }

@script:python@ p << mem_third.p; @@
say(p, "prepares what contexts do not borrow: '%s'" % text(p))

@borrowed_elsewhere@
identifier held : script:python() { held in kept };
position p : script:python() { p[0].current_element not in sharers };
@@
 held@p

@script:python@ p << borrowed_elsewhere.p; @@
say(p, "reaches what the contexts of all pools borrow: '%s'" % text(p))

@mem_setup@
identifier init, err, fail, setup; position mem_state.p; expression x;
@@
 init(...)
 {
 	<+...
 	err = setup@p(...);
 	... when != err = x
 	if (err) {
 		...
 		goto fail;
 	}
 	...+>
 }

@script:python depends on never mem_setup@ p << mem_state.p; @@
say(p, "leaves without a label when it cannot register the state: '%s'" % text(p))

@script:python@ init << mem_setup.init; @@
loops.add(init)

// --- cpu, to loop with ---

@conditional_cpu@
symbol cpu; type T; expression E;
position p : script:python() { loops_in(p) and level(p)[0] == 1 and not plain(p) };
@@
(
 T cpu@p;
|
 T cpu@p = E;
)

@script:python@ p << conditional_cpu.p; @@
say(p, "declares 'cpu' under #if only: '%s'" % text(p))

@other_cpu@
symbol cpu; type T != {int, unsigned int}; expression E;
position p : script:python() { loops_in(p) and plain(p) };
@@
(
 T cpu@p;
|
 T cpu@p = E;
)

@script:python@ p << other_cpu.p; @@
say(p, "has 'cpu' for something else: '%s'" % text(p))

@looped@
iterator it; symbol cpu; statement S; position k;
@@
 it(cpu@k, ...) S

@needed_cpu exists@
identifier f =~ "^cpuhp_(state_remove_instance|remove_state)";
identifier g : script:python() { g in loops };
iterator it; symbol cpu; statement S; position p != looped.k;
@@
 g(...)
 {
 	... when any
 	f(...);
 	... when any
 	    when != it(cpu, ...) S
 	cpu@p
 	... when any
 }

@needed_by_create exists@
identifier known_add.create, known_add.undo; iterator it; symbol cpu; statement S;
position p != looped.k;
@@
 create(...)
 {
 	... when any
 undo:
 	... when any
 	    when != it(cpu, ...) S
 	cpu@p
 	... when any
 }

@script:python@ p << needed_by_create.p; @@
say(p, "still needs what 'cpu' is, where the loop that frees has changed it: '%s'" % text(p))

@script:python@ p << needed_cpu.p; @@
say(p, "still needs what 'cpu' is, where the loop that frees has changed it: '%s'" % text(p))

// --- names that are taken ---

@taken@
identifier label =~ "^cpuhp_(add_fail|remove)$";
position p : script:python() { loops_in(p) };
@@
 label@p:

@script:python@ p << taken.p; label << taken.label; @@
say(p, "has a label '%s' already" % label)

@script:python@ p << state.p; mem << mem_state.dead = "NULL"; @@
source = p[0].file
for number, line in enumerate(code(source).split("\n"), 1):
    if re.search(r"\bacomp_ctx_free\b", line) or mem != "NULL" and re.search(r"\bzswap_dstmem_free\b", line):
        print("%s:%d: has a name that is to be added: '%s'" % (source, number, line.strip()))

@script:python@ p << state.p; @@
# no rule follows such a way, and the function is passed over
for number, line in enumerate(code(p[0].file).split("\n"), 1):
    if re.search(r"\bgoto\s*\*", line):
        print("%s:%d: has a computed goto: '%s'" % (p[0].file, number, line.strip()))

@finalize:python@
@@
done("refuse")
