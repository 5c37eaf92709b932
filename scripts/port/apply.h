/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch applied as text, wherever it belongs, and the commit of it.
 */
#ifndef FERRY_PORT_APPLY_H
#define FERRY_PORT_APPLY_H

#include "port/port.h"
#include "tools/git-mail.h"

/**
 * struct apply_files - what a series may change
 * @v: its files, an array to be freed
 * @nr: how many
 */
struct apply_files {
	const char **v;
	size_t nr;
};

/**
 * apply_declared() - the files of a series
 * @series: the series, which owns their names
 */
struct apply_files apply_declared(const struct series *series);

/**
 * apply_stays_inside() - whether a patch touches nothing but what the series declares
 * @git: the store
 * @files: what it declares
 * @mail: the patch
 * @content_only: whether it may not delete or rename a file, change a mode, or add what
 *	is no ordinary file
 * @why: gets the file that it touches besides, or what else it does
 */
bool apply_stays_inside(const struct git *git, const struct apply_files *files,
			const struct git_mail *mail, bool content_only,
			struct strbuf *why);

/**
 * apply_commit() - the next commit: the last one's tree, with files from the index
 * @git: the store, with the index
 * @files: the files
 * @author: whose it is
 * @message: its message
 * @port: the attempt; its commit becomes the new one
 *
 * Return: 0, or -1 after an error().
 */
int apply_commit(const struct git *git, const struct apply_files *files,
		 const struct git_author *author, const char *message, struct port *port);

/**
 * apply_text() - apply a patch as text and commit it
 * @git: the store, with the index
 * @files: what the series may change
 * @mail: the patch
 * @how: how it may go in
 * @port: the attempt; gets the commit, and how the patch went in
 * @said: gets the reason when it is refused
 *
 * As it is, with other lines around it, by git's three-way merge: the first way that
 * puts each hunk where it belongs.
 *
 * Return: how it ended; when it is refused, commit and index are as before.
 */
enum port_status apply_text(const struct git *git, const struct apply_files *files,
			    const struct git_mail *mail, enum git_how how,
			    struct port *port, struct strbuf *said);

#endif
