/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a stage leaves behind of its work: its commands in cmd, what they said in log,
 * reproduce.sh after a failure, and the line that it prints.
 */
#ifndef FERRY_RECORD_H
#define FERRY_RECORD_H

#include "process/run.h"
#include "stage/stage.h"

/**
 * record_command() - add a command to cmd, and to log what it said on standard error
 * @child: a command that has ended
 * @data: the stage at work; as run_set_observer() wants it
 */
void record_command(const struct child *child, void *data);

/**
 * record_reproduce() - write reproduce.sh, which does by hand what failed
 * @stage: a stage that has its verdict
 */
void record_reproduce(const struct stage *stage);

/**
 * record_print() - print the stage's line
 * @stage: a stage that has its verdict
 * @known: whether the result is that of an earlier run
 */
void record_print(const struct stage *stage, bool known);

#endif
