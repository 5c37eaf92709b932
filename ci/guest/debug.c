// SPDX-License-Identifier: GPL-2.0-only
/* Proof that silence means something in this kernel. */
#include <errno.h>
#include <string.h>
#include <sys/klog.h>

#include "init.h"

#define READ_ALL	3	/* of klogctl() */

struct outcome test_debug_kernel(void)
{
	static char log[1 << 20];
	char text[8192];

	if (klogctl(READ_ALL, log, sizeof(log) - 1) < 0)
		bail("cannot read the kernel log: %s", strerror(errno));
	if (!strstr(log, "KernelAddressSanitizer initialized"))
		bail("KASAN is not active");
	if (read_text("/proc/lockdep_stats", text, sizeof(text)))
		bail("lockdep is not there");
	if (!strstr(text, " debug_locks:                             1"))
		bail("lockdep is switched off");
	return passed();
}
