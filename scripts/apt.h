/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debian packages, through the machine's own apt set-up and without changing it.
 */
#ifndef FERRY_APT_H
#define FERRY_APT_H

#include "run.h"

/**
 * apt_candidate() - the version that apt would install
 * @package: name of the package
 * @version: gets the version
 *
 * Return: 0, or -1 when apt knows none; says nothing.
 */
int apt_candidate(const char *package, struct strbuf *version);

/**
 * apt_download() - get a package's file
 * @package: name of the package
 * @version: exact version
 * @dir: folder to put it in; the file is the only .deb in it afterwards
 * @path: gets the path of the file
 *
 * apt itself checks the file against the archive's signed digests.
 *
 * Return: 0, or -1 after an error().
 */
int apt_download(const char *package, const char *version, const char *dir,
		 struct strbuf *path);

/**
 * apt_unpack() - unpack a linux-source package's tree
 * @deb: the package's file
 * @scratch: an empty folder for the archive inside the package
 * @into: folder that gets the tree's top
 *
 * Return: 0, or -1 after an error() that says whether the package was cut off.
 */
int apt_unpack(const char *deb, const char *scratch, const char *into);

#endif
