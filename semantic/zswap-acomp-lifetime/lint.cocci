// SPDX-License-Identifier: GPL-2.0-only
/// Hold a zswap whose per-CPU compression contexts live as long as their pool
/// to what makes that correct. One line on standard output for each violation,
/// "FILE:LINE: message", and at the end how many invariants were looked at.
/// Without that last line nothing was checked.
// Confidence: High
// Options: --very-quiet
// Comments: matches only, changes nothing. Meant for a ported tree: one that
// Comments: was not ported breaks most of the invariants.

@initialize:python@
@@
seen = {}
path = ["-"]

def fact(name, p, inside=None):
    for place in p:
        path[0] = place.file
        where = (inside or place.current_element, int(place.line))
        if where not in seen.setdefault(name, []):
            seen[name].append(where)

@definition@
identifier f;
position p;
@@
 f@p(...) { ... }

@script:python@
p << definition.p;
@@
fact("definition", p)

@pointers@
position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

@script:python@
p << pointers.p;
@@
fact("pointers", p, "crypto_acomp_ctx")

@pool_state@
identifier prep, dead;
expression name;
position p;
@@
 cpuhp_setup_state_multi@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@script:python@
p << pool_state.p;
prep << pool_state.prep;
dead << pool_state.dead;
@@
fact("pool state", p)
fact("prepare is", p, prep)
if dead != "NULL":
    fact("pool teardown", p)

@prepare@
identifier pool_state.prep;
position p;
@@
 prep@p(...) { ... }

@script:python@
p << prepare.p;
@@
fact("prepare", p)

@prepare_locks@
identifier pool_state.prep;
position p;
@@
 prep(...)
 {
 	<+...
(
 	mutex_lock@p(...)
|
 	mutex_lock_nested@p(...)
|
 	mutex_trylock@p(...)
|
 	mutex_lock_interruptible@p(...)
|
 	mutex_lock_killable@p(...)
|
 	guard@p(...)
|
 	cpus_read_lock@p(...)
)
 	...+>
 }

@script:python@
p << prepare_locks.p;
@@
fact("prepare locks", p)

@prepare_once@
identifier pool_state.prep;
identifier ctx;
position p;
@@
 prep(...)
 {
 	... when != crypto_alloc_acomp_node(...)
 	    when != acomp_request_alloc(...)
 	    when != kmalloc_node(...)
 	    when != mutex_init(...)
(
 	if@p (!IS_ERR_OR_NULL(ctx->acomp))
 		return 0;
|
 	if@p (ctx->acomp) {
 		...
 		return 0;
 	}
)
 	... when any
 }

@script:python@
p << prepare_once.p;
@@
fact("prepare once", p)

@context_free@
// Whatever its name: it is given one context and frees the transform.
identifier free, ctx;
position p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	<+...
 	crypto_free_acomp(...)
 	...+>
 }

@script:python@
p << context_free.p;
@@
fact("context free", p)

@frees@
position p;
@@
 \(crypto_free_acomp@p\|acomp_request_free@p\)(...)

@script:python@
p << frees.p;
@@
fact("frees", p)

@frees_context@
identifier context_free.free;
position p;
@@
 free@p(...)

@script:python@
p << frees_context.p;
@@
fact("frees", p)

@cleared exists@
identifier context_free.free;
identifier ctx;
expression any_req, any_acomp;
position p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when any
(
 	if (any_req)
 		acomp_request_free(ctx->req);
|
 	acomp_request_free(ctx->req);
)
 	... when any
 	ctx->req = NULL;
 	... when any
 	if (any_acomp)
 		crypto_free_acomp(ctx->acomp);
 	... when any
 	ctx->acomp = NULL;
 	... when any
 }

@script:python@
p << cleared.p;
@@
fact("cleared", p)

@cleared_buffer exists@
identifier context_free.free;
identifier ctx;
position p;
@@
 free@p(struct crypto_acomp_ctx *ctx)
 {
 	... when any
 	kfree(ctx->buffer);
 	... when any
 	ctx->buffer = NULL;
 	... when any
 }

@script:python@
p << cleared_buffer.p;
@@
fact("cleared buffer", p)

@freed_after_remove@
identifier context_free.free;
iterator name for_each_possible_cpu;
identifier cpu, destroy, pool;
expression node, ctx;
position p;
@@
 destroy@p(struct zswap_pool *pool)
 {
 	... when != free(...)
 	    when != free_percpu(pool->acomp_ctx)
 	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 	... when any
 	    when != free_percpu(pool->acomp_ctx)
(
 	for_each_possible_cpu(cpu)
 		free(ctx);
|
 	for_each_possible_cpu(cpu) {
 		...
 		free(ctx);
 		...
 	}
)
 	... when != free(...)
 }

@script:python@
p << freed_after_remove.p;
@@
fact("freed after remove", p)

@remove@
position p;
@@
 cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...)

@script:python@
p << remove.p;
@@
fact("remove", p)

@remove_frees@
identifier context_free.free;
iterator name for_each_possible_cpu;
identifier cpu;
expression ctx;
position p;
@@
 cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
(
 for_each_possible_cpu(cpu)
 	free(ctx);
|
 for_each_possible_cpu(cpu) {
 	...
 	free(ctx);
 	...
 }
)

@script:python@
p << remove_frees.p;
@@
fact("remove frees", p)

@no_context@
identifier none;
expression pool;
@@
 none:
 	if (pool->acomp_ctx)
 		free_percpu(pool->acomp_ctx);

@add_forgets exists@
identifier no_context.none;
identifier ret;
position p;
@@
 ret = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when any
 goto@p none;

@script:python@
p << add_forgets.p;
@@
fact("add forgets", p)

@add@
identifier err, fail;
position p;
@@
 err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
(
 if (\(err\|err < 0\|err != 0\))
 	goto fail;
|
 if (\(err\|err < 0\|err != 0\)) {
 	...
 	goto fail;
 }
)

@script:python@
p << add.p;
@@
fact("add", p)

@add_frees@
identifier add.fail, context_free.free;
iterator name for_each_possible_cpu;
identifier cpu;
expression ctx;
position p;
@@
 fail@p:
(
 	for_each_possible_cpu(cpu)
 		free(ctx);
|
 	for_each_possible_cpu(cpu) {
 		...
 		free(ctx);
 		...
 	}
)

@script:python@
p << add_frees.p;
@@
fact("add frees", p)

@add_removes exists@
identifier add.fail;
position p;
@@
 fail:
 	... when any
 	cpuhp_state_remove_instance@p(...)

@script:python@
p << add_removes.p;
@@
fact("add removes", p)

@helper@
identifier get;
position p;
@@
 struct crypto_acomp_ctx *get@p(...) { ... }

@script:python@
p << helper.p;
@@
fact("helper", p)

@prepare_leaks exists@
// Behind its second allocation prepare has something to free.
identifier pool_state.prep, context_free.free;
expression value;
position p;
@@
 prep(...)
 {
 	... when any
 	\(kmalloc_node\|crypto_alloc_acomp_node\)(...)
 	... when any
 	\(kmalloc_node\|crypto_alloc_acomp_node\|acomp_request_alloc\)(...)
 	... when != free(...)
 	return@p value;
 }

@script:python@
p << prepare_leaks.p;
value << prepare_leaks.value;
@@
if value.strip() != "0":
    fact("prepare leaks", p)

@prepare_succeeds@
// A CPU that comes online without a context has users all the same.
identifier pool_state.prep;
position p;
@@
 prep(...)
 {
 	<+...
 	return@p 0;
 	...+>
 }

@script:python@
p << prepare_succeeds.p;
@@
fact("prepare succeeds", p)

@prepare_found@
identifier pool_state.prep;
identifier ctx;
position p;
@@
 prep(...)
 {
 	<+...
(
 	if (!IS_ERR_OR_NULL(ctx->acomp))
 		return@p 0;
|
 	if (ctx->acomp) {
 		...
 		return@p 0;
 	}
)
 	...+>
 }

@script:python@
p << prepare_found.p;
@@
fact("prepare has one", p)

@prepare_made exists@
identifier pool_state.prep;
position p;
@@
 prep(...)
 {
 	... when any
 	acomp_request_alloc(...)
 	... when any
 	return@p 0;
 }

@script:python@
p << prepare_made.p;
@@
fact("prepare has one", p)

@user@
identifier ctx;
expression pool;
position p;
@@
 ctx = raw_cpu_ptr@p(pool->acomp_ctx)

@script:python@
p << user.p;
@@
fact("user", p)

@user_locks exists@
identifier ctx;
expression pool;
position p;
@@
 ctx = raw_cpu_ptr@p(pool->acomp_ctx);
 ... when != ctx->req
(
 mutex_lock(&ctx->mutex);
|
 mutex_lock(ctx->mutex);
)
 ... when any
(
 mutex_unlock(&ctx->mutex);
|
 mutex_unlock(ctx->mutex);
)

@script:python@
p << user_locks.p;
@@
fact("user locks", p)

@pool_mutex@
identifier ctx;
expression pool;
expression cpu;
position p;
@@
(
 mutex_init@p(&ctx->mutex)
|
 mutex_init@p(&per_cpu_ptr(pool->acomp_ctx, cpu)->mutex)
)

@script:python@
p << pool_mutex.p;
@@
fact("mutex init", p)

@mem_state@
identifier prep, dead;
expression name;
position p;
@@
 cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@script:python@
p << mem_state.p;
dead << mem_state.dead;
@@
fact("mem state", p)
if dead != "NULL":
    fact("mem teardown", p)

@mem_prepare_once@
identifier mem_state.prep;
identifier kept, cpu;
position p;
@@
 prep(unsigned int cpu)
 {
 	... when != kmalloc_node(...)
 	if@p (per_cpu(kept, cpu))
 		return 0;
 	... when any
 }

@script:python@
p << mem_prepare_once.p;
@@
fact("mem prepare once", p)

@mem_free@
identifier f, mutex;
expression cpu, ctx;
symbol zswap_mutex, zswap_dstmem;
position p;
@@
 f@p(...)
 {
 	... when any
(
 	mutex = per_cpu(zswap_mutex, cpu);
 	kfree(mutex);
|
 	mutex = per_cpu(zswap_dstmem, cpu);
 	kfree(mutex);
|
 	kfree(per_cpu(zswap_mutex, cpu));
|
 	kfree(per_cpu(zswap_dstmem, cpu));
|
 	kfree(ctx->mutex);
|
 	kfree(ctx->dstmem);
)
 	... when any
 }

@script:python@
p << mem_free.p;
@@
fact("mem free", p)

@mem_freed@
identifier mem_free.f;
position p;
@@
 f@p(...)

@script:python@
p << mem_freed.p;
@@
fact("mem freed", p)

@mem_fail@
identifier ret, fail;
@@
 ret = cpuhp_setup_state(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 if (ret) {
 	...
 	goto fail;
 }

@mem_fail_frees@
identifier mem_fail.fail;
identifier mem_free.f;
identifier cpu;
iterator name for_each_possible_cpu;
position p;
@@
 fail@p:
 	for_each_possible_cpu(cpu)
 		f(cpu);

@script:python@
p << mem_fail_frees.p;
@@
fact("mem fail frees", p)

@finalize:python@
@@
checked = []

def say(line, words):
    print("%s:%d: %s" % (path[0], line, words))

def line_of(name):
    places = seen.get(name, [])
    return places[0][1] if places else 1

def absent(name, words):
    checked.append(name)
    for function, line in seen.get(name, []):
        say(line, "%s() %s" % (function, words))

def present(name, near, words):
    checked.append(name)
    if name not in seen:
        say(line_of(near), words)

def each_is(name, good, words):
    checked.append(name)
    for place in seen.get(name, []):
        if place not in seen.get(good, []):
            say(place[1], "%s() %s" % (place[0], words))

def only_in(name, functions, words):
    checked.append(name)
    for function, line in seen.get(name, []):
        if function not in functions:
            say(line, "%s() %s" % (function, words))

def pool_lifetime():
    prep = [name for name, line in seen.get("prepare is", [])]
    owners = list(prep)
    for name in ("context free", "add", "freed after remove"):
        owners += [place[0] for place in seen.get(name, [])]
    present("pool state", "definition",
            "registers no callbacks for CPUHP_MM_ZSWP_POOL_PREPARE")
    absent("pool teardown", "registers a teardown that frees contexts in use")
    present("prepare", "pool state", "the prepare callback is not in this file")
    absent("prepare locks", "takes a lock that a user may hold for long")
    present("prepare once", "prepare",
            "prepare does not return at once for a context that it finds valid")
    absent("prepare leaks", "gives up and leaves what it allocated")
    each_is("prepare succeeds", "prepare has one",
            "succeeds without a context")
    only_in("frees", owners, "frees a context that its pool still has")
    present("cleared", "prepare",
            "no function frees and clears a context's request and transform, "
            "in this order")
    present("freed after remove", "remove",
            "the pool's end does not free every possible CPU's context "
            "once, after cpuhp_state_remove_instance()")
    each_is("remove", "remove frees",
            "removes an instance and leaves its contexts")
    absent("add forgets", "gives up with contexts prepared and not freed")
    present("add frees", "add",
            "the pool's creation does not free every possible CPU's context "
            "after cpuhp_state_add_instance() failed")
    absent("add removes", "removes an instance that was never added")
    each_is("user", "user locks",
            "uses a context without locking and unlocking its mutex")
    absent("helper", "hands out contexts that cannot go away any more")

def mutex_inside():
    prep = [name for name, line in seen.get("prepare is", [])]
    present("cleared buffer", "prepare",
            "no function frees and clears a context's buffer")
    present("mutex init", "prepare", "nobody initialises the context's mutex")
    only_in("mutex init", prep, "initialises a mutex that prepare() sets up")

def mutex_elsewhere():
    inits = [name for name, line in seen.get("mem state", [])]
    present("mem state", "pool state",
            "registers no callbacks for CPUHP_MM_ZSWP_MEM_PREPARE")
    absent("mem teardown", "registers a teardown that frees the mutex and "
           "buffer that contexts point to")
    present("mem prepare once", "mem state",
            "prepares a CPU's mutex and buffer anew at each online")
    only_in("mem freed", inits, "frees what the contexts of all pools point to")
    only_in("mem free", [name for name, line in seen.get("definition", [])
                         if name == "zswap_dstmem_free"],
            "frees what the contexts of all pools point to")
    present("mem fail frees", "mem state",
            "does not free every possible CPU's mutex and buffer when "
            "cpuhp_setup_state() fails")

pool_lifetime()
if "pointers" in seen:
    mutex_elsewhere()
else:
    mutex_inside()
print("lint: %d invariants checked" % len(checked))
