// SPDX-License-Identifier: GPL-2.0-only
/* What is the same in two runs of tokens, see runs_differ() in merge-words.h */
#include "port/merge-words.h"

#include "base/util.h"

/* Runs with more differences than that are taken to have nothing in common. */
#define MOST_DIFFERENCES 3000

#define NONE SIZE_MAX

/* Two runs, and for each token of the first the one of the second that it is, or NONE. */
struct pair {
	const struct run *a, *b;
	size_t *mate;
};

/* Parts of the two: what lies between tokens that are aligned. */
struct part {
	size_t a, a_end;
	size_t b, b_end;
};

static bool same(const struct pair *pair, size_t i, size_t j)
{
	return pair->a->v[i] == pair->b->v[j];
}

/* --- the fewest differences --------------------------------------------------------- */

/* Follows the way that was found back to its beginning. */
static void walk_back(struct pair *pair, const struct part *part, long **ways, long d)
{
	long x = (long)(part->a_end - part->a), y = (long)(part->b_end - part->b);

	for (; d >= 0; d--) {
		const long *way = ways[d] + d + 1;
		long k = x - y, from = k == -d || (k != d && way[k - 1] < way[k + 1]) ?
			k + 1 : k - 1;
		long x0 = d ? way[from] : 0, y0 = d ? x0 - from : 0;

		while (x > x0 && y > y0) {
			x--;
			y--;
			pair->mate[part->a + (size_t)x] = part->b + (size_t)y;
		}
		x = x0;
		y = y0;
	}
}

/* The farthest that D differences reach on each diagonal: Myers, as diff has it. */
static bool reach(const struct pair *pair, const struct part *part, long d, long *far)
{
	long n = (long)(part->a_end - part->a), m = (long)(part->b_end - part->b);

	for (long k = -d; k <= d; k += 2) {
		long x = k == -d || (k != d && far[k - 1] < far[k + 1]) ?
			far[k + 1] : far[k - 1] + 1;
		long y = x - k;

		if (!d) {
			x = 0;
			y = 0;
		}
		while (x < n && y < m && x >= 0 && y >= 0 &&
		       same(pair, part->a + (size_t)x, part->b + (size_t)y)) {
			x++;
			y++;
		}
		far[k] = x;
		if (x >= n && y >= m)
			return true;
	}
	return false;
}

static void align_fewest(struct pair *pair, const struct part *part)
{
	long most = (long)(part->a_end - part->a + part->b_end - part->b), d;
	long **ways, *far;
	bool found = false;

	if (part->a == part->a_end || part->b == part->b_end)
		return;
	if (most > MOST_DIFFERENCES)
		most = MOST_DIFFERENCES;
	ways = xcalloc((size_t)most + 1, sizeof(*ways));
	far = xcalloc((size_t)most * 2 + 3, sizeof(*far));
	for (d = 0; d <= most; d++) {
		size_t size = (size_t)d * 2 + 3;

		ways[d] = xcalloc(size, sizeof(*far));
		memcpy(ways[d], far + most - d, size * sizeof(*far));
		found = reach(pair, part, d, far + most + 1);
		if (found)
			break;
	}
	if (found)
		walk_back(pair, part, ways, d);
	for (long i = 0; i <= (d < most ? d : most); i++)
		free(ways[i]);
	free(ways);
	free(far);
}

/* --- tokens that both have once ----------------------------------------------------- */

struct place {
	size_t word, at;
};

static int by_word(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	if (one->word != other->word)
		return one->word < other->word ? -1 : 1;
	return one->at < other->at ? -1 : one->at > other->at;
}

static int by_place(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	return one->at < other->at ? -1 : one->at > other->at;
}

static struct place *sorted(const struct run *run, size_t begin, size_t end)
{
	struct place *v = xcalloc(end - begin + 1, sizeof(*v));

	for (size_t i = begin; i < end; i++)
		v[i - begin] = (struct place){ run->v[i], i };
	qsort(v, end - begin, sizeof(*v), by_word);
	return v;
}

static bool is_once(const struct place *v, size_t nr, size_t i)
{
	return (!i || v[i - 1].word != v[i].word) && (i + 1 == nr || v[i + 1].word != v[i].word);
}

/* Pairs of @word in b and @at in a, in the order of a. */
static size_t find_once(const struct pair *pair, const struct part *part, struct place *out)
{
	size_t n = part->a_end - part->a, m = part->b_end - part->b, nr = 0, j = 0;
	struct place *a = sorted(pair->a, part->a, part->a_end);
	struct place *b = sorted(pair->b, part->b, part->b_end);

	for (size_t i = 0; i < n; i++) {
		while (j < m && b[j].word < a[i].word)
			j++;
		if (j < m && b[j].word == a[i].word && is_once(a, n, i) && is_once(b, m, j))
			out[nr++] = (struct place){ b[j].at, a[i].at };
	}
	free(a);
	free(b);
	qsort(out, nr, sizeof(*out), by_place);
	return nr;
}

/* The longest of them that are in order in both; they become mates. */
static size_t marry_longest(struct pair *pair, const struct place *v, size_t nr)
{
	size_t *top = xcalloc(nr + 1, sizeof(*top)), *before = xcalloc(nr + 1, sizeof(*before));
	size_t len = 0;

	for (size_t i = 0; i < nr; i++) {
		size_t low = 0, high = len;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (v[top[middle]].word < v[i].word)
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low ? top[low - 1] : NONE;
		top[low] = i;
		len += low == len;
	}
	for (size_t i = len ? top[len - 1] : NONE; i != NONE; i = before[i])
		pair->mate[v[i].at] = v[i].word;
	free(top);
	free(before);
	return len;
}

static void align_part(struct pair *pair, struct part part);

/* What lies between those that are mates. */
static void align_between(struct pair *pair, const struct part *part)
{
	struct part next = { part->a, part->a, part->b, part->b };

	for (size_t i = part->a; i <= part->a_end; i++) {
		if (i < part->a_end && pair->mate[i] == NONE)
			continue;
		next.a_end = i;
		next.b_end = i < part->a_end ? pair->mate[i] : part->b_end;
		align_part(pair, next);
		next.a = i + 1;
		next.b = next.b_end + 1;
	}
}

static void align_part(struct pair *pair, struct part part)
{
	struct place *once;
	size_t nr;

	while (part.a < part.a_end && part.b < part.b_end && same(pair, part.a, part.b))
		pair->mate[part.a++] = part.b++;
	while (part.a < part.a_end && part.b < part.b_end &&
	       same(pair, part.a_end - 1, part.b_end - 1))
		pair->mate[--part.a_end] = --part.b_end;
	if (part.a == part.a_end || part.b == part.b_end)
		return;
	once = xcalloc(part.a_end - part.a + 1, sizeof(*once));
	nr = find_once(pair, &part, once);
	if (nr && marry_longest(pair, once, nr))
		align_between(pair, &part);
	else
		align_fewest(pair, &part);
	free(once);
}

/* --- the differences ---------------------------------------------------------------- */

static void add_edit(struct edits *edits, const struct edit *edit)
{
	if (edit->a == edit->a_end && edit->b == edit->b_end)
		return;
	edits->v = grow_array(edits->v, edits->nr, &edits->alloc, sizeof(*edits->v));
	edits->v[edits->nr++] = *edit;
}

void runs_differ(const struct run *a, const struct run *b, struct edits *edits)
{
	struct pair pair = { a, b, xcalloc(a->nr + 1, sizeof(size_t)) };
	struct edit edit = { 0, 0, 0, 0 };

	*edits = (struct edits){ .v = NULL };
	for (size_t i = 0; i < a->nr; i++)
		pair.mate[i] = NONE;
	align_part(&pair, (struct part){ 0, a->nr, 0, b->nr });
	for (size_t i = 0; i <= a->nr; i++) {
		if (i < a->nr && pair.mate[i] == NONE)
			continue;
		edit.a_end = i;
		edit.b_end = i < a->nr ? pair.mate[i] : b->nr;
		add_edit(edits, &edit);
		edit.a = i + 1;
		edit.b = edit.b_end + 1;
	}
	free(pair.mate);
}
