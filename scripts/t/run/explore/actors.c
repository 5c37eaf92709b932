// SPDX-License-Identifier: GPL-2.0-only
/* Users on one CPU, which goes and comes meanwhile. */
#include "shims.h"
#include "../host.h"

void toy_use(void);
void toy_destroy(void);

static STATE struct buffer *working;

struct buffer *buffer_get(int node)
{
	struct buffer *buffer = kmalloc_node(sizeof(*buffer), GFP_KERNEL, node);

	if (buffer)
		*buffer = (struct buffer){ 0 };
	return buffer;
}

void buffer_put(struct buffer *buffer)
{
	if (buffer && buffer == working)
		finding("buffer freed in flight");
	kfree(buffer);
}

static int done(void *data)
{
	const struct buffer *buffer = data;

	return !buffer->in_flight;
}

void buffer_work(struct buffer *buffer)
{
	memory_check(buffer, sizeof(*buffer), "buffer_work()");
	if (working)
		finding("buffer used twice at once");
	buffer->in_flight = 1;
	working = buffer;
	operation_waits();
	wait_until(done, buffer, "its buffer", NULL);
	memory_check(buffer, sizeof(*buffer), "buffer_work()");
}

static int any_work(void *data)
{
	(void)data;
	return working != NULL;
}

static void device(long argument)
{
	(void)argument;
	for (;;) {
		wait_until(any_work, NULL, "something to do", NULL);
		working->in_flight = 0;
		working = NULL;
		point();
	}
}

static void use(long argument)
{
	(void)argument;
	operation_begin("use");
	toy_use();
	operation_end();
}

static void cycle(long cpu)
{
	host_cpu_down((int)cpu);
	if (host_cpu_up((int)cpu) && host_cpu_up((int)cpu))
		finding("CPU %ld does not come online", cpu);
}

static void users(int argument)
{
	(void)argument;
	if (host_init()) {
		if (!failed(NULL))
			finding("init fails");
		if (host_instances())
			finding("init failed and left a hotplug instance");
		memory_sweep();
		return;
	}
	actor_start("device", 0, device, 0, LAST);
	actor_start("use", 1, use, 0, MUST_END);
	actor_start("offline and online", 0, cycle, 1, MUST_END);
	actor_start("first online", 0, cycle, 2, MUST_END);
	actors_join();
	this_cpu_set(2);
	use(0);
	this_cpu_set(0);
	host_cpu_down(1);
	toy_destroy();
	memory_sweep();
	if (memory_live("memory"))
		finding("leak: what is left when all is gone");
}

void series_reclaim(void)
{
}

const struct scenario scenarios[] = {
	{ "users", users, 0, 2 },
};

const unsigned int nr_scenarios = 1;
