// SPDX-License-Identifier: GPL-2.0-only
/* ferry watch: what a newer release of a branch changes for a port */
#include "commands.h"
#include "port/tree.h"
#include "process/run.h"
#include "report/report.h"
#include "run/past.h"
#include "run/pipeline.h"

static const struct command_help help = {
	.arguments = "[TARGET...]",
	.text = "Look for newer releases of the targets, port to them, and say what has "
		"changed since the release before: nothing, context only, the shape, or that "
		"the port is refused now. With --all-releases, port to every release of a "
		"branch instead, and keep nothing.\v"
		"Of --all-releases, REV is the last release (default: HEAD) and TARGET whose "
		"patches are taken (default: the target of that version). The repository is "
		"only read. Exit status: that of the ports; of --all-releases, that of the "
		"newest release.",
	.groups = OPTIONS_TARGETS | OPTIONS_WATCH,
};

/* What has become of a series on a target. */
struct change {
	const struct options *options;
	const struct stage_known *before;
	const struct stage_known *after;
	const char *target;
	bool is_one;		/* there is something to look at */
	bool context;		/* the patches can be refreshed */
	struct strbuf words;
};

static const char *said(const struct stage_known *one, const char *fact)
{
	const char *value = one->known ? result_get(&one->result, fact) : NULL;

	return value ? value : "";
}

/* Whether the files of the series are the same in both sources. */
static bool same_files(const struct change *change)
{
	struct series series __free(series_release) = { NULL };
	struct store store __free(store_release) = STORE_INIT;
	struct child child;
	const char **files;
	size_t nr;
	bool same;

	if (series_open(&series, change->options->root, change->options->series) ||
	    store_open(&store))
		return false;
	nr = series_files(&series, &files);
	git_child(&child, &store.git, "diff-tree", "--quiet",
		  said(&change->before[STAGE_FETCH], FACT_COMMIT),
		  said(&change->after[STAGE_FETCH], FACT_COMMIT), "--", NULL);
	for (size_t i = 0; i < nr; i++)
		argv_push(&child.args, files[i]);
	free(files);
	same = !child_run(&child);
	child_release(&child);
	return same;
}

/* A port by patches that fits where it says, elsewhere, or not. */
static void compare_classes(struct change *change)
{
	const char *class = said(&change->before[STAGE_PORT], FACT_CLASS);
	const char *now = said(&change->after[STAGE_PORT], FACT_CLASS);
	bool was_refused = port_class_of(&change->before[STAGE_PORT].result) == CLASS_REFUSED;
	bool is_refused = port_class_of(&change->after[STAGE_PORT].result) == CLASS_REFUSED;

	if (is_refused && !was_refused)
		strbuf_addstr(&change->words, "no port any more");
	else if (is_refused)
		strbuf_addstr(&change->words, "its files have changed, still no port");
	else if (strcmp(class, now) && !was_refused && *class)
		strbuf_addf(&change->words, "context only: %s, now %s", class, now);
	else if (strcmp(class, now))
		strbuf_addf(&change->words, "ported now: %s", now);
	else
		strbuf_addf(&change->words, "its files have changed, the port is %s as before",
			    now);
	change->context = !is_refused && strcmp(class, now);
}

static void compare_ports(struct change *change)
{
	const char *shape = said(&change->before[STAGE_SHAPE], FACT_SHAPE);
	const char *now = said(&change->after[STAGE_SHAPE], FACT_SHAPE);

	change->is_one = strcmp(shape, now) || !same_files(change);
	if (!change->is_one)
		strbuf_addstr(&change->words, "nothing: its files are the same");
	else if (strcmp(shape, now))
		strbuf_addf(&change->words, "shape: %s, now %s", *shape ? shape : "not known",
			    *now ? now : "not known");
	else
		compare_classes(change);
}

static void compare(struct change *change)
{
	const struct stage_known *before = change->before, *after = change->after;
	const struct stage_known *fetch = &after[STAGE_FETCH], *port = &after[STAGE_PORT];

	if (!fetch->known || fetch->result.verdict != VERDICT_PASS) {
		strbuf_addf(&change->words, "no source: %s", fetch->known ?
			    fetch->result.reason : "it was not fetched");
		change->is_one = before[STAGE_FETCH].result.verdict == VERDICT_PASS;
		return;
	}
	if (before[STAGE_FETCH].result.verdict != VERDICT_PASS) {
		strbuf_addf(&change->words, "first look: %s", fetch->result.summary);
		change->is_one = true;
	} else if (!strcmp(said(&before[STAGE_FETCH], FACT_COMMIT),
			   said(fetch, FACT_COMMIT))) {
		strbuf_addf(&change->words, "%s: no newer release", fetch->result.summary);
	} else {
		strbuf_addf(&change->words, "%s -> %s: ", before[STAGE_FETCH].result.summary,
			    fetch->result.summary);
		compare_ports(change);
	}
	if (port->known && port->result.verdict == VERDICT_FAIL)
		strbuf_addf(&change->words, ": %s", port->result.reason);
}

/* The port as patch files, which apply to the newer release where they say. */
static int refresh(const struct change *change)
{
	struct options one = *change->options;

	char *dir __free(free_text) = xstrfmt("%s/%s%s%s", one.refreshed, change->target,
					      one.several ? "/" : "",
					      one.several ? one.series : "");
	int status;

	one.output_dir = dir;
	argv_init(&one.targets);
	argv_push(&one.targets, change->target);
	status = port_export_stage(&one);
	argv_release(&one.targets);
	return status;
}

static json_t *change_json(const struct change *change)
{
	return json_pack("{s:s, s:s, s:b, s:o}", "series", change->options->series, "target",
			 change->target, "changed", change->is_one, "words",
			 json_text("%s", change->words.buf));
}

static int tell(const struct change *change, json_t *list, struct strbuf *lines)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	const struct options *options = change->options;
	int status = EXIT_PASS;

	strbuf_addf(&line, "%s%s%s: %s\n", change->target, options->several ? "/" : "",
		    options->several ? options->series : "", change->words.buf);
	if (list)
		json_array_append_new(list, change_json(change));
	else
		printf("  %s", line.buf);
	if (change->is_one)
		strbuf_addstr(lines, line.buf);
	if (change->context && options->refreshed)
		status = refresh(change);
	return status;
}

static int compare_all(const struct report *before, const struct report *after, json_t *list,
		       struct strbuf *lines)
{
	int status = EXIT_PASS;

	for (; before && after; before = before->next, after = after->next) {
		for (size_t row = 0; row < after->options.targets.nr; row++) {
			struct change change = {
				.options = &after->options, .words = STRBUF_INIT,
				.before = report_cell(before, row, 0),
				.after = report_cell(after, row, 0),
				.target = after->options.targets.v[row],
			};
			int one;

			compare(&change);
			one = tell(&change, list, lines);
			strbuf_release(&change.words);
			if (one > status)
				status = one;
		}
	}
	return status;
}

/* A command of the person's own, with what has changed as its input. */
static int run_hook(const char *command, const struct strbuf *lines)
{
	struct child child __free(child_release) = CHILD_INIT;

	if (!command || !lines->len)
		return EXIT_PASS;
	argv_pushl(&child.args, "sh", "-c", command, NULL);
	child.as = RUN_OURSELVES;
	child.in_data = lines->buf;
	child.in_len = lines->len;
	child.out_mode = RUN_INHERIT;
	child.err_mode = RUN_INHERIT;
	if (!child_run(&child))
		return EXIT_PASS;
	error("'%s' failed: what it was to be told stands above", command);
	return EXIT_BROKEN;
}

static int watch(struct options *options, json_t *list)
{
	struct report before __free(report_release) = { .next = NULL };
	struct report after __free(report_release) = { .next = NULL };
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;
	int status, told;

	report_read(&before, options);
	options->update = true;
	options->keep_going = true;
	options->silent = options->json;
	status = pipeline_run(options, STAGE_PORT);
	if (status == EXIT_USAGE || status == EXIT_INTERRUPTED)
		return status;
	report_read(&after, options);
	told = compare_all(&before, &after, list, &lines);
	if (told < run_hook(options->on_change, &lines))
		told = EXIT_BROKEN;
	return told > status ? told : status;
}

int cmd_watch(int argc, char **argv)
{
	struct options options __free(options_release);
	json_auto_t *list = NULL;

	char *text __free(free_text) = NULL;
	int status;

	options_read(&options, &help, argc, argv);
	if (!options.histories.nr && options.since) {
		error("--since is for --all-releases: name the repository, as in '--all-releases ~/linux --since v6.12'");
		return EXIT_USAGE;
	}
	if (options.histories.nr && (options.trees.nr || options.refreshed || options.on_change)) {
		error("--all-releases keeps nothing and changes nothing: leave out --tree, --output and --on-change");
		return EXIT_USAGE;
	}
	list = options.json ? json_array() : NULL;
	status = options.histories.nr ? past_print(&options, list) : watch(&options, list);
	if (!list || status == EXIT_INTERRUPTED ||
	    (status == EXIT_USAGE && !json_array_size(list)))
		return status;
	text = json_dumps(list, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	puts(text);
	return status;
}
