// SPDX-License-Identifier: GPL-2.0-only
/* ferry report and ferry status: what the result files say */
#include "commands.h"
#include "report/html-site.h"
#include "report/report.h"

static const struct command_help report_help = {
	.arguments = "[TARGET...]",
	.text = "Print the matrix of results and write out/report.json. Reads the "
		"result files alone; the exit status is that of the results.",
	.groups = OPTIONS_TARGETS | OPTIONS_HTML,
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
	int status = EXIT_PASS;

	options_read(&options, help, argc, argv);
	if (options_check(&options))
		exit(EXIT_USAGE);
	report_read(&report, &options);
	if (is_report) {
		report_say_missing(&report, STAGE_BOOT);
		status = report_status(&report, STAGE_BOOT);
		if (report_keep(&options) ||
		    (options.html && report_html(&report, options.html, options.force)))
			status = EXIT_BROKEN;
	}
	if (options.json) {
		char *json __free(free_text) = report_json(&report);

		puts(json);
	} else {
		report_print(&report);
	}
	return status;
}

int cmd_report(int argc, char **argv)
{
	return print_report(&report_help, argc, argv, true);
}

int cmd_status(int argc, char **argv)
{
	return print_report(&status_help, argc, argv, false);
}
