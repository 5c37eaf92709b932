/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the check stage that compiles the changed file with every
 * compiler of ci/compilers, before and after the change.
 */
#ifndef FERRY_COMPILE_H
#define FERRY_COMPILE_H

#include "stage/stage.h"
#include "check/warnings.h"

/**
 * struct compilers_end - what the compilers came to
 * @added: warnings that are new with the change, by all of them; each message
 *	begins with the compiler's name
 * @removed: those that are gone
 * @asked: how many compilers there are
 * @compiled: how many compiled the file before and after
 */
struct compilers_end {
	struct warnings added;
	struct warnings removed;
	size_t asked;
	size_t compiled;
};

#define COMPILERS_END_INIT { .added = WARNINGS_INIT, .removed = WARNINGS_INIT }

/**
 * check_compilers_inputs() - what the outcome depends on
 * @stage: the stage at work
 * @digest: gets the file, its configurations and which compilers are there
 *
 * A ci/compilers that is broken is an input too; check_compilers() says so.
 *
 * Return: 0, or -errno.
 */
int check_compilers_inputs(const struct stage *stage, struct digest *digest);

/**
 * check_compilers() - compile the changed file with each, before and after
 * @stage: the stage at work; gets the fact "compilers"
 * @offered: the guest's configuration fragments
 * @end: COMPILERS_END_INIT; release it with compilers_end_release()
 *
 * A compiler that is not installed, or that does not compile the file without
 * the change either, is skipped with the reason.
 *
 * Return: 0, or -1 when the stage was given the verdict FAIL or BROKEN.
 */
int check_compilers(struct stage *stage, const struct argv *offered,
		    struct compilers_end *end);

/**
 * compilers_end_release() - free what it owns
 * @end: one that was set up
 */
void compilers_end_release(struct compilers_end *end);

#endif
