// SPDX-License-Identifier: GPL-2.0-only
/* Conditions of #if, see condition.h */
#include "data/condition.h"

#include "base/strbuf.h"
#include "base/util.h"

/* The condition of a directive in its tokens; #ifdef X is #if defined(X). */
static char *text_of(const struct statements *statements, const struct statement *one,
		     bool *negated)
{
	const struct ctoken *v = &statements->tokens.v[one->first];
	bool plain = ctoken_is(&v[1], "if") || ctoken_is(&v[1], "elif");
	size_t from = 2, nr = one->end - one->first;
	struct strbuf text = STRBUF_INIT;

	*negated = ctoken_is(&v[1], "ifndef");
	/* #if !defined(X), and nothing behind that */
	if (plain && nr == 8 && ctoken_is(&v[2], "!") && ctoken_is(&v[3], "defined")) {
		*negated = true;
		from++;
	}
	strbuf_addstr(&text, plain ? "" : "defined ( ");
	for (size_t i = from; i + 1 < nr; i++)
		strbuf_addf(&text, "%.*s ", (int)v[i].len, v[i].text);
	strbuf_addstr(&text, plain ? "" : ") ");
	return strbuf_detach(&text);
}

static uint64_t bit_of(struct conditions *conditions, char *text)
{
	size_t i = 0;

	while (i < conditions->nr && strcmp(conditions->texts[i], text))
		i++;
	if (i < conditions->nr || i == ARRAY_SIZE(conditions->texts))
		free(text);
	else
		conditions->texts[conditions->nr++] = text;
	return i < ARRAY_SIZE(conditions->texts) ? UINT64_C(1) << i : 0;
}

/* What holds in a branch now. */
static void hold(struct conditions *conditions, const struct branch *branch)
{
	conditions->now = (struct when){
		branch->outside.yes | branch->passed.yes | branch->yes,
		branch->outside.no | branch->passed.no | branch->no,
	};
}

static void set_condition(struct conditions *conditions, const struct statements *statements,
			  const struct statement *one, struct branch *branch)
{
	bool negated;
	uint64_t bit = bit_of(conditions, text_of(statements, one, &negated));

	branch->yes = negated ? 0 : bit;
	branch->no = negated ? bit : 0;
	hold(conditions, branch);
}

static void next_branch(struct branch *branch)
{
	branch->passed.yes |= branch->no;
	branch->passed.no |= branch->yes;
	branch->yes = 0;
	branch->no = 0;
}

void conditions_pass(struct conditions *conditions, const struct statements *statements,
		     size_t at)
{
	const struct statement *one = &statements->v[at];
	const struct ctoken *word = &statements->tokens.v[one->first + 1];
	struct branch *branch;

	if (one->end - one->first < 2)
		return;
	if (ctoken_is(word, "if") || ctoken_is(word, "ifdef") || ctoken_is(word, "ifndef")) {
		conditions->open = grow_array(conditions->open, conditions->nr_open,
					      &conditions->alloc_open,
					      sizeof(*conditions->open));
		branch = &conditions->open[conditions->nr_open++];
		*branch = (struct branch){ .outside = conditions->now };
		set_condition(conditions, statements, one, branch);
	}
	if (!conditions->nr_open)
		return;
	branch = &conditions->open[conditions->nr_open - 1];
	if (ctoken_is(word, "elif")) {
		next_branch(branch);
		set_condition(conditions, statements, one, branch);
	} else if (ctoken_is(word, "else")) {
		next_branch(branch);
		hold(conditions, branch);
	} else if (ctoken_is(word, "endif")) {
		conditions->now = branch->outside;
		conditions->nr_open--;
	}
}

void conditions_release(struct conditions *conditions)
{
	for (size_t i = 0; i < conditions->nr; i++)
		free(conditions->texts[i]);
	free(conditions->open);
}

bool when_both(struct when a, struct when b)
{
	uint64_t yes = a.yes | b.yes, no = a.no | b.no;

	return !(yes & no);
}

bool when_covered(struct when place, const struct when *others, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		uint64_t bits = (others[i].yes & ~place.yes) | (others[i].no & ~place.no);
		uint64_t bit = bits & -bits;

		if (!bits)
			return true;
		if (when_both(place, others[i])) {
			struct when with = { place.yes | bit, place.no };
			struct when without = { place.yes, place.no | bit };

			return when_covered(with, others, nr) &&
			       when_covered(without, others, nr);
		}
	}
	return false;
}
