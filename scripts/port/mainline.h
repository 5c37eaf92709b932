/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mainline as the judge of the port: a tree that has the change is turned back
 * into one that has not, by before.cocci, and ported again.  What comes out must
 * be the tree, comments aside, but for the functions that the series lists with
 * a reason ([judge] difference = FUNCTION: REASON).
 */
#ifndef FERRY_MAINLINE_H
#define FERRY_MAINLINE_H

#include "port/port.h"

/**
 * struct judgement - what came of it
 * @shape: the shape of the tree turned back, NULL when it was not reached
 * @compared: how many tokens were compared
 * @listed: the differences found that the series gives a reason for
 * @why: the reason when it failed
 *
 * Owns what it holds; begin with JUDGEMENT_INIT, end with judgement_release().
 */
struct judgement {
	char *shape;
	size_t compared;
	struct argv listed;
	struct strbuf why;
};

#define JUDGEMENT_INIT { .shape = NULL, .listed = ARGV_INIT, .why = STRBUF_INIT }

/**
 * judgement_release() - free what a judgement owns
 * @judgement: the judgement
 */
void judgement_release(struct judgement *judgement);

/**
 * mainline_turn_back() - a tree that has the change without it
 * @series: the series
 * @git: the store, with a temporary index
 * @base: the tree's commit
 * @text: the series' file there
 * @commit: gets the commit of the same tree with that file turned back
 * @why: gets the reason when there is none
 *
 * Return: 0, or -1 where before.cocci is not there, or does not turn the file into a
 * shape that can be ported.
 */
int mainline_turn_back(const struct series *series, const struct git *git, const char *base,
		       const struct strbuf *text, char commit[GIT_HEX], struct strbuf *why);

/**
 * judge_mainline() - let a tree that has the change judge the port
 * @series: the series
 * @text: the file of that tree
 * @shape: the shape that it must come to when it is turned back
 * @judgement: JUDGEMENT_INIT; gets the outcome
 *
 * Return: PORT_OK; PORT_REFUSED when the port differs in a way that is not
 * listed, or a listed difference is not there any more; PORT_BROKEN when a tool
 * failed.
 */
enum port_status judge_mainline(const struct series *series,
				const struct strbuf *text, const char *shape,
				struct judgement *judgement);

#endif
