// SPDX-License-Identifier: GPL-2.0-only
/* More memory in use than there is: the kernel has to reclaim, and lockdep sees it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

enum hog_status { RIGHT, WRONG };

/* The number behind @name in a file of lines such as "MemFree:  123 kB". */
static long number_in(const char *path, const char *name)
{
	FILE *file = fopen(path, "re");
	size_t length = strlen(name);
	char line[128];
	long number = -1;

	while (file && number < 0 && fgets(line, sizeof(line), file))
		if (!strncmp(line, name, length) && strspn(line + length, ": "))
			number = strtol(line + length + 1, NULL, 10);
	if (number < 0)
		bail("%s has no %s", path, name);
	fclose(file);
	return number;
}

/* Twice, so that what was swapped out first has been swapped in and out again. */
static void hog(size_t count)
{
	char *pages = map_pages(count);
	bool right = true;
	size_t i;

	for (i = 0; i < count; i++)
		fill_page(pages + i * page_size(), i);
	for (i = 0; i < count; i++)
		right &= page_is_right(pages + i * page_size(), i);
	_exit(right ? RIGHT : WRONG);
}

struct outcome hog_memory(size_t more, void (*beside)(void))
{
	long direct = number_in("/proc/vmstat", "pgscan_direct");
	long kswapd = number_in("/proc/vmstat", "pgscan_kswapd");
	size_t free = number_in("/proc/meminfo", "MemFree") * 1024ul;
	pid_t pid = fork();
	int status;

	if (!pid)
		hog((free + more) / page_size());
	while (pid > 0 && !process_ended(&pid))
		beside();
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		bail("cannot fork");
	direct = number_in("/proc/vmstat", "pgscan_direct") - direct;
	kswapd = number_in("/proc/vmstat", "pgscan_kswapd") - kswapd;
	say("%zu MB in use, scanned %ld pages directly, %ld by kswapd",
	    (free + more) >> 20, direct, kswapd);
	if (!WIFEXITED(status))
		return failed("a swapping process was killed");
	if (WEXITSTATUS(status) != RIGHT)
		return failed("wrong data");
	if (!direct || !kswapd)
		bail("too little was in use to make the kernel reclaim");
	return passed();
}
