// SPDX-License-Identifier: GPL-2.0-only
/* Lists of warnings and what differs between two, see warnings.h */
#include "check/warnings.h"

#include "base/multiset.h"
#include "base/util.h"

static int compare(const void *a, const void *b)
{
	const struct warning *wa = a, *wb = b;
	int order = strcmp(wa->file, wb->file);

	if (!order)
		order = strcmp(wa->function, wb->function);
	return order ? order : strcmp(wa->message, wb->message);
}

static struct multiset as_multiset(const struct warnings *list)
{
	struct multiset set = { .nr = list->nr };

	set.v = xcalloc(set.nr + 1, sizeof(*set.v));
	for (size_t i = 0; i < set.nr; i++)
		set.v[i] = &list->v[i];
	return set;
}

static void add_copy(struct warnings *list, const struct warning *warning,
		     const char *name)
{
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = (struct warning) {
		.file = xstrdup(warning->file),
		.function = xstrdup(warning->function),
		.message = name ? xstrfmt("%s: %s", name, warning->message) :
				  xstrdup(warning->message),
		.line = warning->line,
	};
}

/* copies of what @after has more often, to @out unless it is NULL */
static size_t added_to(const struct warnings *before, const struct warnings *after,
		       struct warnings *out, const char *name)
{
	struct multiset old = as_multiset(before), new = as_multiset(after);
	bool *added = xcalloc(new.nr + 1, sizeof(*added));
	size_t nr = multiset_added(&old, &new, compare, added);

	for (size_t i = 0; out && i < after->nr; i++) {
		if (added[i])
			add_copy(out, &after->v[i], name);
	}
	free(added);
	free(old.v);
	free(new.v);
	return nr;
}

size_t warnings_diff(const struct warnings *before, const struct warnings *after,
		     struct warnings *added, struct warnings *removed,
		     const char *name)
{
	added_to(after, before, removed, name);
	return added_to(before, after, added, name);
}

void warnings_release(struct warnings *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		free(list->v[i].file);
		free(list->v[i].function);
		free(list->v[i].message);
	}
	free(list->v);
	*list = (struct warnings)WARNINGS_INIT;
}
