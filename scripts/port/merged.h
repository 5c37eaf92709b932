/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A patch whose text does not fit, carried file by file: as text where that fits, else
 * item by item.
 */
#ifndef FERRY_PORT_MERGED_H
#define FERRY_PORT_MERGED_H

#include "port/apply.h"

/**
 * port_merge() - carry a patch to a tree that its text does not fit, and commit it
 * @git: the store, with the index; it needs the files that the patch was made from
 * @files: what the series may change
 * @mail: the patch
 * @port: the attempt; gets the commit, whose message says in brackets what was done
 *	otherwise
 * @why: gets the reason when it is refused: file, function, line, or the name that the
 *	tree does not know
 *
 * Return: how it ended; when it is refused, commit and index are as before.
 */
enum port_status port_merge(const struct git *git, const struct apply_files *files,
			    const struct git_mail *mail, struct port *port,
			    struct strbuf *why);

/**
 * port_knows_names() - whether a tree knows the names of a patch that went in as text
 * @git: the store
 * @mail: the patch
 * @before: commit that it was applied to
 * @after: commit with it
 * @why: gets a name that neither the tree nor the patch declares
 *
 * Return: PORT_OK, PORT_REFUSED or PORT_BROKEN.
 */
enum port_status port_knows_names(const struct git *git, const struct git_mail *mail,
				  const char *before, const char *after, struct strbuf *why);

#endif
