/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The matrix of results: read from the result files alone.
 */
#ifndef FERRY_REPORT_H
#define FERRY_REPORT_H

#include "stage/stage.h"

/**
 * struct report - what is known of one series, a row of STAGE_NR cells for each target
 * @options: what was asked for; the rows are its targets
 * @cells: the cells
 */
struct report {
	const struct options *options;
	struct stage_known *cells;
};

/**
 * report_read() - read what is known
 * @report: gets it; report_release() frees it
 * @options: of that series, whose targets to read; must outlive the report
 */
void report_read(struct report *report, const struct options *options);

/**
 * report_release() - free a report
 * @report: one that report_read() filled
 */
void report_release(struct report *report);

/**
 * report_cell() - what is known of one stage of one target
 * @report: what is known
 * @row: index of the target
 * @stage: which stage
 *
 * Return: the cell, owned by the report.
 */
struct stage_known *report_cell(const struct report *report, size_t row,
				unsigned int stage);

/**
 * report_print() - print the matrix, and the boot tests before and after
 * @report: what is known
 */
void report_print(const struct report *report);

/**
 * report_tests() - boot tests, before and after, a line each
 * @boot: result of the boot
 * @out: the lines are appended; what came to the same in several boots is one
 */
void report_tests(const struct result *boot, struct strbuf *out);

/**
 * report_ways() - which ways gave the same tree, in words
 * @check: result of the check
 *
 * Return: the words, owned by the result, or NULL when it has none.
 */
const char *report_ways(const struct result *check);

/**
 * report_compilers() - which compilers compiled the changed file, in words
 * @check: result of the check
 *
 * Return: the words, owned by the result, or NULL when it has none.
 */
const char *report_compilers(const struct result *check);

/**
 * report_json() - the report as JSON
 * @report: what is known
 *
 * Return: a new reference.
 */
json_t *report_json(const struct report *report);

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
 * struct reports - what is known of several series
 * @v: a report for each
 * @options: the options of each
 * @nr: how many
 */
struct reports {
	struct report *v;
	struct options *options;
	size_t nr;
};

/**
 * reports_read() - read what is known
 * @reports: gets it; reports_release() frees it
 * @options: whose series and targets to read; must outlive the reports
 */
void reports_read(struct reports *reports, const struct options *options);

/**
 * reports_release() - free the reports
 * @reports: what reports_read() filled
 */
void reports_release(struct reports *reports);

/**
 * reports_print() - report_print() of each series, under its name where there are
 *                   several
 * @reports: what is known
 */
void reports_print(const struct reports *reports);

/**
 * reports_print_json() - print report_json() of each series as one array
 * @reports: what is known
 */
void reports_print_json(const struct reports *reports);

/**
 * reports_say_missing() - report_say_missing() of each series
 * @reports: what is known
 * @last: the last stage that counts
 */
void reports_say_missing(const struct reports *reports, enum stage_id last);

/**
 * reports_status() - the gravest report_status()
 * @reports: what is known
 * @last: the last stage that counts
 *
 * Return: an enum exit_status value.
 */
int reports_status(const struct reports *reports, enum stage_id last);

/**
 * reports_keep() - write out/report.json, whole or not at all
 * @options: the options; it has all series and targets, whichever they name
 *
 * Return: 0, or -1 after an error().
 */
int reports_keep(const struct options *options);

#endif
