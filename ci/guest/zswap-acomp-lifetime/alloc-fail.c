// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation that makes a context fails once.
 *
 * The kernel fails the Nth allocation of a task and tells how many were left to
 * go. One run that fails none gives the number of all; from there tests go
 * backwards, for contexts are the last thing that a pool gets.
 *
 * The very last allocation is the parameter's own copy of the name. Kernels that
 * free the old copy first are left with none when it fails, and zswap compares the
 * next name with nothing: on those, which a parameter of ours tells, that one
 * allocation is not made to fail.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define COMPRESSOR	"/sys/module/zswap/parameters/compressor"
#define WORD		"/sys/module/ferry_torture/parameters/word"
#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define NEVER		1000000
/* Failures in a row that are too early to reach a context. */
#define ENOUGH_EARLY	6

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

/*
 * Sets a parameter with the @number-th allocation failing.
 * Returns how many were made; @refused says whether the kernel refused.
 */
static long set_with_failure(const char *path, const char *value, long number,
			     bool *refused)
{
	int parameter = open(path, O_WRONLY | O_CLOEXEC);
	int control = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	long left;

	if (parameter < 0 || control < 0)
		bail("cannot open %s or " FAIL_NTH, path);
	set_fail_nth(control, number);
	*refused = write(parameter, value, strlen(value)) < 0;
	left = left_to_fail(control);
	set_fail_nth(control, 0);
	close(control);
	close(parameter);
	return number - left;
}

static const char *trouble_after(bool refused)
{
	if (refused && !compressor_is(RESTING))
		return "another compressor is set";
	if (!refused && rest())
		return "contexts are left";
	if (!torture_drained())
		return "contexts are left";
	return round_trip(0, 2);
}

/* Whether a string is gone when the one to take its place cannot be allocated. */
static bool loses_strings(void)
{
	char text[16] = "";
	bool refused;
	long number = set_with_failure(WORD, "old", NEVER, &refused);

	if (refused)
		bail("the kernel refuses a word");
	set_with_failure(WORD, "new", number, &refused);
	if (!refused || read_text(WORD, text, sizeof(text)))
		bail("the last allocation for a word is not the word itself");
	return strcmp(text, "old");
}

struct outcome test_alloc_fail_each(void)
{
	unsigned int early = 0, tried = 0, reached = 0;
	const char *trouble;
	long number, before;
	bool refused;

	if (write_text(FAILSLAB "ignore-gfp-wait", "N") || write_text(FAILSLAB "verbose", "0"))
		return skipped("the kernel has no failslab");

	number = set_with_failure(COMPRESSOR, TORTURE, NEVER, &refused);
	if (refused)
		bail("the kernel refuses " TORTURE);
	if (rest())
		return failed("contexts are left");
	if (loses_strings()) {
		say("this kernel loses a parameter that cannot be set");
		number--;
	}
	for (; number > 0 && early < ENOUGH_EARLY; number--) {
		before = torture_count("allocated");
		set_with_failure(COMPRESSOR, TORTURE, number, &refused);
		early = torture_count("allocated") == before ? early + 1 : 0;
		reached += refused && !early;
		trouble = trouble_after(refused);
		if (trouble)
			return failed("%s after allocation %ld failed", trouble, number);
		tried++;
	}
	say("%u allocations made to fail, %u of them between contexts", tried, reached);
	if (!reached)
		bail("no allocation of a context could be made to fail");
	return passed();
}
