// SPDX-License-Identifier: GPL-2.0-only
/* What the result of a port says besides its class, see noted.h */
#include "port/noted.h"

#include "port/refusal.h"

/* Which patches are not in the port, as the tree has them. */
static void note_carried(struct stage *stage, const struct ladder_end *end)
{
	struct strbuf names __free(strbuf_release) = STRBUF_INIT;
	json_t *list = json_array();

	for (size_t i = 0; i < end->carried.nr; i++) {
		strbuf_addf(&names, "%s%s", i ? ", " : "", end->carried.v[i]);
		json_array_append_new(list, json_text("%s", end->carried.v[i]));
	}
	result_fact_json(&stage->result, FACT_CARRIED, list);
	result_fact(&stage->result, FACT_REST, port_class_name(end->rest));
	note("%s: the tree has %s; the rest is ported: %s", stage->target.name, names.buf,
	     port_class_name(end->rest));
}

void port_note_way(struct stage *stage, const struct ladder_end *end)
{
	struct result *result = &stage->result;

	if (end->hits)
		result_fact(result, "hits", end->hits);
	if (end->two)
		result_fact_json(result, "tokens-compared",
				 json_integer((json_int_t)end->compared));
	if (end->rule)
		result_fact(result, FACT_RULE, end->rule);
	if (end->without.len)
		result_fact(result, "curated", end->without.buf);
	if (end->class == CLASS_PARTLY)
		note_carried(stage, end);
	if (end->passed_over)
		note("%s: its patches are passed over in favour of the rules: %s",
		     stage->target.name, end->without.buf);
}

/* Which lines are other, and what the tree may lack. */
void port_note_refusal(struct stage *stage, const struct git *git,
		       const struct ladder_end *end)
{
	struct history history __free(history_release) = { .place = { NULL } };
	const char *word = stage->options->history;
	struct argv lines __free(argv_release) = ARGV_INIT;
	json_t *list;

	if (!end->refused || (word && history_open(&history, word)))
		return;
	list = refusal_explain(git, end->refused, end->at, word ? &history : NULL,
			       &lines);
	if (!list)
		return;
	for (size_t i = 0; i < lines.nr; i++) {
		stage_say(stage, "%s", lines.v[i]);
		if (word)
			note("%s: %s", stage->target.name, lines.v[i]);
	}
	result_fact_json(&stage->result, "misfits", list);
}
