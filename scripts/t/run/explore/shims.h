/* SPDX-License-Identifier: GPL-2.0-only */
/* What text.c asks for besides kernel.h: a device that works on a buffer until its turn ends. */
#include "kernel.h"

struct buffer {
	int in_flight, value;
};

struct buffer *buffer_get(int node);
void buffer_put(struct buffer *buffer);
void buffer_work(struct buffer *buffer);
