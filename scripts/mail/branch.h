/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commits of a person's branch that are not in a target's source.
 */
#ifndef FERRY_MAIL_BRANCH_H
#define FERRY_MAIL_BRANCH_H

#include "data/result.h"
#include "data/target.h"

/**
 * branch_range() - the range of a branch above a target's source
 * @tree: GITDIR@BRANCH; GITDIR@REV..BRANCH says it itself
 * @target: the target
 * @fetch: the result of its fetch, which has the source's version
 * @sources: list to which GITDIR@REV..BRANCH is appended, a source of mails_find()
 *
 * The source's commit is looked for in that repository: the one that it was taken from,
 * that which the target's file gives for its version, or the tag of that version.
 *
 * Return: 0, or -1 after an error().
 */
int branch_range(const char *tree, const struct target *target, const struct result *fetch,
		 struct argv *sources);

#endif
