/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the messages of a series say about it, in the forms that kernel developers
 * use: "commit ID upstream.", "(cherry picked from commit ID)", "Fixes:",
 * "Cc: stable@vger.kernel.org # VERSION: COMMIT: TITLE", CVE numbers.
 */
#ifndef FERRY_MAIL_SAYS_H
#define FERRY_MAIL_SAYS_H

#include "base/argv.h"

/**
 * struct says - what messages say, each thing once, in the order of the messages
 * @commits: mainline's commits that they are
 * @fixes: 'COMMIT ("TITLE")'
 * @stable: what stands behind "Cc: stable"
 * @needs: commits that must be there before, of @stable
 * @needs_titles: their titles, "" where none is given
 * @cves: CVE numbers
 * @links: URLs of "Link:"
 */
struct says {
	struct argv commits;
	struct argv fixes;
	struct argv stable;
	struct argv needs;
	struct argv needs_titles;
	struct argv cves;
	struct argv links;
};

#define SAYS_INIT {								\
	.commits = ARGV_INIT, .fixes = ARGV_INIT, .stable = ARGV_INIT,		\
	.needs = ARGV_INIT, .needs_titles = ARGV_INIT, .cves = ARGV_INIT,	\
	.links = ARGV_INIT,							\
}

/**
 * says_read() - read a message
 * @says: gets what it says, besides what is there
 * @message: the message
 *
 * Return: whether it names the mainline commit that it is.
 */
bool says_read(struct says *says, const char *message);

/**
 * says_release() - free the lists
 * @says: one that was SAYS_INIT
 */
void says_release(struct says *says);

#endif
