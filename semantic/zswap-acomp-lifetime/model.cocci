// SPDX-License-Identifier: GPL-2.0-only
// What all the scripts here ask for: what a context is made of, the hotplug callbacks,
// who frees a context, where a pool's instance comes and goes. Rules that bind names and
// places, and say nothing. Named here are structs, hotplug states and the kernel's own
// functions only.

// --- what a context is made of ---

@contexts@
identifier member; position p;
@@
 struct zswap_pool@p { ... struct crypto_acomp_ctx *member; ... };

@transform@
identifier acomp;
@@
 struct crypto_acomp_ctx { ... struct crypto_acomp *acomp; ... };

@request@
identifier req; position p;
@@
 struct crypto_acomp_ctx { ... struct acomp_req *req@p; ... };

@scratch@
typedef u8; identifier buffer; position p;
@@
 struct crypto_acomp_ctx { ... u8 *buffer@p; ... };

@lock@
identifier mutex; position p;
@@
 struct crypto_acomp_ctx { ... \(struct mutex mutex@p;\|struct mutex *mutex@p;\) ... };

@pointers@
// The mutex is not the context's own: S1.
identifier mutex; position p;
@@
 struct crypto_acomp_ctx { ... struct mutex *mutex@p; ... };

// --- the callbacks ---

@state@
// dead is NULL where nothing is torn down.
identifier setup =~ "^cpuhp_setup_state_multi";
identifier prep, dead; expression name; position p;
@@
 setup@p(CPUHP_MM_ZSWP_POOL_PREPARE, name, prep, dead)

@mem_state@
// The second state of S1: the mutexes and buffers that contexts point to.
identifier setup =~ "^cpuhp_setup_state";
identifier prep, dead; expression name; position p;
@@
 setup@p(CPUHP_MM_ZSWP_MEM_PREPARE, name, prep, dead)

@unnamed@
identifier setup =~ "^_*cpuhp_setup_state"; position p != {state.p, mem_state.p};
@@
 setup@p(\(CPUHP_MM_ZSWP_POOL_PREPARE\|CPUHP_MM_ZSWP_MEM_PREPARE\), ...)

@prepares@
// Either state's.
identifier setup =~ "^cpuhp_setup_state"; identifier prep, dead; expression name;
@@
 setup(\(CPUHP_MM_ZSWP_POOL_PREPARE\|CPUHP_MM_ZSWP_MEM_PREPARE\), name, prep, dead)

@idle@
// A teardown that reaches nothing is none.
identifier dead, f;
@@
 dead(...) { ... when != f(...)
 return 0; }

@idles@
identifier setup =~ "^cpuhp_setup_state"; identifier idle.dead; position p;
@@
 setup@p(..., dead)

@torn_down@
identifier setup =~ "^cpuhp_setup_state"; identifier which, prep, dead != NULL;
expression name; position p != idles.p;
@@
 setup@p(which, name, prep, dead)

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
 	if@p (\(!IS_ERR_OR_NULL(\(ctx->acomp\|ctx->req\))\|ctx->acomp && !IS_ERR(ctx->acomp)\|ctx->acomp\|ctx->acomp != NULL\|ctx->req\|ctx->req != NULL\))
 	{
 		... when != ctx->f = E
 		    when != \(mutex_init\|crypto_init_wait\|acomp_request_set_callback\)(...)
 		return@r 0;
 	}
 	... when any
 }

@borrowed@
// What the second state keeps for each CPU.
identifier mem_state.prep, kept; expression cpu, E;
@@
 prep(...) { <+... per_cpu(kept, cpu) = E ...+> }

// --- who frees what ---

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

@mem_free@
// Who frees what the second state keeps, or a part of it.
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

@added@
// Where a pool's instance is added, and where that leads to when it fails.
identifier err, undo; identifier add =~ "^cpuhp_state_add_instance(_cpuslocked)?$";
expression node, x; position p, g;
@@
 err = add@p(CPUHP_MM_ZSWP_POOL_PREPARE, node);
 ... when != err = x
 if (err) {
 	... when any
 	goto@g undo;
 }

// --- who takes a context ---

@helper exists@
identifier lock.mutex, get, ctx; position p;
@@
 struct crypto_acomp_ctx *get@p(...)
 {
 	... when any
 	mutex_lock(&ctx->mutex);
 	... when any
 	return ctx;
 }

@other_helper@
identifier lock.mutex, put, ctx; position p;
@@
 void put@p(struct crypto_acomp_ctx *ctx)
 {
 	mutex_unlock(&ctx->mutex);
 }

@taken@
// Where the mutex of a context is taken, in whichever way.
identifier lock.mutex; identifier take =~ "^mutex_(lock|trylock)"; expression E; position p;
@@
 \(take@p(<+... E->mutex ...+>, ...)\|guard(mutex)@p(<+... E->mutex ...+>)\)

@hotplug_lock@
position p;
@@
 \(cpus_read_lock@p\|get_online_cpus@p\)()

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
