/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A port that is kept nowhere: a repository for it alone, that reads what others have.
 */
#ifndef FERRY_ATTEMPT_H
#define FERRY_ATTEMPT_H

#include "base/scratch.h"
#include "data/series.h"
#include "tools/store.h"

/**
 * struct attempt - such a repository
 * @git: the repository, with an index
 * @scratch: the folder that it stands in
 * @store: the kernel store, not locked: it has the files that an imported series was
 *	made from
 * @repository: path of the repository
 * @index: path of the index
 * @objects: those of the repository that it borrows from
 *
 * Begin with ATTEMPT_INIT, end with attempt_end().
 */
struct attempt {
	struct git git;
	struct scratch scratch;
	struct store store;
	char *repository;
	char *index;
	struct strbuf objects;
};

#define ATTEMPT_INIT { .store = STORE_INIT, .objects = STRBUF_INIT }

/**
 * attempt_begin() - make the repository
 * @attempt: ATTEMPT_INIT
 *
 * Return: 0, or -1 after an error().
 */
int attempt_begin(struct attempt *attempt);

/**
 * attempt_borrow() - read what a repository of the user's has, without a copy
 * @attempt: one that attempt_begin() made
 * @dir: the repository, on this machine
 *
 * Return: 0, or -1 after an error().
 */
int attempt_borrow(struct attempt *attempt, const char *dir);

/**
 * attempt_end() - remove it all
 * @attempt: ATTEMPT_INIT, or what attempt_begin() made of it
 */
void attempt_end(struct attempt *attempt);

#endif
