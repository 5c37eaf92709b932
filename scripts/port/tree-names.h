/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What names a tree knows.
 */
#ifndef FERRY_PORT_TREE_NAMES_H
#define FERRY_PORT_TREE_NAMES_H

#include "tools/git.h"

/**
 * struct tree_names - whose names
 * @git: the repository
 * @commit: the tree's commit
 * @path: a file of it: headers and files beside it count, too
 */
struct tree_names {
	const struct git *git;
	const char *commit;
	const char *path;
};

/**
 * tree_names_look_up() - which names a tree knows
 * @data: a struct tree_names
 * @names: identifiers, and headers as "<linux/list.h>"
 * @known: those that it knows are appended
 *
 * A name is known if a header or a file in the folder of @path has it, a header if it
 * is there.
 *
 * Return: 0, or -1 after an error().
 */
int tree_names_look_up(void *data, const struct argv *names, struct argv *known);

#endif
