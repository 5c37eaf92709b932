// SPDX-License-Identifier: GPL-2.0-only
/* ferry run: all stages of all targets */
#include "commands.h"
#include "run/pipeline.h"

static const struct command_help help = {
	.arguments = "[TARGET...]",
	.text = "Bring everything up to date, from source to proof, for the targets "
		"named or for all: fetch, shape, port, check, build, boot. A stage "
		"whose inputs did not change is not run again.\v"
		"Exit status: 0 all passed, and what was skipped is named; 1 a kernel, "
		"patch or test failed; 2 usage; 3 a tree was refused, or the store is "
		"in use; 4 a tool or the machine failed; 130 interrupted.",
	.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_BUILD |
		  OPTIONS_BOOT,
};

int cmd_run(int argc, char **argv)
{
	struct options options __free(options_release);

	options_read(&options, &help, argc, argv);
	if (options.only)
		die(EXIT_USAGE, "--only is for one stage: 'ferry boot --only TARGET'");
	return pipeline_run(&options, STAGE_BOOT);
}
