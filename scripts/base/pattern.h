/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Regular expressions that the program itself has: a table of them says what is taken
 * off a text, so that two texts can be compared.
 */
#ifndef FERRY_PATTERN_H
#define FERRY_PATTERN_H

#include <regex.h>

#include "base/argv.h"
#include "base/strbuf.h"

/**
 * struct pattern - a regular expression, compiled when it is used first
 * @text: POSIX extended, with at least one group where it is used by pattern_replace()
 * @with: what pattern_replace() puts where it matched
 * @regex: the compiled form, kept until the program ends
 * @ready: whether it is there
 */
struct pattern {
	const char *text;
	const char *with;
	regex_t regex;
	bool ready;
};

/**
 * pattern_find() - where a pattern matches first
 * @pattern: the pattern
 * @text: where to look
 * @start: set to the offset of the match, in bytes
 *
 * Return: the length of the match, 0 for none.
 */
size_t pattern_find(struct pattern *pattern, const char *text, size_t *start);

/**
 * pattern_groups() - what the groups of a pattern match
 * @pattern: the pattern, of nine groups at most
 * @text: where to look
 * @groups: gets what each group matches, "" for one that takes no part
 *
 * Return: whether it matches.
 */
bool pattern_groups(struct pattern *pattern, const char *text, struct argv *groups);

/**
 * pattern_replace() - replace what patterns match, one pattern after the other
 * @text: changed in place; of each match the first group stays, and the rest of it
 *        becomes the pattern's @with
 * @patterns: the patterns
 * @nr: how many
 */
void pattern_replace(struct strbuf *text, struct pattern *patterns, size_t nr);

#endif
