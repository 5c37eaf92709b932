/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one stage records in its result and another one reads there.
 */
#ifndef FERRY_FACTS_H
#define FERRY_FACTS_H

#include "data/result.h"

#define FACT_COMMIT	"id"		/* of fetch: the tree; of port: with the change */
#define FACT_VERSION	"version"	/* of fetch: the source's, or its commit */
#define FACT_SHA256	"sha256"	/* of fetch: of the archive */
#define FACT_KIND	"kind"		/* of fetch: where the source is from */
#define FACT_SHAPE	"id"		/* of shape */
#define FACT_EVIDENCE	"evidence"	/* of shape: what it was told by */
#define FACT_CLASS	"class"		/* of port: what it came to, enum port_class */
#define FACT_CARRIED	"carried"	/* of port, partly: the patches that the tree has */
#define FACT_REST	"rest"		/* of port, partly: the class of the other patches */
#define FACT_RULE	"rule"		/* of port: how the semantic one compares */
#define FACT_BEFORE	"turned-back"	/* of port, carried: the tree without the change */
#define FACT_FOUND	"found"		/* what is wrong with a change that can be judged further */
#define FACT_ADDED	"added"		/* of check: new warnings */
#define FACT_FAILED	"failed"	/* of boot: the tests that fail with the change */
#define FACT_EXPLORE	"explore"	/* of check: what the explorer says */

#define FACT_HISTORY	"history"	/* of port: where it looked for other commits */
#define FACT_FOLLOW_UPS	"follow-ups"	/* of port: commits there that fix or revert the series' */

#define FACT_TRUST	"trusted"	/* of any: a stranger's code ran without the sandbox */

/* How the guest's init begins of a test that comes after the one that broke the kernel. */
#define TEST_NOT_RUN "not run"

/* How FACT_EXPLORE begins where the explorer has looked and found nothing. */
#define EXPLORE_NOTHING	"nothing found"

/* What a port came to. */
enum port_class {
	CLASS_NONE,		/* nothing yet */
	CLASS_CARRIED,		/* the tree has the change */
	CLASS_PARTLY,		/* the tree has some patches of it, the rest is ported */
	CLASS_UNAFFECTED,	/* the tree never had the problem */
	CLASS_EXACT,		/* by patches, where they say */
	CLASS_OFFSET,		/* by patches, elsewhere */
	CLASS_FUZZ,		/* by patches, where lines around them are others */
	CLASS_3WAY,		/* by patches, merged */
	CLASS_MERGED,		/* by patches, item by item in C tokens */
	CLASS_SEMANTIC,		/* by semantic patch */
	CLASS_MUTANT,		/* spoilt on purpose */
	CLASS_REFUSED,
};

/**
 * port_class_name() - a class as FACT_CLASS has it
 * @class: the class
 *
 * Return: a constant string.
 */
const char *port_class_name(enum port_class class);

/**
 * port_class_of() - what a port came to
 * @result: result of the stage port
 *
 * Return: CLASS_NONE where it does not say.
 */
enum port_class port_class_of(const struct result *result);

/**
 * port_rest_of() - how what was ported was ported, also where that is a part
 * @result: result of the stage port
 *
 * Return: the class of the rest for CLASS_PARTLY, else what port_class_of() does.
 */
enum port_class port_rest_of(const struct result *result);

/**
 * result_goes_on() - whether what builds on it may follow
 * @result: result of a stage
 *
 * Return: true for PASS, for NA, and for what failed and can be judged further.
 */
bool result_goes_on(const struct result *result);

#endif
