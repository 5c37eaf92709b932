/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A person's backport as a target's own patches, stable/TARGET/SERIES.
 */
#ifndef FERRY_MAIL_ADOPTED_H
#define FERRY_MAIL_ADOPTED_H

#include "data/expect.h"
#include "mail/thread.h"

/**
 * adopted_possible() - whether the target may get patches of its own
 * @expect: the series on the target
 * @force: whether it may have some already
 *
 * Return: 0, or -1 after an error().
 */
int adopted_possible(const struct expect *expect, bool force);

/**
 * adopted_write() - give a target its own patches
 * @expect: the series on the target, whose folder is replaced
 * @thread: the patches
 *
 * What else is in the folder stays. All is written beside it, and then takes its place.
 *
 * Return: 0, -EINVAL after an error() about the patches, -EIO after one about the disk.
 */
int adopted_write(const struct expect *expect, const struct thread *thread);

#endif
