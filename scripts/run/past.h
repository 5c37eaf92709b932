/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the port would have come to on each release of a branch.
 */
#ifndef FERRY_PAST_H
#define FERRY_PAST_H

#include <jansson.h>

#include "data/options.h"

/**
 * past_print() - print it, a line for releases in a row that came to the same
 * @options: the command line, with histories
 * @list: gets it instead of standard output: an object for each series and branch; NULL
 *	where it is to be printed
 *
 * Return: the exit status that the newest release of each gives.
 */
int past_print(const struct options *options, json_t *list);

#endif
