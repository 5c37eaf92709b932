/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The matrix of results: read from the result files alone.
 */
#ifndef FERRY_REPORT_H
#define FERRY_REPORT_H

#include "stage/stage.h"

/**
 * struct report - what is known of a series, a row of STAGE_NR cells for each target
 * @options: what was asked for of that series; the rows are its targets
 * @cells: the cells
 * @next: the report of the next series, NULL for none. What takes a report is about
 *	all from that one on, but for report_cell().
 */
struct report {
	struct options options;
	struct stage_known *cells;
	struct report *next;
};

/**
 * report_read() - read what is known
 * @report: gets it; report_release() frees it
 * @options: whose series and targets to read; must outlive the report
 */
void report_read(struct report *report, const struct options *options);

/**
 * report_release() - free a report
 * @report: one that report_read() filled
 */
void report_release(struct report *report);

/**
 * report_cell() - what is known of one stage of one target
 * @report: what is known of the series
 * @row: index of the target
 * @stage: which stage
 *
 * Return: the cell, owned by the report.
 */
struct stage_known *report_cell(const struct report *report, size_t row,
				unsigned int stage);

/**
 * report_print() - print the matrix, and the boot tests before and after; under the
 *	name of the series where there are several
 * @report: what is known
 */
void report_print(const struct report *report);

/**
 * report_tests() - boot tests, before and after, a line each
 * @boot: result of the boot
 * @target: name that stands before the first of them, NULL for none
 * @out: the lines are appended; what came to the same in several boots is one
 */
void report_tests(const struct result *boot, const char *target, struct strbuf *out);

/**
 * report_words() - what a check found out, in words
 * @check: what is known of the check
 * @fact: "ways" that gave the same tree, or "compilers" of the changed file
 *
 * Return: the words, owned by the result, or NULL when it has none or is stale.
 */
const char *report_words(const struct stage_known *check, const char *fact);

/**
 * report_cell_words() - what is known of one stage of one target, in a few words
 * @report: what is known of the series
 * @row: index of the target
 * @stage: which stage
 *
 * Return: the words, owned by the report; "-" where nothing is known, "stale" where that
 * is of other inputs.
 */
const char *report_cell_words(const struct report *report, size_t row, unsigned int stage);

/**
 * report_is_trusted() - whether a stranger's code ran without the sandbox
 * @report: what is known of the series
 * @row: index of the target
 */
bool report_is_trusted(const struct report *report, size_t row);

/* what is said of such a target */
#define REPORT_TRUSTED "run with --trust: a stranger's code could do all that you can"

/**
 * report_json() - the report as JSON: an array with an object for each series
 * @report: what is known
 *
 * Return: the text, for the caller to free.
 */
char *report_json(const struct report *report);

/**
 * report_say_missing() - a note for each target of which something is not known
 * @report: the report
 * @last: the last stage that counts
 */
void report_say_missing(const struct report *report, enum stage_id last);

/**
 * report_status() - the exit status that the whole gives
 * @report: what is known
 * @last: the last stage that counts
 *
 * FAIL goes before refused, refused before BROKEN; a stage that was not run
 * because the one before it did not pass does not count by itself.
 *
 * Return: an enum exit_status value.
 */
int report_status(const struct report *report, enum stage_id last);

/**
 * report_keep() - write out/report.json, whole or not at all
 * @options: the options; it has all series and targets, whichever they name
 *
 * Return: 0, or -1 after an error().
 */
int report_keep(const struct options *options);

#endif
