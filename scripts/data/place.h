/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a source of the user's own is: DIR, GITDIR or GITDIR@REV.
 */
#ifndef FERRY_PLACE_H
#define FERRY_PLACE_H

#include "base/util.h"

/**
 * struct place - a folder or a repository
 * @dir: the folder of a source tree, or a git directory or work tree or its URL;
 *	owned
 * @rev: revision in that repository; NULL for a folder taken as it is; owned
 */
struct place {
	char *dir;
	char *rev;
};

/**
 * place_parse() - take a place apart
 * @place: gets it; place_release() frees it, also after a failure
 * @word: what a person wrote. Either side of the '@' may hold another one: a
 *	folder that is there decides. A repository without a REV is taken at its
 *	HEAD unless it is the top of a kernel's work tree, which is taken as it is.
 *
 * Return: 0, or -1 when there is no such folder and it is no URL; @dir then says
 * what is not there.
 */
int place_parse(struct place *place, const char *word);

/**
 * place_release() - free what place_parse() made
 * @place: the place
 */
void place_release(struct place *place);

#endif
