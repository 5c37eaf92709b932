// SPDX-License-Identifier: GPL-2.0-only
#define FERRY_MAY_FORK
#include "t/test.h"
#include "t/child.h"

#include <fcntl.h>

/* big enough for every pipe to be full many times */
#define MANY_BYTES ((size_t)10 * 1024 * 1024)

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
	child.dir = ".";
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
	child.as = RUN_OURSELVES;
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
	};

	/* a shell's background job begins with SIGINT ignored */
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	return cmocka_run_group_tests_name("spawn", tests, scratch_setup,
					   scratch_teardown);
}
