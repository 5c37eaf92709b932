/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The explorer: a file's own text is compiled against shims and run in user space, with
 * each thing that can fail failing once and with every schedule of its actors up to a
 * bound. ci/explore/ is its engine, ci/explore/SERIES/ what it knows of a series.
 *
 * The text is a stranger's: compiler and program run in a sandbox that has no network, one
 * folder to write to, and limits.
 */
#ifndef FERRY_EXPLORE_H
#define FERRY_EXPLORE_H

#include "base/digest.h"
#include "data/series.h"

/* how many times the scheduler passes over who is next, unless somebody says otherwise */
#define EXPLORE_BOUND 2

/**
 * enum explored - what came of it
 * @EXPLORED_RIGHT: nothing was found
 * @EXPLORED_WRONG: something was
 * @EXPLORED_UNKNOWN: not a form that the shims know
 * @EXPLORED_BAD_WORD: the word to replay is none
 * @EXPLORED_BROKEN: a tool failed, or there is none
 * @EXPLORED_NOTHING: the series has no explorer
 */
enum explored {
	EXPLORED_RIGHT,
	EXPLORED_WRONG,
	EXPLORED_UNKNOWN,
	EXPLORED_BAD_WORD,
	EXPLORED_BROKEN,
	EXPLORED_NOTHING,
};

/**
 * struct explore - what to look at, and how
 * @root: top folder of the project
 * @series: the series
 * @text: the file that the series changes
 * @bound: how many delays a schedule has at most
 * @replay: the word of the only execution wanted, or NULL for all
 */
struct explore {
	const char *root;
	const struct series *series;
	const struct strbuf *text;
	unsigned long bound;
	const char *replay;
};

/**
 * explore_text() - run a file's text
 * @explore: what and how
 * @words: gets what came of it: "nothing found in ...", the findings, each with its
 *	function, line and the word that replays it, one a line, or what is missing
 *
 * Return: what came of it.
 */
enum explored explore_text(const struct explore *explore, struct strbuf *words);

/**
 * explore_inputs() - what the result depends on besides the text
 * @root: top folder of the project
 * @digest: gets it
 *
 * Return: 0 or -errno.
 */
int explore_inputs(const char *root, struct digest *digest);

#endif
