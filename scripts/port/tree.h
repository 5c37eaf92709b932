/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ferry port of a tree of the user's, and where its result goes.
 */
#ifndef FERRY_TREE_H
#define FERRY_TREE_H

#include "data/options.h"
#include "port/export.h"

/**
 * port_tree_command() - port a tree that is no target's
 * @options: what the person asked for, with a tree
 *
 * By its own shape: with the patches of the target that fit best, else by
 * semantic patch.  Without --branch and --output the difference is printed.
 *
 * Return: exit status.
 */
int port_tree_command(const struct options *options);

/**
 * port_export_possible() - whether a port may go where it is to go
 * @options: what the person asked for
 *
 * Return: EXIT_PASS, or another exit status after an error().
 */
int port_export_possible(const struct options *options);

/**
 * port_export_to() - put a port where it is to go
 * @options: what the person asked for, with --branch, --output or both
 * @export: the port
 * @onto: the commit of the repository of --tree that it was made on
 *
 * Return: exit status.
 */
int port_export_to(const struct options *options, const struct export *export,
		   const char *onto);

/**
 * port_export_stage() - put the port of the only target where it is to go
 * @options: what the person asked for
 *
 * Nothing without --branch or --output.
 *
 * Return: exit status.
 */
int port_export_stage(const struct options *options);

#endif
