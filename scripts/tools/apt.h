/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Debian packages: through the machine's own apt set-up, or through a private
 * one that knows another suite of the same archive.  The machine's is only read.
 */
#ifndef FERRY_APT_H
#define FERRY_APT_H

#include "process/run.h"

/**
 * enum apt_end - how it ended
 * @APT_OK: there it is
 * @APT_NONE: the archive has none, or cannot be reached
 * @APT_BROKEN: a tool, the package or the disk failed
 */
enum apt_end {
	APT_OK,
	APT_NONE,
	APT_BROKEN,
};

/**
 * struct apt - which packages there are
 * @dir: folder of a private set-up, NULL for the machine's own
 * @suite: the suite that it knows, NULL for the machine's own
 *
 * Both strings are owned; { NULL } is the machine's own set-up.
 */
struct apt {
	char *dir;
	char *suite;
};

/**
 * apt_child() - prepare a call of an apt tool
 * @child: CHILD_INIT; gets the program, and the options of the set-up
 * @apt: the set-up
 * @program: "apt-get" or "apt-cache"
 */
void apt_child(struct child *child, const struct apt *apt, const char *program);

/**
 * apt_suite_open() - a private set-up for one suite of the machine's archive,
 * with lists that are new
 * @apt: gets it; apt_release() frees it
 * @parent: folder in which it has a folder of its own
 * @suite: name of the suite
 * @why: gets the reason when it could not be made
 *
 * The archive's address and key come from the machine's own set-up; nothing is
 * taken from it without a good signature.  Says nothing.
 *
 * Return: APT_OK, APT_NONE when the machine has no Debian archive or it cannot
 * be reached, or APT_BROKEN.
 */
enum apt_end apt_suite_open(struct apt *apt, const char *parent, const char *suite,
			    struct strbuf *why);

/**
 * apt_release() - free what a set-up owns
 * @apt: the set-up
 */
void apt_release(struct apt *apt);

/**
 * apt_find() - the newest package that is there
 * @apt: where to look
 * @pattern: name of a package, or a shell pattern of names
 * @least: the oldest version that will do, NULL for any
 * @package: gets the name
 * @version: gets the version
 *
 * Of several names that match the one counts that a version sort puts last.
 *
 * Return: 0, or -1 when there is none; says nothing.
 */
int apt_find(const struct apt *apt, const char *pattern, const char *least,
	     struct strbuf *package, struct strbuf *version);

/**
 * apt_download() - get a package's file
 * @apt: where it is known
 * @package: name of the package
 * @version: exact version
 * @dir: folder to put it in; the file is the only .deb in it afterwards
 * @path: gets the path of the file
 *
 * apt itself checks the file against the archive's signed digests.
 *
 * Return: APT_OK, APT_NONE when the archive cannot be reached, or APT_BROKEN;
 * after an error() unless it is APT_OK.
 */
enum apt_end apt_download(const struct apt *apt, const char *package,
			  const char *version, const char *dir,
			  struct strbuf *path);

/**
 * apt_unpack() - unpack a linux-source package's tree
 * @deb: the package's file
 * @scratch: an empty folder for the archive inside the package
 * @into: folder that gets the tree's top
 *
 * Return: 0, or -1 after an error() that says whether the package was cut off.
 */
int apt_unpack(const char *deb, const char *scratch, const char *into);

/**
 * apt_unreachable() - whether an apt tool failed for want of a network
 * @said: what it printed
 */
bool apt_unreachable(const char *said);

#endif
