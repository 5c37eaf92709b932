/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boots of one target: every scenario on each side that there is, run side
 * by side, kept in the stage's folder, used again as long as nothing that they
 * depend on has changed.
 *
 * boot.c runs them, judge.c says what came of them.
 */
#ifndef FERRY_BOOT_H
#define FERRY_BOOT_H

#include "boot/console.h"
#include "stage/sides.h"
#include "boot/scenario.h"

struct boots;

/* The programs that have a say here, ended by NULL. */
extern const char * const boot_tools[];

/**
 * struct boot - one scenario on one side
 * @boots: what it belongs to
 * @scenario: the scenario
 * @side: the side
 * @repeat: which of its repeats this is, from 1
 * @dir: folder with what is kept of it
 * @console: file with the guest's console
 * @results: file with what the guest said on its second serial port
 * @append: the kernel's command line
 * @child: the machine
 * @ktap: what the tests came to
 * @reports: what the kernel complained of, once the console was looked through
 * @counted: the first of them that the target does not know of, NULL if none
 * @cut: a test that passed and whose end is not on the console, NULL if none
 * @late: how often it was too late
 * @spoilt: how often a known complaint of the kernel came in between
 * @started: when the machine was started
 * @first_line: seconds from then to the first line of the results
 * @known: it was not run, an earlier one stands
 */
struct boot {
	struct boots *boots;
	const struct scenario *scenario;
	enum side side;
	unsigned long repeat;
	char *dir;
	char *console;
	char *results;
	char *append;
	struct child child;
	struct ktap ktap;
	struct console_reports reports;
	const struct console_report *counted;
	const char *cut;
	unsigned int late;
	unsigned int spoilt;
	double started;
	double first_line;
	bool known;
};

/**
 * struct boots - all boots of a target
 * @stage: the stage at work
 * @runner: runs the machines
 * @patterns: what counts as a complaint of the kernel
 * @scenarios: opened; owned
 * @nr_scenarios: how many
 * @v: the boots
 * @nr: how many
 * @ended: how many have ended, for the progress line
 * @accel: "tcg" or "kvm"
 */
struct boots {
	struct stage *stage;
	struct runner *runner;
	struct console_patterns patterns;
	struct scenario *scenarios;
	size_t nr_scenarios;
	struct boot *v;
	size_t nr;
	size_t ended;
	const char *accel;
};

/**
 * boots_add() - add a scenario on one side
 * @boots: the boots; @v has room
 * @scenario: the scenario
 * @side: the side
 * @repeat: which repeat, from 1
 */
void boots_add(struct boots *boots, const struct scenario *scenario, enum side side,
	       unsigned long repeat);

/**
 * boots_run() - choose the accelerator and run them all
 * @boots: the boots
 *
 * A guest that has not begun or ended in time is started once more, one that a
 * known complaint of the kernel has spoilt twice. Stops early when a signal came.
 *
 * Return: 0, or -1 when the stage was given the verdict BROKEN.
 */
int boots_run(struct boots *boots);

/**
 * boot_spoilt() - whether a complaint that is none of the change's was in its way
 * @boot: a boot that has ended
 *
 * Return: whether all that the kernel complained of is known of the target, and
 * something did not come to what it must.
 */
bool boot_spoilt(struct boot *boot);

/**
 * boot_hangs() - whether it is the kernel that made a guest fall silent
 * @boot: a boot that has ended
 *
 * A lost machine tells nothing. But one with the change, started twice with the second
 * time twice as long, that began its tests and never ended, where the same scenario
 * ends without the change: that is the change. Where there is no such kernel, it has
 * to be the only scenario that never ends.
 *
 * Return: whether it does.
 */
bool boot_hangs(const struct boot *boot);

/**
 * boots_result() - what a test came to in all repeats, as ktap_words()
 * @boots: boots that have ended
 * @scenario: the scenario
 * @side: the side
 * @test: name of the test
 * @words: gets it; of different results "FLAKY" and how often which
 *
 * Lost machines are left out, unless there is nothing else.
 *
 * Return: how many different results there were; 0 without such a boot.
 */
size_t boots_result(const struct boots *boots, const struct scenario *scenario,
		    enum side side, const char *test, struct strbuf *words);

/**
 * boots_complaints() - what the kernel complained of in all repeats
 * @boots: boots that have been judged
 * @scenario: the scenario
 * @side: the side
 *
 * Return: a new array of titles, of which a title that more than one repeat has ends
 * with how many; null without such a boot.
 */
json_t *boots_complaints(const struct boots *boots, const struct scenario *scenario,
			 enum side side);

/**
 * boots_judge() - give the stage its verdict, and its result what the report shows
 * @boots: boots that have ended
 */
void boots_judge(struct boots *boots);

/**
 * boots_release() - free what they own
 * @boots: the boots
 */
void boots_release(struct boots *boots);

#endif
