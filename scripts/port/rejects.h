/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file of a patch that does not apply: what a person goes on from.
 */
#ifndef FERRY_REJECTS_H
#define FERRY_REJECTS_H

#include "base/scratch.h"
#include "tools/git-mail.h"

/**
 * struct rejects - the patch, and what it does not apply to
 * @git: the store, with an index
 * @scratch: folder for files that git reads
 * @at: the commit that it does not apply to
 * @mail: the patch
 * @ours: what the tree is called behind a conflict marker
 * @theirs: what the patch is called there
 * @said: gets what there is to say of each file, a line each
 */
struct rejects {
	const struct git *git;
	const struct scratch *scratch;
	const char *at;
	const struct git_mail *mail;
	const char *ours, *theirs;
	struct argv *said;
};

/**
 * rejects_of_file() - a file with as much of the patch as goes in
 * @rejects: the patch
 * @path: the file
 * @text: gets the file: merged, with conflict markers, where the files that the patch was
 *	made from are at hand
 * @left: gets the hunks that have no place, where they are not
 *
 * Return: 0, 1 where the tree has no such file, or -1 after an error().
 */
int rejects_of_file(const struct rejects *rejects, const char *path, struct strbuf *text,
		    struct strbuf *left);

#endif
