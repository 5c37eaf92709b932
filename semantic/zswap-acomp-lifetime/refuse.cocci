// SPDX-License-Identifier: GPL-2.0-only
/// What makes the port by rule wrong for a tree. One line on standard output for each,
/// "FILE:LINE: FUNCTION() words", with lines of the tree itself. A part of port.cocci,
/// so that both know the same of a tree.
///
/// Functions that go away are looked through: whatever they do besides the work known
/// here would be lost with them, and no look at the result would tell. Else what is asked
/// here is whether the rules find what they look for; what comes of them is judged
/// behind them: whether it has every name that it uses, by lint.cocci, by the explorer.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing.

#include "model.cocci"

@initialize:python@
@@
import re
from ferry import body, code, fact, facts, plain, say, text

# Functions that go away, that get a loop over all CPUs, that may reach what is borrowed.
going, loops, sharers = set(), set(), set()
# Who adds a pool's instance.
creators = set()
# Per-CPU variables that contexts borrow.
kept = set()
# What may be in a condition that asks whether a context, or what it holds, is there.
looks = {"IS_ERR_OR_NULL", "IS_ERR", "likely", "unlikely", "READ_ONCE", "NULL",
         "req", "acomp", "buffer", "1", "true"}

def hidden(p, label, words):
    """Name the macros by which the words, of the function around p, go to a label."""
    for name, rest in re.findall(r"(?m)^#\s*define\s+(\w+)((?:.*\\\n)*.*)$", code(p[0].file)):
        if re.search(r"\bgoto\s+%s\b" % label, rest) and re.search(r"\b%s\b" % name, words):
            say(p, "goes to '%s' by the macro '%s', where no rule sees it" % (label, name))

def goes(p):
    return p[0].current_element in going

def loops_in(p):
    return p[0].current_element in loops

def in_prepare(p):
    return p[0].current_element == prep

@script:python@ dead << state.dead; get << helper.get = ""; put << other_helper.put = "";
mem << mem_state.dead = ""; prep << state.prep; mem_prep << mem_state.prep = ""; @@
going.update((dead, get, put, mem))
sharers.update((prep, mem_prep, mem))

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

@script:python creates@ p << added.p; create; @@
# Who adds a pool's instance, which its contexts are allocated for.
coccinelle.create = p[0].current_element
creators.add(p[0].current_element)
loops.add(p[0].current_element)

@allocated@
identifier contexts.member, pool; expression E; position p : script:python() { loops_in(p) };
@@
 pool->member =@p E

@ended@
// Where a pool ends.
identifier end, pool; identifier remove =~ "^cpuhp_state_remove_instance(_cpuslocked)?$";
position p;
@@
 end(struct zswap_pool *pool) { <+... remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...); ...+> }

@mem_setup@
// Where the second state is set up, and where that leads to when it fails.
identifier err, fail, setup; position mem_state.p, k; expression x;
@@
 err = setup@p@k(...);
 ... when != err = x
 if (err) {
 	...
 	goto fail;
 }

// --- what goes away: it frees what one CPU has, or hands a context out ---

@shares@
identifier state.prep, f, variable; struct crypto_acomp_ctx *ctx;
@@
 prep(...) { <+... ctx->f = per_cpu(variable, ...) ...+> }

@script:python@ variable << shares.variable; @@
kept.add(variable)

@of_context@
local idexpression struct crypto_acomp_ctx *own; position p : script:python() { goes(p) };
@@
 own@p

@script:python@ own << of_context.own; @@
looks.add(own)

@alias@
identifier x; struct crypto_acomp_ctx *own; expression cpu;
identifier lent : script:python() { lent in kept };
position k : script:python() { goes(k) };
@@
 x =@k \(own->req\|own->acomp\|own->buffer\|per_cpu(lent, cpu)\)

@script:python@ x << alias.x; @@
looks.add(x)

@known_work@
identifier lock.mutex; struct crypto_acomp_ctx *own; expression cpu, E;
identifier part : script:python() { part in looks };
identifier lent : script:python() { lent in kept };
identifier own_local : script:python() { own_local not in looks };
position k : script:python() { goes(k) };
@@
(
 return@k \(0\|own\);
|
 \(mutex_lock@k\|mutex_unlock@k\)(&own->mutex)
|
 acomp_request_free@k(\(own->req\|part\))
|
 crypto_free_acomp@k(\(own->acomp\|part\))
|
 kfree@k(\(own->buffer\|part\|per_cpu(lent, cpu)\))
|
 mutex_destroy@k(\(part\|per_cpu(lent, cpu)\))
|
 part =@k \(per_cpu_ptr\|raw_cpu_ptr\)(...)
|
 \(own->req\|own->acomp\|own->buffer\|per_cpu(lent, cpu)\) =@k NULL
|
 own_local =@k E
)

@other_work@
expression E, F; assignment operator stores;
identifier f != {per_cpu, per_cpu_ptr, raw_cpu_ptr, hlist_entry, hlist_entry_safe, container_of,
                 IS_ERR_OR_NULL, IS_ERR, likely, unlikely, READ_ONCE};
position p != {known_work.k, alias.k} && : script:python() { goes(p) };
@@
(
 return@p E;
|
 f@p(...)
|
 E stores@p F
|
 \(E@p++\|E@p--\|++E@p\|--E@p\)
)

@script:python@ p << other_work.p; @@
say(p, "goes away, and '%s' would be lost with it" % text(p))

@test@
// The second state's teardown stays, as what init calls where it fails.
expression E; statement S;
position p : script:python() { goes(p) and p[0].current_element != mem };
@@
 \(if@p (E) S\|while@p (E) S\)

@script:python@ p << test.p; E << test.E; @@
if set(re.findall(r"\w+", E)) - looks:
    say(p, "goes away, and '%s' would be lost with it" % text(p))

// --- locals of prepare that the context takes the place of ---

@moved@
identifier own_context.ctx, slot, x; expression L;
position p : script:python() { in_prepare(p) };
@@
 mutex_lock(L);
 ... when any
 ctx->slot =@p x

@moved_twice@
identifier moved.x; type T; expression E;
position p : script:python() { in_prepare(p) and not plain(p) };
@@
 \(T x@p = E;\|T x@p;\)

@moved_later exists@
identifier own_context.ctx, moved.slot, moved.x; expression E;
position p : script:python() { in_prepare(p) };
@@
 ctx->slot = x;
 ... when any
 x =@p E

@moved_freed exists@
identifier moved.x; identifier f =~ "^(acomp_request_free|crypto_free_acomp|kfree)$";
expression E; position p : script:python() { in_prepare(p) };
@@
 f(x);
 ... when != x = E
 x@p

@other_lock@
identifier own_context.ctx, lock.mutex;
identifier f =~ "^(mutex_(un|try)?lock|spin_|read_|write_|down|up|guard|scoped_guard)";
identifier known = {mutex_lock, mutex_unlock};
position k, p != k && : script:python() { in_prepare(p) };
@@
(
 known@k(&ctx->mutex)
|
 f@p(...)
)

@script:python@ x << moved.x; p << moved_twice.p = []; q << moved_later.p = [];
r << moved_freed.p = []; @@
say(p, "has another '%s' in a block, or under #if" % x)
say(q, "changes '%s', which the context has by then" % x)
say(r, "still needs '%s' where it is freed" % x)

@script:python@ p << other_lock.p; @@
say(p, "locks in a way not known: '%s'" % text(p))

// --- what the rules look for ---

@script:python@ p << scratch.p; @@
fact("buffer", p)
if len(facts("buffer")) > 1:
    say(p, "is a second buffer, and nothing tells which of them prepare's failure frees: '%s'"
        % text(p))

@script:python depends on never own_context@ p << prepare.p; @@
say(p, "does not find its CPU's context by per_cpu_ptr() in a declaration")

@declared_call@
// Done before anything is asked, and not undone where prepare returns at once.
identifier torn_down.prep, x; type T; position p;
identifier f !~ "^(hlist_entry|hlist_entry_safe|container_of|per_cpu_ptr)$";
@@
 prep(...) { <+... T x = f@p(...); ...+> }

@script:python@ p << declared_call.p; f << declared_call.f; @@
say(p, "calls %s() in a declaration, and would leave without undoing that: '%s'" % (f, text(p)))

@stands@
identifier torn_down.prep; statement S; position p;
@@
 prep(...) { <+... S@p ...+> }

@script:python@ p << stands.p; @@
fact("statement", p)

@other_add@
identifier add =~ "^cpuhp_state_add_instance"; position p != added.p;
@@
 add@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@ p << other_add.p; @@
say(p, "adds a pool's instance in a way not known: '%s'" % text(p))

@script:python@ p << added.p; undo << added.undo; @@
fact("add", p)
if len(facts("add")) > 1:
    say(p, "adds a pool's instance a second time: '%s'" % text(p))
hidden(p, undo, body(p).split("\n", int(p[0].line) - int(p[0].current_element_line))[-1])
for label in re.findall(r"(?m)^\s*(cpuhp_add_fail|cpuhp_remove)\s*:", body(p)):
    say(p, "has a label that is to be added: '%s'" % label)

@script:python@ p << prepare.p; @@
for name in re.findall(r"(?m)^[ \t]*(\w+):", body(p))[:-1]:
    hidden(p, name, body(p))

@other_removal@
identifier remove =~ "^cpuhp_state_remove_instance";
position p != ended.p && : script:python() { p[0].current_element not in creators };
@@
 remove@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@leaks exists@
// Now the contexts would be lost with the pool.
identifier added.add; position p;
@@
 add(CPUHP_MM_ZSWP_POOL_PREPARE, ...)
 ... when any
     when != \(free_percpu\|kfree\)(...)
 return@p NULL;

@script:python@ p << other_removal.p = []; q << leaks.p = []; @@
say(p, "removes a pool's instance in a way not known: '%s'" % text(p))
say(q, "gives up behind the add without freeing the contexts: '%s'" % text(q))

@script:python depends on never ended && never other_removal@ p << added.p; @@
say(p, "adds a pool's instance, and no function removes it at the pool's end: '%s'" % text(p))

@script:python depends on never allocated@ p << added.p; @@
say(p, "adds a pool's instance, and does not allocate its contexts: '%s'" % text(p))

@sometimes@
expression E; identifier ended.remove; position ended.p, k;
@@
 if (E) remove@p@k(...);

@script:python@ p << ended.p; end << ended.end; q << sometimes.k = []; @@
if q or not plain(p):
    say(p, "removes a pool's instance in a way not known: '%s'" % text(p))
fact("end", p)
if len(facts("end")) > 1:
    say(p, "removes a pool's instance a second time: '%s'" % text(p))
loops.add(end)

// --- the second state ---

@script:python depends on never borrows@ p << mem_prepare.p; @@
say(p, "prepares a mutex that contexts do not get by per_cpu()")

@mem_dead@
identifier mem_state.dead, cpu;
@@
 static int dead(unsigned int cpu) { ... return 0; }

@script:python depends on never mem_dead@ p << mem_state.p; @@
say(p, "registers a teardown that is no function of one CPU which always succeeds: '%s'" % text(p))

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

@script:python@ p << mem_setup.k; @@
init = p[0].current_element
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

@looped@
iterator it; symbol cpu; statement S; position k;
@@
 it(cpu@k, ...) S

@needed exists@
// Where a loop that frees is to stand.
identifier remove =~ "^cpuhp_(state_remove_instance|remove_state)"; identifier added.undo;
iterator it; symbol cpu; statement S;
position p != looped.k && : script:python() { loops_in(p) };
@@
(
 remove(...);
|
 undo:
)
 ... when any
     when != it(cpu, ...) S
 cpu@p

@script:python@ p << needed.p; @@
say(p, "still needs what 'cpu' is, where the loop that frees has changed it: '%s'" % text(p))

@script:python@ p << state.p; mem << mem_state.dead = "NULL"; @@
names = "acomp_ctx_free" + ("" if mem == "NULL" else "|zswap_dstmem_free")
for number, line in enumerate(code(p[0].file).split("\n"), 1):
    for pattern, words in ((r"\b(%s)\b" % names, "has a name that is to be added"),
                           # no rule follows such a way
                           (r"\bgoto\s*\*", "has a computed goto")):
        if re.search(pattern, line):
            print("%s:%d: %s: '%s'" % (p[0].file, number, words, line.strip()))
