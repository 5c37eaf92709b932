/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * C tokens as numbers, for what is done with runs of them: compare, align, merge.
 */
#ifndef FERRY_PORT_MERGE_WORDS_H
#define FERRY_PORT_MERGE_WORDS_H

#include "data/ctoken.h"

/**
 * struct words - the spellings of a few files
 * @text: each spelling, owned
 * @is_name: whether each is an identifier and no keyword
 * @nr: how many
 * @alloc: for how many there is room
 * @slots: hash table of numbers + 1, 0 for a free slot
 * @nr_slots: its size
 */
struct words {
	char **text;
	bool *is_name;
	size_t nr, alloc;
	size_t *slots;
	size_t nr_slots;
};

/**
 * struct run - some tokens in a row
 * @v: their numbers
 * @nr: how many
 * @alloc: for how many there is room
 *
 * Begin with zeroes, end with run_release().
 */
struct run {
	size_t *v;
	size_t nr, alloc;
};

/**
 * struct edit - where two runs differ
 * @a: first token of the one
 * @a_end: the one behind the last
 * @b: first token of the other
 * @b_end: the one behind the last
 */
struct edit {
	size_t a, a_end;
	size_t b, b_end;
};

/**
 * struct edits - all differences of two runs, in order
 * @v: the differences, to be freed
 * @nr: how many
 * @alloc: for how many there is room
 */
struct edits {
	struct edit *v;
	size_t nr, alloc;
};

/**
 * words_number() - the number of a token's spelling
 * @words: all spellings; gets those that are new
 * @token: the token; the same spelling has the same number
 */
size_t words_number(struct words *words, const struct ctoken *token);

/**
 * words_release() - free the spellings
 * @words: zeroed, or filled by words_number()
 */
void words_release(struct words *words);

/**
 * run_add() - append a token
 * @run: the run
 * @word: its number
 */
void run_add(struct run *run, size_t word);

/**
 * run_copy() - append a part of a run
 * @run: the run
 * @from: the other one
 * @begin: first token of it
 * @end: the one behind the last
 */
void run_copy(struct run *run, const struct run *from, size_t begin, size_t end);

/**
 * run_of() - the tokens from one to another
 * @words: the spellings
 * @tokens: the file
 * @begin: first token
 * @end: the one behind the last
 */
struct run run_of(struct words *words, const struct ctokens *tokens, size_t begin,
		  size_t end);

/**
 * run_release() - free a run
 * @run: left empty
 */
void run_release(struct run *run);

/**
 * run_same() - whether two runs are the same
 * @a: one
 * @b: the other
 */
bool run_same(const struct run *a, const struct run *b);

/**
 * run_has() - whether a token is in a run
 * @run: the run
 * @word: its number
 */
bool run_has(const struct run *run, size_t word);

/**
 * runs_differ() - align two runs
 * @a: one
 * @b: the other
 * @edits: gets the differences, whatever it held
 *
 * Tokens that both have once are aligned first, as git's patience does; the rest by
 * the fewest tokens taken out and put in. Runs that have little in common are one
 * difference.
 */
void runs_differ(const struct run *a, const struct run *b, struct edits *edits);

/**
 * runs_alike() - how much of two runs is the same
 * @a: one
 * @b: the other
 *
 * Return: parts of a thousand, of the tokens of both.
 */
unsigned int runs_alike(const struct run *a, const struct run *b);

#endif
