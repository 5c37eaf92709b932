// SPDX-License-Identifier: GPL-2.0-only
/* ferry boot: show the bug on the kernel without the change, and that it is gone */
#include "boot/boot.h"

#include "base/folder.h"

/* --- what it depends on ---------------------------------------------------- */

static char *patterns_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/console-badness", stage->options->root);
}

static char *scenarios_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/scenarios/%s", stage->options->root, stage->series.name);
}

static unsigned long repeats(const struct stage *stage)
{
	return stage->options->repeat ? stage->options->repeat : 1;
}

static int boot_inputs(const struct stage *stage, struct digest *digest)
{
	char *patterns __free(free_text) = patterns_path(stage);
	char *scenarios __free(free_text) = scenarios_path(stage);
	const char **known;
	size_t nr = conf_get_all(&stage->target.conf, "console.known", &known);
	int ret = digest_add_path(digest, patterns);

	digest_add_tools(digest, boot_tools);
	for (size_t i = 0; i < nr; i++)
		digest_add_string(digest, "known", known[i]);
	free(known);

	if (!ret)
		ret = digest_add_path(digest, scenarios);
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
	char *dir __free(free_text) = scenarios_path(stage);
	const struct argv *asked = &stage->options->scenarios;

	for (size_t i = 0; i < asked->nr || (!asked->nr && !i); i++) {
		const char *wanted = asked->nr ? asked->v[i] : "*";
		size_t before = paths->nr;

		if (folder_list(dir, wanted, paths) || paths->nr == before)
			return stage_broken(stage, "'%s' has no scenario '%s'", dir, wanted);
	}
	return 0;
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

/* A series may be carried without tests of its own; tests need both folders. */
static bool can_boot(struct stage *stage)
{
	char *scenarios __free(free_text) = scenarios_path(stage);
	const char *name = stage->series.name;

	if (sides_not_affected(stage))
		return false;
	if (!dir_exists(scenarios))
		result_set(&stage->result, VERDICT_SKIP, "no scenarios",
			   "no ci/scenarios/%s: the series has no tests to boot", name);
	else if (!sides_has_guest(stage))
		stage_broken(stage, "ci/scenarios/%s is there and ci/guest/%s, which has its tests, is not",
			     name, name);
	else
		return true;
	return false;
}

static void boot_run(struct stage *stage)
{
	char *patterns __free(free_text) = patterns_path(stage);
	struct boots boots = { .stage = stage, .patterns = CONSOLE_PATTERNS_INIT };

	if (!can_boot(stage))
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
			"ci/scenarios/SERIES/. The bug must show without the change and be "
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
