// SPDX-License-Identifier: GPL-2.0-only
/* ferry check: what checkpatch, the compilers, sparse and coccicheck say anew */
#include "check-compilers.h"
#include "guest.h"
#include "kbuild.h"
#include "report.h"
#include "spatch.h"
#include "warnings.h"
#include "ways.h"

#include <ftw.h>
#include <glob.h>

/* One target's check tree, both sides one after the other. */
struct check {
	struct stage *stage;
	struct kbuild kbuild;
	struct strbuf source;
	char *object;
	struct argv scripts;
	unsigned long broken_scripts;
	bool configured;
};

/* The compiler says more where no debugging option is in its way. */
static const char flavour[] = "plain";

/* A way that was skipped is gone once its tool is there. */
static int ways_inputs(const struct stage *stage, struct digest *digest)
{
	struct argv patches = ARGV_INIT;
	int ret = target_patches(&stage->target, &patches) ? -ENOENT : 0;

	for (int way = 0; way < WAY_NR; way++)
		digest_add_string(digest, way_name[way],
				  way_tool((enum way)way) ? "installed" : NULL);
	digest_add_string(digest, "method", stage->options->method);
	for (size_t i = 0; !ret && i < patches.nr; i++)
		ret = digest_add_path(digest, patches.v[i]);
	if (!ret)
		ret = digest_add_path(digest, stage->series.semantic);
	argv_release(&patches);
	return ret;
}

static int check_inputs(const struct stage *stage, struct digest *digest)
{
	struct argv paths = ARGV_INIT;
	int ret = 0;

	guest_fragments(stage, flavour, &paths);
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
 * the commits that they name could be found; everything else counts.
 */
static int checkpatch_one(struct check *check, const char *patch,
			  struct strbuf *findings)
{
	struct child child = CHILD_INIT;
	int ret;

	argv_pushl(&child.args, "perl", "scripts/checkpatch.pl", "--strict",
		   "--terse", "--no-summary", "--show-types", "--ignore",
		   "MISSING_SIGN_OFF,UNKNOWN_COMMIT_ID", patch, NULL);
	argv_push(&child.env, "LC_ALL=C");
	child.dir = check->source.buf;
	child.timeout = 120;
	ret = child_run(&child);
	strbuf_add(findings, child.out.buf, child.out.len);
	/* 0: clean, 1: findings, which must then have been printed */
	if (ret != 0 && !(ret == 1 && child.out.len))
		ret = stage_broken(check->stage, "checkpatch.pl failed on '%s': %s",
				   patch, child.err.buf);
	else
		ret = 0;
	child_release(&child);
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

/* --- three ways ------------------------------------------------------------- */

static const char *end_in_words(enum way_end end, const struct strbuf *reason)
{
	switch (end) {
	case WAY_SAME:
		return "same bytes";
	case WAY_TOKENS:
		return "same tokens";
	default:
		return reason->buf;
	}
}

static void note_ways(struct stage *stage, const enum way_end ends[WAY_NR],
		      const struct strbuf reasons[WAY_NR])
{
	json_t *json = json_object();
	struct strbuf words = STRBUF_INIT;

	ways_describe(ends, reasons, &words);
	json_object_set_new(json, "words", json_string(words.buf));
	for (int way = 0; way < WAY_NR; way++) {
		json_t *end = json_sprintf("%s%s", ends[way] == WAY_SKIPPED ? "SKIP " : "",
					   end_in_words(ends[way], &reasons[way]));

		/* what a tool said need not be UTF-8 */
		json_object_set_new(json, way_name[way],
				    end ? end : json_string("see the reason"));
	}
	result_fact_json(&stage->result, "ways", json);
	strbuf_release(&words);
}

/* The gravest of them: what differs goes before what could not be tried. */
static int judge_ways(struct stage *stage, const enum way_end ends[WAY_NR],
		      const struct strbuf reasons[WAY_NR])
{
	int ret = 0;

	for (int way = 0; way < WAY_NR && !ret; way++)
		if (ends[way] == WAY_DIFFERS)
			ret = stage_fail(stage, "%s does not lead to the port: %s",
					 way_name[way], reasons[way].buf);
	for (int way = 0; way < WAY_NR && !ret; way++)
		if (ends[way] == WAY_BROKEN)
			ret = stage_broken(stage, "the way by %s could not be tried: %s",
					   way_name[way], reasons[way].buf);
	return ret;
}

static int go_all_ways(struct stage *stage)
{
	const char *class = stage_fact(stage, STAGE_PORT, "class");
	const char *method = stage->options->method;
	struct ways ways = {
		.git = &stage->store.git,
		.series = &stage->series,
		.target = &stage->target,
		.base = guest_commit(stage, SIDE_BEFORE),
		.tip = guest_commit(stage, SIDE_AFTER),
		.shape = stage_fact(stage, STAGE_SHAPE, "id"),
		.curated = !strcmp(class, "exact") || !strcmp(class, "offset"),
		.semantic = !strcmp(method, "auto") || !strcmp(method, "semantic"),
		.checked = !!strcmp(stage_fact(stage, STAGE_FETCH, "kind"), "tree"),
	};
	struct strbuf reasons[WAY_NR];
	enum way_end ends[WAY_NR];
	int ret;

	for (int way = 0; way < WAY_NR; way++) {
		strbuf_init(&reasons[way]);
		stage_progress(stage, "the way by %s", way_name[way]);
		ends[way] = way_go(&ways, (enum way)way, &reasons[way]);
	}
	note_ways(stage, ends, reasons);
	result_fact(&stage->result, "quilt-patches",
		    ways.curated ? "of the branch" : "of the mailbox");
	ret = judge_ways(stage, ends, reasons);
	for (int way = 0; way < WAY_NR; way++)
		strbuf_release(&reasons[way]);
	return ret;
}

/* --- compiler and sparse --------------------------------------------------- */

static char *object_of(const struct stage *stage)
{
	const char *file = series_file(&stage->series);

	return xstrfmt("%.*s.o", (int)strlen(file) - 2, file);
}

/* A kernel may want a newer sparse than there is; it says so and goes on. */
static bool wants_newer_sparse(const struct child *child)
{
	static const char said[] = "is not available or not up to date";

	return strstr(child->out.buf, said) || strstr(child->err.buf, said);
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

static int compile(struct check *check, enum side side, struct strbuf *said)
{
	struct stage *stage = check->stage;
	char *object = object_of(stage);
	char *old = xstrfmt("%s/%s", check->object, object);
	struct strbuf line = STRBUF_INIT;
	struct child child;
	int ret;

	(void)remove_tree(old);
	stage_progress(stage, "%s: compiler, sparse", side_name[side]);
	kbuild_child(&child, &check->kbuild, "C=2", "W=1", object, NULL);
	child.out_mode = RUN_KEEP;
	ret = child_run(&child);
	strbuf_add(said, child.out.buf, child.out.len);
	if (!ret && wants_newer_sparse(&child)) {
		result_fact(&stage->result, "sparse",
			    "SKIP: the kernel asks for a newer sparse than is installed");
	} else if (!ret && !strstr(child.out.buf, "  CHECK ")) {
		ret = stage_broken(stage, "sparse was not run on %s", object);
	} else if (ret) {
		stage_say(stage, "%s", child.out.buf);
		kbuild_first_error(child.out.buf, &line);
		if (side == SIDE_AFTER && child.end == RUN_EXITED && line.len)
			ret = stage_fail(stage, "with the change: %s", line.buf);
		else
			ret = stage_broken(stage, "%s does not compile %s the change: %s; see '%s'",
					   object, side == SIDE_AFTER ? "with" : "without",
					   line.buf, stage->log);
	}
	child_release(&child);
	strbuf_release(&line);
	free(old);
	free(object);
	return ret;
}

/* --- coccicheck ------------------------------------------------------------ */

static struct argv *walked;

static int keep_script(const char *path, const struct stat *st, int type,
		       struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_F && ends_with(path, ".cocci"))
		argv_push(walked, path);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The kernel's own semantic patches that can report. */
static void find_scripts(struct check *check)
{
	char *dir = xstrfmt("%s/scripts/coccinelle", check->source.buf);

	argv_release(&check->scripts);
	walked = &check->scripts;
	(void)nftw(dir, keep_script, 8, FTW_PHYS);
	walked = NULL;
	if (check->scripts.nr)
		qsort(check->scripts.v, check->scripts.nr,
		      sizeof(*check->scripts.v), by_name);
	free(dir);
}

/* "// Options: ..." is what coccicheck adds for a script. */
static void push_options(struct child *child, const char *text)
{
	static const char mark[] = "// Options:";
	const char *cursor = text, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		size_t at = sizeof(mark) - 1;

		if (len < at || strncmp(line, mark, at))
			continue;
		while (at < len) {
			size_t n = 0;

			while (at < len && isspace((unsigned char)line[at]))
				at++;
			while (at + n < len && !isspace((unsigned char)line[at + n]))
				n++;
			if (n)
				argv_pushf(&child->args, "%.*s", (int)n, line + at);
			at += n;
		}
		return;
	}
}

static void keep_words(struct child *child, void *data)
{
	struct check *check = data;

	if (child->end != RUN_EXITED || child->status)
		check->broken_scripts++;
}

/* Starts one script if it can report; whether it did. */
static bool start_script(struct check *check, struct runner *runner,
			 struct child *child, const char *script, const char *file)
{
	struct strbuf text = STRBUF_INIT;
	bool reports = !read_file(script, &text) && strstr(text.buf, "virtual report");

	if (reports) {
		spatch_child(child, script, file);
		argv_pushl(&child->args, "-D", "report", "--no-show-diff", NULL);
		push_options(child, text.buf);
		child->dir = check->source.buf;
		runner_add(runner, child, keep_words, check);
	} else {
		child_init(child);
	}
	strbuf_release(&text);
	return reports;
}

static int coccicheck(struct check *check, enum side side, struct strbuf *said)
{
	const char *file = series_file(&check->stage->series);
	struct runner *runner = runner_new();
	struct child *children;
	size_t started = 0;

	find_scripts(check);
	check->broken_scripts = 0;
	children = xcalloc(check->scripts.nr + 1, sizeof(*children));
	for (size_t i = 0; i < check->scripts.nr; i++) {
		started += start_script(check, runner, &children[i],
					check->scripts.v[i], file);
		stage_progress(check->stage, "%s: coccicheck %zu/%zu", side_name[side],
			       i + 1, check->scripts.nr);
		while (runner_step(runner, 0) >= (int)check->stage->options->jobs)
			runner_step(runner, -1);
	}
	while (runner_step(runner, -1))
		;
	for (size_t i = 0; i < check->scripts.nr; i++) {
		strbuf_add(said, children[i].out.buf, children[i].out.len);
		child_release(&children[i]);
	}
	runner_free(runner);
	free(children);
	stage_say(check->stage, "coccicheck %s: %zu scripts, %lu could not run",
		  side_name[side], started, check->broken_scripts);
	if (!started || check->broken_scripts * 2 > started)
		return stage_broken(check->stage, "coccicheck: %lu of %zu scripts could not run; see '%s'",
				    check->broken_scripts, started, check->stage->log);
	return 0;
}

/* --- before against after -------------------------------------------------- */

static int read_source(void *data, const char *file, struct strbuf *out)
{
	const struct check *check = data;
	char *path = xstrfmt("%s/%s", check->source.buf, file);
	int ret = read_file(path, out);

	free(path);
	return ret;
}

/* What the tools say of an unchanged tree is kept between runs. */
static char *kept_path(const struct check *check, enum side side)
{
	return xstrfmt("%s/%s/%s-%s", check->stage->dir, stage_check.keeps,
		       side_name[side], guest_commit(check->stage, side));
}

static int keep_said(struct check *check, const char *path,
		     const struct strbuf *said)
{
	char *folder = xstrndup(path, (size_t)(path_base(path) - path));
	int ret = mkdir_p(folder);

	if (!ret)
		ret = write_file_atomic(path, said->buf, said->len);
	if (ret)
		ret = stage_broken(check->stage, "cannot write '%s': %s", path,
				   strerror(-ret));
	free(folder);
	return ret;
}

static int tools_say(struct check *check, enum side side, struct strbuf *said)
{
	char *kept = kept_path(check, side);
	int ret = side == SIDE_BEFORE ? read_file(kept, said) : -ENOENT;

	if (ret) {
		strbuf_reset(said);
		ret = check->configured ? 0 : guest_configure(check->stage,
							      &check->kbuild, flavour);
		check->configured = !ret;
		if (!ret)
			ret = compile(check, side, said);
		if (!ret)
			ret = coccicheck(check, side, said);
		/* a newer sparse would say more */
		if (!ret && !run_interrupted() && !result_get(&check->stage->result, "sparse"))
			ret = keep_said(check, kept, said);
	}
	free(kept);
	return ret;
}

static int warnings_of(struct check *check, enum side side, struct warnings *list)
{
	struct warnings_source source = { .read = read_source, .data = check };
	struct stage *stage = check->stage;
	struct strbuf said = STRBUF_INIT;
	int ret = store_checkout(&stage->store, stage->target.name,
				 guest_commit(stage, side), &check->source);

	if (ret)
		ret = stage_broken(stage, "cannot check the tree out: see above");
	check->kbuild.source = check->source.buf;
	if (!ret)
		ret = tools_say(check, side, &said);
	if (!ret)
		warnings_parse(list, said.buf, said.len, check->source.buf, &source);
	strbuf_release(&said);
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

/* "4 compilers", or of how many: the guest's own is one, and was not skipped. */
static char *count_compilers(const struct compilers_end *end)
{
	if (end->compiled < end->asked)
		return xstrfmt("%zu of %zu compilers", end->compiled + 1, end->asked + 1);
	return xstrfmt("%zu compilers", end->asked + 1);
}

static void compare(struct stage *stage, const struct warnings *before,
		    const struct warnings *after, struct compilers_end *end)
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
			  strstr(report_ways(&stage->result), "SKIP ") ? ", not all ways" : "");
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

	guest_fragments(stage, flavour, &fragments);
	ret = check_compilers(stage, &fragments, end);
	argv_release(&fragments);
	return ret;
}

static void check_run(struct stage *stage)
{
	struct check check = { .stage = stage, .source = STRBUF_INIT, .scripts = ARGV_INIT };
	struct warnings before = WARNINGS_INIT, after = WARNINGS_INIT;
	struct compilers_end end = COMPILERS_END_INIT;
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
	check.object = store_build_dir(&stage->store, stage->target.name, "check");
	if (!check.object) {
		stage_broken(stage, "no place for the build tree: see above");
		return;
	}
	check.kbuild = (struct kbuild){
		.object = check.object,
		.ccache_dir = stage->store.ccache,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
	};
	ret = warnings_of(&check, SIDE_BEFORE, &before);
	if (!ret)
		ret = warnings_of(&check, SIDE_AFTER, &after);
	if (!ret)
		ret = checkpatch(&check);
	if (!ret)
		ret = go_all_ways(stage);
	if (!ret)
		ret = other_compilers(stage, &end);
	if (!ret)
		compare(stage, &before, &after, &end);
	say_no_sparse(stage);
	compilers_end_release(&end);
	warnings_release(&before);
	warnings_release(&after);
	argv_release(&check.scripts);
	strbuf_release(&check.source);
	free(check.object);
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
	.revision = 4,
	.inputs = check_inputs,
	.run = check_run,
	.keeps = "said",
};
