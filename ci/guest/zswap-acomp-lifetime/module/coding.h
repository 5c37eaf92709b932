/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The coding: run lengths of 64-bit words, as pairs of a count and a word. It keeps
 * every bit, and refuses with ENOSPC what does not get smaller.
 */
#ifndef FERRY_CODING_H
#define FERRY_CODING_H

#include <linux/types.h>

struct acomp_req;

/**
 * struct buffers - what one operation at a time works in
 * @plain: the page as it is
 * @coded: the page as pairs
 */
struct buffers {
	u64 *plain;
	u64 *coded;
};

/** buffers_allocate() - 0 or -ENOMEM, with nothing allocated */
int buffers_allocate(struct buffers *buffers);
void buffers_free(struct buffers *buffers);
/** code() - do what @request asks for, a compression; 0 or a negative error */
int code(struct acomp_req *request, struct buffers *buffers);
/** decode() - the same for a decompression */
int decode(struct acomp_req *request, struct buffers *buffers);

#endif
