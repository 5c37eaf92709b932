/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files of this room only: bubblewrap around a child that reads or runs what
 * is a stranger's.
 */
#ifndef FERRY_SANDBOX_H
#define FERRY_SANDBOX_H

#include "process/run.h"

/**
 * sandbox_wanted - whether a child is to be run in the sandbox
 * @child: the child
 */
bool sandbox_wanted(const struct child *child);

/**
 * sandbox_args - the command line that runs a child in the sandbox
 * @child: the child
 * @tmp: its temporary folder
 * @dir: its working directory
 * @args: gets program and arguments
 */
void sandbox_args(const struct child *child, const char *tmp, const char *dir,
		  struct argv *args);

/**
 * sandbox_lacks - why nothing can be run in the sandbox here; found out once
 *
 * Return: the reason, or NULL.
 */
const char *sandbox_lacks(void);

#endif
