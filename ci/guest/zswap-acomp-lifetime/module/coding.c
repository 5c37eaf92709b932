// SPDX-License-Identifier: GPL-2.0-only
/* Run lengths of words, see coding.h */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <crypto/internal/acompress.h>
#include <crypto/scatterwalk.h>

#include "coding.h"

#define PAGE_WORDS	(PAGE_SIZE / sizeof(u64))

int buffers_allocate(struct buffers *buffers)
{
	buffers->plain = kmalloc(PAGE_SIZE, GFP_KERNEL);
	buffers->coded = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (buffers->plain && buffers->coded)
		return 0;
	buffers_free(buffers);
	return -ENOMEM;
}

void buffers_free(struct buffers *buffers)
{
	kfree(buffers->coded);
	kfree(buffers->plain);
}

/* Return: how many words were made, or -ENOSPC. */
static int make_pairs(const u64 *plain, unsigned int words, u64 *coded)
{
	unsigned int in, out = 0;

	for (in = 0; in < words; in++) {
		if (in && coded[out - 1] == plain[in]) {
			coded[out - 2]++;
			continue;
		}
		if (out + 2 > PAGE_WORDS)
			return -ENOSPC;
		coded[out++] = 1;
		coded[out++] = plain[in];
	}
	return out;
}

/* Return: how many words were made, or -EINVAL. */
static int unfold_pairs(const u64 *coded, unsigned int words, u64 *plain)
{
	unsigned int in, out = 0;

	for (in = 0; in + 1 < words; in += 2) {
		u64 count = coded[in];

		if (count > PAGE_WORDS - out)
			return -EINVAL;
		while (count--)
			plain[out++] = coded[in + 1];
	}
	return out;
}

/* Copies the result out. */
static int answer(struct acomp_req *request, u64 *result, int words)
{
	if (words < 0)
		return words;
	if (words * sizeof(u64) > request->dlen)
		return -ENOSPC;
	request->dlen = words * sizeof(u64);
	scatterwalk_map_and_copy(result, request->dst, 0, request->dlen, 1);
	return 0;
}

int code(struct acomp_req *request, struct buffers *buffers)
{
	unsigned int words = request->slen / sizeof(u64);

	if (request->slen > PAGE_SIZE || request->slen % sizeof(u64))
		return -EINVAL;
	scatterwalk_map_and_copy(buffers->plain, request->src, 0, request->slen, 0);
	return answer(request, buffers->coded,
		      make_pairs(buffers->plain, words, buffers->coded));
}

int decode(struct acomp_req *request, struct buffers *buffers)
{
	unsigned int words = request->slen / sizeof(u64);

	if (request->slen > PAGE_SIZE || request->slen % (2 * sizeof(u64)))
		return -EINVAL;
	scatterwalk_map_and_copy(buffers->coded, request->src, 0, request->slen, 0);
	return answer(request, buffers->plain,
		      unfold_pairs(buffers->coded, words, buffers->plain));
}
