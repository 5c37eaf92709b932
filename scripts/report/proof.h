/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each boot test has been seen to fail on: trees without the change, and mutants.
 * A test that fails on none of them proves nothing.
 */
#ifndef FERRY_PROOF_H
#define FERRY_PROOF_H

#include "report/report.h"

/**
 * proof_mutants() - the mutants of a series, as the last 'ferry mutants' left them
 * @report: what is known of the series
 *
 * Return: their array in out/mutants.json, a new reference; NULL where there is none.
 */
json_t *proof_mutants(const struct report *report);

/**
 * proof_of_tests() - the boot tests of a series and what they fail on
 * @report: what is known of the series
 *
 * Read from the results of the targets' boots and from out/mutants.json.
 *
 * Return: an array of {"test", "before": [TARGET], "mutants": [NAME]}, a new reference;
 * null where nothing is known of mutants or no boot was made.
 */
json_t *proof_of_tests(const struct report *report);

/**
 * proof_print() - print it, a line a test
 * @report: what is known of the series
 */
void proof_print(const struct report *report);

#endif
