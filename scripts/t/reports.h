/* SPDX-License-Identifier: GPL-2.0-only */
/* Reports of made results, for the tests of what is made of them. */
#ifndef FERRY_T_REPORTS_H
#define FERRY_T_REPORTS_H

#include "report/report.h"

#define MADE_ROWS 2

/**
 * make_cell - what is known of a stage
 * @cell: gets it; result_release() of its result frees it
 * @letter: P pass, F fail, S skip, N n/a, B broken, R refused, s a pass that is stale,
 *	'-' not run
 */
void make_cell(struct stage_known *cell, char letter);

/**
 * make_report - a report of the series "change" on 6.1.y and 6.12.y
 * @report: gets it; report_release() frees it
 * @one: what make_cell() takes, for each stage of the first target
 * @two: the same of the second
 */
void make_report(struct report *report, const char *one, const char *two);

/**
 * make_tests - boot tests of the first target
 * @report: the report
 * @tests: array of what make_test() makes; the reference passes
 * @failed: which of them fail with the change, as FACT_FAILED has it; likewise
 */
void make_tests(struct report *report, json_t *tests, json_t *failed);

/**
 * make_test - what a boot test came to, in the scenario "basic"
 * @name: its name
 * @before: in words, NULL for no boot
 * @after: in words, NULL for no result
 *
 * Return: a new reference.
 */
json_t *make_test(const char *name, const char *before, const char *after);

#endif
