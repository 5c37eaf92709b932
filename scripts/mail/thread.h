/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A thread of mails as a series: its patches in order, and its cover letter.
 */
#ifndef FERRY_MAIL_THREAD_H
#define FERRY_MAIL_THREAD_H

#include "mail/source.h"
#include "tools/git-mail.h"

/**
 * struct thread_patch - one patch of a thread
 * @path: the mail
 * @number: which of @total it is; 0 where the subject does not say
 * @total: how many there are
 * @commit: the commit that the mail's first line names, NULL for none
 * @mail: author, date, message, and the diff, which begins with its first file
 */
struct thread_patch {
	char *path;
	unsigned int number;
	unsigned int total;
	char *commit;
	struct git_mail mail;
};

/**
 * struct thread - a series of mails
 * @patches: its patches, in the order to apply them
 * @nr: how many
 * @alloc: for how many there is room
 * @cover: subject, blank line, body of the cover letter; NULL without one
 * @ignored: how many mails were neither, such as answers
 */
struct thread {
	struct thread_patch *patches;
	size_t nr;
	size_t alloc;
	char *cover;
	size_t ignored;
};

/**
 * thread_read() - find the series in mails
 * @mails: the mails
 * @dir: an empty folder to work in
 * @thread: gets the series; thread_release() frees it
 *
 * Of a mail that says that a patch FAILED to apply, the commit at its end is taken.
 *
 * Return: 0, or -1 after an error(): no patch, one that is missing or there twice.
 */
int thread_read(const struct mails *mails, const char *dir, struct thread *thread);

/**
 * thread_release() - free what it owns
 * @thread: one that thread_read() was called on
 */
void thread_release(struct thread *thread);

#endif
