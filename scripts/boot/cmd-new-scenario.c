// SPDX-License-Identifier: GPL-2.0-only
/* ferry new-scenario: a test of a series' own, to be filled in */
#include "commands.h"
#include "data/options.h"
#include "data/series.h"

static const struct command_help help = {
	.arguments = "NAME",
	.text = "Write a scenario for the guest, ci/scenarios/SERIES/NAME, and the program "
		"that tests, NAME.c beside it. Both fail until they are filled in.\v"
		"The program is linked statically and run in the guest, as root, with /proc, "
		"/sys, debugfs and /dev mounted and the modules of ci/guest/SERIES/module "
		"loaded. As a selftest of the kernel it ends with 0 for a pass, 4 for a "
		"precondition that is missing, and any other status for a failure; the last "
		"line that it prints is the reason. It may be a script for busybox's shell "
		"instead, NAME.sh. What the kernel must be configured with is in "
		"ci/guest/SERIES/kconfig. The test must fail without the change.",
	.groups = OPTIONS_PLACES,
};

static const char scenario_text[] =
	"# To be filled in: what is done to the kernel, and what for.\n"
	"[boot]\n"
	"\tdescription = to be filled in\n"
	"\ttests = debug-kernel\n"
	"\ttests = cpu-cycles\n"
	"\ttests = %1$s\n"
	"\tcpus = 2\n"
	"\tmemory = 384\n"
	"\ttimeout = 120\n"
	"\n"
	"[test \"%1$s\"]\n"
	"\twhy = to be filled in: what a kernel with the change does, and one without does not\n"
	"\n"
	"# What it comes to without the change: its last line begins with these words.\n"
	"[expect \"%2$s\"]\n"
	"\tbefore = %1$s fail the bug shows\n";

static const char program_text[] =
	"/* To be filled in: makes the bug show. */\n"
	"#include <stdio.h>\n"
	"\n"
	"/* As the kernel's selftests end. */\n"
	"enum { PASS, FAIL, SKIP = 4 };\n"
	"\n"
	"int main(void)\n"
	"{\n"
	"\tputs(\"this test is still to be filled in\");\n"
	"\treturn FAIL;\n"
	"}\n";

static int check_options(const struct options *options)
{
	if (options->targets.nr != 1 || !is_folder_name(options->targets.v[0]) ||
	    strchr(options->targets.v[0], '.'))
		return error("new-scenario needs one NAME: up to 60 small letters, digits, '-' and '_'");
	if (options->json)
		return error("new-scenario has no --json");
	return 0;
}

/* The shapes that have a port are those whose trees have the bug. */
static void list_shapes(const struct series *series, struct strbuf *shapes)
{
	struct argv names __free(argv_release) = ARGV_INIT;

	conf_subsections(&series->info, "shape", &names);
	for (size_t i = 0; series_by_rule(series) && i < names.nr; i++)
		if (series_shape_verdict(series, names.v[i]) == SHAPE_PORT)
			strbuf_addf(shapes, "%s%s", shapes->len ? " " : "", names.v[i]);
	if (!shapes->len)
		strbuf_addstr(shapes, series_shape_of_patches(false));
}

static int write_text(const char *path, const char *text)
{
	int ret = write_file_atomic(path, text, strlen(text));

	return ret ? error("cannot write '%s': %s", path, strerror(-ret)) : 0;
}

static int write_both(const struct options *options, const char *shapes)
{
	const char *name = options->targets.v[0];

	char *dir __free(free_text) = xstrfmt("%s/ci/scenarios/%s", options->root, options->series);
	char *scenario __free(free_text) = xstrfmt("%s/%s", dir, name);
	char *program __free(free_text) = xstrfmt("%s.c", scenario);
	char *text __free(free_text) = xstrfmt(scenario_text, name, shapes);

	if (file_exists(scenario) || file_exists(program)) {
		error("'%s' or '%s' is there already: take another name", scenario, program);
		return EXIT_USAGE;
	}
	if (mkdir_p(dir) || write_text(program, program_text))
		return EXIT_BROKEN;
	if (write_text(scenario, text)) {
		(void)remove_tree(program);
		return EXIT_BROKEN;
	}
	printf("  NEW     %s\n  NEW     %s\n", scenario, program);
	note("fill both in, then 'ferry boot --series %s'", options->series);
	return EXIT_PASS;
}

int cmd_new_scenario(int argc, char **argv)
{
	struct strbuf shapes __free(strbuf_release) = STRBUF_INIT;
	struct options options;
	struct series series;
	int status = EXIT_USAGE;

	options_read(&options, &help, argc, argv);
	options_one_series(&options);
	if (!check_options(&options) && !series_open(&series, options.root, options.series)) {
		list_shapes(&series, &shapes);
		status = write_both(&options, shapes.buf);
		series_release(&series);
	}
	options_release(&options);
	return status;
}
