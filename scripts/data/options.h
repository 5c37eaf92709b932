/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a person asked for on the command line, the same for all commands.
 */
#ifndef FERRY_OPTIONS_H
#define FERRY_OPTIONS_H

#include <argp.h>

#include "base/argv.h"

/**
 * struct options - the command line, read
 * @memory: strings made for it, that pointers here point to
 * @root: top folder of the project
 * @out: folder for results
 * @series: name of the series, NULL where there are several: options_of_series()
 * @default_series: of several that of patches/default; NULL where there is none
 * @all_series: names of the series that were asked for, all of them when none was
 * @several: whether the project has several series, so that lines have to name it
 * @named: whether targets were named
 * @targets: names of the targets; all of them when none was named
 * @jobs: how much to do at once
 * @keep_going: whether a failed target lets others go on
 * @verbose: whether to show the commands that are run
 * @trust: whether what is a stranger's is run without the sandbox
 * @json: whether to print JSON instead of lines
 * @silent: whether the stages print neither, for a command that says what came of them
 * @format: name of the format to print a report in, NULL where none was asked for
 * @origin: who the report comes from, as KCIDB knows them, or NULL
 * @only: whether to run one stage alone, without those before it
 * @update: whether to look for a newer source
 * @accel: "tcg", or "kvm" to try that first
 * @seconds: length of stress tests, 0 for what the scenario says
 * @repeat: how often to boot each scenario on each kernel
 * @flavour: which kernel configuration to build and boot
 * @trees: the user's own trees, each TARGET=DIR or TARGET=GITDIR@REV; see
 *	options_tree()
 * @file: one file to work on instead of targets, or NULL
 * @method: how to port: "auto", "curated", "exact", "3way" or "semantic"
 * @tree: the user's own tree that is no target's, GITDIR@REV or DIR, or NULL
 * @branch: branch to make in that repository, or NULL
 * @output_dir: folder for patch files, or NULL
 * @conflicts: folder for what is left to do where a port is refused, or NULL
 * @bound: how many delays a schedule of the explorer has at most, 0 for the usual
 * @replay: the only execution of the explorer wanted, or NULL for all
 * @histories: repositories whose releases are all wanted, each [TARGET=]GITDIR[@REV]
 * @since: the revision behind which these begin, or NULL
 * @refreshed: folder for patches that a newer release has moved, or NULL
 * @on_change: command to run when something has changed, or NULL
 * @html: folder for web pages, or NULL
 * @force: whether to replace the branch or the files
 * @onto: the target's source from a tree of the user's own, DIR or GITDIR@REV, or NULL
 * @dry_run: whether to judge only, and write nothing
 * @only_for: targets that a series is imported for; none for all
 * @base: repository with the files that a series was made from, NULL for none
 * @history: repository with the commits between two branches, GITDIR or GITDIR@REV, or
 *	NULL
 * @mutant: a patch that spoils the port, to see it caught, or NULL
 * @scenarios: the only scenarios to boot, none for all
 * @all_scenarios: whether to boot a mutant in all of them
 * @killed: names of the mutants that are asked for, none for all
 * @from: who sends the mails, 'Name <mail>', or NULL
 * @signoff: whether that person signs the patches off
 * @in_reply_to: Message-ID that is answered, or NULL
 * @no_cc: whether to leave Cc: out
 * @optional: whether mails are made for a tree that can do without the change
 * @output: file to write instead of standard output, or NULL
 */
struct options {
	struct argv memory;
	const char *root;
	const char *out;
	const char *series;
	const char *default_series;
	struct argv all_series;
	bool several;
	bool named;
	struct argv targets;
	unsigned long jobs;
	bool keep_going;
	bool verbose;
	bool trust;
	bool json;
	bool silent;
	const char *format;
	const char *origin;
	bool only;
	bool update;
	const char *accel;
	unsigned long seconds;
	unsigned long repeat;
	const char *flavour;
	struct argv trees;
	const char *file;
	const char *method;
	const char *history;
	const char *mutant;
	struct argv scenarios;
	struct argv killed;
	bool all_scenarios;
	const char *from;
	bool signoff;
	const char *in_reply_to;
	bool no_cc;
	bool optional;
	const char *output;
	const char *tree;
	const char *branch;
	const char *output_dir;
	const char *conflicts;
	unsigned long bound;
	const char *replay;
	struct argv histories;
	const char *since;
	const char *refreshed;
	const char *on_change;
	const char *html;
	bool force;
	const char *onto;
	bool dry_run;
	struct argv only_for;
	const char *base;
};

/* Which of the options a command takes, besides those that all take. */
enum option_group {
	OPTIONS_TARGETS = 1 << 0,	/* targets, --tree, -j, -k */
	OPTIONS_FETCH = 1 << 1,		/* --update */
	OPTIONS_PORT = 1 << 2,		/* --method, --history, --mutant */
	OPTIONS_BUILD = 1 << 3,		/* --flavour */
	OPTIONS_BOOT = 1 << 4,		/* --accel, --scenario, --seconds, --repeat */
	OPTIONS_PLACES = 1 << 5,	/* free arguments that are no targets */
	OPTIONS_FILE = 1 << 6,		/* --file */
	OPTIONS_MAIL = 1 << 7,		/* --from, --signoff, --in-reply-to, --no-cc */
	OPTIONS_OUTPUT = 1 << 8,	/* --output */
	OPTIONS_EXPORT = 1 << 9,	/* --branch, --output, --conflicts, --force */
	OPTIONS_IMPORT = 1 << 10,	/* --for, --base */
	OPTIONS_MUTANTS = 1 << 11,	/* --mutant NAME, --all-scenarios */
	OPTIONS_EXPLORE = 1 << 12,	/* --bound, --replay */
	OPTIONS_FORMAT = 1 << 13,	/* --format, --origin */
	OPTIONS_WATCH = 1 << 14,	/* --all-releases, --since, --output, --on-change */
	OPTIONS_ADOPT = 1 << 15,	/* --tree GITDIR@BRANCH, --onto, --dry-run, --force */
	OPTIONS_HTML = 1 << 16,		/* --html, --force */
};

/**
 * struct command_help - what --help of a command says
 * @arguments: the free arguments, in words
 * @text: what the command does
 * @groups: enum option_group values, or'ed
 * @format: what --format does, where the command takes it
 */
struct command_help {
	const char *arguments;
	const char *text;
	unsigned int groups;
	const char *format;
};

/**
 * options_read() - read a command line
 * @options: gets it; options_release() frees it
 * @help: what the command takes
 * @argc: number of arguments, the command's name included
 * @argv: the arguments
 *
 * Ends the program with EXIT_USAGE after a message when the line is wrong, and
 * with 0 after --help.
 */
void options_read(struct options *options, const struct command_help *help,
		  int argc, char **argv);

/**
 * options_tree() - the user's own tree for a target
 * @options: the options
 * @target: name of the target
 *
 * Return: DIR or GITDIR@REV, owned by the options, or NULL.
 */
const char *options_tree(const struct options *options, const char *target);

/**
 * options_the_series() - the one series that the command is about
 * @options: the options
 *
 * Where there are several and none was named it is the one in patches/default; without
 * that file the program ends with EXIT_USAGE.
 *
 * Return: its name, owned by the options.
 */
const char *options_the_series(const struct options *options);

/**
 * options_one_series() - leave out all series but options_the_series()
 * @options: the options
 */
void options_one_series(struct options *options);

/**
 * options_check() - whether series and targets are there
 * @options: the options
 *
 * Return: 0, or -1 after an error() for a series or a target that is not, for a
 * folder of a series that is half there or of no series, or for a target that was
 * named and that no series is carried to.
 */
int options_check(const struct options *options);

/**
 * options_of_series() - the same options for one of the series
 * @options: the options
 * @series: its name; must outlive @one
 * @one: gets them, with the targets that the series is carried to, which alone are
 *	for the caller to release, before @options is
 */
void options_of_series(const struct options *options, const char *series,
		       struct options *one);

/**
 * options_release() - free what options_read() made
 * @options: the options
 */
void options_release(struct options *options);

/**
 * options_mutant_name() - what a mutant is called
 * @options: the options, with a mutant
 *
 * Return: the name of its file without ".patch"; the caller frees it.
 */
char *options_mutant_name(const struct options *options);

/**
 * options_forward() - the same options, for a process that does a part
 * @options: the options
 * @groups: enum option_group values of the command that will read them
 * @target: the only target of that process
 * @args: list to which they are appended, and the target
 */
void options_forward(const struct options *options, unsigned int groups,
		     const char *target, struct argv *args);

#endif
