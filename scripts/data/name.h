/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that come in from outside: from files of a project, from mails, from a command
 * line. What is none is refused where it comes in, so that nothing behind has to think of
 * what an option, a shell, awk or git would make of it.
 */
#ifndef FERRY_NAME_H
#define FERRY_NAME_H

/**
 * enum name_kind - what a name is of
 * @NAME_FOLDER: a target, a series: one word
 * @NAME_PATCH: a patch file in quilt's list, as seen from the list's folder
 * @NAME_FILE: a file of a kernel tree
 * @NAME_PACKAGE: a Debian package, or a pattern for some
 * @NAME_SUITE: a suite of a Debian archive
 * @NAME_BRANCH: a branch of a repository
 * @NAME_REVISION: what git takes for a commit
 * @NAME_URL: SCHEME://, or the absolute path of a repository
 */
enum name_kind {
	NAME_FOLDER,
	NAME_PATCH,
	NAME_FILE,
	NAME_PACKAGE,
	NAME_SUITE,
	NAME_BRANCH,
	NAME_REVISION,
	NAME_URL,
};

/**
 * name_check() - whether a name is one
 * @kind: of what
 * @name: the name
 * @where: the file that has it, or the option, for the message
 *
 * Return: 0, or -1 after an error().
 */
int name_check(enum name_kind kind, const char *name, const char *where);

#endif
