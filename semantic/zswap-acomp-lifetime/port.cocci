// SPDX-License-Identifier: GPL-2.0-only
/// Let the per-CPU compression contexts of a zswap pool live as long as the
/// pool: prepare a CPU's context when the pool is created, or when the CPU comes
/// online for the first time after that, keep it while the CPU is offline, free
/// all of them together with the pool.
///
/// Each rule that changed something says so on standard error, one line a
/// place: "ferry-hit: RULE FUNCTION:LINE", without a name outside of functions.
/// The caller compares these counts with what the shape asks for, and takes no
/// change in a place that is not named. What must not be changed by rule is said
/// in a line "ferry-refuse: REASON"; the result is of no use then. A function
/// that is deleted is named by a line "ferry-gone: FUNCTION": nothing in the
/// result may have that name. Before all these, each function that was parsed
/// whole is named by a line "ferry-parsed: FUNCTION:LINE".
///
/// Functions that go away are looked through first: whatever they do besides
/// the work known here would be lost with them, and refuses the port. In
/// functions that stay, a rule changes its own few lines, whatever stands
/// around them.
// Confidence: High
// Options: --very-quiet
// Comments: callbacks names the pool's two callbacks, which most rules ask for:
// Comments: it comes before them.

@initialize:python@
@@
import re
import sys

# Where each function began before anything was changed.
began = {}
# What each function has: (words, ..., line).
calls = {}
stores = {}
others = {}
jumps = {}
labels = {}
returns = {}
integers = {}
# Functions that declare a variable with that name.
has_cpu = set()
# Lines of declarations, and the ends of blocks' declarations: (first statement,
# last declaration), by function.
declared = {}
openings = {}
# What the rules found: the callbacks, helpers, ...
names = {}
done = set()
lines = []

def read_lines(path):
    with open(path, "rb") as source:
        lines.extend(source.read().split(b"\n"))
    for number, line in enumerate(lines, 1):
        if b"\r" in line:
            # What is added would have other line ends.
            sys.stderr.write("ferry-refuse: line %d ends with a carriage "
                             "return\n" % number)
            break

def hit(rule, p, added=None):
    """The rule changed the function around p, or added another one there."""
    done.add(rule)
    for place in p:
        function = place.current_element if added is None else added
        sys.stderr.write("ferry-hit: %s %s:%s\n" %
                         (rule, function, began.get(function, place.line)))

def refuse(function, line, words):
    sys.stderr.write("ferry-refuse: %s() in line %s %s\n" %
                     (function, line, words))

def tight(text):
    return re.sub(r"\s*(->|[.&*(),])\s*", r"\1", text).strip()

def note(table, p, *words):
    for place in p:
        table.setdefault(place.current_element, set()).add(
            tuple(tight(word) for word in words) + (int(place.line),))

# What a teardown may do: free one CPU's context, under its mutex or not.
HARMLESS = ("hlist_entry", "hlist_entry_safe", "container_of", "per_cpu_ptr",
            "IS_ERR_OR_NULL", "IS_ERR", "likely", "unlikely", "READ_ONCE",
            "raw_cpu_ptr", "per_cpu")
# What belongs to a CPU, for all pools.
SHARED = ("per_cpu(zswap_mutex,cpu)", "per_cpu(zswap_dstmem,cpu)")
FREES = {"acomp_request_free": "req", "crypto_free_acomp": "acomp",
         "kfree": "buffer"}

def field(words, known):
    """The field that an expression is, directly or by a local variable."""
    if words in SHARED:
        return "buffer"
    found = re.match(r"^\w+->(\w+)$", words)
    return found.group(1) if found else known.get(words)

def in_order(table, function):
    return sorted(table.get(function, ()), key=lambda entry: (entry[-1], entry))

def loses(function):
    """The first thing that deleting this function would lose, or None."""
    known = {}
    for target, value, line in in_order(stores, function):
        loaded = field(value, known)
        if re.match(r"^\w+$", target):
            if loaded:
                known[target] = loaded
        elif not (field(target, known) and value == "NULL"):
            return line, "stores to %s" % target
    for called, arguments, line in in_order(calls, function):
        if called in HARMLESS:
            continue
        if called in ("mutex_lock", "mutex_unlock"):
            if re.match(r"^&\w+->mutex$", arguments):
                continue
        if called in FREES and field(arguments, known) == FREES[called]:
            continue
        return line, "calls %s(%s)" % (called, arguments)
    for words, line in in_order(others, function):
        return line, words
    return None

def goes(function):
    """The function is to be deleted: what would that lose?"""
    sys.stderr.write("ferry-gone: %s\n" % function)
    lost = loses(function)
    if lost:
        refuse(function, lost[0], "%s, which would be lost with it" % lost[1])

def line_of(table, function, words):
    lines = [entry[-1] for entry in table.get(function, ())
             if entry[0] == words]
    return min(lines) if lines else 0

def taken(name):
    """A name that the change adds, and the tree has for something else."""
    if name in began:
        refuse(name, began[name], "has the name of a function to be added")

def look_through_prepare(function):
    """What prepare allocates has to be freed by acomp_ctx_free()."""
    for called, arguments, line in in_order(calls, function):
        if called in ("kmalloc_node", "kzalloc_node", "crypto_alloc_acomp_node",
                      "crypto_alloc_acomp", "acomp_request_alloc"):
            continue
        if re.search(r"alloc|dup|get_free_page|get_zeroed_page", called):
            refuse(function, line, "calls %s(), and nothing known here frees "
                   "what that returns" % called)
    kept = [target for target, value, line in in_order(stores, function)
            if re.match(r"k[mz]alloc_node\(", value)]
    if len(kept) > 1:
        refuse(function, began.get(function), "allocates more than one buffer: "
               "%s" % ", ".join(kept))

def plan_creation(create, undo, add):
    """Where ways out of a pool's creation after the add have to go."""
    ways = in_order(jumps, create)
    later = [way for way in ways if way[1] > add][1:]
    failed = line_of(labels, create, undo)
    removed = line_of(calls, create, "cpuhp_state_remove_instance")
    freed = line_of(calls, create, "free_percpu")
    if not failed < freed:
        refuse(create, failed, "does not free the contexts behind '%s'" % undo)
    for label, line in ways:
        place = line_of(labels, create, label)
        if line < add and place < failed:
            refuse(create, line, "goes to '%s' before the instance was added, "
                   "where it is removed" % label)
        if line > add and place > failed:
            refuse(create, line, "goes past the end of the contexts, to '%s'" %
                   label)
        if line > add and place < line:
            refuse(create, line, "goes back to '%s'" % label)
        if removed and line > add and removed < place < failed:
            refuse(create, line, "goes to '%s', past the removal of the "
                   "instance" % label)
    for value, line in in_order(returns, create):
        if add < line < failed and value == "NULL":
            refuse(create, line, "returns without freeing the contexts")
    if removed and not add < removed < failed:
        refuse(create, removed, "removes the instance in a place not known")
    names["sole"] = [label for label, line in ways].count(undo) == 1
    names["late"] = bool(later) and not removed
    names["late label"] = any(label == undo for label, line in later)
    before = [label for label, line in in_order(labels, create) if line < removed]
    return before[-1] if removed and before else "cpuhp_remove"

def plan_init(init, fail, setup):
    """What goes to the label behind the MEM state must not leave it behind."""
    ways = in_order(jumps, init)
    for label, line in [way for way in ways if way[1] > setup][1:]:
        if label == fail:
            refuse(init, line, "goes to '%s' and leaves the hotplug states "
                   "behind" % fail)
    for function in sorted(calls):
        line = line_of(calls, function, "cpuhp_remove_state")
        if line and function != init:
            refuse(function, line, "removes a hotplug state, and nobody frees "
                   "what its teardown did")

def inside(p, who):
    return p[0].current_element == names.get(who)

def shared(function, preferred):
    """The int beside which 'cpu' can be declared, if it is not there yet."""
    names.setdefault("cpu in", {})[function] = function in has_cpu
    if function in has_cpu:
        return "no_variable"
    there = [name for name, line in in_order(integers, function)
             if re.match(rb"\s*int\s+\w+\s*;", lines[line - 1])]
    if preferred in there:
        return preferred
    return there[-1] if there else "no_variable"

def declares_cpu(p):
    for place in p:
        names["cpu in"][place.current_element] = True

def alone(p, behind):
    """Whether 'cpu' still needs a declaration, before others or the first."""
    function = p[0].current_element
    return (not names.get("cpu in", {}).get(function, True) and
            behind == bool(declared.get(function)))

def takes_pool():
    return any("->" in value for target, value, line in
               stores.get(names.get("lock"), ())
               if value.startswith("raw_cpu_ptr("))

def opening(function):
    """Where a function's statements begin, and its declarations end."""
    return min(openings.get(function, ()), default=(0, 0))

def remarked(line):
    return b"/*" in lines[line - 1] or b"//" in lines[line - 1]

def is_last_declaration(p):
    line = int(p[0].line)
    return line == opening(p[0].current_element)[1] and not remarked(line)

def is_first_statement(p):
    """Where the last declaration has a comment behind it, which has to stay."""
    statement, declaration = opening(p[0].current_element)
    return int(p[0].line) == statement and remarked(declaration)

@definition@
identifier f;
position p;
@@
 f@p(...) { ... }

@script:python@
p << definition.p;
@@
if not lines:
    read_lines(p[0].file)
for place in p:
    began.setdefault(place.current_element, int(place.line))
    sys.stderr.write("ferry-parsed: %s:%s\n" %
                     (place.current_element, place.line))

@script:python loop@
// spatch puts a space after the name of an iterator. As part of a name it comes
// out as the kernel writes it.
contexts;
buffers;
@@
coccinelle.contexts = "for_each_possible_cpu(cpu)\n\t\tacomp_ctx_free"
coccinelle.buffers = "for_each_possible_cpu(cpu)\n\t\tzswap_dstmem_free"

@callbacks@
// The pool's two callbacks; without a teardown there is nothing to do.
identifier prep, dead != NULL;
expression name;
position p;
@@
 cpuhp_setup_state_multi@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@call depends on callbacks@
identifier f;
expression list es;
position p;
@@
 f@p(es)

@script:python@
p << call.p;
f << call.f;
es << call.es;
@@
note(calls, p, f, es.expr)

@store depends on callbacks@
expression target, value;
position p;
@@
 target =@p value

@script:python@
p << store.p;
target << store.target;
value << store.value;
@@
note(stores, p, target, value)

@count depends on callbacks@
expression target, value;
assignment operator op != { = };
position p;
@@
(
 target op@p value
|
 target++@p
|
 target--@p
|
 ++@p target
|
 --@p target
)

@script:python@
p << count.p;
target << count.target;
@@
note(others, p, "changes %s" % target)

@declares depends on callbacks@
declaration D;
position p;
@@
 D@p

@script:python@
p << declares.p;
@@
for place in p:
    declared.setdefault(place.current_element, set()).add(int(place.line))

@integer depends on callbacks@
identifier it;
position p;
@@
 int it@p;

@script:python@
p << integer.p;
it << integer.it;
@@
note(integers, p, it)

@counter depends on callbacks@
type T;
identifier it =~ "^cpu$";
expression value;
position p;
@@
(
 T it@p;
|
 T it@p = value;
)

@script:python@
p << counter.p;
@@
has_cpu.update(place.current_element for place in p)

@opening depends on callbacks@
// The last declaration of a block, and the statement behind it.
declaration D;
statement S;
position last, first;
@@
 D@last
 S@first

@script:python@
last << opening.last;
first << opening.first;
@@
openings.setdefault(last[0].current_element, set()).add(
    (int(first[0].line), int(last[0].line)))

@jump depends on callbacks@
identifier label;
position p;
@@
 goto@p label;

@script:python@
p << jump.p;
label << jump.label;
@@
note(jumps, p, label)

@mark depends on callbacks@
identifier label;
position p;
@@
 label@p:

@script:python@
p << mark.p;
label << mark.label;
@@
note(labels, p, label)

@leave depends on callbacks@
expression value;
position p;
@@
 return@p value;

@script:python@
p << leave.p;
value << leave.value;
@@
note(returns, p, value)

@script:python@
prep << callbacks.prep;
dead << callbacks.dead;
@@
names["prep"] = prep
names["dead"] = dead
goes(dead)
taken("acomp_ctx_free")
look_through_prepare(prep)

@pointers depends on callbacks@
// The context borrows its mutex and buffer.
position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

@added depends on callbacks@
// The function that adds a pool's instance, ...
position p;
@@
 cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python made@
p << added.p;
create;
@@
coccinelle.create = p[0].current_element

@create_found@
// ... and where it goes if that fails.
identifier undo, err;
expression instance;
position added.p;
@@
(
 err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, instance);
 if (\(err\|err < 0\|err != 0\))
 	goto undo;
|
 err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, instance);
 if (\(err\|err < 0\|err != 0\)) {
 	...
 	goto undo;
 }
)

@create_pool@
identifier made.create;
identifier pool;
@@
 create(...)
 {
 	<+...
 	pool->acomp_ctx = \(alloc_percpu\|alloc_percpu_gfp\)(...)
 	...+>
 }

@script:python plan@
create << made.create;
undo << create_found.undo;
err << create_found.err;
p << added.p;
late;
it;
both;
@@
names["create"] = create
coccinelle.late = plan_creation(create, undo, int(p[0].line))
coccinelle.it = shared(create, err)
coccinelle.both = coccinelle.it + ", cpu"

@context@
identifier callbacks.prep;
identifier ctx;
@@
 prep(...)
 {
 	<+...
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(...);
 	...+>
 }

@prepare_once@
// Prepare a context once. So far no line has moved.
identifier callbacks.prep;
identifier context.ctx;
declaration D;
position p : script:python() { is_last_declaration(p) };
@@
 prep(...)
 {
 	<+...
 	D@p
+
+	if (!IS_ERR_OR_NULL(ctx->acomp))
+		return 0;
 	...+>
 }

@script:python@
p << prepare_once.p;
@@
hit("prepare", p)

@prepare_once_before depends on never prepare_once@
identifier callbacks.prep;
identifier context.ctx;
statement S;
position p : script:python() { is_first_statement(p) };
@@
 prep(...)
 {
 	<+...
+	if (!IS_ERR_OR_NULL(ctx->acomp))
+		return 0;
+
 	S@p
 	...+>
 }

@script:python@
p << prepare_once_before.p;
@@
hit("prepare", p)

@prepare_comment@
// By itself: spatch joins an added if to the comment added with it.
identifier callbacks.prep;
identifier context.ctx;
@@
 prep(...)
 {
 	... when any
+	/*
+	 * The context of a CPU that goes offline is kept, see
+	 * zswap_pool_destroy(). It may even be in use right now.
+	 */
 	if (!IS_ERR_OR_NULL(ctx->acomp))
 		return 0;
 	... when any
 }

@pool_state@
// The two hotplug states: no teardown callback.
identifier callbacks.dead;
position p;
@@
 cpuhp_setup_state_multi@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...,
-			   dead
+			   NULL
 )

@script:python@
p << pool_state.p;
@@
hit("pool-state", p)

@mem_state depends on callbacks@
identifier prep, dead != NULL;
expression name;
position p;
@@
 cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep,
-		     dead
+		     NULL
 )

@script:python@
p << mem_state.p;
@@
hit("mem-state", p)

@teardown_declared@
// The pool's teardown callback goes away.
identifier callbacks.dead;
position p;
@@
-static int dead@p(unsigned int cpu, struct hlist_node *node);

@script:python@
p << teardown_declared.p;
@@
hit("declaration", p, "")

@teardown@
identifier callbacks.dead;
position p;
@@
-static int dead@p(...)
-{
-	...
-}

@script:python@
p << teardown.p;
@@
hit("teardown", p)

@script:python order@
prep << callbacks.prep;
create << made.create;
first;
@@
// Prepare and the pool's creation both call it: it goes before the first.
coccinelle.first = min([prep, create], key=lambda name: began.get(name, 0))

@mem_gone@
// What the second state's teardown did is left to those who give up zswap.
identifier mem_state.dead;
position p;
@@
-static int dead@p(...)
-{
-	...
-}

@script:python@
p << mem_gone.p;
dead << mem_state.dead;
@@
hit("mem-gone", p)
goes(dead)
taken("zswap_dstmem_free")

@mem_free depends on mem_gone@
identifier order.first;
symbol zswap_mutex, zswap_dstmem;
position p;
@@
+static void zswap_dstmem_free(unsigned int cpu)
+{
+	struct mutex *mutex;
+	u8 *dst;
+
+	mutex = per_cpu(zswap_mutex, cpu);
+	kfree(mutex);
+	per_cpu(zswap_mutex, cpu) = NULL;
+
+	dst = per_cpu(zswap_dstmem, cpu);
+	kfree(dst);
+	per_cpu(zswap_dstmem, cpu) = NULL;
+}
+
 first@p(...) { ... }

@script:python@
p << mem_free.p;
@@
hit("mem-free", p, "zswap_dstmem_free")

@ctx_free_pointers depends on pointers@
// The one place that frees a context. Here it borrows its mutex and buffer.
identifier order.first;
symbol acomp_ctx;
position p;
@@
+static void acomp_ctx_free(struct crypto_acomp_ctx *acomp_ctx)
+{
+	if (acomp_ctx->req)
+		acomp_request_free(acomp_ctx->req);
+	acomp_ctx->req = NULL;
+
+	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
+		crypto_free_acomp(acomp_ctx->acomp);
+	acomp_ctx->acomp = NULL;
+
+	/* Borrowed from zswap_dstmem_prepare(), and shared by all pools. */
+	acomp_ctx->mutex = NULL;
+	acomp_ctx->dstmem = NULL;
+}
+
 first@p(...) { ... }

@script:python@
p << ctx_free_pointers.p;
@@
hit("ctx-free", p, "acomp_ctx_free")

@ctx_free_embedded depends on callbacks && never pointers@
// The same where the context owns its mutex and buffer.
identifier order.first;
symbol acomp_ctx;
position p;
@@
+static void acomp_ctx_free(struct crypto_acomp_ctx *acomp_ctx)
+{
+	if (acomp_ctx->req)
+		acomp_request_free(acomp_ctx->req);
+	acomp_ctx->req = NULL;
+
+	/* May also hold the error that crypto_alloc_acomp_node() returned. */
+	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
+		crypto_free_acomp(acomp_ctx->acomp);
+	acomp_ctx->acomp = NULL;
+
+	kfree(acomp_ctx->buffer);
+	acomp_ctx->buffer = NULL;
+}
+
 first@p(...) { ... }

@script:python@
p << ctx_free_embedded.p;
@@
hit("ctx-free", p, "acomp_ctx_free")

@ctx_free_comment depends on ctx_free_pointers || ctx_free_embedded@
// By itself: spatch joins the brace to a function added with its comment.
@@
+/*
+ * Free what zswap_cpu_comp_prepare() allocated for one CPU: the request
+ * first, it refers to the transform. Every pointer is cleared, so that a
+ * context may be freed twice and prepared again.
+ */
 static void acomp_ctx_free(struct crypto_acomp_ctx *acomp_ctx) { ... }

@prepare_stored depends on pointers exists@
// A failed request takes the transform with it, and leaves no pointer to it.
identifier callbacks.prep, context.ctx;
identifier new_acomp;
position p;
@@
 prep(...)
 {
 	... when any
 	ctx->acomp = new_acomp;
 	... when any
(
 	crypto_free_acomp@p(ctx->acomp);
|
 	crypto_free_acomp@p(new_acomp);
)
 	... when any
 }

@prepare_pointers@
identifier context.ctx;
position prepare_stored.p;
@@
-	crypto_free_acomp@p(...);
+	acomp_ctx_free(ctx);

@script:python@
p << prepare_stored.p;
@@
hit("prepare-fail", p)

@prepare_locked depends on callbacks && never pointers@
// Where users look again, prepare fills the context under its mutex.
identifier callbacks.prep, context.ctx;
position p;
@@
 prep(...)
 {
 	<+...
 	mutex_lock@p(&ctx->mutex);
 	...+>
 }

@detached depends on prepare_locked@
// Allocated beside the context first, and put into it at the end.
identifier callbacks.prep, context.ctx;
identifier new_buffer;
@@
 prep(...)
 {
 	<+...
 	ctx->buffer = new_buffer;
 	...+>
 }

@prepare_direct_fail depends on callbacks && never pointers && never detached@
// Filled in place: one label that frees it all.
identifier context.ctx;
identifier acomp_fail;
position p : script:python() { inside(p, "prep") };
@@
 acomp_fail@p:
-	kfree(ctx->buffer);
+	acomp_ctx_free(ctx);

@script:python@
p << prepare_direct_fail.p;
@@
hit("prepare-fail", p)

@prepare_direct_label depends on prepare_direct_fail@
identifier context.ctx;
identifier req_fail;
position p : script:python() { inside(p, "prep") };
@@
 req_fail@p:
 	crypto_free_acomp(ctx->acomp);

@prepare_direct_goto@
identifier callbacks.prep;
identifier prepare_direct_label.req_fail, prepare_direct_fail.acomp_fail;
@@
 prep(...)
 {
 	<...
-	goto req_fail;
+	goto acomp_fail;
 	...>
 }

@prepare_direct_gone@
identifier context.ctx;
identifier prepare_direct_label.req_fail;
position p : script:python() { inside(p, "prep") };
@@
-req_fail@p:
-	crypto_free_acomp(ctx->acomp);

@script:python@
p << prepare_direct_gone.p;
@@
hit("prepare-label", p)

@local_acomp depends on detached@
// Filled in one go at the end: fill it in place, it is nobody else's yet.
identifier callbacks.prep, context.ctx;
identifier new_acomp;
position p;
@@
 prep(...)
 {
 	<...
-	ctx->acomp =@p new_acomp;
 	...>
 }

@script:python@
p << local_acomp.p;
@@
hit("prepare-local", p)

@local_req depends on detached@
identifier callbacks.prep, context.ctx;
identifier new_req;
position p;
@@
 prep(...)
 {
 	<...
-	ctx->req =@p new_req;
 	...>
 }

@script:python@
p << local_req.p;
@@
hit("prepare-local", p)

@local_buffer depends on detached@
identifier callbacks.prep, context.ctx;
identifier new_buffer;
position p;
@@
 prep(...)
 {
 	<...
-	ctx->buffer =@p new_buffer;
 	...>
 }

@script:python@
p << local_buffer.p;
@@
hit("prepare-local", p)

@declared_acomp@
identifier callbacks.prep, local_acomp.new_acomp;
@@
 prep(...)
 {
 	<...
(
-	struct crypto_acomp *new_acomp = NULL;
|
-	struct crypto_acomp *new_acomp;
)
 	...>
 }

@declared_req@
identifier callbacks.prep, local_req.new_req;
@@
 prep(...)
 {
 	<...
(
-	struct acomp_req *new_req = NULL;
|
-	struct acomp_req *new_req;
)
 	...>
 }

@declared_buffer@
typedef u8;
identifier callbacks.prep, local_buffer.new_buffer;
@@
 prep(...)
 {
 	<...
(
-	u8 *new_buffer = NULL;
|
-	u8 *new_buffer;
)
 	...>
 }

@used_acomp@
identifier callbacks.prep, context.ctx, local_acomp.new_acomp;
@@
 prep(...)
 {
 	<...
-	new_acomp
+	ctx->acomp
 	...>
 }

@used_req@
identifier callbacks.prep, context.ctx, local_req.new_req;
@@
 prep(...)
 {
 	<...
-	new_req
+	ctx->req
 	...>
 }

@used_buffer@
identifier callbacks.prep, context.ctx, local_buffer.new_buffer;
@@
 prep(...)
 {
 	<...
-	new_buffer
+	ctx->buffer
 	...>
 }

@unlocked_behind@
// The goto is replaced too, so that the comment on the mutex goes with it.
identifier callbacks.prep, context.ctx;
identifier fail;
position p;
@@
 prep(...)
 {
 	<+...
 	if (!ctx->req) {
 		...
-		goto fail;
-	}
-
-	mutex_lock@p(&ctx->mutex);
+		goto fail;
+	}
+
 	...+>
 }

@script:python@
p << unlocked_behind.p;
@@
hit("prepare-lock", p)

@unlocked depends on prepare_locked && never unlocked_behind@
identifier callbacks.prep, context.ctx;
position p;
@@
 prep(...)
 {
 	<...
-	mutex_lock@p(&ctx->mutex);
 	...>
 }

@script:python@
p << unlocked.p;
@@
hit("prepare-lock", p)

@unlocked_fail depends on prepare_locked@
identifier context.ctx;
identifier err;
position p : script:python() { inside(p, "prep") };
@@
-	mutex_unlock@p(&ctx->mutex);
 	return err;

@initialised depends on prepare_locked@
// Whoever finds the context from now on finds its mutex, too.
identifier callbacks.prep, context.ctx;
position p;
@@
 prep(...)
 {
 	<...
-	mutex_unlock@p(&ctx->mutex);
+	mutex_init(&ctx->mutex);
 	...>
 }

@script:python@
p << initialised.p;
@@
hit("prepare-mutex", p)

@prepare_fail depends on detached@
// A path of its own for spatch: nothing falls through to the label.
identifier context.ctx;
identifier err, fail;
expression guard;
position p : script:python() { inside(p, "prep") };
@@
 fail@p:
(
-	if (guard)
-		crypto_free_acomp(ctx->acomp);
-	kfree(ctx->buffer);
|
-	crypto_free_acomp(ctx->acomp);
-	kfree(ctx->buffer);
|
-	kfree(ctx->buffer);
-	if (guard)
-		crypto_free_acomp(ctx->acomp);
)
+	acomp_ctx_free(ctx);
 	return err;

@script:python@
p << prepare_fail.p;
@@
hit("prepare-fail", p)

@create_locks depends on callbacks@
// The pool's creation: prepare() sets up the mutex.
identifier create_pool.pool, cpu;
iterator name for_each_possible_cpu;
position p : script:python() { inside(p, "create") };
@@
-	for_each_possible_cpu(cpu)
-		mutex_init@p(&per_cpu_ptr(pool->acomp_ctx, cpu)->mutex);

@script:python@
p << create_locks.p;
@@
hit("create-locks", p)

@create_remove@
// Until now a pool that failed after the add was freed while it was linked.
identifier create_pool.pool, create_found.undo, plan.late;
identifier loop.contexts;
expression create_found.instance;
position p : script:python() {
	inside(p, "create") and names["late"] and names["late label"] };
@@
+late:
+	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, instance);
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 undo@p:

@script:python@
p << create_remove.p;
@@
hit("create-remove", p)
hit("create-fail", p)

@create_remove_behind@
// The same where all ways lead through a label of the pool's own.
identifier create_pool.pool, create_found.undo;
identifier loop.contexts;
expression create_found.instance;
position p : script:python() {
	inside(p, "create") and names["late"] and not names["late label"] };
@@
+	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, instance);
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 undo@p:

@script:python@
p << create_remove_behind.p;
@@
hit("create-remove", p)
hit("create-fail", p)

@create_fail_ref depends on callbacks && never create_remove && never create_remove_behind@
identifier create_pool.pool, create_found.undo;
identifier loop.contexts;
position p : script:python() { inside(p, "create") };
@@
 	cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 undo:

@script:python@
p << create_fail_ref.p;
@@
hit("create-fail", p)

@create_fail depends on callbacks && never create_remove && never create_remove_behind && never create_fail_ref@
identifier create_pool.pool, create_found.undo;
identifier loop.contexts;
position p : script:python() { inside(p, "create") };
@@
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 undo@p:

@script:python@
p << create_fail.p;
@@
hit("create-fail", p)

@create_add depends on plan@
// A failed add has to free, but must not remove what was never linked.
identifier create_found.undo, create_found.err;
position p;
@@
(
 	err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	if (\(err\|err < 0\|err != 0\))
-		goto undo;
+		goto cpuhp_add_fail;
|
 	err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	if (\(err\|err < 0\|err != 0\)) {
 		...
-		goto undo;
+		goto cpuhp_add_fail;
 	}
)

@script:python@
p << create_add.p;
@@
hit("create-add", p)

@create_sole depends on create_add@
// The label that only the failed add went to.
identifier create_found.undo;
position p : script:python() { inside(p, "create") and names["sole"] };
@@
-undo@p:

@create_after exists@
// A way out after the add: the instance has to be removed first.
identifier create_found.undo, create_found.err;
position p;
@@
 	err = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 	... when any
 	goto@p undo;

@create_late depends on create_add@
identifier create_found.undo, plan.late;
position create_after.p;
@@
-	goto@p undo;
+	goto late;

@script:python@
p << create_after.p;
@@
hit("create-late", p)

@create_declare@
identifier made.create, plan.it, plan.both;
position p;
@@
 create(...)
 {
 	<...
-	int it@p;
+	int both;
 	...>
 }

@script:python@
p << create_declare.p;
@@
hit("create-declare", p)
declares_cpu(p)

@destroy depends on callbacks@
// The pool's end: no prepare() can run any more once the instance is gone.
identifier end;
identifier pool;
identifier loop.contexts;
position p;
@@
 end(struct zswap_pool *pool)
 {
 	<+...
 	cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
+	/* From here on no CPU that comes online prepares a context. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 	...+>
 }

@script:python@
p << destroy.p;
@@
hit("destroy", p)

@script:python destroy_plan@
end << destroy.end;
it;
both;
@@
coccinelle.it = shared(end, "ret")
coccinelle.both = coccinelle.it + ", cpu"

@destroy_declare@
identifier destroy.end, destroy_plan.it, destroy_plan.both;
position p;
@@
 end(...)
 {
 	<...
-	int it@p;
+	int both;
 	...>
 }

@script:python@
p << destroy_declare.p;
@@
hit("destroy-declare", p)
declares_cpu(p)

@helper_lock depends on callbacks exists@
// The helpers: a context that never goes away needs no second look.
identifier lock, ctx;
@@
 static struct crypto_acomp_ctx *lock(...)
 {
 	... when any
 	mutex_lock(&ctx->mutex);
 	... when any
 	return ctx;
 }

@script:python@
lock << helper_lock.lock;
@@
names["lock"] = lock
goes(lock)

@user_lock_pool@
// The users: they take the context of the CPU they are on.
identifier helper_lock.lock;
identifier ctx;
expression pool;
position p : script:python() { takes_pool() };
@@
-	ctx = lock@p(pool);
+	ctx = raw_cpu_ptr(pool->acomp_ctx);
+	mutex_lock(&ctx->mutex);

@script:python@
p << user_lock_pool.p;
@@
hit("user-lock", p)

@user_lock@
identifier helper_lock.lock;
identifier ctx;
expression contexts;
position p;
@@
-	ctx = lock@p(contexts);
+	ctx = raw_cpu_ptr(contexts);
+	mutex_lock(&ctx->mutex);

@script:python@
p << user_lock.p;
@@
hit("user-lock", p)

@helper_unlock depends on helper_lock@
identifier unlock, ctx;
@@
 static void unlock(struct crypto_acomp_ctx *ctx)
 {
 	mutex_unlock(&ctx->mutex);
 }

@script:python@
unlock << helper_unlock.unlock;
@@
goes(unlock)

@user_unlock@
identifier helper_unlock.unlock;
identifier ctx;
position p;
@@
-	unlock@p(ctx);
+	mutex_unlock(&ctx->mutex);

@script:python@
p << user_unlock.p;
@@
hit("user-unlock", p)

@helper_locks@
identifier helper_lock.lock;
position p;
@@
-static struct crypto_acomp_ctx *lock@p(...)
-{
-	...
-}

@script:python@
p << helper_locks.p;
@@
hit("helper", p)

@helper_unlocks@
identifier helper_unlock.unlock;
identifier ctx;
position p;
@@
-static void unlock@p(struct crypto_acomp_ctx *ctx)
-{
-	mutex_unlock(&ctx->mutex);
-}

@script:python@
p << helper_unlocks.p;
@@
hit("helper", p)

@mem_prepare@
// The mutex and buffer that every pool's context points to: kept as well.
identifier mem_state.prep;
identifier cpu, mutex, dst;
expression size;
position p;
@@
 static int prep@p(unsigned int cpu)
 {
 	struct mutex *mutex;
 	u8 *dst;
+
+	if (per_cpu(zswap_mutex, cpu))
+		return 0;

 	dst = kmalloc_node(size, GFP_KERNEL, cpu_to_node(cpu));
 	if (!dst)
 		return -ENOMEM;

 	mutex = kmalloc_node(sizeof(*mutex), GFP_KERNEL, cpu_to_node(cpu));
 	if (!mutex) {
 		kfree(dst);
 		return -ENOMEM;
 	}

 	mutex_init(mutex);
 	per_cpu(zswap_dstmem, cpu) = dst;
 	per_cpu(zswap_mutex, cpu) = mutex;
 	return 0;
 }

@script:python@
p << mem_prepare.p;
@@
hit("mem-prepare", p)

@mem_prepare_comment@
identifier mem_state.prep, mem_prepare.cpu;
@@
 prep(...)
 {
 	... when any
+	/* The contexts of every pool point to these: they are kept. */
 	if (per_cpu(zswap_mutex, cpu))
 		return 0;
 	... when any
 }

@mem_setup depends on mem_state@
// What init's error paths reach, nobody else frees.
identifier err, fail;
position p;
@@
(
 	err = cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 	if (err) {
 		...
 		goto fail;
 	}
|
 	err = cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 	if (err)
 		goto fail;
)

@script:python mem_plan@
p << mem_setup.p;
err << mem_setup.err;
fail << mem_setup.fail;
init;
it;
both;
@@
init = names["init"] = coccinelle.init = p[0].current_element
plan_init(init, fail, line_of(calls, init, "cpuhp_setup_state"))
coccinelle.it = shared(init, err)
coccinelle.both = coccinelle.it + ", cpu"

@mem_removed@
identifier mem_setup.fail;
position p : script:python() { inside(p, "init") };
@@
 	cpuhp_remove_state@p(CPUHP_MM_ZSWP_MEM_PREPARE);
 fail:
 	...

@script:python@
p << mem_removed.p;
@@
hit("mem-removed", p)

@mem_fail@
identifier mem_setup.fail;
identifier loop.buffers;
identifier destroy_cache;
position p : script:python() { inside(p, "init") };
@@
 fail@p:
+	/* With no teardown callback neither failure freed mutex and buffer. */
+	buffers(cpu);
 	destroy_cache(...);

@script:python@
p << mem_fail.p;
@@
hit("mem-fail", p)

@mem_declare depends on mem_fail@
identifier mem_plan.init, mem_plan.it, mem_plan.both;
position p;
@@
 init(...)
 {
 	<...
-	int it@p;
+	int both;
 	...>
 }

@script:python@
p << mem_declare.p;
@@
hit("mem-declare", p)
declares_cpu(p)

@declare_first depends on callbacks@
// Where no int is at hand to declare it with.
identifier f;
position p : script:python() { alone(p, False) };
@@
 f@p(...)
 {
+	int cpu;
+
 	...
 }

@declare_before depends on callbacks@
identifier f;
position p : script:python() { alone(p, True) };
@@
 f@p(...)
 {
+	int cpu;
 	...
 }

@finalize:python@
@@
# Where a rule that must match did not, whose code it was to change.
def missing(rule, who, words):
    if rule not in done:
        function = names.get(who)
        sys.stderr.write("ferry-refuse: %s %s\n" % (
            "%s() in line %s" % (function, began.get(function, 1))
            if function else "the file", words))
        return True
    return False

if "prep" in names:
    missing("teardown", "dead", "is no function that is defined here") or \
    missing("prepare", "prep", "does not find its context by per_cpu_ptr() "
            "in a declaration") or \
    missing("create-add", "create", "adds a pool's instance in a way not "
            "known, or leaves without a label when that fails") or \
    missing("create-fail", "create", "has no label behind which it frees the "
            "contexts") or \
    missing("destroy", "destroy", "ends no pool by removing its instance")
