// SPDX-License-Identifier: GPL-2.0-only
/* ferry mutants: wrong backports, and which layers kill them */
#include "base/folder.h"
#include "boot/scenario.h"
#include "commands.h"
#include "run/matrix.h"
#include "run/pipeline.h"

static const struct command_help help = {
	.arguments = "[TARGET...]",
	.text = "Make each wrong backport of ci/mutants/SERIES/ on the port to its target, "
		"and let every layer judge it: the gates of port, the warnings of check, "
		"the explorer, and boots in the scenarios that have the tests that it "
		"names. What did not change is not done again.\v"
		"Prints a line for each mutant, by layer: killed, SURVIVES, also (it kills "
		"without being named), nothing (nor is it named), - (not run), ? (named, and not "
		"run). The "
		"same is in out/mutants.json.\n\n"
		"Exit status: 0 each is killed by each layer that it names; 1 one is not; "
		"2 a mutant names a layer, a boot test or a target that there is not; 4 "
		"one does not apply or compile, or a tool failed.",
	.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_BUILD | OPTIONS_BOOT |
		  OPTIONS_MUTANTS,
};

/* The mutants that are asked for, with what is to be run of each. */
struct mutants {
	const struct options *options;
	struct mutant *v;
	struct pipeline_part *parts;	/* of each, its options own their scenarios */
	bool *asked;
	size_t nr;
	struct argv tests;		/* of the series that is being read */
	struct argv scenarios;		/* the scenario of each */
};

/* --- which there are ------------------------------------------------------------ */

/* Every test of the series' scenarios, and in @names the scenario of each. */
static int read_tests(const struct options *options, const char *series, struct argv *tests,
		      struct argv *names)
{
	char *dir __free(free_text) = xstrfmt("%s/ci/scenarios/%s", options->root, series);
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = 0;

	if (dir_exists(dir) && folder_list(dir, "*", &paths))
		return error("cannot read '%s'", dir);
	for (size_t i = 0; i < paths.nr; i++) {
		struct scenario scenario __free(scenario_release);
		const char **own;
		size_t nr;

		if (scenario_open(&scenario, paths.v[i])) {
			ret = -1;
			continue;
		}
		nr = scenario_tests(&scenario, &own);
		for (size_t k = 0; k < nr; k++) {
			argv_push(tests, own[k]);
			argv_push(names, scenario.name);
		}
		free(own);
	}
	return ret;
}

static const char *scenario_with(const struct mutants *mutants, const char *test)
{
	for (size_t i = 0; i < mutants->tests.nr; i++)
		if (!strcmp(mutants->tests.v[i], test))
			return mutants->scenarios.v[i];
	return NULL;
}

/* The scenarios of the tests that have to fail, each once. */
static int choose_scenarios(const struct mutants *mutants, const struct mutant *mutant,
			    struct options *options)
{
	const struct argv *tests = &mutant->expect[LAYER_BOOT];

	for (size_t i = 0; i < tests->nr; i++) {
		const char *name = scenario_with(mutants, tests->v[i]);

		if (!name)
			return error("'%s': '%s' is not a boot test of any scenario in ci/scenarios/%s",
				     mutant->path, tests->v[i], options->series);
		if (!argv_has(&options->scenarios, name))
			argv_push(&options->scenarios, name);
	}
	return 0;
}

/* What was seen in all scenarios is not looked for in some of them again. */
static bool known_in_all(struct options *options, const char *target)
{
	struct argv scenarios = options->scenarios;
	struct stage_known known[STAGE_NR];
	bool fresh;

	argv_init(&options->scenarios);
	stages_known(options, target, known);
	fresh = known[STAGE_BOOT].fresh && known[STAGE_BOOT].result.verdict != VERDICT_BROKEN;
	options->scenarios = scenarios;
	for (int id = 0; id < STAGE_NR; id++)
		result_release(&known[id].result);
	return fresh;
}

static int plan(struct mutants *mutants, const char *series, const struct mutant *mutant,
		struct pipeline_part *part)
{
	struct options *options = &part->options;
	bool boots = mutants->options->all_scenarios || mutant->expect[LAYER_BOOT].nr;

	*part = (struct pipeline_part){
		.options = *mutants->options, .name = mutant->name,
		.last = boots ? STAGE_BOOT : STAGE_CHECK,
	};
	options->series = series;
	options->mutant = mutant->path;
	argv_init(&options->targets);
	argv_init(&options->scenarios);
	argv_push(&options->targets, mutant->target);
	if (choose_scenarios(mutants, mutant, options))
		return -1;
	if (mutants->options->all_scenarios || known_in_all(options, mutant->target)) {
		argv_release(&options->scenarios);
		part->last = STAGE_BOOT;
	}
	return 0;
}

static bool is_asked(const struct options *options, const struct mutant *mutant)
{
	return argv_has(&options->targets, mutant->target) &&
	       (!options->killed.nr || argv_has(&options->killed, mutant->name));
}

static int check_target(const struct options *options, const char *series,
			const struct mutant *mutant)
{
	struct argv among __free(argv_release) = ARGV_INIT;
	struct argv carried __free(argv_release) = ARGV_INIT;

	argv_push(&among, mutant->target);
	if (expect_targets(options->root, series, &among, &carried))
		return -1;
	return carried.nr ? 0 : error("'%s': '%s' is not a target that the series is carried to",
				      mutant->path, mutant->target);
}

static int add(struct mutants *mutants, const char *series, const char *path)
{
	struct mutant *mutant = &mutants->v[mutants->nr];
	int ret = mutant_open(mutant, path);

	mutants->nr++;
	if (!ret)
		ret = check_target(mutants->options, series, mutant);
	if (!ret)
		ret = plan(mutants, series, mutant, &mutants->parts[mutants->nr - 1]);
	mutants->asked[mutants->nr - 1] = !ret && is_asked(mutants->options, mutant);
	return ret;
}

/* All that is wrong is said, whatever was asked for: a line each. */
static int read_mutants(struct mutants *mutants, const struct argv *series)
{
	int ret = 0;

	for (size_t i = 0; i < series->nr; i++) {
		char *dir __free(free_text) = xstrfmt("%s/ci/mutants/%s",
						      mutants->options->root, series->v[i]);
		struct argv paths __free(argv_release) = ARGV_INIT;
		size_t nr;

		if (dir_exists(dir) && folder_list(dir, "*.patch", &paths))
			return error("cannot read '%s'", dir);
		argv_release(&mutants->tests);
		argv_release(&mutants->scenarios);
		if (paths.nr && read_tests(mutants->options, series->v[i], &mutants->tests,
					   &mutants->scenarios))
			return -1;
		nr = mutants->nr + paths.nr + 1;
		mutants->v = xrealloc(mutants->v, nr * sizeof(*mutants->v));
		mutants->parts = xrealloc(mutants->parts, nr * sizeof(*mutants->parts));
		mutants->asked = xrealloc(mutants->asked, nr * sizeof(*mutants->asked));
		memset(mutants->parts + mutants->nr, 0,
		       (nr - mutants->nr) * sizeof(*mutants->parts));
		for (size_t k = 0; k < paths.nr; k++)
			if (add(mutants, series->v[i], paths.v[k]))
				ret = -1;
	}
	return ret;
}

/* A name that nothing has would be a run that kills nothing. */
static int check_names(const struct mutants *mutants)
{
	const struct options *options = mutants->options;
	size_t nr = 0;

	for (size_t i = 0; i < options->killed.nr; i++) {
		bool found = false;

		for (size_t k = 0; k < mutants->nr; k++)
			found |= mutants->asked[k] &&
				 !strcmp(mutants->v[k].name, options->killed.v[i]);
		if (!found)
			return error("no mutant '%s' of these targets in ci/mutants/",
				     options->killed.v[i]);
	}
	for (size_t i = 0; i < mutants->nr; i++)
		nr += mutants->asked[i];
	return nr ? 0 : error("no mutant of these targets in ci/mutants/");
}

static void release(struct mutants *mutants)
{
	for (size_t i = 0; i < mutants->nr; i++) {
		mutant_release(&mutants->v[i]);
		argv_release(&mutants->parts[i].options.targets);
		argv_release(&mutants->parts[i].options.scenarios);
	}
	free(mutants->v);
	free(mutants->parts);
	free(mutants->asked);
	argv_release(&mutants->tests);
	argv_release(&mutants->scenarios);
}

/* --- what became of them ----------------------------------------------------------- */

static void read_kill(const struct mutants *mutants, size_t i, struct kill *kill)
{
	kill_read(kill, &mutants->v[i], &mutants->parts[i].options, mutants->parts[i].last);
}

/* How far they are, for whoever waits. */
static void part_ended(const struct pipeline_part *part, bool unchanged)
{
	if (!part->options.json)
		printf("  %-7s %-8s %s%s\n", "MUTANT", part->options.targets.v[0], part->name,
		       unchanged ? " (unchanged)" : "");
	fflush(stdout);
}

/* All there are, also those that were not asked for: the file is about all. */
static char *all_json(const struct mutants *mutants)
{
	json_auto_t *list = json_array();
	json_t *of_series = NULL;
	const char *series = NULL;

	for (size_t i = 0; i < mutants->nr; i++) {
		const char *own = mutants->parts[i].options.series;
		struct kill kill __free(kill_release);

		if (!series || strcmp(series, own)) {
			of_series = json_array();
			series = own;
			json_array_append_new(list, json_pack("{s:s, s:o}", "series", series,
							      "mutants", of_series));
		}
		read_kill(mutants, i, &kill);
		json_array_append_new(of_series, kill_json(&kill));
	}
	return json_dumps(list, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
}

static int keep(const struct mutants *mutants)
{
	char *path __free(free_text) = xstrfmt("%s/mutants.json", mutants->options->out);
	char *text __free(free_text) = all_json(mutants);
	int ret = text ? write_file_atomic(path, text, strlen(text)) : -EINVAL;

	if (!ret && mutants->options->json)
		puts(text);
	return ret ? error("cannot write '%s': %s", path, strerror(-ret)) : 0;
}

/* One that survives is graver than one of which nothing is known. */
static int conclude(const struct mutants *mutants)
{
	struct kill *kills = xcalloc(mutants->nr, sizeof(*kills));
	int status = EXIT_PASS;
	size_t nr = 0;

	if (!mutants->options->json) {
		putchar('\n');
		matrix_print_header();
	}
	for (size_t i = 0; i < mutants->nr; i++) {
		int one;

		if (!mutants->asked[i])
			continue;
		read_kill(mutants, i, &kills[nr]);
		one = kill_status(&kills[nr]);
		if (one != EXIT_PASS && status != EXIT_FAIL)
			status = one;
		if (!mutants->options->json)
			matrix_print_row(&kills[nr]);
		nr++;
	}
	if (!mutants->options->json)
		matrix_print_rest(kills, nr);
	for (size_t i = 0; i < nr; i++)
		kill_release(&kills[i]);
	free(kills);
	return status;
}

/* Those that are asked for; the others' results stand. */
static int perform(const struct mutants *mutants)
{
	struct pipeline_part *parts = xcalloc(mutants->nr, sizeof(*parts));
	struct options options = *mutants->options;
	size_t nr = 0;
	int status;

	for (size_t i = 0; i < mutants->nr; i++)
		if (mutants->asked[i])
			parts[nr++] = mutants->parts[i];
	options.keep_going = true;
	status = pipeline_perform(&options, parts, nr, part_ended);
	free(parts);
	return status;
}

int cmd_mutants(int argc, char **argv)
{
	struct options options __free(options_release);
	struct mutants mutants __free(release) = {
		.options = &options, .tests = ARGV_INIT, .scenarios = ARGV_INIT,
	};
	int status;

	options_read(&options, &help, argc, argv);
	if (options.only || options.scenarios.nr)
		die(EXIT_USAGE, "--only and --scenario are not for mutants, which name the boot tests themselves");
	if (options_check(&options))
		return EXIT_USAGE;
	if (read_mutants(&mutants, &options.all_series) || check_names(&mutants))
		return EXIT_USAGE;
	status = perform(&mutants);
	if (status == EXIT_INTERRUPTED)
		error("interrupted: what was done is kept, the same command goes on from there");
	if (status != EXIT_PASS)
		return status;
	status = conclude(&mutants);
	return keep(&mutants) ? EXIT_BROKEN : status;
}
