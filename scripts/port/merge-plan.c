// SPDX-License-Identifier: GPL-2.0-only
/* Which item is which, see merge-plan.h */
#include "port/merge-plan.h"

#include "base/util.h"

/* How alike an item of another name at the same place must be, in thousandths. */
#define SAME_THING 600

/* How often a name must be another one in a file, and how surely. */
#define SEEN 2
#define SURE 75

/* --- by name ------------------------------------------------------------------------ */

static size_t number_of(struct words *words, const char *text)
{
	const struct ctoken token = { .kind = CTOKEN_OTHER, .text = text, .len = strlen(text) };

	return words_number(words, &token);
}

static struct run names_of(struct words *words, const struct items *items)
{
	struct run run = { .v = NULL };

	for (size_t i = 0; i < items->nr; i++)
		run_add(&run, number_of(words, items->v[i].name));
	return run;
}

static size_t *new_mates(size_t nr)
{
	size_t *mate = xcalloc(nr + 1, sizeof(*mate));

	for (size_t i = 0; i < nr; i++)
		mate[i] = NO_ITEM;
	return mate;
}

static bool is_taken(const size_t *mate, size_t nr, size_t item)
{
	for (size_t i = 0; i < nr; i++)
		if (mate[i] == item)
			return true;
	return false;
}

/* Those that stand in the same order in both. */
static size_t *in_order(const struct items *a, const struct items *b)
{
	struct words words = { .text = NULL };
	struct run one = names_of(&words, a), other = names_of(&words, b);
	size_t *mate = new_mates(a->nr), at = 0, to = 0;
	struct edits edits;

	runs_differ(&one, &other, &edits);
	for (size_t i = 0; i <= edits.nr; i++) {
		size_t end = i < edits.nr ? edits.v[i].a : a->nr;

		while (at < end)
			mate[at++] = to++;
		if (i < edits.nr) {
			at = edits.v[i].a_end;
			to = edits.v[i].b_end;
		}
	}
	free(edits.v);
	run_release(&one);
	run_release(&other);
	words_release(&words);
	return mate;
}

/* One that is left of that name; of directives none is like another. */
static size_t left_over(const struct items *items, const size_t *mate, size_t nr,
			const char *name)
{
	for (size_t i = 0; i < items->nr; i++)
		if (*name != '#' && !strcmp(items->v[i].name, name) && !is_taken(mate, nr, i))
			return i;
	return NO_ITEM;
}

static void out_of_order(const struct items *a, const struct items *b, size_t *mate,
			 bool *moved)
{
	for (size_t i = 0; i < a->nr; i++) {
		if (mate[i] != NO_ITEM)
			continue;
		mate[i] = left_over(b, mate, a->nr, a->v[i].name);
		if (moved)
			moved[i] = mate[i] != NO_ITEM;
	}
}

/* --- by another name ---------------------------------------------------------------- */

static void learn_names(struct plan *plan)
{
	struct learner learner = { .words = &plan->words };

	for (size_t i = 0; i < plan->base.nr; i++)
		if (plan->ours_of[i] != NO_ITEM)
			learn_pair(&learner, &plan->base.v[i].run,
				   &plan->ours.v[plan->ours_of[i]].run);
	/* what stands elsewhere, or what the change brings, speaks against a name, too */
	items_all(&plan->base, &learner.base);
	items_all(&plan->theirs, &learner.base);
	items_all(&plan->ours, &learner.ours);
	learned(&learner, SEEN, SURE, &plan->names);
	learner_release(&learner);
}

static char *name_in_ours(struct plan *plan, const char *name)
{
	struct strbuf out = STRBUF_INIT;

	while (*name) {
		size_t len = strcspn(name, " ");
		const struct ctoken token = { .kind = CTOKEN_IDENTIFIER, .text = name, .len = len };

		strbuf_addstr(&out, plan->words.text[renames_get(&plan->names,
								 words_number(&plan->words,
									      &token))]);
		name += len;
		if (*name)
			strbuf_addch(&out, *name++);
	}
	return strbuf_detach(&out);
}

static bool is_like(const struct plan *plan, size_t base, size_t ours)
{
	return ours < plan->ours.nr && !is_taken(plan->ours_of, plan->base.nr, ours) &&
	       runs_alike(&plan->base.v[base].run, &plan->ours.v[ours].run) > SAME_THING;
}

/* An item of another name beside the same neighbour, if it is alike. */
static size_t at_same_place(const struct plan *plan, size_t base)
{
	size_t above = base ? plan->ours_of[base - 1] : NO_ITEM;
	size_t below = base + 1 < plan->base.nr ? plan->ours_of[base + 1] : NO_ITEM;

	if (above != NO_ITEM && is_like(plan, base, above + 1))
		return above + 1;
	if (below != NO_ITEM && below && is_like(plan, base, below - 1))
		return below - 1;
	return NO_ITEM;
}

static void find_renamed(struct plan *plan)
{
	for (size_t i = 0; i < plan->base.nr; i++) {
		char *name;

		if (plan->ours_of[i] != NO_ITEM)
			continue;
		name = name_in_ours(plan, plan->base.v[i].name);
		plan->ours_of[i] = left_over(&plan->ours, plan->ours_of, plan->base.nr, name);
		free(name);
	}
	for (size_t i = 0; i < plan->base.nr; i++)
		if (plan->ours_of[i] == NO_ITEM && *plan->base.v[i].name != '#' &&
		    (plan->theirs_of[i] == NO_ITEM || plan_changes(plan, i)))
			plan->ours_of[i] = at_same_place(plan, i);
}

/* --- the plan ----------------------------------------------------------------------- */

void plan_make(struct plan *plan, const struct strbuf *base, const struct strbuf *theirs,
	       const struct strbuf *ours)
{
	*plan = (struct plan){ .words = { .text = NULL } };
	items_cut(&plan->base, &plan->words, base);
	items_cut(&plan->theirs, &plan->words, theirs);
	items_cut(&plan->ours, &plan->words, ours);
	plan->moved = xcalloc(plan->base.nr + 1, sizeof(*plan->moved));
	plan->theirs_of = in_order(&plan->base, &plan->theirs);
	out_of_order(&plan->base, &plan->theirs, plan->theirs_of, plan->moved);
	plan->ours_of = in_order(&plan->base, &plan->ours);
	out_of_order(&plan->base, &plan->ours, plan->ours_of, NULL);
	plan->base_of = new_mates(plan->theirs.nr);
	for (size_t i = 0; i < plan->base.nr; i++)
		if (plan->theirs_of[i] != NO_ITEM)
			plan->base_of[plan->theirs_of[i]] = i;
	learn_names(plan);
	find_renamed(plan);
}

bool plan_changes(const struct plan *plan, size_t base)
{
	size_t theirs = plan->theirs_of[base];

	return theirs != NO_ITEM &&
	       !run_same(&plan->base.v[base].run, &plan->theirs.v[theirs].run);
}

void plan_release(struct plan *plan)
{
	items_release(&plan->base);
	items_release(&plan->theirs);
	items_release(&plan->ours);
	free(plan->theirs_of);
	free(plan->ours_of);
	free(plan->base_of);
	free(plan->moved);
	renames_release(&plan->names);
	words_release(&plan->words);
}

char *item_label(const struct items *items, const struct item *item)
{
	bool body = false;

	if (strchr(item->name, ' '))
		return xstrdup(item->name);
	for (size_t i = item->first; i < item->end; i++) {
		const struct ctoken *token = &items->tokens.v[i];

		if (ctoken_is(token, "="))
			break;
		body |= ctoken_is(token, "{");
	}
	return body ? xstrfmt("%s()", item->name) : xstrfmt("the declaration of %s", item->name);
}
