// SPDX-License-Identifier: GPL-2.0-only
/* A series of patches judged by another one, see hunks.h */
#include "data/hunks.h"

#include "data/pairing.h"

const char *hunk_mark_name(enum hunk_mark mark)
{
	static const char * const names[] = {
		[HUNK_SAME] = "same", [HUNK_CONTEXT] = "context", [HUNK_MOVED] = "moved",
		[HUNK_ADAPTED] = "adapted", [HUNK_MISSING] = "missing", [HUNK_ADDED] = "added",
	};

	return names[mark];
}

bool hunk_needs_reason(enum hunk_mark mark)
{
	return mark >= HUNK_ADAPTED;
}

/* --- what is told of it ---------------------------------------------------------------- */

static void add_context(const struct change *change, bool below, struct strbuf *text)
{
	size_t nr = 0;

	while (nr < CHANGE_CONTEXT && change_context(change, below, nr))
		nr++;
	for (size_t i = 0; i < nr; i++)
		strbuf_addf(text, "%s\n", change_context(change, below, below ? i : nr - i - 1));
}

static void add_between(const struct change *before, const struct change *change,
			struct strbuf *text)
{
	if (before->hunk != change->hunk) {
		add_context(before, true, text);
		strbuf_addstr(text, "...\n");
		add_context(change, false, text);
		return;
	}
	for (size_t i = before->last + 1; i < change->first; i++)
		if (change->hunk->lines.v[i][0] == ' ')
			strbuf_addf(text, "%s\n", change->hunk->lines.v[i]);
}

/* Those of a series that are chosen, with the context around them. */
static char *text_of(const struct changes *changes, const bool *chosen)
{
	struct strbuf text = STRBUF_INIT;
	const struct change *before = NULL;

	for (size_t i = 0; i < changes->nr; i++) {
		const struct change *change = &changes->v[i];

		if (!chosen[i])
			continue;
		if (before)
			add_between(before, change, &text);
		else
			add_context(change, false, &text);
		for (size_t j = 0; j < change->lines.nr; j++)
			strbuf_addf(&text, "%s\n", change->lines.v[j]);
		before = change;
	}
	if (before)
		add_context(before, true, &text);
	return strbuf_detach(&text);
}

/* How many follow the first of a hunk that are in the same function of it. */
static size_t end_of_piece(const struct side *side, size_t first)
{
	const struct change *change = &side->changes.v[first];
	size_t end = first + 1;

	while (end < side->changes.nr && side->changes.v[end].hunk == change->hunk &&
	       !strcmp(side->changes.v[end].function, change->function))
		end++;
	return end;
}

/* @any: a change of the backport is like one of these */
static enum hunk_mark mark_of_piece(const struct side *side, size_t first, size_t end, bool any)
{
	enum hunk_mark most = HUNK_SAME;
	size_t missing = 0;

	for (size_t i = first; i < end; i++) {
		missing += side->found[i].at == UNPAIRED;
		if (side->found[i].at != UNPAIRED && side->found[i].mark > most)
			most = side->found[i].mark;
	}
	if (!any)
		return HUNK_MISSING;
	return missing ? HUNK_ADAPTED : most;
}

/* --- in a few words -------------------------------------------------------------------- */

static void say_elsewhere(const struct change *change, const struct change *other,
			  struct strbuf *how)
{
	strbuf_addstr(how, "the same, but in ");
	if (*other->function)
		strbuf_addf(how, "%s()", other->function);
	else
		strbuf_addstr(how, "another place");
	if (!pairing_same_file(change, other))
		strbuf_addf(how, " of %s", other->path);
}

static char *how_adapted(const struct side *mainline, const struct side *own, size_t first,
			 size_t end)
{
	struct strbuf how = STRBUF_INIT;
	size_t same = 0, comments = 0, missing = 0;

	for (size_t i = first; i < end; i++) {
		const struct found *found = &mainline->found[i];
		const struct change *change = &mainline->changes.v[i];

		if (found->at == UNPAIRED)
			missing++;
		else if (pairing_is_exact(mainline, i))
			same++;
		else if (found->elsewhere && end == first + 1)
			say_elsewhere(change, &own->changes.v[found->at], &how);
		else if (change_same(change, &own->changes.v[found->at], false))
			comments++;
	}
	if (comments && comments + same == end - first)
		strbuf_addstr(&how, "only its comments differ");
	else if (same)
		strbuf_addf(&how, "%zu of %zu changes are the same", same, end - first);
	if (same && missing)
		strbuf_addf(&how, ", %zu %s missing", missing, missing == 1 ? "is" : "are");
	return strbuf_detach(&how);
}

static struct hunk_judged *add_hunk(struct hunks *hunks, const struct change *change,
				    enum hunk_mark mark)
{
	struct hunk_judged *hunk;

	hunks->v = grow_array(hunks->v, hunks->nr, &hunks->alloc, sizeof(*hunks->v));
	hunk = &hunks->v[hunks->nr++];
	*hunk = (struct hunk_judged){
		.mark = mark, .path = xstrdup(change->path),
		.function = xstrdup(change->function), .patch = change->patch,
		.number = change->number, .own_patch = HUNK_NO_PATCH,
	};
	hunks->count[mark]++;
	return hunk;
}

/* The changes of the backport that one of a piece became, or is like. */
static bool find_own(const struct side *mainline, const struct side *own, size_t first,
		     size_t end, bool *there)
{
	bool any = false;

	for (size_t i = first; i < end; i++)
		if (mainline->found[i].at != UNPAIRED)
			there[mainline->found[i].at] = true;
	for (size_t j = 0; j < own->changes.nr; j++) {
		there[j] |= own->found[j].at >= first && own->found[j].at < end;
		any |= there[j];
	}
	return any;
}

static void name_own(struct hunk_judged *hunk, const struct side *own, const bool *there)
{
	for (size_t j = own->changes.nr; j--; ) {
		if (!there[j])
			continue;
		hunk->own_patch = own->changes.v[j].patch;
		if (*hunk->function)
			continue;
		free(hunk->function);
		hunk->function = xstrdup(own->changes.v[j].function);
	}
}

/* A hunk of mainline, and all that it became. */
static void tell_piece(struct hunks *hunks, const struct side *mainline,
		       const struct side *own, size_t first, size_t end)
{
	bool *here = xcalloc(mainline->changes.nr, sizeof(*here));
	bool *there = xcalloc(own->changes.nr + 1, sizeof(*there));
	bool any = find_own(mainline, own, first, end, there);
	enum hunk_mark mark = mark_of_piece(mainline, first, end, any);
	struct hunk_judged *hunk = add_hunk(hunks, &mainline->changes.v[first], mark);

	for (size_t i = first; i < end; i++)
		here[i] = true;
	name_own(hunk, own, there);
	hunk->how = mark == HUNK_ADAPTED ? how_adapted(mainline, own, first, end) : xstrdup("");
	hunk->mainline = text_of(&mainline->changes, here);
	hunk->own = text_of(&own->changes, there);
	free(here);
	free(there);
}

static void tell_added(struct hunks *hunks, const struct side *own, size_t first, size_t end,
		       const bool *had)
{
	const struct change *change = &own->changes.v[first];
	bool *here = xcalloc(own->changes.nr, sizeof(*here));
	struct hunk_judged *hunk;
	bool any = false;

	for (size_t i = first; i < end; i++) {
		here[i] = !had[i] && own->found[i].at == UNPAIRED;
		any |= here[i];
	}
	if (any) {
		hunk = add_hunk(hunks, change, HUNK_ADDED);
		hunk->patch = HUNK_NO_PATCH;
		hunk->own_patch = change->patch;
		hunk->how = xstrdup("");
		hunk->mainline = xstrdup("");
		hunk->own = text_of(&own->changes, here);
	}
	free(here);
}

static void tell(struct hunks *hunks, const struct side *mainline, const struct side *own)
{
	bool *had = xcalloc(own->changes.nr + 1, sizeof(*had));

	for (size_t i = 0; i < mainline->changes.nr; i++)
		if (mainline->found[i].at != UNPAIRED)
			had[mainline->found[i].at] = true;
	for (size_t i = 0, end; i < mainline->changes.nr; i = end) {
		end = end_of_piece(mainline, i);
		tell_piece(hunks, mainline, own, i, end);
	}
	for (size_t i = 0, end; i < own->changes.nr; i = end) {
		end = end_of_piece(own, i);
		tell_added(hunks, own, i, end, had);
	}
	free(had);
}

void hunks_judge(struct hunks *hunks, const struct strbuf *mainline, size_t nr,
		 const struct strbuf *own, size_t nr_own)
{
	struct side theirs __free(side_release) = { .found = NULL };
	struct side ours __free(side_release) = { .found = NULL };

	*hunks = (struct hunks){ .v = NULL };
	pairing_make(&theirs, mainline, nr, &ours, own, nr_own);
	tell(hunks, &theirs, &ours);
}

void hunks_release(struct hunks *hunks)
{
	for (size_t i = 0; i < hunks->nr; i++) {
		free(hunks->v[i].path);
		free(hunks->v[i].function);
		free(hunks->v[i].how);
		free(hunks->v[i].mainline);
		free(hunks->v[i].own);
	}
	free(hunks->v);
	*hunks = (struct hunks){ .v = NULL };
}
