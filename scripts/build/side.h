/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One side of a change, built: the kernel, and the initramfs with the series' own
 * tests.  Each is made only if the one that is kept was made from something else;
 * the kernel without the change serves all series.
 */
#ifndef FERRY_BUILD_SIDE_H
#define FERRY_BUILD_SIDE_H

#include "base/strbuf.h"
#include "stage/sides.h"
#include "tools/kbuild.h"

/**
 * struct build - one build tree, both sides one after the other
 * @stage: the stage at work
 * @kbuild: the build tree
 * @source: path of the work tree
 * @object: path of the build tree
 * @ccache: where its compilations are kept
 * @module: folder beside it for the module
 * @guest: folder beside it for the programs of the guest
 * @side: which side is being built
 * @ready: whether @source and the configuration are those of @side
 * @made: whether the kernel of @side was made in this run
 * @compiled: how many files were compiled for @side
 * @expected: how many will be, for the progress line; 0 if that is not known
 */
struct build {
	struct stage *stage;
	struct kbuild kbuild;
	struct strbuf source;
	char *object;
	char *ccache;
	char *module;
	char *guest;
	enum side side;
	bool ready;
	bool made;
	unsigned long compiled;
	unsigned long expected;
};

/**
 * build_init() - find the build tree of the target and flavour
 * @build: what to set up; also after a failure build_release() frees it
 * @stage: the stage at work
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int build_init(struct build *build, struct stage *stage);

/**
 * build_release() - free what it owns
 * @build: one that build_init() was called on
 */
void build_release(struct build *build);

/**
 * build_side() - bring the images of a side up to date
 * @build: the build tree
 * @side: which side
 *
 * Return: 0, or -1 when the stage was given a verdict.
 */
int build_side(struct build *build, enum side side);

/**
 * sides_inputs() - what the images of both sides depend on, but for the commits
 * @stage: the stage at work
 * @digest: gets it
 *
 * Return: 0, or -errno.
 */
int sides_inputs(const struct stage *stage, struct digest *digest);

/**
 * side_is_intact() - whether the images of a side are those of what is there now
 * @stage: the stage at work
 * @side: which side
 *
 * Other runs, with an out/ of their own, build in the same place.
 */
bool side_is_intact(const struct stage *stage, enum side side);

#endif
