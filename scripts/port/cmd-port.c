// SPDX-License-Identifier: GPL-2.0-only
/* ferry port: make the change on a target's tree, or on one file */
#include "commands.h"
#include "data/ctoken.h"
#include "port/mainline.h"
#include "port/message.h"
#include "run/pipeline.h"
#include "port/tree.h"
#include "port/port.h"
#include "base/scratch.h"
#include "tools/shape.h"
#include "stage/stage.h"

static int port_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const tools[] = { "spatch", "clang-format", NULL };
	struct argv patches = ARGV_INIT;
	int ret = expect_patches(&stage->expect, &patches);
	char *message;

	if (ret)
		return -ENOENT;
	digest_add_tools(digest, tools);
	if (series_by_rule(&stage->series))
		ret = digest_add_path(digest, stage->series.semantic);
	if (!ret)
		ret = digest_add_path(digest, stage->series.info_path);
	if (!ret)
		ret = digest_add_path(digest, stage->expect.path);
	for (size_t i = 0; !ret && i < patches.nr; i++)
		ret = digest_add_path(digest, patches.v[i]);
	message = message_path(&stage->series);
	if (!ret && file_exists(message))
		ret = digest_add_path(digest, message);
	free(message);
	digest_add_string(digest, "tree", stage_fact(stage, STAGE_FETCH, FACT_COMMIT));
	digest_add_string(digest, "shape", stage_fact(stage, STAGE_SHAPE, FACT_SHAPE));
	digest_add_string(digest, "method", stage->options->method);
	if (!ret && stage->options->mutant)
		ret = digest_add_path(digest, stage->options->mutant);
	argv_release(&patches);
	return ret;
}

static char *port_ref(const struct stage *stage)
{
	return xstrfmt("refs/ferry/%s/%s/%s", stage->target.name,
		       stage->options->mutant ? "mutant" : "port", stage->series.name);
}

static bool port_intact(const struct stage *stage)
{
	const char *id = result_get(&stage->result, FACT_COMMIT);
	char found[GIT_HEX];

	return id && !git_resolve(&stage->store.git, id, found);
}

/* The one place where a port becomes visible: a single ref, all or nothing. */
static int publish(struct stage *stage, const char *commit, enum port_class class)
{
	char *ref = port_ref(stage);
	int ret = git_run(NULL, &stage->store.git, "update-ref", ref, commit, NULL);

	if (ret) {
		stage_broken(stage, "cannot write %s to the store: see above", ref);
	} else {
		result_fact(&stage->result, FACT_COMMIT, commit);
		result_fact(&stage->result, FACT_CLASS, port_class_name(class));
		result_set(&stage->result, VERDICT_PASS, port_class_name(class), "%s", "");
	}
	free(ref);
	return ret;
}

static int save(struct stage *stage, const char *name, const struct strbuf *text)
{
	char *path = stage_path(stage, name);
	int ret = write_file_atomic(path, text->buf, text->len);

	if (ret)
		stage_broken(stage, "cannot write '%s': %s", path, strerror(-ret));
	free(path);
	return ret;
}

/* --- two ways, one tree ---------------------------------------------------- */

static int compare_layout(struct stage *stage, const struct strbuf *curated,
			  const struct strbuf *semantic)
{
	struct strbuf style = STRBUF_INIT, diff = STRBUF_INIT;
	bool same = curated->len == semantic->len &&
		    !memcmp(curated->buf, semantic->buf, curated->len);
	int ret = 0;

	if (!same && git_show(&stage->store.git, stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
			      ".clang-format", &style))
		ret = stage_broken(stage, "the tree has no .clang-format");
	else if (!same && port_layout_differences(&style, curated, semantic, &diff))
		ret = stage_broken(stage, "clang-format could not compare the two ports: see above");
	if (!ret)
		ret = save(stage, "layout.diff", &diff);
	result_fact(&stage->result, FACT_RULE, same ? "same bytes" : "same tokens");
	if (!ret && diff.len)
		ret = stage_fail(stage, "the curated and the semantic port are the same tokens but not the same layout after clang-format: see '%s/layout.diff'",
				 stage->dir);
	strbuf_release(&style);
	strbuf_release(&diff);
	return ret;
}

static int compare_ports(struct stage *stage, const struct strbuf *curated,
			 const struct strbuf *semantic)
{
	struct ctoken_difference where = CTOKEN_DIFFERENCE_INIT;
	int ret = 0;

	if (!ctoken_equal(curated->buf, curated->len, semantic->buf, semantic->len,
			  &where))
		ret = stage_fail(stage, "the curated and the semantic port differ in %s(): '%s' in line %u against '%s' in line %u",
				 where.function ? where.function : "no function",
				 where.token_a, where.line_a, where.token_b,
				 where.line_b);
	result_fact_json(&stage->result, "tokens-compared",
			 json_integer((json_int_t)where.compared));
	ctoken_difference_release(&where);
	return ret ? ret : compare_layout(stage, curated, semantic);
}

/* --- the ladder ------------------------------------------------------------ */

static void note_hits(struct stage *stage, const struct port *port)
{
	struct strbuf hits = STRBUF_INIT;

	hits_format(&port->said.hits, &hits);
	result_fact(&stage->result, "hits", hits.buf);
	strbuf_release(&hits);
}

static enum port_status try_semantic(struct stage *stage, const struct strbuf *before,
				     struct port *port)
{
	const char **specs = NULL;
	size_t nr = 0;
	enum port_status end;

	if (!stage_tree(stage))
		nr = expect_hits(&stage->expect, &specs);
	end = port_semantic(&stage->series, before,
			    stage_fact(stage, STAGE_SHAPE, FACT_SHAPE), specs, nr, port);
	note_hits(stage, port);
	free(specs);
	return end;
}

static enum port_status try_curated(struct stage *stage, const char *index,
				    struct port *port)
{
	struct git git = stage->store.git;
	struct argv patches = ARGV_INIT;
	enum port_status end = PORT_BROKEN;

	git.index = index;
	if (expect_patches(&stage->expect, &patches)) {
		strbuf_addstr(&port->why, "the target's patches cannot be read");
	} else if (!patches.nr) {
		strbuf_addf(&port->why, "%s has no patches of its own",
			    stage->target.name);
		end = PORT_REFUSED;
	} else {
		end = port_apply(&git, &stage->series, &patches,
				 stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
				 port_how(stage->options->method), port);
	}
	if (end == PORT_OK && port->applied != GIT_EXACT &&
	    !strcmp(stage->options->method, "exact")) {
		strbuf_addf(&port->why, "the patches of %s apply, but not where they say",
			    stage->target.name);
		end = PORT_REFUSED;
	}
	argv_release(&patches);
	return end;
}

static int conclude(struct stage *stage, enum port_status end, const char *reason)
{
	if (end == PORT_BROKEN)
		return stage_broken(stage, "%s",
				    *reason ? reason : "a tool failed: see above");
	stage_fail(stage, "refused: %s", reason);
	result_fact(&stage->result, FACT_CLASS, port_class_name(CLASS_REFUSED));
	return -1;
}

static int finish(struct stage *stage, const char *commit, enum port_class class)
{
	struct strbuf diff = STRBUF_INIT;
	int ret = 0;

	if (port_diff_commits(&stage->store.git, stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
			      commit, &diff))
		ret = stage_broken(stage, "cannot make the diff: see above");
	if (!ret)
		ret = save(stage, "port.diff", &diff);
	if (!ret)
		ret = publish(stage, commit, class);
	strbuf_release(&diff);
	return ret;
}

static void finish_semantic(struct stage *stage, const char *index,
			    const struct port *port)
{
	struct git git = stage->store.git;
	char commit[GIT_HEX];

	git.index = index;
	if (port_commit(&git, &stage->series, stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
			stage_fact(stage, STAGE_SHAPE, FACT_SHAPE), &port->text,
			&port->said.hits, commit))
		stage_broken(stage, "cannot keep the port in the store: see above");
	else
		finish(stage, commit, CLASS_SEMANTIC);
}

/* A mutant goes on to be built and booted although the gates have caught it. */
static void spoil(struct stage *stage, const char *index)
{
	struct git git = stage->store.git;
	struct port port = PORT_INIT;
	enum port_status end = try_curated(stage, index, &port);

	git.index = index;
	if (end != PORT_OK) {
		conclude(stage, end, port.why.buf);
	} else {
		end = port_mutate(&git, &stage->series, stage->options->mutant, &port);
		result_fact(&stage->result, "gates", port.why.buf);
		if (end == PORT_OK)
			stage_fail(stage, "no gate has caught the mutant '%s'",
				   stage->options->mutant);
		else if (end == PORT_BROKEN)
			conclude(stage, end, port.why.buf);
		else
			finish(stage, port.commit, CLASS_MUTANT);
	}
	port_release(&port);
}

/* The curated port is not judged by itself when the semantic one, which has the
 * same tokens, was.
 */
static void climb(struct stage *stage, const char *index,
		  const struct strbuf *before)
{
	const char *method = stage->options->method;
	bool by_patch_only = port_by_patch_only(&stage->series, method);
	struct port curated = PORT_INIT, semantic = PORT_INIT;
	enum port_status by_patch = PORT_REFUSED, by_rule = PORT_REFUSED;

	if (strcmp(method, "semantic"))
		by_patch = try_curated(stage, index, &curated);
	else if (by_patch_only)
		strbuf_addf(&curated.why, "series '%s' has no semantic patches", stage->series.name);
	if (!by_patch_only && by_patch != PORT_BROKEN)
		by_rule = try_semantic(stage, before, &semantic);

	if (by_patch == PORT_OK && by_patch_only)
		by_patch = port_judge_commit(&stage->store.git, &stage->series,
					     curated.commit, &curated.why);
	if (by_patch == PORT_BROKEN || by_patch_only) {
		result_fact(&stage->result, FACT_RULE, "left out");
		if (by_patch != PORT_OK)
			conclude(stage, by_patch, curated.why.buf);
		else
			finish(stage, curated.commit, port_class_of_patches(curated.applied));
	} else if (by_rule != PORT_OK) {
		conclude(stage, by_rule, semantic.why.buf);
	} else if (by_patch == PORT_OK) {
		if (!compare_ports(stage, &curated.text, &semantic.text))
			finish(stage, curated.commit, port_class_of_patches(curated.applied));
	} else {
		result_fact(&stage->result, FACT_RULE, "is the port");
		result_fact(&stage->result, "curated", curated.why.buf);
		finish_semantic(stage, index, &semantic);
	}
	port_release(&curated);
	port_release(&semantic);
}

static void port_tree(struct stage *stage)
{
	struct strbuf before = STRBUF_INIT;
	struct scratch scratch;
	char *index;

	if (scratch_make(&scratch)) {
		stage_broken(stage, "no place for a temporary index: see above");
		return;
	}
	index = xstrfmt("%s/index", scratch.dir);
	if (git_show(&stage->store.git, stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
		     series_file(&stage->series), &before) &&
	    series_by_rule(&stage->series))
		stage_fail(stage, "the tree has no %s", series_file(&stage->series));
	else if (stage->options->mutant)
		spoil(stage, index);
	else
		climb(stage, index, &before);
	strbuf_release(&before);
	scratch_remove(&scratch);
	free(index);
}

/* A target may ask that its own form of the change judges ours. */
static enum port_status judge_by_mainline(struct stage *stage,
					  const struct strbuf *text,
					  struct strbuf *why)
{
	const char *shape = expect_get(&stage->expect, "judge");
	struct judgement judgement = JUDGEMENT_INIT;
	json_t *list;
	enum port_status end;

	if (!shape)
		return PORT_OK;
	list = json_array();
	end = judge_mainline(&stage->series, text, shape, &judgement);
	for (size_t i = 0; i < judgement.listed.nr; i++)
		json_array_append_new(list, json_string(judgement.listed.v[i]));
	result_fact_json(&stage->result, "judge-differences", list);
	result_fact_json(&stage->result, "judge-tokens",
			 json_integer((json_int_t)judgement.compared));
	strbuf_addstr(why, judgement.why.buf);
	judgement_release(&judgement);
	return end;
}

/* The shape looks at fewer marks than the gates do. */
static void judge_carried(struct stage *stage)
{
	const char *tree = stage_fact(stage, STAGE_FETCH, FACT_COMMIT);
	struct strbuf text = STRBUF_INIT, why = STRBUF_INIT;
	enum port_status end = port_judge_carried(&stage->store.git, &stage->series, tree,
					       &why);

	if (end == PORT_OK && series_by_rule(&stage->series) &&
	    git_show(&stage->store.git, tree, series_file(&stage->series), &text))
		end = PORT_BROKEN;
	if (end == PORT_OK && series_by_rule(&stage->series))
		end = judge_by_mainline(stage, &text, &why);
	if (end == PORT_OK)
		publish(stage, tree, CLASS_CARRIED);
	else
		conclude(stage, end, why.buf);
	strbuf_release(&text);
	strbuf_release(&why);
}

static void port_run(struct stage *stage)
{
	const char *shape = stage_fact(stage, STAGE_SHAPE, FACT_SHAPE);

	switch (series_shape_verdict(&stage->series, shape)) {
	case SHAPE_CARRIED:
		judge_carried(stage);
		break;
	case SHAPE_UNAFFECTED:
		publish(stage, stage_fact(stage, STAGE_FETCH, FACT_COMMIT), CLASS_UNAFFECTED);
		break;
	case SHAPE_PORT:
		port_tree(stage);
		break;
	case SHAPE_REFUSED:
		stage_fail(stage, "refused: shape %s: %s", shape,
			   stage_fact(stage, STAGE_SHAPE, FACT_EVIDENCE));
		result_fact(&stage->result, FACT_CLASS, port_class_name(CLASS_REFUSED));
		break;
	}
}

const struct stage_type stage_port = {
	.name = "port",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Make the change on the tree of each target: by the target's own "
			"patches and by semantic patch, which must agree. With --file, "
			"change one file by semantic patch and print the diff. With "
			"--tree and no TARGET, port that tree by its own shape: with the "
			"patches of a target that fit, else by semantic patch.\v"
			"--branch puts the port into the repository of --tree as a new "
			"branch, --output into files; nothing else is changed there.\n\n"
			"Prints for each target what the port came to: carried, "
			"unaffected, exact, offset, 3way, semantic or refused. With "
			"--file, the exit status is 3 and the reason on standard error "
			"when the file is refused; a file that carries the change "
			"already, or never had the problem, gives no diff and 0.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_FILE |
			  OPTIONS_EXPORT,
	},
	.revision = 2,
	.inputs = port_inputs,
	.intact = port_intact,
	.run = port_run,
};

/* --- one file -------------------------------------------------------------- */

static int print_port(const struct series *series, const struct strbuf *before,
		      const char *shape)
{
	struct port port = PORT_INIT;
	struct strbuf diff = STRBUF_INIT;
	enum port_status end = port_semantic(series, before, shape, NULL, 0, &port);
	int status = EXIT_PASS;

	if (end == PORT_REFUSED) {
		error("refused: %s", port.why.buf);
		status = EXIT_REFUSED;
	} else if (end == PORT_BROKEN || port_diff(series, before, &port.text, &diff)) {
		error("%s", port.why.len ? port.why.buf : "a tool failed, see above");
		status = EXIT_BROKEN;
	} else {
		fwrite(diff.buf, 1, diff.len, stdout);
	}
	strbuf_release(&diff);
	port_release(&port);
	return status;
}

/* A file with the change has to keep its invariants as well. */
static int print_carried(const struct series *series, const struct strbuf *text,
			 const struct shape *shape)
{
	struct strbuf why = STRBUF_INIT;
	enum port_status end = port_judge(series, text, &why);

	if (end == PORT_OK)
		note("nothing to do: shape %s, %s", shape->name, shape->evidence);
	else
		error("%s%s", end == PORT_REFUSED ? "refused: " : "", why.buf);
	strbuf_release(&why);
	if (end == PORT_OK)
		return EXIT_PASS;
	return end == PORT_REFUSED ? EXIT_REFUSED : EXIT_BROKEN;
}

static int port_text(const struct series *series, const struct strbuf *before)
{
	struct shape shape;
	int status = EXIT_PASS;

	if (shape_of_text(series, before, &shape))
		return EXIT_BROKEN;
	switch (series_shape_verdict(series, shape.name)) {
	case SHAPE_CARRIED:
		status = print_carried(series, before, &shape);
		break;
	case SHAPE_UNAFFECTED:
		note("nothing to do: shape %s, %s", shape.name, shape.evidence);
		break;
	case SHAPE_PORT:
		status = print_port(series, before, shape.name);
		break;
	case SHAPE_REFUSED:
		error("refused: shape %s: %s", shape.name, shape.evidence);
		status = EXIT_REFUSED;
		break;
	}
	shape_release(&shape);
	return status;
}

static int port_file(const struct options *options)
{
	struct strbuf before = STRBUF_INIT;
	struct series series;
	int status = EXIT_BROKEN;
	int ret = series_open(&series, options->root, options->series);

	if (!ret) {
		status = EXIT_USAGE;
		ret = series_need_rules(&series);
	}
	if (!ret) {
		ret = read_file(options->file, &before);
		if (ret)
			error("cannot read '%s': %s", options->file, strerror(-ret));
	}
	if (!ret)
		status = port_text(&series, &before);
	series_release(&series);
	strbuf_release(&before);
	return status;
}

static int port_targets(const struct options *options, int argc, char **argv)
{
	int status = port_export_possible(options);

	if (status == EXIT_PASS)
		status = stage_command(STAGE_PORT, argc, argv);
	if (status == EXIT_PASS && (options->branch || options->output_dir))
		status = port_export_stage(options);
	return status;
}

int cmd_port(int argc, char **argv)
{
	struct options options;
	int status;

	options_read(&options, &stage_port.help, argc, argv);
	if (options.tree && options.json)
		die(EXIT_USAGE, "the port of a tree without a TARGET is no JSON: name the TARGET, or leave --json out");
	if (options.file)
		status = port_file(&options);
	else if (options.tree)
		status = port_tree_command(&options);
	else
		status = port_targets(&options, argc, argv);
	options_release(&options);
	return status;
}
