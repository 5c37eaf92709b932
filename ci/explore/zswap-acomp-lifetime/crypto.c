// SPDX-License-Identifier: GPL-2.0-only
/* Compressors, as mm/zswap.c sees them; see shims.h */
#include "shims.h"

#undef memcpy
#undef memset
void *memcpy(void *to, const void *from, size_t size);
void *memset(void *to, int c, size_t size);

struct explore_mode explore_mode;

/* --- crypto ----------------------------------------------------------------------------------------- */

#define WAIT_MAGIC 0x77616974u
#define HEADER 64
#define SUM HEADER		/* of the page */
#define SIZE (HEADER + 4)	/* of what it was compressed to */
#define NAME (HEADER + 8)	/* of the compressor, its sum */

struct crypto_acomp {
	char name[32];
	int requests, in_flight;
};

/* an operation that the device has */
struct operation {
	struct acomp_req *req;
	struct scatterlist src[SG_MAX], dst;
	unsigned int slen, dlen;
	int compress, used;
};

#define MAX_OPERATIONS 8
static STATE struct operation operations[MAX_OPERATIONS];

void explore_sg_init(struct scatterlist *sg, unsigned int n)
{
	memory_check(sg, n * sizeof(*sg), "sg_init_table()");
	memset(sg, 0, n * sizeof(*sg));
	sg[n - 1].end = 1;
}

void explore_sg_set(struct scatterlist *sg, unsigned char *start, unsigned int size)
{
	memory_check(start, 1, "scatterlist");
	sg->start = start;
	sg->length = size;
}

void memcpy_from_sglist(void *to, struct scatterlist *sg, unsigned int offset, size_t size)
{
	explore_memcpy(to, sg->start + offset, size);
}

void memcpy_to_sglist(struct scatterlist *sg, unsigned int offset, const void *from, size_t size)
{
	explore_memcpy(sg->start + offset, from, size);
}

static void check_wait(struct crypto_wait *wait, const char *how)
{
	memory_check(wait, sizeof(*wait), how);
	if (wait->magic != WAIT_MAGIC)
		finding("%s: the completion was never initialised", how);
}

void crypto_init_wait(struct crypto_wait *wait)
{
	memory_check(wait, sizeof(*wait), "crypto_init_wait()");
	if (wait->magic == WAIT_MAGIC && wait->waits)
		finding("completion initialised while an operation waits for it");
	*wait = (struct crypto_wait){ .magic = WAIT_MAGIC };
}

void crypto_req_done(void *data, int err)
{
	struct crypto_wait *wait = data;

	check_wait(wait, "crypto_req_done()");
	wait->err = err;
	wait->done = 1;
}

static int wait_done(void *data)
{
	const struct crypto_wait *wait = data;

	return wait->done;
}

int crypto_wait_req(int err, struct crypto_wait *wait)
{
	if (err != -EINPROGRESS && err != -EBUSY)
		return err;
	may_sleep("waiting for the compressor");
	operation_waits();
	check_wait(wait, "crypto_wait_req()");
	wait->waits++;
	point();
	wait_until(wait_done, wait, "its operation", NULL);
	check_wait(wait, "crypto_wait_req()");
	wait->waits--;
	wait->done = 0;
	return wait->err;
}

int crypto_has_acomp(const char *name, u32 type, u32 mask)
{
	(void)type;
	(void)mask;
	return !strcmp(name, "lzo") || !strcmp(name, "zstd") || !strcmp(name, "lz4");
}

static void check_tfm(struct crypto_acomp *tfm, const char *how)
{
	memory_check(tfm, sizeof(*tfm), how);
}

/* As in scomp, which allocates and frees what all share under one mutex. */
#define SCOMP "the compressors' mutex"

struct crypto_acomp *explore_alloc_acomp(const char *name, int node)
{
	struct crypto_acomp *tfm;

	may_sleep("crypto_alloc_acomp()");
	if (in_hotplug_callback() && node != cpu_to_node(in_hotplug_callback() - 1))
		finding("the transform for CPU %d is allocated on another node",
			in_hotplug_callback() - 1);
	order_enter(SCOMP);
	if (allocation(GFP_KERNEL, "transform")) {
		order_leave(SCOMP);
		return ERR_PTR(-ENOMEM);
	}
	order_leave(SCOMP);
	point();
	tfm = memory_get(sizeof(*tfm), KIND_MEMORY, "transform");
	memset(tfm, 0, sizeof(*tfm));
	snprintf(tfm->name, sizeof(tfm->name), "%s", name);
	return tfm;
}

void crypto_free_acomp(struct crypto_acomp *tfm)
{
	if (IS_ERR_OR_NULL(tfm))
		return;
	may_sleep("crypto_free_acomp()");
	check_tfm(tfm, "crypto_free_acomp()");
	if (tfm->in_flight)
		finding("transform freed in flight: an operation still uses it");
	if (tfm->requests)
		finding("transform freed before its request");
	order_enter(SCOMP);
	order_leave(SCOMP);
	memory_put(tfm, "transform", "crypto_free_acomp()");
}

struct acomp_req *acomp_request_alloc(struct crypto_acomp *tfm)
{
	struct acomp_req *req;

	check_tfm(tfm, "acomp_request_alloc()");
	if (allocation(GFP_KERNEL, "request"))
		return NULL;
	req = memory_get(sizeof(*req), KIND_MEMORY, "request");
	memset(req, 0, sizeof(*req));
	req->tfm = tfm;
	req->context = memory_get(64, KIND_OTHER, "working memory of a request");
	tfm->requests++;
	return req;
}

static void check_req(struct acomp_req *req, const char *how)
{
	memory_check(req, sizeof(*req), how);
	check_tfm(req->tfm, how);
}

static int in_flight(const struct acomp_req *req)
{
	for (int i = 0; i < MAX_OPERATIONS; i++)
		if (operations[i].used && operations[i].req == req)
			return 1;
	return 0;
}

void acomp_request_free(struct acomp_req *req)
{
	check_req(req, "acomp_request_free()");
	if (in_flight(req))
		finding("request freed in flight: an operation still uses it");
	req->tfm->requests--;
	memory_put(req->context, NULL, "acomp_request_free()");
	memory_put(req, "request", "acomp_request_free()");
}

void explore_request_callback(struct acomp_req *req, u32 flags, explore_complete complete,
			      void *data)
{
	check_req(req, "acomp_request_set_callback()");
	if (in_flight(req))
		finding("request given another callback while it is in flight");
	req->flags = flags;
	req->complete = complete;
	req->data = data;
}

void acomp_request_set_params(struct acomp_req *req, struct scatterlist *src,
			      struct scatterlist *dst, unsigned int slen, unsigned int dlen)
{
	check_req(req, "acomp_request_set_params()");
	if (in_flight(req))
		finding("request used by two operations at once");
	req->src = src;
	req->dst = dst;
	req->slen = slen;
	req->dlen = dlen;
}

bool acomp_is_async(struct crypto_acomp *tfm)
{
	check_tfm(tfm, "acomp_is_async()");
	return !explore_mode.synchronous;
}

static unsigned int sum_of(const unsigned char *at, size_t size)
{
	unsigned int sum = 1;

	while (size--)
		sum = sum * 31 + *at++;
	return sum;
}

static unsigned int name_of(const struct operation *operation)
{
	const char *name = operation->req->tfm->name;

	return sum_of((const unsigned char *)name, strlen(name));
}

/* A page is what it begins with; it is repeated. */
static int compress(struct operation *operation)
{
	const struct scatterlist *src = &operation->src[0], *dst = &operation->dst;
	unsigned int size = explore_mode.incompressible ? (unsigned int)PAGE_SIZE : HEADER * 2;

	if (operation->slen != PAGE_SIZE)
		finding("the compressor is given %u bytes for a page", operation->slen);
	memory_check(src->start, operation->slen, "the compressor reads");
	memory_check(dst->start, dst->length, "the compressor writes all that it was told of");
	memset(dst->start, 0xaa, dst->length);
	if (operation->dlen < size)
		return -ENOSPC;
	memcpy(dst->start, src->start, HEADER);
	*(unsigned int *)(dst->start + SUM) = sum_of(src->start, HEADER);
	*(unsigned int *)(dst->start + SIZE) = size;
	*(unsigned int *)(dst->start + NAME) = name_of(operation);
	operation->dlen = size;
	return fails("compression") ? -EINVAL : 0;
}

static int decompress(struct operation *operation)
{
	const struct scatterlist *src = &operation->src[0], *dst = &operation->dst;

	memory_check(src->start, operation->slen, "the compressor reads");
	memory_check(dst->start, dst->length, "the compressor writes all that it was told of");
	if (operation->slen < 2 * HEADER || dst->length < PAGE_SIZE ||
	    *(unsigned int *)(src->start + SUM) != sum_of(src->start, HEADER))
		finding("wrong data: the compressor is given what was never compressed");
	if (*(unsigned int *)(src->start + SIZE) != operation->slen)
		finding("wrong length: %u bytes to decompress of a page that came to %u",
			operation->slen, *(unsigned int *)(src->start + SIZE));
	if (*(unsigned int *)(src->start + NAME) != name_of(operation))
		finding("wrong data: the transform is not the one that compressed the page");
	if (fails("decompression")) {
		tolerate();
		return -EINVAL;
	}
	for (size_t i = 0; i < PAGE_SIZE; i += HEADER)
		memcpy(dst->start + i, src->start, HEADER);
	operation->dlen = PAGE_SIZE;
	return 0;
}

static int perform(struct operation *operation)
{
	struct acomp_req *req = operation->req;
	int ret;

	check_req(req, "operation of the compressor");
	memory_check(req->context, 64, "operation of the compressor");
	ret = operation->compress ? compress(operation) : decompress(operation);
	req->dlen = operation->dlen;
	req->tfm->in_flight--;
	operation->used = 0;
	return ret;
}

static int submit(struct acomp_req *req, int is_compress)
{
	struct operation *operation = NULL;

	check_req(req, "request");
	if (in_flight(req))
		finding("request used by two operations at once");
	if (!req->src || !req->dst)
		finding("request without parameters");
	for (int i = 0; i < MAX_OPERATIONS && !operation; i++)
		if (!operations[i].used)
			operation = &operations[i];
	if (!operation)
		unknown("more operations than the explorer knows of");
	memory_check(req->src, sizeof(*req->src), "request");
	memory_check(req->dst, sizeof(*req->dst), "request");
	*operation = (struct operation){ .req = req, .src[0] = *req->src, .dst = *req->dst,
					 .slen = req->slen, .dlen = req->dlen,
					 .compress = is_compress, .used = 1 };
	req->tfm->in_flight++;
	if (explore_mode.synchronous)
		return perform(operation);
	if (!req->complete)
		finding("asynchronous request without a callback");
	return -EINPROGRESS;
}

int crypto_acomp_compress(struct acomp_req *req)
{
	return submit(req, 1);
}

int crypto_acomp_decompress(struct acomp_req *req)
{
	return submit(req, 0);
}

static int nr_in_flight(void)
{
	int nr = 0;

	for (int i = 0; i < MAX_OPERATIONS; i++)
		nr += operations[i].used;
	return nr;
}

int explore_decompresses(void)
{
	for (int i = 0; i < MAX_OPERATIONS; i++)
		if (operations[i].used && !operations[i].compress)
			return 1;
	return 0;
}

static int any_in_flight(void *data)
{
	(void)data;
	return nr_in_flight();
}

/* The device: what is asked of it is done when its turn comes. */
void explore_device(long argument)
{
	(void)argument;
	for (;;) {
		wait_until(any_in_flight, NULL, "something to do", NULL);
		for (int i = 0; i < MAX_OPERATIONS; i++) {
			struct acomp_req *req = operations[i].req;
			int ret;

			if (!operations[i].used)
				continue;
			ret = perform(&operations[i]);
			req->complete(req->data, ret);
			break;
		}
		point();
	}
}
