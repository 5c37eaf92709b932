/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of this series share: the swap device, zswap's parameters and
 * the torture module's.
 *
 * Each test begins and ends with no page swapped out, the compressor RESTING and
 * no context of the algorithm TORTURE.
 */
#ifndef FERRY_ZSWAP_H
#define FERRY_ZSWAP_H

#include "init.h"

#define TORTURE		"ferry-torture"
#define RESTING		"lzo"

/** empty_swap() - bring every page back, and with them drop old pools */
void empty_swap(void);
/** start_zswap() - swap device, compressor RESTING, zswap enabled */
void start_zswap(void);
/** try_compressor() - 0 or -errno */
int try_compressor(const char *name);
void set_compressor(const char *name);
bool compressor_is(const char *name);
long zswap_stored_pages(void);
long torture_count(const char *name);
void torture_set(const char *name, const char *value);
/** torture_release() - 0 or -errno: -ESTALE if the context was freed */
int torture_release(void);
long torture_served(unsigned int cpu);
/** torture_live() - contexts allocated and not freed, but for those written off */
long torture_live(void);
/** torture_write_off() - what an earlier test has leaked is not held against later ones */
void torture_write_off(void);
bool torture_is_parked(const void *unused);
/** torture_drained() - wait until no context is live; false if one stays */
bool torture_drained(void);
/**
 * rest() - empty swap, go back to the resting compressor
 *
 * Return: contexts of the torture algorithm that are then left for good
 */
long rest(void);

/* lifetime.c */

/** balanced() - rest(), and failed if contexts are left for good */
struct outcome balanced(void);
/** roundtrip_with() - pages out and in on every CPU */
struct outcome roundtrip_with(const char *compressor);

/* The tests */
struct outcome test_roundtrip(void);
struct outcome test_offline_compress(void);
struct outcome test_offline_decompress(void);
struct outcome test_cycle_balance(void);
struct outcome test_compressor_switch(void);
struct outcome test_late_online(void);
struct outcome test_alloc_fail(void);
struct outcome test_alloc_fail_each(void);
struct outcome test_hotplug_stress_lzo(void);
struct outcome test_hotplug_stress_zstd(void);

#endif
