/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a refusal has to say besides its reason: the hunks that have no place, and the
 * commits that the tree may lack.
 */
#ifndef FERRY_REFUSAL_H
#define FERRY_REFUSAL_H

#include <jansson.h>

#include "tools/history.h"

/**
 * refusal_explain() - say which lines are other, and which commits made them so
 * @git: the store, with an index of its own for this
 * @patch: file of the patch that was refused
 * @tree: the commit that it was to be applied to
 * @history: repository to look for the commits in, or NULL
 * @lines: gets a line for each hunk and each commit
 *
 * Each commit is tried on the tree: it applies as text, it does not, or it is there.
 *
 * Return: a list of objects, a hunk each, with "file", "function", "hunk", "missing",
 * "between" and, with a @history, "candidates" and "limit"; NULL after an error().
 */
json_t *refusal_explain(const struct git *git, const char *patch, const char *tree,
			const struct history *history, struct argv *lines);

/**
 * refusal_try() - whether a commit of a history applies to a tree
 * @git: the store, with an index of its own for this
 * @tree: the commit of the tree
 * @history: the repository
 * @id: the commit
 * @words: gets "applies", "is there already", "does not apply", or "not tried: " and why
 */
void refusal_try(const struct git *git, const char *tree, const struct history *history,
		 const char *id, struct strbuf *words);

#endif
