// SPDX-License-Identifier: GPL-2.0-only
/* The tests of this series. */
#include "zswap.h"

static const struct test tests[] = {
	{ "debug-kernel",		test_debug_kernel },
	{ "roundtrip",			test_roundtrip },
	{ "offline-compress",		test_offline_compress },
	{ "offline-decompress",		test_offline_decompress },
	{ "cycle-balance",		test_cycle_balance },
	{ "compressor-switch",		test_compressor_switch },
	{ "late-online",		test_late_online },
	{ "alloc-fail",			test_alloc_fail },
	{ "alloc-fail-each",		test_alloc_fail_each },
	{ "hotplug-stress-lzo",		test_hotplug_stress_lzo },
	{ "hotplug-stress-zstd",	test_hotplug_stress_zstd },
};

const struct guest_series series = {
	.tests		= tests,
	.nr		= ARRAY_SIZE(tests),
	.module		= "/lib/ferry/ferry_torture.ko",
	.start		= start_zswap,
	.before_each	= torture_write_off,
	.stored_pages	= zswap_stored_pages,
};
