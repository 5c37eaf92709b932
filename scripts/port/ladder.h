/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way from a tree's shape to its port: nothing to do, by patches, by semantic
 * patch, by both if they agree.
 */
#ifndef FERRY_LADDER_H
#define FERRY_LADDER_H

#include "port/port.h"

/**
 * struct patch_set - the patches of one target
 * @target: whose they are
 * @patches: the patch files in order
 */
struct patch_set {
	char *target;
	struct argv patches;
};

/**
 * struct ladder - what is to be ported, and how
 * @series: the series
 * @git: the store, with a temporary index; NULL for a file that is in no tree
 * @base: the commit to begin from, where there is @git
 * @before: the series' file; may be empty for a series without semantic patches
 * @shape: the shape
 * @evidence: what told it
 * @method: a method of --method
 * @sets: patches to try
 * @nr: how many sets
 * @of_others: the tree is none of the sets' targets: the set that fits best is
 *	taken, if one does
 * @hits: RULE=COUNT that narrow what the series asks for
 * @nr_hits: how many
 * @never: why the series must not be ported there, NULL if it may be or info says why
 * @layout: file for the differences in layout of the two ports, which must be
 *	none; NULL if only tokens count
 * @mutant: a patch that spoils the port by patches, or NULL
 */
struct ladder {
	const struct series *series;
	const struct git *git;
	const char *base;
	const struct strbuf *before;
	const char *shape;
	const char *evidence;
	const char *method;
	const struct patch_set *sets;
	size_t nr;
	bool of_others;
	const char **hits;
	size_t nr_hits;
	const char *never;
	const char *layout;
	const char *mutant;
};

/**
 * struct ladder_end - where it led
 * @class: what the port came to
 * @commit: the port, where there is a git: the base when nothing was to be done
 * @carried: names of the patches that the tree has, of CLASS_PARTLY
 * @rest: the class of the others
 * @text: the series' file with the change, empty when nothing was to be done
 * @target: whose patches they are, owned by the sets; NULL if by semantic patch
 * @rule: how the semantic patch compares: FACT_RULE, NULL when that is not known
 * @hits: the rules that matched, NULL when the semantic patch was not tried
 * @compared: how many tokens of the two ports are equal, where there are two
 * @two: both ways led to a port
 * @without: why it is not by patches, when it is by semantic patch
 * @passed_over: there were some
 * @refused: the patch that was refused for its text, owned by the sets; NULL for none
 * @at: the commit that it was to be applied to
 * @why: the reason when it was refused, failed or is broken
 *
 * Begin with LADDER_END_INIT, end with ladder_end_release().
 */
struct ladder_end {
	enum port_class class;
	char commit[GIT_HEX];
	struct argv carried;
	enum port_class rest;
	struct strbuf text;
	const char *target;
	const char *rule;
	char *hits;
	size_t compared;
	bool two;
	struct strbuf without;
	bool passed_over;
	const char *refused;
	char at[GIT_HEX];
	struct strbuf why;
};

#define LADDER_END_INIT { .carried = ARGV_INIT, .text = STRBUF_INIT, .without = STRBUF_INIT, \
			  .why = STRBUF_INIT }

/**
 * port_forbidden() - whether a series must not be ported
 * @series: the series, whose info may say so
 * @never: what is said of the target, or NULL
 * @why: gets the reason
 */
bool port_forbidden(const struct series *series, const char *never, struct strbuf *why);

/**
 * ladder_climb() - port
 * @ladder: what and how
 * @end: LADDER_END_INIT; gets the outcome
 *
 * Return: how it ended.  What is refused has the class CLASS_REFUSED, but for a mutant
 * and for a tree that carries the change in a wrong form: these have their own class,
 * and a commit that can be built.
 */
enum port_status ladder_climb(const struct ladder *ladder, struct ladder_end *end);

/**
 * port_can_be_judged() - whether what is refused can be built and booted all the same
 * @class: its class
 */
bool port_can_be_judged(enum port_class class);

/**
 * ladder_end_release() - free what an outcome owns
 * @end: the outcome
 */
void ladder_end_release(struct ladder_end *end);

#endif
