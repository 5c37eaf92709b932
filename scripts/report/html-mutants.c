// SPDX-License-Identifier: GPL-2.0-only
/* The wrong backports of a target on the page of a port, see html-parts.h */
#include "report/html-parts.h"

#include "data/mutant.h"

static bool is_of(const json_t *mutant, const char *target)
{
	return !strcmp(json_get_text(mutant, "target"), target);
}

size_t mutants_killed(json_t *mutants, const char *target, size_t *killed)
{
	json_t *mutant;
	size_t i, nr = 0;

	*killed = 0;
	json_array_foreach(mutants, i, mutant) {
		if (!is_of(mutant, target) || *json_get_text(mutant, "equivalent"))
			continue;
		nr++;
		*killed += json_is_true(json_object_get(mutant, "passed"));
	}
	return nr;
}

static void add_layer(struct html *page, const json_t *layer)
{
	json_t *found = json_object_get(layer, "found"), *one;
	size_t i;

	html_markup(page, "<td>");
	html_word(page, json_get_text(layer, "fate"));
	json_array_foreach(found, i, one) {
		const char *words = json_string_value(one);

		html_markup(page, "<br>");
		html_text(page, words ? words : "?");
	}
	html_markup(page, "</td>");
}

static void add_mutant(struct html *page, const json_t *mutant)
{
	const char *equivalent = json_get_text(mutant, "equivalent");
	const char *broken = json_get_text(mutant, "broken");

	html_row(page, json_get_text(mutant, "name"));
	html_markup(page, "<td>");
	html_text(page, json_get_text(mutant, "mistake"));
	if (*equivalent)
		html_textf(page, " Nothing can tell it from a right one: %s", equivalent);
	if (*broken)
		html_textf(page, " BROKEN: %s", broken);
	html_markup(page, "</td>");
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		add_layer(page, json_object_get(json_object_get(mutant, "layers"),
						layer_name[layer]));
	html_markup(page, "</tr>\n");
}

void html_mutants(struct html *page, const struct subject *subject)
{
	const char *heads[LAYER_NR + 3] = { "Mutant", "Mistake" };
	json_auto_t *mutants = proof_mutants(subject->report);
	json_t *mutant;
	bool any = false;
	size_t i;

	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		heads[layer + 2] = layer_name[layer];
	html_section(page, "mutants", "Mutants");
	json_array_foreach(mutants, i, mutant) {
		if (!is_of(mutant, subject->target))
			continue;
		if (!any)
			html_table(page, "Wrong ports, and which layers kill them", heads);
		add_mutant(page, mutant);
		any = true;
	}
	if (any)
		html_table_end(page);
	else
		html_element(page, "p", NULL, "None were run on this target.");
	html_markup(page, "</section>\n");
}
