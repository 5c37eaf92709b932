/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * quilt's list of patches.
 */
#ifndef FERRY_QUILT_H
#define FERRY_QUILT_H

#include "base/argv.h"

/**
 * quilt_patches() - the patches of a folder, in the order to apply them
 * @dir: the folder
 * @paths: list to which their paths are appended
 *
 * Those that its file "series" names, which is read as quilt does: one name a line
 * relative to the folder, blank lines and what follows a '#' ignored.
 *
 * Return: 0 (also when there is no such file), or -1 after an error() for a patch
 * that is named and is not there.
 */
int quilt_patches(const char *dir, struct argv *paths);

#endif
