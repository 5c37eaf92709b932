/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of child processes share. */
#ifndef FERRY_T_CHILD_H
#define FERRY_T_CHILD_H

#include "process/run.h"

/**
 * shell - let a child run a script
 * @child: child, its arguments still empty
 * @script: lines for sh
 */
void shell(struct child *child, const char *script);

/**
 * assert_described - fail the test unless a child ended as expected
 * @child: child that has ended
 * @expected: what child_describe() is to say
 */
void assert_described(const struct child *child, const char *expected);

/**
 * pid_in - the number that a text begins with
 * @text: text
 */
pid_t pid_in(const char *text);

/**
 * count_done - a done callback that counts
 * @child: not used
 * @data: an int that is incremented
 */
void count_done(struct child *child, void *data);

#endif
