// SPDX-License-Identifier: GPL-2.0-only
/* ferry explore: run the text of a port, or of a file, against shims */
#include "commands.h"
#include "run/pipeline.h"
#include "stage/explore.h"

static const struct command_help help = {
	.arguments = "[TARGET...]",
	.text = "Look for what is wrong with the port of each target, or with one file: its "
		"text is compiled against shims and run in user space. First each allocation "
		"and each step of init fails in turn, then every schedule of its actors is "
		"tried up to a number of delays, then some at random.\v"
		"Prints what was found, with function, line and the word that --replay takes. "
		"Exit status: 0 nothing, 1 something is wrong, 2 usage, 3 a form that the "
		"shims do not know, with the name that they miss, 4 a tool failed or there is "
		"no sandbox.",
	.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_FILE | OPTIONS_EXPLORE,
};

static int exit_status(enum explored end)
{
	switch (end) {
	case EXPLORED_RIGHT:
		return EXIT_PASS;
	case EXPLORED_WRONG:
		return EXIT_FAIL;
	case EXPLORED_UNKNOWN:
		return EXIT_REFUSED;
	case EXPLORED_BAD_WORD:
	case EXPLORED_NOTHING:
		return EXIT_USAGE;
	case EXPLORED_BROKEN:
		break;
	}
	return EXIT_BROKEN;
}

static int explore_one(const struct options *options, const struct series *series,
		       const char *name, const struct strbuf *text)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	struct explore explore = {
		.root = options->root,
		.series = series,
		.text = text,
		.bound = options->bound ? options->bound : EXPLORE_BOUND,
		.replay = options->replay,
	};
	enum explored end = explore_text(&explore, &words);
	const char *cursor = words.buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		if (end == EXPLORED_RIGHT || end == EXPLORED_WRONG)
			printf("%s: %.*s\n", name, (int)len, line);
		else
			error("%s: %s%.*s", name, end == EXPLORED_UNKNOWN ?
			      "not a form that the explorer knows: " : "", (int)len, line);
	}
	return exit_status(end);
}

static int explore_file(const struct options *options, const struct series *series)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file(options->file, &text);

	if (!ret)
		return explore_one(options, series, options->file, &text);
	error("cannot read '%s': %s", options->file, strerror(-ret));
	return EXIT_USAGE;
}

/* The port, which the pipeline has just brought up to date. */
static int explore_target(const struct options *options, const struct series *series,
			  const struct store *store, const char *target)
{
	char *dir __free(free_text) = stage_dir(options, target, STAGE_PORT);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct result port;
	const char *commit, *class;
	int status = EXIT_BROKEN;

	result_init(&port);
	if (!result_read(&port, dir) && port.verdict == VERDICT_PASS) {
		commit = result_get(&port, FACT_COMMIT);
		class = result_get(&port, FACT_CLASS);
		if (class && !strcmp(class, "unaffected")) {
			printf("%s: unaffected, there is nothing to look at\n", target);
			status = EXIT_PASS;
		} else if (!commit || git_show(&store->git, commit, series_file(series), &text)) {
			error("%s: the port has no %s", target, series_file(series));
		} else {
			status = explore_one(options, series, target, &text);
		}
	} else {
		note("%s has no port to look at, see 'ferry port %s'", target, target);
		status = EXIT_PASS;
	}
	result_release(&port);
	return status;
}

static int explore_targets(const struct options *options, const struct series *series)
{
	struct store store = STORE_INIT;
	int worst = options->only ? EXIT_PASS : pipeline_run(options, STAGE_PORT);

	if (store_open(&store))
		return EXIT_BROKEN;
	for (size_t i = 0; worst == EXIT_PASS && i < options->targets.nr; i++) {
		int status = explore_target(options, series, &store, options->targets.v[i]);

		if (status > worst)
			worst = status;
	}
	store_release(&store);
	return worst;
}

int cmd_explore(int argc, char **argv)
{
	struct options options __free(options_release);
	struct series series __free(series_release) = { NULL };

	options_read(&options, &help, argc, argv);
	options_one_series(&options);
	if (options.json)
		die(EXIT_USAGE, "explore has no --json: 'ferry report --json' has what the check stage found");
	if (options.replay && !options.file && options.targets.nr != 1)
		die(EXIT_USAGE, "--replay is of one execution: name the TARGET, or the file with --file");
	if (options.bound > 7)
		die(EXIT_USAGE, "--bound goes up to 7, not %lu", options.bound);
	if (series_open(&series, options.root, options.series))
		return EXIT_BROKEN;
	return options.file ? explore_file(&options, &series) : explore_targets(&options, &series);
}
