// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

#include <pwd.h>

/* what a script prints is as expected; it runs @secluded or not */
static void check(bool secluded, const char *script, const char *expected)
{
	struct child child = CHILD_INIT;

	shell(&child, script);
	child.secluded = secluded;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, expected);
	child_release(&child);
}

/* set for us only: "set" or "unset" as a child sees it */
static void check_variable(const char *name, const char *expected)
{
	char *script = xstrfmt("echo ${%s+set}${%s-unset} | sed s/x//", name, name);
	char *line = xstrfmt("%s\n", expected);

	setenv(name, "x", 1);
	check(false, script, line);
	unsetenv(name);
	free(script);
	free(line);
}

static void what_only_breaks_is_scrubbed(void **state)
{
	static const char * const names[] = {
		"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "COCCINELLE_HOME",
		"PERL5LIB", "BASH_ENV", "CROSS_COMPILE", "ARCH", "KCFLAGS", "KCPPFLAGS",
		"KAFLAGS", "LOCALVERSION", "KCONFIG_ALLCONFIG", "CPATH",
		"C_INCLUDE_PATH", "MAKEFILES", "MAKEFLAGS", "GNUMAKEFLAGS",
		"CCACHE_PREFIX", "HOSTCFLAGS", "KBUILD_EXTRA_SYMBOLS", "GIT_DIR",
		"GIT_INDEX_FILE", "GIT_CONFIG_COUNT", "CC", "LLVM", "O", "V",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		check_variable(names[i], "unset");
}

static void the_rest_is_not(void **state)
{
	static const char * const names[] = {
		"FERRY_PROGRESS", "XDG_CACHE_HOME", "http_proxy", "GIT_SSH_COMMAND",
		"GIT_SSL_CAINFO", "HOSTNAME", "TERM", "DISPLAY", "OLDNAME",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		check_variable(names[i], "set");
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

static void secluded_from_our_folder_and_home(void **state)
{
	(void)state;
	put_file("sitecustomize.py", "");
	check(false, "ls sitecustomize.py", "sitecustomize.py\n");
	check(true, "ls -A; [ $HOME = $TMPDIR ] && [ $(pwd) = $TMPDIR ] && echo home",
	      "home\n");
}

static void without_a_place_for_it(void **state)
{
	struct child child = CHILD_INIT;
	char *tmp = xstrdup(getenv("TMPDIR"));

	(void)state;
	setenv("TMPDIR", "/nowhere", 1);
	check(false, "echo $TMPDIR", "/nowhere\n");
	argv_push(&child.args, "true");
	child.secluded = true;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.step, RUN_STEP_TMP);
	assert_described(&child, "cannot start 'true': temporary folder: No such file or directory");
	setenv("TMPDIR", tmp, 1);
	free(tmp);
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
		cmocka_unit_test(what_only_breaks_is_scrubbed),
		cmocka_unit_test(the_rest_is_not),
		cmocka_unit_test(a_child_gets_what_it_asks_for),
		cmocka_unit_test(a_temporary_folder_goes_with_its_child),
		cmocka_unit_test(it_goes_after_a_time_limit_too),
		cmocka_unit_test(secluded_from_our_folder_and_home),
		cmocka_unit_test(without_a_place_for_it),
		cmocka_unit_test(home_is_known_without_a_variable),
	};

	return cmocka_run_group_tests_name("environment", tests, make_place, scratch_teardown);
}
