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

/** start_zswap() - swap device, compressor RESTING, zswap enabled */
void start_zswap(void);
/** try_compressor() - 0 or -errno */
int try_compressor(const char *name);
void set_compressor(const char *name);
bool compressor_is(const char *name);
long zswap_stored_pages(void);
long zswap_written_back(void);
/** use_zpool() - false if this kernel has none of that name, or no choice */
bool use_zpool(const char *name);
/** set_shrinker() - false if this kernel's zswap has none */
bool set_shrinker(bool on);
/** set_pool_limit() - in percent of the memory */
void set_pool_limit(const char *percent);
long torture_count(const char *name);
void torture_set(const char *name, const char *value);
/** torture_release() - 0 or -errno: -ESTALE if the context was freed */
int torture_release(void);
long torture_served(unsigned int cpu);
/** torture_live() - contexts allocated and not freed, but for those written off */
long torture_live(void);
/** torture_park() - the next operation of this kind is to stay in flight */
void torture_park(const char *operation);
/** torture_hold() - who takes this step next, but for @pass others, is to wait there */
void torture_hold(const char *step, unsigned int pass);
bool torture_holds(const void *unused);
void torture_let_go(void);
/** torture_begin() - what an earlier test has left is not held against later ones */
void torture_begin(void);
/** torture_fault() - what an operation has found that must never be; NULL if nothing */
const char *torture_fault(void);
bool torture_is_parked(const void *unused);
/** torture_drained() - wait until no context is live; false if one stays */
bool torture_drained(void);
/**
 * rest() - empty swap, go back to the resting compressor
 *
 * Return: contexts of the torture algorithm that are then left for good
 */
long rest(void);

/** balanced() - rest(), and failed if anything is left, or was found meanwhile */
struct outcome balanced(void);
/** roundtrip_with() - pages out and in on every CPU */
struct outcome roundtrip_with(const char *compressor, size_t pages);
/** first_failure() - @second if @first passed */
struct outcome first_failure(struct outcome first, struct outcome second);
/** stored_worker() - one whose pages are in zswap */
struct worker stored_worker(unsigned int cpu, size_t pages);

/* writeback.c */

/** writeback_prepare() - choose what can be written back; writeback_end() undoes it */
void writeback_prepare(void);
/** writeback_start() - have some page written back on @cpu; a process for writeback_end() or 0 */
pid_t writeback_start(unsigned int cpu);
void writeback_end(pid_t pid);

/* The tests */
struct outcome test_roundtrip(void);
struct outcome test_incompressible(void);
struct outcome test_whole_buffer(void);
struct outcome test_offline_compress(void);
struct outcome test_offline_decompress(void);
struct outcome test_offline_writeback(void);
struct outcome test_reonline(void);
struct outcome test_switch_in_flight(void);
struct outcome test_change_while_offline(void);
struct outcome test_online_at_destroy(void);
struct outcome test_reclaim_in_prepare(void);
struct outcome test_cycle_balance(void);
struct outcome test_compressor_switch(void);
struct outcome test_late_online(void);
struct outcome test_alloc_fail(void);
struct outcome test_alloc_fail_each(void);
struct outcome test_online_fail_each(void);
struct outcome test_online_fail_later(void);
struct outcome test_leaks(void);
struct outcome test_reclaim(void);
struct outcome test_hotplug_stress_lzo(void);
struct outcome test_hotplug_stress_zstd(void);
struct outcome test_hotplug_stress_moved(void);
struct outcome test_hotplug_stress_pools(void);

#endif
