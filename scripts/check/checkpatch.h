/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of checkpatch's findings count. Text in, text out: it runs nothing.
 */
#ifndef FERRY_CHECKPATCH_H
#define FERRY_CHECKPATCH_H

#include "base/strbuf.h"

/**
 * checkpatch_findings() - what checkpatch found in one patch
 * @said: what it printed with --terse --show-types, a finding a line
 * @path: the patch, as checkpatch was told
 * @patch: the text of the patch
 * @findings: those that count are appended, a line each
 *
 * One does not: that of GIT_COMMIT_ID on a line "commit ID upstream.", ID being
 * all 40 digits. That is how the stable rules want the mainline commit to be
 * named, and checkpatch does not know them.
 */
void checkpatch_findings(const char *said, const char *path, const char *patch,
			 struct strbuf *findings);

#endif
