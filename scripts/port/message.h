/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commit message of a port that was made by rule.
 */
#ifndef FERRY_MESSAGE_H
#define FERRY_MESSAGE_H

#include "data/hits.h"
#include "data/series.h"

/**
 * message_path() - where a series has its message
 * @series: the series
 *
 * Return: the path, whether there is such a file or not; the caller frees it.
 */
char *message_path(const struct series *series);

/**
 * message_brackets() - add what a port does otherwise, as stable has it
 * @text: the message so far
 * @heading: the first words
 * @notes: a note each; without any nothing is added
 */
void message_brackets(struct strbuf *text, const char *heading, const struct argv *notes);

/**
 * message_of_port() - the message for a port
 * @series: the series
 * @shape: the shape of the tree before
 * @hits: the rules that made it
 * @message: gets the message
 *
 * The series' own words, and before the trailers in brackets what each rule
 * that changed something does otherwise than mainline ([rule "NAME"] note in
 * info). The first trailers say what the change fixes in a tree of that shape
 * ([shape "SHAPE"] fixes).
 *
 * Return: 0, or -1 after an error().
 */
int message_of_port(const struct series *series, const char *shape,
		    const struct hits *hits, struct strbuf *message);

#endif
