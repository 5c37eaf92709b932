/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of the lines that a port adds or changes has reached a compiler: those that the
 * conditions of the preprocessor leave in place, in the configuration of the objects that
 * were compiled.
 */
#ifndef FERRY_CHECK_REACHED_H
#define FERRY_CHECK_REACHED_H

#include "check/check.h"
#include "tools/kbuild.h"

/**
 * struct reached_file - what is known of a file
 * @path: from the top of the tree
 * @wanted: of each line, from 1, whether it is new and says something to a compiler
 * @seen: of each line whether a compiler has seen it
 * @nr: how many lines
 */
struct reached_file {
	char *path;
	bool *wanted;
	bool *seen;
	size_t nr;
};

/**
 * struct reached - the lines of a port
 * @files: the files that it adds lines to
 * @nr: how many
 */
struct reached {
	struct reached_file *files;
	size_t nr;
};

/**
 * reached_init() - find the lines
 * @reached: what to set up; also after a failure reached_release() frees it
 * @check: the check
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int reached_init(struct reached *reached, struct check *check);

/**
 * reached_release() - free what it owns
 * @reached: one that reached_init() was called on
 */
void reached_release(struct reached *reached);

/**
 * reached_read() - look at what is left of an object's source
 * @reached: the lines
 * @text: what the preprocessor prints of it, with line markers
 * @source: the folder that the tree is in
 */
void reached_read(struct reached *reached, const struct strbuf *text, const char *source);

/**
 * reached_compiled() - look at what a compiler was given
 * @reached: the lines
 * @kbuild: a build tree in which @file was compiled
 * @file: path of its source
 *
 * Return: 0, or -1 after an error().
 */
int reached_compiled(struct reached *reached, const struct kbuild *kbuild, const char *file);

/**
 * reached_judge() - put into the result how many lines were compiled, and which were not
 * @reached: the lines
 * @stage: the stage at work
 *
 * Return: how many were not.
 */
size_t reached_judge(const struct reached *reached, struct stage *stage);

#endif
