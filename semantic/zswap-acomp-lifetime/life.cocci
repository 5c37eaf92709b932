// SPDX-License-Identifier: GPL-2.0-only
// What shape and lint ask for besides what the model has: how a context lives as long as
// its pool, who frees it, and who reaches one. Rules that bind names and places, too.

#include "model.cocci"

@transform@
identifier acomp;
@@
 struct crypto_acomp_ctx { ... struct crypto_acomp *acomp; ... };

@request@
identifier req; position p;
@@
 struct crypto_acomp_ctx { ... struct acomp_req *req@p; ... };

@pointers@
// The mutex is not the context's own: S1.
identifier mutex; position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

@unnamed@
identifier setup =~ "^_*cpuhp_setup_state"; position p != {state.p, mem_state.p};
@@
 setup@p(\(CPUHP_MM_ZSWP_POOL_PREPARE\|CPUHP_MM_ZSWP_MEM_PREPARE\), ...)

@once@
// What its pool has already is left alone, and is no failure.
identifier state.prep, ctx, f; identifier transform.acomp, request.req; expression E;
position p, r;
@@
 prep(...)
 {
 	... when != ctx->f = E
 	    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
 	if@p (\(!IS_ERR_OR_NULL(\(ctx->acomp\|ctx->req\))\|ctx->acomp && !IS_ERR(ctx->acomp)
 		\|ctx->acomp != NULL\|ctx->req != NULL\))
 	{
 		... when != ctx->f = E
 		    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
 		return@r 0;
 	}
 	... when any
 }

@borrowed depends on pointers@
// What the second state keeps for each CPU.
identifier mem_state.prep, kept; expression cpu, E;
@@
 prep(...) { <+... per_cpu(kept, cpu) = E ...+> }

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
 for_each_possible_cpu@p(cpu) {
 	free@r(per_cpu_ptr(pool->member@q, cpu));
 }
|
 for_each_possible_cpu@p(cpu) {
 	struct crypto_acomp_ctx *ctx = per_cpu_ptr(pool->member@q, cpu);
 	free@r(ctx);
 }
)

@taken@
// Where the mutex of a context is taken, in whichever way.
identifier lock.mutex; identifier take =~ "^mutex_(lock|trylock)"; expression E; position p;
@@
 \(take@p(<+... E->mutex ...+>, ...)\|guard(mutex)@p(<+... E->mutex ...+>)\)

@direct@
// The context of the CPU that one is on.
identifier contexts.member; expression pool; position p;
@@
 \(raw_cpu_ptr@p(pool->member)\|per_cpu_ptr@p(pool->member, raw_smp_processor_id())\)

@others@
// Another struct's.
identifier s != zswap_pool; identifier contexts.member; struct s *x; position p;
@@
 x->member@p

@known@
identifier contexts.member; identifier alloc =~ "alloc_percpu";
expression pool; position p, q;
@@
(
 raw_cpu_ptr(pool->member@p)
|
 free_percpu(pool->member@p)
|
 pool->member@p = alloc(\(*pool->member@q\|sizeof(*pool->member@q)\), ...)
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
