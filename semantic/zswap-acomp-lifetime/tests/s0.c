// SPDX-License-Identifier: GPL-2.0-only
// shape: S0
// port: refused
// lint: 3
// compile: no
// crypto_comp, taken with preemption off: nothing to change.

struct zswap_pool {
	struct crypto_comp * __percpu *tfm;
	struct hlist_node node;
	char tfm_name[CRYPTO_MAX_ALG_NAME];
};

static int zswap_cpu_comp_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);
	struct crypto_comp *tfm;

	tfm = crypto_alloc_comp(pool->tfm_name, 0, 0);
	if (IS_ERR_OR_NULL(tfm))
		return -ENOMEM;
	*per_cpu_ptr(pool->tfm, cpu) = tfm;
	return 0;
}

static int zswap_cpu_comp_dead(unsigned int cpu, struct hlist_node *node)
{
	struct zswap_pool *pool = hlist_entry(node, struct zswap_pool, node);

	crypto_free_comp(*per_cpu_ptr(pool->tfm, cpu));
	return 0;
}

static int zswap_compress(struct zswap_pool *pool)
{
	struct crypto_comp *tfm = *get_cpu_ptr(pool->tfm);
	int ret = crypto_comp_compress(tfm, src, PAGE_SIZE, dst, &dlen);

	put_cpu_ptr(pool->tfm);
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
