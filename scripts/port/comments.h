/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A comment goes where its code goes. spatch takes comments for a part of what stands
 * behind them, leaves them on what is next, or loses them.
 */
#ifndef FERRY_COMMENTS_H
#define FERRY_COMMENTS_H

#include "port/port.h"

/**
 * port_keep_comments() - have each comment of a file where its code is
 * @before: the file before
 * @after: the file after; comments are moved, put back and removed in it
 * @why: gets which one could not be, and of which line
 *
 * A comment behind code, on its line, is about that; one with lines for itself is about
 * the statement below. Where that is kept, or changed, the comment is with it; where it
 * is gone, so is the comment. A comment with an empty line behind it, at the beginning
 * of a line also one in a box ("/" and three stars or more) or above a declaration that
 * others follow, is about more: it stays behind what it stood behind, else in front of
 * the first that is left of what followed. What the change itself adds stays as it is.
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_keep_comments(const struct strbuf *before, struct strbuf *after,
				    struct strbuf *why);

/**
 * port_check_comments() - whether no comment names what is gone
 * @before: the file before
 * @after: the file after
 * @gone: names that the change removes
 * @nr: how many
 * @why: gets the comment, and where it is in the file before
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_check_comments(const struct strbuf *before,
				     const struct strbuf *after, const char **gone,
				     size_t nr, struct strbuf *why);

#endif
