/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The folder of a series, made from a thread of mails.
 */
#ifndef FERRY_MAIL_FOLDER_H
#define FERRY_MAIL_FOLDER_H

#include "mail/thread.h"

/**
 * struct series_folder - what to make it of
 * @root: top folder of the project
 * @name: the series' name
 * @thread: its patches
 * @targets: the targets to carry it to
 *
 * Everything is borrowed.
 */
struct series_folder {
	const char *root;
	const char *name;
	const struct thread *thread;
	const struct argv *targets;
};

/**
 * series_folder_make() - write patches/NAME, and stable/TARGET/NAME/expect
 * @folder: of what
 *
 * Each patch is read again from its file: author, date, message and diff must be those
 * of the mail. Written beside and renamed; patches/NAME comes last, so that nothing
 * counts as a series before all of it is there.
 *
 * Return: 0, -EINVAL after an error() about the series, -EIO after one about the disk.
 */
int series_folder_make(const struct series_folder *folder);

#endif
