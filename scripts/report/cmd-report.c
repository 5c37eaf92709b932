// SPDX-License-Identifier: GPL-2.0-only
/* ferry report and ferry status: what the result files say */
#include "commands.h"
#include "report/format.h"
#include "report/html-site.h"

static const struct command_help report_help = {
	.arguments = "[TARGET...]",
	.text = "Print the matrix of results and write out/report.json. Reads the "
		"result files alone; the exit status is that of the results, "
		"whichever the format.",
	.groups = OPTIONS_TARGETS | OPTIONS_FORMAT | OPTIONS_HTML,
};

static const struct command_help status_help = {
	.arguments = "[TARGET...]",
	.text = "Show what is known of the targets, without running anything. "
		"'stale' is a result whose inputs have changed since.",
	.groups = OPTIONS_TARGETS,
};

static int print_report(const struct command_help *help, int argc, char **argv,
			bool is_report)
{
	struct options options __free(options_release);
	struct report report __free(report_release) = { .next = NULL };
	const struct report_format *format;
	int status = EXIT_PASS;

	options_read(&options, help, argc, argv);
	format = report_format_find(&options);
	if (!format || options_check(&options))
		exit(EXIT_USAGE);
	report_read(&report, &options);
	if (is_report) {
		report_say_missing(&report, STAGE_BOOT);
		status = report_status(&report, STAGE_BOOT);
		if (report_keep(&options) ||
		    (options.html && report_html(&report, options.html, options.force)))
			status = EXIT_BROKEN;
	}
	report_format_print(format, &report);
	return status;
}

int cmd_report(int argc, char **argv)
{
	char *words __free(free_text) = report_format_help();
	struct command_help help = report_help;

	help.format = words;
	return print_report(&help, argc, argv, true);
}

int cmd_status(int argc, char **argv)
{
	return print_report(&status_help, argc, argv, false);
}
