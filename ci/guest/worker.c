// SPDX-License-Identifier: GPL-2.0-only
/* A process that swaps its own pages out and in, one step an order. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

/* Each word stands so often in a row: a quarter of the page is left. */
#define RUN_LENGTH	8

enum worker_status { RIGHT, WRONG, NOT_STORED, LOST };

size_t page_size(void)
{
	static size_t size;

	if (!size)
		size = sysconf(_SC_PAGESIZE);
	return size;
}

/* Marsaglia's xorshift: short, and no two pages alike. */
static uint64_t next_word(uint64_t word)
{
	word ^= word << 13;
	word ^= word >> 7;
	word ^= word << 17;
	return word;
}

static uint64_t first_word(unsigned long seed)
{
	return (seed + 1) * 0x9e3779b97f4a7c15ull;
}

void fill_page(void *page, unsigned long seed)
{
	uint64_t *words = page;
	uint64_t word = first_word(seed);
	size_t i, count = page_size() / sizeof(word);

	for (i = 0; i < count; i++) {
		if (!(i % RUN_LENGTH))
			word = next_word(word);
		words[i] = word;
	}
}

bool page_is_right(const void *page, unsigned long seed)
{
	const uint64_t *words = page;
	uint64_t word = first_word(seed);
	size_t i, count = page_size() / sizeof(word);
	bool right = true;

	for (i = 0; i < count; i++) {
		if (!(i % RUN_LENGTH))
			word = next_word(word);
		right &= words[i] == word;
	}
	return right;
}

void *map_pages(size_t count)
{
	void *pages = mmap(NULL, count * page_size(), PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED)
		bail("cannot map %zu pages: %s", count, strerror(errno));
	return pages;
}

static bool any_resident(void *pages, size_t count)
{
	unsigned char resident[count];
	size_t i;

	if (mincore(pages, count * page_size(), resident))
		return true;
	for (i = 0; i < count; i++)
		if (resident[i] & 1)
			return true;
	return false;
}

long stored_pages(void)
{
	return series.stored_pages ? series.stored_pages() : 0;
}

/* The kernel may keep a page the first time, one that somebody else holds for a moment. */
static bool store_pages(void *pages, size_t count, bool anywhere)
{
	long wanted = stored_pages() + (anywhere ? 0 : (long)count);
	double deadline = now() + PATIENCE;

	do {
		if (madvise(pages, count * page_size(), MADV_PAGEOUT))
			return false;
		if (!anywhere && series.stored_pages && stored_pages() < wanted)
			continue;
		if (!any_resident(pages, count))
			return true;
	} while (now() < deadline);
	return false;
}

static bool pages_are_right(const char *pages, size_t count)
{
	bool right = true;
	size_t i;

	for (i = 0; i < count; i++)
		right &= page_is_right(pages + i * page_size(), i);
	return right;
}

static bool obey(int orders)
{
	char order;

	return read(orders, &order, 1) == 1;
}

static void answer(int answers)
{
	if (write(answers, "", 1) != 1)
		_exit(LOST);
}

static void work(unsigned int cpu, size_t count, bool anywhere, int orders, int answers)
{
	char *pages = map_pages(count);
	size_t i;

	/* The pages of a task that moves may wait in another CPU's batch: not to be stored. */
	pin_to_cpu(cpu);
	for (i = 0; i < count; i++)
		fill_page(pages + i * page_size(), i);
	answer(answers);
	if (!obey(orders))
		_exit(LOST);
	if (!store_pages(pages, count, anywhere))
		_exit(NOT_STORED);
	answer(answers);
	if (!obey(orders))
		_exit(LOST);
	_exit(pages_are_right(pages, count) ? RIGHT : WRONG);
}

static bool has_answered(struct worker *worker)
{
	struct pollfd poll_set = { .fd = worker->answers, .events = POLLIN };
	char byte;

	return poll(&poll_set, 1, PATIENCE * 1000) == 1 && read(worker->answers, &byte, 1) == 1;
}

static struct worker start(unsigned int cpu, size_t pages, bool anywhere)
{
	struct worker worker;
	int orders[2], answers[2];

	if (pipe2(orders, O_CLOEXEC) || pipe2(answers, O_CLOEXEC))
		bail("cannot make a pipe: %s", strerror(errno));
	worker.pid = fork();
	if (worker.pid < 0)
		bail("cannot fork: %s", strerror(errno));
	if (!worker.pid) {
		close(orders[1]);
		close(answers[0]);
		work(cpu, pages, anywhere, orders[0], answers[1]);
	}
	close(orders[0]);
	close(answers[1]);
	worker.orders = orders[1];
	worker.answers = answers[0];
	if (!has_answered(&worker))
		bail("a worker did not start");
	return worker;
}

struct worker worker_start(unsigned int cpu, size_t pages)
{
	return start(cpu, pages, false);
}

struct worker worker_start_anywhere(unsigned int cpu, size_t pages)
{
	return start(cpu, pages, true);
}

void worker_store(struct worker *worker)
{
	if (write(worker->orders, "", 1) != 1)
		bail("a worker is gone");
}

bool worker_stored(struct worker *worker)
{
	return has_answered(worker);
}

struct block {
	const struct worker *worker;
	const char * const *prefixes;
};

static bool blocks(const struct block *block)
{
	return sleeps_in(block->worker->pid, block->prefixes);
}

static bool blocks_or_goes_on(const void *data)
{
	const struct block *block = data;
	struct pollfd poll_set = { .fd = block->worker->answers, .events = POLLIN };

	return blocks(block) || poll(&poll_set, 1, 0) || process_ended(&block->worker->pid);
}

bool worker_blocks(const struct worker *worker, const char * const *prefixes)
{
	struct block block = { .worker = worker, .prefixes = prefixes };

	if (!wait_until(blocks_or_goes_on, &block, PATIENCE))
		bail("a worker neither waits nor goes on");
	return blocks(&block);
}

void worker_load(struct worker *worker)
{
	worker_store(worker);
}

const char *worker_end(struct worker *worker)
{
	int status;

	close(worker->orders);
	close(worker->answers);
	if (!wait_until(process_ended, &worker->pid, PATIENCE)) {
		set_poisoned();
		return "an operation never completed";
	}
	waitpid(worker->pid, &status, 0);
	if (!WIFEXITED(status))
		return "a swapping process was killed";
	switch (WEXITSTATUS(status)) {
	case RIGHT:
		return NULL;
	case WRONG:
		return "wrong data";
	case NOT_STORED:
		return "pages were not swapped out";
	}
	bail("a worker lost its orders");
}

static const char *trip(struct worker worker)
{
	worker_store(&worker);
	if (worker_stored(&worker))
		worker_load(&worker);
	return worker_end(&worker);
}

const char *round_trip(unsigned int cpu, size_t pages)
{
	return trip(worker_start(cpu, pages));
}

const char *round_trip_anywhere(unsigned int cpu, size_t pages)
{
	return trip(worker_start_anywhere(cpu, pages));
}
