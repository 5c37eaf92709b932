/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What gcc, clang, sparse, kernel-doc, objtool and coccicheck complain of, as a
 * multiset of (file, function, message): line numbers are dropped, so that the
 * lists of an unpatched and of a patched tree can be compared. A struct warnings
 * owns all its strings.
 */
#ifndef FERRY_WARNINGS_H
#define FERRY_WARNINGS_H

#include <stddef.h>

/**
 * struct warning - one complaint
 * @file: relative to the root of the tree, "" if the tool named none
 * @function: function around it, "" if outside of any or not known
 * @message: "warning: ..." or "error: ...", line references replaced by N
 * @line: line that the tool gave, 0 if none; not part of the identity
 */
struct warning {
	char *file;
	char *function;
	char *message;
	unsigned int line;
};

struct warnings {
	struct warning *v;
	size_t nr, alloc;
};

#define WARNINGS_INIT { NULL, 0, 0 }

/**
 * warnings_parse() - add a tool's output to a list
 * @list: WARNINGS_INIT or a list to add to
 * @text: output of make, any bytes
 * @len: bytes in @text
 * @root: absolute path of the tree, taken off file names; NULL for none
 * @sources: folder to look into, to name functions where the tool does not; NULL to
 *	leave them ""
 *
 * Notes and the lines that quote source are no entries of their own. A line
 * "expected ..." or "got ..." of sparse becomes part of its warning.
 *
 * Return: how many entries were added.
 */
size_t warnings_parse(struct warnings *list, const char *text, size_t len,
		      const char *root, const char *sources);

/**
 * warnings_diff() - compare two lists as multisets
 * @before: the unpatched tree's
 * @after: the patched tree's
 * @added: what @after has more often, may be NULL; copies are added to it
 * @removed: what @before has more often, may be NULL
 * @name: whose they are: the messages of the copies begin with it; NULL for nobody
 *
 * Return: how many were added.
 */
size_t warnings_diff(const struct warnings *before, const struct warnings *after,
		     struct warnings *added, struct warnings *removed,
		     const char *name);

/**
 * warnings_release() - free a list and its strings
 * @list: left as by WARNINGS_INIT
 */
void warnings_release(struct warnings *list);

#endif /* FERRY_WARNINGS_H */
