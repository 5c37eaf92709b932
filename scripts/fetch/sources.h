/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a target's source comes from: a tree of the user's, what the store has,
 * packages, a URL, in this order.
 */
#ifndef FERRY_SOURCES_H
#define FERRY_SOURCES_H

#include "stage/stage.h"

/**
 * sources_find() - the source in the store that the target would take today
 * @stage: the target
 * @source: gets it
 *
 * Return: 0, or -1 when there is none; says nothing.
 */
int sources_find(const struct stage *stage, struct source *source);

/**
 * sources_get() - bring the target's source into the store, unless it is there
 * @stage: the target; gets its verdict when there is no source
 * @source: gets the source, for the caller to release, also after a failure
 *
 * Return: 0, or -1.
 */
int sources_get(struct stage *stage, struct source *source);

#endif
