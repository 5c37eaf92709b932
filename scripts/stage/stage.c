// SPDX-License-Identifier: GPL-2.0-only
/* What stages have in common, see stage.h */
#include "stage/stage.h"

#include "base/folder.h"
#include "stage/record.h"

static const struct stage_type * const types[STAGE_NR] = {
	[STAGE_FETCH] = &stage_fetch,
	[STAGE_SHAPE] = &stage_shape,
	[STAGE_PORT] = &stage_port,
	[STAGE_CHECK] = &stage_check,
	[STAGE_BUILD] = &stage_build,
	[STAGE_BOOT] = &stage_boot,
};

const struct stage_type *stage_type(enum stage_id id)
{
	return types[id];
}

char *stage_dir(const struct options *options, const char *target,
		enum stage_id id)
{
	char *mutant __free(free_text) = NULL;

	/* the tree is the same for all */
	if (options->mutant && id > STAGE_SHAPE)
		mutant = options_mutant_name(options);
	return xstrfmt("%s/%s/%s/%s%s%s%s", options->out, target, options->series,
		       mutant ? "mutants/" : "", mutant ? mutant : "", mutant ? "/" : "",
		       types[id]->name);
}

char *stage_path(const struct stage *stage, const char *name)
{
	return xstrfmt("%s/%s", stage->dir, name);
}

const char *stage_fact(const struct stage *stage, enum stage_id id,
		       const char *name)
{
	const char *value = result_get(&stage->earlier[id], name);

	return value ? value : "";
}

const char *stage_tree(const struct stage *stage)
{
	return options_tree(stage->options, stage->target.name);
}

void stage_progress(const struct stage *stage, const char *fmt, ...)
{
	va_list args;

	(void)stage;
	if (!getenv("FERRY_PROGRESS"))
		return;
	fputs(STAGE_PROGRESS, stdout);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

int stage_conclude(struct stage *stage, enum verdict verdict, const char *fmt, ...)
{
	struct strbuf reason __free(strbuf_release) = STRBUF_INIT;
	va_list args;

	va_start(args, fmt);
	strbuf_vaddf(&reason, fmt, args);
	va_end(args);
	strbuf_trim(&reason);
	/* one line, whatever a tool said */
	for (char *c = strchr(reason.buf, '\n'); c; c = strchr(c, '\n'))
		*c = ';';
	result_set(&stage->result, verdict,
		   verdict_name(verdict), "%s", reason.buf);
	return -1;
}

int stage_status(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
	case VERDICT_SKIP:
	case VERDICT_NA:
		return EXIT_PASS;
	case VERDICT_FAIL:
		return EXIT_FAIL;
	default:
		return EXIT_BROKEN;
	}
}

static int open_stage(struct stage *stage, const struct options *options,
		      enum stage_id id, const char *target)
{
	*stage = (struct stage){ .id = id, .options = options };
	stage->store = (struct store)STORE_INIT;
	stage->dir = stage_dir(options, target, id);
	stage->log = stage_path(stage, "log");
	result_init(&stage->result);
	for (int i = 0; i < STAGE_NR; i++)
		result_init(&stage->earlier[i]);
	if (series_open(&stage->series, options->root, options->series) ||
	    target_open(&stage->target, options->root, target) ||
	    expect_open(&stage->expect, options->root, target, options->series) ||
	    store_open(&stage->store))
		return -1;
	return 0;
}

static void release_stage(struct stage *stage)
{
	store_release(&stage->store);
	series_release(&stage->series);
	target_release(&stage->target);
	expect_release(&stage->expect);
	result_release(&stage->result);
	for (int i = 0; i < STAGE_NR; i++)
		result_release(&stage->earlier[i]);
	free(stage->dir);
	free(stage->log);
}

static int read_earlier(struct stage *stage)
{
	for (unsigned int i = 0; i < stage->id; i++) {
		char *dir __free(free_text) = stage_dir(stage->options, stage->target.name, i);

		if (result_read(&stage->earlier[i], dir))
			return error("%s has no result of '%s' yet: run 'ferry %s %s' without --only",
				     stage->target.name, types[i]->name,
				     types[stage->id]->name, stage->target.name);
		if (!result_goes_on(&stage->earlier[i]))
			return error("%s %s of %s: nothing to go on from",
				     types[i]->name,
				     verdict_name(stage->earlier[i].verdict),
				     stage->target.name);
	}
	return 0;
}

static int compute_key(const struct stage *stage, char key[DIGEST_HEX])
{
	const struct stage_type *type = types[stage->id];
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add_string(&digest, "stage", type->name);
	digest_add(&digest, "revision", &type->revision, sizeof(type->revision));
	digest_add_string(&digest, "target", stage->target.name);
	digest_add_string(&digest, "series", stage->series.name);
	if (stage->options->trust)
		digest_add_string(&digest, "trust", "yes");
	ret = type->inputs(stage, &digest);
	digest_final(&digest, key);
	if (ret)
		return error("cannot read the inputs of '%s': %s", type->name,
			     strerror(-ret));
	return 0;
}

static bool known_already(struct stage *stage, const char *key)
{
	const struct stage_type *type = types[stage->id];
	bool known = !result_read(&stage->result, stage->dir) &&
		     !strcmp(stage->result.key, key) &&
		     (verdict_goes_on(stage->result.verdict) ||
		      stage->result.verdict == VERDICT_FAIL) &&
		     (!type->intact || type->intact(stage));

	if (!known) {
		result_release(&stage->result);
		result_init(&stage->result);
	}
	return known;
}

/* An empty folder, but for what one run leaves to the next. */
static int make_folder(const struct stage *stage)
{
	const char *keeps = types[stage->id]->keeps;
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = mkdir_p(stage->dir);

	if (!ret)
		ret = folder_list(stage->dir, NULL, &paths);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		if (!keeps || strcmp(keeps, path_base(paths.v[i])))
			ret = remove_tree(paths.v[i]);
	if (ret)
		return error("cannot empty '%s': %s", stage->dir, strerror(-ret));
	return 0;
}

/* Runs the stage; whatever happened, its folder holds a result afterwards. */
static int run_stage(struct stage *stage, char key[DIGEST_HEX])
{
	const struct stage_type *type = types[stage->id];
	double start = now_monotonic();
	int ret;

	if (make_folder(stage))
		return -1;
	run_set_observer(record_command, stage);
	type->run(stage);
	run_set_observer(NULL, NULL);
	if (run_interrupted())
		stage_broken(stage, "interrupted; the next run does this stage again");
	if (stage->id > STAGE_FETCH) {
		result_fact(&stage->result, "source",
			    stage_fact(stage, STAGE_FETCH, FACT_VERSION));
		result_fact(&stage->result, "source-sha256",
			    stage_fact(stage, STAGE_FETCH, FACT_SHA256));
	}
	if (stage->options->trust)
		result_fact(&stage->result, FACT_TRUST, "--trust: no sandbox");
	stage->result.seconds = now_monotonic() - start;
	if (type->input_is_output && compute_key(stage, key))
		return -1;
	free(stage->result.key);
	stage->result.key = xstrdup(key);
	if (stage->result.verdict == VERDICT_FAIL ||
	    stage->result.verdict == VERDICT_BROKEN)
		record_reproduce(stage);
	ret = result_write(&stage->result, stage->dir);
	if (ret)
		return error("cannot write '%s/result': %s", stage->dir,
			     strerror(-ret));
	return 0;
}

enum verdict stage_perform(const struct options *options, enum stage_id id,
			   const char *target)
{
	struct stage stage __free(release_stage);
	char key[DIGEST_HEX];
	bool known;

	if (open_stage(&stage, options, id, target) || store_lock(&stage.store) ||
	    stage_lock_out(options) || read_earlier(&stage) || compute_key(&stage, key))
		return VERDICT_BROKEN;
	known = known_already(&stage, key);
	if (!known && run_stage(&stage, key))
		return VERDICT_BROKEN;
	if (!options->json)
		record_print(&stage, known);
	return stage.result.verdict;
}

void stages_known(const struct options *options, const char *target,
		  struct stage_known *known)
{
	char *first __free(free_text) = stage_dir(options, target, STAGE_FETCH);
	struct stage stage __free(release_stage) = { .store = STORE_INIT };
	struct options as_was = *options;
	bool going = dir_exists(first) && !open_stage(&stage, &as_was, STAGE_FETCH, target);

	for (unsigned int i = 0; i < STAGE_NR; i++) {
		char *dir __free(free_text) = stage_dir(options, target, i);
		char key[DIGEST_HEX];

		known[i] = (struct stage_known){ .known = false };
		result_init(&known[i].result);
		stage.id = i;
		if (going)
			known[i].known = !result_read(&known[i].result, dir);
		as_was.trust = known[i].known && result_get(&known[i].result, FACT_TRUST);
		as_was.history = known[i].known ? result_get(&known[i].result, FACT_HISTORY) : NULL;
		if (known[i].known)
			known[i].fresh = !compute_key(&stage, key) &&
					 !strcmp(key, known[i].result.key);
		going = known[i].fresh && result_goes_on(&known[i].result);
		if (going)
			(void)result_read(&stage.earlier[i], dir);
	}
}
