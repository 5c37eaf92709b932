/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source file in pieces as large as a statement, of which a change keeps, changes
 * or removes each: "if (x) {" is one, "}" another, and so are a directive, a label,
 * a declaration, an entry of an initialiser.
 */
#ifndef FERRY_STATEMENT_H
#define FERRY_STATEMENT_H

#include "data/function.h"

/* No token, statement or function. */
#define NOWHERE SIZE_MAX

/**
 * struct statement - one piece
 * @first: index of its first token
 * @end: index of the token behind its last one
 * @opener: of a "}", #else, #elif or #endif, the statement that it belongs to
 * @block: the statement whose braces are around it, NOWHERE outside of all
 * @function: index of the function that it is a part of, or NOWHERE
 */
struct statement {
	size_t first, end;
	size_t opener;
	size_t block;
	size_t function;
};

/**
 * struct statements - a file
 * @tokens: its tokens and comments
 * @functions: its functions
 * @v: its statements, which hold all tokens
 * @nr: how many
 * @alloc: for how many there is room
 * @of: which statement each token is in
 */
struct statements {
	struct ctokens tokens;
	struct functions functions;
	struct statement *v;
	size_t nr, alloc;
	size_t *of;
};

/**
 * statements_cut() - cut a text into statements
 * @statements: filled, whatever it held; end with statements_release()
 * @text: C source, any bytes
 * @len: bytes in @text
 */
void statements_cut(struct statements *statements, const char *text, size_t len);

/**
 * statements_release() - free what statements_cut() made
 * @statements: the file
 */
void statements_release(struct statements *statements);

#endif
