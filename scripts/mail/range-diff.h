/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A backport beside the mainline form of the series, as git range-diff shows it.
 */
#ifndef FERRY_MAIL_RANGE_DIFF_H
#define FERRY_MAIL_RANGE_DIFF_H

#include "tools/git-mail.h"

/**
 * struct range_diff - what to compare
 * @git: the store, locked, with an index for this alone; it may borrow the objects of
 *	another repository
 * @mainline: the patches of mainline in order
 * @nr: how many
 * @base: the commit before the first of the backport
 * @tip: its last
 */
struct range_diff {
	struct git git;
	const struct git_mail *mainline;
	size_t nr;
	const char *base, *tip;
};

/**
 * range_diff_make() - compare
 * @range: what
 * @out: gets what git says
 * @why: gets why there is none
 *
 * Of mainline's patches commits are made, which needs the files that they were made
 * from. No ref is changed.
 *
 * Return: 0, or -1 when there is none.
 */
int range_diff_make(const struct range_diff *range, struct strbuf *out, struct strbuf *why);

#endif
