// SPDX-License-Identifier: GPL-2.0-only
/* ferry: carry a kernel change to every stable branch and prove that it works */
#include "commands.h"
#include "process/run.h"
#include "run/pipeline.h"

static int cmd_help(int argc, char **argv);

/* A command is a stage's unless it has a function of its own. */
static const struct command {
	const char *name;
	const char *does;
	enum stage_id stage;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "run", "all stages below, for all targets", .run = cmd_run },
	{ "fetch", "bring a target's source into the kernel store", .stage = STAGE_FETCH },
	{ "shape", "tell which form the code to change has", .stage = STAGE_SHAPE },
	{ "port", "make the change, by patch and by semantic patch", .stage = STAGE_PORT },
	{ "check", "checkpatch, W=1, sparse, coccicheck: new warnings only", .stage = STAGE_CHECK },
	{ "build", "a kernel without the change and one with it", .stage = STAGE_BUILD },
	{ "boot", "show the bug before and that it is gone after", .stage = STAGE_BOOT },
	{ "import", "take a series from mails, patch files, quilt or git", .run = cmd_import },
	{ "adopt", "take a person's own backport, judged by mainline's form", .run = cmd_adopt },
	{ "new-scenario", "a test to fill in, for a series", .run = cmd_new_scenario },
	{ "mutants", "wrong backports, and which layers kill them", .run = cmd_mutants },
	{ "explore", "look for what is wrong with a port, in user space", .run = cmd_explore },
	{ "mbox", "a target's port as a thread of mails", .run = cmd_mbox },
	{ "report", "print the results and write out/report.json", .run = cmd_report },
	{ "status", "show what is known, run nothing", .run = cmd_status },
	{ "watch", "what newer releases change, or every release of a branch", .run = cmd_watch },
	{ "gc", "remove from the kernel store what nothing refers to", .run = cmd_gc },
	{ "doctor", "list the tools, their versions, and what is missing", .run = cmd_doctor },
	{ "help", "explain a command", .run = cmd_help },
};

static void print_usage(FILE *to)
{
	fputs("Usage: ferry COMMAND [OPTION...] [TARGET...]\n\n", to);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-12s %s\n", commands[i].name, commands[i].does);
	fputs("\n'ferry help COMMAND' explains one. Targets are the folders of stable/.\n",
	      to);
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int unknown(const char *name)
{
	error("no command '%s': 'ferry help' lists them", name);
	return EXIT_USAGE;
}

static int run_named(const struct command *command, int argc, char **argv)
{
	char *title = xstrfmt("ferry %s", command->name);
	int status;

	argv[0] = title;
	status = command->run ? command->run(argc, argv) :
				stage_command(command->stage, argc, argv);
	free(title);
	return status && run_interrupted() ? EXIT_INTERRUPTED : status;
}

static int cmd_help(int argc, char **argv)
{
	const struct command *command;
	char ask[] = "--help";
	char *line[] = { argv[0], ask, NULL };

	if (argc < 2 || argv[1][0] == '-') {
		print_usage(stdout);
		return EXIT_PASS;
	}
	command = find(argv[1]);
	if (!command)
		return unknown(argv[1]);
	if (command->run == cmd_help) {
		print_usage(stdout);
		return EXIT_PASS;
	}
	return run_named(command, 2, line);
}

/* What did not get out, to a full disk for instance, was not done. */
static void close_stdout(void)
{
	if (!ferror(stdout) && !fflush(stdout))
		return;
	error("cannot write standard output: %s",
	      errno ? strerror(errno) : "an earlier write failed");
	_exit(EXIT_BROKEN);
}

int main(int argc, char **argv)
{
	const struct command *command;

	run_install_signals();
	run_ensure_home();
	run_leave_out_shims();
	if (atexit(close_stdout))
		return EXIT_BROKEN;
	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_usage(stdout);
		return EXIT_PASS;
	}
	command = find(argv[1]);
	if (!command)
		return unknown(argv[1]);
	return run_named(command, argc - 1, argv + 1);
}
