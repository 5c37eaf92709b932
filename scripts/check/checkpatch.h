/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The target's own checkpatch on the port.
 */
#ifndef FERRY_CHECKPATCH_H
#define FERRY_CHECKPATCH_H

#include "check/check.h"

/**
 * checkpatch_findings() - which of the findings in one patch count
 * @said: what it printed with --terse --show-types, a finding a line
 * @path: the patch, as checkpatch was told
 * @patch: the text of the patch
 * @findings: those that count are appended, a line each
 *
 * One does not: that of GIT_COMMIT_ID on a line "commit ID upstream.", ID being
 * all 40 digits. That is how the stable rules want the mainline commit to be
 * named, and checkpatch does not know them. Text in, text out: it runs nothing.
 */
void checkpatch_findings(const char *said, const char *path, const char *patch,
			 struct strbuf *findings);

/**
 * checkpatch() - run it on each patch of the port
 * @check: the check, with the tree after the change checked out
 *
 * Return: 0 when no finding counts, or -1 when the stage was given the verdict FAIL
 * or BROKEN.
 */
int checkpatch(struct check *check);

#endif
