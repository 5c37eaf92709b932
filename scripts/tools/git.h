/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The git command line, for the kernel store and for a user's repository.
 *
 * Every call is told where its repository is, and looks for none above it. It runs
 * without hooks, with no configuration of the user or the system, and with one fixed
 * committer and date, so that the same input gives the same commit id everywhere.  A struct
 * git only borrows its strings.
 */
#ifndef FERRY_GIT_H
#define FERRY_GIT_H

#include "process/run.h"

#define GIT_HEX 41	/* 40 hexadecimal digits and the NUL */

/**
 * enum git_kind - how git is to find the repository
 * @GIT_FOUND: that folder is it, or the top of its work tree
 * @GIT_BARE: that folder is it
 * @GIT_NONE: there is none: what git does, it does to files in that folder
 */
enum git_kind {
	GIT_FOUND,
	GIT_BARE,
	GIT_NONE,
};

/**
 * struct git - a repository and how to look at it
 * @dir: the git directory (or a work tree's top, for a user's repository)
 * @kind: how git finds it
 * @index: index file to use, NULL for none
 * @work_tree: work tree to use, NULL for none
 * @borrow: folder of objects of another repository to read besides its own,
 *	NULL for none
 */
struct git {
	const char *dir;
	enum git_kind kind;
	const char *index;
	const char *work_tree;
	const char *borrow;
};

/**
 * struct git_author - who and when, for a commit
 * @name: name
 * @email: address
 * @date: any form that git reads
 */
struct git_author {
	const char *name;
	const char *email;
	const char *date;
};

/*
 * The project's own neutral identity. A commit has its author's date twice, so that
 * it is repeatable.
 */
extern const struct git_author git_ferry;

/**
 * git_child() - prepare a git command
 * @child: set up by this; the caller may add arguments and input, runs it and
 *         releases it
 * @git: the repository
 * @...: the arguments after "git", ended by NULL
 */
void git_child(struct child *child, const struct git *git, ...)
	__attribute__((sentinel));

/**
 * git_reach() - let a git command reach a server as the person would
 * @child: from git_child()
 */
void git_reach(struct child *child);

/**
 * git_run() - run a git command
 * @out: gets its trimmed output, NULL to drop it
 * @git: the repository
 * @...: the arguments after "git", ended by NULL
 *
 * Return: 0, or -1 after an error() with the command and what git said.
 */
int git_run(struct strbuf *out, const struct git *git, ...)
	__attribute__((sentinel));

/**
 * git_finish() - run a prepared git command
 * @child: from git_child(); it is released
 * @out: gets its trimmed output, NULL to drop it
 *
 * Return: 0, or -1 after an error() with the command and what git said.
 */
int git_finish(struct child *child, struct strbuf *out);

/**
 * git_finish_id() - run a prepared git command that prints one object id
 * @child: from git_child(); it is released
 * @id: gets the id
 *
 * Return: 0, or -1 after an error().
 */
int git_finish_id(struct child *child, char id[GIT_HEX]);

/**
 * git_store_open() - make sure that a bare repository is there
 * @path: where
 *
 * Return: 0, or -1 after an error().
 */
int git_store_open(const char *path);

/**
 * git_resolve() - the commit id of a revision
 * @git: the repository
 * @rev: revision
 * @id: gets the id
 *
 * Return: 0, or -1 when there is no such commit; says nothing.
 */
int git_resolve(const struct git *git, const char *rev, char id[GIT_HEX]);

/**
 * git_reachable() - whether a repository answers
 * @url: its URL
 * @why: gets what git said when it did not
 *
 * Gives up after a few seconds; says nothing.
 */
bool git_reachable(const char *url, struct strbuf *why);

/**
 * git_show() - the content of a file in a commit
 * @git: the repository
 * @rev: revision
 * @path: file, from the top of the tree
 * @out: gets the bytes
 *
 * Return: 0, 1 when it is not there, without a word, or -1 after an error().
 */
int git_show(const struct git *git, const char *rev, const char *path,
	     struct strbuf *out);

/**
 * git_add_all() - record a whole folder in the index, as one pack
 * @git: the repository, with index and work_tree
 *
 * Return: 0, or -1 after an error().
 */
int git_add_all(const struct git *git);

/**
 * git_write_tree() - make a tree of the index
 * @git: the repository, with index
 * @id: gets the tree's id
 *
 * Files that the repository lacks stay in the tree: a partial clone has such.
 *
 * Return: 0, or -1 after an error().
 */
int git_write_tree(const struct git *git, char id[GIT_HEX]);

/**
 * git_read_files() - put some files of a tree into an index without any other
 * @git: the repository, with index
 * @tree: id of the tree or of its commit
 * @paths: files, from the top of the tree; those that it lacks are left out
 * @nr: how many
 *
 * Much less work than an index of everything, see git_write_files().
 *
 * Return: 0, or -1 after an error().
 */
int git_read_files(const struct git *git, const char *tree, const char **paths,
		   size_t nr);

/**
 * git_write_files() - make a tree of another, with some files from the index
 * @git: the repository, with index
 * @tree: id of the other tree or of its commit
 * @paths: files, from the top of the tree; the new tree has of them what the
 *	index has
 * @nr: how many
 * @id: gets the new tree's id
 *
 * Return: 0, or -1 after an error(), also for a file with merge conflicts.
 */
int git_write_files(const struct git *git, const char *tree, const char **paths,
		    size_t nr, char id[GIT_HEX]);

/**
 * git_put_file() - replace one file's content in the index
 * @git: the repository, with index
 * @path: file, from the top of the tree
 * @data: content
 * @len: how many bytes
 *
 * Return: 0, or -1 after an error().
 */
int git_put_file(const struct git *git, const char *path, const void *data,
		 size_t len);

/**
 * git_commit() - make a commit
 * @git: the repository
 * @tree: id of its tree
 * @parent: id of its parent, NULL for a root
 * @author: who wrote it
 * @message: the message
 * @id: gets the commit's id
 *
 * No ref is changed.
 *
 * Return: 0, or -1 after an error().
 */
int git_commit(const struct git *git, const char *tree, const char *parent,
	       const struct git_author *author, const char *message,
	       char id[GIT_HEX]);

/**
 * git_format_patches() - write commits as patch files
 * @git: the repository
 * @base: the commit before the first
 * @tip: the last
 * @dir: folder for them, made if need be
 *
 * The same commits give the same bytes.
 *
 * Return: 0, or -1 after an error().
 */
int git_format_patches(const struct git *git, const char *base, const char *tip,
		       const char *dir);

/**
 * enum git_applied - how a patch went in
 * @GIT_REFUSED: not at all; the index is as before
 * @GIT_EXACT: every hunk where it says
 * @GIT_OFFSET: hunks moved
 * @GIT_FUZZ: hunks moved, and the lines around some are others than the patch's
 * @GIT_MERGED: by a three-way merge without conflict
 * @GIT_BY_ITEM: not by git: merged item by item
 */
enum git_applied {
	GIT_REFUSED,
	GIT_EXACT,
	GIT_OFFSET,
	GIT_FUZZ,
	GIT_MERGED,
	GIT_BY_ITEM,
};

/**
 * enum git_how - how a patch may go in
 * @GIT_AS_IT_IS: by its context alone
 * @GIT_MAY_MERGE: by a three-way merge where it does not apply as it is
 * @GIT_MUST_MERGE: by a three-way merge
 * @GIT_MAY_MERGE_ITEMS: as @GIT_MAY_MERGE, and then item by item in C tokens, which git cannot
 * @GIT_BACKWARDS: taken out again, by its context alone
 */
enum git_how {
	GIT_AS_IT_IS,
	GIT_MAY_MERGE,
	GIT_MUST_MERGE,
	GIT_MAY_MERGE_ITEMS,
	GIT_BACKWARDS,
};

/**
 * git_apply() - apply a diff to the index
 * @git: the repository, with index
 * @diff: the diff
 * @how: how it may go in
 * @why: gets what git said when it refused
 *
 * Return: how it went in.
 */
enum git_applied git_apply(const struct git *git, const struct strbuf *diff,
			   enum git_how how, struct strbuf *why);

/**
 * git_sides() - the files that a diff was made from, and what it made of them
 * @git: the repository, with an index of its own for this
 * @diff: the diff, whose index lines name those files
 * @before: gets the id of a tree that has nothing but them
 * @after: gets that with the change
 * @why: gets the file that is not in the repository
 *
 * Return: 0, or -1 when one is not there, or the diff is not of it.
 */
int git_sides(const struct git *git, const struct strbuf *diff, char before[GIT_HEX],
	      char after[GIT_HEX], struct strbuf *why);

#endif
