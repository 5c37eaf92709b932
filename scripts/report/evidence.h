/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a mail says of one port: where it was made, how, and what was tested there.
 * Read from the results alone; what was not run is named.
 */
#ifndef FERRY_EVIDENCE_H
#define FERRY_EVIDENCE_H

#include "report/report.h"

/**
 * evidence_of_port() - append the evidence for a port, in lines of 72 columns at most
 * @report: what is known of the series
 * @row: index of the target
 * @series: the series
 * @target: the target
 * @out: buffer
 */
void evidence_of_port(const struct report *report, size_t row, const struct series *series,
		      const struct target *target, struct strbuf *out);

/**
 * evidence_is_public() - whether others can get the source by its commit
 * @fetch: result of the fetch
 *
 * Return: true where it came from the target's public URL; a path in the place of that
 * is on this machine.
 */
bool evidence_is_public(const struct result *fetch);

/**
 * evidence_reason() - append a reason up to the clause that has a path of this machine
 * @reason: the reason
 * @out: buffer
 */
void evidence_reason(const char *reason, struct strbuf *out);

/**
 * evidence_base() - the public commit that the port begins from
 * @fetch: result of the fetch
 * @target: the target
 *
 * Only a commit that others can get: the one that came from the target's public
 * URL, or the one that its file states for this very version ([source]
 * base-commit = VERSION COMMIT). A package and a tree of the user's have none.
 *
 * Return: the id, for the caller to free, or NULL.
 */
char *evidence_base(const struct result *fetch, const struct target *target);

#endif
