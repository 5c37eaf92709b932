/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each comment of a file is about, and where that is in a changed version of it.
 */
#ifndef FERRY_REMARK_H
#define FERRY_REMARK_H

#include "data/align.h"
#include "port/edit.h"

/**
 * enum about - what a comment is about
 * @ABOUT_TOKEN: code in front of it, or around it
 * @ABOUT_STATEMENT: what is below it
 * @ABOUT_MORE: more than that
 */
enum about {
	ABOUT_TOKEN,
	ABOUT_STATEMENT,
	ABOUT_MORE,
};

/**
 * struct remark - a comment of the file before
 * @about: what it is about
 * @token: the token that it is about, or in front of which it stands
 * @behind: it stands behind @token
 * @in: where it is in the file after: index of a comment there, or NOWHERE
 */
struct remark {
	enum about about;
	size_t token;
	bool behind;
	size_t in;
};

/**
 * struct keeper - the comments of a file and of what it has become
 * @before: the file before
 * @after: the file after
 * @aligned: both
 * @remarks: for each comment before
 * @taken: for each comment after, whether it is known whose it is
 * @edits: what is to be changed after
 */
struct keeper {
	const struct strbuf *before;
	struct strbuf *after;
	struct alignment aligned;
	struct remark *remarks;
	bool *taken;
	struct edits edits;
};

/**
 * keeper_open() - find what is about what, and what is where it has to be
 * @keeper: filled, whatever it held; end with keeper_close()
 * @before: the file before, which must live as long
 * @after: the file after, which must live as long
 */
void keeper_open(struct keeper *keeper, const struct strbuf *before, struct strbuf *after);

/**
 * keeper_close() - free what keeper_open() made
 * @keeper: the comments
 */
void keeper_close(struct keeper *keeper);

/**
 * remark_place() - where a comment before has to be
 * @keeper: the comments
 * @i: which comment before
 *
 * Return: the token after that it is to stand at, on the same side; NOWHERE if what it
 * is about is gone.
 */
size_t remark_place(const struct keeper *keeper, size_t i);

/**
 * remark_above() - what a comment about more stood behind
 * @keeper: the comments
 * @i: which comment before
 *
 * Return: the last token of that after, or NOWHERE.
 */
size_t remark_above(const struct keeper *keeper, size_t i);

/**
 * remark_below() - what a comment about more stood in front of
 * @keeper: the comments
 * @i: which comment before
 *
 * Return: the first token of that after, or NOWHERE.
 */
size_t remark_below(const struct keeper *keeper, size_t i);

/**
 * remark_astray() - find a comment that is not where it has to be
 * @keeper: the comments
 * @i: which comment before
 *
 * Return: a comment after of the same words, in the same function, that is no other's;
 * or NOWHERE.
 */
size_t remark_astray(struct keeper *keeper, size_t i);

/**
 * remark_function() - which function a comment is in
 * @version: the version of the file
 * @comment: the comment
 *
 * Return: index of the function, NOWHERE if in none.
 */
size_t remark_function(const struct version *version, const struct ccomment *comment);

/**
 * has_own_lines() - whether a comment shares no line with code
 * @text: the text
 * @comment: the comment
 */
bool has_own_lines(const struct strbuf *text, const struct ccomment *comment);

#endif
