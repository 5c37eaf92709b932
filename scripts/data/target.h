/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A target: one kernel branch, described in stable/NAME/target, whatever is carried
 * to it; what is expected of a series there is in expect.h.
 *
 * A struct target owns what it read from target_open() to target_release().
 *
 * What the file may say:
 *
 *	[target]
 *	name		the folder's name
 *	branch		the branch of the stable (or mainline) repository
 *	eol		day of its end of life, or "ended"; for people
 *	[source]
 *	debian		source package, may be a pattern: the newest that matches
 *	suite		suites of the same archive to look in besides those of the
 *			machine's own set-up; one a line
 *	git		repository that has the branch
 *	base-commit	VERSION COMMIT: the public commit that a version is; one a
 *			line
 *	min-version	an older source is refused
 *	[console]
 *	known		words of a report on the console that is none of the
 *			change's; one a line
 */
#ifndef FERRY_TARGET_H
#define FERRY_TARGET_H

#include "base/argv.h"
#include "data/conf.h"

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
 * target_names() - all targets, versions in ascending order
 * @root: top folder of the project
 * @names: list to which they are appended
 *
 * Return: 0, or -1 after an error().
 */
int target_names(const char *root, struct argv *names);

#endif
