// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

static void test_timeout_kills_grandchildren(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "(sleep 1000 & echo $!; exec sleep 1000) & echo $!; wait");
	child.timeout = 0.3;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_true(child.seconds >= 0.3);
	assert_true(child.seconds < 10);
	assert_described(&child, "sh: timed out after 0.3 s");
	assert_non_null(strchr(child.out.buf, '\n'));
	assert_gone(pid_in(child.out.buf));
	assert_gone(pid_in(strchr(child.out.buf, '\n') + 1));
	child_release(&child);
}

static void test_silence(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "echo heard >&2; exec sleep 1000");
	child.first_output = 0.3;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_SILENT);
	assert_true(child.seconds >= 0.3);
	assert_true(child.seconds < 10);
	assert_described(&child, "sh: no output in 0.3 s");

	/* what is over first is told */
	child.timeout = 0.2;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	child.timeout = 60;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_SILENT);
	child_release(&child);
}

static void test_one_byte_is_enough(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "printf x; sleep 1");
	child.first_output = 0.5;
	assert_int_equal(child_run(&child), 0);
	child_release(&child);

	/* then the other limit holds */
	shell(&child, "printf x; exec sleep 1000");
	child.timeout = 0.8;
	child.first_output = 0.5;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_true(child.seconds >= 0.8);
	child_release(&child);
}

static void test_term_comes_before_kill(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "trap 'echo cleaned; exit 0' TERM; while :; do sleep 0.05; done");
	child.timeout = 3;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_string_equal(child.out.buf, "cleaned\n");
	child_release(&child);
}

static void test_kill_comes_after_grace(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "trap '' TERM; echo $$; while :; do sleep 0.05; done");
	child.timeout = 0.3;
	child.grace = 0.4;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_true(child.seconds >= 0.7);
	assert_true(child.seconds < 10);
	assert_gone(pid_in(child.out.buf));
	child_release(&child);

	shell(&child, "trap '' TERM; while :; do sleep 0.05; done");
	child.timeout = 0.2;
	child.grace = 0;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_true(child.seconds < 10);
	child_release(&child);
}

static void test_stopped_child_times_out(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "kill -STOP $$; echo woke");
	child.timeout = 0.2;
	child.grace = 30;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	assert_true(child.seconds < 10);
	child_release(&child);
}

static void test_nothing_stays_behind(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "sleep 1000 & echo $!");
	assert_int_equal(child_run(&child), 0);
	assert_true(child.seconds < 10);
	assert_gone(pid_in(child.out.buf));
	child_release(&child);
}

/* what left the group keeps the pipe open, but cannot hold us up for long */
static void test_escaped_process_does_not_block(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "setsid sleep 20 & echo $!; sleep 0.2");
	assert_int_equal(child_run(&child), 0);
	assert_true(child.seconds < 10);
	kill(pid_in(child.out.buf), SIGKILL);
	child_release(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_timeout_kills_grandchildren),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_one_byte_is_enough),
		cmocka_unit_test(test_term_comes_before_kill),
		cmocka_unit_test(test_kill_comes_after_grace),
		cmocka_unit_test(test_stopped_child_times_out),
		cmocka_unit_test(test_nothing_stays_behind),
		cmocka_unit_test(test_escaped_process_does_not_block),
	};

	return cmocka_run_group_tests_name("timeout", tests, scratch_setup,
					   scratch_teardown);
}
