/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pages of a report, and the sections of the page of a port: a series on a target.
 */
#ifndef FERRY_HTML_PARTS_H
#define FERRY_HTML_PARTS_H

#include "data/hunks.h"
#include "report/html.h"
#include "report/proof.h"

/**
 * struct subject - what a page of a port is about
 * @report: what is known of the series
 * @row: which of its targets
 * @target: the target's name
 * @stages: STAGE_NR stages of it
 */
struct subject {
	const struct report *report;
	size_t row;
	const char *target;
	const struct stage_known *stages;
};

/**
 * subject_of() - what a page is about
 * @report: what is known of the series
 * @row: which of its targets
 *
 * Return: it, with pointers into @report.
 */
struct subject subject_of(const struct report *report, size_t row);

/**
 * subject_page() - name of the file of its page
 * @subject: the port
 *
 * Return: the name, for the caller to free.
 */
char *subject_page(const struct subject *subject);

/**
 * subject_title() - its name in words
 * @subject: the port
 *
 * Return: the words, for the caller to free.
 */
char *subject_title(const struct subject *subject);

/**
 * subject_time() - when a stage was run
 * @subject: the port
 * @stage: which stage
 *
 * Return: when its result was written; 0 where there is none.
 */
time_t subject_time(const struct subject *subject, unsigned int stage);

/**
 * subject_json() - an array or object among the facts of a stage
 * @subject: the port
 * @stage: which stage
 * @fact: name of the fact
 *
 * Return: it, owned by the result; NULL where the stage was not run or is stale.
 */
json_t *subject_json(const struct subject *subject, unsigned int stage, const char *fact);

/**
 * html_verdict() - add what a stage came to: verdict and summary
 * @page: the page
 * @stage: what is known of it
 */
void html_verdict(struct html *page, const struct stage_known *stage);

/**
 * html_word() - add a word, marked by whether it is good
 * @page: the page
 * @text: "pass", "PASS", "FAIL ...", or any other string
 */
void html_word(struct html *page, const char *text);

/**
 * html_said() - add what a stage said, with paths from the folder of results on
 * @page: the page
 * @options: the options
 * @text: any string
 */
void html_said(struct html *page, const struct options *options, const char *text);

/**
 * html_when() - add a time
 * @page: the page
 * @when: the time
 */
void html_when(struct html *page, time_t when);

/**
 * html_strings() - add an array of JSON strings as a list, or "none"
 * @page: the page
 * @class: its class, or NULL
 * @list: the array, or NULL
 */
void html_strings(struct html *page, const char *class, json_t *list);

/**
 * html_section() - begin a section, which html_close(page, "section") ends
 * @page: the page
 * @id: where links lead to
 * @title: its heading
 */
void html_section(struct html *page, const char *id, const char *title);

/**
 * html_overview() - write the page of all ports
 * @page: an empty page
 * @report: what is known
 */
void html_overview(struct html *page, const struct report *report);

/**
 * html_port() - write the page of a port
 * @page: an empty page
 * @subject: the port
 *
 * Return: 0, or -1 after an error() for patches that cannot be read.
 */
int html_port(struct html *page, const struct subject *subject);

/**
 * html_columns() - add the notes of the patches and the three columns
 * @page: the page
 * @subject: the port
 *
 * Return: 0, or -1 after an error() for patches that cannot be read.
 */
int html_columns(struct html *page, const struct subject *subject);

/**
 * html_hunks() - add the hunks of both sides in three columns
 * @page: the page
 * @hunks: the hunks
 * @notes: the notes of each patch of the port
 * @nr: how many patches the port has
 */
void html_hunks(struct html *page, const struct hunks *hunks, const struct argv *notes,
		size_t nr);

/**
 * html_check() - add compilers, warnings and the ways to the same tree
 * @page: the page
 * @subject: the port
 */
void html_check(struct html *page, const struct subject *subject);

/**
 * html_boots() - add the boot tests and what the kernels complained of
 * @page: the page
 * @subject: the port
 */
void html_boots(struct html *page, const struct subject *subject);

/**
 * html_times() - add how long the tests took, where the results of the boots were kept
 * @page: the page
 * @subject: the port
 */
void html_times(struct html *page, const struct subject *subject);

/**
 * html_mutants() - add the wrong backports that were tried on a target
 * @page: the page
 * @subject: the port
 */
void html_mutants(struct html *page, const struct subject *subject);

/**
 * mutants_killed() - count the wrong backports of a target
 * @mutants: those of the series, as proof_mutants() has them
 * @target: name of the target
 * @killed: gets how many were killed by all that has to
 *
 * Return: how many there are that something can tell from a right one.
 */
size_t mutants_killed(json_t *mutants, const char *target, size_t *killed);

/**
 * tests_shown() - count the boot tests of a port
 * @subject: the port
 * @passed: gets how many pass with the change
 * @shown: gets how many of these fail without
 *
 * Return: how many there are.
 */
size_t tests_shown(const struct subject *subject, size_t *passed, size_t *shown);

#endif
