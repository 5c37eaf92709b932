/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The patches of a thread as files of a folder, with quilt's list of them.
 */
#ifndef FERRY_MAIL_PATCH_FILES_H
#define FERRY_MAIL_PATCH_FILES_H

#include "mail/thread.h"

/**
 * patch_files_write() - write patches and their list into a folder
 * @thread: the patches
 * @dir: the folder
 *
 * Each patch is read again from its file: author, date, message and diff must be those
 * of the mail.
 *
 * Return: 0, -EINVAL after an error() about the series, -EIO after one about the disk.
 */
int patch_files_write(const struct thread *thread, const char *dir);

/**
 * patch_subject() - the first line of a message
 * @message: the message
 *
 * Return: the line, for the caller to free.
 */
char *patch_subject(const char *message);

/**
 * folder_write() - write one file of a folder
 * @dir: the folder
 * @name: its name there
 * @text: what it holds
 *
 * Return: 0, or -EIO after an error().
 */
int folder_write(const char *dir, const char *name, const struct strbuf *text);

/**
 * folder_cannot_write() - say that a file cannot be written
 * @path: the file
 * @ret: -errno
 *
 * Return: -EIO, after an error().
 */
int folder_cannot_write(const char *path, int ret);

#endif
