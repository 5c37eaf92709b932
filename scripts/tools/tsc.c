// SPDX-License-Identifier: GPL-2.0-only
/* The rate of the time stamp counter, see tsc.h */
#include <time.h>

#include "tools/tsc.h"
#include "base/util.h"

#define PERIOD	0.1	/* seconds between two readings */

#if defined(__x86_64__) && !defined(__CHECKER__)

#define TRIES	64

struct reading {
	unsigned long long ticks;
	double seconds;
};

/* Of several readings of both clocks, the one that took the least time. */
static struct reading read_both(void)
{
	struct reading best = { 0 };
	unsigned long long least = ~0ull;

	for (int i = 0; i < TRIES; i++) {
		unsigned long long first = __builtin_ia32_rdtsc();
		double now = now_monotonic();
		unsigned long long took = __builtin_ia32_rdtsc() - first;

		if (took < least) {
			least = took;
			best = (struct reading){ first + took / 2, now };
		}
	}
	return best;
}

static unsigned long measure(void)
{
	const struct timespec period = { .tv_nsec = (long)(PERIOD * 1e9) };
	struct reading from = read_both(), to;

	nanosleep(&period, NULL);
	to = read_both();
	/* a signal may have ended the wait at once: then nothing is known */
	if (to.seconds - from.seconds < PERIOD / 2)
		return 0;
	return (unsigned long)((double)(to.ticks - from.ticks) /
			       (to.seconds - from.seconds) / 1e3);
}

#else

static unsigned long measure(void)
{
	return 0;
}

#endif

unsigned long tsc_khz(void)
{
	static unsigned long known;

	if (!known)
		known = measure();
	return known;
}
