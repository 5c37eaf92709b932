/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest's results, as it writes them to its own serial port: KTAP version 1
 * with a plan first, one line a test, and "# ferry: end" last of all. A struct
 * ktap owns all its strings. Indented lines (subtests) are not results.
 */
#ifndef FERRY_KTAP_H
#define FERRY_KTAP_H

#include <stdbool.h>
#include <stddef.h>

enum ktap_result {
	KTAP_OK,
	KTAP_NOT_OK,
	KTAP_SKIP,
};

/**
 * struct ktap_test - one test
 * @name: as the guest wrote it, a leading "- " removed
 * @result: what became of it
 * @reason: the words after '#' (after SKIP), NULL if none
 * @diagnostics: the "# ..." lines before it, without "# ", each ended by a
 *	newline; NULL if none
 */
struct ktap_test {
	char *name;
	enum ktap_result result;
	char *reason;
	char *diagnostics;
};

/**
 * struct ktap - what was read so far
 * @version: "KTAP version 1" was seen; nothing before it counts
 * @plan: the plan line was seen
 * @ended: the guest said that it is done
 * @planned: number of tests in the plan
 * @tests: results in the order in which they came
 * @nr: how many
 * @alloc: room in @tests
 * @garbage: lines that were nothing known, or had control characters in them
 * @bail: reason of "Bail out!", NULL if none
 * @pending: diagnostics of the test that runs, private
 * @fault: first break of the protocol, private
 * @problem: see ktap_problem(), private
 */
struct ktap {
	bool version, plan, ended;
	unsigned int planned;
	struct ktap_test *tests;
	size_t nr, alloc;
	size_t garbage;
	char *bail;
	char *pending;
	char *fault;
	char problem[256];
};

/**
 * ktap_init() - begin to read
 * @ktap: whatever was in it is overwritten
 */
void ktap_init(struct ktap *ktap);

/**
 * ktap_release() - free all strings
 * @ktap: left as by ktap_init()
 */
void ktap_release(struct ktap *ktap);

/**
 * ktap_feed_line() - take one line
 * @ktap: initialised
 * @line: any bytes; a newline or carriage return at its end is dropped
 * @len: bytes in @line
 */
void ktap_feed_line(struct ktap *ktap, const char *line, size_t len);

/**
 * ktap_feed_text() - take a whole log
 * @ktap: initialised
 * @text: any bytes; a last line without a newline was cut off: it is garbage
 * @len: bytes in @text
 */
void ktap_feed_text(struct ktap *ktap, const char *text, size_t len);

/**
 * ktap_problem() - say why the results cannot be relied on
 * @ktap: as fed so far
 *
 * Return: NULL if they are complete and consistent, else words, valid until
 * the next line is fed.
 */
const char *ktap_problem(const struct ktap *ktap);

/**
 * ktap_find() - look a test up
 * @ktap: as fed so far
 * @name: its name
 *
 * Return: the test, or NULL if it has not reported.
 */
const struct ktap_test *ktap_find(const struct ktap *ktap, const char *name);

#endif /* FERRY_KTAP_H */
