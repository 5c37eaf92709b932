// SPDX-License-Identifier: GPL-2.0-only
/* Lists of warnings and what differs between two, see warnings.h */
#include "check/warnings.h"

#include "base/util.h"

static int compare(const void *a, const void *b)
{
	const struct warning *wa = a, *wb = b;
	int order = strcmp(wa->file, wb->file);

	if (!order)
		order = strcmp(wa->function, wb->function);
	return order ? order : strcmp(wa->message, wb->message);
}

/* The same warnings in the order of the list, so that the last ones are the added ones. */
static int compare_pointers(const void *a, const void *b)
{
	const struct warning *wa = *(const struct warning *const *)a;
	const struct warning *wb = *(const struct warning *const *)b;
	int order = compare(wa, wb);

	return order ? order : (wa > wb) - (wa < wb);
}

static const struct warning **sorted(const struct warnings *list)
{
	const struct warning **v = xcalloc(list->nr + 1, sizeof(*v));

	for (size_t i = 0; i < list->nr; i++)
		v[i] = &list->v[i];
	qsort(v, list->nr, sizeof(*v), compare_pointers);
	return v;
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
	const struct warning **old = sorted(before), **new = sorted(after);
	bool *added = xcalloc(after->nr + 1, sizeof(*added));
	size_t nr = 0, o = 0;

	/* each takes one of the old that is the same */
	for (size_t n = 0; n < after->nr; n++) {
		while (o < before->nr && compare(old[o], new[n]) < 0)
			o++;
		if (o < before->nr && !compare(old[o], new[n])) {
			o++;
			continue;
		}
		added[new[n] - after->v] = true;
		nr++;
	}
	for (size_t i = 0; out && i < after->nr; i++) {
		if (added[i])
			add_copy(out, &after->v[i], name);
	}
	free(added);
	free(old);
	free(new);
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
