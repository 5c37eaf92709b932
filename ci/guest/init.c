// SPDX-License-Identifier: GPL-2.0-only
/* pid 1 of the guest: runs the tests named on the command line, reports, resets. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define MAX_TESTS	32
/* Beyond the sum of what a test itself waits for. */
#define TEST_SECONDS	(5 * PATIENCE)

static struct test chosen[MAX_TESTS];
static unsigned int chosen_count;
static bool poisoned;

void set_poisoned(void)
{
	poisoned = true;
}

static struct test find_test(const char *name)
{
	const struct test *common = common_test(name);
	size_t i;

	for (i = 0; i < series.nr; i++)
		if (!strcmp(series.tests[i].name, name))
			return series.tests[i];
	if (common)
		return *common;
	if (!program_exists(name))
		bail("no test is called '%s'", name);
	return (struct test){ .name = name };
}

static void choose_tests(void)
{
	static char list[1024];
	char *name;

	if (!command_line_value("ferry.tests=", list, sizeof(list)))
		bail("ferry.tests= is not on the command line");
	for (name = strtok(list, ","); name; name = strtok(NULL, ",")) {
		if (chosen_count == MAX_TESTS)
			bail("more than %d tests", MAX_TESTS);
		chosen[chosen_count++] = find_test(name);
	}
	if (!chosen_count)
		bail("ferry.tests= names no test");
}

/* What the process that runs a test sends back. */
struct verdict {
	struct outcome outcome;
	bool poisoned;
};

static void run_in_child(const struct test *test, int out)
{
	struct verdict verdict;

	verdict.outcome = test->run ? test->run() : run_program(test->name);
	verdict.poisoned = poisoned;
	_exit(write(out, &verdict, sizeof(verdict)) != sizeof(verdict));
}

/*
 * In a process of its own, for the kernel may kill it or never let it go on.
 * Either says something about the kernel, which then is of no use any more.
 */
static struct verdict run_process(const struct test *test)
{
	struct verdict verdict = { .poisoned = true };
	double end = now() + TEST_SECONDS;
	int channel[2];
	pid_t pid;

	if (pipe(channel))
		bail("cannot make a pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!pid)
		run_in_child(test, channel[1]);

	close(channel[1]);
	while (!wait_until(process_ended, &pid, PATIENCE) && now() < end)
		;
	if (!process_ended(&pid))
		verdict.outcome = failed("never ends");
	else if (read(channel[0], &verdict, sizeof(verdict)) != sizeof(verdict))
		verdict.outcome = failed("killed by the kernel");
	close(channel[0]);
	return verdict;
}

static struct outcome run_test(const struct test *test)
{
	struct verdict verdict;
	const char *complaint;

	if (poisoned)
		return failed("not run, an earlier test left the kernel broken");

	if (series.before_each)
		series.before_each();
	mark_console("%s begins", test->name);
	verdict = run_process(test);
	mark_console("%s ends", test->name);
	poisoned = verdict.poisoned;

	/* It complains once only: from then on its silence means nothing. */
	complaint = kernel_complaint();
	if (complaint)
		poisoned = true;
	if (complaint && verdict.outcome.kind == PASSED)
		return failed("%s", complaint);
	if (complaint)
		say("%s", complaint);
	return verdict.outcome;
}

static void run_tests(void)
{
	struct outcome outcome;
	unsigned int i;
	double start;

	for (i = 0; i < chosen_count; i++) {
		start = now();
		outcome = run_test(&chosen[i]);
		say("%s took %.1f s", chosen[i].name, now() - start);
		report_outcome(i + 1, chosen[i].name, &outcome);
	}
}

int main(void)
{
	mount_filesystems();
	report_open();
	choose_tests();
	report_plan(chosen_count);
	load_modules();
	if (series.start)
		series.start();
	run_tests();
	report_end();
	machine_reset();
}
