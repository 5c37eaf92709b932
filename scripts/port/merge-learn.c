// SPDX-License-Identifier: GPL-2.0-only
/* Names of the older branch, see merge-learn.h */
#include "port/merge-learn.h"

#include "base/util.h"

#define NONE SIZE_MAX

static void note_pair(struct learner *learner, size_t from, size_t to)
{
	for (size_t i = 0; i < learner->nr; i++) {
		if (learner->pairs[i].from == from && learner->pairs[i].to == to) {
			learner->pairs[i].nr++;
			return;
		}
	}
	learner->pairs = grow_array(learner->pairs, learner->nr, &learner->alloc,
				    sizeof(*learner->pairs));
	learner->pairs[learner->nr++] = (struct learner_pair){ from, to, 1 };
}

void learn_pair(struct learner *learner, const struct run *base, const struct run *ours)
{
	const bool *is_name = learner->words->is_name;
	struct edits edits;

	run_copy(&learner->base, base, 0, base->nr);
	run_copy(&learner->ours, ours, 0, ours->nr);
	runs_differ(base, ours, &edits);
	for (size_t i = 0; i < edits.nr; i++) {
		const struct edit *edit = &edits.v[i];

		if (edit->a_end - edit->a != edit->b_end - edit->b)
			continue;
		for (size_t j = 0; j < edit->a_end - edit->a; j++) {
			size_t from = base->v[edit->a + j], to = ours->v[edit->b + j];

			if (from != to && is_name[from] && is_name[to])
				note_pair(learner, from, to);
		}
	}
	free(edits.v);
}

static bool *which(const struct words *words, const struct run *run)
{
	bool *has = xcalloc(words->nr + 1, sizeof(*has));

	for (size_t i = 0; i < run->nr; i++)
		has[run->v[i]] = true;
	return has;
}

/* What a name most often is, if that is sure. */
static size_t best(const struct learner *learner, size_t from, size_t least, size_t sure)
{
	const struct learner_pair *found = NULL;
	size_t all = 0;

	for (size_t i = 0; i < learner->nr; i++) {
		const struct learner_pair *pair = &learner->pairs[i];

		if (pair->from != from)
			continue;
		all += pair->nr;
		if (!found || pair->nr > found->nr)
			found = pair;
	}
	return found && found->nr >= least && found->nr * 100 >= all * sure ? found->to : NONE;
}

/* Two names that become the same one were never the same thing. */
static void drop_twice(struct renames *renames)
{
	size_t *times = xcalloc(renames->nr + 1, sizeof(*times));

	for (size_t i = 0; i < renames->nr; i++)
		if (renames->to[i] != NONE)
			times[renames->to[i]]++;
	for (size_t i = 0; i < renames->nr; i++)
		if (renames->to[i] != NONE && times[renames->to[i]] > 1)
			renames->to[i] = NONE;
	free(times);
}

void learned(const struct learner *learner, size_t least, size_t sure,
	     struct renames *renames)
{
	bool *in_base = which(learner->words, &learner->base);
	bool *in_ours = which(learner->words, &learner->ours);

	renames->nr = learner->words->nr;
	renames->to = xcalloc(renames->nr + 1, sizeof(*renames->to));
	for (size_t i = 0; i < renames->nr; i++)
		renames->to[i] = NONE;
	for (size_t i = 0; i < learner->nr; i++) {
		size_t from = learner->pairs[i].from, to = best(learner, from, least, sure);

		if (to != NONE && !in_ours[from] && !in_base[to])
			renames->to[from] = to;
	}
	drop_twice(renames);
	free(in_base);
	free(in_ours);
}

void learner_release(struct learner *learner)
{
	run_release(&learner->base);
	run_release(&learner->ours);
	free(learner->pairs);
	learner->pairs = NULL;
	learner->nr = 0;
	learner->alloc = 0;
}

size_t renames_get(const struct renames *renames, size_t word)
{
	return word < renames->nr && renames->to[word] != NONE ? renames->to[word] : word;
}

struct run run_renamed(const struct renames *names, const struct run *run)
{
	struct run out = { .v = NULL };

	for (size_t i = 0; i < run->nr; i++)
		run_add(&out, renames_get(names, run->v[i]));
	return out;
}

void renames_add(struct renames *renames, const struct renames *more)
{
	for (size_t i = 0; i < more->nr && i < renames->nr; i++)
		if (renames->to[i] == NONE)
			renames->to[i] = more->to[i];
}

void renames_release(struct renames *renames)
{
	free(renames->to);
	*renames = (struct renames){ .to = NULL };
}
