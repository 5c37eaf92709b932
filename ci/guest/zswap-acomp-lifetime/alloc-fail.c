// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts that cannot be allocated: the algorithm refuses a whole one, or each
 * single allocation that makes a context fails once.
 *
 * One run that fails none gives the number of all allocations; from there tests go
 * backwards. What a pool has before its contexts takes most of them, all alike: of these
 * some are enough, and the first ones.
 *
 * The very last allocation is the parameter's own copy of the name. Kernels that
 * free the old copy first are left with none when it fails, and zswap compares the
 * next name with nothing: on those, which a parameter of ours tells, that one
 * allocation is not made to fail.
 */
#include <stdio.h>
#include <string.h>

#include "zswap.h"

#define COMPRESSOR	"/sys/module/zswap/parameters/compressor"
#define WORD		"/sys/module/ferry_torture/parameters/word"

/* A pool that was made in spite of a failure has to serve every CPU. */
static const char *trouble_with_pool(void)
{
	static struct outcome outcome;

	outcome = roundtrip_with(TORTURE, 1);
	if (outcome.kind != PASSED)
		return outcome.reason;
	return rest() ? "contexts are left" : NULL;
}

/* Each of the first, each that reaches a context and the next before it, else every 16th. */
#define FIRST		4
#define NEXT		6
#define STRIDE		16

static long next_to_fail(long number, unsigned int early)
{
	if (early < NEXT || number <= FIRST + 1)
		return number - 1;
	return number > FIRST + STRIDE ? number - STRIDE : FIRST;
}

static const char *trouble_after(bool refused, bool early)
{
	if (!refused)
		return trouble_with_pool();
	if (!compressor_is(RESTING))
		return "another compressor is set";
	if (!torture_drained())
		return "contexts are left";
	return early ? NULL : round_trip(0, 1);
}

/* Whether a string is gone when the one to take its place cannot be allocated. */
static bool loses_strings(void)
{
	char text[16] = "";
	bool refused;
	long number = write_with_failure(WORD, "old", NO_ALLOCATION, &refused);

	if (refused)
		bail("the kernel refuses a word");
	write_with_failure(WORD, "new", number, &refused);
	if (!refused || read_text(WORD, text, sizeof(text)))
		bail("the last allocation for a word is not the word itself");
	return strcmp(text, "old");
}

struct outcome test_alloc_fail_each(void)
{
	unsigned int tried = 0, reached = 0, accepted = 0, early = 0;
	const char *trouble;
	long number, before;
	bool refused;

	if (!failslab_start())
		return skipped("the kernel has no failslab");

	number = write_with_failure(COMPRESSOR, TORTURE, NO_ALLOCATION, &refused);
	if (refused)
		bail("the kernel refuses " TORTURE);
	if (rest())
		return failed("contexts are left");
	if (loses_strings()) {
		say("this kernel loses a parameter that cannot be set");
		number--;
	}
	for (; number > 0; number = next_to_fail(number, early)) {
		before = torture_count("allocated");
		write_with_failure(COMPRESSOR, TORTURE, number, &refused);
		early = torture_count("allocated") == before ? early + 1 : 0;
		reached += refused && !early;
		accepted += !refused;
		trouble = trouble_after(refused, early);
		if (trouble)
			return failed("%s after allocation %ld failed", trouble, number);
		tried++;
	}
	say("%u allocations made to fail, %u of them after a context was there, %u pools made",
	    tried, reached, accepted);
	if (!reached)
		bail("no allocation of a context could be made to fail");
	return balanced();
}

/* After a pool could not be made everything has to be as before. */
static const char *old_pool_trouble(void)
{
	if (!compressor_is(RESTING))
		return "another compressor is set";
	if (!torture_drained())
		return "contexts are left";
	return round_trip(0, 4);
}

static struct outcome alloc_fail_at(unsigned int number)
{
	const char *trouble;
	char text[16];

	snprintf(text, sizeof(text), "%u", number);
	torture_set("fail_allocation", text);
	if (!try_compressor(TORTURE))
		return failed("a pool without the context of CPU %u", number - 1);
	if (torture_count("fail_allocation"))
		bail("no allocation was made to fail");
	trouble = old_pool_trouble();
	if (trouble)
		return failed("%s after context %u failed", trouble, number);
	return passed();
}

struct outcome test_alloc_fail(void)
{
	const unsigned int numbers[] = { 1, 2, online_cpus() };
	struct outcome outcome;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		outcome = alloc_fail_at(numbers[i]);
		if (outcome.kind != PASSED)
			return outcome;
	}
	outcome = roundtrip_with(TORTURE, 4);
	return outcome.kind == PASSED ? balanced() : outcome;
}
