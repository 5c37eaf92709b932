/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What ferry needs from the machine: scripts/requirements, plain data.
 *
 * A struct requirements owns its strings from requirements_read() to
 * requirements_release().
 */
#ifndef FERRY_REQUIREMENTS_H
#define FERRY_REQUIREMENTS_H

#include "base/util.h"

/**
 * struct requirement - one line of scripts/requirements
 * @what: a command, or a file by its full path
 * @package: the Debian package that has it
 * @when: build, run, test or optional
 * @why: the rest of the line
 * @version: for the caller, who sets it to memory of its own; at first NULL
 */
struct requirement {
	char *what;
	char *package;
	char *when;
	char *why;
	char *version;
};

/**
 * struct requirements - all of them
 * @v: in the order of the file
 * @nr: how many
 * @alloc: allocated
 */
struct requirements {
	struct requirement *v;
	size_t nr;
	size_t alloc;
};

#define REQUIREMENTS_INIT { .v = NULL, .nr = 0, .alloc = 0 }

/**
 * requirements_read() - read scripts/requirements
 * @list: REQUIREMENTS_INIT
 * @root: the project's folder
 *
 * Return: 0, or -1 after an error().
 */
int requirements_read(struct requirements *list, const char *root);

/**
 * requirements_release() - free what the list owns
 * @list: one that requirements_read() was called on
 */
void requirements_release(struct requirements *list);

/**
 * requirements_package() - which package has a command
 * @list: the list
 * @what: the command
 *
 * Return: its name, owned by @list, or NULL when the file does not say.
 */
const char *requirements_package(const struct requirements *list, const char *what);

#endif
