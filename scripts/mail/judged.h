/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A person's backport judged by the mainline form of the series: each hunk, and whether
 * a message says why it is another one.
 */
#ifndef FERRY_MAIL_JUDGED_H
#define FERRY_MAIL_JUDGED_H

#include <jansson.h>

#include "data/hunks.h"
#include "mail/thread.h"

/**
 * struct judged - what was found
 * @hunks: the hunks
 * @explained: for each whether it needs no reason, or a message gives one
 * @findings: how many are not
 * @nr_mainline: how many patches mainline has
 * @nr_own: how many the backport
 */
struct judged {
	struct hunks hunks;
	bool *explained;
	size_t findings;
	size_t nr_mainline, nr_own;
};

/**
 * judged_make() - judge
 * @judged: filled, whatever it held; end with judged_release()
 * @mainline: the patches of mainline, a mail each
 * @nr: how many
 * @own: the backport
 *
 * What is adapted or added needs a reason in the message of its own patch, what is
 * missing in any.
 */
void judged_make(struct judged *judged, const struct git_mail *mainline, size_t nr,
		 const struct thread *own);

/**
 * judged_release() - free what judged_make() made
 * @judged: what was found
 */
void judged_release(struct judged *judged);

/**
 * judged_print() - a line for each hunk
 * @judged: what was found
 * @out: gets the lines
 */
void judged_print(const struct judged *judged, struct strbuf *out);

/**
 * judged_count() - how many hunks have which mark, in words
 * @judged: what was found
 * @out: gets the words
 */
void judged_count(const struct judged *judged, struct strbuf *out);

/**
 * judged_json() - the hunks as JSON
 * @judged: what was found
 *
 * Return: an array, a new reference.
 */
json_t *judged_json(const struct judged *judged);

/**
 * message_gives_reason() - whether a message says in brackets what is other than mainline
 * @message: subject, blank line, body
 *
 * As kernel developers do, "[ NAME: what is other, and why ]", on a line of its own or
 * several. "[ Upstream commit ID ]" is none, nor are "[1]" and the time of a kernel log.
 */
bool message_gives_reason(const char *message);

#endif
