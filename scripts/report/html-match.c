// SPDX-License-Identifier: GPL-2.0-only
/* Which hunk of a port is which of mainline's, see html-match.h */
#include "report/html-match.h"

const char * const hunk_mark_name[HUNK_MARK_NR] = {
	[HUNK_SAME] = "same",
	[HUNK_MOVED] = "moved",
	[HUNK_CONTEXT] = "context",
	[HUNK_ADAPTED] = "adapted",
	[HUNK_MISSING] = "missing",
	[HUNK_ADDED] = "added",
};

#define NOWHERE	((size_t)-1)

/* From so much on that they have in common, two hunks may be the same one. */
#define LIKE_IN_FUNCTION	0.25
#define LIKE_ANYWHERE		0.6

/* A hunk of one side, with what it is compared by. */
struct one_hunk {
	struct sided_hunk at;
	struct argv words;	/* sorted */
	size_t other;		/* which of the other side it is, or NOWHERE */
};

struct hunk_list {
	struct one_hunk *v;
	size_t nr, alloc;
};

/* How much two hunks have in common. */
struct pair {
	double score;
	size_t mainline, port;
};

struct pairs {
	struct pair *v;
	size_t nr, alloc;
};

/* --- what is compared ---------------------------------------------------------- */

static bool is_change(const char *line)
{
	return *line == '+' || *line == '-';
}

static bool is_in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

void hunk_changes(const struct hunk *hunk, struct argv *words)
{
	for (size_t i = 0; i < hunk->lines.nr; i++) {
		const char *line = hunk->lines.v[i];

		for (const char *at = line + 1; is_change(line) && *at;) {
			const char *begin = at;

			while (is_in_word(*at))
				at++;
			if (at > begin)
				argv_pushf(words, "%c%.*s", *line, (int)(at - begin), begin);
			else
				at++;
		}
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char * const *)a, *(const char * const *)b);
}

static void list_hunks(struct hunk_list *list, const struct patch *patch, size_t nr)
{
	for (size_t i = 0; i < patch->nr; i++) {
		const struct patched *file = &patch->files[i];

		for (size_t h = 0; h < file->nr; h++) {
			struct one_hunk one = {
				.at = { file->path, nr, &file->hunks[h] }, .words = ARGV_INIT,
				.other = NOWHERE,
			};

			hunk_changes(one.at.hunk, &one.words);
			qsort(one.words.v, one.words.nr, sizeof(*one.words.v), by_name);
			list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
			list->v[list->nr++] = one;
		}
	}
}

static void release_list(struct hunk_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		argv_release(&list->v[i].words);
	free(list->v);
}

bool hunk_is_in(const struct hunk *hunk, const char *function)
{
	return hunk && (argv_has(&hunk->functions, function) || argv_has(&hunk->added, function));
}

static bool is_in_any(const struct hunk *hunk, const struct argv *functions)
{
	for (size_t i = 0; i < functions->nr; i++)
		if (hunk_is_in(hunk, functions->v[i]))
			return true;
	return false;
}

static bool share_function(const struct hunk *a, const struct hunk *b)
{
	if (is_in_any(a, &b->functions) || is_in_any(a, &b->added))
		return true;
	/* of neither is known what it changes: declarations */
	return !a->functions.nr && !a->added.nr && !b->functions.nr && !b->added.nr;
}

/* The part of the words of both that is in both: 1 for all. */
static double likeness(const struct argv *a, const struct argv *b)
{
	size_t common = 0;

	for (size_t i = 0, j = 0; i < a->nr && j < b->nr;) {
		int order = strcmp(a->v[i], b->v[j]);

		common += !order;
		i += order <= 0;
		j += order >= 0;
	}
	return a->nr + b->nr ? 2.0 * (double)common / (double)(a->nr + b->nr) : 0;
}

/* --- which is which ------------------------------------------------------------ */

static void add_pair(struct pairs *pairs, const struct hunk_list *mainline, size_t m,
		     const struct hunk_list *port, size_t p)
{
	const struct one_hunk *a = &mainline->v[m], *b = &port->v[p];
	bool share = share_function(a->at.hunk, b->at.hunk);
	double like;

	if (strcmp(a->at.path, b->at.path))
		return;
	like = likeness(&a->words, &b->words);
	if (like < (share ? LIKE_IN_FUNCTION : LIKE_ANYWHERE))
		return;
	pairs->v = grow_array(pairs->v, pairs->nr, &pairs->alloc, sizeof(*pairs->v));
	pairs->v[pairs->nr++] = (struct pair){ like + (share ? 1 : 0), m, p };
}

static int by_score(const void *a, const void *b)
{
	const struct pair *one = a, *two = b;

	if (one->score < two->score || one->score > two->score)
		return one->score > two->score ? -1 : 1;
	if (one->mainline != two->mainline)
		return one->mainline < two->mainline ? -1 : 1;
	return one->port < two->port ? -1 : one->port > two->port;
}

/* The most alike first; each is taken once. */
static void match(struct hunk_list *mainline, struct hunk_list *port)
{
	struct pairs pairs = { .v = NULL };

	for (size_t m = 0; m < mainline->nr; m++)
		for (size_t p = 0; p < port->nr; p++)
			add_pair(&pairs, mainline, m, port, p);
	if (pairs.nr)
		qsort(pairs.v, pairs.nr, sizeof(*pairs.v), by_score);
	for (size_t i = 0; i < pairs.nr; i++) {
		struct one_hunk *m = &mainline->v[pairs.v[i].mainline];
		struct one_hunk *p = &port->v[pairs.v[i].port];

		if (m->other != NOWHERE || p->other != NOWHERE)
			continue;
		m->other = pairs.v[i].port;
		p->other = pairs.v[i].mainline;
	}
	free(pairs.v);
}

/* --- how it is marked ---------------------------------------------------------- */

static const char *next_change(const struct hunk *hunk, size_t *at)
{
	while (*at < hunk->lines.nr && !is_change(hunk->lines.v[*at]))
		(*at)++;
	return *at < hunk->lines.nr ? hunk->lines.v[(*at)++] : NULL;
}

/* Whether @b changes all lines that @a does, in that order. */
static bool changes_within(const struct hunk *a, const struct hunk *b)
{
	size_t i = 0, j = 0;
	const char *want, *line;

	while ((want = next_change(a, &i))) {
		do {
			line = next_change(b, &j);
		} while (line && strcmp(line, want));
		if (!line)
			return false;
	}
	return true;
}

static bool same_lines(const struct hunk *a, const struct hunk *b)
{
	if (a->lines.nr != b->lines.nr)
		return false;
	for (size_t i = 0; i < a->lines.nr; i++)
		if (strcmp(a->lines.v[i], b->lines.v[i]))
			return false;
	return true;
}

static enum hunk_mark mark_of(const struct hunk *mainline, const struct hunk *port)
{
	if (same_lines(mainline, port))
		return mainline->line == port->line ? HUNK_SAME : HUNK_MOVED;
	if (changes_within(mainline, port) && changes_within(port, mainline))
		return HUNK_CONTEXT;
	return HUNK_ADAPTED;
}

/* A hunk of the other side that has all of it: two hunks there have grown into one. */
static const struct one_hunk *around(const struct one_hunk *one, const struct hunk_list *others)
{
	for (size_t i = 0; i < others->nr; i++)
		if (!strcmp(one->at.path, others->v[i].at.path) &&
		    share_function(one->at.hunk, others->v[i].at.hunk) &&
		    changes_within(one->at.hunk, others->v[i].at.hunk))
			return &others->v[i];
	return NULL;
}

/* --- in which order ------------------------------------------------------------ */

static void add_row(struct hunk_rows *rows, struct hunk_row row)
{
	rows->v = grow_array(rows->v, rows->nr, &rows->alloc, sizeof(*rows->v));
	rows->v[rows->nr++] = row;
}

static void add_mainline(struct hunk_rows *rows, const struct one_hunk *one,
			 const struct hunk_list *port)
{
	const struct one_hunk *in = one->other == NOWHERE ? around(one, port) : NULL;
	struct hunk_row row = { .mark = HUNK_MISSING, .mainline = one->at };

	if (one->other != NOWHERE) {
		row.port = port->v[one->other].at;
		row.mark = mark_of(one->at.hunk, row.port.hunk);
	} else if (in) {
		row.port = in->at;
		row.mark = HUNK_CONTEXT;
	}
	add_row(rows, row);
}

/* Those of the port from there on, up to the next that mainline has. */
static void add_added(struct hunk_rows *rows, const struct hunk_list *port, size_t from,
		      const struct hunk_list *mainline)
{
	for (size_t i = from; i < port->nr && port->v[i].other == NOWHERE; i++) {
		const struct one_hunk *in = around(&port->v[i], mainline);
		struct hunk_row row = { .mark = HUNK_ADDED, .port = port->v[i].at };

		if (in) {
			row.mainline = in->at;
			row.mark = HUNK_CONTEXT;
		}
		add_row(rows, row);
	}
}

void hunk_rows_read(struct hunk_rows *rows, const struct patch *mainline, size_t nr_mainline,
		    const struct patch *port, size_t nr_port)
{
	struct hunk_list left __free(release_list) = { .v = NULL };
	struct hunk_list right __free(release_list) = { .v = NULL };

	*rows = (struct hunk_rows){ .v = NULL };
	for (size_t i = 0; i < nr_mainline; i++)
		list_hunks(&left, &mainline[i], i);
	for (size_t i = 0; i < nr_port; i++)
		list_hunks(&right, &port[i], i);
	match(&left, &right);
	add_added(rows, &right, 0, &left);
	for (size_t i = 0; i < left.nr; i++) {
		add_mainline(rows, &left.v[i], &right);
		if (left.v[i].other != NOWHERE)
			add_added(rows, &right, left.v[i].other + 1, &left);
	}
}

void hunk_rows_release(struct hunk_rows *rows)
{
	free(rows->v);
}
