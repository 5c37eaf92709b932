// SPDX-License-Identifier: GPL-2.0-only
// shape: unknown
// port: refused
// lint: 0
// Contexts are kept and own their mutex and buffer; the second hotplug state
// is of a purpose not known.

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

static DEFINE_PER_CPU(u8 *, zswap_scratch);

static int zswap_scratch_prepare(unsigned int cpu)
{
	u8 *page;

	if (per_cpu(zswap_scratch, cpu))
		return 0;

	page = kmalloc_node(PAGE_SIZE, GFP_KERNEL, cpu_to_node(cpu));
	if (!page)
		return -ENOMEM;

	per_cpu(zswap_scratch, cpu) = page;
	return 0;
}

/*
 * Free what zswap_cpu_comp_prepare() allocated for one CPU: the request
 * first, it refers to the transform. Every pointer is cleared, so that a
 * context may be freed twice and prepared again.
 */
static void acomp_ctx_free(struct crypto_acomp_ctx *acomp_ctx)
{
	if (acomp_ctx->req)
		acomp_request_free(acomp_ctx->req);
	acomp_ctx->req = NULL;

	/* May also hold the error that crypto_alloc_acomp_node() returned. */
	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
		crypto_free_acomp(acomp_ctx->acomp);
	acomp_ctx->acomp = NULL;

	kfree(acomp_ctx->buffer);
	acomp_ctx->buffer = NULL;
}

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

	ret = cpuhp_state_add_instance(CPUHP_MM_ZSWP_POOL_PREPARE,
				       &pool->node);
	if (ret)
		goto cpuhp_add_fail;

	ret = percpu_ref_init(&pool->ref, zswap_pool_empty, 0, GFP_KERNEL);
	if (ret)
		goto ref_fail;

	static_branch_enable(&zswap_ever_enabled);
	return pool;

ref_fail:
	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
cpuhp_add_fail:
	/* Without a teardown callback a failed add leaves this to us. */
	for_each_possible_cpu(cpu)
		acomp_ctx_free(per_cpu_ptr(pool->acomp_ctx, cpu));
error:
	if (pool->acomp_ctx)
		free_percpu(pool->acomp_ctx);
	kfree(pool);
	return NULL;
}

static void zswap_pool_destroy(struct zswap_pool *pool)
{
	int cpu;

	cpuhp_state_remove_instance(CPUHP_MM_ZSWP_POOL_PREPARE, &pool->node);
	/* From here on no CPU that comes online prepares a context. */
	for_each_possible_cpu(cpu)
		acomp_ctx_free(per_cpu_ptr(pool->acomp_ctx, cpu));
	free_percpu(pool->acomp_ctx);
	kfree(pool);
}

static int zswap_cpu_comp_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);
	struct crypto_acomp_ctx *acomp_ctx = per_cpu_ptr(pool->acomp_ctx, cpu);
	int ret;

	/*
	 * The context of a CPU that goes offline is kept, see
	 * zswap_pool_destroy(). It may even be in use right now.
	 */
	if (!IS_ERR_OR_NULL(acomp_ctx->acomp))
		return 0;

	acomp_ctx->buffer = kmalloc_node(PAGE_SIZE * 2, GFP_KERNEL,
					 cpu_to_node(cpu));
	if (!acomp_ctx->buffer) {
		ret = -ENOMEM;
		goto fail;
	}

	acomp_ctx->acomp = crypto_alloc_acomp_node(pool->tfm_name, 0, 0,
						   cpu_to_node(cpu));
	if (IS_ERR(acomp_ctx->acomp)) {
		pr_err("no transform %s: %ld\n", pool->tfm_name,
		       PTR_ERR(acomp_ctx->acomp));
		ret = PTR_ERR(acomp_ctx->acomp);
		goto fail;
	}

	acomp_ctx->req = acomp_request_alloc(acomp_ctx->acomp);
	if (!acomp_ctx->req) {
		pr_err("no request %s\n", pool->tfm_name);
		ret = -ENOMEM;
		goto fail;
	}

	mutex_init(&acomp_ctx->mutex);
	crypto_init_wait(&acomp_ctx->wait);
	acomp_request_set_callback(acomp_ctx->req, CRYPTO_TFM_REQ_MAY_BACKLOG,
				   crypto_req_done, &acomp_ctx->wait);

	acomp_ctx->is_sleepable = acomp_is_async(acomp_ctx->acomp);
	return 0;

fail:
	acomp_ctx_free(acomp_ctx);
	return ret;
}

static int zswap_compress(struct zswap_pool *pool)
{
	struct crypto_acomp_ctx *acomp_ctx;
	int ret;

	acomp_ctx = raw_cpu_ptr(pool->acomp_ctx);
	mutex_lock(&acomp_ctx->mutex);
	fill(acomp_ctx->req, acomp_ctx->buffer);
	ret = crypto_wait_req(crypto_acomp_compress(acomp_ctx->req), &acomp_ctx->wait);
	mutex_unlock(&acomp_ctx->mutex);
	return ret;
}

static int zswap_decompress(struct zswap_pool *pool)
{
	struct crypto_acomp_ctx *acomp_ctx;
	int ret;

	acomp_ctx = raw_cpu_ptr(pool->acomp_ctx);
	mutex_lock(&acomp_ctx->mutex);
	fill(acomp_ctx->req, acomp_ctx->buffer);
	ret = crypto_wait_req(crypto_acomp_decompress(acomp_ctx->req), &acomp_ctx->wait);
	mutex_unlock(&acomp_ctx->mutex);
	return ret;
}

static int zswap_setup(void)
{
	int ret;

	ret = cpuhp_setup_state(CPUHP_MM_ZSWP_MEM_PREPARE, "mm/zswap:prepare",
				zswap_scratch_prepare, NULL);
	if (ret)
		return ret;

	ret = cpuhp_setup_state_multi(CPUHP_MM_ZSWP_POOL_PREPARE,
				      "mm/zswap_pool:prepare",
				      zswap_cpu_comp_prepare,
				      NULL);
	if (ret)
		return ret;

	return zswap_pool_create("lzo") ? 0 : -ENOMEM;
}
