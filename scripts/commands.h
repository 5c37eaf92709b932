/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands that are not a stage's, one per cmd-*.c.  Each takes its own name and arguments as
 * main() does, and returns the exit status.
 */
#ifndef FERRY_COMMANDS_H
#define FERRY_COMMANDS_H

int cmd_adopt(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_new_scenario(int argc, char **argv);
int cmd_mbox(int argc, char **argv);
int cmd_mutants(int argc, char **argv);
int cmd_explore(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_gc(int argc, char **argv);
int cmd_doctor(int argc, char **argv);

#endif
