/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a series comes from: whatever a person has it in, as mails.
 */
#ifndef FERRY_MAIL_SOURCE_H
#define FERRY_MAIL_SOURCE_H

#include "base/argv.h"

/**
 * struct mails - the mails of a source
 * @paths: a file each
 * @sorted: whether they are in the order to apply them; those of a mailbox come as
 *	they were received, and their subjects have the order
 * @repository: the git repository that they were taken from, NULL if from none
 */
struct mails {
	struct argv paths;
	bool sorted;
	char *repository;
};

#define MAILS_INIT { .paths = ARGV_INIT, .sorted = true }

/**
 * mails_find() - the mails of what a person named
 * @mails: gets them; mails_release() frees them
 * @sources: each a mailbox, "-" for one on standard input, a patch file, a folder with
 *	quilt's "series" in it or in its folder "patches", or GITDIR@REV..REV
 * @dir: an empty folder for them
 *
 * Return: 0, or -1 after an error().
 */
int mails_find(struct mails *mails, const struct argv *sources, const char *dir);

/**
 * mails_release() - free the list; the files stay
 * @mails: one that mails_find() was called on
 */
void mails_release(struct mails *mails);

#endif
