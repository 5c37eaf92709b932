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
 *   release          w   does the operation that is kept and completes it;
 *                        ESTALE if its context was freed meanwhile
 *   fail_allocation  rw  N: the Nth context allocated from now on fails, once
 *   allocated        r   contexts allocated so far
 *   freed            r   contexts freed so far
 *   freed_in_flight  r   contexts freed while they had an operation in flight
 *   compressed       r   operations done
 *   decompressed     r   operations done
 *   served           r   per CPU: serial number of the context which served the
 *                        last operation submitted there, 0: none
 *
 * Newer kernels want a synchronous fallback of the same name beside each
 * asynchronous algorithm; there is one, which counts nothing.
 *
 * The coding is run lengths of 64-bit words. It keeps every bit, and what does
 * not get smaller is refused with ENOSPC.
 */
#include <linux/crypto.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <crypto/internal/acompress.h>
#include <crypto/scatterwalk.h>

#define PAGE_WORDS	(PAGE_SIZE / sizeof(u64))
#define SERVED_CPUS	64

/**
 * struct torture_context - what the algorithm keeps for one transform
 * @serial: counts from 1 in order of allocation
 * @plain:  the page as it is, while an operation works on it
 * @coded:  pairs of a count and a word
 */
struct torture_context {
	unsigned int serial;
	u64 *plain;
	u64 *coded;
};

enum direction { NONE, COMPRESS, DECOMPRESS };

static const char * const direction_names[] = {
	[NONE]		= "none",
	[COMPRESS]	= "compress",
	[DECOMPRESS]	= "decompress",
};

/* Protects everything below but the algorithm itself. */
static DEFINE_SPINLOCK(torture_lock);
static enum direction park;
static struct acomp_req *parked_request;
static struct torture_context *parked_context;
static enum direction parked_direction;
static unsigned int parked;
static unsigned int fail_allocation;
static unsigned int allocated;
static unsigned int freed;
static unsigned int freed_in_flight;
static unsigned int compressed;
static unsigned int decompressed;
static unsigned int served[SERVED_CPUS];

static int encode(struct torture_context *context, unsigned int words, unsigned int *coded_words)
{
	unsigned int in, out = 0;

	for (in = 0; in < words; in++) {
		if (in && context->coded[out - 1] == context->plain[in]) {
			context->coded[out - 2]++;
			continue;
		}
		if (out + 2 > PAGE_WORDS)
			return -ENOSPC;
		context->coded[out++] = 1;
		context->coded[out++] = context->plain[in];
	}
	*coded_words = out;
	return 0;
}

static int decode(struct torture_context *context, unsigned int coded_words, unsigned int *words)
{
	unsigned int in, out = 0;

	for (in = 0; in + 1 < coded_words; in += 2) {
		u64 count = context->coded[in];

		if (count > PAGE_WORDS - out)
			return -EINVAL;
		while (count--)
			context->plain[out++] = context->coded[in + 1];
	}
	*words = out;
	return 0;
}

static int do_compress(struct acomp_req *request, struct torture_context *context)
{
	unsigned int words;
	int error;

	if (request->slen > PAGE_SIZE || request->slen % sizeof(u64))
		return -EINVAL;

	scatterwalk_map_and_copy(context->plain, request->src, 0, request->slen, 0);
	error = encode(context, request->slen / sizeof(u64), &words);
	if (error)
		return error;
	if (words * sizeof(u64) > request->dlen)
		return -ENOSPC;
	request->dlen = words * sizeof(u64);
	scatterwalk_map_and_copy(context->coded, request->dst, 0, request->dlen, 1);
	return 0;
}

static int do_decompress(struct acomp_req *request, struct torture_context *context)
{
	unsigned int words;
	int error;

	if (request->slen > PAGE_SIZE || request->slen % (2 * sizeof(u64)))
		return -EINVAL;

	scatterwalk_map_and_copy(context->coded, request->src, 0, request->slen, 0);
	error = decode(context, request->slen / sizeof(u64), &words);
	if (error)
		return error;
	if (words * sizeof(u64) > request->dlen)
		return -ENOSPC;
	request->dlen = words * sizeof(u64);
	scatterwalk_map_and_copy(context->plain, request->dst, 0, request->dlen, 1);
	return 0;
}

static int operate(struct acomp_req *request, struct torture_context *context,
		   enum direction direction)
{
	if (direction == COMPRESS)
		return do_compress(request, context);
	return do_decompress(request, context);
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
	keep = park == direction && !parked;
	if (keep) {
		park = NONE;
		parked_request = request;
		parked_context = context;
		parked_direction = direction;
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

static void free_buffers(struct torture_context *context)
{
	kfree(context->coded);
	kfree(context->plain);
}

static int allocate_buffers(struct torture_context *context)
{
	context->plain = kmalloc(PAGE_SIZE, GFP_KERNEL);
	context->coded = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (context->plain && context->coded)
		return 0;
	free_buffers(context);
	return -ENOMEM;
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

	error = allocate_buffers(context);
	if (error)
		return error;
	error = note_allocation(context);
	if (error)
		free_buffers(context);
	return error;
}

static void torture_exit(struct crypto_acomp *tfm)
{
	struct torture_context *context = acomp_tfm_ctx(tfm);
	unsigned long flags;

	spin_lock_irqsave(&torture_lock, flags);
	freed++;
	if (parked && parked_context == context) {
		/* The request is as good as freed: it must not be touched again. */
		parked = 0;
		freed_in_flight++;
	}
	spin_unlock_irqrestore(&torture_lock, flags);
	free_buffers(context);
}

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

static int park_set(const char *value, const struct kernel_param *param)
{
	unsigned long flags;
	int direction;

	direction = sysfs_match_string(direction_names, value);
	if (direction < 0)
		return direction;

	spin_lock_irqsave(&torture_lock, flags);
	park = direction;
	spin_unlock_irqrestore(&torture_lock, flags);
	return 0;
}

/* Of no use here: a string that may be lost, see alloc-fail.c. */
static char *word;

static const struct kernel_param_ops park_ops = { .set = park_set };
static const struct kernel_param_ops release_ops = { .set = release_set };

module_param_cb(park, &park_ops, NULL, 0200);
MODULE_PARM_DESC(park, "Keep the next operation of this kind in flight: compress, decompress or none");
module_param_cb(release, &release_ops, NULL, 0200);
MODULE_PARM_DESC(release, "Complete the operation that is kept in flight");
module_param(parked, uint, 0444);
MODULE_PARM_DESC(parked, "1 while an operation is kept in flight");
module_param(fail_allocation, uint, 0644);
MODULE_PARM_DESC(fail_allocation, "Fail the Nth allocation of a context from now on");
module_param(allocated, uint, 0444);
MODULE_PARM_DESC(allocated, "Contexts allocated so far");
module_param(freed, uint, 0444);
MODULE_PARM_DESC(freed, "Contexts freed so far");
module_param(freed_in_flight, uint, 0444);
MODULE_PARM_DESC(freed_in_flight, "Contexts freed with an operation in flight");
module_param(compressed, uint, 0444);
MODULE_PARM_DESC(compressed, "Pages compressed so far");
module_param(decompressed, uint, 0444);
MODULE_PARM_DESC(decompressed, "Pages decompressed so far");
module_param(word, charp, 0644);
MODULE_PARM_DESC(word, "Any word: shows what becomes of a string that cannot be set");
module_param_array(served, uint, NULL, 0444);
MODULE_PARM_DESC(served, "Per CPU, serial number of the context last used there");

static int fallback_compress(struct acomp_req *request)
{
	return do_compress(request, acomp_tfm_ctx(crypto_acomp_reqtfm(request)));
}

static int fallback_decompress(struct acomp_req *request)
{
	return do_decompress(request, acomp_tfm_ctx(crypto_acomp_reqtfm(request)));
}

static int fallback_init(struct crypto_acomp *tfm)
{
	return allocate_buffers(acomp_tfm_ctx(tfm));
}

static void fallback_exit(struct crypto_acomp *tfm)
{
	free_buffers(acomp_tfm_ctx(tfm));
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
			.cra_ctxsize		= sizeof(struct torture_context),
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
