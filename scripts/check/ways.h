/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three ways to the tree of a port, which must give the same: b4 and git am on its
 * mailbox, quilt on the branch's own patches, and spatch, which the port stage has
 * asked already.
 */
#ifndef FERRY_WAYS_H
#define FERRY_WAYS_H

#include "stage/stage.h"

enum way {
	WAY_B4,
	WAY_QUILT,
	WAY_SPATCH,
	WAY_NR,
};

extern const char * const way_name[WAY_NR];

/**
 * enum way_status - where a way led
 * @WAY_SAME: to the same tree
 * @WAY_TOKENS: to the same C tokens, in another layout
 * @WAY_NONE: the port was made by it: nothing to compare
 * @WAY_DIFFERS: elsewhere, or it ended half way
 * @WAY_SKIPPED: it was left out: the reason names what is missing
 * @WAY_BROKEN: a tool failed; nothing is known
 */
enum way_status {
	WAY_SAME,
	WAY_TOKENS,
	WAY_NONE,
	WAY_DIFFERS,
	WAY_SKIPPED,
	WAY_BROKEN,
};

/**
 * struct way_end - what became of a way
 * @status: where it led
 * @reason: why, for any status but WAY_SAME and WAY_TOKENS
 */
struct way_end {
	enum way_status status;
	struct strbuf reason;
};

/**
 * ways_inputs() - what the outcome depends on
 * @stage: the stage at work
 * @digest: gets it
 *
 * A way that was left out is gone once its tool is there.
 *
 * Return: 0, or -errno.
 */
int ways_inputs(const struct stage *stage, struct digest *digest);

/**
 * ways_go() - go all of them
 * @stage: the stage at work; gets the facts "ways" and "quilt-patches"
 *
 * Return: how many were left out, or -1 when the stage was given the verdict FAIL
 * or BROKEN.
 */
int ways_go(struct stage *stage);

/**
 * ways_describe() - the ends of all ways in a line
 * @ends: what became of each
 * @out: gets for example "b4 = quilt = spatch (same tokens)"
 */
void ways_describe(const struct way_end ends[WAY_NR], struct strbuf *out);

/**
 * way_by_rule() - where spatch led, by what the port stage found
 * @rule: its fact "rule"
 * @end: gets what became of it
 */
void way_by_rule(const char *rule, struct way_end *end);

/**
 * way_tool() - whether the tool of a way is there
 * @way: the way
 *
 * Return: true when its program is on PATH.
 */
bool way_tool(enum way way);

#endif
