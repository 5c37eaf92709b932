/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three-way merges: of lines by git, and of the tokens of one item.
 */
#ifndef FERRY_PORT_MERGE_RUN_H
#define FERRY_PORT_MERGE_RUN_H

#include "base/strbuf.h"
#include "port/merge-words.h"

/**
 * enum merge_end - how a merge ended
 * @MERGE_CLEAN: without conflict
 * @MERGE_CONFLICT: both sides change the same
 * @MERGE_BROKEN: git failed
 */
enum merge_end {
	MERGE_CLEAN,
	MERGE_CONFLICT,
	MERGE_BROKEN,
};

/**
 * merge_lines() - merge three texts line by line
 * @dir: an empty folder to work in
 * @ours: the older branch's
 * @base: what the change was made from
 * @theirs: that with the change
 * @out: gets the result
 *
 * Return: how it ended.
 */
enum merge_end merge_lines(const char *dir, const struct strbuf *ours,
			   const struct strbuf *base, const struct strbuf *theirs,
			   struct strbuf *out);

/**
 * merge_runs() - merge three runs token by token
 * @dir: an empty folder to work in
 * @ours: the older branch's
 * @base: what the change was made from
 * @theirs: that with the change
 * @out: gets the result, whatever it held
 *
 * Return: how it ended.
 */
enum merge_end merge_runs(const char *dir, const struct run *ours, const struct run *base,
			  const struct run *theirs, struct run *out);

/**
 * struct merge_blocks - what merge_blocks() did
 * @moved: blocks that the change moves, of which the older branch's variant moved
 * @deleted: blocks that it deletes, of which the variant went
 */
struct merge_blocks {
	size_t moved, deleted;
};

/**
 * merge_blocks() - merge where the change moves or deletes a block
 * @dir: an empty folder to work in
 * @ours: the older branch's
 * @base: what the change was made from
 * @theirs: that with the change
 * @out: gets the result
 * @blocks: gets what was done
 *
 * Of a block that the older branch has in another form, that form is moved or deleted.
 *
 * Return: how it ended.
 */
enum merge_end merge_blocks(const char *dir, const struct run *ours, const struct run *base,
			    const struct run *theirs, struct run *out,
			    struct merge_blocks *blocks);

#endif
