// SPDX-License-Identifier: GPL-2.0-only
/* Tests that are programs of their own. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define PROGRAMS	"/lib/ferry/tests/"
/* Of a program whose precondition is missing, as in the kernel's selftests. */
#define SKIP_STATUS	4
/* Of one that cannot be run, as of a shell. */
#define NO_PROGRAM	127
#define LAST		128	/* of its last line, what is kept */

static const char *program_path(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), PROGRAMS "%s", name);
	return path;
}

bool program_exists(const char *name)
{
	return !access(program_path(name), X_OK);
}

static void __noreturn become(const char *path, int out)
{
	char *const args[] = { (char *)path, NULL };
	char *const environment[] = { "PATH=/bin:/lib/ferry/tests", NULL };

	if (dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0 || chdir("/"))
		_exit(NO_PROGRAM);
	execve(path, args, environment);
	dprintf(STDERR_FILENO, "cannot run %s: %s\n", path, strerror(errno));
	_exit(NO_PROGRAM);
}

/* What it prints goes into the report; its last line that says something is kept. */
static void read_lines(int in, char last[LAST])
{
	FILE *file = fdopen(in, "r");
	char line[256];

	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		say("%s", line);
		if (line[strspn(line, " \t\r")])
			snprintf(last, LAST, "%.*s", LAST - 1, line);
	}
	if (file)
		fclose(file);
}

struct outcome run_program(const char *name)
{
	char last[LAST] = "says nothing";
	int channel[2], status;
	pid_t pid;

	if (pipe(channel))
		bail("cannot make a pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!pid)
		become(program_path(name), channel[1]);
	close(channel[1]);
	read_lines(channel[0], last);
	if (waitpid(pid, &status, 0) != pid)
		bail("%s is lost: %s", name, strerror(errno));
	if (WIFSIGNALED(status))
		return failed("killed by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) == NO_PROGRAM)
		bail("%s", last);
	if (WEXITSTATUS(status) == SKIP_STATUS)
		return skipped("%s", last);
	return WEXITSTATUS(status) ? failed("%s", last) : passed();
}
