// SPDX-License-Identifier: GPL-2.0-only
/* How long contexts live: what is allocated when, and freed when. */
#include "zswap.h"

#define CPU	1
#define CYCLES	5
#define PAGES	64

struct outcome test_roundtrip(void)
{
	static const char * const compressors[] = { "lzo", "zstd", TORTURE };
	long compressed = torture_count("compressed");
	long decompressed = torture_count("decompressed");
	long misplaced = torture_count("misplaced");
	struct outcome outcome;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(compressors); i++) {
		outcome = roundtrip_with(compressors[i], PAGES);
		if (outcome.kind != PASSED)
			return outcome;
	}
	/* The torture algorithm counts: nothing came from anywhere else. */
	if (torture_count("compressed") - compressed < PAGES * (long)online_cpus() ||
	    torture_count("decompressed") - decompressed < PAGES * (long)online_cpus())
		return failed("pages did not go through the compressor");
	if (torture_count("misplaced") != misplaced)
		return failed("a context of another node");
	return balanced();
}

/* The reason to fail if the CPU cannot cycle, or its context is of no use after. */
static const char *cycle(void)
{
	if (switch_cpu(CPU, false))
		return "a CPU does not go offline";
	if (switch_cpu(CPU, true))
		return "a CPU does not come online";
	return round_trip(CPU, 2);
}

struct outcome test_cycle_balance(void)
{
	long allocated, freed;
	const char *trouble;
	unsigned int i;

	set_compressor(TORTURE);
	allocated = torture_count("allocated");
	freed = torture_count("freed");
	for (i = 0; i < CYCLES; i++) {
		trouble = cycle();
		if (trouble)
			return failed("%s in cycle %u", trouble, i + 1);
	}
	allocated = torture_count("allocated") - allocated;
	freed = torture_count("freed") - freed;
	say("%u cycles: %ld contexts allocated, %ld freed", CYCLES, allocated, freed);
	return allocated > 1 ? first_failure(failed("context allocated again"), balanced()) :
			       balanced();
}

/* Pages stay in the old pool, whose contexts have to stay with them. */
struct outcome test_compressor_switch(void)
{
	struct worker old, new;
	const char *trouble;
	long live;

	set_compressor(TORTURE);
	live = torture_live();
	old = stored_worker(0, PAGES);
	set_compressor("zstd");
	new = stored_worker(CPU, PAGES);
	if (torture_live() != live)
		return failed("contexts freed while their pool holds pages");

	worker_load(&old);
	trouble = worker_end(&old);
	if (trouble)
		return failed("%s from the old pool", trouble);
	worker_load(&new);
	trouble = worker_end(&new);
	if (trouble)
		return failed("%s from the new pool", trouble);
	return balanced();
}

/* A page that is refused goes to the swap device, and whoever comes next is served. */
static const char *trip_refused(const char *mode)
{
	const char *trouble;

	torture_set("mode", mode);
	trouble = round_trip_anywhere(CPU, 4);
	torture_set("mode", "normal");
	return trouble ? trouble : round_trip(CPU, 4);
}

struct outcome test_incompressible(void)
{
	static const char * const modes[] = { "refuse", "expand" };
	const char *trouble;
	long compressed;
	size_t i;

	set_compressor(TORTURE);
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		compressed = torture_count("compressed");
		trouble = trip_refused(modes[i]);
		if (trouble)
			return failed("%s when the compressor says '%s'", trouble, modes[i]);
		if (torture_count("compressed") < compressed + 8)
			bail("pages did not go through the compressor");
	}
	return balanced();
}

struct outcome test_whole_buffer(void)
{
	struct outcome outcome;

	torture_set("mode", "fill");
	outcome = roundtrip_with(TORTURE, 4);
	torture_set("mode", "normal");
	return first_failure(outcome, balanced());
}

struct outcome test_late_online(void)
{
	int cpu = first_offline_cpu();
	const char *trouble;
	long live, served;

	if (cpu < 0)
		return skipped("every CPU is online, boot with maxcpus=");
	set_compressor(TORTURE);
	live = torture_live();
	if (live != online_cpus())
		return failed("%ld contexts for %u CPUs", live, online_cpus());
	if (switch_cpu(cpu, true))
		return failed("CPU %d does not come online", cpu);
	if (torture_live() != live + 1)
		return failed("no context for a late CPU");
	trouble = round_trip(cpu, PAGES);
	if (trouble)
		return failed("%s on a late CPU", trouble);
	served = torture_served(cpu);
	if (served != torture_count("allocated"))
		return failed("late CPU served by another's context");
	return balanced();
}
