/* SPDX-License-Identifier: GPL-2.0-only */
/* How fast this machine counts: the rate that an emulated x86 counts at, too. */
#ifndef FERRY_TSC_H
#define FERRY_TSC_H

/**
 * tsc_khz() - rate of this machine's time stamp counter
 *
 * Measured once against the monotonic clock, over a tenth of a second: right also
 * on a machine that is busy, because each reading of both that is interrupted is
 * thrown away.
 *
 * Return: kHz, 0 where there is no such counter.
 */
unsigned long tsc_khz(void);

#endif
