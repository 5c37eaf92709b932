/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A port as a thread of mails in one mailbox (mboxrd) as git am and b4 read it: a cover
 * letter and a mail for each commit. Of one commit there is one mail, with what the cover
 * letter would say below its "---".
 *
 * The same port gives the same bytes at every run: dates are those of the
 * commits, and Message-IDs come from the content.
 */
#ifndef FERRY_MBOX_H
#define FERRY_MBOX_H

#include "tools/git.h"
#include "data/series.h"

/**
 * struct mbox - what to make a mailbox of
 * @git: the store
 * @series: name of the series
 * @target: name of the target, which stands in every subject
 * @base: the commit that the port begins from
 * @tip: last commit of the port
 * @cover: the cover letter: subject, blank line, body
 * @trailers: lines like "change-id: ..." for its end, each with its '\n'
 * @sender: who sends it (its date does not count), NULL for the project's own
 *	identity; takes the place of that identity as author of the commits
 * @signoff: whether the sender signs the patches off
 * @in_reply_to: Message-ID that the cover letter answers, without its angle
 *	brackets; NULL for none
 * @copies: addresses for Cc:, 'Name <mail>' in UTF-8, or bare
 *
 * Everything is borrowed.
 */
struct mbox {
	const struct git *git;
	const char *series;
	const char *target;
	const char *base;
	const char *tip;
	const char *cover;
	const char *trailers;
	const struct git_author *sender;
	bool signoff;
	const char *in_reply_to;
	const struct argv *copies;
};

/**
 * mbox_make() - make the mailbox
 * @mbox: of what
 * @out: gets it
 *
 * No ref is changed.
 *
 * Return: 0, or -1 after an error().
 */
int mbox_make(const struct mbox *mbox, struct strbuf *out);

/**
 * mbox_cover() - the cover letter of a series, as its folder has it
 * @series: the series
 * @cover: gets subject, blank line, body; the title alone when there is no file
 *
 * Return: 0, or -1 after an error().
 */
int mbox_cover(const struct series *series, struct strbuf *cover);

/**
 * mbox_change_id() - the change-id of a series on one target
 * @series: the series
 * @target: name of the target
 *
 * A backport to another branch is no new version of this one, which the same
 * id would claim: the name of the branch is put before the last part.
 *
 * Return: the id, for the caller to free, or NULL when the series has none.
 */
char *mbox_change_id(const struct series *series, const char *target);

#endif
