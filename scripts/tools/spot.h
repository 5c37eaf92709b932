/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The places of a file that one hunk of a patch fits in.
 */
#ifndef FERRY_SPOT_H
#define FERRY_SPOT_H

#include "data/ctoken.h"
#include "data/patched.h"

/**
 * struct spot_file - a file of the tree, and where each of its lines begins
 * @text: the file
 * @tokens: its tokens
 * @lines: where its lines begin in @text
 * @nr: how many lines
 * @alloc: for how many there is room
 */
struct spot_file {
	struct strbuf text;
	struct ctokens tokens;
	size_t *lines;
	size_t nr, alloc;
};

/**
 * struct spot - where a hunk goes
 * @at: the first line that it looks for, from 0
 * @nr: how many lines it looks for
 * @skip: lines of context that it is not looked for with, at its beginning
 * @cut: and at its end
 * @places: how many such places there are
 */
struct spot {
	size_t at, nr;
	size_t skip, cut;
	size_t places;
};

/**
 * spot_open() - take a file apart
 * @file: the file, with its text
 */
void spot_open(struct spot_file *file);

/**
 * spot_close() - free what it owns
 * @file: the file, opened or not
 */
void spot_close(struct spot_file *file);

/**
 * spot_find() - find the place of a hunk
 * @file: the file
 * @hunk: the hunk
 * @from: line to begin at
 * @fuzz: how many lines of context at each end may be others
 * @spot: gets the place, and how many there are
 *
 * Return: whether there is just one.
 */
bool spot_find(const struct spot_file *file, const struct hunk *hunk, size_t from,
	       size_t fuzz, struct spot *spot);

/**
 * spot_says_something() - whether lines have a letter or a digit
 * @lines: the lines
 */
bool spot_says_something(const char *lines);

/**
 * spot_has_line() - whether a line is there
 * @file: the file
 * @text: the line
 * @function: the function that it must be in, or NULL
 */
bool spot_has_line(const struct spot_file *file, const char *text, const char *function);

/**
 * spot_has_function() - whether a function is there
 * @file: the file
 * @name: its name
 */
bool spot_has_function(const struct spot_file *file, const char *name);

#endif
