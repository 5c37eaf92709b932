/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A series on a target: what its port must come to there, in
 * stable/TARGET/SERIES/expect, and the branch's own patches beside it.  A series is
 * carried to the targets that have this file for it.
 *
 * A struct expect owns what it read from expect_open() to expect_release().
 *
 * What the file may say:
 *
 *	[expect]
 *	shape		the shape that the target's tree must have
 *	judge		of a tree that carries the change: the shape that it is
 *			turned back into, to be ported again and compared
 *	patches		another target, whose patches are taken
 *	never		why the series must not be ported to this branch
 *	hits		RULE=COUNT or RULE=MIN-MAX, where it is narrower than the
 *			series says; one a line
 */
#ifndef FERRY_EXPECT_H
#define FERRY_EXPECT_H

#include "base/argv.h"
#include "data/conf.h"

/**
 * struct expect - a series on a target
 * @target: name of the target
 * @dir: stable/TARGET/SERIES
 * @path: the file it was read from
 * @patches: the folder that has the patches and quilt's list of them: that of the
 *	target, of another one that the file names, or patches/SERIES
 * @conf: what the file says
 */
struct expect {
	char *target;
	char *dir;
	char *path;
	char *patches;
	struct conf conf;
};

/**
 * expect_open() - read what is expected of a series on a target
 * @expect: where it goes
 * @root: top folder of the project
 * @target: name of the target
 * @series: name of the series
 *
 * Return: 0, or -1 after an error() that says what is missing.
 */
int expect_open(struct expect *expect, const char *root, const char *target,
		const char *series);

/**
 * expect_release() - free what it owns
 * @expect: one that expect_open() was called on
 */
void expect_release(struct expect *expect);

/**
 * expect_get() - one fact
 * @expect: what is expected
 * @name: "shape", "judge" or "never"
 *
 * Return: the value, owned by @expect, or NULL.
 */
const char *expect_get(const struct expect *expect, const char *name);

/**
 * expect_patches() - paths of the patches, in the order to apply them
 * @expect: what is expected
 * @paths: list to which they are appended
 *
 * Those that quilt_patches() finds in @expect->patches.
 *
 * Return: 0 (also when there is no such file), or -1 after an error() for a patch
 * that is named and is not there.
 */
int expect_patches(const struct expect *expect, struct argv *paths);

/**
 * expect_targets() - the targets that a series is carried to
 * @root: top folder of the project
 * @series: name of the series
 * @among: names of targets
 * @targets: list to which those of @among that have an expect file are appended
 *
 * Return: 0, or -1 after an error() for a folder of the series without that file.
 */
int expect_targets(const char *root, const char *series, const struct argv *among,
		   struct argv *targets);

#endif
