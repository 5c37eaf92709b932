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
	if (stage->options->history) {
		char *word __free(free_text) = absolute_path(stage->options->history);

		result_fact(result, FACT_HISTORY, word);
	}
	if (end->class == CLASS_PARTLY)
		note_carried(stage, end);
	if (end->passed_over)
		note("%s: its patches are passed over in favour of the rules: %s",
		     stage->target.name, end->without.buf);
}

static json_t *follow_up(struct stage *stage, const struct git *git, const char *commit,
			 const struct history *history, const struct history_commit *one)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	const char *how = one->reverts ? "reverts" : "fixes";

	refusal_try(git, commit, history, one->id, &words);
	note("%s: follow-up: %.12s (\"%s\") %s it and %s", stage->target.name, one->id,
	     one->subject, how, words.buf);
	return json_pack("{s:s, s:o, s:s, s:o}", "commit", one->id, "subject",
			 json_text("%s", one->subject), "how", how, "applies",
			 json_text("%s", words.buf));
}

void port_note_follow_ups(struct stage *stage, const struct git *git,
			  const struct ladder_end *end)
{
	struct history_commits commits __free(history_commits_release) = { .v = NULL };
	struct history history __free(history_release) = { .place = { NULL } };
	const char *word = stage->options->history, **ids;
	struct argv list __free(argv_release) = ARGV_INIT;
	json_t *found;
	size_t nr;

	if (!word || end->class == CLASS_UNAFFECTED || !*end->commit ||
	    history_open(&history, word))
		return;
	nr = conf_get_all(&stage->series.info, "mainline.commit", &ids);
	for (size_t i = 0; i < nr; i++)
		argv_push(&list, ids[i]);
	free(ids);
	history_follow_ups(&history, &list, &commits);
	found = json_array();
	for (size_t i = 0; i < commits.nr; i++)
		json_array_append_new(found, follow_up(stage, git, end->commit, &history,
						       &commits.v[i]));
	result_fact_json(&stage->result, FACT_FOLLOW_UPS, found);
	if (!commits.limit)
		return;
	result_fact(&stage->result, "follow-ups-limit", commits.limit);
	note("%s: follow-ups: %s", stage->target.name, commits.limit);
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
