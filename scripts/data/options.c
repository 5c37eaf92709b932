// SPDX-License-Identifier: GPL-2.0-only
/* What a person asked for, see options.h */
#include "data/options.h"

#include <sched.h>

#include "data/series.h"
#include "data/target.h"

enum {
	KEY_OUT = 256,
	KEY_SERIES,
	KEY_JSON,
	KEY_ONLY,
	KEY_UPDATE,
	KEY_ACCEL,
	KEY_SECONDS,
	KEY_FLAVOUR,
	KEY_TREE,
	KEY_FILE,
	KEY_METHOD,
	KEY_MUTANT,
	KEY_SCENARIO,
	KEY_FROM,
	KEY_SIGNOFF,
	KEY_IN_REPLY_TO,
	KEY_NO_CC,
	KEY_OUTPUT,
	KEY_BRANCH,
	KEY_OUTPUT_DIR,
	KEY_FORCE,
};

struct grouped_option {
	unsigned int group;	/* 0: every command takes it */
	struct argp_option option;
};

static const struct grouped_option all_options[] = {
	{ 0, { "out", KEY_OUT, "DIR", 0,
	  "folder for results (default: out/ of the project)", 0 } },
	{ 0, { "series", KEY_SERIES, "NAME", 0,
	  "series in patches/ (default: the only one)", 0 } },
	{ 0, { "json", KEY_JSON, NULL, 0,
	  "print JSON", 0 } },
	{ OPTIONS_TARGETS, { "jobs", 'j', "N", 0,
	  "do N things at once (default: the CPUs there are)", 0 } },
	{ OPTIONS_TARGETS, { "keep-going", 'k', NULL, 0,
	  "after a failure, go on with other targets", 0 } },
	{ OPTIONS_TARGETS, { "tree", KEY_TREE, "[TARGET=]DIR|GITDIR@REV", 0,
	  "take the source from a tree of your own; it is only read", 0 } },
	{ OPTIONS_TARGETS, { "only", KEY_ONLY, NULL, 0,
	  "run this stage alone, not those before it", 0 } },
	{ OPTIONS_FETCH, { "update", KEY_UPDATE, NULL, 0,
	  "look for a newer source version", 0 } },
	{ OPTIONS_FILE, { "file", KEY_FILE, "FILE", 0,
	  "port this one file by semantic patch and print the diff", 0 } },
	{ OPTIONS_PORT, { "method", KEY_METHOD, "HOW", 0,
	  "auto (default), curated, exact, 3way or semantic", 0 } },
	{ OPTIONS_EXPORT, { "branch", KEY_BRANCH, "NAME", 0,
	  "make this branch of the port in the repository of --tree", 0 } },
	{ OPTIONS_EXPORT, { "output", KEY_OUTPUT_DIR, "DIR", 0,
	  "write the port as patch files to this folder", 0 } },
	{ OPTIONS_EXPORT, { "force", KEY_FORCE, NULL, 0,
	  "replace a branch or patch files that are there", 0 } },
	{ OPTIONS_PORT, { "mutant", KEY_MUTANT, "PATCH", 0,
	  "spoil the port with this patch, to see it caught; give --out too", 0 } },
	{ OPTIONS_BUILD, { "flavour", KEY_FLAVOUR, "NAME", 0,
	  "fragment in ci/kconfig/ (default: debug)", 0 } },
	{ OPTIONS_BOOT, { "accel", KEY_ACCEL, "HOW", 0,
	  "tcg (default), or kvm: used only if a timed trial boot works", 0 } },
	{ OPTIONS_BOOT, { "scenario", KEY_SCENARIO, "NAME", 0,
	  "boot only this scenario of ci/scenarios/", 0 } },
	{ OPTIONS_BOOT, { "seconds", KEY_SECONDS, "N", 0,
	  "length of each stress test", 0 } },
	{ OPTIONS_MAIL, { "from", KEY_FROM, "'NAME <MAIL>'", 0,
	  "who sends it (default: the project's own identity)", 0 } },
	{ OPTIONS_MAIL, { "signoff", KEY_SIGNOFF, NULL, 0,
	  "add the Signed-off-by of --from to each patch", 0 } },
	{ OPTIONS_MAIL, { "in-reply-to", KEY_IN_REPLY_TO, "ID", 0,
	  "answer the mail with this Message-ID", 0 } },
	{ OPTIONS_MAIL, { "no-cc", KEY_NO_CC, NULL, 0,
	  "no Cc: by the tree's get_maintainer.pl", 0 } },
	{ OPTIONS_OUTPUT, { "output", KEY_OUTPUT, "FILE", 0,
	  "write this file instead of standard output", 0 } },
};

struct reading {
	struct options *options;
	const struct command_help *help;
};

static unsigned long cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return (unsigned long)CPU_COUNT(&set);
}

static void read_number(struct argp_state *state, const char *what,
			const char *text, unsigned long *value)
{
	if (parse_ulong(text, 1000000, value) || !*value)
		argp_error(state, "%s is a number from 1 on, not '%s'", what, text);
}

static void read_choice(struct argp_state *state, const char *what,
			const char *text, const char * const *choices,
			const char **value)
{
	for (size_t i = 0; choices[i]; i++) {
		if (!strcmp(choices[i], text)) {
			*value = text;
			return;
		}
	}
	argp_error(state, "%s '%s' is not known; see --help", what, text);
}

/* Results are named in commands that run elsewhere. */
static char *absolute(const char *path)
{
	char *here, *full;

	if (path[0] == '/')
		return xstrdup(path);
	here = getcwd(NULL, 0);
	full = xstrfmt("%s/%s", here ? here : ".", path);
	free(here);
	return full;
}

static void read_argument(const char *arg, struct argp_state *state,
			  const struct reading *reading)
{
	if (!strcmp(arg, "V=1"))
		reading->options->verbose = true;
	else if (!strcmp(arg, "V=0"))
		reading->options->verbose = false;
	else if (!(reading->help->groups & (OPTIONS_TARGETS | OPTIONS_PLACES)))
		argp_error(state, "'%s' is one argument too many", arg);
	else if (!argv_has(&reading->options->targets, arg))
		argv_push(&reading->options->targets, arg);
}

static error_t read_option(int key, char *arg, struct argp_state *state)
{
	static const char * const methods[] = {
		"auto", "curated", "exact", "3way", "semantic", NULL
	};
	static const char * const accels[] = { "tcg", "kvm", NULL };
	const struct reading *reading = state->input;
	struct options *options = reading->options;

	switch (key) {
	case KEY_OUT:
		free(options->out);
		options->out = absolute(arg);
		return 0;
	case KEY_SERIES:
		options->series = arg;
		return 0;
	case KEY_JSON:
		options->json = true;
		return 0;
	case KEY_ONLY:
		options->only = true;
		return 0;
	case KEY_UPDATE:
		options->update = true;
		return 0;
	case KEY_TREE:
		argv_push(&options->trees, arg);
		return 0;
	case KEY_FILE:
		options->file = arg;
		return 0;
	case KEY_MUTANT:
		free(options->mutant);
		options->mutant = absolute(arg);
		return 0;
	case KEY_SCENARIO:
		options->scenario = arg;
		return 0;
	case KEY_FLAVOUR:
		options->flavour = arg;
		return 0;
	case KEY_METHOD:
		read_choice(state, "method", arg, methods, &options->method);
		return 0;
	case KEY_ACCEL:
		read_choice(state, "accelerator", arg, accels, &options->accel);
		return 0;
	case KEY_BRANCH:
		options->branch = arg;
		return 0;
	case KEY_OUTPUT_DIR:
		options->output_dir = arg;
		return 0;
	case KEY_FORCE:
		options->force = true;
		return 0;
	case KEY_SECONDS:
		read_number(state, "--seconds", arg, &options->seconds);
		return 0;
	case KEY_FROM:
		options->from = arg;
		return 0;
	case KEY_SIGNOFF:
		options->signoff = true;
		return 0;
	case KEY_IN_REPLY_TO:
		options->in_reply_to = arg;
		return 0;
	case KEY_NO_CC:
		options->no_cc = true;
		return 0;
	case KEY_OUTPUT:
		options->output = arg;
		return 0;
	case 'j':
		read_number(state, "-j", arg, &options->jobs);
		return 0;
	case 'k':
		options->keep_going = true;
		return 0;
	case ARGP_KEY_ARG:
		read_argument(arg, state, reading);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static struct argp_option *choose(unsigned int groups)
{
	struct argp_option *chosen;
	size_t nr = 0;

	chosen = xcalloc(ARRAY_SIZE(all_options) + 1, sizeof(*chosen));
	for (size_t i = 0; i < ARRAY_SIZE(all_options); i++)
		if (!all_options[i].group || all_options[i].group & groups)
			chosen[nr++] = all_options[i].option;
	return chosen;
}

static void set_defaults(struct options *options)
{
	const char *root = getenv("FERRY_ROOT");
	const char *verbose = getenv("V");

	*options = (struct options){
		.targets = ARGV_INIT,
		.trees = ARGV_INIT,
		.jobs = cpus(),
		.accel = "tcg",
		.flavour = "debug",
		.method = "auto",
	};
	if (!root || root[0] != '/')
		die(EXIT_BROKEN, "FERRY_ROOT is not set: start ferry by scripts/ferry");
	options->root = xstrdup(root);
	options->out = xstrfmt("%s/out", root);
	options->series = getenv("FERRY_SERIES");
	options->verbose = verbose && !strcmp(verbose, "1");
}

/* The only series there is; with several, the person has to say. */
static void choose_series(struct options *options)
{
	struct argv names = ARGV_INIT;

	if (series_names(options->root, &names))
		exit(EXIT_BROKEN);
	if (names.nr != 1)
		die(EXIT_USAGE, "patches/ has %zu series: name one with --series",
		    names.nr);
	options->only_series = xstrdup(names.v[0]);
	options->series = options->only_series;
	argv_release(&names);
}

/* The rest of "TARGET=..." if it is for that target. */
static const char *tree_of(const char *tree, const char *target)
{
	size_t len = strlen(target);

	return starts_with(tree, target) && tree[len] == '=' ? tree + len + 1 : NULL;
}

const char *options_tree(const struct options *options, const char *target)
{
	const char *found = NULL;

	for (size_t i = 0; !found && i < options->trees.nr; i++)
		found = tree_of(options->trees.v[i], target);
	return found;
}

static const char *names_target(const struct options *options, const char *tree)
{
	for (size_t i = 0; i < options->targets.nr; i++)
		if (tree_of(tree, options->targets.v[i]))
			return options->targets.v[i];
	return NULL;
}

/* The target that a tree is for: the one that it names, or the only one. */
static const char *target_of(const struct options *options, const char *tree)
{
	const char *target = names_target(options, tree);

	if (!target && options->targets.nr == 1)
		target = options->targets.v[0];
	return target;
}

/* A target of stable/ that a tree is for, though it was not asked for; or NULL. */
static char *names_other(const struct options *options, const char *tree)
{
	struct argv all = ARGV_INIT;
	char *other = NULL;

	(void)target_names(options->root, &all);
	for (size_t i = 0; !other && i < all.nr; i++)
		if (tree_of(tree, all.v[i]))
			other = xstrdup(all.v[i]);
	argv_release(&all);
	return other;
}

/* "NAME=PATH", where NAME is no target and there is no such path. */
static void check_prefix(const struct options *options, const char *tree)
{
	size_t len = strcspn(tree, "=/");
	char *other, *path;

	if (tree[len] != '=')
		return;
	other = names_other(options, tree);
	path = xstrndup(tree, strcspn(tree, "@"));
	if (!other && !dir_exists(path))
		die(EXIT_USAGE, "--tree %s: there is no target '%.*s'", tree, (int)len, tree);
	free(other);
	free(path);
}

/* Every tree as TARGET=TREE, one for a target. */
static void assign_trees(struct options *options, const char *command)
{
	struct argv given = options->trees;

	argv_init(&options->trees);
	for (size_t i = 0; i < given.nr; i++) {
		const char *tree = given.v[i];
		const char *target = names_target(options, tree);
		char *other = target ? NULL : names_other(options, tree);

		if (other) {
			note("--tree %s is not needed: %s is not among the targets", tree, other);
			free(other);
			continue;
		}
		target = target_of(options, tree);
		if (!target)
			die(EXIT_USAGE, "--tree %s is the source of one target: name it, as in '%s --tree %s 6.12.y', or 'TARGET=%s'",
			    tree, command, tree, tree);
		if (options_tree(options, target))
			die(EXIT_USAGE, "--tree is given twice for %s", target);
		if (tree_of(tree, target))
			argv_push(&options->trees, tree);
		else
			argv_pushf(&options->trees, "%s=%s", target, tree);
	}
	argv_release(&given);
}

/* One file is ported by rule, and the diff printed: nothing else has a say in it. */
static void check_file(const struct options *options, bool named)
{
	bool by_rule = !strcmp(options->method, "auto") || !strcmp(options->method, "semantic");

	if (options->file && (named || options->trees.nr || options->branch ||
			      options->output_dir || options->json || options->mutant ||
			      options->update || options->only || !by_rule))
		die(EXIT_USAGE, "--file goes with no TARGET, --tree, --branch, --output, --json, --method, --mutant, --only or --update: it ports one file by rule and prints the diff");
}

void options_read(struct options *options, const struct command_help *help,
		  int argc, char **argv)
{
	struct argp_option *chosen = choose(help->groups);
	struct reading reading = { .options = options, .help = help };
	bool named;
	struct argp argp = {
		.options = chosen,
		.parser = read_option,
		.args_doc = help->arguments,
		.doc = help->text,
	};

	set_defaults(options);
	argp_err_exit_status = EXIT_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, &reading);
	free(chosen);
	if (!options->series)
		choose_series(options);
	if (!(help->groups & OPTIONS_TARGETS))
		return;
	named = options->targets.nr;
	check_file(options, named);
	for (size_t i = 0; i < options->trees.nr; i++)
		check_prefix(options, options->trees.v[i]);
	if (!named && target_names(options->root, &options->targets))
		exit(EXIT_BROKEN);
	if (help->groups & OPTIONS_EXPORT && !named && options->trees.nr == 1 &&
	    !names_target(options, options->trees.v[0]))
		options->tree = options->trees.v[0];
	else
		assign_trees(options, argv[0]);
}

void options_release(struct options *options)
{
	free(options->root);
	free(options->out);
	free(options->only_series);
	free(options->mutant);
	argv_release(&options->targets);
	argv_release(&options->trees);
}

void options_forward(const struct options *options, unsigned int groups,
		     const char *target, struct argv *args)
{
	const char *tree = options_tree(options, target);

	argv_pushl(args, "--out", options->out, "--series", options->series, NULL);
	if (groups & OPTIONS_TARGETS) {
		argv_push(args, "-j");
		argv_pushf(args, "%lu", options->jobs);
	}
	if (groups & OPTIONS_TARGETS && tree) {
		argv_push(args, "--tree");
		argv_pushf(args, "%s=%s", target, tree);
	}
	if (groups & OPTIONS_FETCH && options->update)
		argv_push(args, "--update");
	if (groups & OPTIONS_PORT)
		argv_pushl(args, "--method", options->method, NULL);
	if (groups & OPTIONS_PORT && options->mutant)
		argv_pushl(args, "--mutant", options->mutant, NULL);
	if (groups & OPTIONS_BUILD)
		argv_pushl(args, "--flavour", options->flavour, NULL);
	if (groups & OPTIONS_BOOT)
		argv_pushl(args, "--accel", options->accel, NULL);
	if (groups & OPTIONS_BOOT && options->scenario)
		argv_pushl(args, "--scenario", options->scenario, NULL);
	if (groups & OPTIONS_BOOT && options->seconds) {
		argv_push(args, "--seconds");
		argv_pushf(args, "%lu", options->seconds);
	}
	if (options->verbose)
		argv_push(args, "V=1");
	argv_push(args, target);
}
