// SPDX-License-Identifier: GPL-2.0-only
/* ferry port of a tree of the user's, see tree.h */
#include "port/tree.h"

#include "data/ctoken.h"
#include "data/place.h"
#include "port/export.h"
#include "base/scratch.h"
#include "tools/shape.h"
#include "stage/stage.h"

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
	struct port best;	/* by patches; its class is in applied */
	char *target;		/* whose patches they are, NULL for none */
	struct strbuf reasons;	/* why those of others are not */
};

static int status_of(enum port_status end)
{
	switch (end) {
	case PORT_OK:
		return EXIT_PASS;
	case PORT_REFUSED:
		return EXIT_REFUSED;
	default:
		return EXIT_BROKEN;
	}
}

/* --- where it goes --------------------------------------------------------- */

/* The repository of GITDIR@REV; the caller frees it.  NULL for another tree. */
static char *repository_of(const char *tree)
{
	struct place place = { NULL };
	char *repository = NULL;

	if (tree && !place_parse(&place, tree) && place.rev)
		repository = xstrdup(place.dir);
	place_release(&place);
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
	char *repository = repository_of(only_tree(options));
	int status = EXIT_PASS;

	if (options->output_dir && !options->tree && options->targets.nr != 1) {
		error("--output is for the port of one target: name it");
		status = EXIT_USAGE;
	} else if (options->branch && !repository) {
		error("--branch needs the commit to begin from: '--tree GITDIR@REV', as in '--tree ~/linux@HEAD'");
		status = EXIT_USAGE;
	} else if (options->branch) {
		status = status_of(export_branch_possible(repository, options->branch,
							  options->force));
	}
	free(repository);
	return status;
}

static int export_to(const struct options *options, const struct export *export,
		     const char *onto)
{
	char *repository = repository_of(only_tree(options));
	struct argv paths = ARGV_INIT;
	enum port_status end = PORT_OK;
	char id[GIT_HEX];

	if (options->branch) {
		end = export_branch(export, repository, onto, options->branch, id);
		if (end == PORT_OK)
			printf("  %-7s %s %.12s\n", "BRANCH", options->branch, id);
	}
	if (end == PORT_OK && options->output_dir)
		end = export_patches(export, options->output_dir, &paths);
	for (size_t i = 0; end == PORT_OK && i < paths.nr; i++)
		printf("  %-7s %s\n", "PATCH", paths.v[i]);
	argv_release(&paths);
	free(repository);
	return status_of(end);
}

static bool read_stage(const struct options *options, enum stage_id id,
		       struct result *result)
{
	char *dir = stage_dir(options, options->targets.v[0], id);
	bool ok;

	result_init(result);
	ok = !result_read(result, dir) && result->verdict == VERDICT_PASS;
	free(dir);
	return ok;
}

int port_export_stage(const struct options *options)
{
	struct store store = STORE_INIT;
	struct series series = { NULL };
	struct result fetch, port;
	int status = EXIT_BROKEN;
	bool there = read_stage(options, STAGE_FETCH, &fetch);

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
			status = export_to(options, &export, result_get(&fetch, FACT_VERSION));
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
	if (git_show(&port->store.git, port->source.commit,
		     series_file(&port->series), &port->before)) {
		error("refused: '%s' has no %s", tree, series_file(&port->series));
		return EXIT_REFUSED;
	}
	if (shape_of_text(&port->series, &port->before, &port->shape))
		return EXIT_BROKEN;
	return EXIT_PASS;
}

static int set_up(struct tree_port *port, const struct options *options)
{
	*port = (struct tree_port){
		.options = options, .before = STRBUF_INIT, .best = PORT_INIT,
		.reasons = STRBUF_INIT,
	};
	port->store = (struct store)STORE_INIT;
	if (scratch_make(&port->scratch))
		return EXIT_BROKEN;
	port->index = xstrfmt("%s/index", port->scratch.dir);
	if (series_open(&port->series, options->root, options->series))
		return EXIT_BROKEN;
	if (series_need_rules(&port->series))
		return EXIT_USAGE;
	if (store_open(&port->store))
		return EXIT_BROKEN;
	if (store_lock(&port->store))
		return EXIT_REFUSED;
	port->git = port->store.git;
	port->git.index = port->index;
	return take_tree(port);
}

static void tear_down(struct tree_port *port)
{
	shape_release(&port->shape);
	source_release(&port->source);
	strbuf_release(&port->before);
	strbuf_release(&port->reasons);
	port_release(&port->best);
	series_release(&port->series);
	store_release(&port->store);
	scratch_remove(&port->scratch);
	free(port->index);
	free(port->target);
}

/* --- with the patches of a target ------------------------------------------ */

/* Better than what was found before: exact before offset before a merge. */
static bool better(const struct tree_port *port, const struct port *one)
{
	if (one->applied != GIT_EXACT && !strcmp(port->options->method, "exact"))
		return false;
	return !port->target || one->applied < port->best.applied;
}

static enum port_status try_target(struct tree_port *port, const struct expect *expect,
				   enum git_how how)
{
	struct port one = PORT_INIT;
	struct argv patches = ARGV_INIT;
	enum port_status end = PORT_REFUSED;

	if (expect_patches(expect, &patches))
		end = PORT_BROKEN;
	else if (patches.nr)
		end = port_curated(&port->git, &port->series, &patches,
				   port->source.commit, how, &one);
	if (end == PORT_OK && better(port, &one)) {
		port_release(&port->best);
		port->best = one;
		one = (struct port)PORT_INIT;
		free(port->target);
		port->target = xstrdup(expect->target);
	} else if (one.why.len) {
		strbuf_addf(&port->reasons, "%s%s: %s", port->reasons.len ? "; " : "",
			    expect->target, one.why.buf);
	}
	port_release(&one);
	argv_release(&patches);
	return end;
}

/* The patches of each target whose code has the shape of this tree. */
static int try_targets(struct tree_port *port, enum git_how how)
{
	const char *root = port->options->root, *series = port->series.name;
	struct argv all = ARGV_INIT, names = ARGV_INIT;
	int ret = target_names(root, &all);

	if (!ret)
		ret = expect_targets(root, series, &all, &names);
	strbuf_reset(&port->reasons);
	for (size_t i = 0; !ret && i < names.nr; i++) {
		struct expect expect;
		const char *shape;

		ret = expect_open(&expect, root, names.v[i], series);
		shape = ret ? NULL : expect_get(&expect, "shape");
		if (shape && !strcmp(shape, port->shape.name) &&
		    try_target(port, &expect, how) == PORT_BROKEN)
			ret = -1;
		expect_release(&expect);
	}
	argv_release(&all);
	argv_release(&names);
	return ret;
}

/* Without a merge first: only if no target's patches fit as they are, merge. */
static int by_patches(struct tree_port *port)
{
	enum git_how how = port_how(port->options->method);
	int ret = 0;

	if (how != GIT_MUST_MERGE)
		ret = try_targets(port, GIT_AS_IT_IS);
	if (!ret && !port->target && how != GIT_AS_IT_IS)
		ret = try_targets(port, how);
	return ret;
}

/* --- the result ------------------------------------------------------------ */

static int refuse(const char *reason)
{
	error("refused: %s", *reason ? reason : "no target's patches fit");
	return EXIT_REFUSED;
}

static int deliver(struct tree_port *port, const char *commit, enum port_class class)
{
	const struct options *options = port->options;
	struct export export = {
		.store = &port->store.git,
		.series = &port->series,
		.base = port->source.commit,
		.commit = commit,
		.force = options->force,
	};
	struct strbuf diff = STRBUF_INIT;
	int status = EXIT_BROKEN;

	if (options->branch || options->output_dir) {
		printf("  %-7s %s%s%s\n", "PORT", port_class_name(class),
		       port->target ? ", patches of " : "",
		       port->target ? port->target : "");
		status = export_to(options, &export, port->source.version);
	} else if (!port_diff_commits(&port->store.git, port->source.commit, commit, &diff)) {
		note("%s%s%s", port_class_name(class), port->target ? ", patches of " : "",
		     port->target ? port->target : "");
		fwrite(diff.buf, 1, diff.len, stdout);
		status = EXIT_PASS;
	}
	strbuf_release(&diff);
	return status;
}

static int by_rule(struct tree_port *port, struct port *semantic)
{
	enum port_status end = port_semantic(&port->series, &port->before,
					  port->shape.name, NULL, 0, semantic);

	if (end == PORT_REFUSED)
		return refuse(semantic->why.buf);
	if (end == PORT_BROKEN)
		error("%s", semantic->why.len ? semantic->why.buf
					      : "a tool failed, see above");
	return status_of(end);
}

/* Both ways must lead to the same code, where both are asked for. */
static int agree(const struct strbuf *a, const struct strbuf *b)
{
	struct ctoken_difference where = CTOKEN_DIFFERENCE_INIT;
	int status = EXIT_PASS;

	if (!ctoken_equal(a->buf, a->len, b->buf, b->len, &where)) {
		error("the patches and the rules differ in %s(): '%s' in line %u against '%s' in line %u",
		      where.function ? where.function : "no function", where.token_a,
		      where.line_a, where.token_b, where.line_b);
		status = EXIT_FAIL;
	}
	ctoken_difference_release(&where);
	return status;
}

static int climb(struct tree_port *port)
{
	const char *method = port->options->method;
	struct port semantic = PORT_INIT;
	char commit[GIT_HEX];
	int status = EXIT_PASS;

	if (strcmp(method, "semantic") && by_patches(port))
		return EXIT_BROKEN;
	if (port_by_patch_only(&port->series, method))
		return port->target ? deliver(port, port->best.commit,
					      port_class_of_patches(port->best.applied))
				    : refuse(port->reasons.buf);
	status = by_rule(port, &semantic);
	if (!status && port->target) {
		status = agree(&port->best.text, &semantic.text);
		if (!status)
			status = deliver(port, port->best.commit,
					 port_class_of_patches(port->best.applied));
	} else if (!status) {
		if (port_commit(&port->git, &port->series, port->source.commit,
				port->shape.name, &semantic.text,
				&semantic.said.hits, commit))
			status = EXIT_BROKEN;
		else
			status = deliver(port, commit, CLASS_SEMANTIC);
	}
	port_release(&semantic);
	return status;
}

static int carried(struct tree_port *port)
{
	struct strbuf why = STRBUF_INIT;
	enum port_status end = port_judge(&port->series, &port->before, &why);

	if (end == PORT_OK)
		note("carried: nothing to do: shape %s, %s", port->shape.name,
		     port->shape.evidence);
	else
		error("%s%s", end == PORT_REFUSED ? "refused: " : "", why.buf);
	strbuf_release(&why);
	return status_of(end);
}

static int by_shape(struct tree_port *port)
{
	switch (series_shape_verdict(&port->series, port->shape.name)) {
	case SHAPE_CARRIED:
		return carried(port);
	case SHAPE_UNAFFECTED:
		note("unaffected: nothing to do: shape %s, %s", port->shape.name,
		     port->shape.evidence);
		return EXIT_PASS;
	case SHAPE_PORT:
		return climb(port);
	default:
		error("refused: shape %s: %s", port->shape.name, port->shape.evidence);
		return EXIT_REFUSED;
	}
}

int port_tree_command(const struct options *options)
{
	struct tree_port port;
	int status = port_export_possible(options);

	if (status)
		return status;
	status = set_up(&port, options);
	if (!status)
		status = by_shape(&port);
	tear_down(&port);
	return status;
}
