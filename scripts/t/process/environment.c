// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"
#include "base/scratch.h"

#include <pwd.h>

/* what a script prints is as expected */
static void check(enum run_as as, const char *script, const char *expected)
{
	struct child child = CHILD_INIT;

	shell(&child, script);
	child.as = as;
	child.dir = NULL;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, expected);
	child_release(&child);
}

/* set for us only: "set" or "unset" as a child sees it */
static void check_variable(enum run_as as, const char *name, const char *expected)
{
	char *script = xstrfmt("echo ${%s+set}${%s-unset} | sed s/x//", name, name);
	char *line = xstrfmt("%s\n", expected);

	setenv(name, "x", 1);
	check(as, script, line);
	unsetenv(name);
	free(script);
	free(line);
}

static void nothing_of_ours_is_passed(void **state)
{
	static const char * const names[] = {
		"PYTHONHOME", "PERL5LIB", "CROSS_COMPILE", "ARCH", "KCPPFLAGS", "LOCALVERSION",
		"CPATH", "MAKEFILES", "CCACHE_PREFIX", "GIT_INDEX_FILE", "CC", "V", "CDPATH",
		"A_TOKEN", "SSH_AUTH_SOCK", "http_proxy", "LD_PRELOAD_X", "POSIXLY_CORRECT",
		"XDG_CACHE_HOME", "TERM", "FERRY_PROGRESS",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		check_variable(RUN_ALONE, names[i], "unset");
	check(RUN_ALONE, "echo $GIT_DIR $LC_ALL", "/dev/null/git C\n");
}

static void servers_are_reached_as_by_the_person(void **state)
{
	static const char * const names[] = {
		"http_proxy", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "SSH_AUTH_SOCK",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		check_variable(RUN_NETWORK, names[i], "set");
	check_variable(RUN_NETWORK, "A_TOKEN", "unset");
}

static void this_program_again_gets_all(void **state)
{
	(void)state;
	check_variable(RUN_OURSELVES, "A_TOKEN", "set");
	put_file("here", "");
	check(RUN_OURSELVES, "ls here", "here\n");
}

static void a_child_gets_what_it_asks_for(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	setenv("ARCH", "arm", 1);
	argv_push(&child.env, "ARCH=x86");
	shell(&child, "echo $ARCH");
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "x86\n");
	unsetenv("ARCH");
	child_release(&child);
}

static void a_temporary_folder_goes_with_its_child(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "mkdir $TMPDIR/a && touch $TMPDIR/a/b && echo $TMPDIR");
	assert_int_equal(child_run(&child), 0);
	strbuf_trim(&child.out);
	assert_true(starts_with(child.out.buf, getenv("TMPDIR")));
	assert_false(dir_exists(child.out.buf));
	assert_int_equal(count_entries(getenv("TMPDIR")), 0);
	child_release(&child);
}

static void it_goes_after_a_time_limit_too(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "touch $TMPDIR/left; sleep 1000");
	child.timeout = 0.3;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(count_entries(getenv("TMPDIR")), 0);
	child_release(&child);
}

static void away_from_our_folder_and_home(void **state)
{
	(void)state;
	put_file("sitecustomize.py", "");
	check(RUN_ALONE, "ls -A; [ $HOME = $TMPDIR ] && [ $(pwd) = $TMPDIR ] && echo home",
	      "home\n");
}

static void without_a_place_for_it(void **state)
{
	struct child child = CHILD_INIT;
	char *tmp = xstrdup(getenv("TMPDIR"));

	(void)state;
	setenv("TMPDIR", "/nowhere", 1);
	argv_push(&child.args, "true");
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.step, RUN_STEP_TMP);
	assert_described(&child, "cannot start 'true': temporary folder: No such file or directory");
	setenv("TMPDIR", tmp, 1);
	free(tmp);
	child_release(&child);
}

/* what a program that was killed has left goes, what one at work has does not */
static void what_was_left_is_swept(void **state)
{
	char *tmp = getenv("TMPDIR"), *place = xstrfmt("%s/place", tmp);
	char *left = xstrfmt("%s/ferry-run-aaaaaa/x", place);
	char *other = xstrfmt("%s/ferry-other/x", place);
	char *first, *second;

	(void)state;
	tmp = xstrdup(tmp);
	put_file(left, "");
	put_file(other, "");
	setenv("TMPDIR", place, 1);
	first = scratch_folder();
	assert_non_null(first);
	assert_false(file_exists(left));
	assert_true(file_exists(other));
	setenv("TMPDIR", tmp, 1);
	second = scratch_folder();
	scratch_folder_remove(second);
	free(second);
	setenv("TMPDIR", place, 1);
	second = scratch_folder();
	assert_true(dir_exists(first));
	scratch_folder_remove(first);
	scratch_folder_remove(second);
	remove_tree(place);
	setenv("TMPDIR", tmp, 1);
	free(first);
	free(second);
	free(place);
	free(left);
	free(other);
	free(tmp);
}

static void too_much_output_ends_it(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	argv_pushl(&child.args, "yes", NULL);
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TOO_MUCH);
	assert_true(child.out.len <= RUN_KEEP_MAX);
	child_release(&child);
}

static void memory_is_limited(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "ulimit -v");
	child.memory = 1000;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "1024000\n");
	child_release(&child);
}

static void a_tool_without_memory_says_so(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "echo 'fatal: Out of memory, malloc failed' >&2; exit 128");
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_EXHAUSTED);
	child_release(&child);
	shell(&child, "echo 'a.c: the text has \"when out of memory\"' >&2; exit 1");
	assert_int_equal(child_run(&child), 1);
	child_release(&child);
}

static void home_is_known_without_a_variable(void **state)
{
	char *home = xstrdup(getenv("HOME") ? getenv("HOME") : "");

	(void)state;
	setenv("HOME", "/set", 1);
	run_ensure_home();
	assert_string_equal(getenv("HOME"), "/set");
	unsetenv("HOME");
	run_ensure_home();
	assert_string_equal(getenv("HOME"), getpwuid(getuid())->pw_dir);
	setenv("HOME", "", 1);
	run_ensure_home();
	assert_string_equal(getenv("HOME"), getpwuid(getuid())->pw_dir);
	setenv("HOME", home, 1);
	free(home);
}

static void shims_are_left_out(void **state)
{
	char *path = xstrdup(getenv("PATH"));

	(void)state;
	setenv("PATH", "/a/shims:/bin:/b/shims:/shims/c", 1);
	run_leave_out_shims();
	assert_string_equal(getenv("PATH"), "/bin:/shims/c");
	setenv("PATH", path, 1);
	free(path);
}

/* a TMPDIR with nothing in it but what children leave */
static int make_place(void **state)
{
	char *tmp;
	int ret = scratch_setup(state) || mkdir_p("tmp");

	tmp = realpath("tmp", NULL);
	setenv("TMPDIR", tmp, 1);
	free(tmp);
	return ret;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_ours_is_passed),
		cmocka_unit_test(servers_are_reached_as_by_the_person),
		cmocka_unit_test(this_program_again_gets_all),
		cmocka_unit_test(a_child_gets_what_it_asks_for),
		cmocka_unit_test(a_temporary_folder_goes_with_its_child),
		cmocka_unit_test(it_goes_after_a_time_limit_too),
		cmocka_unit_test(away_from_our_folder_and_home),
		cmocka_unit_test(what_was_left_is_swept),
		cmocka_unit_test(too_much_output_ends_it),
		cmocka_unit_test(memory_is_limited),
		cmocka_unit_test(a_tool_without_memory_says_so),
		cmocka_unit_test(without_a_place_for_it),
		cmocka_unit_test(home_is_known_without_a_variable),
		cmocka_unit_test(shims_are_left_out),
	};

	return cmocka_run_group_tests_name("environment", tests, make_place, scratch_teardown);
}
