// SPDX-License-Identifier: GPL-2.0-only
/* ferry port of a tree of the user's, see tree.h */
#include "port/tree.h"

#include "base/scratch.h"
#include "data/place.h"
#include "port/by-patches.h"
#include "port/diff.h"
#include "port/export.h"
#include "port/gates.h"
#include "port/ladder.h"
#include "stage/stage.h"
#include "tools/shape.h"

/* In the store, the name of trees that are no target's. */
static const char nobody[] = "tree";

/* A tree on its way. */
struct tree_port {
	const struct options *options;
	struct store store;
	struct series series;
	struct source source;
	struct strbuf before;
	struct shape shape;
	struct scratch scratch;
	struct git git;		/* the store, with an index in scratch */
	char *index;
	struct patch_set *sets;
	size_t nr;
};

/* --- where it goes --------------------------------------------------------- */

/* The repository of GITDIR@REV; the caller frees it.  NULL for another tree. */
static char *repository_of(const char *tree)
{
	struct place place __free(place_release) = { NULL };
	char *repository = NULL;

	if (tree && !place_parse(&place, tree) && place.rev)
		repository = xstrdup(place.dir);
	return repository;
}

static const char *only_tree(const struct options *options)
{
	if (options->tree)
		return options->tree;
	return options->targets.nr == 1 ? options_tree(options, options->targets.v[0])
					: NULL;
}

int port_export_possible(const struct options *options)
{
	char *repository __free(free_text) = repository_of(only_tree(options));
	int status = EXIT_PASS;

	if (options->output_dir && !options->tree && options->targets.nr != 1) {
		error("--output is for the port of one target: name it");
		status = EXIT_USAGE;
	} else if (options->branch && !repository) {
		error("--branch needs the commit to begin from: '--tree GITDIR@REV', as in '--tree ~/linux@HEAD'");
		status = EXIT_USAGE;
	} else if (options->branch) {
		status = port_exit_status(export_branch_possible(repository, options->branch,
								 options->force));
	}
	return status;
}

int port_export_to(const struct options *options, const struct export *export,
		   const char *onto)
{
	char *repository __free(free_text) = repository_of(only_tree(options));
	struct argv paths __free(argv_release) = ARGV_INIT;
	enum port_status end = PORT_OK;
	char id[GIT_HEX];

	if (options->branch) {
		end = export_branch(export, repository, onto, options->branch, id);
		if (end == PORT_OK)
			printf("  %-7s %s %.12s\n", "BRANCH", options->branch, id);
	}
	if (end == PORT_OK && options->output_dir)
		end = export_patches(export, options->output_dir, &paths);
	for (size_t i = 0; end == PORT_OK && !options->silent && i < paths.nr; i++)
		printf("  %-7s %s\n", "PATCH", paths.v[i]);
	return port_exit_status(end);
}

static bool read_stage(const struct options *options, enum stage_id id,
		       struct result *result)
{
	char *dir __free(free_text) = stage_dir(options, options->targets.v[0], id);
	bool ok;

	result_init(result);
	ok = !result_read(result, dir) && result->verdict == VERDICT_PASS;
	return ok;
}

int port_export_stage(const struct options *options)
{
	struct store store = STORE_INIT;
	struct series series = { NULL };
	struct result fetch, port;
	int status = EXIT_BROKEN;
	bool there;

	if (!options->branch && !options->output_dir)
		return EXIT_PASS;
	there = read_stage(options, STAGE_FETCH, &fetch);
	there = read_stage(options, STAGE_PORT, &port) && there;
	if (!series_open(&series, options->root, options->series) &&
	    !store_open(&store) && there) {
		struct export export = {
			.store = &store.git,
			.series = &series,
			.base = result_get(&fetch, FACT_COMMIT),
			.commit = result_get(&port, FACT_COMMIT),
			.force = options->force,
		};

		if (!strcmp(export.base, export.commit)) {
			note("%s: there is nothing to put anywhere",
			     result_get(&port, FACT_CLASS));
			status = EXIT_PASS;
		} else {
			status = port_export_to(options, &export, result_get(&fetch, FACT_VERSION));
		}
	}
	store_release(&store);
	series_release(&series);
	result_release(&fetch);
	result_release(&port);
	return status;
}

/* --- taking the tree ------------------------------------------------------- */

static int take_tree(struct tree_port *port)
{
	const char *tree = port->options->tree;
	struct place place;
	int ret;

	(void)place_parse(&place, tree);
	if (place.rev)
		ret = store_add_git(&port->store, nobody, "tree", place.dir, place.rev,
				    &port->source);
	else
		ret = store_add_folder(&port->store, nobody, tree, &port->source);
	place_release(&place);
	if (ret)
		return EXIT_BROKEN;
	ret = git_show(&port->store.git, port->source.commit, series_file(&port->series),
		       &port->before);
	if (ret < 0)
		return EXIT_BROKEN;
	if (ret) {
		error("refused: '%s' has no %s", tree, series_file(&port->series));
		return EXIT_REFUSED;
	}
	if (shape_of_text(&port->series, &port->before, &port->shape))
		return EXIT_BROKEN;
	return EXIT_PASS;
}

static int add_set(struct tree_port *port, const char *target)
{
	struct expect expect __free(expect_release) = { .conf = CONF_INIT };
	struct patch_set *set;
	const char *shape;

	if (expect_open(&expect, port->options->root, target, port->series.name))
		return -1;
	shape = expect_get(&expect, "shape");
	if (!shape || strcmp(shape, port->shape.name))
		return 0;
	set = &port->sets[port->nr];
	set->target = xstrdup(target);
	argv_init(&set->patches);
	port->nr++;
	return expect_patches(&expect, &set->patches);
}

/* The patches of each target whose code has the shape of this tree. */
static int add_sets(struct tree_port *port)
{
	const char *root = port->options->root, *series = port->series.name;
	struct argv all __free(argv_release) = ARGV_INIT;
	struct argv names __free(argv_release) = ARGV_INIT;
	int ret = target_names(root, &all);

	if (!ret)
		ret = expect_targets(root, series, &all, &names);
	port->sets = xcalloc(names.nr + 1, sizeof(*port->sets));
	for (size_t i = 0; !ret && i < names.nr; i++)
		ret = add_set(port, names.v[i]);
	return ret;
}

static int set_up(struct tree_port *port, const struct options *options)
{
	int status;

	*port = (struct tree_port){
		.options = options, .before = STRBUF_INIT,
	};
	port->store = (struct store)STORE_INIT;
	if (scratch_make(&port->scratch))
		return EXIT_BROKEN;
	port->index = xstrfmt("%s/index", port->scratch.dir);
	if (series_open(&port->series, options->root, options->series))
		return EXIT_BROKEN;
	if (!series_by_rule(&port->series))
		return EXIT_PASS;
	if (store_open(&port->store))
		return EXIT_BROKEN;
	if (store_lock(&port->store))
		return EXIT_REFUSED;
	port->git = port->store.git;
	port->git.index = port->index;
	status = take_tree(port);
	return !status && add_sets(port) ? EXIT_BROKEN : status;
}

static void tear_down(struct tree_port *port)
{
	shape_release(&port->shape);
	source_release(&port->source);
	strbuf_release(&port->before);
	for (size_t i = 0; i < port->nr; i++) {
		free(port->sets[i].target);
		argv_release(&port->sets[i].patches);
	}
	free(port->sets);
	series_release(&port->series);
	store_release(&port->store);
	scratch_remove(&port->scratch);
	free(port->index);
}

/* --- the result ------------------------------------------------------------ */

static int deliver(struct tree_port *port, const char *commit, enum port_class class,
		   const char *target)
{
	const struct options *options = port->options;
	struct export export = {
		.store = &port->store.git,
		.series = &port->series,
		.base = port->source.commit,
		.commit = commit,
		.force = options->force,
	};
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	int status = EXIT_BROKEN;

	if (options->branch || options->output_dir) {
		printf("  %-7s %s%s%s\n", "PORT", port_class_name(class),
		       target ? ", patches of " : "",
		       target ? target : "");
		status = port_export_to(options, &export, port->source.version);
	} else if (!port_diff_commits(&port->store.git, port->source.commit, commit, &diff)) {
		note("%s%s%s", port_class_name(class), target ? ", patches of " : "",
		     target ? target : "");
		fwrite(diff.buf, 1, diff.len, stdout);
		status = EXIT_PASS;
	}
	return status;
}

/* What the patches or the rules came to, and what the tree has as it is. */
static enum port_status explore(struct tree_port *port, struct ladder_end *end)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (end->class == CLASS_UNAFFECTED)
		return PORT_OK;
	if (git_show(&port->store.git, end->commit, series_file(&port->series), &text)) {
		strbuf_addf(&end->why, "the port has no %s", series_file(&port->series));
		return PORT_BROKEN;
	}
	return port_judge_by_explorer(port->options->root, &port->series, &text, &end->why);
}

static int climb(struct tree_port *port)
{
	struct ladder_end end __free(ladder_end_release) = LADDER_END_INIT;
	struct ladder ladder = {
		.series = &port->series,
		.git = &port->git,
		.base = port->source.commit,
		.before = &port->before,
		.shape = port->shape.name,
		.evidence = port->shape.evidence,
		.method = port->options->method,
		.sets = port->sets,
		.nr = port->nr,
		.of_others = true,
	};
	enum port_status status = ladder_climb(&ladder, &end);

	if (status == PORT_OK)
		status = explore(port, &end);
	if (status != PORT_OK) {
		error("%s%s", status == PORT_REFUSED ? "refused: " : "", end.why.buf);
		return port_exit_status(status);
	}
	if (end.class == CLASS_CARRIED || end.class == CLASS_UNAFFECTED) {
		note("%s: nothing to do: shape %s, %s", port_class_name(end.class),
		     port->shape.name, port->shape.evidence);
		return EXIT_PASS;
	}
	if (end.passed_over)
		note("patches are passed over in favour of the rules: %s", end.without.buf);
	return deliver(port, end.commit, end.class, end.target);
}

int port_tree_command(const struct options *options)
{
	struct tree_port port;
	int status = port_export_possible(options);

	if (status)
		return status;
	status = set_up(&port, options);
	if (!status && !series_by_rule(&port.series))
		status = port_tree_by_patches(options, &port.series);
	else if (!status)
		status = climb(&port);
	tear_down(&port);
	return status;
}
