/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files. Functions return 0 or a negative errno and print nothing, so that the
 * caller can say what the failure means.
 */
#ifndef FERRY_FILE_H
#define FERRY_FILE_H

#include "base/util.h"

struct strbuf;

/**
 * read_file - read a whole file
 * @path: file; also one without a size, as in /proc
 * @out: its contents, instead of what was there; empty after a failure
 *
 * Return: 0 or -errno.
 */
int read_file(const char *path, struct strbuf *out);

/**
 * write_file_atomic - replace a file, wholly or not at all
 * @path: file to make or replace; its directory must exist. Anything but a
 *	regular file or a symbolic link there is refused with -EINVAL.
 * @data: contents
 * @len: bytes
 *
 * Written to a temporary file beside it, synced, renamed. Readers see the old
 * contents or the new; after a failure the old stand and no temporary file is
 * left.
 *
 * Return: 0 or -errno.
 */
int write_file_atomic(const char *path, const void *data, size_t len);

/**
 * write_all - write to a descriptor, however many write(2)s it takes
 * @fd: descriptor
 * @data: bytes
 * @len: how many
 *
 * Return: 0 or -errno.
 */
int write_all(int fd, const char *data, size_t len);

/**
 * close_fd - close a descriptor, also one that goes out of scope, for __free()
 * @fd: descriptor, -1 afterwards; below 0 there is nothing to close
 */
void close_fd(int *fd);

/**
 * write_output - write where a person said
 * @path: file to make or replace, as write_file_atomic() does; a symbolic link is
 *	followed, and what is there and is no regular file (a pipe, a terminal) is
 *	written to
 * @data: contents
 * @len: bytes
 *
 * Return: 0 or -errno.
 */
int write_output(const char *path, const void *data, size_t len);

/**
 * copy_file - copy a file and its permission bits
 * @from: regular file
 * @to: file to make or replace, under the rules of write_file_atomic()
 *
 * Return: 0 or -errno.
 */
int copy_file(const char *from, const char *to);

/**
 * mkdir_p - make a directory and those above it
 * @path: directory; it is no error if it is there
 *
 * Return: 0 or -errno (-ENOTDIR if a file is in the way).
 */
int mkdir_p(const char *path);

/**
 * remove_tree - remove a file, or a directory and everything in it
 * @path: what to remove; a symbolic link is removed, never followed. "", "/",
 *	"." and ".." and any other name of the root are refused with -EINVAL.
 *
 * Does not enter another file system, and fails where one is mounted. It is no
 * error if nothing is there.
 *
 * Return: 0, or -errno of the first failure; it stops there.
 */
int remove_tree(const char *path);

/**
 * file_exists - is there a regular file?
 * @path: file; symbolic links are followed
 */
bool file_exists(const char *path);

/**
 * dir_exists - is there a directory?
 * @path: directory; symbolic links are followed
 */
bool dir_exists(const char *path);

/**
 * program_path - where a program is
 * @name: name without a slash, looked up on PATH
 *
 * Return: the path, which the caller frees; NULL if there is none.
 */
char *program_path(const char *name);

/**
 * absolute_path() - the same path from any working directory
 * @path: path
 *
 * Return: the path; the caller frees it.
 */
char *absolute_path(const char *path);

/**
 * program_exists - is there a program of this name?
 * @name: name without a slash, looked up on PATH
 */
bool program_exists(const char *name);

#endif
