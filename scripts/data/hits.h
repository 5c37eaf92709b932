/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often each rule of a semantic patch matched, against how often it must.
 * A struct hits owns its strings; begin with HITS_INIT, end with hits_release().
 */
#ifndef FERRY_HITS_H
#define FERRY_HITS_H

#include "base/strbuf.h"

/**
 * struct hit - one rule
 * @rule: its name
 * @count: how often it matched
 */
struct hit {
	char *rule;
	unsigned long count;
};

struct hits {
	struct hit *v;
	size_t nr;
	size_t alloc;
};

#define HITS_INIT { .v = NULL, .nr = 0, .alloc = 0 }

/**
 * hits_release() - free everything; empty and usable again
 * @hits: the hits
 */
void hits_release(struct hits *hits);

/**
 * hits_add() - count one match
 * @hits: the hits
 * @rule: name of the rule, @len bytes
 * @len: length of the name
 */
void hits_add(struct hits *hits, const char *rule, size_t len);

/**
 * hits_check() - compare with what must be
 * @hits: what matched
 * @specs: RULE=N or RULE=MIN-MAX, each rule once; a rule that is not named must
 *         not match at all
 * @nr: how many specs
 * @why: gets what differs, in words, rule by rule
 *
 * Return: whether all counts are as they must be.  No spec at all is a
 * difference: a port without an expectation proves nothing.
 */
bool hits_check(const struct hits *hits, const char **specs, size_t nr,
		struct strbuf *why);

/**
 * hits_narrow() - compare some of the counts
 * @hits: what matched
 * @specs: RULE=N or RULE=MIN-MAX
 * @nr: how many specs
 * @why: gets what differs, in words, rule by rule
 *
 * Return: whether the counts that are named are as they must be.
 */
bool hits_narrow(const struct hits *hits, const char **specs, size_t nr,
		 struct strbuf *why);

/**
 * hits_count() - how often a rule matched
 * @hits: what matched
 * @rule: name of the rule
 */
unsigned long hits_count(const struct hits *hits, const char *rule);

/**
 * hits_format() - "RULE=N RULE=N ..."
 * @hits: what matched
 * @out: gets the words
 */
void hits_format(const struct hits *hits, struct strbuf *out);

#endif
