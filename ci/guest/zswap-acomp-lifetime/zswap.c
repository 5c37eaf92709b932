// SPDX-License-Identifier: GPL-2.0-only
/* zswap's parameters and the torture module's. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zswap.h"

#define ZSWAP		"/sys/module/zswap/parameters/"
#define ZSWAP_DEBUG	"/sys/kernel/debug/zswap/"
#define TORTURE_MODULE	"/sys/module/ferry_torture/parameters/"

bool use_zpool(const char *name)
{
	return !write_text(ZSWAP "zpool", name);
}

bool set_shrinker(bool on)
{
	return !write_text(ZSWAP "shrinker_enabled", on ? "1" : "0");
}

void set_pool_limit(const char *percent)
{
	if (write_text(ZSWAP "max_pool_percent", percent))
		bail("cannot set zswap's limit");
}

long zswap_written_back(void)
{
	return read_number(ZSWAP_DEBUG "written_back_pages");
}

void start_zswap(void)
{
	swap_on();
	set_compressor(RESTING);
	if (write_text(ZSWAP "enabled", "1"))
		bail("cannot enable zswap");
	if (!compressor_is(RESTING))
		bail("zswap does not use " RESTING);
	zswap_stored_pages();
}

int try_compressor(const char *name)
{
	return write_text(ZSWAP "compressor", name);
}

void set_compressor(const char *name)
{
	int error = try_compressor(name);

	if (error)
		bail("zswap refuses the compressor %s: %s", name, strerror(-error));
}

bool compressor_is(const char *name)
{
	char text[64];

	return !read_text(ZSWAP "compressor", text, sizeof(text)) && !strcmp(text, name);
}

long zswap_stored_pages(void)
{
	return read_number(ZSWAP_DEBUG "stored_pages");
}

long torture_count(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), TORTURE_MODULE "%s", name);
	return read_number(path);
}

void torture_set(const char *name, const char *value)
{
	char path[128];
	int error;

	snprintf(path, sizeof(path), TORTURE_MODULE "%s", name);
	error = write_text(path, value);
	if (error)
		bail("cannot set %s to %s: %s", path, value, strerror(-error));
}

int torture_release(void)
{
	return write_text(TORTURE_MODULE "release", "1");
}

long torture_served(unsigned int cpu)
{
	char text[1024];
	char *number;

	if (read_text(TORTURE_MODULE "served", text, sizeof(text)))
		bail("cannot read which context served which CPU");
	for (number = strtok(text, ","); number && cpu; cpu--)
		number = strtok(NULL, ",");
	return number ? strtol(number, NULL, 10) : 0;
}

void torture_park(const char *operation)
{
	torture_set("park", operation);
}

void torture_hold(const char *step, unsigned int pass)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", pass);
	torture_set("pass", text);
	torture_set("hold", step);
}

bool torture_holds(const void *unused)
{
	(void)unused;
	return torture_count("held");
}

void torture_let_go(void)
{
	torture_set("let_go", "1");
}

static long written_off;

static long all_live(void)
{
	/* In this order the difference errs towards more, never towards none. */
	long freed = torture_count("freed");

	return torture_count("allocated") - freed;
}

long torture_live(void)
{
	return all_live() - written_off;
}

/* What must not move at all while a test runs, and what each move means. */
static struct {
	const char *counter;
	const char *trouble;
	long before;
} faults[] = {
	{ "freed_in_flight",	"freed in flight", 0 },
	{ "overlapped",		"two operations at once on a context", 0 },
	{ "changed",		"another request or buffer in a context", 0 },
};

void torture_begin(void)
{
	size_t i;

	written_off = all_live();
	for (i = 0; i < ARRAY_SIZE(faults); i++)
		faults[i].before = torture_count(faults[i].counter);
}

const char *torture_fault(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		if (torture_count(faults[i].counter) != faults[i].before)
			return faults[i].trouble;
	return NULL;
}

bool torture_is_parked(const void *unused)
{
	(void)unused;
	return torture_count("parked");
}

static bool none_is_live(const void *unused)
{
	(void)unused;
	return !torture_live();
}

bool torture_drained(void)
{
	return wait_until(none_is_live, NULL, DRAIN_SECONDS);
}

long rest(void)
{
	empty_swap();
	set_compressor(RESTING);
	return torture_drained() ? 0 : torture_live();
}

static bool module_is_free(const void *unused)
{
	(void)unused;
	return !read_number("/sys/module/ferry_torture/refcnt");
}

struct outcome balanced(void)
{
	long left = rest();
	const char *fault = torture_fault();

	if (left)
		return failed("leak of %ld contexts", left);
	if (fault)
		return failed("%s", fault);
	/* What was written off holds it for good. */
	if (!written_off && !wait_until(module_is_free, NULL, DRAIN_SECONDS))
		return failed("the compressor's module is still in use");
	return passed();
}

struct outcome roundtrip_with(const char *compressor, size_t pages)
{
	const char *trouble;
	unsigned int cpu;

	set_compressor(compressor);
	for (cpu = 0; cpu < online_cpus(); cpu++) {
		trouble = round_trip(cpu, pages);
		if (trouble)
			return failed("%s: %s on CPU %u", compressor, trouble, cpu);
	}
	return passed();
}

struct outcome first_failure(struct outcome first, struct outcome second)
{
	return first.kind == PASSED ? second : first;
}

struct worker stored_worker(unsigned int cpu, size_t pages)
{
	struct worker worker = worker_start(cpu, pages);

	worker_store(&worker);
	if (!worker_stored(&worker))
		bail("pages did not go to zswap: %s", worker_end(&worker));
	return worker;
}
