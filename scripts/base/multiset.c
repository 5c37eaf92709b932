// SPDX-License-Identifier: GPL-2.0-only
/* comparison of two lists as multisets */
#include "base/multiset.h"

#include "base/util.h"

struct entry {
	const void *element;
	size_t index;
	int (*compare)(const void *a, const void *b);
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *ea = a, *eb = b;
	int order = ea->compare(ea->element, eb->element);

	if (order)
		return order;
	return ea->index < eb->index ? -1 : ea->index > eb->index;
}

static struct entry *sorted(const struct multiset *set,
			    int (*compare)(const void *a, const void *b))
{
	struct entry *entries = xcalloc(set->nr + 1, sizeof(*entries));

	for (size_t i = 0; i < set->nr; i++)
		entries[i] = (struct entry) { set->v[i], i, compare };
	qsort(entries, set->nr, sizeof(*entries), compare_entries);
	return entries;
}

size_t multiset_added(const struct multiset *before, const struct multiset *after,
		      int (*compare)(const void *a, const void *b), bool *added)
{
	struct entry *old = sorted(before, compare);
	struct entry *new = sorted(after, compare);
	size_t nr = 0, o = 0;

	/* equal elements are in the order of the list: each takes one of the old */
	for (size_t n = 0; n < after->nr; n++) {
		while (o < before->nr && compare(old[o].element, new[n].element) < 0)
			o++;
		if (o < before->nr && !compare(old[o].element, new[n].element)) {
			o++;
			added[new[n].index] = false;
		} else {
			added[new[n].index] = true;
			nr++;
		}
	}
	free(old);
	free(new);
	return nr;
}
