/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three ways to the tree of a port, which must give the same: b4 and git am on
 * its mailbox, quilt on the branch's own patches, spatch on the source.
 *
 * Everything happens in a folder of its own; the store is only read, but for
 * objects that no ref names.
 */
#ifndef FERRY_WAYS_H
#define FERRY_WAYS_H

#include "data/series.h"
#include "base/strbuf.h"
#include "data/expect.h"

struct git;

enum way {
	WAY_B4,
	WAY_QUILT,
	WAY_SPATCH,
	WAY_NR,
};

extern const char * const way_name[WAY_NR];

/**
 * enum way_end - where a way led
 * @WAY_SAME: to the same tree
 * @WAY_TOKENS: to the same C tokens, in another layout
 * @WAY_DIFFERS: elsewhere, or it ended half way
 * @WAY_SKIPPED: it was not gone: a precondition that the words name is missing
 * @WAY_BROKEN: a tool failed; nothing is known
 */
enum way_end {
	WAY_SAME,
	WAY_TOKENS,
	WAY_DIFFERS,
	WAY_SKIPPED,
	WAY_BROKEN,
};

/**
 * struct ways - from where to where
 * @git: the store
 * @series: the series
 * @expect: what is expected of the series on the target
 * @base: the commit that the port begins from
 * @tip: the port
 * @shape: shape of the tree
 * @curated: whether the target's own patches apply as they stand; otherwise
 *	quilt gets those of the mailbox
 * @semantic: whether the semantic patch is asked
 * @checked: whether the target's own rule counts hold for this source
 */
struct ways {
	const struct git *git;
	const struct series *series;
	const struct expect *expect;
	const char *base;
	const char *tip;
	const char *shape;
	bool curated;
	bool semantic;
	bool checked;
};

/**
 * way_go() - go one way
 * @ways: from where to where
 * @way: which one
 * @words: gets the reason for any end but WAY_SAME and WAY_TOKENS
 *
 * Return: where it led.
 */
enum way_end way_go(const struct ways *ways, enum way way, struct strbuf *words);

/**
 * ways_describe() - the ends of all ways in a line
 * @ends: where each led
 * @skipped: for each, the reason when it was skipped
 * @out: gets for example "b4 = quilt = spatch (same tokens)"
 */
void ways_describe(const enum way_end ends[WAY_NR],
		   const struct strbuf skipped[WAY_NR], struct strbuf *out);

/**
 * way_tool() - whether the tool of a way is there
 * @way: the way
 *
 * Return: true when its program is on PATH.
 */
bool way_tool(enum way way);

#endif
