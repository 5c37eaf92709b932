// SPDX-License-Identifier: GPL-2.0-only
// What shape, lint, refuse and port all ask for: what a context is made of, the hotplug
// callbacks, who frees a context, where a pool's instance comes and goes. Rules that bind
// names and places, and say nothing. Named here are structs, hotplug states and the
// kernel's own functions only.

@contexts@
identifier member; position p;
@@
 struct zswap_pool@p { ... struct crypto_acomp_ctx *member; ... };

@transform@
identifier acomp;
@@
 struct crypto_acomp_ctx { ... struct crypto_acomp *acomp; ... };

@request@
identifier req;
@@
 struct crypto_acomp_ctx { ... struct acomp_req *req; ... };

@scratch@
typedef u8; identifier buffer;
@@
 struct crypto_acomp_ctx { ... u8 *buffer; ... };

@lock@
identifier mutex;
@@
(
 struct crypto_acomp_ctx { ... struct mutex mutex; ... };
|
 struct crypto_acomp_ctx { ... struct mutex *mutex; ... };
)

@pointers@
// The mutex is not the context's own: S1.
identifier mutex; position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

@state@
// dead is NULL where nothing is torn down.
identifier setup =~ "^cpuhp_setup_state_multi";
identifier prep, dead; expression name; position p;
@@
 setup@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@mem_state@
identifier setup =~ "^cpuhp_setup_state";
identifier prep, dead; expression name; position p;
@@
 setup@p(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@prepare@
identifier state.prep; position p;
@@
 prep@p(...) { ... }

@mem_prepare@
identifier mem_state.prep; position p;
@@
 prep@p(...) { ... }

@once@
// What its pool has already is left alone, and is no failure.
identifier state.prep, ctx, f; identifier transform.acomp, request.req; expression E;
position p, r;
@@
 prep(...)
 {
 	... when != ctx->f = E
 	    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
(
 	if@p (\(!IS_ERR_OR_NULL(ctx->acomp)\|ctx->acomp && !IS_ERR(ctx->acomp)\|ctx->acomp\|ctx->acomp != NULL\))
 	{
 		... when != ctx->f = E
 		    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
 		return@r 0;
 	}
|
 	if@p (\(ctx->req\|ctx->req != NULL\|!IS_ERR_OR_NULL(ctx->req)\))
 	{
 		... when != ctx->f = E
 		    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
 		return@r 0;
 	}
)
 	... when any
 }

@context_free@
// Whatever its name: it is given one context and frees the transform.
identifier free, ctx; position p;
@@
 void free@p(struct crypto_acomp_ctx *ctx) { <+... crypto_free_acomp(...) ...+> }

@every@
// Every possible CPU's context of a pool is freed, and nothing else is done.
identifier context_free.free, contexts.member; iterator name for_each_possible_cpu;
identifier cpu, ctx; expression pool; position p, q, r;
@@
(
 for_each_possible_cpu@p(cpu)
 	free@r(per_cpu_ptr(pool->member@q, cpu));
|
 for_each_possible_cpu@p(cpu) {
 	free@r(per_cpu_ptr(pool->member@q, cpu));
 }
|
 for_each_possible_cpu@p(cpu) {
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->member@q, cpu);
 	free@r(ctx);
 }
)

@added@
// The instance could not be added; where that leads to.
identifier add =~ "^cpuhp_state_add_instance";
identifier err, fail; position p; expression x;
@@
 err = add@p(CPUHP_MM_ZSWP_POOL_PREPARE, ...);
 ... when != err = x
 if (err) {
 	... when any
 	goto fail;
 }

@borrowed@
// What the second state keeps for each CPU.
identifier mem_state.prep, kept; expression cpu, E;
@@
 prep(...) { <+... per_cpu(kept, cpu) = E ...+> }

@mem_free@
// Who frees it, or a part of it.
identifier borrowed.kept; identifier f, x; expression cpu;
@@
 f(...)
 {
 	<+...
(
 	kfree(per_cpu(kept, cpu));
|
 	x = per_cpu(kept, cpu);
 	... when any
 	kfree(x);
)
 	...+>
 }

@helper exists@
identifier lock.mutex, get, ctx;
@@
 struct crypto_acomp_ctx *get(...)
 {
 	... when any
 	mutex_lock(&ctx->mutex);
 	... when any
 	return ctx;
 }

@other_helper@
identifier lock.mutex, put, ctx;
@@
 void put(struct crypto_acomp_ctx *ctx)
 {
 	mutex_unlock(&ctx->mutex);
 }

@others@
// Another struct's.
identifier s != zswap_pool; identifier contexts.member; struct s *x; position p;
@@
 x->member@p

@known@
identifier contexts.member;
identifier alloc =~ "alloc_percpu";
expression pool; position p, q;
@@
(
 raw_cpu_ptr(pool->member@p)
|
 per_cpu_ptr(pool->member@p, raw_smp_processor_id())
|
 free_percpu(pool->member@p)
|
 pool->member@p = alloc(*pool->member@q, ...)
|
 pool->member@p = alloc(sizeof(*pool->member@q), ...)
|
 pool->member@p = alloc(struct crypto_acomp_ctx, ...)
|
 !pool->member@p
|
 pool->member@p != NULL
)

@tested@
identifier contexts.member; expression pool; statement S; position p;
@@
 if (pool->member@p) S
