/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A mutant: a wrong backport, which the layers that it names have to kill.  Read from
 * ci/mutants/SERIES/NAME.patch, a patch on top of the port to a target:
 *
 *	the mistake in a sentence or two, then an empty line, then
 *
 *	Target: TARGET		whose port it spoils; once
 *	Expect: LAYER WORDS	a layer that must kill it, one a line, each with its words:
 *				gate and explore, part of what they find; check, part of
 *				a new warning; boot, the name of a boot test
 *	Equivalent: REASON	instead: why nothing can tell it from a right one
 *
 * and the diff.  What is too long goes on in a line that begins with a blank.
 *
 * A struct mutant owns what it read from mutant_open() to mutant_release().
 */
#ifndef FERRY_MUTANT_H
#define FERRY_MUTANT_H

#include "base/argv.h"
#include "base/util.h"

enum layer {
	LAYER_GATE,	/* shape, lint and what else the port stage asks */
	LAYER_CHECK,	/* compiler, sparse, coccicheck */
	LAYER_EXPLORE,
	LAYER_BOOT,
	LAYER_NR,
};

extern const char * const layer_name[LAYER_NR];

/**
 * struct mutant - a wrong backport
 * @path: its file
 * @name: that without folder and ".patch"
 * @mistake: in words, in one line
 * @target: whose port it spoils
 * @equivalent: why nothing can kill it, NULL where something must
 * @expect: for each layer the words of what it has to find, none where it need not
 *	find anything
 */
struct mutant {
	char *path;
	char *name;
	char *mistake;
	char *target;
	char *equivalent;
	struct argv expect[LAYER_NR];
};

/**
 * mutant_open() - read a mutant
 * @mutant: where it goes; also after a failure mutant_release() frees it
 * @path: its file
 *
 * Return: 0, or -1 after an error() in one line.
 */
int mutant_open(struct mutant *mutant, const char *path);

/**
 * mutant_release() - free what a mutant owns
 * @mutant: one that mutant_open() was called on
 */
void mutant_release(struct mutant *mutant);

#endif
