/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A port out of the kernel store: as a branch of the user's repository, or as
 * patch files.  Nothing is half written: what could stand in the way is looked
 * at first, and a branch is one ref update after all of its objects.
 */
#ifndef FERRY_EXPORT_H
#define FERRY_EXPORT_H

#include "port/port.h"

/**
 * struct export - a port to put somewhere
 * @store: the store's repository
 * @series: the series
 * @base: the source's commit in the store
 * @commit: the last commit of the port, there
 * @force: whether to replace what is there
 */
struct export {
	const struct git *store;
	const struct series *series;
	const char *base;
	const char *commit;
	bool force;
};

/**
 * export_branch_possible() - whether a branch may be made
 * @place: the repository, or a work tree of it
 * @branch: name of the branch
 * @force: whether it may be there already
 *
 * Return: PORT_OK, or PORT_REFUSED after an error(): it is no name of a branch,
 * it is there already, or it is checked out in a work tree.
 */
enum port_status export_branch_possible(const char *place, const char *branch,
					bool force);

/**
 * export_branch() - make a branch of a port
 * @export: the port
 * @place: the repository, or a work tree of it
 * @onto: the commit there that the source was taken from
 * @branch: name of the branch
 * @id: gets its last commit
 *
 * Objects and that one ref are written, without hooks; no work tree, index,
 * HEAD or configuration.
 *
 * Return: how it ended, after an error() unless it is PORT_OK.
 */
enum port_status export_branch(const struct export *export, const char *place,
			       const char *onto, const char *branch, char id[GIT_HEX]);

/**
 * export_patches() - write a port as patch files
 * @export: the port
 * @dir: folder for them, made if need be
 * @paths: list to which the files' paths are appended
 *
 * Refuses when the folder has other patches, and when git am does not make the port of
 * what would be written, authors and messages included.
 *
 * Return: how it ended, after an error() unless it is PORT_OK.
 */
enum port_status export_patches(const struct export *export, const char *dir,
				struct argv *paths);

#endif
