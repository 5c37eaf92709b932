// SPDX-License-Identifier: GPL-2.0-only
/* A change carried item by item, see merge.h */
#include "port/merge.h"

#include "base/util.h"
#include "port/merge-guard.h"
#include "port/merge-text.h"
#include "port/merge-work.h"
#include "port/names.h"

void merge_release(struct merge *merge)
{
	strbuf_release(&merge->text);
	strbuf_release(&merge->why);
	argv_release(&merge->notes);
	argv_release(&merge->unknown);
	argv_release(&merge->added);
}

/* --- the result --------------------------------------------------------------------- */

static struct piece *put_piece(struct work *work, size_t at, size_t ours, size_t theirs)
{
	work->pieces = grow_array(work->pieces, work->nr, &work->alloc, sizeof(*work->pieces));
	memmove(&work->pieces[at + 1], &work->pieces[at],
		(work->nr++ - at) * sizeof(*work->pieces));
	work->pieces[at] = (struct piece){ ours, theirs, STRBUF_INIT };
	return &work->pieces[at];
}

static void take_piece(struct work *work, size_t at, struct piece *piece)
{
	*piece = work->pieces[at];
	memmove(&work->pieces[at], &work->pieces[at + 1],
		(--work->nr - at) * sizeof(*work->pieces));
}

static void begin_with_ours(struct work *work)
{
	const struct items *ours = &work->plan.ours;

	for (size_t i = 0; i < ours->nr; i++)
		strbuf_add(&put_piece(work, i, i, NO_ITEM)->text,
			   ours->text->buf + ours->v[i].begin,
			   ours->v[i].stop - ours->v[i].begin);
}

static size_t piece_of_theirs(const struct work *work, size_t theirs)
{
	size_t base = work->plan.base_of[theirs];

	if (base != NO_ITEM)
		return work_piece(work, work->plan.ours_of[base]);
	for (size_t i = 0; i < work->nr; i++)
		if (work->pieces[i].theirs == theirs)
			return i;
	return NO_ITEM;
}

/* --- comments alone ----------------------------------------------------------------- */

static bool same_text(const struct items *a, const struct item *one, const struct items *b,
		      const struct item *other)
{
	size_t len = one->stop - one->begin;

	return len == other->stop - other->begin &&
	       !memcmp(a->text->buf + one->begin, b->text->buf + other->begin, len);
}

static void take_comments(struct work *work, size_t base)
{
	const struct plan *plan = &work->plan;
	const struct item *from = &plan->base.v[base];
	const struct item *to = &plan->theirs.v[plan->theirs_of[base]];
	size_t at = work_piece(work, plan->ours_of[base]);
	struct rendering rendering = {
		.words = &work->plan.words, .dir = work->merge->dir,
		.ours = &plan->ours, .base = &plan->base, .theirs = &plan->theirs,
		.base_item = from, .their_item = to, .new_base = &from->run,
		.new_theirs = &to->run,
	};

	if (same_text(&plan->base, from, &plan->theirs, to))
		return;
	if (at != NO_ITEM) {
		rendering.our_item = &plan->ours.v[plan->ours_of[base]];
		if (merge_comments(&rendering, &work->pieces[at].text))
			return;
	}
	argv_pushf(&work->merge->notes, "the comments at %s stay as they are", from->name);
}

/* --- items that are taken out or put in --------------------------------------------- */

static enum merged take_removed(struct work *work, size_t base)
{
	const struct plan *plan = &work->plan;
	const struct item *item = &plan->base.v[base], *ours;

	char *label __free(free_text) = item_label(&plan->base, item);
	size_t at = work_piece(work, plan->ours_of[base]);
	struct run other;
	struct piece piece;
	bool same;

	if (at == NO_ITEM) {
		argv_pushf(&work->merge->notes, "%s, which goes, is not in this tree", label);
		return MERGED;
	}
	ours = &plan->ours.v[plan->ours_of[base]];
	other = run_renamed(&plan->names, &item->run);
	same = run_same(&ours->run, &item->run) || run_same(&ours->run, &other);
	run_release(&other);
	if (!same) {
		strbuf_addf(&work->merge->why, "%s, line %u: the change removes %s, which is another one here",
			    work->merge->path, item_line(&plan->ours, ours), label);
		return MERGED_NOT;
	}
	take_piece(work, at, &piece);
	strbuf_release(&piece.text);
	return MERGED;
}

/* Behind the nearest item above that the older file has, else before the nearest below. */
static size_t place_for(const struct work *work, size_t theirs)
{
	size_t at;

	for (size_t i = theirs; i--; ) {
		at = piece_of_theirs(work, i);
		if (at != NO_ITEM)
			return at + 1;
	}
	for (size_t i = theirs + 1; i < work->plan.theirs.nr; i++) {
		at = piece_of_theirs(work, i);
		if (at != NO_ITEM)
			return at;
	}
	return NO_ITEM;
}

static enum merged refuse_place(struct work *work, const char *label)
{
	strbuf_addf(&work->merge->why, "%s: there is no place for %s: the tree's file has nothing of what is beside it",
		    work->merge->path, label);
	return MERGED_NOT;
}

static enum merged take_moved(struct work *work, size_t theirs)
{
	const struct plan *plan = &work->plan;
	const struct item *item = &plan->theirs.v[theirs];
	size_t at = work_piece(work, plan->ours_of[plan->base_of[theirs]]), place;
	struct piece piece;

	if (at == NO_ITEM)
		return work_missing(work, &plan->theirs, item);
	take_piece(work, at, &piece);
	place = place_for(work, theirs);
	if (place == NO_ITEM) {
		strbuf_release(&piece.text);
		return refuse_place(work, item->name);
	}
	*put_piece(work, place, piece.ours, piece.theirs) = piece;
	return MERGED;
}

/* The tree may have it already, perhaps from another change. */
static enum merged refuse_twice(struct work *work, const struct item *item, size_t ours)
{
	const struct plan *plan = &work->plan;

	char *label __free(free_text) = item_label(&plan->theirs, item);

	if (run_same(&plan->ours.v[ours].run, &item->run)) {
		argv_pushf(&work->merge->notes, "%s is there already", label);
		return MERGED;
	}
	strbuf_addf(&work->merge->why, "%s, line %u: the change adds %s, of which the tree has another one",
		    work->merge->path, item_line(&plan->ours, &plan->ours.v[ours]), label);
	return MERGED_NOT;
}

/* One of that name that is none of the base's; an #if says nothing by its name. */
static size_t unmatched(const struct plan *plan, const struct item *item)
{
	size_t at = NO_ITEM;

	if (starts_with(item->name, "# if") || starts_with(item->name, "# e"))
		return at;
	for (size_t i = 0; at == NO_ITEM && i < plan->ours.nr; i++) {
		bool taken = strcmp(plan->ours.v[i].name, item->name);

		for (size_t j = 0; !taken && j < plan->base.nr; j++)
			taken = plan->ours_of[j] == i;
		if (!taken)
			at = i;
	}
	return at;
}

static enum merged take_added(struct work *work, size_t theirs)
{
	const struct plan *plan = &work->plan;
	const struct item *item = &plan->theirs.v[theirs];

	char *label __free(free_text) = item_label(&plan->theirs, item);
	size_t there = unmatched(plan, item);
	size_t place = place_for(work, theirs);
	struct run run = { .v = NULL };

	if (there != NO_ITEM)
		return refuse_twice(work, item, there);
	if (place == NO_ITEM)
		return refuse_place(work, label);
	for (size_t i = 0; i < item->run.nr; i++) {
		size_t word = item->run.v[i], name = renames_get(&work->plan.names, word);

		if (name == word)
			name = renames_get(&work->used, word);
		run_add(&run, work->known[word] ? word : name);
	}
	text_renamed(&plan->words, &plan->theirs, item, &run,
		     &put_piece(work, place, NO_ITEM, theirs)->text);
	work_note_names(work, label, &(struct run){ .v = NULL }, &item->run, &run);
	run_release(&run);
	return MERGED;
}

/* --- the file ----------------------------------------------------------------------- */

static enum merged take_base(struct work *work)
{
	const struct plan *plan = &work->plan;
	enum merged end = MERGED;

	for (size_t i = 0; end == MERGED && i < plan->base.nr; i++) {
		if (plan_changes(plan, i))
			end = work_change(work, i);
		else if (plan->theirs_of[i] != NO_ITEM)
			take_comments(work, i);
	}
	for (size_t i = 0; end == MERGED && i < plan->base.nr; i++)
		if (plan->theirs_of[i] == NO_ITEM)
			end = take_removed(work, i);
	return end;
}

static enum merged take_theirs(struct work *work)
{
	const struct plan *plan = &work->plan;
	enum merged end = MERGED;

	for (size_t i = 0; end == MERGED && i < plan->theirs.nr; i++) {
		if (plan->base_of[i] == NO_ITEM)
			end = take_added(work, i);
		else if (plan->moved[plan->base_of[i]])
			end = take_moved(work, i);
	}
	return end;
}

static enum merged finish(struct work *work)
{
	struct merge *merge = work->merge;

	for (size_t i = 0; i < work->nr; i++)
		strbuf_add(&merge->text, work->pieces[i].text.buf, work->pieces[i].text.len);
	if (!guard_check(&work->plan, work->known, merge))
		return MERGED_NOT;
	return port_check_names(merge->ours, &merge->text, &merge->why) == PORT_OK ?
		MERGED : MERGED_NOT;
}

enum merged merge_file(struct merge *merge)
{
	struct work work = { .merge = merge };
	enum merged end = MERGED_BROKEN;

	plan_make(&work.plan, merge->base, merge->theirs, merge->ours);
	if (!guard_ask(&work.plan, merge->names, &work.known)) {
		work.used.nr = work.plan.words.nr;
		work.used.to = xcalloc(work.used.nr + 1, sizeof(*work.used.to));
		for (size_t i = 0; i < work.used.nr; i++)
			work.used.to[i] = SIZE_MAX;
		begin_with_ours(&work);
		end = take_base(&work);
		if (end == MERGED)
			end = take_theirs(&work);
		if (end == MERGED)
			end = finish(&work);
	}
	for (size_t i = 0; i < work.nr; i++)
		strbuf_release(&work.pieces[i].text);
	free(work.pieces);
	free(work.known);
	renames_release(&work.used);
	plan_release(&work.plan);
	return end;
}

int merge_look(struct merge *merge)
{
	struct plan plan;
	bool *known = NULL;
	int ret;

	plan_make(&plan, merge->ours, merge->theirs, merge->ours);
	strbuf_reset(&merge->text);
	strbuf_add(&merge->text, merge->theirs->buf, merge->theirs->len);
	ret = guard_ask(&plan, merge->names, &known);
	if (!ret)
		(void)guard_check(&plan, known, merge);
	free(known);
	plan_release(&plan);
	return ret;
}
