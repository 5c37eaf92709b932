// SPDX-License-Identifier: GPL-2.0-only
/* Real compressors under load while CPUs come and go. */
#include "zswap.h"

static struct outcome stress_with(const char *compressor)
{
	struct outcome outcome;

	set_compressor(compressor);
	outcome = hotplug_stress(compressor);
	if (outcome.kind == PASSED)
		rest();
	return outcome;
}

struct outcome test_hotplug_stress_lzo(void)
{
	return stress_with("lzo");
}

struct outcome test_hotplug_stress_zstd(void)
{
	return stress_with("zstd");
}
