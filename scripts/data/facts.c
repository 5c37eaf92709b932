// SPDX-License-Identifier: GPL-2.0-only
/* What one stage records and another one reads, see facts.h */
#include "data/facts.h"

#include "base/util.h"

static const char * const names[] = {
	[CLASS_NONE] = "unknown",
	[CLASS_CARRIED] = "carried",
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

enum port_class port_class_of(const struct result *result)
{
	const char *name = result_get(result, FACT_CLASS);

	for (unsigned int i = CLASS_CARRIED; name && i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return i;
	return CLASS_NONE;
}

bool result_goes_on(const struct result *result)
{
	return verdict_goes_on(result->verdict) ||
	       (result->verdict == VERDICT_FAIL && result_get(result, FACT_FOUND));
}
