// SPDX-License-Identifier: GPL-2.0-only
/* ferry boot: show the bug on the kernel without the change, and that it is gone */
#include "boot/boot.h"

#include <glob.h>

/* --- what it depends on ---------------------------------------------------- */

static char *patterns_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/console-badness", stage->options->root);
}

static char *scenarios_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/scenarios", stage->options->root);
}

static int boot_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const facts[] = {
		"before-bzImage", "after-bzImage", "before-initramfs", "after-initramfs",
	};
	char *patterns = patterns_path(stage);
	char *scenarios = scenarios_path(stage);
	const char **known;
	size_t nr = conf_get_all(&stage->target.conf, "console.known", &known);
	int ret = digest_add_path(digest, patterns);

	digest_add_tools(digest, boot_tools);
	for (size_t i = 0; i < nr; i++)
		digest_add_string(digest, "known", known[i]);
	free(known);

	if (!ret)
		ret = digest_add_path(digest, scenarios);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		digest_add_string(digest, facts[i],
				  stage_fact(stage, STAGE_BUILD, facts[i]));
	digest_add_string(digest, "shape", stage_fact(stage, STAGE_SHAPE, FACT_SHAPE));
	digest_add_string(digest, "accel", stage->options->accel);
	digest_add_string(digest, "scenario", stage->options->scenario);
	digest_add_number(digest, "seconds", stage->options->seconds);
	free(patterns);
	free(scenarios);
	return ret;
}

/* --- the stage ------------------------------------------------------------- */

static int open_scenarios(struct boots *boots)
{
	char *dir = scenarios_path(boots->stage);
	const char *only = boots->stage->options->scenario;
	char *pattern = xstrfmt("%s/%s", dir, only ? only : "*");
	glob_t found = { 0 };
	int ret = 0;

	if (glob(pattern, 0, NULL, &found))
		ret = stage_broken(boots->stage, "'%s' has no scenario '%s'", dir,
				   only ? only : "*");
	boots->scenarios = xcalloc(found.gl_pathc + 1, sizeof(*boots->scenarios));
	boots->v = xcalloc(2 * found.gl_pathc + 1, sizeof(*boots->v));
	for (size_t i = 0; !ret && i < found.gl_pathc; i++) {
		struct scenario *scenario = &boots->scenarios[boots->nr_scenarios++];

		ret = scenario_open(scenario, found.gl_pathv[i]);
		if (ret)
			stage_broken(boots->stage, "'%s' cannot be read: see above",
				     found.gl_pathv[i]);
		for (int side = 0; !ret && side < SIDE_NR; side++)
			if (guest_has_side(boots->stage, side))
				boots_add(boots, scenario, side);
	}
	globfree(&found);
	free(pattern);
	free(dir);
	return ret;
}

static void boot_run(struct stage *stage)
{
	struct boots boots = { .stage = stage, .patterns = CONSOLE_PATTERNS_INIT };
	char *patterns;

	if (guest_not_affected(stage))
		return;
	patterns = patterns_path(stage);
	if (console_patterns_load(&boots.patterns, patterns))
		stage_broken(stage, "'%s' cannot be read: see above", patterns);
	else if (!open_scenarios(&boots) && !boots_run(&boots) && !run_interrupted())
		boots_judge(&boots);
	boots_release(&boots);
	free(patterns);
}

const struct stage_type stage_boot = {
	.name = "boot",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Boot both kernels of each target in QEMU, in every scenario of "
			"ci/scenarios/. The bug must show without the change and be "
			"gone with it; a guest that falls silent counts as neither. A "
			"tree that carries the change has no kernel without it.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT |
			  OPTIONS_BUILD | OPTIONS_BOOT,
	},
	.revision = 1,
	.inputs = boot_inputs,
	.run = boot_run,
	.keeps = "boots",
};
