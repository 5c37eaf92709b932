// SPDX-License-Identifier: GPL-2.0-only
/* ferry boot: show the bug on the kernel without the change, and that it is gone */
#include "boot/boot.h"

/* --- what it depends on ---------------------------------------------------- */

static char *patterns_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/console-badness", stage->options->root);
}

static unsigned long repeats(const struct stage *stage)
{
	return stage->options->repeat ? stage->options->repeat : 1;
}

static int boot_inputs(const struct stage *stage, struct digest *digest)
{
	char *patterns __free(free_text) = patterns_path(stage);
	struct argv scenarios __free(argv_release) = ARGV_INIT;
	const char **known;
	size_t nr = conf_get_all(&stage->target.conf, "console.known", &known);
	int ret = digest_add_path(digest, patterns);

	digest_add_tools(digest, boot_tools);
	for (size_t i = 0; i < nr; i++)
		digest_add_string(digest, "known", known[i]);
	free(known);

	if (!ret)
		ret = sides_scenarios(stage, NULL, &scenarios) ? -EIO : 0;
	for (size_t i = 0; !ret && i < scenarios.nr; i++)
		ret = digest_add_path(digest, scenarios.v[i]);
	for (int at = 0; at < SIDE_NR * IMAGE_NR; at++) {
		char *fact __free(free_text) = side_image_fact(at / IMAGE_NR, at % IMAGE_NR);

		digest_add_string(digest, fact, stage_fact(stage, STAGE_BUILD, fact));
	}
	digest_add_string(digest, "shape", stage_fact(stage, STAGE_SHAPE, FACT_SHAPE));
	digest_add_string(digest, "accel", stage->options->accel);
	for (size_t i = 0; i < stage->options->scenarios.nr; i++)
		digest_add_string(digest, "scenario", stage->options->scenarios.v[i]);
	digest_add_number(digest, "seconds", stage->options->seconds);
	digest_add_number(digest, "repeat", repeats(stage));
	return ret;
}

/* --- the stage ------------------------------------------------------------- */

/* Those that were asked for, or all. */
static int list_scenarios(struct stage *stage, struct argv *paths)
{
	const struct argv *asked = &stage->options->scenarios;
	int ret = asked->nr ? 0 : sides_scenarios(stage, NULL, paths);

	for (size_t i = 0; !ret && i < asked->nr; i++)
		ret = sides_scenarios(stage, asked->v[i], paths);
	return ret ? stage_broken(stage, "cannot list the scenarios: see above") : 0;
}

static int open_scenarios(struct boots *boots)
{
	struct stage *stage = boots->stage;
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (list_scenarios(stage, &paths))
		return -1;
	boots->scenarios = xcalloc(paths.nr, sizeof(*boots->scenarios));
	boots->v = xcalloc(SIDE_NR * paths.nr * repeats(stage), sizeof(*boots->v));
	for (size_t i = 0; i < paths.nr; i++) {
		struct scenario *scenario = &boots->scenarios[boots->nr_scenarios++];

		if (scenario_open(scenario, paths.v[i]))
			return stage_broken(stage, "'%s' cannot be read: see above", paths.v[i]);
		for (unsigned long at = 0; at < SIDE_NR * repeats(stage); at++)
			if (side_exists(stage, at % SIDE_NR))
				boots_add(boots, scenario, at % SIDE_NR, 1 + at / SIDE_NR);
	}
	return 0;
}

static void boot_run(struct stage *stage)
{
	char *patterns __free(free_text) = patterns_path(stage);
	struct boots boots = { .stage = stage, .patterns = CONSOLE_PATTERNS_INIT };

	if (sides_not_affected(stage))
		return;
	if (console_patterns_load(&boots.patterns, patterns))
		stage_broken(stage, "'%s' cannot be read: see above", patterns);
	else if (!open_scenarios(&boots) && !boots_run(&boots) && !run_interrupted())
		boots_judge(&boots);
	boots_release(&boots);
}

const struct stage_type stage_boot = {
	.name = "boot",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Boot both kernels of each target in QEMU, in every scenario of "
			"ci/scenarios/SERIES/, or, of a series that has none, in those of "
			"ci/scenarios/, which any change has to pass. The bug must show "
			"without the change and be gone with it; a guest that falls silent counts as neither. A "
			"tree that carries the change has no kernel without it.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT |
			  OPTIONS_BUILD | OPTIONS_BOOT,
	},
	.revision = 1,
	.inputs = boot_inputs,
	.run = boot_run,
	.keeps = "boots",
};
