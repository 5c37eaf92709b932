// SPDX-License-Identifier: GPL-2.0-only
/// What makes the port by rule wrong for a tree. One line on standard output for each,
/// "FILE:LINE: FUNCTION() words", with lines of the tree itself. A part of port.cocci,
/// so that both know the same of a tree.
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
from ferry import body, code, fact, facts, leads, level, plain, say, text

# Functions that go away, those that get a loop over all CPUs, the two that prepare.
going, loops, prepares = set(), set(), set()
# Per-CPU variables that contexts borrow, and the functions that may reach them.
kept, sharers = set(), set()
# What may be in a condition that asks whether a context, or what it holds, is there.
looks = {"IS_ERR_OR_NULL", "IS_ERR", "likely", "unlikely", "READ_ONCE", "NULL",
         "req", "acomp", "buffer", "1", "true"}

def hidden(p, label, words):
    """Name the macros by which the words, of the function around p, go to a label."""
    for name, rest in re.findall(r"(?m)^#\s*define\s+(\w+)((?:.*\\\n)*.*)$", code(p[0].file)):
        if re.search(r"\bgoto\s+%s\b" % label, rest) and re.search(r"\b%s\b" % name, words):
            say(p, "goes to '%s' by the macro '%s', where no rule sees it" % (label, name))

def loops_in(p):
    return p[0].current_element in loops

@script:python@ prep << state.prep; dead << state.dead; get << helper.get = "";
put << other_helper.put = ""; @@
going.update((dead, get, put))
prepares.add(prep)

@script:python@ prep << state.prep; mem << mem_state.prep; dead << mem_state.dead; @@
prepares.add(mem)
sharers.update((prep, mem, dead))

// --- what there is, besides what the model has ---

@own_context@
// A CPU's context, as prepare finds it.
identifier state.prep, contexts.member, ctx, n; expression pool;
@@
 prep(unsigned int n, ...)
 {
 	<+...
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->member, n);
 	...+>
 }

@borrows@
// The per-CPU variable that contexts get their mutex from.
identifier state.prep, lock.mutex, variable; expression ctx;
@@
 prep(...) { <+... ctx->mutex = per_cpu(variable, ...); ...+> }

@creates@
// Who adds a pool's instance, which its contexts are allocated for.
identifier create, add; position added.p;
@@
 create(...) { <+... add@p(...) ...+> }

@allocated@
identifier creates.create, contexts.member, pool; expression E;
@@
 create(...) { <+... pool->member = E ...+> }

@ended@
// Where a pool ends.
identifier end, pool; identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
position p;
@@
 end(struct zswap_pool *pool) { <+... remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...); ...+> }

@mem_setup@
// Where the second state is set up, and where that leads to when it fails.
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

// --- what goes away: it frees one CPU's context, or hands one out ---

@goes@
identifier gone; position p : script:python() { p[0].current_element in going };
@@
 gone@p(...) { ... }

@of_context@
identifier goes.gone; local idexpression struct crypto_acomp_ctx *own;
@@
 gone(...) { <+... own ...+> }

@script:python@ own << of_context.own; @@
looks.add(own)

@alias@
identifier goes.gone, x; struct crypto_acomp_ctx *own; position k;
@@
 gone(...) { <+... x =@k \(own->req\|own->acomp\|own->buffer\) ...+> }

@script:python@ x << alias.x; @@
looks.add(x)

@known_work@
identifier goes.gone, lock.mutex; struct crypto_acomp_ctx *own; expression E; position k;
identifier part : script:python() { part in looks };
identifier own_local : script:python() { own_local not in looks };
@@
 gone(...)
 {
 	<+...
(
 	return@k \(0\|own\);
|
 	\(mutex_lock@k\|mutex_unlock@k\)(&own->mutex)
|
 	acomp_request_free@k(\(own->req\|part\))
|
 	crypto_free_acomp@k(\(own->acomp\|part\))
|
 	kfree@k(\(own->buffer\|part\))
|
 	part =@k \(per_cpu_ptr\|raw_cpu_ptr\)(...)
|
 	\(own->req\|own->acomp\|own->buffer\) =@k NULL
|
 	own_local =@k E
)
 	...+>
 }

@other_work@
identifier goes.gone; expression E, F; assignment operator stores;
identifier f !~ "^(per_cpu_ptr|raw_cpu_ptr|hlist_entry|hlist_entry_safe|container_of|IS_ERR_OR_NULL|IS_ERR|likely|unlikely|READ_ONCE)$";
position p != {known_work.k, alias.k};
@@
 gone(...)
 {
 	<+...
(
 	return@p E;
|
 	f@p(...)
|
 	E stores@p F
|
 	\(E@p++\|E@p--\|++E@p\|--E@p\)
)
 	...+>
 }

@script:python@ p << other_work.p; @@
for place in p:
    say([place], "goes away, and '%s' would be lost with it" % text([place]))

@test@
identifier goes.gone; expression E; statement S; position p;
@@
 gone(...) { <+... \(if@p (E) S\|while@p (E) S\) ...+> }

@script:python@ p << test.p; E << test.E; @@
if set(re.findall(r"\w+", E)) - looks:
    say(p, "goes away, and '%s' would be lost with it" % text(p))

// --- what prepare allocates, acomp_ctx_free() has to free ---

@script:python depends on never own_context@ p << prepare.p; @@
say(p, "does not find its CPU's context by per_cpu_ptr() in a declaration")

@known_call@
identifier state.prep, own_context.ctx, lock.mutex, f; position k;
@@
 prep(...)
 {
 	<+...
(
 	\(ctx->buffer\|ctx->acomp\|ctx->req\) = f@k(...)
|
 	\(mutex_lock@k\|mutex_unlock@k\)(&ctx->mutex)
)
 	...+>
 }

@known_local@
// Into the context later.
identifier state.prep, own_context.ctx, f, x; position k;
@@
 prep(...)
 {
 	... when any
 	x = f@k(...)
 	... when any
 	\(ctx->buffer\|ctx->acomp\|ctx->req\) = x
 	... when any
 }

@other_call@
identifier state.prep; position p != {known_call.k, known_local.k};
identifier f =~ "^(mutex|spin|read|write|down|up|guard|scoped_guard)(_|$)|alloc|dup|get_free_page|get_zeroed_page";
@@
 prep(...) { <+... f@p(...) ...+> }

@script:python@ p << other_call.p; f << other_call.f; @@
if re.search("alloc|dup|page", f):
    say(p, "calls %s(), and what it returns is not freed with the context: '%s'" % (f, text(p)))
elif not re.match(r"mutex_(init|destroy)|(up|down)_?$", f):
    say(p, "locks in a way not known: '%s'" % text(p))

// --- locals of prepare that the context takes the place of ---

@moved@
identifier state.prep, own_context.ctx, slot, x; expression L;
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

@moved_on exists@
// Changed where the context has it by then, or needed where it is freed.
identifier state.prep, own_context.ctx, moved.slot, moved.x; expression E; position p;
identifier frees = {acomp_request_free, crypto_free_acomp, kfree};
@@
 prep(...)
 {
 	... when any
(
 	ctx->slot = x;
 	... when any
 	x =@p E
|
 	frees(x);
 	... when != x = E
 	x@p
)
 	... when any
 }

@script:python@ p << moved_on.p; x << moved.x; @@
say(p, "still needs '%s', or another value of it, where the context has it or it is freed: '%s'" % (x, text(p)))

// --- what the rules look for ---

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
statement S; position p : script:python() { leads("statement", p) and not plain(p) };
@@
 function(...) { <+... S@p ...+> }

@script:python@ p << conditional.p; @@
say(p, "begins under #if: '%s'" % text(p))

@known_removal@
// Behind a failure, right above where a failed add goes.
identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
identifier removal, added.undo; position k;
@@
 removal:
 remove@k(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 undo:

@sometimes@
identifier remove =~ "^cpuhp_state_remove_instance"; expression E; position k;
@@
 if (E) remove@k(CPUHP_MM_ZSWP_POOL_PREPARE, ...);

@at_end@
// Or at a pool's end, whatever is asked before.
identifier remove; position ended.p != sometimes.k, k : script:python() { plain(k) };
@@
 remove@p@k(...);

@other_instance@
identifier change =~ "^cpuhp_state_(add|remove)_instance";
position p != {added.p, known_removal.k, at_end.k};
@@
 change@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@ p << other_instance.p; @@
say(p, "adds or removes a pool's instance in a way not known: '%s'" % text(p))

@script:python@ p << added.p; create << creates.create; undo << added.undo; @@
fact("add", p)
if len(facts("add")) > 1:
    say(p, "adds a pool's instance a second time: '%s'" % text(p))
loops.add(create)
hidden(p, undo, body(p).split("\n", int(p[0].line) - int(p[0].current_element_line))[-1])

@script:python@ p << prepare.p; @@
for name in re.findall(r"(?m)^[ \t]*(\w+):", body(p))[:-1]:
    hidden(p, name, body(p))

@script:python depends on never at_end@ p << added.p; @@
say(p, "adds a pool's instance, and no function removes it at the pool's end: '%s'" % text(p))

@script:python depends on never allocated@ p << added.p; @@
say(p, "adds a pool's instance, and does not allocate its contexts: '%s'" % text(p))

@leaks exists@
// Now the contexts would be lost with the pool.
identifier add =~ "^cpuhp_state_add_instance"; position p;
@@
 add(CPUHP_MM_ZSWP_POOL_PREPARE, ...)
 ... when any
     when != \(free_percpu\|kfree\)(...)
 return@p NULL;

@script:python@ p << leaks.p; @@
say(p, "gives up behind the add without freeing the contexts: '%s'" % text(p))

@script:python@ p << at_end.k; @@
fact("end", p)
if len(facts("end")) > 1:
    say(p, "removes a pool's instance a second time: '%s'" % text(p))
loops.add(p[0].current_element)

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

@script:python depends on never borrows@ p << mem_prepare.p; @@
say(p, "prepares a mutex that contexts do not get by per_cpu()")

@shares@
identifier state.prep, lock.mutex, variable; expression ctx;
@@
 prep(...) { <+... \(ctx->mutex\|ctx->buffer\|ctx->dstmem\) = per_cpu(variable, ...) ...+> }

@script:python@ variable << shares.variable; @@
kept.add(variable)

@mem_dead@
identifier mem_state.dead, cpu;
@@
 static int dead(unsigned int cpu) { ... return 0; }

@script:python depends on never mem_dead@ p << mem_state.p; @@
say(p, "registers a teardown that is no function of one CPU which always succeeds: '%s'" % text(p))

@mem_alias@
identifier mem_state.dead, x; expression cpu; position k;
identifier lent : script:python() { lent in kept };
@@
 dead(...) { <+... x =@k per_cpu(lent, cpu) ...+> }

@mem_known@
identifier mem_state.dead; expression cpu; position k;
identifier held : script:python() { held in kept };
@@
 dead(...)
 {
 	<+...
(
 	return@k 0;
|
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
 dead(...)
 {
 	<+...
(
 	return@p E;
|
 	\(f@p(...)\|E =@p F\)
)
 	...+>
 }

@script:python@ p << mem_other.p; @@
for place in p:
    say([place], "does more than to free what contexts borrow, which would not be done any more: '%s'" % text([place]))

@mem_third@
identifier mem_state.prep; expression cpu, E; position p;
identifier other : script:python() { other not in kept };
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

@script:python depends on never mem_setup@ p << mem_state.p; @@
say(p, "leaves without a label when it cannot register the state: '%s'" % text(p))

@script:python@ init << mem_setup.init; @@
loops.add(init)

// --- cpu, to loop with ---

@has_cpu@
symbol cpu; type T; expression E; position p : script:python() { loops_in(p) };
@@
(
 T cpu@p;
|
 T cpu@p = E;
)

@script:python@ p << has_cpu.p; T << has_cpu.T; @@
if plain(p) and T not in ("int", "unsigned int"):
    say(p, "has 'cpu' for something else: '%s'" % text(p))
elif level(p)[0] == 1 and not plain(p):
    say(p, "declares 'cpu' under #if only: '%s'" % text(p))

@looped@
iterator it; symbol cpu; statement S; position k;
@@
 it(cpu@k, ...) S

@needed exists@
// Where a loop that frees is to stand.
identifier remove =~ "^cpuhp_(state_remove_instance|remove_state)"; identifier added.undo;
identifier function : script:python() { function in loops };
iterator it; symbol cpu; statement S; position p != looped.k;
@@
 function(...)
 {
 	... when any
(
 	remove(...);
|
 undo:
)
 	... when any
 	    when != it(cpu, ...) S
 	cpu@p
 	... when any
 }

@script:python@ p << needed.p; @@
say(p, "still needs what 'cpu' is, where the loop that frees has changed it: '%s'" % text(p))

// --- names that are taken, and ways that no rule follows ---

@taken_label@
identifier label =~ "^cpuhp_(add_fail|remove)$";
position p : script:python() { loops_in(p) };
@@
 label@p:

@script:python@ p << taken_label.p; label << taken_label.label; @@
say(p, "has a label '%s' already" % label)

@script:python@ p << state.p; mem << mem_state.dead = "NULL"; @@
names = "acomp_ctx_free" + ("" if mem == "NULL" else "|zswap_dstmem_free")
for number, line in enumerate(code(p[0].file).split("\n"), 1):
    for wrong, words in ((r"\b(%s)\b" % names, "a name that is to be added"),
                         (r"\bgoto\s*\*", "a computed goto")):
        if re.search(wrong, line):
            print("%s:%d: has %s: '%s'" % (p[0].file, number, words, line.strip()), flush=True)
