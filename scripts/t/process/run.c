// SPDX-License-Identifier: GPL-2.0-only
#define FERRY_MAY_FORK
#include "t/test.h"
#include "process/run.h"

#include <fcntl.h>

/* big enough for every pipe to be full many times */
#define MANY_BYTES ((size_t)10 * 1024 * 1024)

static void shell(struct child *child, const char *script)
{
	argv_pushl(&child->args, "sh", "-c", script, NULL);
}

static void assert_described(const struct child *child, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	child_describe(child, &sb);
	assert_string_equal(sb.buf, expected);
	strbuf_release(&sb);
}

static pid_t pid_in(const char *text)
{
	return (pid_t)strtol(text, NULL, 10);
}

/* --- how it ends -------------------------------------------------------- */

static void test_exit_status(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "exit 0");
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(child.end, RUN_EXITED);
	assert_described(&child, "sh: exited with 0");
	child_release(&child);

	argv_push(&child.args, "/bin/sh");
	argv_pushl(&child.args, "-c", "exit 7", NULL);
	assert_int_equal(child_run(&child), 7);
	assert_int_equal(child.end, RUN_EXITED);
	assert_int_equal(child.status, 7);
	assert_described(&child, "sh: exited with 7");
	child_release(&child);
}

static void test_signaled(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "echo before; kill -9 $$");
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_SIGNALED);
	assert_int_equal(child.status, SIGKILL);
	assert_string_equal(child.out.buf, "before\n");
	assert_described(&child, "sh: killed by signal 9 (Killed)");
	child_release(&child);
}

static void expect_not_started(struct child *child, enum run_step step, int err,
			       const char *words)
{
	assert_int_equal(child_run(child), -1);
	assert_int_equal(child->end, RUN_NOT_STARTED);
	assert_int_equal(child->step, step);
	assert_int_equal(child->status, err);
	assert_described(child, words);
	child_release(child);
}

static void test_not_started(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	argv_push(&child.args, "no-such-program");
	expect_not_started(&child, RUN_STEP_EXEC, ENOENT,
			   "cannot start 'no-such-program': No such file or directory");

	put_file("plain", "not a program");
	argv_push(&child.args, "./plain");
	expect_not_started(&child, RUN_STEP_EXEC, EACCES,
			   "cannot start './plain': Permission denied");

	argv_push(&child.args, "true");
	child.dir = "no/dir";
	expect_not_started(&child, RUN_STEP_DIR, ENOENT,
			   "cannot start 'true': directory 'no/dir': "
			   "No such file or directory");

	argv_push(&child.args, "true");
	child.in_path = "no-input";
	expect_not_started(&child, RUN_STEP_INPUT, ENOENT,
			   "cannot start 'true': input 'no-input': "
			   "No such file or directory");

	argv_push(&child.args, "true");
	child.out_mode = RUN_LOG;
	child.log_path = "no/log";
	expect_not_started(&child, RUN_STEP_LOG, ENOENT,
			   "cannot start 'true': log 'no/log': No such file or directory");

	expect_not_started(&child, RUN_STEP_EXEC, EINVAL,
			   "cannot start '': Invalid argument");

	argv_push(&child.args, "true");
	child.out_mode = RUN_MERGE;
	expect_not_started(&child, RUN_STEP_FORK, EINVAL,
			   "cannot start 'true': Invalid argument");
}

static void test_run_again(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "echo out; echo err >&2; exit 4");
	assert_int_equal(child_run(&child), 4);
	assert_int_equal(child_run(&child), 4);
	assert_string_equal(child.out.buf, "out\n");
	assert_string_equal(child.err.buf, "err\n");
	child_clear(&child);
	assert_int_equal(child.status, 0);
	assert_string_equal(child.out.buf, "");
	child_release(&child);
}

/* --- input and output --------------------------------------------------- */

static void test_much_output_on_both(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "head -c 10485760 /dev/zero >&2 & head -c 10485760 /dev/zero; wait");
	child.timeout = 60;
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(child.out.len, MANY_BYTES);
	assert_int_equal(child.err.len, MANY_BYTES);
	child_release(&child);
}

static void test_input(void **state)
{
	struct child child = CHILD_INIT;
	struct strbuf data = STRBUF_INIT;

	(void)state;
	while (data.len < MANY_BYTES)
		strbuf_addf(&data, "%zu,", data.len);
	argv_push(&child.args, "cat");
	child.in_data = data.buf;
	child.in_len = data.len;
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(child.out.len, data.len);
	assert_memory_equal(child.out.buf, data.buf, data.len);
	child_release(&child);

	/* one that does not read at all is no problem of ours */
	argv_push(&child.args, "true");
	child.in_data = data.buf;
	child.in_len = data.len;
	assert_int_equal(child_run(&child), 0);
	child_release(&child);

	argv_push(&child.args, "cat");
	child.in_data = "";
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(child.out.len, 0);
	child_release(&child);

	put_file("input", "from a file");
	argv_push(&child.args, "cat");
	child.in_path = "input";
	child.dir = "/";
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "from a file");
	child_release(&child);

	shell(&child, "readlink /proc/self/fd/0");
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "/dev/null\n");
	child_release(&child);
	strbuf_release(&data);
}

static void test_modes(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "echo 1; echo 2 >&2; echo 3");
	child.err_mode = RUN_MERGE;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "1\n2\n3\n");
	assert_string_equal(child.err.buf, "");

	put_file("log", "0\n");
	child.out_mode = RUN_LOG;
	child.log_path = "log";
	assert_int_equal(child_run(&child), 0);
	assert_file("log", "0\n1\n2\n3\n");
	assert_string_equal(child.out.buf, "");

	child.out_mode = RUN_KEEP;
	child.err_mode = RUN_LOG;
	put_file("log", "");
	assert_int_equal(child_run(&child), 0);
	assert_file("log", "2\n");
	assert_string_equal(child.out.buf, "1\n3\n");

	child.out_mode = RUN_DISCARD;
	child.err_mode = RUN_DISCARD;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "");
	assert_string_equal(child.err.buf, "");

	child.err_mode = RUN_INHERIT;
	capture_stderr("said");
	assert_int_equal(child_run(&child), 0);
	release_stderr();
	assert_file("said", "2\n");
	child_release(&child);
}

/* two children, the output of one is the input of the other */
static void test_pipeline(void **state)
{
	struct child from = CHILD_INIT, to = CHILD_INIT;
	struct runner *runner = runner_new();
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	argv_pushl(&from.args, "head", "-c", "1000000", "/dev/zero", NULL);
	from.out_mode = RUN_FD;
	from.out_fd = ends[1];
	argv_pushl(&to.args, "wc", "-c", NULL);
	to.in_fd = ends[0];
	runner_add(runner, &to, NULL, NULL);
	runner_add(runner, &from, NULL, NULL);
	assert_int_equal(fcntl(ends[0], F_GETFD), -1);
	assert_int_equal(fcntl(ends[1], F_GETFD), -1);
	while (runner_step(runner, -1))
		;
	assert_int_equal(child_result(&from), 0);
	assert_int_equal(child_result(&to), 0);
	assert_string_equal(to.out.buf, "1000000\n");
	runner_free(runner);
	child_release(&from);
	child_release(&to);
}

static void collect_line(void *data, const char *line, size_t len)
{
	assert_int_equal(strlen(line), len);
	strbuf_addf(data, "<%s>", line);
}

static void test_lines(void **state)
{
	struct child child = CHILD_INIT;
	struct strbuf lines = STRBUF_INIT;

	(void)state;
	shell(&child, "printf 'a\\n\\nb'; sleep 0.1; printf 'c\\r\\nd\\n'; echo no >&2; printf end");
	child.on_line = collect_line;
	child.line_data = &lines;
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(lines.buf, "<a><><bc\r><d><end>");
	assert_string_equal(child.out.buf, "a\n\nbc\r\nd\nend");

	/* the same with the bytes in a file, or nowhere */
	child.out_mode = RUN_LOG;
	child.err_mode = RUN_MERGE;
	child.log_path = "lines.log";
	strbuf_reset(&lines);
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(lines.buf, "<a><><bc\r><d><no><end>");
	assert_file("lines.log", "a\n\nbc\r\nd\nno\nend");
	assert_string_equal(child.out.buf, "");

	child.out_mode = RUN_DISCARD;
	strbuf_reset(&lines);
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(lines.buf, "<a><><bc\r><d><no><end>");
	child_release(&child);
	strbuf_release(&lines);
}

static void count_line(void *data, const char *line, size_t len)
{
	size_t *count = data;

	(void)line;
	count[0]++;
	if (len > count[1])
		count[1] = len;
}

static void test_long_and_many_lines(void **state)
{
	struct child child = CHILD_INIT;
	size_t count[2] = { 0, 0 };

	(void)state;
	shell(&child, "head -c 1000000 /dev/zero | tr '\\0' x; echo; seq 100000");
	child.on_line = count_line;
	child.line_data = count;
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(count[0], 100001);
	assert_int_equal(count[1], 1000000);
	child_release(&child);
}

static void test_log_on_a_full_disk(void **state)
{
	struct child child = CHILD_INIT;
	size_t count[2] = { 0, 0 };

	(void)state;
	shell(&child, "seq 1000");
	child.on_line = count_line;
	child.line_data = count;
	child.out_mode = RUN_LOG;
	child.log_path = "/dev/full";
	assert_int_equal(child_run(&child), -1);
	assert_int_equal(child.end, RUN_EXITED);
	assert_int_equal(child.log_errno, ENOSPC);
	assert_int_equal(child.step, RUN_STEP_LOG);
	assert_int_equal(count[0], 1000);
	assert_described(&child, "sh: cannot write log '/dev/full': "
			 "No space left on device");
	child_release(&child);
}

/* --- what it is born with ----------------------------------------------- */

static void test_environment(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	setenv("FERRY_T_KEEP", "kept", 1);
	setenv("FERRY_T_GONE", "here", 1);
	setenv("FERRY_T_SET", "old", 1);
	shell(&child, "echo $FERRY_T_KEEP,${FERRY_T_GONE-unset},$FERRY_T_SET,"
	      "$FERRY_T_LAST,${FERRY_T_BACK-unset},${FERRY_T_EMPTY-unset};"
	      "env | grep -c FERRY_T_SET");
	argv_pushl(&child.env, "FERRY_T_GONE", "FERRY_T_SET=new=1", "FERRY_T_LAST=1",
		   "FERRY_T_LAST=2", "FERRY_T_BACK=1", "FERRY_T_BACK", "FERRY_T_EMPTY=",
		   "FERRY_T_KEE=prefix", NULL);
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "kept,unset,new=1,2,unset,\n1\n");
	assert_string_equal(getenv("FERRY_T_GONE"), "here");
	child_release(&child);
}

static void test_program_is_looked_up_in_its_path(void **state)
{
	struct child child = CHILD_INIT;
	char *here = get_current_dir_name();

	(void)state;
	assert_int_equal(mkdir_p("bin"), 0);
	put_file("bin/fake-tool", "#!/bin/sh\necho fake \"$@\"\n");
	assert_int_equal(chmod("bin/fake-tool", 0755), 0);
	argv_pushl(&child.args, "fake-tool", "a b", "*", NULL);
	argv_pushf(&child.env, "PATH=%s/bin:%s", here, getenv("PATH"));
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "fake a b *\n");
	child_release(&child);
	free(here);
}

static void test_directory(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	argv_pushl(&child.args, "sh", "-c", "pwd; echo log >&2", NULL);
	child.dir = "/proc";
	child.err_mode = RUN_LOG;
	child.log_path = "dir.log";
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "/proc\n");
	assert_file("dir.log", "log\n");
	child_release(&child);
}

/* a set of signals in /proc/PID/status, without those that libc keeps for itself */
static unsigned long signals_in(const char *status, const char *label)
{
	const char *at = strstr(status, label);

	assert_non_null(at);
	return strtoul(at + strlen(label), NULL, 16) & 0x7fffffff;
}

static void test_clean_descriptors_and_signals(void **state)
{
	struct child child = CHILD_INIT;
	int leaky = open("/dev/null", O_RDONLY);

	(void)state;
	assert_true(leaky >= 0);
	/* the listing itself has one open: 3 */
	argv_pushl(&child.args, "ls", "/proc/self/fd", NULL);
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "0\n1\n2\n3\n");
	child_release(&child);
	close(leaky);

	signal(SIGPIPE, SIG_IGN);
	argv_pushl(&child.args, "cat", "/proc/self/status", NULL);
	assert_int_equal(child_run(&child), 0);
	assert_int_equal(signals_in(child.out.buf, "\nSigBlk:"), 0);
	assert_int_equal(signals_in(child.out.buf, "\nSigIgn:"), 0);
	signal(SIGPIPE, SIG_DFL);
	child_release(&child);
}

static void test_own_group(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	shell(&child, "read -r pid name state parent group rest </proc/$$/stat;"
	      "echo $(($$ - group))");
	assert_int_equal(child_run(&child), 0);
	assert_string_equal(child.out.buf, "0\n");
	child_release(&child);
}

static void test_no_descriptor_is_lost(void **state)
{
	struct child child = CHILD_INIT;
	size_t before, i;

	(void)state;
	argv_push(&child.args, "cat");
	child.in_data = "x";
	child.in_len = 1;
	assert_int_equal(child_run(&child), 0);
	before = count_entries("/proc/self/fd");
	for (i = 0; i < 20; i++)
		assert_int_equal(child_run(&child), 0);
	child_release(&child);
	argv_push(&child.args, "no-such-program");
	child.err_mode = RUN_LOG;
	child.log_path = "lost.log";
	for (i = 0; i < 20; i++)
		assert_int_equal(child_run(&child), -1);
	child.log_path = "no/log";
	for (i = 0; i < 20; i++)
		assert_int_equal(child_run(&child), -1);
	assert_int_equal(count_entries("/proc/self/fd"), before);
	child_release(&child);
}

/* --- time --------------------------------------------------------------- */

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
	assert_described(&child, "sh: no answer in 0.3 s");
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
	assert_described(&child, "sh: said nothing in 0.3 s");

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

/* --- interrupts --------------------------------------------------------- */

static void raise_int(void *data, const char *line, size_t len)
{
	(void)data;
	(void)line;
	(void)len;
	raise(SIGINT);
}

static void count_done(struct child *child, void *data)
{
	int *count = data;

	(void)child;
	(*count)++;
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

/* --- many --------------------------------------------------------------- */

static void test_parallel(void **state)
{
	struct runner *runner = runner_new();
	struct child children[8];
	double start = now_monotonic();
	int done = 0;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(children); i++) {
		child_init(&children[i]);
		argv_pushl(&children[i].args, "sleep", "1", NULL);
		runner_add(runner, &children[i], count_done, &done);
	}
	assert_int_equal(runner_step(runner, 0), 8);
	while (runner_step(runner, -1))
		;
	assert_int_equal(done, 8);
	assert_true(now_monotonic() - start < 6);
	for (i = 0; i < ARRAY_SIZE(children); i++) {
		assert_int_equal(child_result(&children[i]), 0);
		child_release(&children[i]);
	}
	runner_free(runner);
}

static void test_two_hundred(void **state)
{
	struct runner *runner = runner_new();
	struct child *children = xcalloc(200, sizeof(*children));
	int done = 0, i;

	(void)state;
	for (i = 0; i < 200; i++) {
		child_init(&children[i]);
		argv_push(&children[i].args, "echo");
		argv_pushf(&children[i].args, "%d", i);
		runner_add(runner, &children[i], count_done, &done);
	}
	while (runner_step(runner, -1))
		;
	assert_int_equal(done, 200);
	for (i = 0; i < 200; i++) {
		assert_int_equal(child_result(&children[i]), 0);
		assert_int_equal(pid_in(children[i].out.buf), i);
		child_release(&children[i]);
	}
	free(children);
	runner_free(runner);
}

struct chain {
	struct runner *runner;
	struct child next;
	struct child failing;
	int done;
};

/* runs one child inside the callback of another, then adds two more */
static void continue_chain(struct child *child, void *data)
{
	struct chain *chain = data;
	struct child inner = CHILD_INIT;

	chain->done++;
	assert_int_equal(child_result(child), 0);
	child_release(child);
	argv_pushl(&inner.args, "sleep", "0.3", NULL);
	assert_int_equal(child_run(&inner), 0);
	child_release(&inner);
	argv_push(&chain->next.args, "true");
	runner_add(chain->runner, &chain->next, count_done, &chain->done);
	argv_push(&chain->failing.args, "no-such-program");
	runner_add(chain->runner, &chain->failing, count_done, &chain->done);
}

static void test_callback_may_run_and_add(void **state)
{
	struct chain chain = {
		.next = CHILD_INIT, .failing = CHILD_INIT,
	};
	struct child first = CHILD_INIT, meanwhile = CHILD_INIT;
	double start = now_monotonic();

	(void)state;
	chain.runner = runner_new();
	argv_push(&first.args, "true");
	argv_pushl(&meanwhile.args, "sleep", "0.2", NULL);
	runner_add(chain.runner, &first, continue_chain, &chain);
	runner_add(chain.runner, &meanwhile, count_done, &chain.done);
	while (runner_step(chain.runner, -1))
		;
	assert_int_equal(chain.done, 4);
	assert_int_equal(child_result(&chain.next), 0);
	assert_int_equal(chain.failing.end, RUN_NOT_STARTED);
	assert_true(now_monotonic() - start < 10);
	runner_free(chain.runner);
	child_release(&meanwhile);
	child_release(&chain.next);
	child_release(&chain.failing);
}

static void run_inner(struct child *child, void *data)
{
	struct child inner = CHILD_INIT;

	(void)child;
	(void)data;
	argv_pushl(&inner.args, "sleep", "0.4", NULL);
	assert_int_equal(child_run(&inner), 0);
	child_release(&inner);
}

/* the inner run takes the signal that the other one has ended: no hang */
static void test_inner_run_swallows_a_wake_up(void **state)
{
	struct child first = CHILD_INIT, other = CHILD_INIT;
	struct runner *runner = runner_new();

	(void)state;
	argv_push(&first.args, "true");
	argv_pushl(&other.args, "sleep", "0.2", NULL);
	other.out_mode = RUN_DISCARD;
	other.err_mode = RUN_DISCARD;
	runner_add(runner, &first, run_inner, NULL);
	runner_add(runner, &other, NULL, NULL);
	while (runner_step(runner, 5))
		;
	assert_true(other.seconds < 3);
	runner_free(runner);
	child_release(&first);
	child_release(&other);
}

static void add_next(struct child *child, void *data)
{
	struct chain *chain = data;

	(void)child;
	runner_add(chain->runner, &chain->next, count_done, &chain->done);
}

static void test_kill_all_starts_nothing(void **state)
{
	struct chain chain = { .next = CHILD_INIT };
	struct child child = CHILD_INIT;

	(void)state;
	chain.runner = runner_new();
	argv_push(&chain.next.args, "true");
	argv_pushl(&child.args, "sleep", "1000", NULL);
	runner_add(chain.runner, &child, add_next, &chain);
	runner_kill_all(chain.runner);
	assert_int_equal(chain.done, 1);
	assert_int_equal(chain.next.end, RUN_INTERRUPTED);
	assert_true(chain.next.seconds <= 0);
	runner_free(chain.runner);
	child_release(&child);
	child_release(&chain.next);
}

static void test_kill_all_and_free(void **state)
{
	struct runner *runner = runner_new();
	struct child child = CHILD_INIT;
	int done = 0;

	(void)state;
	shell(&child, "echo $$; exec sleep 1000");
	runner_add(runner, &child, count_done, &done);
	while (!child.out.len)
		runner_step(runner, -1);
	runner_kill_all(runner);
	assert_int_equal(done, 1);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	assert_gone(pid_in(child.out.buf));

	runner_add(runner, &child, count_done, &done);
	runner_free(runner);
	assert_int_equal(done, 2);
	assert_int_equal(child.end, RUN_INTERRUPTED);
	child_release(&child);
	runner_free(NULL);
}

static void test_step_waits_no_longer_than_told(void **state)
{
	struct runner *runner = runner_new();
	struct child child = CHILD_INIT;
	double start = now_monotonic();

	(void)state;
	assert_int_equal(runner_step(runner, -1), 0);
	argv_pushl(&child.args, "sleep", "1000", NULL);
	runner_add(runner, &child, NULL, NULL);
	assert_int_equal(runner_step(runner, 0.2), 1);
	assert_true(now_monotonic() - start >= 0.2);
	assert_true(now_monotonic() - start < 6);
	runner_free(runner);
	child_release(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exit_status),
		cmocka_unit_test(test_signaled),
		cmocka_unit_test(test_not_started),
		cmocka_unit_test(test_run_again),
		cmocka_unit_test(test_much_output_on_both),
		cmocka_unit_test(test_input),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_pipeline),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long_and_many_lines),
		cmocka_unit_test(test_log_on_a_full_disk),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_program_is_looked_up_in_its_path),
		cmocka_unit_test(test_directory),
		cmocka_unit_test(test_clean_descriptors_and_signals),
		cmocka_unit_test(test_own_group),
		cmocka_unit_test(test_no_descriptor_is_lost),
		cmocka_unit_test(test_timeout_kills_grandchildren),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_one_byte_is_enough),
		cmocka_unit_test(test_term_comes_before_kill),
		cmocka_unit_test(test_kill_comes_after_grace),
		cmocka_unit_test(test_stopped_child_times_out),
		cmocka_unit_test(test_nothing_stays_behind),
		cmocka_unit_test(test_escaped_process_does_not_block),
		cmocka_unit_test(test_interrupt),
		cmocka_unit_test(test_second_interrupt_kills_at_once),
		cmocka_unit_test(test_interrupt_while_waiting),
		cmocka_unit_test(test_ignored_signal_stays_ignored),
		cmocka_unit_test(test_children_do_not_outlive_us),
		cmocka_unit_test(test_parallel),
		cmocka_unit_test(test_two_hundred),
		cmocka_unit_test(test_callback_may_run_and_add),
		cmocka_unit_test(test_inner_run_swallows_a_wake_up),
		cmocka_unit_test(test_kill_all_starts_nothing),
		cmocka_unit_test(test_kill_all_and_free),
		cmocka_unit_test(test_step_waits_no_longer_than_told),
	};

	/* a shell's background job begins with SIGINT ignored */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	return cmocka_run_group_tests_name("run", tests, scratch_setup,
					   scratch_teardown);
}
