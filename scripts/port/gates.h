/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gates: whether a file that was changed has the change, whole.
 */
#ifndef FERRY_GATES_H
#define FERRY_GATES_H

#include "port/port.h"

/**
 * port_gate_parsed() - whether spatch can read all that has to do with the change
 * @series: the series
 * @text: a file
 * @file: the same on disk
 * @why: gets the function that it cannot parse
 *
 * A function that spatch passes over is none that had nothing to change.
 *
 * Return: how it ended.
 */
enum port_status port_gate_parsed(const struct series *series, const struct strbuf *text,
				  const char *file, struct strbuf *why);

/**
 * port_gate_parsed_text() - the same of a file that is not on disk
 * @series: the series
 * @text: a file
 * @why: gets the function that it cannot parse
 *
 * Return: how it ended.
 */
enum port_status port_gate_parsed_text(const struct series *series, const struct strbuf *text,
				       struct strbuf *why);

/**
 * port_judge() - whether a file has the change and keeps its invariants
 * @series: the series
 * @before: the file before the change; NULL of one whose shape is known to carry it
 * @text: the file
 * @why: gets what is wrong, each "FUNCTION() in line N": of @before, where there is
 *	one, for nobody gets to see the lines of what is refused
 *
 * spatch must be able to read it, its shape must be one that carries the change,
 * lint.cocci must find nothing, and none of the names that the series lists as
 * residue may be left.
 *
 * Return: how it ended.
 */
enum port_status port_judge(const struct series *series, const struct strbuf *before,
			    const struct strbuf *text, struct strbuf *why);

/**
 * port_judge_commit() - the same of the file in a commit
 * @git: the store
 * @series: the series
 * @base: the commit before the change, NULL where it is carried
 * @commit: the commit
 * @why: gets what is wrong
 *
 * Of a series without semantic patches only the residue is looked for, in all of
 * its files.
 *
 * Return: how it ended.
 */
enum port_status port_judge_commit(const struct git *git, const struct series *series,
				   const char *base, const char *commit, struct strbuf *why);

/**
 * port_judge_by_explorer() - whether the explorer finds something wrong with a file
 * @root: top folder of the project
 * @series: the series
 * @text: the file
 * @why: gets what it finds
 *
 * To a bound that takes seconds; the check stage goes further. Says so in a note where
 * it cannot tell.
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_judge_by_explorer(const char *root, const struct series *series,
					const struct strbuf *text, struct strbuf *why);

/**
 * port_judge_residue() - whether names that the change removes are gone
 * @before: the file before, or NULL
 * @text: the file after
 * @names: the names
 * @nr: how many
 * @why: gets "; 'NAME' is still there in FUNCTION() in line N", as port_judge() has it
 *
 * By tokens: spatch does not see them where it gave up on a function.
 *
 * Return: PORT_OK or PORT_REFUSED.
 */
enum port_status port_judge_residue(const struct strbuf *before, const struct strbuf *text,
				    const char **names, size_t nr, struct strbuf *why);

#endif
