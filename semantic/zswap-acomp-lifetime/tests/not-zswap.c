// SPDX-License-Identifier: GPL-2.0-only
// shape: unknown
// port: refused
// lint: 1
// Another driver.

struct pool {
	struct ctx __percpu *ctx;
};

static void pool_destroy(struct pool *pool)
{
	free_percpu(pool->ctx);
	kfree(pool);
}
