// SPDX-License-Identifier: GPL-2.0-only
#define FERRY_MAY_FORK
#include "t/test.h"
#include "t/child.h"

#include <fcntl.h>

static void raise_int(void *data, const char *line, size_t len)
{
	(void)data;
	(void)line;
	(void)len;
	raise(SIGINT);
}

static void test_interrupt(void **state)
{
	struct child first = CHILD_INIT, second = CHILD_INIT, later = CHILD_INIT;
	struct runner *runner = runner_new();
	int done = 0;

	(void)state;
	run_install_signals();
	shell(&first, "echo $$; while :; do sleep 0.05; done");
	shell(&second, "sleep 1000 & echo $! $$; wait");
	shell(&later, "echo must not run");
	second.on_line = raise_int;
	runner_add(runner, &first, count_done, &done);
	while (!first.out.len)
		runner_step(runner, -1);
	assert_int_equal(run_interrupted(), 0);
	runner_add(runner, &second, count_done, &done);
	while (!run_interrupted())
		runner_step(runner, -1);
	assert_int_equal(run_interrupted(), SIGINT);
	runner_add(runner, &later, count_done, &done);
	while (runner_step(runner, -1))
		;
	assert_int_equal(done, 3);
	assert_int_equal(first.end, RUN_INTERRUPTED);
	assert_int_equal(second.end, RUN_INTERRUPTED);
	assert_int_equal(later.end, RUN_INTERRUPTED);
	assert_int_equal(child_result(&first), -1);
	assert_true(later.seconds <= 0);
	assert_described(&second, "sh: interrupted");
	assert_gone(pid_in(first.out.buf));
	assert_gone(pid_in(second.out.buf));
	assert_gone(pid_in(strchr(second.out.buf, ' ')));

	assert_int_equal(child_run(&later), -1);
	assert_int_equal(later.end, RUN_INTERRUPTED);
	run_forget_interrupt();
	assert_int_equal(child_run(&later), 0);

	runner_free(runner);
	child_release(&first);
	child_release(&second);
	child_release(&later);
}

static void a_lock_is_not_waited_for_for_ever(void **state)
{
	int held = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	int wanted = open("lock", O_RDWR | O_CLOEXEC);

	(void)state;
	run_install_signals();
	assert_int_equal(run_lock(held), 0);
	raise(SIGTERM);
	assert_int_equal(run_lock(wanted), -EINTR);
	run_forget_interrupt();
	close(held);
	assert_int_equal(run_lock(wanted), 0);
	close(wanted);
}

/* once at "ready", again when the child says that it will not go */
static void test_second_interrupt_kills_at_once(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	run_install_signals();
	shell(&child, "trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done");
	child.on_line = raise_int;
	child.grace = 60;
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	assert_true(starts_with(child.out.buf, "ready\nno\n"));
	assert_true(child.seconds < 10);
	run_forget_interrupt();
	child_release(&child);
}

static void test_interrupt_while_waiting(void **state)
{
	struct child child = CHILD_INIT, other = CHILD_INIT;
	struct runner *runner = runner_new();

	(void)state;
	run_install_signals();
	/* the signal comes from elsewhere while poll(2) sleeps */
	shell(&other, "sleep 0.2; kill -TERM $PPID; sleep 1000");
	shell(&child, "exec sleep 1000");
	runner_add(runner, &child, NULL, NULL);
	runner_add(runner, &other, NULL, NULL);
	while (runner_step(runner, -1))
		;
	assert_int_equal(run_interrupted(), SIGTERM);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	assert_true(child.seconds < 10);
	run_forget_interrupt();
	runner_free(runner);
	child_release(&child);
	child_release(&other);
}

static void test_ignored_signal_stays_ignored(void **state)
{
	(void)state;
	signal(SIGHUP, SIG_IGN);
	run_install_signals();
	raise(SIGHUP);
	assert_int_equal(run_interrupted(), 0);
	signal(SIGHUP, SIG_DFL);
	run_install_signals();
	raise(SIGHUP);
	assert_int_equal(run_interrupted(), SIGHUP);
	run_forget_interrupt();
}

/* a copy of us that is killed outright takes its child along */
static void test_children_do_not_outlive_us(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	pid_t parent, child;
	int status;

	(void)state;
	parent = fork();
	if (!parent) {
		struct child sleeper = CHILD_INIT;

		shell(&sleeper, "echo $$ > pid.tmp; mv pid.tmp pid; exec sleep 1000");
		child_run(&sleeper);
		_exit(0);
	}
	while (!file_exists("pid"))
		usleep(10000);
	assert_int_equal(read_file("pid", &sb), 0);
	child = pid_in(sb.buf);
	assert_true(is_running(child));
	kill(parent, SIGKILL);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	assert_gone(child);
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(a_lock_is_not_waited_for_for_ever),
		cmocka_unit_test(test_second_interrupt_kills_at_once),
		cmocka_unit_test(test_interrupt_while_waiting),
		cmocka_unit_test(test_ignored_signal_stays_ignored),
		cmocka_unit_test(test_children_do_not_outlive_us),
	};

	/* a shell's background job begins with SIGINT ignored */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	return cmocka_run_group_tests_name("signal", tests, scratch_setup,
					   scratch_teardown);
}
