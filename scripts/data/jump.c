// SPDX-License-Identifier: GPL-2.0-only
/* Labels and what goes to them, see jump.h */
#include "data/jump.h"

#include "base/util.h"

void jumps_add(struct jumps *jumps, struct jump jump)
{
	jumps->v = grow_array(jumps->v, jumps->nr, &jumps->alloc, sizeof(*jumps->v));
	jumps->v[jumps->nr++] = jump;
}

bool jumps_named(const struct jumps *jumps, const struct ctoken *name)
{
	for (size_t i = 0; i < jumps->nr; i++)
		if (ctoken_same(jumps->v[i].name, name))
			return true;
	return false;
}

bool jump_covered(const struct jump *jump, const struct jumps *others, size_t *nr)
{
	struct when *when = xcalloc(others->nr + 1, sizeof(*when));
	bool covered;

	*nr = 0;
	for (size_t i = 0; i < others->nr; i++)
		if (ctoken_same(others->v[i].name, jump->name))
			when[(*nr)++] = others->v[i].when;
	covered = when_covered(jump->when, when, *nr);
	free(when);
	return covered;
}
