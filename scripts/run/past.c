// SPDX-License-Identifier: GPL-2.0-only
/* The port on each release of a branch, see past.h */
#include "run/past.h"

#include "data/expect.h"
#include "data/facts.h"
#include "data/place.h"
#include "data/target.h"
#include "port/revision.h"
#include "tools/release.h"

/* What releases came to whose files of the series are the same. */
struct outcome {
	char *files;
	struct revision_port port;
	enum port_status status;
};

/* A series on the releases of a target. */
struct past {
	const struct options *options;
	struct series series;
	const char *target;
	const struct releases *releases;
	struct attempt *attempt;
	struct outcome *outcomes;
	size_t nr;
	size_t *of;		/* the outcome of each release */
};

/* A branch of somebody's. */
struct branch {
	const struct options *options;
	struct place place;
	char *target;
	struct attempt attempt;
	struct releases releases;
	json_t *list;		/* for --json */
};

static void past_release(struct past *past)
{
	for (size_t i = 0; i < past->nr; i++) {
		free(past->outcomes[i].files);
		revision_port_release(&past->outcomes[i].port);
	}
	free(past->outcomes);
	free(past->of);
	series_release(&past->series);
}

static void branch_release(struct branch *branch)
{
	place_release(&branch->place);
	attempt_end(&branch->attempt);
	releases_end(&branch->releases);
	free(branch->target);
}

/* --- one series ------------------------------------------------------------- */

/* The objects that the series' files are. */
static int files_of(const struct past *past, const char *commit, struct strbuf *files)
{
	struct child child;
	const char **names;
	size_t nr = series_files(&past->series, &names);

	git_child(&child, &past->attempt->git, "ls-tree", commit, "--", NULL);
	for (size_t i = 0; i < nr; i++)
		argv_push(&child.args, names[i]);
	free(names);
	return git_finish(&child, files);
}

/* A merge also asks which names the rest of the tree has. */
static bool is_known(const struct outcome *outcome, const char *files)
{
	return outcome->port.class != CLASS_MERGED && !strcmp(outcome->files, files);
}

static int port_to(struct past *past, size_t release)
{
	struct strbuf files __free(strbuf_release) = STRBUF_INIT;
	const char *commit = past->releases->commits.v[release];
	struct outcome *outcome;

	if (files_of(past, commit, &files))
		return -1;
	for (past->of[release] = 0; past->of[release] < past->nr; past->of[release]++)
		if (is_known(&past->outcomes[past->of[release]], files.buf))
			return 0;
	past->outcomes = xrealloc(past->outcomes, (past->nr + 1) * sizeof(*past->outcomes));
	outcome = &past->outcomes[past->nr++];
	*outcome = (struct outcome){
		.files = strbuf_detach(&files), .port = REVISION_PORT_INIT,
	};
	outcome->status = revision_port(past->attempt, past->options, &past->series,
					past->target, commit, &outcome->port);
	if (outcome->status != PORT_BROKEN)
		return 0;
	return error("%s %s: %s", past->target, past->releases->versions.v[release],
		     outcome->port.why.buf);
}

static bool same(const struct outcome *a, const struct outcome *b)
{
	return a->status == b->status && a->port.class == b->port.class &&
	       !strcmp(a->port.shape ? a->port.shape : "", b->port.shape ? b->port.shape : "") &&
	       (a->status == PORT_OK || !strcmp(a->port.why.buf, b->port.why.buf));
}

static const struct outcome *outcome_of(const struct past *past, size_t release)
{
	return &past->outcomes[past->of[release]];
}

static void print_row(const struct past *past, size_t first, size_t last)
{
	const struct outcome *outcome = outcome_of(past, first);
	struct strbuf span __free(strbuf_release) = STRBUF_INIT;

	strbuf_addstr(&span, past->releases->versions.v[first]);
	if (last > first)
		strbuf_addf(&span, " - %s", past->releases->versions.v[last]);
	printf("  %-10s %-23s %4zu  %-10s %s%s%s\n", first ? "" : past->target, span.buf,
	       last - first + 1, port_class_name(outcome->port.class),
	       outcome->port.shape ? outcome->port.shape : "-",
	       outcome->status == PORT_OK ? "" : "  ",
	       outcome->status == PORT_OK ? "" : outcome->port.why.buf);
}

static void print_rows(const struct past *past)
{
	size_t nr = past->releases->commits.nr, first = 0;

	if (past->options->several)
		printf("series %s\n", past->series.name);
	printf("  %-10s %-23s %4s  %-10s %s\n", "target", "releases", "", "port", "shape");
	for (size_t i = 1; i <= nr; i++) {
		if (i < nr && same(outcome_of(past, i), outcome_of(past, first)))
			continue;
		print_row(past, first, i - 1);
		first = i;
	}
}

static json_t *rows_json(const struct past *past)
{
	json_t *list = json_array();

	for (size_t i = 0; i < past->releases->commits.nr; i++) {
		const struct outcome *outcome = outcome_of(past, i);

		json_t *one = json_pack("{s:o, s:s, s:s}", "version",
					json_text("%s", past->releases->versions.v[i]),
					"commit", past->releases->commits.v[i], "class",
					port_class_name(outcome->port.class));

		json_object_set_new(one, "shape", outcome->port.shape ?
				    json_text("%s", outcome->port.shape) : json_null());
		json_object_set_new(one, "why", json_text("%s", outcome->port.why.buf));
		json_array_append_new(list, one);
	}
	return json_pack("{s:s, s:s, s:o}", "series", past->series.name, "target", past->target,
			 "releases", list);
}

static int print_series(struct branch *branch, const char *name)
{
	size_t nr = branch->releases.commits.nr;
	struct past past __free(past_release) = {
		.options = branch->options, .target = branch->target,
		.releases = &branch->releases, .attempt = &branch->attempt,
	};

	if (series_open(&past.series, branch->options->root, name))
		return EXIT_USAGE;
	past.of = xcalloc(nr, sizeof(*past.of));
	for (size_t i = 0; i < nr; i++)
		if (port_to(&past, i))
			return EXIT_BROKEN;
	if (branch->list)
		json_array_append_new(branch->list, rows_json(&past));
	else
		print_rows(&past);
	return port_exit_status(outcome_of(&past, nr - 1)->status);
}

/* --- one branch ------------------------------------------------------------- */

/* "6.12.y" of "6.12.17". */
static char *branch_of(const char *version)
{
	size_t len = strcspn(version, ".");

	if (version[len])
		len += 1 + strcspn(version + len + 1, ".-");
	return xstrfmt("%.*s.y", (int)len, version);
}

/* The target that a word names before its '=', the only one asked for, or that of the
 * newest release.
 */
static int find_target(struct branch *branch, const char *word, const char **place)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	size_t len = strcspn(word, "=");

	*place = word;
	if (target_names(branch->options->root, &names))
		return EXIT_BROKEN;
	branch->target = xstrndup(word, len);
	if (word[len] && argv_has(&names, branch->target)) {
		*place = word + len + 1;
		return EXIT_PASS;
	}
	free(branch->target);
	branch->target = NULL;
	if (branch->options->named && branch->options->targets.nr == 1)
		branch->target = xstrdup(branch->options->targets.v[0]);
	return EXIT_PASS;
}

static int name_target(struct branch *branch)
{
	const struct argv *versions = &branch->releases.versions;
	struct argv names __free(argv_release) = ARGV_INIT;

	if (branch->target)
		return EXIT_PASS;
	branch->target = branch_of(versions->v[versions->nr - 1]);
	if (target_names(branch->options->root, &names))
		return EXIT_BROKEN;
	if (argv_has(&names, branch->target))
		return EXIT_PASS;
	error("'%s' has %s, and there is no target %s: name one, as in '--all-releases TARGET=%s'",
	      branch->place.dir, versions->v[versions->nr - 1], branch->target,
	      branch->place.dir);
	return EXIT_USAGE;
}

static int open_branch(struct branch *branch, const char *word)
{
	const char *name;
	int status = find_target(branch, word, &name);
	struct git git;

	if (status)
		return status;
	if (place_parse(&branch->place, name)) {
		error("--all-releases %s: no folder '%s'", word, branch->place.dir);
		return EXIT_USAGE;
	}
	git = (struct git){ .dir = branch->place.dir };
	if (releases_read(&git, branch->options->since,
			  branch->place.rev ? branch->place.rev : "HEAD", &branch->releases))
		return EXIT_USAGE;
	if (attempt_begin(&branch->attempt) ||
	    attempt_borrow(&branch->attempt, branch->place.dir))
		return EXIT_BROKEN;
	return name_target(branch);
}

static int print_branch(const struct options *options, const char *word, json_t *list)
{
	struct branch branch __free(branch_release) = {
		.options = options, .attempt = ATTEMPT_INIT, .releases = RELEASES_INIT,
		.list = list,
	};
	struct argv among __free(argv_release) = ARGV_INIT;
	int status = open_branch(&branch, word);

	if (status)
		return status;
	argv_push(&among, branch.target);
	for (size_t i = 0; i < options->all_series.nr; i++) {
		struct argv carried __free(argv_release) = ARGV_INIT;
		int one = EXIT_PASS;

		if (expect_targets(options->root, options->all_series.v[i], &among, &carried))
			return EXIT_BROKEN;
		if (carried.nr)
			one = print_series(&branch, options->all_series.v[i]);
		if (one > status)
			status = one;
	}
	return status;
}

int past_print(const struct options *options, json_t *list)
{
	int status = EXIT_PASS;

	for (size_t i = 0; i < options->histories.nr; i++) {
		int one = print_branch(options, options->histories.v[i], list);

		if (one > status)
			status = one;
	}
	return status;
}
