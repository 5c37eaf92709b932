// SPDX-License-Identifier: GPL-2.0-only
/* What a series without rules does to a file or a tree, see by-patches.h */
#include "port/by-patches.h"

#include "data/place.h"
#include "data/quilt.h"
#include "port/attempt.h"
#include "port/diff.h"
#include "port/ladder.h"
#include "port/refusal.h"
#include "port/tree.h"
#include "tools/shape.h"

/* A port that is kept nowhere. */
struct by_patches {
	const struct options *options;
	const struct series *series;
	struct argv patches;
	struct attempt attempt;
};

static int set_up(struct by_patches *by)
{
	char *folder __free(free_text) = xstrfmt("%s/patches/%s", by->options->root,
						 by->series->name);

	if (quilt_patches(folder, &by->patches))
		return EXIT_BROKEN;
	if (!by->patches.nr) {
		error("'%s' has no patches, those of targets are for their trees: name a TARGET",
		      folder);
		return EXIT_USAGE;
	}
	return attempt_begin(&by->attempt) ? EXIT_BROKEN : 0;
}

static void tear_down(struct by_patches *by)
{
	argv_release(&by->patches);
	attempt_end(&by->attempt);
}

/* Which lines are other, and what the tree may lack. */
static void explain(const struct by_patches *by, const struct port *port)
{
	struct history history __free(history_release) = { .place = { NULL } };
	struct argv lines __free(argv_release) = ARGV_INIT;

	if (history_open(&history, by->options->history))
		return;
	json_decref(refusal_explain(&by->attempt.git, port->refused, port->at, &history, &lines));
	for (size_t i = 0; i < lines.nr; i++)
		note("%s", lines.v[i]);
}

static int apply(struct by_patches *by, const char *base, struct port *port)
{
	const struct options *options = by->options;
	enum port_status status = PORT_REFUSED;

	if (!port_forbidden(by->series, NULL, &port->why))
		status = port_apply(&by->attempt.git, by->series, &by->patches, base,
				    port_how(options->method), port);
	if (status != PORT_OK)
		error("%s%s", status == PORT_REFUSED ? "refused: " : "", port->why.buf);
	if (status == PORT_REFUSED && port->refused && options->history)
		explain(by, port);
	return port_exit_status(status);
}

static void print_class(const struct port *port, FILE *out, const char *begin)
{
	fprintf(out, "%s%s", begin, port_class_name(port_class_of_patches(port)));
	for (size_t i = 0; i < port->carried.nr; i++)
		fprintf(out, "%s%s", i ? ", " : ": the tree has ", port->carried.v[i]);
	if (port->carried.nr && !port->all_carried)
		fprintf(out, "; the rest: %s", port_class_name(port_class_of_rest(port)));
	fputc('\n', out);
}

static int print_difference(const struct by_patches *by, const char *base,
			    const struct port *port)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;

	if (port_diff_commits(&by->attempt.git, base, port->commit, &diff))
		return EXIT_BROKEN;
	fwrite(diff.buf, 1, diff.len, stdout);
	print_class(port, stderr, "ferry: ");
	return EXIT_PASS;
}

/* --- one file --------------------------------------------------------------- */

/* A repository that has the file alone. */
static int commit_file(struct git *git, const struct scratch *scratch,
		       const struct series *series, const struct strbuf *text,
		       char commit[GIT_HEX])
{
	char *name __free(free_text) = xstrfmt("tree/%s", series_file(series));
	char *folder __free(free_text) = xstrfmt("%s/tree", scratch->dir);
	char *path __free(free_text) = NULL;
	char tree[GIT_HEX];
	int ret = scratch_file(scratch, name, text, &path);

	git->work_tree = folder;
	if (!ret)
		ret = git_add_all(git);
	git->work_tree = NULL;
	if (!ret)
		ret = git_write_tree(git, tree);
	return ret ? ret : git_commit(git, tree, NULL, &git_ferry, "The file\n", commit);
}

static int port_text(struct by_patches *by, const struct strbuf *text)
{
	struct port port __free(port_release) = PORT_INIT;
	char base[GIT_HEX];
	int status = set_up(by);

	if (status)
		return status;
	if (commit_file(&by->attempt.git, &by->attempt.scratch, by->series, text, base))
		return EXIT_BROKEN;
	status = apply(by, base, &port);
	return status ? status : print_difference(by, base, &port);
}

int port_text_by_patches(const struct options *options, const struct series *series,
			 const struct strbuf *text)
{
	struct by_patches by __free(tear_down) = {
		.options = options, .series = series, .patches = ARGV_INIT,
		.attempt = ATTEMPT_INIT,
	};
	const char **files;
	size_t nr = series_files(series, &files);

	free(files);
	if (nr == 1)
		return port_text(&by, text);
	error("series '%s' changes %zu files: give the tree that has them, with --tree",
	      series->name, nr);
	return EXIT_USAGE;
}

/* --- a tree ----------------------------------------------------------------- */

static int deliver(const struct by_patches *by, const char *base, const struct port *port)
{
	const struct options *options = by->options;
	struct export export = {
		.store = &by->attempt.git, .series = by->series, .base = base,
		.commit = port->commit, .force = options->force,
	};

	if (!options->branch && !options->output_dir)
		return print_difference(by, base, port);
	print_class(port, stdout, "  PORT    ");
	if (port->all_carried)
		return EXIT_PASS;
	return port_export_to(options, &export, base);
}

static int port_revision(struct by_patches *by, const struct place *place)
{
	struct port port __free(port_release) = PORT_INIT;
	struct shape shape __free(shape_release) = { .name = NULL };
	struct git other = { .dir = place->dir };
	char base[GIT_HEX];
	int status = set_up(by);

	if (status)
		return status;
	if (git_resolve(&other, place->rev, base)) {
		error("'%s' has no commit '%s'", place->dir, place->rev);
		return EXIT_USAGE;
	}
	if (attempt_borrow(&by->attempt, place->dir))
		return EXIT_BROKEN;
	if (shape_of_patches(&by->attempt.git, by->series, &by->patches, base, &shape))
		return EXIT_BROKEN;
	if (series_shape_verdict(by->series, shape.name) == SHAPE_CARRIED) {
		note("%s: nothing to do: %s", port_class_name(CLASS_CARRIED), shape.evidence);
		return EXIT_PASS;
	}
	status = apply(by, base, &port);
	return status ? status : deliver(by, base, &port);
}

int port_tree_by_patches(const struct options *options, const struct series *series)
{
	struct by_patches by __free(tear_down) = {
		.options = options, .series = series, .patches = ARGV_INIT,
		.attempt = ATTEMPT_INIT,
	};
	struct place place __free(place_release) = { NULL };

	if (!place_parse(&place, options->tree) && place.rev)
		return port_revision(&by, &place);
	error("a series without rules needs a commit: '--tree GITDIR@REV', as in '--tree ~/linux@HEAD'; or name a TARGET");
	return EXIT_USAGE;
}
