/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether two kernel source files are the same C tokens, and where they differ.
 */
#ifndef FERRY_COMPARE_H
#define FERRY_COMPARE_H

#include "base/argv.h"
#include "data/ctoken.h"

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

#endif
