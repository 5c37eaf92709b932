/* SPDX-License-Identifier: GPL-2.0-only */
/* The explorer as part of the check. */
#ifndef FERRY_EXPLORED_H
#define FERRY_EXPLORED_H

#include "stage/sides.h"

/* the fact of the check: what the explorer found, or that it found nothing */
#define FACT_EXPLORE "explore"

/**
 * check_explore() - run the text with the change
 * @stage: the stage at work; gets the fact, of a series that has an explorer
 *
 * Also of a tree that carries the change, and of a mutant.
 *
 * Return: 0, 1 where it could not tell, or -1 when the stage was given the verdict FAIL
 * or BROKEN.
 */
int check_explore(struct stage *stage);

#endif
