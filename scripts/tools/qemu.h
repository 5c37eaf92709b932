/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One virtual machine: console on the first serial port, results on the second.
 * A struct qemu only borrows its strings.
 */
#ifndef FERRY_QEMU_H
#define FERRY_QEMU_H

#include "process/run.h"

/**
 * struct qemu - a machine to start
 * @accel: "tcg" or "kvm"
 * @kernel: bzImage
 * @initrd: initramfs
 * @append: kernel command line, besides the console
 * @console: file that gets all of the console
 * @cpus: how many
 * @memory: MiB
 * @timeout: seconds after which it is killed
 * @first_output: seconds after which it is killed if nothing has come on the
 *	second serial port
 */
struct qemu {
	const char *accel;
	const char *kernel;
	const char *initrd;
	const char *append;
	const char *console;
	unsigned long cpus;
	unsigned long memory;
	double timeout;
	double first_output;
};

/**
 * qemu_child() - prepare a machine
 * @child: set up by this; its standard output is the second serial port. The
 *         caller may set on_line, runs and releases it.
 * @qemu: the machine
 */
void qemu_child(struct child *child, const struct qemu *qemu);

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
