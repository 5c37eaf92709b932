// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocations that fail: the kernel fails the Nth one of a task and tells how many
 * were left to go.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define FAIL_NTH	"/proc/thread-self/fail-nth"

bool failslab_start(void)
{
	return !write_text(FAILSLAB "ignore-gfp-wait", "N") &&
	       !write_text(FAILSLAB "verbose", "0");
}

static void set_fail_nth(int file, long number)
{
	char text[16];

	snprintf(text, sizeof(text), "%ld", number);
	if (pwrite(file, text, strlen(text), 0) < 0)
		bail("cannot make allocations fail");
}

static long left_to_fail(int file)
{
	char text[16] = "";

	if (pread(file, text, sizeof(text) - 1, 0) <= 0)
		bail("cannot read " FAIL_NTH);
	return strtol(text, NULL, 10);
}

long write_with_failure(const char *path, const char *value, long number, bool *refused)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	int control = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	long left;

	if (file < 0 || control < 0)
		bail("cannot open %s or " FAIL_NTH, path);
	set_fail_nth(control, number);
	*refused = write(file, value, strlen(value)) < 0;
	left = left_to_fail(control);
	set_fail_nth(control, 0);
	close(control);
	close(file);
	return number - left;
}
