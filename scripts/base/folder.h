/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FERRY_FOLDER_H
#define FERRY_FOLDER_H

#include "base/argv.h"

/**
 * folder_list() - paths of what is in a folder
 * @dir: the folder
 * @pattern: fnmatch(3) pattern of the names, "*.patch"; a dot at the beginning
 *	of a name is matched by a dot only. NULL for all names but "." and ".."
 * @paths: list to which they are appended, "DIR/NAME", in ascending order
 *
 * Return: 0, also when no name matches, or -errno when the folder cannot be
 * read.
 */
int folder_list(const char *dir, const char *pattern, struct argv *paths);

/**
 * folders_with() - names of the folders that hold a certain file
 * @dir: where to look
 * @file: name of the file that each must hold
 * @names: list to which the names are appended, versions in ascending order
 *
 * Return: 0, or -1 after an error().
 */
int folders_with(const char *dir, const char *file, struct argv *names);

#endif
