/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a port changes, as a unified diff.
 */
#ifndef FERRY_DIFF_H
#define FERRY_DIFF_H

#include "tools/git.h"

/**
 * port_diff() - the difference of two versions of a file
 * @name: what the diff calls it, a path below a tree
 * @before: the file before
 * @after: the file after
 * @diff: gets the unified diff, empty when there is none
 *
 * Return: 0, or -1 after an error().
 */
int port_diff(const char *name, const struct strbuf *before,
	      const struct strbuf *after, struct strbuf *diff);

/**
 * port_diff_commits() - the difference of two commits
 * @git: the store
 * @before: the commit before
 * @after: the commit after
 * @diff: gets the unified diff, empty when there is none
 *
 * Return: 0, or -1 after an error().
 */
int port_diff_commits(const struct git *git, const char *before, const char *after,
		      struct strbuf *diff);

/**
 * port_layout_differences() - where two versions differ once clang-format went
 * over both
 * @style: the target's .clang-format
 * @a: one version
 * @b: the other
 * @diff: gets the unified diff, empty when there is none
 *
 * Return: 0, or -1 after an error().
 */
int port_layout_differences(const struct strbuf *style, const struct strbuf *a,
			    const struct strbuf *b, struct strbuf *diff);

#endif
