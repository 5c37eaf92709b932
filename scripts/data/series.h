/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A series: one change to carry, described in patches/NAME/info.
 *
 * A struct series owns what it read from series_open() to series_release();
 * the strings that the functions here return live as long.
 *
 * What the file may say:
 *
 *	[series]
 *	name		the folder's name
 *	title		subject of the cover letter
 *	cve		what it fixes; for people
 *	change-id	of its mails
 *	fixes		COMMIT ("TITLE"): what the change mends, as its messages say; one
 *			a line; for people
 *	stable		what its messages say behind "Cc: stable": versions and
 *			prerequisites; one a line; for people
 *	never		why it must not be ported to any tree
 *	date		of a port by rule, in a form that git reads
 *	file		a file that it may touch; one a line, the first is the one
 *			that port.cocci changes
 *	watch		a word of the code to change: a function with one of them
 *			that spatch cannot parse refuses the port; one a line; a
 *			series with semantic patches needs one
 *	residue		a name that must not be left after the port; one a line; a
 *			series with semantic patches needs one
 *	sign		a name that only the change brings: a tree of unknown shape that
 *			has it is the change in a wrong form; one a line
 *	[mainline]
 *	commit, author, since, link
 *			where the idea is from; for people
 *	[chain "COMMIT"]
 *	title, verdict, reason
 *			what a tree needs first, or must never have, and why
 *	[judge]
 *	difference	FUNCTION: REASON, where the port of a mainline tree turned
 *			back is not that tree; one a line
 *	[shape "SHAPE"]
 *	verdict		port, carried, unaffected or refused
 *	title		the shape in words
 *	hits		RULE=COUNT or RULE=MIN-MAX: how often a rule of port.cocci
 *			must have matched; one a line
 *	fixes		what a port by rule says behind "Fixes:"; only where the
 *			shape has the bug; one a line
 *	optional	why a tree of that shape can do without the change: mails
 *			of it are made only if asked for with --optional
 *	[rule "RULE"]
 *	note		how a port differs from mainline if that rule matched
 */
#ifndef FERRY_SERIES_H
#define FERRY_SERIES_H

#include "base/argv.h"
#include "data/conf.h"
#include "base/strbuf.h"

/**
 * struct series - one change
 * @name: its folder's name below patches/ and semantic/
 * @semantic: folder of its semantic patches; a series need not have any
 * @info_path: the file it was read from
 * @info: what the file says
 */
struct series {
	char *name;
	char *semantic;
	char *info_path;
	struct conf info;
};

/**
 * enum shape_verdict - what a shape means for the port
 * @SHAPE_REFUSED: the series does not know this shape, or refuses it
 * @SHAPE_PORT: the change can be made
 * @SHAPE_CARRIED: the tree has the change already
 * @SHAPE_UNAFFECTED: the tree never had the problem
 */
enum shape_verdict {
	SHAPE_REFUSED,
	SHAPE_PORT,
	SHAPE_CARRIED,
	SHAPE_UNAFFECTED,
};

/**
 * series_names() - all series
 * @root: top folder of the project
 * @names: list to which they are appended
 *
 * Return: 0, or -1 after an error(), also for a folder without info.
 */
int series_names(const char *root, struct argv *names);

/**
 * series_open() - read a series
 * @series: where it goes
 * @root: top folder of the project
 * @name: which one
 *
 * Return: 0, or -1 after an error() that says what is missing.
 */
int series_open(struct series *series, const char *root, const char *name);

/**
 * series_release() - free what a series owns
 * @series: one that series_open() was called on
 */
void series_release(struct series *series);

/**
 * series_by_rule() - whether a series has semantic patches
 * @series: the series
 *
 * One without is made by curated patches only, and its shapes are
 * series_shape_of_patches()'s.
 */
bool series_by_rule(const struct series *series);

/**
 * series_need_rules() - see to it that a series has semantic patches
 * @series: the series
 *
 * Return: 0, or -1 after an error() that says what to do without.
 */
int series_need_rules(const struct series *series);

/**
 * series_files() - the files that the series may touch
 * @series: the series
 * @files: a new array of paths from the top of a kernel tree, ended by NULL, for
 *	the caller to free (the array, not its strings)
 *
 * Return: how many.
 */
size_t series_files(const struct series *series, const char ***files);

/**
 * series_file() - the file that port.cocci changes, the first of those in info
 * @series: the series
 *
 * Return: path from the top of a kernel tree.
 */
const char *series_file(const struct series *series);

/**
 * series_shape_verdict() - what a shape means
 * @series: the series
 * @shape: first word of what shape.cocci printed
 *
 * Return: SHAPE_REFUSED for a shape that info does not list, or, without semantic
 * patches, for any other than series_shape_of_patches()'s.
 */
enum shape_verdict series_shape_verdict(const struct series *series,
					const char *shape);

/**
 * series_shape_of_patches() - the shape of a tree, by a series' patches alone
 * @carried: whether the tree has what they do
 *
 * Return: a shape that all series without semantic patches have.
 */
const char *series_shape_of_patches(bool carried);

/**
 * series_script() - one of its semantic patches
 * @series: the series
 * @name: "port.cocci", ...
 *
 * Return: the path, to be freed.
 */
char *series_script(const struct series *series, const char *name);

/**
 * series_shape_title() - a shape in words
 * @series: the series
 * @shape: the shape
 *
 * Return: the words, or NULL when info has none.
 */
const char *series_shape_title(const struct series *series, const char *shape);

/**
 * series_shape_optional() - why a tree of a shape can do without the change
 * @series: the series
 * @shape: the shape
 *
 * Return: the reason, or NULL where the tree needs it or info does not say.
 */
const char *series_shape_optional(const struct series *series, const char *shape);

/**
 * series_shape_values() - what info lists for a shape
 * @series: the series
 * @shape: the shape
 * @name: "hits", the rule counts that port.cocci must reach, RULE=N or RULE=MIN-MAX;
 *	or "fixes", what the change fixes in such a tree, 'COMMIT ("TITLE")'
 * @values: a new array of them, ended by NULL, for the caller to free (the array,
 *	not its strings)
 *
 * Return: how many.
 */
size_t series_shape_values(const struct series *series, const char *shape,
			   const char *name, const char ***values);

/**
 * series_chain() - what the series says of the commits that a text names
 * @series: the series
 * @text: words, such as the evidence of a shape: "... needs COMMIT"
 * @out: gets "; COMMIT (TITLE): REASON" for each commit behind a "needs " that
 *       info has a [chain "COMMIT"] for
 */
void series_chain(const struct series *series, const char *text,
		  struct strbuf *out);

#endif
