// SPDX-License-Identifier: GPL-2.0-only
/*
 * A compression algorithm that does what a test asks of it.
 *
 * It is an asynchronous acomp algorithm, as a hardware accelerator's driver
 * provides: its user has to wait for the operation. Everything is driven
 * through /sys/module/ferry_torture/parameters/:
 *
 *   park             w   "compress" or "decompress": the next such operation is
 *                        kept in flight; "none": no operation is
 *   parked           r   1 while an operation is kept in flight
 *   parked_on        r   the CPU that submitted it
 *   release          w   does the operation that is kept and completes it;
 *                        ESTALE if its context was freed meanwhile
 *   hold             w   "init" or "exit": whoever allocates or frees the next
 *                        context is made to wait there; "none": nobody is
 *   pass             rw  that many may go by before one has to wait
 *   held             r   1 while one waits
 *   let_go           w   ends the wait
 *   mode             w   "normal"; "fill": writes the whole destination before
 *                        the result; "expand": the result of a compression fills
 *                        the destination; "refuse": no compression succeeds
 *   fail_allocation  rw  N: the Nth context allocated from now on fails, once
 *   allocated        r   contexts allocated so far
 *   freed            r   contexts freed so far
 *   freed_in_flight  r   contexts freed while they had an operation in flight
 *   overlapped       r   operations submitted on a context, or into a buffer, that
 *                        had another one in flight
 *   changed          r   operations that came with another request or another
 *                        buffer than the first one of their context
 *   misplaced        r   operations whose context or buffer is of another node
 *                        than the CPU which submits them
 *   compressed       r   operations submitted
 *   decompressed     r   operations submitted
 *   served           r   per CPU: serial number of the context which served the
 *                        last operation submitted there, 0: none
 *
 * Newer kernels want a synchronous fallback of the same name beside each
 * asynchronous algorithm; there is one, which counts nothing.
 */
#include <linux/crypto.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/scatterlist.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/wait.h>
#include <crypto/internal/acompress.h>

#include "coding.h"

#define SERVED_CPUS	64
#define FILLING		0xa5

/**
 * struct torture_context - what the algorithm keeps for one transform
 * @serial:  counts from 1 in order of allocation
 * @request: the first that came
 * @buffer:  where the result of the first compression went
 * @buffers: for the coding
 */
struct torture_context {
	unsigned int serial;
	struct acomp_req *request;
	void *buffer;
	struct buffers buffers;
};

enum direction { NONE, COMPRESS, DECOMPRESS };
static const char * const direction_names[] = { "none", "compress", "decompress" };

enum step { NO_STEP, INIT, EXIT };
static const char * const step_names[] = { "none", "init", "exit" };

enum mode { NORMAL, FILL, EXPAND, REFUSE };
static const char * const mode_names[] = { "normal", "fill", "expand", "refuse" };

/* Protects everything below but the algorithm itself. */
static DEFINE_SPINLOCK(torture_lock);
static int park, hold, mode;
static struct acomp_req *parked_request;
static struct torture_context *parked_context;
static enum direction parked_direction;
static unsigned int parked, parked_on, held, pass;
static unsigned int fail_allocation;
static unsigned int allocated, freed, freed_in_flight;
static unsigned int overlapped, changed, misplaced;
static unsigned int compressed, decompressed;
static unsigned int served[SERVED_CPUS];
static DECLARE_WAIT_QUEUE_HEAD(held_queue);

/* --- operations ----------------------------------------------------------------- */

static int operate(struct acomp_req *request, struct torture_context *context,
		   enum direction direction)
{
	/* A device may use all that it is told of. */
	if (mode == FILL || mode == EXPAND)
		memset(sg_virt(request->dst), FILLING, request->dst->length);
	if (direction == DECOMPRESS)
		return decode(request, &context->buffers);
	if (mode == REFUSE)
		return -EINVAL;
	if (mode != EXPAND)
		return code(request, &context->buffers);
	request->dlen = request->dst->length;
	return 0;
}

/* What of the request is not as it was, or not where it should be. */
static void note_request(struct acomp_req *request, struct torture_context *context,
			 enum direction direction, unsigned int cpu)
{
	void *buffer = direction == COMPRESS ? sg_virt(request->dst) : NULL;
	int node = cpu_to_node(cpu);

	if (parked && (context == parked_context ||
		       (buffer && parked_direction == COMPRESS &&
			buffer == sg_virt(parked_request->dst))))
		overlapped++;
	if (!context->request)
		context->request = request;
	if (buffer && !context->buffer)
		context->buffer = buffer;
	if (context->request != request || (buffer && context->buffer != buffer))
		changed++;
	if (crypto_acomp_tfm(crypto_acomp_reqtfm(request))->node != node ||
	    (buffer && page_to_nid(virt_to_page(buffer)) != node))
		misplaced++;
}

/* Notes who serves whom, and says whether the operation is to be kept. */
static bool note_operation(struct acomp_req *request, struct torture_context *context,
			   enum direction direction)
{
	unsigned int cpu = raw_smp_processor_id();
	unsigned long flags;
	bool keep;

	spin_lock_irqsave(&torture_lock, flags);
	if (direction == COMPRESS)
		compressed++;
	else
		decompressed++;
	if (cpu < SERVED_CPUS)
		served[cpu] = context->serial;
	note_request(request, context, direction, cpu);
	keep = park == direction && !parked;
	if (keep) {
		park = NONE;
		parked_request = request;
		parked_context = context;
		parked_direction = direction;
		parked_on = cpu;
		parked = 1;
	}
	spin_unlock_irqrestore(&torture_lock, flags);
	return keep;
}

static int submit(struct acomp_req *request, enum direction direction)
{
	struct torture_context *context = acomp_tfm_ctx(crypto_acomp_reqtfm(request));

	if (note_operation(request, context, direction))
		return -EINPROGRESS;
	return operate(request, context, direction);
}

static int torture_compress(struct acomp_req *request)
{
	return submit(request, COMPRESS);
}

static int torture_decompress(struct acomp_req *request)
{
	return submit(request, DECOMPRESS);
}

/* --- contexts ------------------------------------------------------------------- */

static void hold_at(enum step step)
{
	unsigned long flags;
	bool keep;

	spin_lock_irqsave(&torture_lock, flags);
	keep = hold == step && !pass;
	if (hold == step && pass)
		pass--;
	if (keep) {
		hold = NO_STEP;
		held = 1;
	}
	spin_unlock_irqrestore(&torture_lock, flags);
	if (keep)
		wait_event(held_queue, !READ_ONCE(held));
}

/* Counts the context, unless its allocation was asked to fail. */
static int note_allocation(struct torture_context *context)
{
	unsigned long flags;
	int error = 0;

	spin_lock_irqsave(&torture_lock, flags);
	if (fail_allocation && !--fail_allocation)
		error = -ENOMEM;
	else
		context->serial = ++allocated;
	spin_unlock_irqrestore(&torture_lock, flags);
	return error;
}

static int torture_init(struct crypto_acomp *tfm)
{
	struct torture_context *context = acomp_tfm_ctx(tfm);
	int error;

	hold_at(INIT);
	context->request = NULL;
	context->buffer = NULL;
	error = buffers_allocate(&context->buffers);
	if (error)
		return error;
	error = note_allocation(context);
	if (error)
		buffers_free(&context->buffers);
	return error;
}

static void torture_exit(struct crypto_acomp *tfm)
{
	struct torture_context *context = acomp_tfm_ctx(tfm);
	unsigned long flags;

	hold_at(EXIT);
	spin_lock_irqsave(&torture_lock, flags);
	freed++;
	if (parked && parked_context == context) {
		/* The request is as good as freed: it must not be touched again. */
		parked = 0;
		freed_in_flight++;
	}
	spin_unlock_irqrestore(&torture_lock, flags);
	buffers_free(&context->buffers);
}

/* --- parameters ----------------------------------------------------------------- */

/* Takes the parked request off, if its context was not freed behind our back. */
static bool unpark(void)
{
	unsigned long flags;
	bool was_parked;

	spin_lock_irqsave(&torture_lock, flags);
	was_parked = parked;
	parked = 0;
	spin_unlock_irqrestore(&torture_lock, flags);
	return was_parked;
}

static int release_set(const char *value, const struct kernel_param *param)
{
	int error;

	if (!READ_ONCE(parked))
		return READ_ONCE(freed_in_flight) ? -ESTALE : -ENOENT;

	error = operate(parked_request, parked_context, parked_direction);
	if (!unpark())
		return -ESTALE;

	/* Drivers complete requests from a softirq. */
	local_bh_disable();
	acomp_request_complete(parked_request, error);
	local_bh_enable();
	return 0;
}

static int let_go_set(const char *value, const struct kernel_param *param)
{
	if (!READ_ONCE(held))
		return -ENOENT;
	WRITE_ONCE(held, 0);
	wake_up(&held_queue);
	return 0;
}

static int set_one_of(int *variable, const char * const *names, size_t nr, const char *value)
{
	int found = __sysfs_match_string(names, nr, value);
	unsigned long flags;

	if (found < 0)
		return found;
	spin_lock_irqsave(&torture_lock, flags);
	*variable = found;
	spin_unlock_irqrestore(&torture_lock, flags);
	return 0;
}

static int park_set(const char *value, const struct kernel_param *param)
{
	return set_one_of(&park, direction_names, ARRAY_SIZE(direction_names), value);
}

static int hold_set(const char *value, const struct kernel_param *param)
{
	return set_one_of(&hold, step_names, ARRAY_SIZE(step_names), value);
}

static int mode_set(const char *value, const struct kernel_param *param)
{
	return set_one_of(&mode, mode_names, ARRAY_SIZE(mode_names), value);
}

/* Of no use here: a string that may be lost, see alloc-fail.c. */
static char *word;

static const struct kernel_param_ops park_ops = { .set = park_set };
static const struct kernel_param_ops release_ops = { .set = release_set };
static const struct kernel_param_ops hold_ops = { .set = hold_set };
static const struct kernel_param_ops let_go_ops = { .set = let_go_set };
static const struct kernel_param_ops mode_ops = { .set = mode_set };

/* What each means stands at the top. */
module_param_cb(park, &park_ops, NULL, 0200);
module_param_cb(release, &release_ops, NULL, 0200);
module_param_cb(hold, &hold_ops, NULL, 0200);
module_param_cb(let_go, &let_go_ops, NULL, 0200);
module_param_cb(mode, &mode_ops, NULL, 0200);
module_param(parked, uint, 0444);
module_param(parked_on, uint, 0444);
module_param(held, uint, 0444);
module_param(pass, uint, 0644);
module_param(fail_allocation, uint, 0644);
module_param(allocated, uint, 0444);
module_param(freed, uint, 0444);
module_param(freed_in_flight, uint, 0444);
module_param(overlapped, uint, 0444);
module_param(changed, uint, 0444);
module_param(misplaced, uint, 0444);
module_param(compressed, uint, 0444);
module_param(decompressed, uint, 0444);
module_param(word, charp, 0644);
module_param_array(served, uint, NULL, 0444);

/* --- the algorithms ------------------------------------------------------------- */

static int fallback_compress(struct acomp_req *request)
{
	return code(request, acomp_tfm_ctx(crypto_acomp_reqtfm(request)));
}

static int fallback_decompress(struct acomp_req *request)
{
	return decode(request, acomp_tfm_ctx(crypto_acomp_reqtfm(request)));
}

static int fallback_init(struct crypto_acomp *tfm)
{
	return buffers_allocate(acomp_tfm_ctx(tfm));
}

static void fallback_exit(struct crypto_acomp *tfm)
{
	buffers_free(acomp_tfm_ctx(tfm));
}

static struct acomp_alg torture_algs[] = {
	{
		.compress	= torture_compress,
		.decompress	= torture_decompress,
		.init		= torture_init,
		.exit		= torture_exit,
		.base		= {
			.cra_name		= "ferry-torture",
			.cra_driver_name	= "ferry-torture-async",
			.cra_priority		= 200,
			.cra_flags		= CRYPTO_ALG_ASYNC,
			.cra_ctxsize		= sizeof(struct torture_context),
			.cra_module		= THIS_MODULE,
		},
	}, {
		.compress	= fallback_compress,
		.decompress	= fallback_decompress,
		.init		= fallback_init,
		.exit		= fallback_exit,
		.base		= {
			.cra_name		= "ferry-torture",
			.cra_driver_name	= "ferry-torture-fallback",
			.cra_priority		= 100,
			.cra_ctxsize		= sizeof(struct buffers),
			.cra_module		= THIS_MODULE,
		},
	},
};

static int __init torture_load(void)
{
	return crypto_register_acomps(torture_algs, ARRAY_SIZE(torture_algs));
}

static void __exit torture_unload(void)
{
	crypto_unregister_acomps(torture_algs, ARRAY_SIZE(torture_algs));
}

module_init(torture_load);
module_exit(torture_unload);
MODULE_DESCRIPTION("Asynchronous compression algorithm for tests of its users' lifetimes");
MODULE_LICENSE("GPL");
