/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the kernels of a target are: each side is built once and kept.
 */
#ifndef FERRY_SIDES_H
#define FERRY_SIDES_H

#include "tools/kbuild.h"
#include "stage/stage.h"

enum side {
	SIDE_BEFORE,	/* the target's tree as it is */
	SIDE_AFTER,	/* with the change */
	SIDE_NR,
};

extern const char * const side_name[SIDE_NR];

/**
 * guest_dir() - folder of a side's kernel and initramfs
 * @stage: the stage at work
 * @side: which side
 *
 * Return: the path, made if need be; the caller frees it.  NULL after an error().
 */
char *guest_dir(const struct stage *stage, enum side side);

/**
 * guest_commit() - the commit that a side is built from
 * @stage: the stage at work
 * @side: which side
 *
 * Return: a commit id.
 */
const char *guest_commit(const struct stage *stage, enum side side);

/**
 * guest_fragments() - the configuration fragments, in order
 * @stage: the stage at work
 * @flavour: name of the flavour
 * @paths: list to which they are appended
 */
void guest_fragments(const struct stage *stage, const char *flavour,
		     struct argv *paths);

/**
 * guest_configure() - configure a build tree, and keep a copy of the .config
 * @stage: the stage at work
 * @kbuild: the build tree
 * @flavour: name of the flavour
 * @id: gets what names the configuration, see struct kbuild_configured
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN, also for an
 * option that was asked for and did not survive.
 */
int guest_configure(struct stage *stage, const struct kbuild *kbuild,
		    const char *flavour, char id[DIGEST_HEX]);

/**
 * guest_has_side() - whether there is a kernel of that side
 * @stage: the stage at work
 * @side: which side
 *
 * A tree that carries the change has none without it, one that is not affected
 * has none at all.
 */
bool guest_has_side(const struct stage *stage, enum side side);

/**
 * guest_not_affected() - there is nothing to do for a tree that is not affected
 * @stage: the stage at work
 *
 * Return: whether the stage was given the verdict NA.
 */
bool guest_not_affected(struct stage *stage);

#endif
