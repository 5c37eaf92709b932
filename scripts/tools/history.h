/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A repository of the user's that has the commits between two branches: what changed some
 * lines, and what was said later of a commit. It is only read.
 */
#ifndef FERRY_HISTORY_H
#define FERRY_HISTORY_H

#include "data/place.h"
#include "tools/misfit.h"

/**
 * struct history - the repository
 * @place: what the person named
 * @git: it
 * @tip: the commit to begin from
 */
struct history {
	struct place place;
	struct git git;
	char tip[GIT_HEX];
};

/**
 * history_open() - find a repository
 * @history: gets it; history_release() frees it, also after a failure
 * @word: GITDIR or GITDIR@REV
 *
 * Return: 0, or -1 after an error().
 */
int history_open(struct history *history, const char *word);

/**
 * history_release() - free what it owns
 * @history: one that history_open() was called on
 */
void history_release(struct history *history);

/**
 * struct history_commit - a commit of it
 * @id: its id
 * @subject: the first line of its message
 * @reverts: it reverts the commit that was asked about
 */
struct history_commit {
	char id[GIT_HEX];
	char *subject;
	bool reverts;
};

/**
 * struct history_commits - some commits, oldest first
 * @v: the commits
 * @nr: how many
 * @alloc: for how many there is room
 * @limit: why there may be more, NULL if these are all
 */
struct history_commits {
	struct history_commit *v;
	size_t nr, alloc;
	char *limit;
};

/**
 * history_commits_release() - free what it owns
 * @commits: filled, or zeroed
 */
void history_commits_release(struct history_commits *commits);

/**
 * struct history_lines - a question: which commits changed lines
 * @misfit: the file and the lines: those that it misses were brought, those that are
 *	more were taken away
 * @have: id of the file in the target's tree: what made it, and all before, is there
 * @source: id of the file that the patch was made from, or the beginning of it; what
 *	came after is of no interest; NULL if it is not known
 * @subject: subject of the patch, as above
 */
struct history_lines {
	const struct misfit *misfit;
	const char *have;
	const char *source;
	const char *subject;
};

/**
 * history_of_lines() - which commits between the target's file and the source's changed lines
 * @history: the repository
 * @lines: the question
 * @commits: zeroed; gets the answer
 *
 * A limit on their number, or on the time that git took, is in @limit of the answer.
 */
void history_of_lines(const struct history *history, const struct history_lines *lines,
		      struct history_commits *commits);

/**
 * history_follow_ups() - which commits say that they fix or revert some
 * @history: the repository
 * @ids: ids of the commits
 * @commits: zeroed; gets the answer
 */
void history_follow_ups(const struct history *history, const struct argv *ids,
			struct history_commits *commits);

#endif
