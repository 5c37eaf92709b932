/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs stages of several targets side by side, each stage as a process of its
 * own, and shows how far they are.
 */
#ifndef FERRY_PIPELINE_H
#define FERRY_PIPELINE_H

#include "stage/stage.h"

/**
 * struct pipeline_part - what is to be done for some targets of a series
 * @options: the options, with that series, those targets and at most one mutant
 * @last: the last stage wanted
 * @name: of a mutant; the stages of what has a name print no lines
 */
struct pipeline_part {
	struct options options;
	enum stage_id last;
	const char *name;
};

/**
 * pipeline_perform() - bring the stages of several parts up to date
 * @options: what the person asked for
 * @parts: the parts, which may share targets
 * @nr: how many
 * @part_ended: called when no more can be done for a target of a part, and with whether
 *	all was known already; or NULL
 *
 * Return: EXIT_PASS whatever they came to, EXIT_INTERRUPTED, or the exit status of what
 * kept it from beginning.
 */
int pipeline_perform(const struct options *options, const struct pipeline_part *parts,
		     size_t nr, void (*part_ended)(const struct pipeline_part *part,
					bool unchanged));

/**
 * pipeline_run() - bring all stages up to one up to date
 * @options: what the person asked for, with the targets
 * @last: the last stage wanted
 *
 * Return: exit status.
 */
int pipeline_run(const struct options *options, enum stage_id last);

/**
 * pipeline_run_aside() - as pipeline_run(), with the stages' lines on standard error
 * @options: what the person asked for, with the targets
 * @last: the last stage wanted
 *
 * For a command whose own output is all that may be on standard output.
 *
 * Return: exit status.
 */
int pipeline_run_aside(const struct options *options, enum stage_id last);

/**
 * stage_command() - main function of a stage's command
 * @id: which stage
 * @argc: number of arguments
 * @argv: the arguments
 *
 * Return: exit status.
 */
int stage_command(enum stage_id id, int argc, char **argv);

#endif
