// SPDX-License-Identifier: GPL-2.0-only
/* ferry check: what checkpatch, the compilers, sparse and coccicheck say anew */
#include "check/compile.h"
#include "check/coccicheck.h"
#include "check/checkpatch.h"
#include "check/ways.h"

#include <glob.h>

static int check_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const other_tools[] = { "perl", "b4", "quilt", NULL };
	struct argv paths = ARGV_INIT;
	int ret = 0;

	digest_add_tools(digest, check_tools);
	digest_add_tools(digest, other_tools);
	guest_fragments(stage, check_flavour, &paths);
	argv_pushf(&paths, "%s/patches/%s", stage->options->root, stage->series.name);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		ret = digest_add_path(digest, paths.v[i]);
	for (int side = 0; side < SIDE_NR; side++)
		digest_add_string(digest, side_name[side], guest_commit(stage, side));
	digest_add_string(digest, "class", stage_fact(stage, STAGE_PORT, "class"));
	if (!ret)
		ret = ways_inputs(stage, digest);
	if (!ret)
		ret = check_compilers_inputs(stage, digest);
	argv_release(&paths);
	return ret;
}

/* --- checkpatch ------------------------------------------------------------ */

static int format_patches(const struct check *check, const char *dir)
{
	struct stage *stage = check->stage;
	char *range = xstrfmt("%s..%s", guest_commit(stage, SIDE_BEFORE),
			      guest_commit(stage, SIDE_AFTER));
	int ret = mkdir_p(dir);

	if (ret)
		ret = stage_broken(stage, "cannot make '%s': %s", dir, strerror(-ret));
	else if (git_run(NULL, &stage->store.git, "format-patch", "--quiet", "-U3",
			 "--full-index", "--zero-commit", "--no-signature", "-o", dir,
			 range, NULL))
		ret = stage_broken(stage, "cannot write the port as patches: see above");
	free(range);
	return ret;
}

/* Nobody has signed the patches off yet, and the store has no history in which
 * the commits that they name could be found; checkpatch_findings() says what
 * else does not count.
 */
static int checkpatch_one(struct check *check, const char *patch,
			  struct strbuf *findings)
{
	struct strbuf text = STRBUF_INIT;
	struct child child = CHILD_INIT;
	int ret = read_file(patch, &text);

	if (ret)
		return stage_broken(check->stage, "cannot read '%s': %s", patch,
				    strerror(-ret));
	argv_pushl(&child.args, "perl", "scripts/checkpatch.pl", "--strict",
		   "--terse", "--no-summary", "--show-types", "--ignore",
		   "MISSING_SIGN_OFF,UNKNOWN_COMMIT_ID", patch, NULL);
	argv_push(&child.env, "LC_ALL=C");
	child.dir = check->source.buf;
	child.timeout = 120;
	ret = child_run(&child);
	checkpatch_findings(child.out.buf, patch, text.buf, findings);
	/* 0: clean, 1: findings, which must then have been printed */
	if (ret != 0 && !(ret == 1 && child.out.len))
		ret = stage_broken(check->stage, "checkpatch.pl failed on '%s': %s",
				   patch, child.err.buf);
	else
		ret = 0;
	child_release(&child);
	strbuf_release(&text);
	return ret;
}

static int checkpatch(struct check *check)
{
	struct stage *stage = check->stage;
	char *dir = stage_path(stage, "patches");
	char *pattern = xstrfmt("%s/*.patch", dir);
	struct strbuf findings = STRBUF_INIT;
	glob_t found = { 0 };
	int ret = format_patches(check, dir);

	stage_progress(stage, "checkpatch");
	if (!ret && glob(pattern, 0, NULL, &found))
		ret = stage_broken(stage, "the port has no patches");
	for (size_t i = 0; !ret && i < found.gl_pathc; i++)
		ret = checkpatch_one(check, found.gl_pathv[i], &findings);
	strbuf_trim(&findings);
	if (!ret && findings.len)
		ret = stage_fail(stage, "checkpatch: %s", findings.buf);
	globfree(&found);
	strbuf_release(&findings);
	free(pattern);
	free(dir);
	return ret;
}

/* --- before against after -------------------------------------------------- */

static json_t *warnings_json(const struct warnings *list)
{
	json_t *json = json_array();

	for (size_t i = 0; i < list->nr; i++)
		json_array_append_new(json, json_sprintf("%s: %s(): %s", list->v[i].file,
							 list->v[i].function,
							 list->v[i].message));
	return json;
}

/* "4 compilers", or of how many: the guest's own is one, and was not skipped. */
static char *count_compilers(const struct compilers_end *end)
{
	if (end->compiled < end->asked)
		return xstrfmt("%zu of %zu compilers", end->compiled + 1, end->asked + 1);
	return xstrfmt("%zu compilers", end->asked + 1);
}

static void compare(struct stage *stage, const struct warnings *before,
		    const struct warnings *after, struct compilers_end *end,
		    int left_out)
{
	struct warnings *added = &end->added, *removed = &end->removed;
	char *compilers = count_compilers(end);
	char *summary;

	warnings_diff(before, after, added, removed);
	result_fact_json(&stage->result, "warnings-before",
			 json_integer((json_int_t)before->nr));
	result_fact_json(&stage->result, "added", warnings_json(added));
	result_fact_json(&stage->result, "removed", warnings_json(removed));
	summary = xstrfmt("%zu new, %zu gone (%s)%s", added->nr, removed->nr, compilers,
			  left_out ? ", not all ways" : "");
	if (added->nr)
		stage_fail(stage, "%zu new warnings, the first: %s:%u %s(): %s", added->nr,
			   added->v[0].file, added->v[0].line, added->v[0].function,
			   added->v[0].message);
	else
		result_set(&stage->result, VERDICT_PASS, summary, "%s", "");
	free(summary);
	free(compilers);
}

static int other_compilers(struct stage *stage, struct compilers_end *end)
{
	struct argv fragments = ARGV_INIT;
	int ret;

	guest_fragments(stage, check_flavour, &fragments);
	ret = check_compilers(stage, &fragments, end);
	argv_release(&fragments);
	return ret;
}

static void say_no_sparse(struct stage *stage)
{
	char *summary;

	if (!result_get(&stage->result, "sparse") ||
	    stage->result.verdict != VERDICT_PASS)
		return;
	summary = xstrfmt("%s, no sparse", stage->result.summary);
	result_set(&stage->result, VERDICT_PASS, summary, "%s", "");
	free(summary);
}

static void check_run(struct stage *stage)
{
	struct warnings before = WARNINGS_INIT, after = WARNINGS_INIT;
	struct compilers_end end = COMPILERS_END_INIT;
	struct check check;
	int left_out = 0;
	int ret;

	if (guest_not_affected(stage))
		return;
	if (!guest_has_side(stage, SIDE_BEFORE)) {
		result_set(&stage->result, VERDICT_NA, "n/a",
			   "the tree carries the change, there is no patch to check");
		return;
	}
	if (stage->options->mutant) {
		result_set(&stage->result, VERDICT_PASS, "mutant", "%s", "");
		return;
	}
	ret = check_init(&check, stage);
	if (!ret)
		ret = check_side(&check, SIDE_BEFORE, &before);
	if (!ret)
		ret = check_side(&check, SIDE_AFTER, &after);
	if (!ret)
		ret = checkpatch(&check);
	if (!ret)
		left_out = ways_go(stage);
	if (!ret && left_out < 0)
		ret = -1;
	if (!ret)
		ret = other_compilers(stage, &end);
	if (!ret)
		compare(stage, &before, &after, &end, left_out);
	say_no_sparse(stage);
	compilers_end_release(&end);
	warnings_release(&before);
	warnings_release(&after);
	check_release(&check);
}

const struct stage_type stage_check = {
	.name = "check",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Check the port of each target with the target's own checkpatch, "
			"and the changed file with gcc (W=1), sparse and the kernel's "
			"semantic patches, and with each compiler and architecture of "
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
