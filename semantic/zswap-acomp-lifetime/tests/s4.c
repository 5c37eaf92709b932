// SPDX-License-Identifier: GPL-2.0-only
// shape: S4
// port: ok
// lint: 18
// Users look again, freed after the mutex; two pages, is_sleepable.

struct crypto_acomp_ctx {
	struct crypto_acomp *acomp;
	struct acomp_req *req;
	struct crypto_wait wait;
	u8 *buffer;
	struct mutex mutex;
	bool is_sleepable;
};

struct zswap_pool {
	struct crypto_acomp_ctx __percpu *acomp_ctx;
	struct percpu_ref ref;
	struct hlist_node node;
	char tfm_name[CRYPTO_MAX_ALG_NAME];
};

static struct zswap_pool *zswap_pool_create(char *compressor)
{
	struct zswap_pool *pool;
	int ret, cpu;

	pool = kzalloc(sizeof(*pool), GFP_KERNEL);
	if (!pool)
		return NULL;

	strscpy(pool->tfm_name, compressor, sizeof(pool->tfm_name));

	pool->acomp_ctx = alloc_percpu(*pool->acomp_ctx);
	if (!pool->acomp_ctx)
		goto error;

	for_each_possible_cpu(cpu)
		mutex_init(&per_cpu_ptr(pool->acomp_ctx, cpu)->mutex);

	ret = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE,
				       &pool->node);
	if (ret)
		goto error;

	ret = percpu_ref_init(&pool->ref, zswap_pool_empty, 0, GFP_KERNEL);
	if (ret)
		goto ref_fail;

	static_branch_enable(&zswap_ever_enabled);
	return pool;

ref_fail:
	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
error:
	if (pool->acomp_ctx)
		free_percpu(pool->acomp_ctx);
	kfree(pool);
	return NULL;
}

static void zswap_pool_destroy(struct zswap_pool *pool)
{
	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
	free_percpu(pool->acomp_ctx);
	kfree(pool);
}

static int zswap_cpu_comp_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);
	struct crypto_acomp_ctx *acomp_ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
	struct crypto_acomp *acomp = NULL;
	struct acomp_req *req = NULL;
	u8 *buffer = NULL;
	int ret;

	buffer = kmalloc_node(PAGE_SIZE * 2, GFP_KERNEL, cpu_to_node(cpu));
	if (!buffer) {
		ret = -ENOMEM;
		goto fail;
	}

	acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0, cpu_to_node(cpu));
	if (IS_ERR(acomp)) {
		pr_err("no transform %s: %ld\n", pool->tfm_name, PTR_ERR(acomp));
		ret = PTR_ERR(acomp);
		goto fail;
	}

	req = acomp_request_alloc(acomp);
	if (!req) {
		pr_err("no request %s\n", pool->tfm_name);
		ret = -ENOMEM;
		goto fail;
	}

	/* Not before: the allocations may get here again. */
	mutex_lock(&acomp_ctx->mutex);
	crypto_init_wait(&acomp_ctx->wait);
	acomp_request_set_callback(req, CRYPTO_TFM_REQ_MAY_BACKLOG,
				   crypto_req_done, &acomp_ctx->wait);

	acomp_ctx->buffer = buffer;
	acomp_ctx->acomp = acomp;
	acomp_ctx->is_sleepable = acomp_is_async(acomp);
	acomp_ctx->req = req;
	mutex_unlock(&acomp_ctx->mutex);
	return 0;

fail:
	if (!IS_ERR_OR_NULL(acomp))
		crypto_free_acomp(acomp);
	kfree(buffer);
	return ret;
}

static int zswap_cpu_comp_dead(unsigned int cpu, struct hlist_node *node)
{
	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);
	struct crypto_acomp_ctx *acomp_ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
	struct acomp_req *req;
	struct crypto_acomp *acomp;
	u8 *buffer;

	if (IS_ERR_OR_NULL(acomp_ctx))
		return 0;

	mutex_lock(&acomp_ctx->mutex);
	req = acomp_ctx->req;
	acomp = acomp_ctx->acomp;
	buffer = acomp_ctx->buffer;
	acomp_ctx->req = NULL;
	acomp_ctx->acomp = NULL;
	acomp_ctx->buffer = NULL;
	mutex_unlock(&acomp_ctx->mutex);

	if (!IS_ERR_OR_NULL(req))
		acomp_request_free(req);
	if (!IS_ERR_OR_NULL(acomp))
		crypto_free_acomp(acomp);
	kfree(buffer);

	return 0;
}

static struct crypto_acomp_ctx *acomp_ctx_get_cpu_lock(struct zswap_pool *pool)
{
	struct crypto_acomp_ctx *acomp_ctx;

	for (;;) {
		acomp_ctx = raw_cpu_ptr(pool->acomp_ctx);
		mutex_lock(&acomp_ctx->mutex);
		if (likely(acomp_ctx->req))
			return acomp_ctx;
		mutex_unlock(&acomp_ctx->mutex);
	}
}

static void acomp_ctx_put_unlock(struct crypto_acomp_ctx *acomp_ctx)
{
	mutex_unlock(&acomp_ctx->mutex);
}

static int zswap_compress(struct zswap_pool *pool)
{
	struct crypto_acomp_ctx *acomp_ctx;
	int ret;

	acomp_ctx = acomp_ctx_get_cpu_lock(pool);
	fill(acomp_ctx->req, acomp_ctx->buffer);
	ret = crypto_wait_req(crypto_acomp_compress(acomp_ctx->req), &acomp_ctx->wait);
	acomp_ctx_put_unlock(acomp_ctx);
	return ret;
}

static int zswap_decompress(struct zswap_pool *pool)
{
	struct crypto_acomp_ctx *acomp_ctx;
	int ret;

	acomp_ctx = acomp_ctx_get_cpu_lock(pool);
	fill(acomp_ctx->req, acomp_ctx->buffer);
	ret = crypto_wait_req(crypto_acomp_decompress(acomp_ctx->req), &acomp_ctx->wait);
	acomp_ctx_put_unlock(acomp_ctx);
	return ret;
}

static int zswap_setup(void)
{
	int ret;

	ret = cpuhp_setup_state_multi(CPUHP_MM_ZSWP_POOL_PREPARE,
				      "mm/zswap_pool:prepare",
				      zswap_cpu_comp_prepare,
				      zswap_cpu_comp_dead);
	if (ret)
		return ret;

	return zswap_pool_create("lzo") ? 0 : -ENOMEM;
}
