/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A scenario: one boot, the tests in it, and what each must come to on a tree
 * of a given shape, before the change and after.  Read from ci/scenarios/.
 */
#ifndef FERRY_SCENARIO_H
#define FERRY_SCENARIO_H

#include "conf.h"
#include "ktap.h"
#include "strbuf.h"

/**
 * struct scenario - one boot
 * @name: name of its file
 * @path: the file
 * @conf: what the file says
 */
struct scenario {
	char *name;
	char *path;
	struct conf conf;
};

/**
 * struct expectation - what a test must come to
 * @known: whether the scenario says anything for this shape and side
 * @any: nothing in particular
 * @pass: it must pass
 * @reason: else the words of its failure, owned by the scenario
 */
struct expectation {
	bool known;
	bool any;
	bool pass;
	const char *reason;
};

/**
 * scenario_open() - read a scenario
 * @scenario: where it goes
 * @path: the file
 *
 * Return: 0, or -1 after an error().
 */
int scenario_open(struct scenario *scenario, const char *path);

/**
 * scenario_release() - free what a scenario owns
 * @scenario: one that scenario_open() was called on
 */
void scenario_release(struct scenario *scenario);

/**
 * scenario_number() - a number of its [boot]
 * @scenario: the scenario
 * @key: "boot.cpus" and the like
 * @otherwise: what to take when it is not given
 *
 * Return: the number.
 */
unsigned long scenario_number(const struct scenario *scenario, const char *key,
			      unsigned long otherwise);

/**
 * scenario_tests() - names of its tests
 * @scenario: the scenario
 * @names: a new array ended by NULL, for the caller to free
 *
 * Return: how many.
 */
size_t scenario_tests(const struct scenario *scenario, const char ***names);

/**
 * scenario_command_line() - what the guest's kernel is told
 * @scenario: the scenario
 * @seconds: length of stress tests, 0 for what the scenario says
 * @line: gets the words
 */
void scenario_command_line(const struct scenario *scenario, unsigned long seconds,
			   struct strbuf *line);

/**
 * scenario_expect() - what a test must come to
 * @scenario: the scenario
 * @shape: shape of the tree before the change
 * @side: "before" or "after"
 * @test: name of the test
 *
 * Return: the expectation.
 */
struct expectation scenario_expect(const struct scenario *scenario,
				   const char *shape, const char *side,
				   const char *test);

/**
 * expectation_met() - whether a test came to what it must
 * @expectation: what it must come to
 * @test: what it came to
 *
 * A skipped test meets nothing but "any"; a failure must begin with the words
 * that are expected.
 *
 * Return: whether it did.
 */
bool expectation_met(const struct expectation *expectation,
		     const struct ktap_test *test);

/**
 * ktap_words() - a test's result in words: "pass", "FAIL reason", "SKIP reason"
 * @test: the test, NULL for one that did not report
 * @words: gets them
 */
void ktap_words(const struct ktap_test *test, struct strbuf *words);

#endif
