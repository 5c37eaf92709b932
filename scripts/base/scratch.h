/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A folder for files that a tool wants to read from a path, gone afterwards.
 */
#ifndef FERRY_SCRATCH_H
#define FERRY_SCRATCH_H

#include "base/argv.h"
#include "base/strbuf.h"

struct scratch {
	char *dir;
};

/**
 * scratch_folder() - make a folder below $TMPDIR if that is absolute, else /tmp
 *
 * What programs that were killed have left there goes first.
 *
 * Return: its path, which the caller frees after scratch_folder_remove(), or NULL and
 * errno.
 */
char *scratch_folder(void);

/**
 * scratch_folder_remove() - remove a folder and all in it
 * @path: from scratch_folder()
 */
void scratch_folder_remove(const char *path);

/**
 * scratch_named() - the folders that a text names, whether or not they are still there
 * @text: such as commands that were run
 * @paths: list to which they are appended, each once
 */
void scratch_named(const char *text, struct argv *paths);

/**
 * scratch_make() - scratch_folder() with a path that any tool can take
 * @scratch: gets it; scratch_remove() ends it
 *
 * Return: 0, or -1 after an error().
 */
int scratch_make(struct scratch *scratch);

/**
 * scratch_file() - write a file into the folder
 * @scratch: the folder
 * @name: its name there; folders in it are made
 * @text: its content
 * @path: gets its full path, for the caller to free, also after a failure
 *
 * Return: 0, or -1 after an error().
 */
int scratch_file(const struct scratch *scratch, const char *name,
		 const struct strbuf *text, char **path);

/**
 * scratch_remove() - remove the folder and all in it
 * @scratch: one that scratch_make() was called on
 */
void scratch_remove(struct scratch *scratch);

#endif
