/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One of the ways to the tree of a port, see ways.h. Each is gone in a folder of its
 * own; the store is only read, but for objects that no ref names.
 */
#ifndef FERRY_WAY_H
#define FERRY_WAY_H

#include "base/scratch.h"
#include "check/ways.h"
#include "process/run.h"

/**
 * struct way_input - from where to where
 * @stage: the stage at work
 * @base: the commit that the port begins from
 * @tip: the port
 * @mailbox: the port as mails
 * @curated: whether the patches of the target's list apply as they stand;
 *	otherwise quilt gets those of the mailbox
 * @files: the files that the series may change
 * @nr: how many
 */
struct way_input {
	const struct stage *stage;
	const char *base;
	const char *tip;
	struct strbuf mailbox;
	bool curated;
	const char **files;
	size_t nr;
};

/**
 * way_b4() - b4 am makes a mailbox of the mailbox, git am applies it
 * @input: from where to where
 * @scratch: an empty folder
 * @reason: gets the reason for any other status than WAY_SAME
 *
 * Return: where it led.
 */
enum way_status way_b4(const struct way_input *input, const struct scratch *scratch,
		       struct strbuf *reason);

/**
 * way_quilt() - quilt pushes the patches
 * @input: from where to where
 * @scratch: an empty folder
 * @reason: gets the reason for any other status than WAY_SAME
 *
 * Return: where it led.
 */
enum way_status way_quilt(const struct way_input *input, const struct scratch *scratch,
			  struct strbuf *reason);

/**
 * way_compare() - whether a tree is that of the port
 * @input: from where to where
 * @git: a repository that has the tree, and all that the store has
 * @tree: id of the tree
 * @way: how it was made
 * @reason: gets where it differs
 *
 * Return: WAY_SAME, WAY_DIFFERS or WAY_BROKEN.
 */
enum way_status way_compare(const struct way_input *input, const struct git *git,
			    const char *tree, enum way way, struct strbuf *reason);

/**
 * way_isolate() - keep a tool from what it keeps for its user
 * @child: the tool, to be run in @scratch
 * @scratch: becomes its home
 */
void way_isolate(struct child *child, const struct scratch *scratch);

/**
 * way_run() - run a tool
 * @child: the tool
 * @reason: gets how it failed
 *
 * Return: WAY_SAME when it ended well, WAY_DIFFERS when it ended with a failure of
 * its own, WAY_BROKEN when it could not be run.
 */
enum way_status way_run(struct child *child, struct strbuf *reason);

#endif
