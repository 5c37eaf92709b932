// SPDX-License-Identifier: GPL-2.0-only
/* What nobody points to any more: the kernel's own search for it. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "init.h"

#define KMEMLEAK	"/sys/kernel/debug/kmemleak"
/* It does not report what is younger than five seconds. */
#define AGE_SECONDS	6.0

bool leaks_start(void)
{
	return !write_text(KMEMLEAK, "scan") && !write_text(KMEMLEAK, "clear");
}

static bool is_old(const void *since)
{
	return now() - *(const double *)since > AGE_SECONDS;
}

/* The first of the functions in lines such as "    [<0000>] name+0x12/0x34". */
static const char *find_function(FILE *file, const char *prefix)
{
	static char name[64];
	char line[256];
	char *at;

	while (fgets(line, sizeof(line), file)) {
		at = strstr(line, prefix);
		if (!at || at == line || at[-1] != ' ' || !strchr(at, '+'))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at, "+"), at);
		return name;
	}
	return NULL;
}

const char *leak_below(const char *prefix)
{
	const char *function;
	double since = now();
	FILE *file;

	/* What a register or an old stack frame points to in the first scan is gone after. */
	wait_until(is_old, &since, 2 * AGE_SECONDS);
	if (write_text(KMEMLEAK, "scan") || write_text(KMEMLEAK, "scan"))
		bail("cannot look for leaks");
	file = fopen(KMEMLEAK, "re");
	if (!file)
		bail("cannot open " KMEMLEAK);
	function = find_function(file, prefix);
	fclose(file);
	return function;
}
