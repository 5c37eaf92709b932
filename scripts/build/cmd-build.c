// SPDX-License-Identifier: GPL-2.0-only
/* ferry build: a kernel of each target without the change, and one with it */
#include "build/side.h"

static int build_inputs(const struct stage *stage, struct digest *digest)
{
	for (int side = 0; side < SIDE_NR; side++)
		digest_add_string(digest, side_name[side], side_commit(stage, side));
	digest_add_string(digest, "class", stage_fact(stage, STAGE_PORT, FACT_CLASS));
	return sides_inputs(stage, digest);
}

static bool build_intact(const struct stage *stage)
{
	for (int side = 0; side < SIDE_NR; side++)
		if (side_exists(stage, side) && !side_is_intact(stage, side))
			return false;
	return true;
}

/* How many files the last full build compiled: the progress line's total. */
static void remember_count(struct build *build, bool full)
{
	char *path __free(free_text) = xstrfmt("%s.count", build->object);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (!full) {
		if (!read_file(path, &text))
			(void)parse_ulong(text.buf, 1000000, &build->expected);
	} else if (build->compiled > build->expected) {
		strbuf_addf(&text, "%lu", build->compiled);
		(void)write_file_atomic(path, text.buf, text.len);
	}
}

static void conclude(struct stage *stage, const unsigned long compiled[SIDE_NR])
{
	struct strbuf summary __free(strbuf_release) = STRBUF_INIT;

	for (int side = 0; side < SIDE_NR; side++) {
		char *fact __free(free_text) = xstrfmt("compiled-%s", side_name[side]);

		if (!side_exists(stage, side))
			continue;
		strbuf_addf(&summary, "%s%lu", summary.len ? "+" : "", compiled[side]);
		result_fact_json(&stage->result, fact,
				 json_integer((json_int_t)compiled[side]));
	}
	strbuf_addstr(&summary, " files");
	result_set(&stage->result, VERDICT_PASS, summary.buf, "%s", "");
}

static void build_run(struct stage *stage)
{
	int first = side_exists(stage, SIDE_BEFORE) ? SIDE_BEFORE : SIDE_AFTER;
	unsigned long compiled[SIDE_NR] = { 0 };
	struct build build;
	int ret;

	if (sides_not_affected(stage))
		return;
	sides_remove_old(stage);
	ret = build_init(&build, stage);
	if (!ret)
		remember_count(&build, false);
	for (int side = first; !ret && side < SIDE_NR; side++) {
		ret = build_side(&build, side);
		compiled[side] = build.compiled;
		if (!ret && side == first)
			remember_count(&build, true);
		/* what comes next in the same tree is a few files */
		if (compiled[side])
			build.expected = 0;
	}
	if (!ret)
		conclude(stage, compiled);
	build_release(&build);
}

const struct stage_type stage_build = {
	.name = "build",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Build a guest kernel of each target without the change and, in "
			"the same build tree, with it, and the module and init that "
			"test it; of a tree that carries the change, one kernel. That "
			"without the change serves all series. Every option asked for "
			"in ci/kconfig/ and ci/guest/SERIES/kconfig must survive.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_BUILD,
	},
	.revision = 1,
	.inputs = build_inputs,
	.intact = build_intact,
	.run = build_run,
};
