// SPDX-License-Identifier: GPL-2.0-only
/// Turn a zswap whose contexts live as long as their pool back into one that
/// tears them down when a CPU goes offline and lets users look again (S4). The
/// port of that is compared with the tree itself: whoever made the change there
/// judges ours.
// Confidence: Medium
// Options: --very-quiet
// Comments: only for the form that mainline has; anything else stays as it is.

virtual patch

@state@
identifier prep; expression name;
@@
 cpuhp_setup_state_multi(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep,
-			 NULL
+			 zswap_cpu_comp_dead
 )

@free@
identifier ctx;
@@
-static void acomp_ctx_free(struct crypto_acomp_ctx *ctx)
-{
-	...
-}

@script:python loop@ locks; @@
coccinelle.locks = "for_each_possible_cpu(cpu)\n\t\tmutex_init"

@create_alloc@
identifier pool;
@@
 pool->acomp_ctx =
-	alloc_percpu_gfp(*pool->acomp_ctx, GFP_KERNEL | __GFP_ZERO)
+	alloc_percpu(*pool->acomp_ctx)
 ;

@create@
identifier loop.locks, pool, ret;
@@
+	locks(&per_cpu_ptr(pool->acomp_ctx, cpu)->mutex);
+
 	ret = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
 	if (ret)
-		goto cpuhp_add_fail;
+		goto error;

@create_fail@
identifier cpu; iterator name for_each_possible_cpu; expression ctx;
@@
-cpuhp_add_fail:
-	for_each_possible_cpu(cpu)
-		acomp_ctx_free(ctx);

@destroy@
identifier destroy, pool, cpu; iterator name for_each_possible_cpu; expression ctx;
@@
 destroy(struct zswap_pool *pool)
 {
-	int cpu;
 	...
 	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
-	for_each_possible_cpu(cpu)
-		acomp_ctx_free(ctx);
 	...
 }

@context@
identifier state.prep, ctx;
@@
 prep(...)
 {
 	<+...
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(...);
 	...+>
 }

@prepare_first@
typedef u8; identifier state.prep, context.ctx, ret;
@@
 prep(...)
 {
 	<+...
-	int ret = -ENOMEM;
+	struct crypto_acomp *acomp = NULL;
+	struct acomp_req *req = NULL;
+	u8 *buffer = NULL;
+	int ret;

-	if (ctx->acomp) {
-		WARN_ON_ONCE(...);
-		return 0;
-	}
 	...+>
 }

@prepare_fail@
identifier context.ctx, ret;
@@
 fail:
-	acomp_ctx_free(ctx);
+	if (!IS_ERR_OR_NULL(acomp))
+		crypto_free_acomp(acomp);
+	kfree(buffer);
 	return ret;

@prepare_locals@
identifier state.prep, context.ctx;
@@
 prep(...)
 {
 	<...
(
-	ctx->acomp
+	acomp
|
-	ctx->req
+	req
)
 	...>
 }

@prepare_steps@
// Allocated beside the context, and put into it under its mutex.
identifier state.prep, context.ctx, prepare_first.ret;
expression size, flags, node; symbol req;
@@
 prep(...)
 {
 	<+...
(
-	ctx->buffer = kmalloc_node(size, flags, node);
-	if (!ctx->buffer)
-		return ret;
+	buffer = kmalloc_node(size, flags, node);
+	if (!buffer) {
+		ret = -ENOMEM;
+		goto fail;
+	}
|
 	if (!req) {
 		pr_err(...);
+		ret = -ENOMEM;
 		goto fail;
 	}
|
+	mutex_lock(&ctx->mutex);
 	crypto_init_wait(&ctx->wait);
|
-	mutex_init(&ctx->mutex);
+	ctx->buffer = buffer;
+	ctx->acomp = acomp;
+	ctx->req = req;
+	mutex_unlock(&ctx->mutex);
)
 	...+>
 }

@users@
identifier ctx; expression pool;
@@
-	ctx = raw_cpu_ptr(pool->acomp_ctx);
-	mutex_lock(&ctx->mutex);
+	ctx = acomp_ctx_get_cpu_lock(pool);
 	...
-	mutex_unlock(&ctx->mutex);
+	acomp_ctx_put_unlock(ctx);

@script:python order@ user; @@
coccinelle.user = "zswap_compress"

@helpers depends on users@
identifier order.user; symbol acomp_ctx, node, pool;
@@
+static int zswap_cpu_comp_dead(unsigned int cpu, struct hlist_node *node)
+{
+	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);
+	struct crypto_acomp_ctx *acomp_ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
+	struct crypto_acomp *acomp;
+	struct acomp_req *req;
+	u8 *buffer;
+
+	mutex_lock(&acomp_ctx->mutex);
+	req = acomp_ctx->req;
+	acomp = acomp_ctx->acomp;
+	buffer = acomp_ctx->buffer;
+	acomp_ctx->req = NULL;
+	acomp_ctx->acomp = NULL;
+	acomp_ctx->buffer = NULL;
+	mutex_unlock(&acomp_ctx->mutex);
+
+	if (req)
+		acomp_request_free(req);
+	if (!IS_ERR_OR_NULL(acomp))
+		crypto_free_acomp(acomp);
+	kfree(buffer);
+
+	return 0;
+}
+
+static struct crypto_acomp_ctx *acomp_ctx_get_cpu_lock(struct zswap_pool *pool)
+{
+	struct crypto_acomp_ctx *acomp_ctx;
+
+	for (;;) {
+		acomp_ctx = raw_cpu_ptr(pool->acomp_ctx);
+		mutex_lock(&acomp_ctx->mutex);
+		if (likely(acomp_ctx->req))
+			return acomp_ctx;
+		mutex_unlock(&acomp_ctx->mutex);
+	}
+}
+
+static void acomp_ctx_put_unlock(struct crypto_acomp_ctx *acomp_ctx)
+{
+	mutex_unlock(&acomp_ctx->mutex);
+}
+
 user(...) { ... }
