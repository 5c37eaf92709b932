/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes to a text that are made all at once, so that offsets in it stay what they are
 * until then.
 */
#ifndef FERRY_EDIT_H
#define FERRY_EDIT_H

#include "base/strbuf.h"

/**
 * struct edit - one change
 * @at: where
 * @len: bytes that go
 * @text: what comes there, owned; NULL for nothing
 */
struct edit {
	size_t at, len;
	char *text;
};

struct edits {
	struct edit *v;
	size_t nr, alloc;
};

#define EDITS_INIT { NULL, 0, 0 }

/**
 * edits_add() - note a change
 * @edits: EDITS_INIT at first
 * @at: where
 * @len: bytes that go
 * @text: what comes there, owned from now on; NULL for nothing
 */
void edits_add(struct edits *edits, size_t at, size_t len, char *text);

/**
 * edits_make() - make them, and forget them
 * @edits: the changes; those in one place in the order in which they were noted
 * @text: changed
 */
void edits_make(struct edits *edits, struct strbuf *text);

/**
 * edits_release() - forget them
 * @edits: left as by EDITS_INIT
 */
void edits_release(struct edits *edits);

/**
 * line_start() - where the line around an offset begins
 * @text: the text
 * @at: the offset
 */
size_t line_start(const struct strbuf *text, size_t at);

/**
 * line_end() - where it ends, behind its newline
 * @text: the text
 * @at: the offset
 */
size_t line_end(const struct strbuf *text, size_t at);

/**
 * is_blank_range() - whether nothing but white space is in a part of a text
 * @text: the text
 * @from: where it begins
 * @to: where it ends
 */
bool is_blank_range(const struct strbuf *text, size_t from, size_t to);

#endif
