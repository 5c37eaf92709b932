/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a cover letter says of one port: where it was made, how, and what was
 * tested there.  Read from the results alone; what was not run is named.
 */
#ifndef FERRY_COVER_H
#define FERRY_COVER_H

#include "report/report.h"

/**
 * cover_evidence() - append the evidence for a port
 * @report: what is known; its first target is the one
 * @series: the series
 * @target: the target
 * @out: buffer
 */
void cover_evidence(const struct report *report, const struct series *series,
		    const struct target *target, struct strbuf *out);

/**
 * cover_base() - the public commit that the port begins from
 * @fetch: result of the fetch
 * @target: the target
 *
 * Only a commit that others can get: the one that came from the target's public
 * URL, or the one that its file states for this very version ([source]
 * base-commit = VERSION COMMIT).  A package and a tree of the user's have none.
 *
 * Return: the id, for the caller to free, or NULL.
 */
char *cover_base(const struct result *fetch, const struct target *target);

#endif
