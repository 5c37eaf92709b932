/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tests fail on a kernel, and in which words: what a mutant is killed by.
 */
#ifndef FERRY_BOOT_FAILED_H
#define FERRY_BOOT_FAILED_H

#include <jansson.h>

#include "boot/boot.h"

/**
 * boots_failed() - the tests that fail on the kernel with the change
 * @boots: boots that have ended and been looked through
 *
 * A test fails by what it says, or by what the kernel complains of before the mark at
 * its end.  One that the guest did not run because of an earlier one is none.
 *
 * Return: an array of {"test", "boot", "words"}; a new reference.
 */
json_t *boots_failed(const struct boots *boots);

#endif
