/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Coccinelle's spatch.  It exits with 0 when it matched nothing or could not
 * parse a function, so every call here says what else must hold.
 *
 * It runs in the folder of its script, where what that includes stands, with an empty
 * HOME: python takes modules and spatch takes options from either. Paths of files are
 * absolute.
 */
#ifndef FERRY_SPATCH_H
#define FERRY_SPATCH_H

#include "data/hits.h"
#include "process/run.h"

/**
 * struct spatch_said - what a port semantic patch says of its run
 * @hits: how often each rule matched
 * @places: the functions that these matches are in, "" for what is outside
 * @gone: names that the change removes: none of them may be left
 * @findings: what makes the change wrong for the file, "FILE:LINE: FUNCTION() words"
 *            one a line
 * @done: it ran to its end, which its last line "NAME: done", of NAME.cocci, says
 *
 * Owns what it holds; begin with SPATCH_SAID_INIT, end with
 * spatch_said_release().
 */
struct spatch_said {
	struct hits hits;
	struct argv places;
	struct argv gone;
	struct strbuf findings;
	bool done;
};

#define SPATCH_SAID_INIT { .hits = HITS_INIT, .places = ARGV_INIT, .gone = ARGV_INIT, \
			   .findings = STRBUF_INIT }

/**
 * spatch_said_release() - free everything; empty and usable again
 * @said: the report
 */
void spatch_said_release(struct spatch_said *said);

/**
 * spatch_said_read() - read what a port semantic patch wrote
 * @err: its standard error
 * @said: gets it
 */
void spatch_said_read(const struct strbuf *err, struct spatch_said *said);

/**
 * spatch_does_not_fit() - whether spatch cannot apply a rule to a file
 * @err: what it said; all else that ends it is not the file's fault
 * @why: gets it in words
 */
bool spatch_does_not_fit(const struct strbuf *err, struct strbuf *why);

/**
 * spatch_shape() - ask a shape semantic patch about a file
 * @script: shape.cocci
 * @file: the C file
 * @line: gets the line "SHAPE evidence"
 * @why: gets what was wrong
 *
 * Return: 0, or -1 unless exactly one line came.
 */
int spatch_shape(const char *script, const char *file, struct strbuf *line,
		 struct strbuf *why);

/**
 * spatch_port() - change a file in place
 * @script: port.cocci
 * @file: the C file; written by spatch
 * @said: gets what it says, besides what is in it already
 * @why: gets what was wrong
 *
 * Return: 0 (a file without a match stays as it is), 1 when a rule cannot be applied
 * to this file, or -1. @said has findings in each case, where there are any.
 */
int spatch_port(const char *script, const char *file, struct spatch_said *said,
		struct strbuf *why);

/**
 * spatch_judge() - check invariants of a file, and ask for its shape meanwhile
 * @shape: shape.cocci, NULL for the invariants alone
 * @lint: lint.cocci
 * @file: the C file
 * @line: gets what spatch_shape() gives
 * @findings: gets the violations, one a line
 * @why: gets what was wrong
 *
 * Return: 0 when each ran to its end, with or without findings, or -1.
 */
int spatch_judge(const char *shape, const char *lint, const char *file,
		 struct strbuf *line, struct strbuf *findings, struct strbuf *why);

/**
 * spatch_unparsed() - which text of a file spatch could not parse
 * @file: the C file
 * @text: gets the source lines that it passed over, empty when none
 * @why: gets what was wrong
 *
 * Return: 0 when it read the file, or -1.
 */
int spatch_unparsed(const char *file, struct strbuf *text, struct strbuf *why);

/* Beside a script: the isomorphisms that spatch may use for it. */
#define SPATCH_ISOS "series.iso"

/**
 * spatch_child() - prepare a run of a kernel's own semantic patch
 * @child: set up by this; the caller runs and releases it
 * @script: the semantic patch
 * @file: the C file
 */
void spatch_child(struct child *child, const char *script, const char *file);

#endif
