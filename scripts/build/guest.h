/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The programs of the guest: init, of what every guest has and of ci/guest/SERIES/,
 * and the tests that are programs of their own, beside the scenarios: NAME.c, or
 * NAME.sh for a shell that then is in the guest, too.
 */
#ifndef FERRY_BUILD_GUEST_H
#define FERRY_BUILD_GUEST_H

#include "stage/sides.h"

/**
 * guest_sources() - what the programs are made from
 * @stage: the stage at work
 * @paths: list to which the files are appended
 *
 * Return: 0, or -EIO after an error().
 */
int guest_sources(const struct stage *stage, struct argv *paths);

/**
 * guest_make() - make the programs
 * @stage: the stage at work
 * @dir: folder for them, which is made anew
 * @files: list to which pairs are appended: a file, then its path in the guest
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int guest_make(struct stage *stage, const char *dir, struct argv *files);

#endif
