/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A work tree for a person to go on in where a port by patches is refused.
 */
#ifndef FERRY_CONFLICTS_H
#define FERRY_CONFLICTS_H

#include "data/options.h"

/**
 * port_conflicts() - write the work tree that --conflicts asks for
 * @options: the command line, of one series and one target, whose port was tried
 *
 * A repository with the target's files of the series, a commit for each patch that went
 * in, and what is left to do of the first that did not: conflict markers where the files
 * that it was made from are at hand, else its hunks that have no place as FILE.rej. The
 * file CONFLICTS says what is known of each; rest/ has the patches behind it.
 *
 * All is written or nothing.
 *
 * Return: EXIT_PASS where there is no conflict, EXIT_REFUSED once it is written, or
 * another exit status after an error().
 */
int port_conflicts(const struct options *options);

#endif
