/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The right place for each hunk of a patch that git does not find, or finds in another
 * function: there may be other lines around it, and others like it nearer.
 */
#ifndef FERRY_PORT_RELOCATE_H
#define FERRY_PORT_RELOCATE_H

#include "tools/git.h"

/**
 * port_relocate() - the same patch, with each hunk at the place where it belongs
 * @git: the store
 * @diff: the patch
 * @before: commit to apply it to
 * @out: gets the patch; its context is that of the tree
 * @why: gets the file, the function, and the line that is not there, when there is no
 *	such place, or more than one
 *
 * A place has all the lines that the hunk removes and its context, but for two lines
 * of that at each end, and is in a function that the hunk changes, by name. A hunk that
 * does not say which, or that is in none, must have one place in the whole file.
 *
 * Return: GIT_REFUSED; GIT_OFFSET, or GIT_FUZZ where context is not the patch's.
 */
enum git_applied port_relocate(const struct git *git, const struct strbuf *diff,
			       const char *before, struct strbuf *out, struct strbuf *why);

#endif
