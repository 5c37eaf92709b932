// SPDX-License-Identifier: GPL-2.0-only
/* The tests of this series. */
#include "zswap.h"

static const struct test tests[] = {
	{ "roundtrip",			test_roundtrip },
	{ "incompressible",		test_incompressible },
	{ "whole-buffer",		test_whole_buffer },
	{ "offline-compress",		test_offline_compress },
	{ "offline-decompress",		test_offline_decompress },
	{ "offline-writeback",		test_offline_writeback },
	{ "reonline",			test_reonline },
	{ "switch-in-flight",		test_switch_in_flight },
	{ "change-while-offline",	test_change_while_offline },
	{ "online-at-destroy",	test_online_at_destroy },
	{ "reclaim-in-prepare",		test_reclaim_in_prepare },
	{ "cycle-balance",		test_cycle_balance },
	{ "compressor-switch",		test_compressor_switch },
	{ "late-online",		test_late_online },
	{ "alloc-fail",			test_alloc_fail },
	{ "alloc-fail-each",		test_alloc_fail_each },
	{ "online-fail-each",		test_online_fail_each },
	{ "online-fail-later",		test_online_fail_later },
	{ "leaks",			test_leaks },
	{ "reclaim",			test_reclaim },
	{ "hotplug-stress-lzo",		test_hotplug_stress_lzo },
	{ "hotplug-stress-zstd",	test_hotplug_stress_zstd },
	{ "hotplug-stress-moved",	test_hotplug_stress_moved },
	{ "hotplug-stress-pools",	test_hotplug_stress_pools },
};

const struct guest_series series = {
	.tests		= tests,
	.nr		= ARRAY_SIZE(tests),
	.start		= start_zswap,
	.before_each	= torture_begin,
	.stored_pages	= zswap_stored_pages,
};
