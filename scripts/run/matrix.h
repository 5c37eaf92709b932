/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kill matrix as people read it: a line a mutant, a column a layer.
 */
#ifndef FERRY_MATRIX_H
#define FERRY_MATRIX_H

#include "run/kills.h"

/**
 * matrix_print_header() - print the names of the columns
 */
void matrix_print_header(void);

/**
 * matrix_print_row() - print what became of a mutant; survivors in red on a terminal
 * @kill: what became of it
 */
void matrix_print_row(const struct kill *kill);

/**
 * matrix_print_rest() - print what no column says: reasons, equivalent ones, and how
 *	many of each there are
 * @kills: what became of all
 * @nr: how many
 */
void matrix_print_rest(const struct kill *kills, size_t nr);

#endif
