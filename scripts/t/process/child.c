// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

/* what child_failure() says of a script that printed to both outputs */
static void check(const char *script, const char *expected)
{
	struct child child = CHILD_INIT;
	struct strbuf why = STRBUF_INIT;

	shell(&child, script);
	child_run(&child);
	child_failure(&child, &why);
	assert_string_equal(why.buf, expected);
	strbuf_release(&why);
	child_release(&child);
}

static void last_line_of_what_it_said(void **state)
{
	(void)state;
	check("echo one >&2; echo two >&2; echo out; exit 3", "sh: exited with 3: two");
	check("printf 'one\\n\\n\\n' >&2; exit 3", "sh: exited with 3: one");
	check("echo first; echo out; exit 3", "sh: exited with 3: out");
	check("kill -9 $$", "sh: killed by signal 9 (Killed)");
}

static void full_disk_comes_first(void **state)
{
	(void)state;
	check("echo 'cc: x.s: No space left on device' >&2; echo 'see above' >&2; exit 1",
	      "sh: exited with 1: cc: x.s: No space left on device");
}

static void not_started(void **state)
{
	struct child child = CHILD_INIT;
	struct strbuf why = STRBUF_INIT;

	(void)state;
	argv_push(&child.args, "no-such-program");
	child_run(&child);
	child_failure(&child, &why);
	assert_string_equal(why.buf, "cannot start 'no-such-program': No such file or directory");
	strbuf_release(&why);
	child_release(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(last_line_of_what_it_said),
		cmocka_unit_test(full_disk_comes_first),
		cmocka_unit_test(not_started),
	};

	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
