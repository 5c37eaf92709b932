/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two sides of a change, the tree without it and with it, and where the images
 * are that the build stage makes of them.
 *
 * In the store's folder of build trees of a target, by flavour:
 *
 *	FLAVOUR-before/			bzImage, for all series
 *	FLAVOUR-before-SERIES/		initramfs
 *	FLAVOUR-after-SERIES/		bzImage and initramfs
 *	FLAVOUR-mutant-SERIES-NAME/	the same of a mutant
 *
 * Beside each image, IMAGE.key names all that it was made from.
 */
#ifndef FERRY_SIDES_H
#define FERRY_SIDES_H

#include "stage/stage.h"

enum side {
	SIDE_BEFORE,	/* the target's tree as it is */
	SIDE_AFTER,	/* with the change */
	SIDE_NR,
};

extern const char * const side_name[SIDE_NR];

enum image {
	IMAGE_KERNEL,
	IMAGE_INITRAMFS,
	IMAGE_NR,
};

/**
 * side_image() - where an image of a side is
 * @stage: the stage at work
 * @side: which side
 * @image: which image
 *
 * Return: the path, its folder made if need be; the caller frees it.  NULL after
 * an error().
 */
char *side_image(const struct stage *stage, enum side side, enum image image);

/**
 * side_image_fact() - the fact of the build stage that has an image's digest
 * @side: which side
 * @image: which image
 *
 * Return: its name; the caller frees it.
 */
char *side_image_fact(enum side side, enum image image);

/**
 * sides_remove_old() - remove the images that earlier versions kept elsewhere
 * @stage: the stage at work
 *
 * Says so for each folder.
 */
void sides_remove_old(const struct stage *stage);

/**
 * sides_build_tree() - the folder of a build tree, and where its compilations are kept
 * @stage: the stage at work
 * @name: name of the build tree
 * @ccache: gets the folder for ccache; the caller frees it
 *
 * What one person's tree has built there goes before another's is built: objects that the
 * one has left would be taken for the other's. What it has compiled is for itself alone.
 *
 * Return: the path, made if need be; the caller frees it. NULL after an error().
 */
char *sides_build_tree(const struct stage *stage, const char *name, char **ccache);

/**
 * side_commit() - the commit that a side is built from
 * @stage: the stage at work
 * @side: which side
 *
 * Return: a commit id.
 */
const char *side_commit(const struct stage *stage, enum side side);

/**
 * sides_guest_path() - where what a series brings to the guest is
 * @stage: the stage at work
 * @below: what goes behind ci/guest/SERIES, "/module" or ""
 *
 * Return: the path, which need not be there; the caller frees it.
 */
char *sides_guest_path(const struct stage *stage, const char *below);

/**
 * sides_scenarios() - the scenarios to boot: the series' own, or those of every series
 * @stage: the stage at work
 * @name: one of them, or NULL for all
 * @paths: list to which their files are appended
 *
 * Return: 0, or -1 after an error(), also where there is none.
 */
int sides_scenarios(const struct stage *stage, const char *name, struct argv *paths);

/**
 * sides_programs() - the sources of tests that are programs, beside the scenarios
 * @stage: the stage at work
 * @paths: list to which those in C and then those for the shell are appended
 *
 * Return: 0, or -1 after an error().
 */
int sides_programs(const struct stage *stage, struct argv *paths);

/**
 * sides_fragments() - the configuration fragments, in order
 * @stage: the stage at work
 * @flavour: name of the flavour
 * @guest: list to which those of every guest are appended: base, flavour, tests of
 *	every series, target
 * @series: list to which those of each series that is carried to the target are
 *	appended; may be the same. These must survive on every architecture.
 *
 * Return: 0, or -1 after an error().
 */
int sides_fragments(const struct stage *stage, const char *flavour,
		    struct argv *guest, struct argv *series);

/**
 * side_exists() - whether there is a kernel of that side
 * @stage: the stage at work
 * @side: which side
 *
 * A tree that carries the change has none without it, and of a mutant only that with
 * it counts; a tree that is not affected has none at all.
 */
bool side_exists(const struct stage *stage, enum side side);

/**
 * sides_not_affected() - there is nothing to do for a tree that is not affected
 * @stage: the stage at work
 *
 * Return: whether the stage was given the verdict NA.
 */
bool sides_not_affected(struct stage *stage);

#endif
