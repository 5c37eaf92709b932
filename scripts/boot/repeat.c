// SPDX-License-Identifier: GPL-2.0-only
/* What several boots of the same scenario came to, see boot.h */
#include "boot/boot.h"

/* Different words, and how many boots said each. */
struct tally {
	char **words;
	size_t *counts;
	size_t nr, alloc;
};

static void tally_add(struct tally *tally, const char *words)
{
	size_t i = 0, alloc = tally->alloc;

	while (i < tally->nr && strcmp(tally->words[i], words))
		i++;
	if (i == tally->nr) {
		tally->words = grow_array(tally->words, i, &tally->alloc,
					  sizeof(*tally->words));
		tally->counts = grow_array(tally->counts, i, &alloc,
					   sizeof(*tally->counts));
		tally->words[tally->nr++] = xstrdup(words);
		tally->counts[i] = 0;
	}
	tally->counts[i]++;
}

static void tally_release(struct tally *tally)
{
	for (size_t i = 0; i < tally->nr; i++)
		free(tally->words[i]);
	free(tally->words);
	free(tally->counts);
}

static void add_words(struct tally *tally, const struct boot *boot, const char *test)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;

	ktap_words(ktap_find(&boot->ktap, test), &words);
	tally_add(tally, words.buf);
}

static bool is_of(const struct boot *boot, const struct scenario *scenario, enum side side)
{
	return boot->scenario == scenario && boot->side == side;
}

size_t boots_result(const struct boots *boots, const struct scenario *scenario,
		    enum side side, const char *test, struct strbuf *words)
{
	struct tally tally __free(tally_release) = { .nr = 0 };
	const struct boot *last = NULL;

	for (size_t i = 0; i < boots->nr; i++) {
		const struct boot *boot = &boots->v[i];

		if (!is_of(boot, scenario, side))
			continue;
		last = boot;
		if (ktap_find(&boot->ktap, test) || !ktap_problem(&boot->ktap))
			add_words(&tally, boot, test);
	}
	if (last && !tally.nr)
		add_words(&tally, last, test);
	if (tally.nr == 1)
		strbuf_addstr(words, tally.words[0]);
	for (size_t i = 0; tally.nr > 1 && i < tally.nr; i++)
		strbuf_addf(words, "%s%zu %s", i ? ", " : "FLAKY ", tally.counts[i],
			    tally.words[i]);
	return tally.nr;
}

json_t *boots_complaints(const struct boots *boots, const struct scenario *scenario,
			 enum side side)
{
	struct tally tally __free(tally_release) = { .nr = 0 };
	json_t *list = json_null();

	for (size_t i = 0; i < boots->nr; i++) {
		const struct boot *boot = &boots->v[i];

		if (!is_of(boot, scenario, side))
			continue;
		if (json_is_null(list))
			list = json_array();
		for (size_t n = 0; n < boot->reports.nr; n++)
			tally_add(&tally, boot->reports.v[n].title);
	}
	for (size_t i = 0; i < tally.nr; i++) {
		char *title __free(free_text) = tally.counts[i] == 1 ?
			xstrdup(tally.words[i]) :
			xstrfmt("%s (%zu times)", tally.words[i], tally.counts[i]);

		json_array_append_new(list, json_text("%s", title));
	}
	return list;
}

/* --- silence ------------------------------------------------------------------ */

static bool timed_out(const struct boot *boot)
{
	return !boot->known && boot->late &&
	       (boot->child.end == RUN_TIMED_OUT || boot->child.end == RUN_SILENT);
}

bool boot_hangs(const struct boot *boot)
{
	const struct boots *boots = boot->boots;
	bool have_before = false, others_end = false, ends_before = false;

	if (boot->side != SIDE_AFTER || !timed_out(boot) || !boot->ktap.plan)
		return false;
	for (size_t i = 0; i < boots->nr; i++) {
		const struct boot *other = &boots->v[i];
		bool ends = !ktap_problem(&other->ktap);

		have_before |= is_of(other, boot->scenario, SIDE_BEFORE);
		ends_before |= is_of(other, boot->scenario, SIDE_BEFORE) && ends;
		others_end |= other->scenario != boot->scenario && ends;
	}
	return have_before ? ends_before : others_end;
}
