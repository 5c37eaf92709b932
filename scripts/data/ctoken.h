/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The C token stream of a kernel source file: white space and line splices aside,
 * comments in a list of their own. Nothing is preprocessed. A struct ctokens owns a
 * copy of the text, without its splices, into which its tokens point: they are valid
 * until ctokens_release().
 */
#ifndef FERRY_CTOKEN_H
#define FERRY_CTOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum ctoken_kind {
	CTOKEN_IDENTIFIER,	/* keywords too */
	CTOKEN_NUMBER,		/* a preprocessing number */
	CTOKEN_STRING,		/* with its prefix and quotes; <name> after #include */
	CTOKEN_CHAR,
	CTOKEN_PUNCTUATOR,
	CTOKEN_NEWLINE,		/* the end of a directive, at end of file too */
	CTOKEN_OTHER,		/* stray byte; what a missing quote or end of comment leaves */
};

/**
 * struct ctoken - one token
 * @kind: what it is
 * @text: its spelling, not NUL-terminated, splices removed
 * @len: bytes in @text
 * @line: line where it begins, from 1
 * @column: byte in that line, from 1; a spliced line counts on from 1
 * @offset: where it begins in the text as it was given
 * @end: where it ends there
 * @directive: part of a preprocessor directive
 * @glued: the '(' that makes a macro of #define function-like; the same
 *	character after a blank means something else
 */
struct ctoken {
	enum ctoken_kind kind;
	const char *text;
	size_t len;
	unsigned int line;
	unsigned int column;
	size_t offset, end;
	bool directive;
	bool glued;
};

/**
 * struct ccomment - one comment, which is no token
 * @text: the comment, splices removed
 * @len: bytes in @text
 * @line: line where it begins, from 1
 * @offset: where it begins in the text as it was given
 * @end: where it ends there
 * @next: index of the token that follows it
 */
struct ccomment {
	const char *text;
	size_t len;
	unsigned int line;
	size_t offset, end;
	size_t next;
};

struct ctokens {
	struct ctoken *v;
	size_t nr, alloc;
	struct ccomment *comments;
	size_t nr_comments, alloc_comments;
	char *text;
};

#define CTOKENS_INIT { .v = NULL }

/**
 * ctokens_lex() - cut a text into tokens
 * @tokens: filled; initialised by CTOKENS_INIT or released before
 * @text: C source, any bytes, need not end in a newline or NUL
 * @len: bytes in @text
 *
 * There is no input that it refuses: what is not C becomes CTOKEN_OTHER.
 */
void ctokens_lex(struct ctokens *tokens, const char *text, size_t len);

/**
 * ctokens_release() - free what ctokens_lex() made
 * @tokens: left as by CTOKENS_INIT
 */
void ctokens_release(struct ctokens *tokens);

/**
 * ctoken_is() - tell whether a token is spelt so
 * @token: the token
 * @spelling: the spelling
 */
bool ctoken_is(const struct ctoken *token, const char *spelling);

/**
 * ctoken_same() - tell whether two tokens are the same, wherever they stand
 * @a: one
 * @b: the other
 */
bool ctoken_same(const struct ctoken *a, const struct ctoken *b);

#endif
