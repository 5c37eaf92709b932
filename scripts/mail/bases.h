/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files that a series was made from, in the kernel store: what a three-way merge
 * needs, and what no patch has in it.
 */
#ifndef FERRY_MAIL_BASES_H
#define FERRY_MAIL_BASES_H

#include "mail/thread.h"

/**
 * bases_keep() - take the files that the patches of a series were made from
 * @repository: git repository that has them, under the ids of the patches' index lines
 * @name: the series' name
 * @thread: its patches
 *
 * They are put into the kernel store, under a ref of the series; a patch that builds
 * on an earlier one of the series has what that makes.
 *
 * Return: 0; -EINVAL after an error() that names a patch and the file that is not there,
 * -EIO after one about the store.
 */
int bases_keep(const char *repository, const char *name, const struct thread *thread);

#endif
