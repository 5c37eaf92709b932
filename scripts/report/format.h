/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The report in the formats of others. All of them show the same cases: each stage of
 * each target, and each boot test. What a case came to is said in one place, in the few
 * words that those formats have; each has a table of its own for these.
 *
 * What a kernel, a patch or a log said stands in results. It is escaped in every format,
 * and what is no UTF-8 or moves a cursor becomes '?'.
 */
#ifndef FERRY_FORMAT_H
#define FERRY_FORMAT_H

#include "report/report.h"

/* What a case came to, the gravest first. */
enum outcome {
	OUTCOME_FAIL,		/* a kernel, patch or test failed, or the port was refused */
	OUTCOME_BROKEN,		/* our own fault or a lost machine */
	OUTCOME_MISSING,	/* not run, or stale, though it could have been */
	OUTCOME_PASS,
	OUTCOME_SKIP,		/* nothing to judge: skipped, n/a, or ended by what was before */
	OUTCOME_NR,
};

/**
 * struct report_case - a stage of a target, or one of its boot tests
 * @stage: the stage; of a boot test STAGE_BOOT
 * @test: name of the boot test, NULL for the stage itself
 * @boot: name of the scenario of a boot test
 * @before: what a boot test came to before the change, NULL where there was no boot
 * @words: what it came to, for people
 * @reason: why it did not pass; "" where it did, or where nothing is said
 * @seconds: how long it took, below 0 where that is not known
 * @outcome: what it came to
 *
 * Strings but @reason are borrowed from the report.
 */
struct report_case {
	enum stage_id stage;
	const char *test;
	const char *boot;
	const char *before;
	const char *words;
	char *reason;
	double seconds;
	enum outcome outcome;
};

/**
 * struct report_cases - the cases of one target
 * @v: the stages in their order, then the boot tests
 * @nr: how many
 * @alloc: elements allocated
 * @counts: how many came to each outcome
 * @seconds: how long all took, as far as that is known
 */
struct report_cases {
	struct report_case *v;
	size_t nr, alloc;
	unsigned int counts[OUTCOME_NR];
	double seconds;
};

/**
 * report_cases() - the cases of one target
 * @report: what is known of the series
 * @row: index of the target
 * @cases: gets them; report_cases_release() frees them
 *
 * The gravest of them is FAIL where report_status() is EXIT_FAIL or EXIT_REFUSED for
 * that target, BROKEN or MISSING where it is EXIT_BROKEN, and else neither.
 */
void report_cases(const struct report *report, size_t row, struct report_cases *cases);

/**
 * report_cases_release() - free cases
 * @cases: what report_cases() filled
 */
void report_cases_release(struct report_cases *cases);

/**
 * report_cases_add() - add the counts and the time of some cases to others
 * @sum: what to add to
 * @cases: the cases
 */
void report_cases_add(struct report_cases *sum, const struct report_cases *cases);

/**
 * report_cases_worst() - the gravest outcome among cases
 * @cases: the cases
 *
 * Return: OUTCOME_SKIP where there is none.
 */
enum outcome report_cases_worst(const struct report_cases *cases);

/**
 * format_each_series() - a text of one part for each series, with a line between
 * @report: what is known
 * @add: appends what is said of one series
 *
 * Return: the text; the caller frees it.
 */
char *format_each_series(const struct report *report,
			 void (*add)(struct strbuf *out, const struct report *one));

/**
 * format_escape() - append what was said somewhere
 * @text: any bytes
 * @escapes: what to write for a character below 128, NULL for itself
 * @out: buffer
 */
void format_escape(const char *text, const char * const escapes[128], struct strbuf *out);

/**
 * format_wrap() - append a line as lines of 72 columns at most
 * @line: any bytes; a newline counts as a blank
 * @indent: columns before what goes on in a further line
 * @out: buffer
 */
void format_wrap(const char *line, size_t indent, struct strbuf *out);

/**
 * struct report_format - a format of the report
 * @name: what --format calls it
 * @text: the report in that format, for the caller to free; NULL for the lines that
 *	report_print() prints
 */
struct report_format {
	const char *name;
	char *(*text)(const struct report *report);
};

/**
 * report_format_find() - the format that was asked for
 * @options: the options
 *
 * Return: the format, or NULL after an error(): there is no such format, it is not the
 * one that --json asks for, or --origin goes with another.
 */
const struct report_format *report_format_find(const struct options *options);

/**
 * report_format_help() - what --help says of --format
 *
 * Return: the words, with the names of all formats; the caller frees them.
 */
char *report_format_help(void);

/**
 * report_format_print() - print a report
 * @format: in which format
 * @report: what is known
 */
void report_format_print(const struct report_format *format, const struct report *report);

/* the formats, a file each: what struct report_format calls @text */
char *format_junit(const struct report *report);
char *format_kcidb(const struct report *report);
char *format_tap(const struct report *report);
char *format_markdown(const struct report *report);
char *format_mail(const struct report *report);

#endif
