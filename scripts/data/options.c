// SPDX-License-Identifier: GPL-2.0-only
/* What a person asked for, see options.h */
#include "data/options.h"

#include <sched.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/scratch.h"
#include "data/expect.h"
#include "data/place.h"
#include "data/series.h"
#include "data/target.h"
#include "process/run.h"

enum option_kind {
	FLAG,		/* bool: true when given */
	NUMBER,		/* unsigned long, from 1 on; 0 when not given */
	TEXT,		/* const char *, as it was typed; NULL when not given */
	PATH,		/* TEXT made absolute: it is named in commands that run elsewhere */
	WORDS,		/* struct argv, as they were typed */
	LIST,		/* struct argv, each "TARGET=TEXT" once the targets are known */
};

enum option_reach {
	HERE,		/* for this command alone */
	STAGES,		/* for the stages that it runs as well */
};

/**
 * struct known_option - all there is to say about an option
 * @group: the enum option_group that it belongs to, 0 for every command
 * @name: its long name
 * @letter: its short name, or 0
 * @kind: how its value is read and passed on
 * @reach: who reads it
 * @field: where its value is in struct options
 * @value: the value in --help, NULL for a FLAG
 * @help: what it does, NULL where the command says that (--format)
 * @choices: the words that it may be, ended by NULL; NULL for any
 */
struct known_option {
	unsigned int group;
	const char *name;
	char letter;
	enum option_kind kind;
	enum option_reach reach;
	size_t field;
	const char *value;
	const char *help;
	const char * const *choices;
};

#define FIELD(name) offsetof(struct options, name)

static const char * const methods[] = {
	"auto", "curated", "exact", "3way", "merged", "semantic", NULL
};

static const char * const accels[] = { "tcg", "kvm", NULL };

static const struct known_option known_options[] = {
	{ 0, "out", 0, PATH, STAGES, FIELD(out), "DIR",
	  "folder for results (default: out/ of the project, where one may write there)", NULL },
	{ 0, "series", 0, TEXT, STAGES, FIELD(series), "NAME",
	  "series in patches/ (default: all of them)", NULL },
	{ 0, "trust", 0, FLAG, STAGES, FIELD(trust), NULL,
	  "run what is a stranger's without the sandbox; it is in the results", NULL },
	{ 0, "json", 0, FLAG, HERE, FIELD(json), NULL,
	  "print JSON", NULL },
	{ OPTIONS_TARGETS, "jobs", 'j', NUMBER, STAGES, FIELD(jobs), "N",
	  "do N things at once (default: the CPUs there are)", NULL },
	{ OPTIONS_TARGETS, "keep-going", 'k', FLAG, HERE, FIELD(keep_going), NULL,
	  "after a failure, go on with other targets", NULL },
	{ OPTIONS_TARGETS, "tree", 0, LIST, STAGES, FIELD(trees), "[TARGET=]DIR|GITDIR@REV",
	  "take the source from a tree of your own; it is only read", NULL },
	{ OPTIONS_TARGETS, "only", 0, FLAG, HERE, FIELD(only), NULL,
	  "run this stage alone, not those before it", NULL },
	{ OPTIONS_FETCH, "update", 0, FLAG, STAGES, FIELD(update), NULL,
	  "look for a newer source version", NULL },
	{ OPTIONS_FILE, "file", 0, TEXT, HERE, FIELD(file), "FILE",
	  "work on this one file instead of targets", NULL },
	{ OPTIONS_PORT, "method", 0, TEXT, STAGES, FIELD(method), "HOW",
	  "auto (default), curated, exact, 3way, merged or semantic", methods },
	{ OPTIONS_PORT, "history", 0, TEXT, STAGES, FIELD(history), "GITDIR[@REV]",
	  "look there for the commits that a refused port lacks; it is only read", NULL },
	{ OPTIONS_EXPORT, "branch", 0, TEXT, HERE, FIELD(branch), "NAME",
	  "make this branch of the port in the repository of --tree", NULL },
	{ OPTIONS_EXPORT, "output", 0, TEXT, HERE, FIELD(output_dir), "DIR",
	  "write the port as patch files to this folder", NULL },
	{ OPTIONS_EXPORT, "conflicts", 0, PATH, HERE, FIELD(conflicts), "DIR",
	  "where the port is refused, write a work tree to go on in to this folder", NULL },
	{ OPTIONS_EXPORT | OPTIONS_ADOPT, "force", 0, FLAG, HERE, FIELD(force), NULL,
	  "replace a branch or patch files that are there", NULL },
	{ OPTIONS_HTML, "html", 0, PATH, HERE, FIELD(html), "DIR",
	  "write it as web pages to this folder, too", NULL },
	{ OPTIONS_HTML, "force", 0, FLAG, HERE, FIELD(force), NULL,
	  "write to a folder of --html that has other files; they stay", NULL },
	{ OPTIONS_PORT, "mutant", 0, PATH, STAGES, FIELD(mutant), "PATCH",
	  "spoil the port with this patch, to see it caught; give --out too", NULL },
	{ OPTIONS_MUTANTS, "mutant", 0, WORDS, HERE, FIELD(killed), "NAME",
	  "only this mutant of ci/mutants/SERIES/; may be given again", NULL },
	{ OPTIONS_MUTANTS, "all-scenarios", 0, FLAG, HERE, FIELD(all_scenarios), NULL,
	  "boot every mutant in every scenario, to see which test fails on what", NULL },
	{ OPTIONS_BUILD, "flavour", 0, TEXT, STAGES, FIELD(flavour), "NAME",
	  "fragment in ci/kconfig/ (default: debug)", NULL },
	{ OPTIONS_BOOT, "accel", 0, TEXT, STAGES, FIELD(accel), "HOW",
	  "tcg (default), or kvm: used only if a timed trial boot works", accels },
	{ OPTIONS_BOOT, "scenario", 0, WORDS, STAGES, FIELD(scenarios), "NAME",
	  "boot only this scenario of ci/scenarios/SERIES/; may be given again", NULL },
	{ OPTIONS_BOOT, "seconds", 0, NUMBER, STAGES, FIELD(seconds), "N",
	  "length of each stress test", NULL },
	{ OPTIONS_BOOT, "repeat", 0, NUMBER, STAGES, FIELD(repeat), "N",
	  "boot each scenario N times; results that differ are FLAKY", NULL },
	{ OPTIONS_MAIL, "from", 0, TEXT, HERE, FIELD(from), "'NAME <MAIL>'",
	  "who sends it (default: the project's own identity)", NULL },
	{ OPTIONS_MAIL, "signoff", 0, FLAG, HERE, FIELD(signoff), NULL,
	  "add the Signed-off-by of --from to each patch", NULL },
	{ OPTIONS_MAIL, "in-reply-to", 0, TEXT, HERE, FIELD(in_reply_to), "ID",
	  "answer the mail with this Message-ID", NULL },
	{ OPTIONS_MAIL, "optional", 0, FLAG, HERE, FIELD(optional), NULL,
	  "make mails for a tree that can do without the change, too", NULL },
	{ OPTIONS_MAIL, "no-cc", 0, FLAG, HERE, FIELD(no_cc), NULL,
	  "no Cc: by the tree's get_maintainer.pl", NULL },
	{ OPTIONS_IMPORT, "for", 0, LIST, HERE, FIELD(only_for), "TARGET",
	  "carry it to this target; may be given more than once (default: all)", NULL },
	{ OPTIONS_IMPORT, "base", 0, PATH, HERE, FIELD(base), "GITDIR",
	  "repository with the files that the patches were made from", NULL },
	{ OPTIONS_ADOPT, "tree", 0, TEXT, HERE, FIELD(tree), "GITDIR@BRANCH",
	  "take the commits of this branch above the target's source", NULL },
	{ OPTIONS_ADOPT, "onto", 0, TEXT, HERE, FIELD(onto), "DIR|GITDIR@REV",
	  "take the target's source from a tree of your own; it is only read", NULL },
	{ OPTIONS_ADOPT, "dry-run", 0, FLAG, HERE, FIELD(dry_run), NULL,
	  "judge only, write nothing", NULL },
	{ OPTIONS_EXPLORE, "bound", 0, NUMBER, HERE, FIELD(bound), "N",
	  "try every schedule of up to N delays (default: 2)", NULL },
	{ OPTIONS_EXPLORE, "replay", 0, TEXT, HERE, FIELD(replay), "WORD",
	  "run only the execution of that word, which a finding ends with", NULL },
	{ OPTIONS_FORMAT, "format", 0, TEXT, HERE, FIELD(format), "NAME",
	  NULL, NULL },
	{ OPTIONS_FORMAT, "origin", 0, TEXT, HERE, FIELD(origin), "NAME",
	  "of kcidb: the name that KCIDB knows your CI system by (default: ferry)", NULL },
	{ OPTIONS_WATCH, "all-releases", 0, WORDS, HERE, FIELD(histories), "[TARGET=]GITDIR[@REV]",
	  "port to every release of this branch; may be given again", NULL },
	{ OPTIONS_WATCH, "since", 0, TEXT, HERE, FIELD(since), "REV",
	  "only to the releases behind this revision", NULL },
	{ OPTIONS_WATCH, "output", 0, PATH, HERE, FIELD(refreshed), "DIR",
	  "write patches that fit elsewhere now, refreshed, to DIR/TARGET", NULL },
	{ OPTIONS_WATCH, "force", 0, FLAG, HERE, FIELD(force), NULL,
	  "replace patch files that are there", NULL },
	{ OPTIONS_WATCH, "on-change", 0, TEXT, HERE, FIELD(on_change), "COMMAND",
	  "run this by sh when something has changed, with the lines as its input", NULL },
	{ OPTIONS_OUTPUT, "output", 0, TEXT, HERE, FIELD(output), "FILE",
	  "write this file instead of standard output", NULL },
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

static void check_choice(struct argp_state *state, const struct known_option *known,
			 const char *text)
{
	for (size_t i = 0; known->choices[i]; i++)
		if (!strcmp(known->choices[i], text))
			return;
	argp_error(state, "invalid --%s '%s': see --help", known->name, text);
}

/* The same path from anywhere; it lives as long as the options. */
static const char *absolute(struct options *options, const char *path)
{
	char *whole __free(free_text) = absolute_path(path);

	return argv_push(&options->memory, whole);
}

static void read_argument(const char *arg, struct argp_state *state,
			  const struct reading *reading)
{
	if (!strcmp(arg, "V=1"))
		reading->options->verbose = true;
	else if (!strcmp(arg, "V=0"))
		reading->options->verbose = false;
	else if (!(reading->help->groups & (OPTIONS_TARGETS | OPTIONS_PLACES)))
		argp_error(state, "unexpected argument '%s'", arg);
	else if (!argv_has(&reading->options->targets, arg))
		argv_push(&reading->options->targets, arg);
}

static void read_value(const struct known_option *known, struct argp_state *state,
		       const char *text, struct options *options)
{
	void *field = (char *)options + known->field;

	if (known->choices)
		check_choice(state, known, text);
	switch (known->kind) {
	case FLAG:
		*(bool *)field = true;
		break;
	case NUMBER:
		if (parse_ulong(text, 1000000, field) || !*(unsigned long *)field)
			argp_error(state, "--%s must be a number from 1 up, not '%s'",
				   known->name, text);
		break;
	case TEXT:
		*(const char **)field = text;
		break;
	case PATH:
		*(const char **)field = absolute(options, text);
		break;
	case WORDS:
	case LIST:
		argv_push(field, text);
		break;
	}
}

/* What argp calls an option: its letter, or a number that is no letter. */
static int key_of(size_t index)
{
	return known_options[index].letter ? known_options[index].letter : 256 + (int)index;
}

static error_t read_option(int key, char *arg, struct argp_state *state)
{
	const struct reading *reading = state->input;

	if (key == ARGP_KEY_ARG) {
		read_argument(arg, state, reading);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(known_options); i++) {
		if (key_of(i) == key) {
			read_value(&known_options[i], state, arg, reading->options);
			return 0;
		}
	}
	return ARGP_ERR_UNKNOWN;
}

static bool is_taken(const struct known_option *known, unsigned int groups)
{
	return !known->group || known->group & groups;
}

static struct argp_option *choose(const struct command_help *help)
{
	struct argp_option *chosen;
	size_t nr = 0;

	chosen = xcalloc(ARRAY_SIZE(known_options) + 1, sizeof(*chosen));
	for (size_t i = 0; i < ARRAY_SIZE(known_options); i++) {
		const struct known_option *known = &known_options[i];

		if (is_taken(known, help->groups))
			chosen[nr++] = (struct argp_option){
				known->name, key_of(i), known->value, 0,
				known->help ? known->help : help->format, 0
			};
	}
	return chosen;
}

/*
 * Results stand in the checkout. Where that is somebody else's, as after make install,
 * they are the person's own state.
 */
static void set_out(struct options *options)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	options->out = argv_pushf(&options->memory, "%s/out", options->root);
	if (!access(options->out, W_OK) || (errno == ENOENT && !access(options->root, W_OK)))
		return;
	if (state && state[0] == '/')
		options->out = argv_pushf(&options->memory, "%s/ferry/out", state);
	else if (home && home[0] == '/')
		options->out = argv_pushf(&options->memory, "%s/.local/state/ferry/out", home);
}

static void set_defaults(struct options *options)
{
	const char *root = getenv("FERRY_ROOT");
	const char *verbose = getenv("V");

	*options = (struct options){
		.memory = ARGV_INIT,
		.all_series = ARGV_INIT,
		.targets = ARGV_INIT,
		.trees = ARGV_INIT,
		.only_for = ARGV_INIT,
		.scenarios = ARGV_INIT,
		.killed = ARGV_INIT,
		.histories = ARGV_INIT,
		.jobs = cpus(),
		.accel = "tcg",
		.flavour = "debug",
		.method = "auto",
	};
	if (!root || root[0] != '/')
		die(EXIT_BROKEN, "FERRY_ROOT is not set: start ferry with scripts/ferry");
	options->root = argv_push(&options->memory, root);
	set_out(options);
	options->series = getenv("FERRY_SERIES");
	options->verbose = verbose && !strcmp(verbose, "1");
}

/* Of several that which patches/default names. */
static const char *default_series(struct options *options)
{
	char *path __free(free_text) = xstrfmt("%s/patches/default", options->root);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (read_file(path, &text))
		return NULL;
	strbuf_setlen(&text, strcspn(text.buf, "\n"));
	if (!argv_has(&options->all_series, text.buf))
		die(EXIT_USAGE, "'%s' names '%s', which is no series: the folders of '%s/patches' are",
		    path, text.buf, options->root);
	return argv_push(&options->memory, text.buf);
}

/* The one that was named, or all there are. */
static void choose_series(struct options *options)
{
	struct argv *all = &options->all_series;

	if (series_names(options->root, all))
		exit(EXIT_BROKEN);
	options->several = all->nr > 1;
	if (options->series) {
		argv_release(all);
		argv_push(all, options->series);
	} else if (!all->nr) {
		die(EXIT_USAGE, "'%s/patches' has no series: a folder there with a file 'info' is one",
		    options->root);
	}
	options->series = all->nr == 1 ? all->v[0] : NULL;
	options->default_series = options->series ? NULL : default_series(options);
}

const char *options_the_series(const struct options *options)
{
	struct strbuf list = STRBUF_INIT;

	if (options->series || options->default_series)
		return options->series ? options->series : options->default_series;
	for (size_t i = 0; i < options->all_series.nr; i++)
		strbuf_addf(&list, " %s", options->all_series.v[i]);
	die(EXIT_USAGE, "this is about one series: name it with --series, or for good in patches/default; there are%s",
	    list.buf);
}

void options_one_series(struct options *options)
{
	if (options->series)
		return;
	options->series = options_the_series(options);
	argv_release(&options->all_series);
	argv_push(&options->all_series, options->series);
}

/* A target that was named and that no series is carried to is a mistake. */
static int check_carried(const struct options *options, const char *target)
{
	const struct argv *all = &options->all_series;
	struct argv among __free(argv_release) = ARGV_INIT;
	struct argv carried __free(argv_release) = ARGV_INIT;

	argv_push(&among, target);
	for (size_t i = 0; i < all->nr; i++)
		if (expect_targets(options->root, all->v[i], &among, &carried))
			return -1;
	if (options->named && !carried.nr)
		return error("%s carried to %s: there is no '%s/stable/%s/%s/expect'",
			     all->nr == 1 ? "the series is not" : "no series is", target,
			     options->root, target, all->nr == 1 ? all->v[0] : "SERIES");
	return 0;
}

/* A folder beside a target that is of no series, such as a misspelt one. */
static int check_folders(const struct options *options, const char *target)
{
	char *dir __free(free_text) = xstrfmt("%s/stable/%s", options->root, target);
	struct argv series __free(argv_release) = ARGV_INIT;
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (series_names(options->root, &series))
		return -1;
	if (folder_list(dir, "*", &paths))
		return error("cannot read '%s'", dir);
	for (size_t i = 0; i < paths.nr; i++)
		if (dir_exists(paths.v[i]) && !argv_has(&series, path_base(paths.v[i])))
			return error("'%s' is for a series that is not in '%s/patches': rename or remove the folder",
				     paths.v[i], options->root);
	return 0;
}

int options_check(const struct options *options)
{
	for (size_t i = 0; i < options->all_series.nr; i++) {
		struct series series __free(series_release) = { NULL };

		if (series_open(&series, options->root, options->all_series.v[i]))
			return -1;
	}
	for (size_t i = 0; i < options->targets.nr; i++) {
		const char *name = options->targets.v[i];
		struct target target __free(target_release) = { NULL };

		if (target_open(&target, options->root, name) ||
		    check_folders(options, name) || check_carried(options, name))
			return -1;
	}
	return 0;
}

void options_of_series(const struct options *options, const char *series,
		       struct options *one)
{
	*one = *options;
	one->series = series;
	argv_init(&one->targets);
	(void)expect_targets(options->root, series, &options->targets, &one->targets);
}

char *options_mutant_name(const struct options *options)
{
	const char *name = path_base(options->mutant);
	size_t len = strlen(name);

	if (ends_with(name, ".patch"))
		len -= strlen(".patch");
	return xstrndup(name, len);
}

/* The rest of "TARGET=..." if it is for that target. */
static const char *tree_of(const char *tree, const char *target)
{
	size_t len = strlen(target);

	return starts_with(tree, target) && tree[len] == '=' ? tree + len + 1 : NULL;
}

static const char *of_target(const struct argv *trees, const char *target)
{
	for (size_t i = 0; i < trees->nr; i++)
		if (tree_of(trees->v[i], target))
			return tree_of(trees->v[i], target);
	return NULL;
}

const char *options_tree(const struct options *options, const char *target)
{
	return of_target(&options->trees, target);
}

static const char *names_target(const struct options *options, const char *tree)
{
	for (size_t i = 0; i < options->targets.nr; i++)
		if (tree_of(tree, options->targets.v[i]))
			return options->targets.v[i];
	return NULL;
}

/* A target of stable/ that a tree is for, though it was not asked for; or NULL. */
static char *names_other(const struct options *options, const char *tree)
{
	struct argv all __free(argv_release) = ARGV_INIT;

	(void)target_names(options->root, &all);
	for (size_t i = 0; i < all.nr; i++)
		if (tree_of(tree, all.v[i]))
			return xstrdup(all.v[i]);
	return NULL;
}

/* There is such a place, unless nobody will look at it. */
static void check_tree(const struct options *options, const char *tree)
{
	struct place place __free(place_release) = { NULL };
	const char *target = names_target(options, tree);

	char *other __free(free_text) = target ? NULL : names_other(options, tree);
	size_t len = strcspn(tree, "=/");

	if (!other && place_parse(&place, target ? tree_of(tree, target) : tree)) {
		if (!target && tree[len] == '=')
			die(EXIT_USAGE, "--tree %s: no target '%.*s'", tree,
			    (int)len, tree);
		die(EXIT_USAGE, "--tree %s: no folder '%s'", tree, place.dir);
	}
}

/* Every tree as TARGET=TREE, one for a target. */
static void assign_trees(struct options *options, const char *command)
{
	struct argv given = options->trees;

	argv_init(&options->trees);
	for (size_t i = 0; i < given.nr; i++) {
		const char *tree = given.v[i];
		const char *target = names_target(options, tree);

		char *other __free(free_text) = target ? NULL : names_other(options, tree);

		if (other) {
			note("ignoring --tree %s: %s is not among the targets", tree, other);
			continue;
		}
		if (!target && options->targets.nr == 1)
			target = options->targets.v[0];
		if (!target)
			die(EXIT_USAGE, "--tree %s is the source of one target: name it, as in '%s --tree %s 6.12.y', or 'TARGET=%s'",
			    tree, command, tree, tree);
		if (options_tree(options, target))
			die(EXIT_USAGE, "--tree given twice for %s", target);
		if (tree_of(tree, target))
			argv_push(&options->trees, tree);
		else
			argv_pushf(&options->trees, "%s=%s", target, tree);
	}
	argv_release(&given);
}

/* One file is ported by rule, and the diff printed: nothing else has a say in it. */
static void check_file(const struct options *options)
{
	bool by_rule = !strcmp(options->method, "auto") || !strcmp(options->method, "semantic");

	if (options->file && (options->named || options->trees.nr || options->branch ||
			      options->output_dir || options->conflicts || options->json ||
			      options->mutant ||
			      options->update || options->only || !by_rule))
		die(EXIT_USAGE, "--file cannot be combined with TARGET, --tree, --branch, --output, --conflicts, --json, --method, --mutant, --only or --update: it is about one file alone, and a port of it by rule");
}

/* Each child needs one: better to say so once. */
static void check_scratch(void)
{
	struct scratch scratch;

	if (scratch_make(&scratch))
		exit(EXIT_BROKEN);
	scratch_remove(&scratch);
}

void options_read(struct options *options, const struct command_help *help,
		  int argc, char **argv)
{
	struct argp_option *chosen = choose(help);
	struct reading reading = { .options = options, .help = help };
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
	run_set_trust(options->trust);
	check_scratch();
	choose_series(options);
	if (help->groups & OPTIONS_MAIL || options->file || options->mutant ||
	    options->scenarios.nr)
		options_one_series(options);
	if (!(help->groups & OPTIONS_TARGETS))
		return;
	options->named = options->targets.nr;
	check_file(options);
	for (size_t i = 0; i < options->trees.nr; i++)
		check_tree(options, options->trees.v[i]);
	if (!options->named && target_names(options->root, &options->targets))
		exit(EXIT_BROKEN);
	if (help->groups & OPTIONS_EXPORT && !options->named && options->trees.nr == 1 &&
	    !names_target(options, options->trees.v[0]))
		options->tree = options->trees.v[0];
	else
		assign_trees(options, argv[0]);
	if (options->tree || options->branch || options->output_dir || options->conflicts ||
	    (options->trees.nr && options->default_series))
		options_one_series(options);
}

void options_release(struct options *options)
{
	argv_release(&options->memory);
	argv_release(&options->all_series);
	argv_release(&options->targets);
	argv_release(&options->trees);
	argv_release(&options->only_for);
	argv_release(&options->scenarios);
	argv_release(&options->killed);
	argv_release(&options->histories);
}

static void forward_value(const struct known_option *known, const struct options *options,
			  const char *target, struct argv *args)
{
	const void *field = (const char *)options + known->field;
	const char *text;

	switch (known->kind) {
	case FLAG:
		if (*(const bool *)field)
			argv_pushf(args, "--%s", known->name);
		break;
	case NUMBER:
		if (*(const unsigned long *)field)
			argv_pushf(args, "--%s=%lu", known->name,
				   *(const unsigned long *)field);
		break;
	case TEXT:
	case PATH:
		text = *(const char * const *)field;
		if (text)
			argv_pushf(args, "--%s=%s", known->name, text);
		break;
	case WORDS:
		for (size_t i = 0; i < ((const struct argv *)field)->nr; i++)
			argv_pushf(args, "--%s=%s", known->name,
				   ((const struct argv *)field)->v[i]);
		break;
	case LIST:
		text = of_target(field, target);
		if (text)
			argv_pushf(args, "--%s=%s=%s", known->name, target, text);
		break;
	}
}

void options_forward(const struct options *options, unsigned int groups,
		     const char *target, struct argv *args)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_options); i++) {
		const struct known_option *known = &known_options[i];

		if (known->reach == STAGES && is_taken(known, groups))
			forward_value(known, options, target, args);
	}
	if (options->verbose)
		argv_push(args, "V=1");
	argv_push(args, target);
}
