/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tree's own scripts/get_maintainer.pl.
 */
#ifndef FERRY_MAINTAINERS_H
#define FERRY_MAINTAINERS_H

#include "tools/git.h"

/**
 * maintainers_of() - whom a tree wants to hear of some patches
 * @git: the store
 * @commit: the tree, whose own script and MAINTAINERS file are asked
 * @patches: paths of the patches
 * @addresses: list to which they are appended, 'Name <mail>' or bare, each once
 *
 * The tree need not be checked out, and its history is not asked.
 *
 * Return: 0, or -1 after an error(), also when the script names nobody.
 */
int maintainers_of(const struct git *git, const char *commit,
		   const struct argv *patches, struct argv *addresses);

/**
 * maintainers_read() - the addresses that the script printed
 * @said: what it printed, an address a line
 * @addresses: list to which they are appended, each once
 */
void maintainers_read(const char *said, struct argv *addresses);

#endif
