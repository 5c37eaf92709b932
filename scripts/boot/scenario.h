/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A scenario: one boot, the tests in it, and what each must come to on a tree
 * of a given shape, before the change and after.  Read from ci/scenarios/SERIES/.
 *
 * What the file may say; numbers in brackets hold where it does not:
 *
 *	[boot]
 *	description	in words; for people
 *	tests		a test of ci/guest/SERIES/, run in this order; one a line
 *	cpus		how many the guest has (2)
 *	maxcpus		how many of them it boots with, 0 for all (0)
 *	memory		MiB (384)
 *	seconds		how long a test that has a length takes, which --seconds
 *			changes; 0 if there is none (0)
 *	first-line	seconds until the guest must have said something (60)
 *	timeout		seconds until it must have ended (240)
 *	append		more words for the kernel's command line
 *	[test "TEST"]
 *	why		what the test claims
 *	[expect "SHAPE..."]
 *	before		of a test that need not pass on trees of these shapes: "TEST fail
 *			WORDS" or "TEST any"; one a line
 *	after		the same with the change
 */
#ifndef FERRY_SCENARIO_H
#define FERRY_SCENARIO_H

#include "data/conf.h"
#include "boot/ktap.h"
#include "base/strbuf.h"

/**
 * struct scenario - one boot
 * @name: name of its file
 * @path: the file
 * @conf: what the file says
 * @cpus: how many CPUs the guest has
 * @maxcpus: how many of them it boots with, 0 for all
 * @memory: MiB
 * @seconds: how long a test that has a length takes, 0 if there is none
 * @first_line: seconds until the guest must have said something
 * @timeout: seconds until it must have ended
 */
struct scenario {
	char *name;
	char *path;
	struct conf conf;
	unsigned long cpus;
	unsigned long maxcpus;
	unsigned long memory;
	unsigned long seconds;
	unsigned long first_line;
	unsigned long timeout;
};

/**
 * struct expectation - what a test must come to
 * @any: nothing in particular
 * @reason: the words of its failure, owned by the scenario; NULL if it must pass
 */
struct expectation {
	bool any;
	const char *reason;
};

/**
 * scenario_open() - read a scenario
 * @scenario: where it goes
 * @path: the file
 *
 * What nobody would read or understand is an error.
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
 * A test must pass, unless the scenario says otherwise of that shape and side.
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
