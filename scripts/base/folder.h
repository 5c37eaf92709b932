/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FERRY_FOLDER_H
#define FERRY_FOLDER_H

#include "base/argv.h"

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
