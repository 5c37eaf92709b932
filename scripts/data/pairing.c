// SPDX-License-Identifier: GPL-2.0-only
/* Which change of a series is which of another, see pairing.h */
#include "data/pairing.h"

/* Of a change that is adapted, that many percent of its names are in the other one. */
#define LEAST_SHARE 50
/* What has fewer names can be the same elsewhere by chance. */
#define LEAST_NAMES 2

bool pairing_same_file(const struct change *a, const struct change *b)
{
	return !strcmp(a->path, b->path);
}

/* A hunk need not tell its function. */
static bool may_be_in_one_function(const struct change *a, const struct change *b)
{
	return pairing_same_file(a, b) && (!*a->function || !*b->function ||
				   !strcmp(a->function, b->function));
}

/* Whatever blanks they have. */
static bool same_line(const char *a, const char *b)
{
	for (;;) {
		a += strspn(a, " \t\r");
		b += strspn(b, " \t\r");
		if (*a != *b || !*a)
			return *a == *b;
		a++;
		b++;
	}
}

/* A patch may show more context than another. */
static void compare_context(const struct change *a, const struct change *b, bool below,
			    bool *near, bool *all)
{
	for (size_t i = 0; i < CHANGE_CONTEXT; i++) {
		const char *one = change_context(a, below, i);
		const char *other = change_context(b, below, i);
		bool same;

		if (!one || !other)
			return;
		same = same_line(one, other);
		if (!i && same)
			*near = true;
		*all &= same;
	}
}

static enum hunk_mark mark_of_same(const struct change *a, const struct change *b)
{
	bool near = false, all = true;

	compare_context(a, b, false, &near, &all);
	compare_context(a, b, true, &near, &all);
	return all ? HUNK_SAME : near ? HUNK_CONTEXT : HUNK_MOVED;
}

static void pair(struct side *one, size_t i, struct side *other, size_t j, enum hunk_mark mark,
		 bool elsewhere)
{
	one->found[i] = (struct found){ mark, j, elsewhere };
	other->found[j] = (struct found){ mark, i, elsewhere };
}

/* The same words in the same function; of several that with the likest context. */
static void pair_same(struct side *mainline, struct side *own)
{
	for (size_t i = 0; i < mainline->changes.nr; i++) {
		const struct change *change = &mainline->changes.v[i];
		enum hunk_mark best = HUNK_MARKS;
		size_t at = UNPAIRED;

		for (size_t j = 0; j < own->changes.nr; j++) {
			const struct change *other = &own->changes.v[j];
			enum hunk_mark mark;

			if (own->found[j].at != UNPAIRED ||
			    !may_be_in_one_function(change, other) ||
			    !change_same(change, other, true))
				continue;
			mark = mark_of_same(change, other);
			if (mark < best) {
				best = mark;
				at = j;
			}
		}
		if (at != UNPAIRED)
			pair(mainline, i, own, at, best, false);
	}
}

bool pairing_is_exact(const struct side *side, size_t i)
{
	return side->found[i].at != UNPAIRED && !hunk_needs_reason(side->found[i].mark);
}

/* For each change that is left the likest one that is: several may have become one. */
static void find_like(struct side *one, const struct side *other)
{
	for (size_t i = 0; i < one->changes.nr; i++) {
		const struct change *change = &one->changes.v[i];
		unsigned int best = LEAST_SHARE - 1;

		for (size_t j = 0; !pairing_is_exact(one, i) && j < other->changes.nr; j++) {
			unsigned int share;

			if (pairing_is_exact(other, j) ||
			    !may_be_in_one_function(change, &other->changes.v[j]))
				continue;
			share = change_share(change, &other->changes.v[j]);
			if (share <= best && !change_same(change, &other->changes.v[j], false))
				continue;
			best = share;
			one->found[i] = (struct found){ HUNK_ADAPTED, j, false };
		}
	}
}

/* The same words in another function, or in another file. */
static void pair_elsewhere(struct side *mainline, struct side *own, bool other_file)
{
	for (size_t i = 0; i < mainline->changes.nr; i++) {
		const struct change *change = &mainline->changes.v[i];

		for (size_t j = 0; j < own->changes.nr; j++) {
			const struct change *other = &own->changes.v[j];

			if (mainline->found[i].at != UNPAIRED || own->found[j].at != UNPAIRED)
				continue;
			if (change->nr_telling < LEAST_NAMES ||
			    pairing_same_file(change, other) == other_file ||
			    !change_same(change, other, true))
				continue;
			pair(mainline, i, own, j, HUNK_ADAPTED, true);
		}
	}
}

static void open_side(struct side *side, const struct strbuf *diffs, size_t nr)
{
	changes_read(&side->changes, diffs, nr);
	side->found = xcalloc(side->changes.nr + 1, sizeof(*side->found));
	for (size_t i = 0; i < side->changes.nr; i++)
		side->found[i].at = UNPAIRED;
}

void pairing_make(struct side *mainline, const struct strbuf *theirs, size_t nr,
		  struct side *own, const struct strbuf *ours, size_t nr_own)
{
	open_side(mainline, theirs, nr);
	open_side(own, ours, nr_own);
	pair_same(mainline, own);
	find_like(mainline, own);
	find_like(own, mainline);
	pair_elsewhere(mainline, own, false);
	pair_elsewhere(mainline, own, true);
}

void side_release(struct side *side)
{
	changes_release(&side->changes);
	free(side->found);
}
