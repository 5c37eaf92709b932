// SPDX-License-Identifier: GPL-2.0-only
/* One virtual machine, see qemu.h */
#include "tools/qemu.h"

#include <time.h>

/* --- the rate of the time stamp counter ------------------------------------ */

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

/* --- the machine ------------------------------------------------------------ */

/* The command line's own syntax: a comma in a value is doubled. */
static char *escape(const char *value)
{
	struct strbuf out = STRBUF_INIT;

	for (; *value; value++) {
		if (*value == ',')
			strbuf_addch(&out, ',');
		strbuf_addch(&out, *value);
	}
	return strbuf_detach(&out);
}

/*
 * An emulated machine's time stamp counter is the host's. The kernel would measure
 * its rate against the PIT, an emulated timer that a busy host serves late: seconds
 * were then seen to pass ten times too fast.
 */
static void push_append(struct argv *args, const struct qemu *qemu, bool emulated)
{
	unsigned long khz = emulated ? tsc_khz() : 0;
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;

	/* a host that is busy must not look like a timer that is broken */
	strbuf_addstr(&line, "console=ttyS0 panic=-1 no_timer_check");
	if (khz)
		strbuf_addf(&line, " tsc_early_khz=%lu", khz);
	strbuf_addf(&line, " %s", qemu->append);
	argv_pushl(args, "-append", line.buf, NULL);
}

void qemu_child(struct child *child, const struct qemu *qemu)
{
	char *console __free(free_text) = escape(qemu->console);
	bool tcg = !strcmp(qemu->accel, "tcg");
	struct argv *args = &child->args;

	child_init(child);
	argv_pushl(args, "qemu-system-x86_64", "-accel", NULL);
	argv_pushf(args, "%s%s", qemu->accel, tcg ? ",thread=multi" : "");
	if (!tcg)
		argv_pushl(args, "-cpu", "host", NULL);
	argv_push(args, "-smp");
	argv_pushf(args, "%lu,sockets=%lu,cores=1,threads=1", qemu->cpus, qemu->cpus);
	argv_push(args, "-m");
	argv_pushf(args, "%luM", qemu->memory);
	argv_pushl(args, "-nodefaults", "-no-user-config", "-display", "none",
		   "-no-reboot", "-sandbox",
		   "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
		   "-chardev", NULL);
	argv_pushf(args, "file,id=console,path=%s", console);
	argv_pushl(args, "-chardev", "stdio,id=results,signal=off",
		   "-serial", "chardev:console", "-serial", "chardev:results",
		   "-kernel", qemu->kernel, "-initrd", qemu->initrd, NULL);
	push_append(args, qemu, tcg);
	child->timeout = qemu->timeout;
	child->first_output = qemu->first_output;
	child->grace = 1;
}
