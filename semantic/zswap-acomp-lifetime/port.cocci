// SPDX-License-Identifier: GPL-2.0-only
/// Let the per-CPU compression contexts of a zswap pool live as long as the
/// pool: prepare a CPU's context the first time the CPU comes online, keep it
/// while the CPU is offline, free all of them together with the pool.
///
/// Each rule that changed something says so on standard error, one line a
/// place: "ferry-hit: RULE FUNCTION:LINE". The caller compares these counts
/// with what the target expects. A rule matches a whole function body or
/// nothing, so that code which does more than the code known here shows up as
/// a missing hit instead of being changed halfway. Before that, each function
/// that was parsed whole is named by a line "ferry-parsed: FUNCTION:LINE".
// Confidence: High
// Options: --very-quiet
// Comments: pool_state comes first: it names the two callbacks.

@initialize:python@
@@
import sys

# Where each function began before anything was changed.
began = {}

def carriage_return(path):
    with open(path, "rb") as source:
        for number, line in enumerate(source, 1):
            if b"\r" in line:
                return number
    return 0

def hit(rule, p):
    for place in p:
        function = place.current_element
        sys.stderr.write("ferry-hit: %s %s:%s\n" %
                         (rule, function, began.get(function, place.line)))

@definition@
identifier f;
position p;
@@
 f@p(...) { ... }

@script:python@
p << definition.p;
@@
if not began and carriage_return(p[0].file):
    # What is added would have other line ends: never expected.
    sys.stderr.write("ferry-hit: carriage-return file:%d\n" %
                     carriage_return(p[0].file))
for place in p:
    began.setdefault(place.current_element, place.line)
    sys.stderr.write("ferry-parsed: %s:%s\n" %
                     (place.current_element, place.line))

@script:python loop@
// spatch puts a space after the name of an iterator, and splits declarations.
// As part of a name both come out as the kernel writes them.
contexts;
buffers;
both;
@@
coccinelle.contexts = "for_each_possible_cpu(cpu)\n\t\tacomp_ctx_free"
coccinelle.buffers = "for_each_possible_cpu(cpu)\n\t\tzswap_dstmem_free"
coccinelle.both = "ret, cpu"

@pool_state@
// The two hotplug states: no teardown callback.
identifier prep, dead != NULL;
expression name;
position p;
@@
 cpuhp_setup_state_multi@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep,
-			   dead
+			   NULL
 )

@script:python@
p << pool_state.p;
@@
hit("pool-state", p)

@mem_state@
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

@teardown_pointers@
// The pool's teardown callback goes away.
identifier pool_state.dead;
identifier cpu, entry, pool, ctx;
symbol node;
position p;
@@
-static int dead@p(unsigned int cpu, struct hlist_node *entry)
-{
-	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
-	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
-
-	if (!IS_ERR_OR_NULL(ctx)) {
-		if (!IS_ERR_OR_NULL(ctx->req))
-			acomp_request_free(ctx->req);
-		if (!IS_ERR_OR_NULL(ctx->acomp))
-			crypto_free_acomp(ctx->acomp);
-	}
-
-	return 0;
-}

@script:python@
p << teardown_pointers.p;
@@
hit("teardown", p)

@teardown_detached@
identifier pool_state.dead;
identifier cpu, entry, pool, ctx, new_req, new_acomp, new_buffer;
symbol node;
position p;
@@
-static int dead@p(unsigned int cpu, struct hlist_node *entry)
-{
-	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
-	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
-	struct acomp_req *new_req;
-	struct crypto_acomp *new_acomp;
-	u8 *new_buffer;
-
-	if (IS_ERR_OR_NULL(ctx))
-		return 0;
-
-	mutex_lock(&ctx->mutex);
-	new_req = ctx->req;
-	new_acomp = ctx->acomp;
-	new_buffer = ctx->buffer;
-	ctx->req = NULL;
-	ctx->acomp = NULL;
-	ctx->buffer = NULL;
-	mutex_unlock(&ctx->mutex);
-
-	if (!IS_ERR_OR_NULL(new_req))
-		acomp_request_free(new_req);
-	if (!IS_ERR_OR_NULL(new_acomp))
-		crypto_free_acomp(new_acomp);
-	kfree(new_buffer);
-
-	return 0;
-}

@script:python@
p << teardown_detached.p;
@@
hit("teardown", p)

@teardown_direct@
identifier pool_state.dead;
identifier cpu, entry, pool, ctx;
symbol node;
position p;
@@
-static int dead@p(unsigned int cpu, struct hlist_node *entry)
-{
-	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
-	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
-
-	if (!IS_ERR_OR_NULL(ctx)) {
-		if (!IS_ERR_OR_NULL(ctx->req))
-			acomp_request_free(ctx->req);
-		if (!IS_ERR_OR_NULL(ctx->acomp))
-			crypto_free_acomp(ctx->acomp);
-		kfree(ctx->buffer);
-	}
-
-	return 0;
-}

@script:python@
p << teardown_direct.p;
@@
hit("teardown", p)

@teardown_locked@
identifier pool_state.dead;
identifier cpu, entry, pool, ctx;
symbol node;
position p;
@@
-static int dead@p(unsigned int cpu, struct hlist_node *entry)
-{
-	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
-	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
-
-	mutex_lock(&ctx->mutex);
-	if (!IS_ERR_OR_NULL(ctx)) {
-		if (!IS_ERR_OR_NULL(ctx->req))
-			acomp_request_free(ctx->req);
-		ctx->req = NULL;
-		if (!IS_ERR_OR_NULL(ctx->acomp))
-			crypto_free_acomp(ctx->acomp);
-		kfree(ctx->buffer);
-	}
-	mutex_unlock(&ctx->mutex);
-
-	return 0;
-}

@script:python@
p << teardown_locked.p;
@@
hit("teardown", p)

@ctx_free_pointers depends on teardown_pointers@
// The one place that frees a context. Here it borrows its mutex and buffer.
identifier pool_state.prep;
identifier cpu, entry;
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
 static int prep@p(unsigned int cpu, struct hlist_node *entry) { ... }

@script:python@
p << ctx_free_pointers.p;
@@
hit("ctx-free", p)

@script:python order@
prep << pool_state.prep;
first;
@@
// Prepare and the pool's creation both call it: it goes before the first.
names = [prep, "zswap_pool_create"]
coccinelle.first = min(names, key=lambda name: int(began.get(name, 0)))

@ctx_free_embedded depends on teardown_detached || teardown_direct || teardown_locked@
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
hit("ctx-free", p)

@ctx_free_comment depends on ctx_free_pointers || ctx_free_embedded@
// By itself: spatch joins the brace to a function added with its comment.
@@
+/*
+ * Free what zswap_cpu_comp_prepare() allocated for one CPU: the request
+ * first, it refers to the transform. Every pointer is cleared, so that a
+ * context may be freed twice and prepared again.
+ */
 static void acomp_ctx_free(struct crypto_acomp_ctx *acomp_ctx) { ... }

@prepare_pointers@
// Prepare a context once: mutex and buffer by pointer.
identifier pool_state.prep;
identifier cpu, entry, pool, ctx, new_req, new_acomp;
symbol node, crypto_req_done, zswap_mutex, zswap_dstmem;
position p;
@@
 static int prep@p(unsigned int cpu, struct hlist_node *entry)
 {
 	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
 	struct crypto_acomp *new_acomp;
 	struct acomp_req *new_req;
+
+	if (!IS_ERR_OR_NULL(ctx->acomp))
+		return 0;

 	new_acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0, cpu_to_node(cpu));
 	if (IS_ERR(new_acomp)) {
 		pr_err(...);
 		return PTR_ERR(new_acomp);
 	}
 	ctx->acomp = new_acomp;

 	new_req = acomp_request_alloc(ctx->acomp);
 	if (!new_req) {
 		pr_err(...);
-		crypto_free_acomp(ctx->acomp);
+		acomp_ctx_free(ctx);
 		return -ENOMEM;
 	}
 	ctx->req = new_req;

 	crypto_init_wait(&ctx->wait);
 	acomp_request_set_callback(new_req, CRYPTO_TFM_REQ_MAY_BACKLOG,
 				   crypto_req_done, &ctx->wait);

 	ctx->mutex = per_cpu(zswap_mutex, cpu);
 	ctx->dstmem = per_cpu(zswap_dstmem, cpu);

 	return 0;
 }

@script:python@
p << prepare_pointers.p;
@@
hit("prepare", p)

@prepare_direct@
// The same: mutex and buffer inside, filled in place.
identifier pool_state.prep;
identifier cpu, entry, pool, ctx, new_req, new_acomp, err, req_fail, acomp_fail;
symbol node, crypto_req_done;
expression size;
position p;
@@
 static int prep@p(unsigned int cpu, struct hlist_node *entry)
 {
 	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
 	struct crypto_acomp *new_acomp;
 	struct acomp_req *new_req;
 	int err;
+
+	if (!IS_ERR_OR_NULL(ctx->acomp))
+		return 0;

 	mutex_init(&ctx->mutex);

 	ctx->buffer = kmalloc_node(size, GFP_KERNEL, cpu_to_node(cpu));
 	if (!ctx->buffer)
 		return -ENOMEM;

 	new_acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0, cpu_to_node(cpu));
 	if (IS_ERR(new_acomp)) {
 		pr_err(...);
 		err = PTR_ERR(new_acomp);
 		goto acomp_fail;
 	}
 	ctx->acomp = new_acomp;
(
 	ctx->is_sleepable = acomp_is_async(new_acomp);
 	new_req = acomp_request_alloc(ctx->acomp);
|
 	new_req = acomp_request_alloc(ctx->acomp);
)
 	if (!new_req) {
 		pr_err(...);
 		err = -ENOMEM;
-		goto req_fail;
+		goto acomp_fail;
 	}
 	ctx->req = new_req;

 	crypto_init_wait(&ctx->wait);
 	acomp_request_set_callback(new_req, CRYPTO_TFM_REQ_MAY_BACKLOG,
 				   crypto_req_done, &ctx->wait);

 	return 0;
 }

@script:python@
p << prepare_direct.p;
@@
hit("prepare", p)

@prepare_direct_fail@
identifier prepare_direct.ctx, prepare_direct.err;
identifier prepare_direct.acomp_fail;
position p;
@@
 acomp_fail@p:
-	kfree(ctx->buffer);
+	acomp_ctx_free(ctx);
 	return err;

@script:python@
p << prepare_direct_fail.p;
@@
hit("prepare-fail", p)

@prepare_direct_label@
identifier prepare_direct.ctx;
identifier prepare_direct.req_fail;
position p;
@@
-req_fail@p:
-	crypto_free_acomp(ctx->acomp);

@script:python@
p << prepare_direct_label.p;
@@
hit("prepare-label", p)

@prepare_detached@
// Prepare a context once, and without its mutex.
identifier pool_state.prep;
identifier cpu, entry, pool, ctx, new_req, new_acomp, new_buffer, err, fail;
symbol node, crypto_req_done;
expression size;
position p;
@@
 static int prep@p(unsigned int cpu, struct hlist_node *entry)
 {
 	struct zswap_pool *pool = hlist_entry(entry, struct zswap_pool, node);
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
-	struct crypto_acomp *new_acomp = NULL;
-	struct acomp_req *new_req = NULL;
-	u8 *new_buffer = NULL;
 	int err;
+
+	if (!IS_ERR_OR_NULL(ctx->acomp))
+		return 0;

-	new_buffer = kmalloc_node(size, GFP_KERNEL, cpu_to_node(cpu));
-	if (!new_buffer) {
+	ctx->buffer = kmalloc_node(size, GFP_KERNEL, cpu_to_node(cpu));
+	if (!ctx->buffer) {
 		err = -ENOMEM;
 		goto fail;
 	}

-	new_acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0, cpu_to_node(cpu));
-	if (IS_ERR(new_acomp)) {
+	ctx->acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0, cpu_to_node(cpu));
+	if (IS_ERR(ctx->acomp)) {
 		pr_err(...,
 		       pool->tfm_name,
(
-		       PTR_ERR(new_acomp)
+		       PTR_ERR(ctx->acomp)
|
-		       new_acomp
+		       ctx->acomp
)
 		      );
-		err = PTR_ERR(new_acomp);
+		err = PTR_ERR(ctx->acomp);
 		goto fail;
 	}

-	new_req = acomp_request_alloc(new_acomp);
-	if (!new_req) {
+	ctx->req = acomp_request_alloc(ctx->acomp);
+	if (!ctx->req) {
 		pr_err(..., pool->tfm_name);
 		err = -ENOMEM;
-		goto fail;
-	}
-
-	mutex_lock(&ctx->mutex);
+		goto fail;
+	}
+
+	mutex_init(&ctx->mutex);
 	crypto_init_wait(&ctx->wait);
 	acomp_request_set_callback(
-				   new_req,
+				   ctx->req,
 				   CRYPTO_TFM_REQ_MAY_BACKLOG,
 				   crypto_req_done, &ctx->wait);
-	ctx->buffer = new_buffer;
-	ctx->acomp = new_acomp;
(
-	ctx->is_sleepable = acomp_is_async(new_acomp);
-	ctx->req = new_req;
-	mutex_unlock(&ctx->mutex);
+	ctx->is_sleepable = acomp_is_async(ctx->acomp);
|
-	ctx->req = new_req;
-	mutex_unlock(&ctx->mutex);
)
 	return 0;
 }

@script:python@
p << prepare_detached.p;
@@
hit("prepare", p)

@prepare_fail@
// A path of its own for spatch: nothing falls through to the label.
identifier prepare_detached.new_acomp, prepare_detached.new_buffer;
identifier prepare_detached.ctx, prepare_detached.err, prepare_detached.fail;
position p;
@@
 fail@p:
-	if (!IS_ERR_OR_NULL(new_acomp))
-		crypto_free_acomp(new_acomp);
-	kfree(new_buffer);
+	acomp_ctx_free(ctx);
 	return err;

@script:python@
p << prepare_fail.p;
@@
hit("prepare-fail", p)

@prepare_comment@
// By itself: spatch joins an added if to the comment added with it.
identifier pool_state.prep;
identifier ctx;
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

@create_locks@
// The pool's creation: prepare() sets up the mutex.
identifier pool, cpu, err;
iterator name for_each_possible_cpu;
symbol node;
position p;
@@
-	for_each_possible_cpu(cpu)
-		mutex_init@p(&per_cpu_ptr(pool->acomp_ctx, cpu)->mutex);
-
 	err = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);

@script:python@
p << create_locks.p;
@@
hit("create-locks", p)

@create_found@
// A failed add has to free, but must not remove what was never linked.
identifier pool, err;
identifier error != cpuhp_add_fail;
symbol node;
@@
 	err = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 	if (err)
 		goto error;

@create_forgets exists@
// Another way out after the add would leave the contexts: never expected.
identifier create_found.pool, create_found.err, create_found.error;
symbol node;
position p;
@@
 	err = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 	if (err)
 		goto error;
 	... when any
 	goto@p error;

@script:python@
p << create_forgets.p;
@@
hit("create-forgets", p)

@create_fail_ref@
identifier create_found.pool, create_found.error;
identifier loop.contexts;
symbol node;
position p;
@@
 	cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 error:
 	if (pool->acomp_ctx)
 		free_percpu(pool->acomp_ctx);

@script:python@
p << create_fail_ref.p;
@@
hit("create-fail", p)

@create_fail depends on !create_fail_ref@
identifier create_found.pool, create_found.error;
identifier loop.contexts;
position p;
@@
+cpuhp_add_fail:
+	/* Without a teardown callback a failed add leaves this to us. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 error@p:
 	if (pool->acomp_ctx)
 		free_percpu(pool->acomp_ctx);

@script:python@
p << create_fail.p;
@@
hit("create-fail", p)

@create_add@
identifier create_found.pool, create_found.err, create_found.error;
symbol node;
position p;
@@
 	err = cpuhp_state_add_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 	if (err)
-		goto error;
+		goto cpuhp_add_fail;

@script:python@
p << create_add.p;
@@
hit("create-add", p)

@create_declare depends on !create_locks && (create_fail || create_fail_ref)@
identifier loop.both;
symbol ret;
position p;
@@
 zswap_pool_create@p(...)
 {
 	... when any
-	int ret;
+	int both;
 	... when any
 }

@script:python@
p << create_declare.p;
@@
hit("create-declare", p)

@destroy@
// The pool's end: no prepare() can run any more once the instance is gone.
identifier pool;
identifier loop.contexts;
symbol node;
position p;
@@
 zswap_pool_destroy(struct zswap_pool *pool)
 {
+	int cpu;
+
 	...
 	cpuhp_state_remove_instance@p(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
+	/* From here on no CPU that comes online prepares a context. */
+	contexts(per_cpu_ptr(pool->acomp_ctx, cpu));
 	free_percpu(pool->acomp_ctx);
 	...
 }

@script:python@
p << destroy.p;
@@
hit("destroy", p)

@user_lock@
// The users: a context that never goes away needs no second look.
identifier ctx;
expression pool;
position p;
@@
-	ctx = acomp_ctx_get_cpu_lock@p(pool);
+	ctx = raw_cpu_ptr(pool->acomp_ctx);
+	mutex_lock(&ctx->mutex);

@script:python@
p << user_lock.p;
@@
hit("user-lock", p)

@user_unlock@
identifier ctx;
position p;
@@
-	acomp_ctx_put_unlock@p(ctx);
+	mutex_unlock(&ctx->mutex);

@script:python@
p << user_unlock.p;
@@
hit("user-unlock", p)

@helper_lock@
identifier pool, ctx;
position p;
@@
-static struct crypto_acomp_ctx *acomp_ctx_get_cpu_lock@p(struct zswap_pool *pool)
-{
-	struct crypto_acomp_ctx *ctx;
-
-	for (;;) {
-		ctx = raw_cpu_ptr(pool->acomp_ctx);
-		mutex_lock(&ctx->mutex);
-		if (likely(ctx->req))
-			return ctx;
-		mutex_unlock(&ctx->mutex);
-	}
-}

@script:python@
p << helper_lock.p;
@@
hit("helper", p)

@helper_unlock@
identifier ctx;
position p;
@@
-static void acomp_ctx_put_unlock@p(struct crypto_acomp_ctx *ctx)
-{
-	mutex_unlock(&ctx->mutex);
-}

@script:python@
p << helper_unlock.p;
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

@mem_free@
identifier mem_state.dead;
identifier cpu, mutex, dst;
position p;
@@
-static int dead@p(unsigned int cpu)
+static void zswap_dstmem_free(unsigned int cpu)
 {
 	struct mutex *mutex;
 	u8 *dst;

 	mutex = per_cpu(zswap_mutex, cpu);
 	kfree(mutex);
 	per_cpu(zswap_mutex, cpu) = NULL;

 	dst = per_cpu(zswap_dstmem, cpu);
 	kfree(dst);
 	per_cpu(zswap_dstmem, cpu) = NULL;
-
-	return 0;
 }

@script:python@
p << mem_free.p;
@@
hit("mem-free", p)

@mem_setup depends on mem_state@
// What init's error paths reach, nobody else frees.
identifier err, fail;
position p;
@@
 	err = cpuhp_setup_state@p(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 	if (err) {
 		pr_err(...);
 		goto fail;
 	}

@mem_removed@
identifier mem_setup.fail;
position p;
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
position p;
@@
 fail@p:
+	/* Without a teardown callback neither failure freed them. */
+	buffers(cpu);
 	destroy_cache(...);

@script:python@
p << mem_fail.p;
@@
hit("mem-fail", p)

@mem_declare depends on mem_fail@
identifier init;
symbol ret;
identifier loop.both;
position p;
@@
 init@p(...)
 {
 	... when any
-	int ret;
+	int both;
 	... when any
 	ret = cpuhp_setup_state(CPUHP_MM_ZSWP_MEM_PREPARE, ...);
 	... when any
 }

@script:python@
p << mem_declare.p;
@@
hit("mem-declare", p)
