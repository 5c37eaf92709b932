/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two versions of a source file, statement by statement and token by token: what of
 * the one is kept in the other, changed or not, and what is not.
 */
#ifndef FERRY_ALIGN_H
#define FERRY_ALIGN_H

#include "base/strbuf.h"
#include "data/statement.h"

/**
 * struct version - one of the two
 * @statements: the file
 * @mate: for each statement, which one it is in the other version, or NOWHERE
 * @token: for each token, which one it is there, or NOWHERE
 */
struct version {
	struct statements statements;
	size_t *mate;
	size_t *token;
};

/**
 * struct alignment - both
 * @before: the version before a change
 * @after: the one after it
 */
struct alignment {
	struct version before, after;
};

/**
 * version_comments() - how many comments a version has
 * @version: the version
 */
size_t version_comments(const struct version *version);

/**
 * version_comment() - one of them
 * @version: the version
 * @i: which one
 */
const struct ccomment *version_comment(const struct version *version, size_t i);

/**
 * version_tokens() - how many tokens a version has
 * @version: the version
 */
size_t version_tokens(const struct version *version);

/**
 * version_token() - one of them
 * @version: the version
 * @at: its index
 */
const struct ctoken *version_token(const struct version *version, size_t at);

/**
 * version_statement() - the statement that a token is in
 * @version: the version
 * @token: index of the token
 */
const struct statement *version_statement(const struct version *version, size_t token);

/**
 * version_mate() - which statement of the other version that is
 * @version: the version
 * @other: the other version
 * @token: index of the token
 *
 * Return: the statement, or NULL.
 */
const struct statement *version_mate(const struct version *version,
				     const struct version *other, size_t token);

/**
 * align() - find what is kept
 * @alignment: filled, whatever it held; end with alignment_release()
 * @before: one version
 * @after: the other
 *
 * A function is compared with the one of its name, wherever that stands. Within it,
 * and outside of all functions, the order tells which statement is which: those that
 * are the same, and else those that have at least half of their tokens in common.
 */
void align(struct alignment *alignment, const struct strbuf *before,
	   const struct strbuf *after);

/**
 * alignment_release() - free what align() made
 * @alignment: the two
 */
void alignment_release(struct alignment *alignment);

/**
 * alignment_line() - the line before a change that a line comes from
 * @alignment: the two
 * @line: a line of the version after
 *
 * Return: the line; where the function around it begins if the change added it; 0 if
 * it added that, too.
 */
unsigned int alignment_line(const struct alignment *alignment, unsigned int line);

/**
 * alignment_token_line() - the same of a token
 * @alignment: the two
 * @at: index of a token of the version after
 */
unsigned int alignment_token_line(const struct alignment *alignment, size_t at);

#endif
