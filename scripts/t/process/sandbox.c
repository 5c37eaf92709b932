// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

#include <netinet/in.h>
#include <sys/socket.h>

/* in a sandbox with a folder to read and one to write: status of the script */
static int boxed(const char *script, struct child *child)
{
	char *reads = realpath("reads", NULL), *writes = realpath("writes", NULL);

	shell(child, script);
	child->as = RUN_BOXED;
	child->dir = NULL;
	child_read(child, reads);
	child_write(child, writes);
	argv_pushf(&child->env, "READS=%s", reads);
	argv_pushf(&child->env, "WRITES=%s", writes);
	child_run(child);
	free(reads);
	free(writes);
	return child_result(child);
}

static void check(const char *script, int status)
{
	struct child child = CHILD_INIT;

	assert_int_equal(boxed(script, &child), status);
	child_release(&child);
}

static void reads_and_writes_what_it_was_given(void **state)
{
	(void)state;
	put_file("reads/a", "text\n");
	check("cat $READS/a && cp $READS/a $WRITES/b && touch here", 0);
	assert_file("writes/b", "text\n");
}

static void and_nothing_else(void **state)
{
	(void)state;
	put_file("secret", "");
	check("! touch $READS/c && ! touch /usr/c && ! ls $READS/../secret && "
	      "{ touch $READS/../c /etc/ferry-was-here || true; }", 0);
	assert_false(file_exists("c"));
	assert_false(file_exists("reads/c"));
	assert_false(file_exists("/etc/ferry-was-here"));
}

static void has_no_secrets(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	setenv("A_TOKEN", "hunter2", 1);
	assert_int_equal(boxed("env; cat /proc/[0-9]*/environ; ls /proc", &child), 0);
	assert_null(strstr(child.out.buf, "hunter2"));
	unsetenv("A_TOKEN");
	child_release(&child);
}

static void has_no_network(void **state)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(here);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	struct child outside = CHILD_INIT;
	char *script;

	(void)state;
	assert_int_equal(bind(server, (struct sockaddr *)&here, len), 0);
	assert_int_equal(listen(server, 1), 0);
	assert_int_equal(getsockname(server, (struct sockaddr *)&here, &len), 0);
	script = xstrfmt("perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(\"127.0.0.1:%d\")'",
			 ntohs(here.sin_port));
	shell(&outside, script);
	assert_int_equal(child_run(&outside), 0);
	child_release(&outside);
	check(script, 1);
	free(script);
	close(server);
}

static void ends_as_outside(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	check("exit 3", 3);
	assert_int_equal(boxed("kill -9 $$", &child), -1);
	assert_int_equal(child.end, RUN_SIGNALED);
	assert_int_equal(child.status, SIGKILL);
	child_release(&child);
	argv_push(&child.args, "no-such-program");
	child.as = RUN_BOXED;
	assert_int_equal(child_run(&child), -1);
	assert_described(&child, "cannot start 'no-such-program': No such file or directory");
	child_release(&child);
}

static void all_of_it_ends_in_time(void **state)
{
	struct child child = CHILD_INIT;

	(void)state;
	child.timeout = 0.5;
	child.grace = 0;
	assert_int_equal(boxed("setsid sleep 1000 & sleep 1000", &child), -1);
	assert_int_equal(child.end, RUN_TIMED_OUT);
	child_release(&child);
}

static void trust_does_without(void **state)
{
	(void)state;
	run_set_trust(true);
	check("touch $READS/d", 0);
	run_set_trust(false);
	check("touch $READS/d", 1);
}

static int set_up(void **state)
{
	struct child child = CHILD_INIT;
	int ret = scratch_setup(state) || mkdir_p("reads") || mkdir_p("writes") || mkdir_p("tmp");
	char *tmp = realpath("tmp", NULL);

	setenv("TMPDIR", tmp, 1);
	free(tmp);
	argv_push(&child.args, "true");
	child.as = RUN_BOXED;
	if (child_run(&child) && child.step == RUN_STEP_SANDBOX) {
		puts("1..0 # SKIP no sandbox here");
		exit(0);
	}
	child_release(&child);
	return ret;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes_what_it_was_given),
		cmocka_unit_test(and_nothing_else),
		cmocka_unit_test(has_no_secrets),
		cmocka_unit_test(has_no_network),
		cmocka_unit_test(ends_as_outside),
		cmocka_unit_test(all_of_it_ends_in_time),
		cmocka_unit_test(trust_does_without),
	};

	return cmocka_run_group_tests_name("sandbox", tests, set_up, scratch_teardown);
}
