// SPDX-License-Identifier: GPL-2.0-only
/* Rule counts of a semantic patch, see hits.h */
#include "data/hits.h"

#include <limits.h>

void hits_release(struct hits *hits)
{
	for (size_t i = 0; i < hits->nr; i++)
		free(hits->v[i].rule);
	free(hits->v);
	*hits = (struct hits)HITS_INIT;
}

static struct hit *find(const struct hits *hits, const char *rule, size_t len)
{
	for (size_t i = 0; i < hits->nr; i++) {
		struct hit *hit = &hits->v[i];

		if (strlen(hit->rule) == len && !memcmp(hit->rule, rule, len))
			return hit;
	}
	return NULL;
}

void hits_add(struct hits *hits, const char *rule, size_t len)
{
	struct hit *hit = find(hits, rule, len);

	if (!hit) {
		hits->v = grow_array(hits->v, hits->nr, &hits->alloc,
				     sizeof(*hits->v));
		hit = &hits->v[hits->nr++];
		*hit = (struct hit){ .rule = xstrndup(rule, len) };
	}
	hit->count++;
}

unsigned long hits_count(const struct hits *hits, const char *rule)
{
	const struct hit *hit = find(hits, rule, strlen(rule));

	return hit ? hit->count : 0;
}

static bool parse_range(const char *text, unsigned long *min, unsigned long *max)
{
	const char *dash = strchr(text, '-');

	char *low __free(free_text) = xstrndup(text, strcspn(text, "-"));

	return !parse_ulong(low, INT_MAX, min) &&
	       !parse_ulong(dash ? dash + 1 : low, INT_MAX, max) && *min <= *max;
}

static void check_spec(const struct hits *hits, const char *spec,
		       struct strbuf *why)
{
	const char *equals = strchr(spec, '='), *comma = why->len ? ", " : "";
	unsigned long min = 0, max = 0, count = 0;
	const struct hit *hit;

	if (!equals || !parse_range(equals + 1, &min, &max)) {
		strbuf_addf(why, "%s'%s' is not RULE=COUNT or RULE=MIN-MAX", comma, spec);
		return;
	}
	hit = find(hits, spec, (size_t)(equals - spec));
	if (hit)
		count = hit->count;
	if (count < min || count > max)
		strbuf_addf(why, "%srule %.*s matched %lu times, not %s", comma,
			    (int)(equals - spec), spec, count, equals + 1);
}

static bool named(const char *rule, const char **specs, size_t nr)
{
	size_t len = strlen(rule);

	for (size_t i = 0; i < nr; i++)
		if (!strncmp(specs[i], rule, len) && specs[i][len] == '=')
			return true;
	return false;
}

bool hits_narrow(const struct hits *hits, const char **specs, size_t nr,
		 struct strbuf *why)
{
	size_t before = why->len;

	for (size_t i = 0; i < nr; i++)
		check_spec(hits, specs[i], why);
	return why->len == before;
}

bool hits_check(const struct hits *hits, const char **specs, size_t nr,
		struct strbuf *why)
{
	size_t before = why->len;

	if (!nr)
		strbuf_addstr(why, "nothing says how often each rule must match");
	hits_narrow(hits, specs, nr, why);
	for (size_t i = 0; i < hits->nr; i++)
		if (!named(hits->v[i].rule, specs, nr))
			strbuf_addf(why, "%srule %s matched %lu times and is not expected",
				    why->len ? ", " : "", hits->v[i].rule, hits->v[i].count);
	return why->len == before;
}

void hits_format(const struct hits *hits, struct strbuf *out)
{
	for (size_t i = 0; i < hits->nr; i++)
		strbuf_addf(out, "%s%s=%lu", i ? " " : "", hits->v[i].rule,
			    hits->v[i].count);
}
