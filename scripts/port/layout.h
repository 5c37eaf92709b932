/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a port by rule leaves where it took something away: an #if with nothing in it,
 * empty lines.
 */
#ifndef FERRY_LAYOUT_H
#define FERRY_LAYOUT_H

#include "base/strbuf.h"

/**
 * port_drop_conditionals() - remove each #if whose content a change took
 * @before: the file before
 * @after: the file after; changed
 *
 * From #if to #endif when all of it is gone; only the last #else or #elif when that
 * branch is all that is. What was empty before stays.
 */
void port_drop_conditionals(const struct strbuf *before, struct strbuf *after);

/**
 * port_drop_blank_lines() - remove empty lines that a change has left over
 * @before: the file before
 * @after: the file after; changed
 *
 * No more than one in one place, none behind "{" or before "}", unless there were as
 * many before.
 */
void port_drop_blank_lines(const struct strbuf *before, struct strbuf *after);

#endif
