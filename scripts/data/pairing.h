/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which change of one series of patches is which of another.
 */
#ifndef FERRY_PAIRING_H
#define FERRY_PAIRING_H

#include "data/change.h"
#include "data/hunks.h"

#define UNPAIRED SIZE_MAX

/**
 * struct found - what is known of a change of one series
 * @mark: what it is in the other, if it is there
 * @at: which change of the other series, or UNPAIRED
 * @elsewhere: it is the same in another function or file
 */
struct found {
	enum hunk_mark mark;
	size_t at;
	bool elsewhere;
};

/**
 * struct side - one of the two series
 * @changes: its changes
 * @found: for each of them what is known
 */
struct side {
	struct changes changes;
	struct found *found;
};

/**
 * pairing_make() - take two series apart and find what is which
 * @mainline: filled, whatever it held; end with side_release()
 * @theirs: the patches of mainline
 * @nr: how many
 * @own: filled, likewise
 * @ours: the patches of the backport
 * @nr_own: how many
 *
 * A change of either that is not the same names the likest one of the other; several
 * may name one.
 */
void pairing_make(struct side *mainline, const struct strbuf *theirs, size_t nr,
		  struct side *own, const struct strbuf *ours, size_t nr_own);

/**
 * side_release() - free what pairing_make() made
 * @side: one of the two
 */
void side_release(struct side *side);

/**
 * pairing_is_exact() - whether a change has its own in the other series
 * @side: its series
 * @i: which one
 */
bool pairing_is_exact(const struct side *side, size_t i);

/**
 * pairing_same_file() - whether two changes are of one file
 * @a: one
 * @b: the other
 */
bool pairing_same_file(const struct change *a, const struct change *b);

#endif
