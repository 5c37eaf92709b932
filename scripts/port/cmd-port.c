// SPDX-License-Identifier: GPL-2.0-only
/* ferry port: make the change on a target's tree, or on one file */
#include "base/scratch.h"
#include "port/by-patches.h"
#include "port/conflicts.h"
#include "port/diff.h"
#include "port/gates.h"
#include "port/ladder.h"
#include "port/mainline.h"
#include "port/message.h"
#include "port/noted.h"
#include "port/port.h"
#include "tools/history.h"
#include "port/tree.h"
#include "stage/stage.h"
#include "tools/shape.h"

/* With the files that an imported series was made from, more can be merged. */
static bool made_from(const struct stage *stage, char id[GIT_HEX])
{
	char *ref __free(free_text) = xstrfmt("refs/ferry-series/%s", stage->series.name);

	return !git_resolve(&stage->store.git, ref, id);
}

static int history_inputs(const struct stage *stage, struct digest *digest)
{
	struct history history __free(history_release) = { .place = { NULL } };
	const char *word = stage->options->history;

	if (!word)
		return 0;
	if (history_open(&history, word))
		return -ENOENT;
	digest_add_string(digest, "history", history.tip);
	return 0;
}

static int port_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const tools[] = { "spatch", "clang-format", NULL };
	struct argv patches __free(argv_release) = ARGV_INIT;
	int ret = expect_patches(&stage->expect, &patches);
	char *message, id[GIT_HEX];

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
	ret = ret ? ret : history_inputs(stage, digest);
	digest_add_string(digest, "made-from", made_from(stage, id) ? id : "");
	if (!ret && stage->options->mutant)
		ret = digest_add_path(digest, stage->options->mutant);
	return ret;
}

static bool port_intact(const struct stage *stage)
{
	const char *id = result_get(&stage->result, FACT_COMMIT);
	char found[GIT_HEX];

	return id && !git_resolve(&stage->store.git, id, found);
}

static void conclude(struct stage *stage, enum port_status status, const char *why)
{
	if (status == PORT_BROKEN) {
		stage_broken(stage, "%s", *why ? why : "a tool failed: see above");
	} else if (status == PORT_FAILED) {
		stage_fail(stage, "%s", why);
	} else {
		stage_fail(stage, "refused: %s", why);
		result_fact(&stage->result, FACT_CLASS, port_class_name(CLASS_REFUSED));
	}
}

/* A tree that stays as it is has no port.diff. */
static int write_diff(struct stage *stage, const char *commit)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = stage_path(stage, "port.diff");
	const char *tree = stage_fact(stage, STAGE_FETCH, FACT_COMMIT);
	int ret;

	if (!strcmp(tree, commit))
		return 0;
	if (port_diff_commits(&stage->store.git, tree, commit, &diff))
		return stage_broken(stage, "cannot make the diff: see above");
	ret = write_file_atomic(path, diff.buf, diff.len);
	return ret ? stage_broken(stage, "cannot write '%s': %s", path, strerror(-ret)) : 0;
}

/* The one place where a port becomes visible: a single ref, all or nothing. */
static void publish(struct stage *stage, const struct ladder_end *end)
{
	const char *class = port_class_name(end->class);

	char *mutant __free(free_text) = NULL;
	char *ref __free(free_text) = NULL;

	if (stage->options->mutant)
		mutant = options_mutant_name(stage->options);
	ref = xstrfmt("refs/ferry/%s/%s/%s%s%s", stage->target.name,
		      mutant ? "mutants" : "port", stage->series.name, mutant ? "/" : "",
		      mutant ? mutant : "");

	if (write_diff(stage, end->commit))
		return;
	if (git_run(NULL, &stage->store.git, "update-ref", ref, end->commit, NULL)) {
		stage_broken(stage, "cannot write %s to the store: see above", ref);
		return;
	}
	result_fact(&stage->result, FACT_COMMIT, end->commit);
	result_fact(&stage->result, FACT_CLASS, class);
	result_set(&stage->result, VERDICT_PASS, class, "%s", "");
	if (!end->why.len)
		return;
	stage_fail(stage, "%s", end->why.buf);
	result_fact(&stage->result, FACT_FOUND, stage->result.reason);
}

/* What the check compares a tree with that carries the change. */
static void turn_back(struct stage *stage, const struct ladder *ladder)
{
	char *ref __free(free_text) =
		xstrfmt("refs/ferry/%s/before/%s", stage->target.name, stage->options->series);
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	char commit[GIT_HEX];

	if (mainline_turn_back(&stage->series, ladder->git, ladder->base, ladder->before,
			       commit, &why)) {
		stage_say(stage, "not turned back: %s", why.buf);
		return;
	}
	if (!git_run(NULL, &stage->store.git, "update-ref", ref, commit, NULL))
		result_fact(&stage->result, FACT_BEFORE, commit);
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

static void climb(struct stage *stage, struct ladder *ladder)
{
	struct ladder_end end __free(ladder_end_release) = LADDER_END_INIT;
	enum port_status status = ladder_climb(ladder, &end);

	if (status == PORT_OK && end.class == CLASS_CARRIED)
		status = judge_by_mainline(stage, ladder->before, &end.why);
	port_note_way(stage, &end);
	if (status == PORT_OK || (status == PORT_REFUSED && port_can_be_judged(end.class)))
		publish(stage, &end);
	else
		conclude(stage, status, end.why.buf);
	if (status == PORT_OK)
		port_note_follow_ups(stage, ladder->git, &end);
	else if (status == PORT_REFUSED)
		port_note_refusal(stage, ladder->git, &end);
	if (end.class == CLASS_CARRIED && series_by_rule(&stage->series))
		turn_back(stage, ladder);
}

static void port_tree(struct stage *stage, struct ladder *ladder, struct git *git)
{
	struct patch_set own = { .target = stage->target.name, .patches = ARGV_INIT };
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	char *layout __free(free_text) = stage_path(stage, "layout.diff");
	const char *file = series_file(&stage->series);

	ladder->sets = &own;
	ladder->nr = 1;
	ladder->layout = layout;
	ladder->never = expect_get(&stage->expect, "never");
	ladder->before = &before;
	if (!stage_tree(stage))
		ladder->nr_hits = conf_get_all(&stage->expect.conf, "expect.hits",
					       &ladder->hits);
	if (git_show(git, ladder->base, file, &before) && series_by_rule(&stage->series))
		stage_fail(stage, "the tree has no %s", file);
	else if (expect_patches(&stage->expect, &own.patches))
		stage_broken(stage, "the target's patches cannot be read");
	else
		climb(stage, ladder);
	free(ladder->hits);
	argv_release(&own.patches);
}

static void port_run(struct stage *stage)
{
	struct git git = stage->store.git;
	struct ladder ladder = {
		.series = &stage->series,
		.git = &git,
		.base = stage_fact(stage, STAGE_FETCH, FACT_COMMIT),
		.shape = stage_fact(stage, STAGE_SHAPE, FACT_SHAPE),
		.evidence = stage_fact(stage, STAGE_SHAPE, FACT_EVIDENCE),
		.method = stage->options->method,
		.mutant = stage->options->mutant,
	};
	struct scratch scratch;
	char *index;

	if (scratch_make(&scratch)) {
		stage_broken(stage, "cannot make a temporary folder: see above");
		return;
	}
	index = xstrfmt("%s/index", scratch.dir);
	git.index = index;
	port_tree(stage, &ladder, &git);
	scratch_remove(&scratch);
	free(index);
}

/* --- one file -------------------------------------------------------------- */

/* A path below the folder somebody is in is one below a tree. */
static const char *name_of(const struct series *series, const char *file)
{
	char *whole __free(free_text) = xstrfmt("/%s/", file);

	while (starts_with(file, "./"))
		file += strlen("./");
	return *file == '/' || strstr(whole, "/../") ? series_file(series) : file;
}

static int print_port(const char *name, const struct strbuf *before,
		      const struct shape *shape, const struct ladder_end *end)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;

	if (end->class != CLASS_SEMANTIC) {
		note("nothing to do: shape %s, %s", shape->name, shape->evidence);
		return EXIT_PASS;
	}
	if (port_diff(name, before, &end->text, &diff)) {
		error("a tool failed: see above");
		return EXIT_BROKEN;
	}
	fwrite(diff.buf, 1, diff.len, stdout);
	return EXIT_PASS;
}

static int port_text(const char *root, const struct series *series, const char *name,
		     const struct strbuf *before)
{
	struct ladder_end end __free(ladder_end_release) = LADDER_END_INIT;
	struct shape shape __free(shape_release) = { .name = NULL };
	struct ladder ladder = { .series = series, .before = before, .method = "semantic" };
	enum port_status status;

	if (shape_of_text(series, before, &shape))
		return EXIT_BROKEN;
	ladder.shape = shape.name;
	ladder.evidence = shape.evidence;
	status = ladder_climb(&ladder, &end);
	if (status == PORT_OK && end.class != CLASS_UNAFFECTED)
		status = port_judge_by_explorer(root, series, end.class == CLASS_CARRIED ?
						before : &end.text, &end.why);
	if (status == PORT_OK)
		return print_port(name, before, &shape, &end);
	error("%s%s", status == PORT_REFUSED ? "refused: " : "", end.why.buf);
	return port_exit_status(status);
}

static int port_file(const struct options *options)
{
	struct strbuf before __free(strbuf_release) = STRBUF_INIT;
	struct series series __free(series_release) = { NULL };
	int ret;

	if (series_open(&series, options->root, options->series))
		return EXIT_BROKEN;
	ret = read_file(options->file, &before);
	if (!ret && !series_by_rule(&series))
		return port_text_by_patches(options, &series, &before);
	if (!ret)
		return port_text(options->root, &series, name_of(&series, options->file), &before);
	error("cannot read '%s': %s", options->file, strerror(-ret));
	return EXIT_USAGE;
}

/* --- the command ----------------------------------------------------------- */

/* Also where the port of the targets could not go where it is to go. */
static bool port_no_target(const struct options *options, int *status)
{
	struct history history __free(history_release) = { .place = { NULL } };

	if (options->tree && options->json)
		die(EXIT_USAGE, "the port of a tree without a TARGET has no JSON: name the TARGET, or leave out --json");
	if (options->tree && options->conflicts)
		die(EXIT_USAGE, "--conflicts is for the port of a target: name the TARGET, too");
	if (options->history && history_open(&history, options->history))
		*status = EXIT_USAGE;
	else if (options->file)
		*status = port_file(options);
	else if (options->tree)
		*status = port_tree_command(options);
	else
		*status = port_export_possible(options);
	return options->file || options->tree || *status != EXIT_PASS;
}

static int port_afterwards(const struct options *options, int status)
{
	if (options->conflicts)
		status = port_conflicts(options);
	return status == EXIT_PASS ? port_export_stage(options) : status;
}

const struct stage_type stage_port = {
	.name = "port",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Make the change on the tree of each target: by the target's own "
			"patches and by semantic patch, which must agree. With --file, "
			"change one file by semantic patch, or by the patches of a series "
			"that has none, and print the diff. With "
			"--tree and no TARGET, port that tree: with the series' own patches if "
			"it has no rules, else by the tree's shape, with the patches of a "
			"target that fit or by semantic patch.\v"
			"--branch puts the port into the repository of --tree as a new "
			"branch, --output into files; nothing else is changed there.\n\n"
			"Prints for each target what the port came to: carried, partly, "
			"unaffected, exact, offset, fuzz, 3way, merged, semantic or refused. With "
			"--file, the exit status is 3 and the reason on standard error "
			"when the file is refused; a file that carries the change "
			"already, or never had the problem, gives no diff and 0.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_FILE |
			  OPTIONS_EXPORT,
	},
	.revision = 5,
	.inputs = port_inputs,
	.intact = port_intact,
	.run = port_run,
	.instead = port_no_target,
	.afterwards = port_afterwards,
};
