/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the check of one target is about: the files that the port changes, the tree
 * that they stand in, and what is said of them with the change and not without.
 */
#ifndef FERRY_CHECK_H
#define FERRY_CHECK_H

#include "check/warnings.h"
#include "data/requirements.h"
#include "stage/sides.h"

/* The flavour that is checked: a compiler says more without debugging options. */
#define CHECK_FLAVOUR "plain"

/**
 * struct check - the check of one target
 * @stage: the stage at work
 * @source: the tree that is checked out, see check_out()
 * @files: of each side, the C files that the port changes and that it has
 * @others: what else the port changes: headers, which nobody compiles by themselves
 * @fragments: configuration fragments of every guest
 * @series_fragments: those of the series, which must survive everywhere
 * @requirements: which package has a tool
 * @before: how many warnings there are without the change
 * @added: warnings that are new with the change; each message begins with the name
 *	of the one whose it is
 * @removed: those that are gone
 */
struct check {
	struct stage *stage;
	struct strbuf source;
	struct argv files[SIDE_NR];
	struct argv others;
	struct argv fragments;
	struct argv series_fragments;
	struct requirements requirements;
	size_t before;
	struct warnings added;
	struct warnings removed;
};

/**
 * check_commit() - the commit that stands for a side where the two are compared
 * @stage: the stage at work
 * @side: which side
 *
 * Without the change, of a tree that carries it: the same tree turned back.
 *
 * Return: a commit id, "" where there is none to compare with.
 */
const char *check_commit(const struct stage *stage, enum side side);

/**
 * check_init() - find out what the port changes
 * @check: what to set up; also after a failure check_release() frees it
 * @stage: the stage at work
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int check_init(struct check *check, struct stage *stage);

/**
 * check_release() - free what a check owns
 * @check: one that was set up
 */
void check_release(struct check *check);

/**
 * check_out() - have the tree of a side checked out
 * @check: the check; @source is the tree then
 * @side: which side
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int check_out(struct check *check, enum side side);

/**
 * check_parse() - read what a tool said of the tree that is checked out
 * @check: the check
 * @said: what it said
 * @list: list to which the warnings are added
 */
void check_parse(const struct check *check, const struct strbuf *said,
		 struct warnings *list);

/**
 * check_compare() - compare what one tool says without and with the change
 * @check: the check; gets what is new and what is gone
 * @name: name of the tool
 * @list: its warnings of each side
 */
void check_compare(struct check *check, const char *name,
		   const struct warnings list[SIDE_NR]);

#endif
