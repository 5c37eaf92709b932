/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The form that the code to change has, as the series' shape.cocci reads it; of a
 * series without one, as its patches tell.
 */
#ifndef FERRY_SHAPE_H
#define FERRY_SHAPE_H

#include "data/series.h"
#include "tools/git.h"

/**
 * struct shape - the answer
 * @name: first word, "S4" or "unknown"
 * @evidence: the rest: functions and lines
 */
struct shape {
	char *name;
	char *evidence;
};

/**
 * shape_of_line() - read the line that shape.cocci printed
 * @series: the series; what its info knows of commits that the evidence asks for
 *	is added to that
 * @line: the line
 * @shape: gets the shape; shape_release() frees it
 */
void shape_of_line(const struct series *series, const struct strbuf *line,
		   struct shape *shape);

/**
 * shape_of_text() - read the shape of a file's content
 * @series: the series
 * @text: the content
 * @shape: gets the answer; shape_release() frees it
 *
 * Return: 0, or -1 after an error().
 */
int shape_of_text(const struct series *series, const struct strbuf *text,
		  struct shape *shape);

/**
 * shape_of_patches() - whether a tree has what patches do
 * @store: the repository that has the tree
 * @series: the series, one without semantic patches
 * @patches: the patch files in order
 * @tree: id of the commit
 * @shape: gets the answer; shape_release() frees it
 *
 * It has when carried_take_out() finds all of them, the last one first.
 *
 * Return: 0, or -1 after an error().
 */
int shape_of_patches(const struct git *store, const struct series *series,
		     const struct argv *patches, const char *tree,
		     struct shape *shape);

/**
 * shape_release() - free an answer
 * @shape: one that shape_of_text() filled, or zeroed
 */
void shape_release(struct shape *shape);

#endif
