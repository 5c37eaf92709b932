/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tool said, kept in a file for the next run together with what it
 * depends on.
 */
#ifndef FERRY_KEPT_H
#define FERRY_KEPT_H

#include "base/strbuf.h"

/**
 * said_recall() - what was said in an earlier run
 * @path: the file
 * @id: one line that stands for all that it depends on now; "" recalls nothing
 * @said: gets it, instead of what was there; empty when there is none
 *
 * Return: whether it was kept under the same @id.
 */
bool said_recall(const char *path, const char *id, struct strbuf *said);

/**
 * said_keep() - keep what was said
 * @path: the file; its folder is made if need be
 * @id: one line that stands for all that it depends on
 * @said: what was said
 *
 * Return: 0, or -errno.
 */
int said_keep(const char *path, const char *id, const struct strbuf *said);

#endif
