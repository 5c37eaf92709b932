/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The matrix of results: read from the result files alone.
 */
#ifndef FERRY_REPORT_H
#define FERRY_REPORT_H

#include "stage/stage.h"

/**
 * struct report_cell - one stage of one target
 * @known: whether there is a result
 * @fresh: whether its inputs are still the same
 * @result: the result
 */
struct report_cell {
	bool known;
	bool fresh;
	struct result result;
};

/**
 * struct report - all of them, a row of STAGE_NR cells for each target
 * @options: what was asked for; the rows are its targets
 * @cells: the cells
 */
struct report {
	const struct options *options;
	struct report_cell *cells;
};

/**
 * report_read() - read what is known
 * @report: gets it; report_release() frees it
 * @options: whose targets to read; must outlive the report
 */
void report_read(struct report *report, const struct options *options);

/**
 * report_release() - free a report
 * @report: one that report_read() filled
 */
void report_release(struct report *report);

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
 * report_write() - write out/report.json whole or not at all
 * @report: what is known
 *
 * Return: 0, or -1 after an error().
 */
int report_write(const struct report *report);

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

#endif
