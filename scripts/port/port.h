/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Making the change on one tree, by semantic patch or by curated patches; gates.h
 * judges what came out.  Nothing here writes to a ref, a work tree or a file
 * of the user's.
 */
#ifndef FERRY_PORT_H
#define FERRY_PORT_H

#include "data/facts.h"
#include "tools/git.h"
#include "data/series.h"
#include "tools/spatch.h"
#include "data/target.h"

/**
 * enum port_status - how an attempt ended
 * @PORT_OK: the change is made and every gate held
 * @PORT_REFUSED: it does not fit; the reason names what and where
 * @PORT_FAILED: it is made, and what came out is wrong
 * @PORT_BROKEN: a tool failed; nothing is known
 */
enum port_status {
	PORT_OK,
	PORT_REFUSED,
	PORT_FAILED,
	PORT_BROKEN,
};

/**
 * port_exit_status() - the exit status of an attempt
 * @status: how it ended
 *
 * Return: an enum exit_status value.
 */
int port_exit_status(enum port_status status);

/**
 * struct port - one attempt
 * @text: the changed file
 * @said: what port.cocci said of it (semantic)
 * @applied: how the patches went in, the least exact of them (curated)
 * @commit: last commit of the change (curated)
 * @carried: names of the patches that the tree has and that were left out (curated)
 * @all_carried: these are all
 * @refused: the patch that was refused for its text, owned by the caller's list
 *	(curated)
 * @at: the commit that it was to be applied to
 * @outside: the patches reach for what the series does not declare (curated)
 * @why: the reason when it was refused or broken
 */
struct port {
	struct strbuf text;
	struct spatch_said said;
	enum git_applied applied;
	char commit[GIT_HEX];
	struct argv carried;
	bool all_carried;
	const char *refused;
	char at[GIT_HEX];
	bool outside;
	struct strbuf why;
};

#define PORT_INIT { .text = STRBUF_INIT, .said = SPATCH_SAID_INIT, \
		    .applied = GIT_EXACT, .carried = ARGV_INIT, .why = STRBUF_INIT }

/**
 * port_class_of_patches() - the class of a port by patches
 * @port: the attempt
 */
enum port_class port_class_of_patches(const struct port *port);

/**
 * port_class_of_rest() - the class that it has without the patches that the tree has
 * @port: the attempt
 */
enum port_class port_class_of_rest(const struct port *port);

/**
 * port_how() - how patches may go in
 * @method: "auto", "curated", "exact", "3way"
 */
enum git_how port_how(const char *method);

/**
 * port_by_patch_only() - whether the semantic patch is left out
 * @series: the series, which may have none
 * @method: a method of --method
 */
bool port_by_patch_only(const struct series *series, const char *method);

/**
 * port_release() - free what an attempt owns
 * @port: the attempt
 */
void port_release(struct port *port);

/**
 * port_semantic() - make the change with port.cocci
 * @series: the series
 * @text: the file before
 * @shape: its shape, which must be one to port
 * @specs: RULE=COUNT or RULE=MIN-MAX that narrow what the series asks for the
 *	shape
 * @nr_specs: how many
 * @port: PORT_INIT; gets the outcome
 *
 * The gates: every function that is or should be changed was parsed whole,
 * port.cocci saw nothing that it must not change by rule, each rule matched as
 * often as it must, only functions that it named differ, a second run changes
 * nothing, and what port_judge() asks, of the names too that port.cocci says are
 * gone. A file whose lines all end in "\r\n" keeps that.
 *
 * Return: how it ended.
 */
enum port_status port_semantic(const struct series *series,
			       const struct strbuf *text, const char *shape,
			       const char **specs, size_t nr_specs, struct port *port);

/**
 * port_apply() - make the change with a target's own patches, without a judgement
 * @git: the store, with a temporary index
 * @series: the series
 * @patches: the patch files in order
 * @base: the commit to begin from
 * @how: how they may go in
 * @port: PORT_INIT; gets the outcome
 *
 * For what is compared with a port that was judged: the same tokens are judged
 * alike.  Of a series without semantic patches, those patches are left out that the
 * tree has, as carried_take_out() tells.
 *
 * Return: how it ended.
 */
enum port_status port_apply(const struct git *git, const struct series *series,
			    const struct argv *patches, const char *base,
			    enum git_how how, struct port *port);

/**
 * port_commit() - make the commit of a change that was made by rule
 * @git: the store, with a temporary index
 * @series: the series
 * @base: the commit to begin from
 * @shape: its shape
 * @text: the changed file
 * @hits: the rules that changed it
 * @commit: gets the commit's id
 *
 * The message is that of the series, with what its rules do otherwise than
 * mainline and what they fix in that shape: the same change of the same tree
 * is the same commit.
 *
 * Return: 0, or -1 after an error().
 */
int port_commit(const struct git *git, const struct series *series,
		const char *base, const char *shape, const struct strbuf *text,
		const struct hits *hits, char commit[GIT_HEX]);

/**
 * port_mutate() - spoil a port that was made, to see whether it is caught
 * @git: the store, with the index of the port
 * @series: the series
 * @patch: the patch that spoils it
 * @port: the port; text and commit become those of the mutant, why gets
 *        what the gates say of it
 *
 * Return: PORT_REFUSED when the gates refuse the mutant, as they must; PORT_OK
 * when they do not; PORT_BROKEN when it could not be made.
 */
enum port_status port_mutate(const struct git *git, const struct series *series,
			     const char *patch, struct port *port);

#endif
