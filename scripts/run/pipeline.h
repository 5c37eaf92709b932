/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs stages of several targets side by side, each stage as a process of its
 * own, and shows how far they are.
 */
#ifndef FERRY_PIPELINE_H
#define FERRY_PIPELINE_H

#include "stage/stage.h"

/**
 * pipeline_run() - bring all stages up to one up to date
 * @options: what the person asked for, with the targets
 * @last: the last stage wanted
 *
 * Return: exit status.
 */
int pipeline_run(const struct options *options, enum stage_id last);

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
