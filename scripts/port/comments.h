/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Comments that stand above what a port by rule deletes, and are about more than
 * that: spatch takes them for a part of it.
 */
#ifndef FERRY_COMMENTS_H
#define FERRY_COMMENTS_H

#include "port/port.h"

/**
 * port_keep_comments() - put back comments that are gone
 * @before: the file before
 * @after: the file after; comments are put back into it
 * @why: gets which one could not be, and of which line
 *
 * A comment at the beginning of a line is about more than what follows it if it is
 * in a box ("/" and three stars or more), has an empty line behind it, or stands
 * above a declaration that others follow. It goes back to where it was: behind the
 * lines that it stood behind if they are still there, once; else in front of the
 * first that is left of what followed.
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_keep_comments(const struct strbuf *before, struct strbuf *after,
				    struct strbuf *why);

#endif
