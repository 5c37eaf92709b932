// SPDX-License-Identifier: GPL-2.0-only
/* ferry check: what checkpatch, the compilers, sparse and coccicheck say anew */
#include "check/checkpatch.h"
#include "check/coccicheck.h"
#include "check/compile.h"
#include "check/ways.h"

static int check_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const other_tools[] = { "perl", "b4", "quilt", NULL };
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = sides_fragments(stage, CHECK_FLAVOUR, &paths, &paths);

	digest_add_tools(digest, coccicheck_tools);
	digest_add_tools(digest, other_tools);
	argv_pushf(&paths, "%s/patches/%s", stage->options->root, stage->series.name);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		ret = digest_add_path(digest, paths.v[i]);
	for (int side = 0; side < SIDE_NR; side++)
		digest_add_string(digest, side_name[side], side_commit(stage, side));
	digest_add_string(digest, "class", stage_fact(stage, STAGE_PORT, FACT_CLASS));
	if (!ret)
		ret = ways_inputs(stage, digest);
	if (!ret)
		ret = compile_inputs(stage, digest);
	return ret;
}

/* What is checked out on one side is compiled and looked at, then the other. */
static int ask_tools(struct check *check, struct compile *compile,
		     struct coccicheck *cocci)
{
	int ret = 0;

	for (enum side side = 0; !ret && side < SIDE_NR; side++) {
		ret = check_out(check, side);
		if (!ret)
			ret = compile_side(compile, side);
		if (!ret && check->files[side].nr)
			ret = coccicheck_side(cocci, side);
	}
	if (!ret)
		ret = compile_judge(compile);
	check_compare(check, "coccicheck", cocci->warnings);
	return ret;
}

static json_t *warnings_json(const struct warnings *list)
{
	json_t *json = json_array();

	for (size_t i = 0; i < list->nr; i++)
		json_array_append_new(json, json_sprintf("%s: %s(): %s", list->v[i].file,
							 list->v[i].function,
							 list->v[i].message));
	return json;
}

/* "0 new, 0 gone (4 compilers)", or of how many */
static void conclude(struct check *check, const struct compile *compile, int left_out)
{
	const struct warnings *added = &check->added, *removed = &check->removed;
	struct result *result = &check->stage->result;
	struct strbuf summary __free(strbuf_release) = STRBUF_INIT;

	result_fact_json(result, "warnings-before", json_integer((json_int_t)check->before));
	result_fact_json(result, "added", warnings_json(added));
	result_fact_json(result, "removed", warnings_json(removed));
	strbuf_addf(&summary, "%zu new, %zu gone (", added->nr, removed->nr);
	if (compile->compiled < compile->compilers.nr)
		strbuf_addf(&summary, "%zu of ", compile->compiled);
	strbuf_addf(&summary, "%zu compilers)%s%s", compile->compilers.nr,
		    left_out ? ", not all ways" : "",
		    result_get(result, "sparse") ? ", no sparse" : "");
	if (added->nr)
		stage_fail(check->stage, "%zu new warnings, the first: %s:%u %s(): %s",
			   added->nr, added->v[0].file, added->v[0].line,
			   added->v[0].function, added->v[0].message);
	else
		result_set(result, VERDICT_PASS, summary.buf, "%s", "");
}

static void check_port(struct stage *stage)
{
	struct check check;
	struct coccicheck cocci = { .check = &check };
	struct compile compile;
	int left_out = 0;
	int ret = check_init(&check, stage);

	if (compile_init(&compile, &check))
		ret = -1;
	if (!ret)
		ret = ask_tools(&check, &compile, &cocci);
	if (!ret)
		ret = checkpatch(&check);
	if (!ret)
		left_out = ways_go(stage);
	if (!ret && left_out >= 0)
		conclude(&check, &compile, left_out);
	coccicheck_release(&cocci);
	compile_release(&compile);
	check_release(&check);
}

static void check_run(struct stage *stage)
{
	if (sides_not_affected(stage))
		return;
	if (!side_exists(stage, SIDE_BEFORE))
		result_set(&stage->result, VERDICT_NA, "n/a",
			   "the tree carries the change, there is no patch to check");
	else if (stage->options->mutant)
		result_set(&stage->result, VERDICT_PASS, "mutant", "%s", "");
	else
		check_port(stage);
}

const struct stage_type stage_check = {
	.name = "check",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Check the port of each target with the target's own checkpatch, "
			"and the changed files with the kernel's semantic patches and, "
			"with W=1 and sparse, each compiler and architecture of "
			"ci/compilers. Only what they say with the change and do not "
			"say without it counts. Then go three ways to the "
			"port, which must give the same: b4 and git am on its mailbox, "
			"quilt, and the semantic patch.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT,
	},
	.revision = 7,
	.inputs = check_inputs,
	.run = check_run,
	.keeps = "said",
};
