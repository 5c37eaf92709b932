/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of a mutant: which layers have killed it, read from the results of its
 * stages alone.
 *
 * A struct kill owns what it holds from kill_read() to kill_release().
 */
#ifndef FERRY_KILLS_H
#define FERRY_KILLS_H

#include "data/mutant.h"
#include "stage/stage.h"

enum fate {
	FATE_NOT_ASKED,		/* the mutant does not name the layer, which was not run */
	FATE_NOTHING,		/* the mutant does not name the layer, which finds nothing */
	FATE_KILLED,		/* the layer finds what it must */
	FATE_SURVIVES,		/* the layer does not find what it must */
	FATE_ALSO,		/* the layer finds something without being named */
	FATE_UNKNOWN,		/* the mutant names the layer, which was not run */
};

/**
 * struct kill - what became of a mutant
 * @mutant: the mutant, not owned
 * @fate: by layer
 * @found: what each layer finds; of boots "TEST: WORDS"
 * @broken: why not all of it is known, such as a mutant that does not compile; NULL
 *	where it is
 */
struct kill {
	const struct mutant *mutant;
	enum fate fate[LAYER_NR];
	struct argv found[LAYER_NR];
	char *broken;
};

/**
 * kill_read() - find out what became of a mutant
 * @kill: gets it
 * @mutant: the mutant, which must outlive @kill
 * @options: the options that its stages were run with
 * @last: the last of them
 */
void kill_read(struct kill *kill, const struct mutant *mutant, const struct options *options,
	       enum stage_id last);

/**
 * kill_judge() - tell the fates from what was found
 * @kill: with @mutant, @found and @broken, and FATE_NOT_ASKED where a layer was not run,
 *	any other where it was
 */
void kill_judge(struct kill *kill);

/**
 * kill_status() - whether a mutant met what it has to meet
 * @kill: what became of it
 *
 * Return: EXIT_PASS; EXIT_FAIL when a layer that it names does not kill it, or when
 * something besides the gates tells an equivalent one from a right one; EXIT_BROKEN
 * when that is not known.
 */
int kill_status(const struct kill *kill);

/**
 * kill_by_running() - whether something that runs the code kills a mutant
 * @kill: what became of it
 *
 * Return: whether a boot or the explorer does.
 */
bool kill_by_running(const struct kill *kill);

/**
 * kill_words() - why a mutant did not meet what it has to meet
 * @kill: what became of it
 * @words: gets them; nothing where it did
 */
void kill_words(const struct kill *kill, struct strbuf *words);

/**
 * kill_json() - the same as JSON
 * @kill: what became of it
 *
 * Return: an object; a new reference.
 */
json_t *kill_json(const struct kill *kill);

/**
 * kill_release() - free what it owns
 * @kill: one that kill_read() filled
 */
void kill_release(struct kill *kill);

extern const char * const fate_name[];

#endif
