/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The C token stream of a kernel source file, and whether two files are the
 * same stream: comments, white space and line splices aside. Nothing is
 * preprocessed. A struct ctokens owns a copy of the text, without its splices,
 * into which its tokens point: they are valid until ctokens_release().
 */
#ifndef FERRY_CTOKEN_H
#define FERRY_CTOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/argv.h"

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
	bool directive;
	bool glued;
};

struct ctokens {
	struct ctoken *v;
	size_t nr, alloc;
	char *text;
};

#define CTOKENS_INIT { NULL, 0, 0, NULL }

/**
 * struct ctoken_difference - the first place where two streams differ
 * @compared: tokens that were equal before it; all of them if none differs
 * @line_a: line in the first text, from 1; its last token's line if it ended
 * @line_b: line in the second text
 * @token_a: spelling in the first text, "end of file" if it ended, NULL if equal
 * @token_b: spelling in the second text
 * @function: function around it, NULL if outside of any
 */
struct ctoken_difference {
	size_t compared;
	unsigned int line_a, line_b;
	char *token_a, *token_b;
	char *function;
};

#define CTOKEN_DIFFERENCE_INIT { 0, 0, 0, NULL, NULL, NULL }

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
 * ctokens_function_at() - name the function around a line
 * @tokens: a whole source file
 * @line: line, from 1
 *
 * A function reaches from the first token of its declaration to its closing
 * brace. Initialisers, types and macros that define data are none.
 *
 * Return: the name, to be freed by the caller, or NULL if in no function.
 */
char *ctokens_function_at(const struct ctokens *tokens, unsigned int line);

/**
 * ctoken_equal() - tell whether two texts are the same C token stream
 * @a: first text
 * @alen: its bytes
 * @b: second text
 * @blen: its bytes
 * @where: filled in either case, may be NULL; free with
 *	ctoken_difference_release(). Two empty texts are equal: look at @compared.
 *
 * Return: 1 if equal, 0 if not.
 */
int ctoken_equal(const char *a, size_t alen, const char *b, size_t blen,
		 struct ctoken_difference *where);

/**
 * ctoken_difference_release() - free the strings of a difference
 * @where: left as by CTOKEN_DIFFERENCE_INIT
 */
void ctoken_difference_release(struct ctoken_difference *where);

/**
 * ctoken_differences() - name the functions in which two texts differ
 * @a: first text
 * @alen: its bytes
 * @b: second text
 * @blen: its bytes
 * @names: list to which they are appended, in the order of the first text, then
 *	those that only the second has; "" stands for all outside of functions
 *
 * The order of the functions does not matter.
 *
 * Return: how many tokens the second text has.
 */
size_t ctoken_differences(const char *a, size_t alen, const char *b, size_t blen,
			  struct argv *names);

#endif /* FERRY_CTOKEN_H */
