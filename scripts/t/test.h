/* SPDX-License-Identifier: GPL-2.0-only */
/* What the unit tests share: cmocka, scratch directories, small checks. */
#ifndef FERRY_TEST_H
#define FERRY_TEST_H

#include "base/strbuf.h"
#include "base/util.h"

#include <setjmp.h>
#include <cmocka.h>

/**
 * scratch_setup - a group setup: go to a new, empty directory
 * @state: cmocka's; not used
 */
int scratch_setup(void **state);

/**
 * scratch_teardown - a group teardown: leave and remove that directory
 * @state: cmocka's; not used
 */
int scratch_teardown(void **state);

/**
 * put_file - write a file, and the folders on the way, or fail the test
 * @path: file
 * @text: contents
 */
void put_file(const char *path, const char *text);

/**
 * assert_file - fail the test unless a file holds a text
 * @path: file
 * @text: expected contents
 */
void assert_file(const char *path, const char *text);

/**
 * count_entries - the number of names in a directory
 * @path: directory
 */
size_t count_entries(const char *path);

/**
 * capture_stderr - send our standard error to a file
 * @path: file
 */
void capture_stderr(const char *path);

/**
 * release_stderr - undo capture_stderr()
 */
void release_stderr(void);

/**
 * is_running - does a process run, and is it not only a zombie?
 * @pid: process
 */
bool is_running(pid_t pid);

/**
 * assert_gone - fail the test unless a process ends within two seconds
 * @pid: process
 */
void assert_gone(pid_t pid);

#endif
