/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions that a kernel source file defines.
 */
#ifndef FERRY_FUNCTION_H
#define FERRY_FUNCTION_H

#include "data/ctoken.h"

/**
 * struct function - a definition
 * @name: the token that names it
 * @first: index of its first token
 * @last: index of its closing brace
 * @line: where its declaration begins
 */
struct function {
	const struct ctoken *name;
	size_t first, last;
	unsigned int line;
};

/**
 * functions_visit() - go through the functions in the order of the file
 * @tokens: a whole source file
 * @visit: called for each, until it returns true
 * @data: handed to @visit
 *
 * A function reaches from the first token of its declaration to its closing
 * brace. Initialisers, types and macros that define data are none.
 */
void functions_visit(const struct ctokens *tokens,
		     bool (*visit)(const struct function *, void *), void *data);

/**
 * struct functions - all functions of a file
 * @tokens: the file
 * @v: the functions in its order, to be freed
 * @nr: how many
 * @alloc: for how many there is room
 */
struct functions {
	const struct ctokens *tokens;
	struct function *v;
	size_t nr, alloc;
};

/**
 * functions_list() - list the functions
 * @functions: filled, whatever it held
 * @tokens: a whole source file, which must live as long
 */
void functions_list(struct functions *functions, const struct ctokens *tokens);

/**
 * functions_same() - find a function of another file
 * @functions: where to look
 * @of: the other file
 * @at: which of its functions
 *
 * The second of a name, in a branch of an #if, is that of the second here.
 *
 * Return: the function, or NULL.
 */
const struct function *functions_same(const struct functions *functions,
				      const struct functions *of, size_t at);

/**
 * ctokens_function_at() - name the function around a line
 * @tokens: a whole source file
 * @line: line, from 1
 *
 * Return: the name, to be freed by the caller, or NULL if in no function.
 */
char *ctokens_function_at(const struct ctokens *tokens, unsigned int line);

/**
 * function_at() - the same of a text
 * @source: the whole file, any bytes
 * @len: bytes in @source
 * @line: line, from 1
 *
 * Return: the name, to be freed by the caller, or NULL if in no function.
 */
char *function_at(const char *source, size_t len, unsigned int line);

#endif
