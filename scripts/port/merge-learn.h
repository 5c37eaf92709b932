/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that are others in the older branch, learned from two versions of a file.
 */
#ifndef FERRY_PORT_MERGE_LEARN_H
#define FERRY_PORT_MERGE_LEARN_H

#include "port/merge-words.h"

/**
 * struct renames - names, and what they are called in the older branch
 * @to: for each word its name there, SIZE_MAX for one that stays
 * @nr: for how many words
 */
struct renames {
	size_t *to;
	size_t nr;
};

/**
 * struct learner - what was seen so far
 * @words: the spellings
 * @base: all tokens in which a name of the newer branch may stand
 * @ours: all tokens in which one of the older branch may
 * @pairs: each name that stands where another one does, and that one
 * @nr: how many
 * @alloc: for how many there is room
 */
struct learner {
	const struct words *words;
	struct run base, ours;
	struct learner_pair {
		size_t from, to;
		size_t nr;
	} *pairs;
	size_t nr, alloc;
};

/**
 * learn_pair() - look at two versions of the same code
 * @learner: gets what they teach
 * @base: of the newer branch
 * @ours: of the older one
 */
void learn_pair(struct learner *learner, const struct run *base, const struct run *ours);

/**
 * learned() - the names that are sure
 * @learner: what was seen
 * @least: how often a name must have been seen in the other's place
 * @sure: of a hundred times that it is another one, how often it must be the same
 * @renames: gets them; renames_release() frees it
 *
 * A name becomes another where only the newer branch has the one, and only the older
 * one the other.
 */
void learned(const struct learner *learner, size_t least, size_t sure,
	     struct renames *renames);

/**
 * learner_release() - free what was seen
 * @learner: left empty
 */
void learner_release(struct learner *learner);

/**
 * renames_get() - what a word is called
 * @renames: the names
 * @word: the word
 *
 * Return: the other word, or the same.
 */
size_t renames_get(const struct renames *renames, size_t word);

/**
 * run_renamed() - a run with the other names
 * @names: the names
 * @run: the run
 *
 * Return: a new run.
 */
struct run run_renamed(const struct renames *names, const struct run *run);

/**
 * renames_add() - take over the names of others that have none yet
 * @renames: the names
 * @more: the others
 */
void renames_add(struct renames *renames, const struct renames *more);

/**
 * renames_release() - free the names
 * @renames: left empty
 */
void renames_release(struct renames *renames);

#endif
