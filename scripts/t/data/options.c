// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/options.h"

static const struct command_help all = {
	.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_BUILD |
		  OPTIONS_BOOT,
};

/* reads a line of words, the name of the command first */
static void read_line(struct options *options, const struct command_help *help,
		      const char *line, struct argv *words)
{
	char *copy = xstrdup(line), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		argv_push(words, word);
	free(copy);
	options_read(options, help, (int)words->nr, (char **)words->v);
}

/* what a stage for @target is told after @line was read */
static void check(const char *line, unsigned int groups, const char *target,
		  const char *expected)
{
	struct argv words = ARGV_INIT, args = ARGV_INIT;
	struct strbuf said = STRBUF_INIT;
	struct options options;

	read_line(&options, &all, line, &words);
	options_forward(&options, groups, target, &args);
	for (size_t i = 0; i < args.nr; i++)
		strbuf_addf(&said, "%s%s", i ? " " : "", args.v[i]);
	assert_string_equal(said.buf, expected);
	strbuf_release(&said);
	argv_release(&args);
	options_release(&options);
	argv_release(&words);
}

static void every_option_is_passed_on(void **state)
{
	(void)state;
	check("run --out=/o --series s -j 3 --tree 6.1.y=/usr --update --method exact "
	      "--mutant /m --flavour kasan --accel kvm --scenario one --seconds 9 V=1 6.1.y",
	      all.groups, "6.1.y",
	      "--out=/o --series=s --jobs=3 --tree=6.1.y=/usr --update --method=exact "
	      "--mutant=/m --flavour=kasan --accel=kvm --scenario=one --seconds=9 V=1 6.1.y");
}

static void defaults_are_passed_on(void **state)
{
	(void)state;
	check("run --series s --jobs 2 6.1.y", all.groups, "6.1.y",
	      "--out=/proc/self/cwd/out --series=s --jobs=2 --method=auto --flavour=debug --accel=tcg 6.1.y");
}

static void what_is_the_commands_own_is_not(void **state)
{
	(void)state;
	check("run --series s -j 2 --json -k --only 6.1.y", OPTIONS_TARGETS, "6.1.y",
	      "--out=/proc/self/cwd/out --series=s --jobs=2 6.1.y");
}

static void only_what_the_stage_takes(void **state)
{
	(void)state;
	check("run --series s -j 2 --update --seconds 9 6.1.y", OPTIONS_FETCH, "6.1.y",
	      "--out=/proc/self/cwd/out --series=s --update 6.1.y");
}

static void a_tree_goes_to_its_target(void **state)
{
	(void)state;
	check("run --series s -j 2 --tree 6.1.y=/usr --tree 6.6.y=/etc 6.1.y 6.6.y",
	      OPTIONS_TARGETS, "6.6.y",
	      "--out=/proc/self/cwd/out --series=s --jobs=2 --tree=6.6.y=/etc 6.6.y");
}

static void a_path_is_made_absolute(void **state)
{
	char *here = getcwd(NULL, 0);
	char *expected = xstrfmt("--out=%s/there --series=s 6.1.y", here);

	(void)state;
	check("run --series s --out there 6.1.y", OPTIONS_FILE, "6.1.y", expected);
	free(expected);
	free(here);
}

/* the targets of each series, for a line: "s: 6.1.y 6.6.y; t: 6.6.y" */
static void check_series(const char *line, bool good, const char *expected)
{
	struct argv words = ARGV_INIT;
	struct strbuf said = STRBUF_INIT;
	struct options options, one;
	int ret;

	read_line(&options, &all, line, &words);
	capture_stderr("said");
	ret = options_check(&options);
	release_stderr();
	assert_int_equal(ret, good ? 0 : -1);
	for (size_t i = 0; good && i < options.all_series.nr; i++) {
		options_of_series(&options, options.all_series.v[i], &one);
		strbuf_addf(&said, "%s%s:", i ? "; " : "", one.series);
		for (size_t t = 0; t < one.targets.nr; t++)
			strbuf_addf(&said, " %s", one.targets.v[t]);
		argv_release(&one.targets);
	}
	if (good)
		assert_string_equal(said.buf, expected);
	else
		assert_file("said", expected);
	strbuf_release(&said);
	options_release(&options);
	argv_release(&words);
}

static void series_go_to_their_targets(void **state)
{
	(void)state;
	put_file("patches/s/info", "[series]\n\tfile = a.c\n\twatch = w\n\tresidue = r\n");
	put_file("stable/6.1.y/s/expect", "");
	put_file("stable/6.6.y/s/expect", "");
	check_series("run", true, "s: 6.1.y 6.6.y");
	put_file("patches/t/info", "[series]\n\tfile = a.c\n\twatch = w\n\tresidue = r\n");
	put_file("stable/6.6.y/t/expect", "");
	check_series("run", true, "s: 6.1.y 6.6.y; t: 6.6.y");
	check_series("run 6.1.y", true, "s: 6.1.y; t:");
	check_series("run --series t", true, "t: 6.6.y");
	check_series("run --series t 6.1.y", false, "ferry: error: the series is not carried "
		     "to 6.1.y: there is no '/proc/self/cwd/stable/6.1.y/t/expect'\n");
	unlink("stable/6.1.y/s/expect");
	check_series("run", false, "ferry: error: '/proc/self/cwd/stable/6.1.y/s' has no file "
		     "'expect': say there which shape the tree has, or remove the folder\n");
	assert_int_equal(remove_tree("stable/6.1.y/s"), 0);
	check_series("run 6.1.y", false, "ferry: error: no series is carried to 6.1.y: "
		     "there is no '/proc/self/cwd/stable/6.1.y/SERIES/expect'\n");
	put_file("stable/6.1.y/S/expect", "");
	check_series("run 6.1.y", false, "ferry: error: '/proc/self/cwd/stable/6.1.y/S' is for a "
		     "series that is not in '/proc/self/cwd/patches': rename or remove the folder\n");
	check_series("run --series u", false, "ferry: error: no series 'u': "
		     "'/proc/self/cwd/patches/u/info' is missing\n");
}

/* two targets; the root is told by a name that is the same on every machine */
static int make_project(void **state)
{
	if (scratch_setup(state) || mkdir_p("stable/6.1.y") || mkdir_p("stable/6.6.y") ||
	    mkdir_p("patches"))
		return -1;
	put_file("stable/6.1.y/target", "");
	put_file("stable/6.6.y/target", "");
	unsetenv("V");
	return setenv("FERRY_ROOT", "/proc/self/cwd", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_is_passed_on),
		cmocka_unit_test(defaults_are_passed_on),
		cmocka_unit_test(what_is_the_commands_own_is_not),
		cmocka_unit_test(only_what_the_stage_takes),
		cmocka_unit_test(a_tree_goes_to_its_target),
		cmocka_unit_test(a_path_is_made_absolute),
		cmocka_unit_test(series_go_to_their_targets),
	};

	return cmocka_run_group_tests_name("options", tests, make_project, scratch_teardown);
}
