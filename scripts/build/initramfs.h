/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's file system: a compressed cpio archive, the same bytes for the
 * same files.
 */
#ifndef FERRY_INITRAMFS_H
#define FERRY_INITRAMFS_H

#include "base/argv.h"

/**
 * initramfs_write() - make an archive
 * @path: the archive to make
 * @files: pairs of strings: a file here, then its path in the guest
 *
 * Return: 0, or -1 after an error(); no half archive is left.
 */
int initramfs_write(const char *path, const struct argv *files);

#endif
