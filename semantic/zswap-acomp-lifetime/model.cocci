// SPDX-License-Identifier: GPL-2.0-only
// What all the scripts here ask for: what a context is made of, the hotplug callbacks,
// who frees a context, where a pool's instance comes and goes. Rules that bind names and
// places, and say nothing. Named here are structs, hotplug states and the kernel's own
// functions only.

// --- what a context is made of ---

@contexts@
identifier member; position p;
@@
 struct zswap_pool { ... struct crypto_acomp_ctx *member@p; ... };

@scratch@
typedef u8; identifier buffer; position p;
@@
 struct crypto_acomp_ctx { ... u8 *buffer@p; ... };

@lock@
identifier mutex; position p;
@@
 struct crypto_acomp_ctx { ... \(struct mutex mutex@p;\|struct mutex *mutex@p;\) ... };

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

@idle@
// A teardown that reaches nothing is none.
identifier dead, cpu, f;
@@
 int dead(unsigned int cpu, ...) { ... when != f(...)
 return 0; }

@idles@
identifier setup =~ "^cpuhp_setup_state"; identifier idle.dead; position p;
@@
 setup@p(..., dead)

@torn_down@
identifier setup =~ "^cpuhp_setup_state"; identifier prep, dead != NULL;
identifier which =~ "^CPUHP_MM_ZSWP_(POOL|MEM)_PREPARE$";
expression name; position p != idles.p;
@@
 setup@p(which, name, prep, dead)

@prepare@
identifier state.prep; position p;
@@
 prep@p(...) { ... }

@mem_prepare@
identifier mem_state.prep, n; position p;
@@
 prep@p(unsigned int n) { ... }

// --- where a pool's instance is added, and who takes a context ---

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
 void put@p(struct crypto_acomp_ctx *ctx) { <+... mutex_unlock(&ctx->mutex); ...+> }
