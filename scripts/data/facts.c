// SPDX-License-Identifier: GPL-2.0-only
/* What one stage records and another one reads, see facts.h */
#include "data/facts.h"

#include "base/util.h"

static const char * const names[] = {
	[CLASS_NONE] = "unknown",
	[CLASS_CARRIED] = "carried",
	[CLASS_PARTLY] = "partly",
	[CLASS_UNAFFECTED] = "unaffected",
	[CLASS_EXACT] = "exact",
	[CLASS_OFFSET] = "offset",
	[CLASS_FUZZ] = "fuzz",
	[CLASS_3WAY] = "3way",
	[CLASS_MERGED] = "merged",
	[CLASS_SEMANTIC] = "semantic",
	[CLASS_MUTANT] = "mutant",
	[CLASS_REFUSED] = "refused",
};

const char *port_class_name(enum port_class class)
{
	return names[class];
}

static enum port_class class_in(const struct result *result, const char *fact)
{
	const char *name = result_get(result, fact);

	for (unsigned int i = CLASS_CARRIED; name && i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return i;
	return CLASS_NONE;
}

enum port_class port_class_of(const struct result *result)
{
	return class_in(result, FACT_CLASS);
}

enum port_class port_rest_of(const struct result *result)
{
	enum port_class class = port_class_of(result);

	return class == CLASS_PARTLY ? class_in(result, FACT_REST) : class;
}

bool result_goes_on(const struct result *result)
{
	return verdict_goes_on(result->verdict) ||
	       (result->verdict == VERDICT_FAIL && result_get(result, FACT_FOUND));
}
