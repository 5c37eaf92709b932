/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tool said, kept in a file for the next run together with what it
 * depends on.
 */
#ifndef FERRY_KEPT_H
#define FERRY_KEPT_H

#include "stage/stage.h"

/**
 * kept_load() - what a tool said in an earlier run
 * @path: the file
 * @id: one line that stands for all that it depends on now; "" finds nothing
 * @said: gets it, instead of what was there; empty when there is none
 *
 * Return: whether it was kept under the same @id.
 */
bool kept_load(const char *path, const char *id, struct strbuf *said);

/**
 * kept_save() - keep what a tool said
 * @stage: the stage at work
 * @path: the file; its folder is made if need be
 * @id: one line that stands for all that it depends on
 * @said: what it said
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int kept_save(struct stage *stage, const char *path, const char *id,
	      const struct strbuf *said);

#endif
