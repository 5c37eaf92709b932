/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel store: one bare repository with a commit for each source version,
 * and beside it, for each target, a work tree and build trees kept between runs.
 *
 * A struct store owns what it holds from store_open() to store_release().  One
 * process at a time may change a store: store_lock().
 */
#ifndef FERRY_STORE_H
#define FERRY_STORE_H

#include "tools/apt.h"
#include "tools/git.h"

/**
 * struct store - the kernel store
 * @root: its folder
 * @repository: the bare repository
 * @ccache: folder for ccache
 * @git: the repository, ready for use; without index
 * @lock: descriptor of the lock, -1 when not held by this process itself
 * @share: descriptor of a shared lock that stands for a process at work under the
 *	lock of another, -1 for none
 */
struct store {
	char *root;
	char *repository;
	char *ccache;
	struct git git;
	int lock;
	int share;
};

#define STORE_INIT { .lock = -1, .share = -1 }

/**
 * struct source - one version of a target's source, in the store
 * @commit: its commit
 * @kind: "debian", "git" or "tree"
 * @origin: package, URL or path, in words
 * @version: version of the package, or the commit it was taken from
 * @sha256: digest of the package's file, "" for the other kinds
 * @missing: files that the repository lacks and that were left out, one a
 *	line; "" when it is whole
 */
struct source {
	char commit[GIT_HEX];
	char *kind;
	char *origin;
	char *version;
	char *sha256;
	char *missing;
};

/**
 * store_open() - find or make the store
 * @store: where it goes
 *
 * In $XDG_CACHE_HOME/ferry, else ~/.cache/ferry.
 *
 * Return: 0, or -1 after an error().
 */
int store_open(struct store *store);

/**
 * store_release() - free and unlock
 * @store: one that store_open() was called on
 */
void store_release(struct store *store);

/**
 * store_mend() - make a store usable again, whatever happened to it
 * @store: the store; this process has its lock
 *
 * Locks that git left are removed. Where git cannot read the store, what says where its
 * objects are is made again; where that does not help, the store is set aside and a new
 * one made. Each is said in a line.
 *
 * Return: 0, or -1 after an error().
 */
int store_mend(const struct store *store);

/**
 * store_lock() - become the one who changes the store
 * @store: the store
 *
 * A process started by the one that holds the lock shares it. If that one is
 * killed, the others may be at work for some seconds: the next to take the lock waits
 * for them.
 *
 * Return: 0, or -1 after an error() that names the process that has it.
 */
int store_lock(struct store *store);

/**
 * source_release() - free what a source owns
 * @source: one that was filled, or zeroed
 */
void source_release(struct source *source);

/**
 * store_find() - the newest version of a target's source that is in the store
 * @store: the store
 * @target: name of the target
 * @kind: "debian", "git" or "tree"
 * @source: gets it
 *
 * Return: 0, or -1 when there is none; says nothing.
 */
int store_find(const struct store *store, const char *target, const char *kind,
	       struct source *source);

/**
 * store_add_package() - take a Debian source package into the store
 * @store: the store, locked
 * @target: name of the target
 * @apt: where the package is known
 * @package: name of the package
 * @version: exact version
 * @source: gets the source
 *
 * Return: APT_OK, APT_NONE when the archive cannot be reached, or APT_BROKEN;
 * after an error() unless it is APT_OK, and the store is as before then.
 */
enum apt_end store_add_package(const struct store *store, const char *target,
			       const struct apt *apt, const char *package,
			       const char *version, struct source *source);

/**
 * store_add_git() - take one commit of another repository into the store
 * @store: the store, locked
 * @target: name of the target
 * @kind: "git" for a URL of the target, "tree" for what the user named
 * @url: URL or path; only read
 * @rev: branch, tag or commit there
 * @source: gets the source
 *
 * The commit alone comes, not its history. A repository on this machine may
 * lack some files of the commit, as partial copies do: the source then is the
 * commit without them, see @missing of the source.
 *
 * Return: 0, or -1 after an error().
 */
int store_add_git(const struct store *store, const char *target,
		  const char *kind, const char *url, const char *rev,
		  struct source *source);

/**
 * store_add_folder() - take a plain source tree into the store
 * @store: the store, locked
 * @target: name of the target
 * @path: top of the tree; only read
 * @source: gets the source
 *
 * Its sources come, not what was built there: in a work tree the files that git tracks
 * or does not ignore, elsewhere those that no .gitignore names. Repositories below it
 * come along; a submodule that is not checked out is in @missing of the source.
 *
 * Return: 0, or -1 after an error().
 */
int store_add_folder(const struct store *store, const char *target,
		     const char *path, struct source *source);

/**
 * store_check_kernel() - is a folder the top of a kernel tree?
 * @folder: the folder
 *
 * For the other functions of the store.
 *
 * Return: 0, or -1 after an error().
 */
int store_check_kernel(const char *folder);

/**
 * store_say_missing() - warn of files that a source lacks
 * @origin: where it is from
 * @paths: @missing of the source
 *
 * For the other functions of the store.
 */
void store_say_missing(const char *origin, const struct strbuf *paths);

/**
 * store_keep() - make a tree in the store a source of a target
 * @store: the store, locked
 * @target: name of the target
 * @tree: id of the tree
 * @source: all but the commit; gets that
 *
 * For the other functions of the store.
 *
 * Return: 0, or -1 after an error().
 */
int store_keep(const struct store *store, const char *target, const char *tree,
	       struct source *source);

/**
 * store_borrow() - where another repository on this machine has its objects
 * @path: the repository
 * @objects: gets the folder, for struct git @borrow
 *
 * Return: 0, or -1 after an error().
 */
int store_borrow(const char *path, struct strbuf *objects);

/**
 * store_copy_objects() - take objects of another repository into the store
 * @store: the store, locked
 * @both: the store's repository that borrows the other's objects
 * @list: ids of the objects, one a line
 *
 * Return: 0, or -1 after an error().
 */
int store_copy_objects(const struct store *store, const struct git *both,
		       const struct strbuf *list);

/**
 * store_checkout() - make a target's work tree equal to a commit
 * @store: the store, locked
 * @target: name of the target
 * @commit: the commit
 * @path: gets the work tree's path
 *
 * Only files that differ are written, so that a build tree stays usable.
 *
 * Return: 0, or -1 after an error().
 */
int store_checkout(const struct store *store, const char *target,
		   const char *commit, struct strbuf *path);

/**
 * store_build_dir() - the folder of one of a target's build trees
 * @store: the store
 * @target: name of the target
 * @name: name of the build tree
 *
 * Return: the path, made if need be; the caller frees it.  NULL after an error().
 */
char *store_build_dir(const struct store *store, const char *target,
		      const char *name);

#endif
