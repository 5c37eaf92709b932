// SPDX-License-Identifier: GPL-2.0-only
/* a source with faults: its complaints are in ../gcc.txt and the others */
#include "probe.h"
#define DEFINE_THING(x) static int thing_##x
#define __away __attribute__((noderef, address_space(3)))
DEFINE_THING(one);
int probe(int *p);
int take(int __away *p);

int probe(int *p)
{
	int v;
	char *q = p;

	if (*p = 3)
		v = shout(*q);
	return v;
}

static int lonely(void)
{
	return shout(2);
}

int missing_prototype(int *p)
{
	take(p);
	return undeclared;
}
