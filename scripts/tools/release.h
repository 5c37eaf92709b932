/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The releases of a kernel branch, as the Makefile at the top of each tree says.
 */
#ifndef FERRY_RELEASE_H
#define FERRY_RELEASE_H

#include "tools/git.h"

/**
 * struct releases - releases of a branch, the oldest first
 * @commits: their commits
 * @versions: their versions, as "6.12.17" or "7.1.0-rc3"
 *
 * Begin with RELEASES_INIT, end with releases_end().
 */
struct releases {
	struct argv commits;
	struct argv versions;
};

#define RELEASES_INIT { .commits = ARGV_INIT, .versions = ARGV_INIT }

/**
 * release_version() - the version of a tree
 * @git: the repository
 * @commit: commit of the tree
 * @version: gets it
 *
 * Return: 0, or -1 when the tree has no Makefile with a VERSION; says nothing then.
 */
int release_version(const struct git *git, const char *commit, struct strbuf *version);

/**
 * releases_read() - the releases on the way to a revision, along first parents
 * @git: the repository
 * @since: a revision, of which and of before which there is to be none; NULL for all
 * @rev: the last revision
 * @releases: RELEASES_INIT; gets the first commit of each version
 *
 * Return: 0, or -1 after an error().
 */
int releases_read(const struct git *git, const char *since, const char *rev,
		  struct releases *releases);

/**
 * releases_end() - free what it owns
 * @releases: RELEASES_INIT, or what releases_read() made of it
 */
void releases_end(struct releases *releases);

#endif
