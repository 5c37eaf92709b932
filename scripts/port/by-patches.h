/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FERRY_PORT_BY_PATCHES_H
#define FERRY_PORT_BY_PATCHES_H

#include "data/options.h"
#include "port/port.h"

/**
 * port_text_by_patches() - print what a series without rules does to one file
 * @options: the command line
 * @series: the series, whose own patches are taken
 * @text: the file before
 *
 * A series that changes other files, too, cannot be shown on one.
 *
 * Return: an enum exit_status value; the diff is printed, or an error() is.
 */
int port_text_by_patches(const struct options *options, const struct series *series,
			 const struct strbuf *text);

/**
 * port_tree_by_patches() - port a tree that is no target's by a series without rules
 * @options: the command line, with --tree
 * @series: the series, whose own patches are taken
 *
 * Without --branch and --output the difference is printed.
 *
 * Return: an enum exit_status value.
 */
int port_tree_by_patches(const struct options *options, const struct series *series);

#endif
