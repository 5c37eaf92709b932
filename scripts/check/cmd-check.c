// SPDX-License-Identifier: GPL-2.0-only
/* ferry check: what checkpatch, the compilers, sparse and coccicheck say anew */
#include "check/checkpatch.h"
#include "check/coccicheck.h"
#include "check/compile.h"
#include "check/explored.h"
#include "check/ways.h"
#include "stage/explore.h"

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
		digest_add_string(digest, side_name[side], check_commit(stage, side));
	digest_add_string(digest, "class", stage_fact(stage, STAGE_PORT, FACT_CLASS));
	if (!ret)
		ret = ways_inputs(stage, digest);
	if (!ret)
		ret = compile_inputs(stage, digest);
	if (!ret)
		ret = explore_inputs(stage->options->root, digest);
	return ret;
}

static bool is_carried(const struct stage *stage)
{
	return port_class_of(&stage->earlier[STAGE_PORT]) == CLASS_CARRIED;
}

/* What was put together from tokens has to compile at least. */
static bool is_merged(const struct stage *stage)
{
	return port_rest_of(&stage->earlier[STAGE_PORT]) == CLASS_MERGED;
}

/* A warning is new where there is something without it; nothing else is known of it. */
static void nothing_to_compare(struct stage *stage, const char *why)
{
	json_t *json = json_object();

	json_object_set_new(json, "words",
			    json_text("SKIP: no new warnings are looked for, %s", why));
	result_fact_json(&stage->result, "compilers", json);
	result_set(&stage->result, VERDICT_PASS, "alone", "%s", "");
}

/*
 * What is checked out on one side is compiled and looked at, then the other.
 * 1: the other side of a tree that carries the change is none that compiles.
 */
static int ask_tools(struct check *check, struct compile *compile,
		     struct coccicheck *cocci)
{
	const char *why;
	int ret = 0;

	for (enum side side = 0; !ret && side < SIDE_NR; side++) {
		ret = check_out(check, side);
		if (!ret)
			ret = compile_side(compile, side);
		why = side == SIDE_BEFORE ? compile_none(compile) : NULL;
		if (!ret && why && is_carried(check->stage)) {
			nothing_to_compare(check->stage, why);
			return 1;
		}
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
		json_array_append_new(json, json_text("%s: %s(): %s", list->v[i].file,
						      list->v[i].function, list->v[i].message));
	return json;
}

/* "0 new, 0 gone (4 compilers)", or of how many */
static void conclude(struct check *check, const struct compile *compile, int left_out)
{
	const struct warnings *added = &check->added, *removed = &check->removed;
	struct result *result = &check->stage->result;
	struct strbuf summary __free(strbuf_release) = STRBUF_INIT;

	result_fact_json(result, "warnings-before", json_integer((json_int_t)check->before));
	result_fact_json(result, FACT_ADDED, warnings_json(added));
	result_fact_json(result, "removed", warnings_json(removed));
	strbuf_addf(&summary, "%zu new, %zu gone (", added->nr, removed->nr);
	if (compile->compiled < compile->compilers.nr)
		strbuf_addf(&summary, "%zu of ", compile->compiled);
	strbuf_addf(&summary, "%zu compilers)", compile->compilers.nr);
	if (compile->uncompiled)
		strbuf_addf(&summary, ", %zu lines not compiled", compile->uncompiled);
	strbuf_addf(&summary, "%s%s%s",
		    left_out ? ", not all ways" : "",
		    result_get(result, "sparse") ? ", no sparse" : "",
		    result_get(result, "unexplored") ? ", not explored" : "");
	if (added->nr)
		stage_fail(check->stage, "%zu new warnings, the first: %s:%u %s(): %s",
			   added->nr, added->v[0].file, added->v[0].line,
			   added->v[0].function, added->v[0].message);
	else if (compile->uncompiled && is_merged(check->stage))
		result_set(result, VERDICT_SKIP, "not compiled",
			   "merged, not compiled: %zu lines of the port reached no compiler, the result names them",
			   compile->uncompiled);
	else
		result_set(result, VERDICT_PASS, summary.buf, "%s", "");
}

/* What somebody else has made is no patch of ours: it has no mails and no other ways. */
static int check_patches(struct check *check, int *left_out)
{
	int ret;

	if (is_carried(check->stage) || check->stage->options->mutant)
		return 0;
	ret = checkpatch(check);
	if (ret)
		return ret;
	*left_out = ways_go(check->stage);
	return *left_out < 0 ? *left_out : 0;
}

static void compare(struct stage *stage)
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
		ret = check_patches(&check, &left_out);
	if (!ret)
		conclude(&check, &compile, left_out);
	coccicheck_release(&cocci);
	compile_release(&compile);
	check_release(&check);
}

/* What is wrong with a tree that can be built does not keep it from being booted. */
static bool can_go_on(const struct stage *stage)
{
	return is_carried(stage) || stage->options->mutant;
}

/* What two tools find is one failure in the words of both. */
static void fail_also(struct stage *stage, const char *explored)
{
	char *found __free(free_text) = xstrdup(stage->result.reason);

	if (stage->result.verdict == VERDICT_PASS)
		stage_fail(stage, "%s", explored);
	else if (stage->result.verdict == VERDICT_FAIL)
		stage_fail(stage, "%s; %s", explored, found);
}

static void check_run(struct stage *stage)
{
	char *found __free(free_text) = NULL;

	if (sides_not_affected(stage))
		return;
	if (check_explore(stage) < 0) {
		if (stage->result.verdict != VERDICT_FAIL || !can_go_on(stage))
			return;
		found = xstrdup(stage->result.reason);
	}
	if (*check_commit(stage, SIDE_BEFORE))
		compare(stage);
	else
		nothing_to_compare(stage, series_by_rule(&stage->series) ?
				   "before.cocci cannot turn this form of the change back" :
				   "the series has no before.cocci to turn the tree back");
	if (found)
		fail_also(stage, found);
	if (stage->result.verdict == VERDICT_FAIL && can_go_on(stage))
		result_fact(&stage->result, FACT_FOUND, stage->result.reason);
}

const struct stage_type stage_check = {
	.name = "check",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Check the port of each target with the target's own checkpatch, "
			"and the changed files with the kernel's semantic patches and, "
			"with W=1 and sparse, each compiler and architecture of "
			"ci/compilers. Only what they say with the change and do not "
			"say without it counts; a tree that carries the change is "
			"turned back for that, where the series can. New lines that no "
			"compiler has seen are counted. Before these, the "
			"explorer runs the file's text with the change, see 'ferry help "
			"explore'. Then go three ways to the "
			"port, which must give the same: b4 and git am on its mailbox, "
			"quilt, and the semantic patch.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT,
	},
	.revision = 11,
	.inputs = check_inputs,
	.run = check_run,
	.keeps = "said",
};
