// SPDX-License-Identifier: GPL-2.0-only
/* ferry shape: which form the code to change has */
#include "tools/shape.h"
#include "data/place.h"
#include "tools/spatch.h"
#include "stage/stage.h"

static int inputs_of_patches(const struct stage *stage, struct digest *digest)
{
	struct argv patches __free(argv_release) = ARGV_INIT;
	int ret = expect_patches(&stage->expect, &patches) ? -ENOENT : 0;

	for (size_t i = 0; !ret && i < patches.nr; i++)
		ret = digest_add_path(digest, patches.v[i]);
	return ret ? ret : digest_add_path(digest, stage->series.info_path);
}

static int shape_inputs(const struct stage *stage, struct digest *digest)
{
	char *script __free(free_text) = series_script(&stage->series, "shape.cocci");
	char *isos __free(free_text) = series_script(&stage->series, SPATCH_ISOS);
	static const char * const tools[] = { "spatch", NULL };
	int ret = 0;

	if (!series_by_rule(&stage->series)) {
		ret = inputs_of_patches(stage, digest);
	} else {
		ret = digest_add_path(digest, script);
		digest_add_tools(digest, tools);
		if (!ret && file_exists(isos))
			ret = digest_add_path(digest, isos);
	}
	digest_add_string(digest, "tree", stage_fact(stage, STAGE_FETCH, FACT_COMMIT));
	digest_add_string(digest, "file", series_file(&stage->series));
	digest_add_string(digest, "shape", expect_get(&stage->expect, "shape"));
	digest_add_string(digest, "own", stage_tree(stage));
	return ret;
}

static void judge(struct stage *stage, const struct shape *shape)
{
	const char *expected = expect_get(&stage->expect, "shape");

	result_fact(&stage->result, FACT_SHAPE, shape->name);
	result_fact(&stage->result, FACT_EVIDENCE, shape->evidence);
	result_fact(&stage->result, "title",
		    series_shape_title(&stage->series, shape->name));
	if (stage_tree(stage) || !expected || !strcmp(expected, shape->name))
		result_set(&stage->result, VERDICT_PASS, shape->name, "%s", "");
	else
		stage_fail(stage, "the shape is %s (%s), '%s' expects %s",
			   shape->name, shape->evidence, stage->expect.path, expected);
}

static void shape_by_patches(struct stage *stage)
{
	struct argv patches __free(argv_release) = ARGV_INIT;
	struct shape shape __free(shape_release) = { .name = NULL };

	if (expect_patches(&stage->expect, &patches) ||
	    shape_of_patches(&stage->store.git, &stage->series, &patches,
			     stage_fact(stage, STAGE_FETCH, FACT_COMMIT), &shape))
		stage_broken(stage, "cannot try the patches on the tree: see above");
	else
		judge(stage, &shape);
}

static void shape_by_rule(struct stage *stage)
{
	const char *file = series_file(&stage->series);
	const char *commit = stage_fact(stage, STAGE_FETCH, FACT_COMMIT);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct shape shape = { .name = NULL };
	int ret = git_show(&stage->store.git, commit, file, &text);

	if (ret > 0)
		stage_fail(stage, "the tree has no %s", file);
	else if (ret)
		stage_broken(stage, "cannot read %s of the tree: see above", file);
	else if (shape_of_text(&stage->series, &text, &shape))
		stage_broken(stage, "cannot tell the shape of %s: see above", file);
	else
		judge(stage, &shape);
	shape_release(&shape);
}

static void shape_run(struct stage *stage)
{
	if (series_by_rule(&stage->series))
		shape_by_rule(stage);
	else
		shape_by_patches(stage);
}

static int text_of_revision(const char *place, const char *file,
			    struct strbuf *text)
{
	struct place parts;
	int ret = place_parse(&parts, place);
	struct git git = { .dir = parts.dir };

	if (!ret)
		ret = git_show(&git, parts.rev ? parts.rev : "HEAD", file, text);
	place_release(&parts);
	return ret;
}

/* A file, the top of a source tree, or a revision: the first that it is. */
static int text_of_place(const char *place, const char *file, struct strbuf *text)
{
	char *inside __free(free_text) = xstrfmt("%s/%s", place, file);
	int ret;

	if (file_exists(place))
		ret = read_file(place, text);
	else if (file_exists(inside))
		ret = read_file(inside, text);
	else
		ret = text_of_revision(place, file, text);
	if (ret)
		return error("'%s' is not a target, C file, source tree or GITDIR@REV with %s: check the name",
			     place, file);
	return 0;
}

static void print_shape(const char *place, const struct shape *shape, bool json)
{
	char *text;
	json_t *object;

	if (!json) {
		printf("%s %s\n", shape->name, shape->evidence);
		return;
	}
	object = json_pack("{s:o, s:s, s:o}", "place", json_text("%s", place), "shape",
			   shape->name, "evidence", json_text("%s", shape->evidence));
	text = json_dumps(object, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	if (text)
		puts(text);
	free(text);
	json_decref(object);
}

static int shape_place(const struct options *options, const char *place)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct shape shape __free(shape_release) = { .name = NULL };
	struct series series __free(series_release) = { NULL };

	if (series_open(&series, options->root, options_the_series(options)))
		return EXIT_BROKEN;
	if (series_need_rules(&series) || text_of_place(place, series_file(&series), &text))
		return EXIT_USAGE;
	if (shape_of_text(&series, &text, &shape))
		return EXIT_BROKEN;
	print_shape(place, &shape, options->json);
	return series_shape_title(&series, shape.name) ? EXIT_PASS : EXIT_REFUSED;
}

/* Whether any of the free arguments is not a target. */
static bool names_place(const struct options *options)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	bool place = false;

	if (target_names(options->root, &names))
		return false;
	for (size_t i = 0; i < options->targets.nr; i++)
		place |= !argv_has(&names, options->targets.v[i]);
	return place;
}

static bool shape_places(const struct options *options, int *status)
{
	if (!names_place(options))
		return false;
	*status = EXIT_PASS;
	for (size_t i = 0; i < options->targets.nr; i++) {
		int one = shape_place(options, options->targets.v[i]);

		if (one > *status)
			*status = one;
	}
	return true;
}

const struct stage_type stage_shape = {
	.name = "shape",
	.help = {
		.arguments = "[TARGET...]\nFILE\nDIR\nGITDIR@REV",
		.text = "Tell which form the code to change has: of the targets, or of "
			"one file, source tree or git revision. Prints one line that "
			"begins with the shape, then the evidence.\v"
			"Exit status for a FILE, DIR or GITDIR@REV: 0 if the shape is "
			"known, 3 if it is not.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH,
	},
	.revision = 2,
	.inputs = shape_inputs,
	.run = shape_run,
	.instead = shape_places,
};
