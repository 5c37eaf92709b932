/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the check stage that compiles the changed files with every compiler of
 * ci/compilers, before and after the change.
 */
#ifndef FERRY_COMPILE_H
#define FERRY_COMPILE_H

#include "check/trial.h"

/**
 * struct compile - all compilers at work
 * @check: what they are to compile
 * @compilers: the compilers
 * @trials: one for each compiler
 * @compiled: how many compiled the files before and after, see compile_judge()
 * @reached: which lines of the port were compiled
 * @uncompiled: how many of them were not, see compile_judge()
 */
struct compile {
	struct check *check;
	struct compilers compilers;
	struct trial *trials;
	size_t compiled;
	struct reached reached;
	size_t uncompiled;
};

/**
 * compile_inputs() - what the outcome depends on
 * @stage: the stage at work
 * @digest: gets the list, its configurations and which compilers are there
 *
 * A ci/compilers that is broken is an input too; compile_init() says so.
 *
 * Return: 0, or -errno.
 */
int compile_inputs(const struct stage *stage, struct digest *digest);

/**
 * compile_init() - get all compilers ready
 * @compile: what to set up; also after a failure compile_release() frees it
 * @check: what they are to compile
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int compile_init(struct compile *compile, struct check *check);

/**
 * compile_side() - compile the files of the side that is checked out with each
 * @compile: the compilers
 * @side: which side; that before the change comes first
 *
 * A compiler that is not installed, or that does not compile the files without the
 * change either, is skipped with the reason.
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int compile_side(struct compile *compile, enum side side);

/**
 * compile_none() - why no compiler is left
 * @compile: compilers that have compiled a side
 *
 * Return: why the first of them is not, owned by @compile; NULL where one is left.
 */
const char *compile_none(const struct compile *compile);

/**
 * compile_judge() - what they came to
 * @compile: the compilers; the stage gets the fact "compilers", the check their
 *	warnings
 *
 * Return: 0, or -1 when the stage was given the verdict FAIL or BROKEN.
 */
int compile_judge(struct compile *compile);

/**
 * compile_release() - free what it owns
 * @compile: one that was set up
 */
void compile_release(struct compile *compile);

#endif
