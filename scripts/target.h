/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A target: one kernel branch, described in stable/NAME/target.
 *
 * A struct target owns what it read from target_open() to target_release().
 */
#ifndef FERRY_TARGET_H
#define FERRY_TARGET_H

#include "argv.h"
#include "conf.h"

/**
 * struct target - one kernel branch
 * @name: its folder's name below stable/
 * @dir: that folder
 * @path: the file it was read from
 * @conf: what the file says
 */
struct target {
	char *name;
	char *dir;
	char *path;
	struct conf conf;
};

/**
 * target_open() - read a target
 * @target: where it goes
 * @root: top folder of the project
 * @name: which one
 *
 * Return: 0, or -1 after an error() that names the targets there are.
 */
int target_open(struct target *target, const char *root, const char *name);

/**
 * target_release() - free what a target owns
 * @target: one that target_open() was called on
 */
void target_release(struct target *target);

/**
 * target_get() - one of its facts
 * @target: the target
 * @key: "section.name" in lower case
 *
 * Return: the value, owned by the target, or NULL.
 */
const char *target_get(const struct target *target, const char *key);

/**
 * target_patches() - paths of its own patches, in the order to apply them
 * @target: the target
 * @paths: list to which they are appended
 *
 * Reads stable/NAME/series as quilt does: one name a line relative to the
 * folder, blank lines and what follows a '#' ignored.
 *
 * Return: 0 (also when there is no series file), or -1 after an error() for a
 * patch that is named and is not there.
 */
int target_patches(const struct target *target, struct argv *paths);

/**
 * target_names() - all targets, versions in ascending order
 * @root: top folder of the project
 * @names: list to which they are appended
 *
 * Return: 0, or -1 after an error().
 */
int target_names(const char *root, struct argv *names);

#endif
