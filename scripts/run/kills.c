// SPDX-License-Identifier: GPL-2.0-only
/* What became of a mutant, see kills.h */
#include "run/kills.h"

const char * const fate_name[] = {
	[FATE_NOT_ASKED] = "-",
	[FATE_NOTHING] = "nothing",
	[FATE_KILLED] = "killed",
	[FATE_SURVIVES] = "SURVIVES",
	[FATE_ALSO] = "also",
	[FATE_UNKNOWN] = "?",
};

/* --- what was found --------------------------------------------------------- */

static const enum stage_id stage_of[LAYER_NR] = {
	[LAYER_GATE] = STAGE_PORT,
	[LAYER_CHECK] = STAGE_CHECK,
	[LAYER_EXPLORE] = STAGE_CHECK,
	[LAYER_BOOT] = STAGE_BOOT,
};

static const char *string_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void take_found(struct kill *kill, enum layer layer, const struct result *result)
{
	const char *gates = result_get(result, FACT_FOUND);
	const char *explorer = result_get(result, FACT_EXPLORE);
	struct argv *found = &kill->found[layer];
	json_t *one;
	size_t i;

	switch (layer) {
	case LAYER_GATE:
		if (gates)
			argv_push(found, gates);
		break;
	case LAYER_CHECK:
		json_array_foreach(json_object_get(result->facts, FACT_ADDED), i, one)
			argv_push(found, json_string_value(one));
		break;
	case LAYER_EXPLORE:
		if (!explorer)
			kill->fate[layer] = FATE_NOT_ASKED;
		else if (!starts_with(explorer, EXPLORE_NOTHING))
			argv_push(found, explorer);
		break;
	case LAYER_BOOT:
		json_array_foreach(json_object_get(result->facts, FACT_FAILED), i, one)
			argv_pushf(found, "%s: %s", string_of(one, "test"),
				   string_of(one, "words"));
		break;
	case LAYER_NR:
		break;
	}
}

/* What keeps the rest from being known; a stage that finds something does not. */
static void take_trouble(struct kill *kill, enum stage_id id, const struct stage_known *one)
{
	const struct result *result = &one->result;

	if (kill->broken)
		return;
	if (!one->fresh)
		kill->broken = xstrfmt("%s was not run", stage_type(id)->name);
	else if (result->verdict == VERDICT_BROKEN || result->verdict == VERDICT_SKIP ||
		 (id != STAGE_BOOT && !result_goes_on(result)))
		kill->broken = xstrfmt("%s %s: %s", stage_type(id)->name,
				       verdict_name(result->verdict), result->reason);
}

static void set_up(struct kill *kill, const struct mutant *mutant)
{
	*kill = (struct kill){ .mutant = mutant };
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		argv_init(&kill->found[layer]);
}

void kill_read(struct kill *kill, const struct mutant *mutant, const struct options *options,
	       enum stage_id last)
{
	struct stage_known known[STAGE_NR];

	set_up(kill, mutant);
	stages_known(options, mutant->target, known);
	for (unsigned int id = 0; id <= last; id++)
		take_trouble(kill, id, &known[id]);
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		const struct stage_known *one = &known[stage_of[layer]];

		/* a machine that was lost after a test has failed takes nothing back */
		if (!one->fresh || (one->result.verdict == VERDICT_BROKEN &&
				    !json_array_size(json_object_get(one->result.facts,
								     FACT_FAILED))))
			continue;
		kill->fate[layer] = FATE_NOTHING;
		take_found(kill, layer, &one->result);
	}
	kill_judge(kill);
	if (kill->fate[LAYER_BOOT] == FATE_KILLED) {
		free(kill->broken);
		kill->broken = NULL;
	}
	for (int id = 0; id < STAGE_NR; id++)
		result_release(&known[id].result);
}

void kill_release(struct kill *kill)
{
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		argv_release(&kill->found[layer]);
	free(kill->broken);
}

/* --- what that comes to ----------------------------------------------------- */

/* The name of a boot test is all that counts, of the others some words. */
static bool says(enum layer layer, const char *found, const char *words)
{
	size_t len = strlen(words);

	if (layer == LAYER_BOOT)
		return starts_with(found, words) && found[len] == ':';
	return strstr(found, words);
}

static bool is_met(const struct kill *kill, enum layer layer, const char *words)
{
	for (size_t i = 0; i < kill->found[layer].nr; i++)
		if (says(layer, kill->found[layer].v[i], words))
			return true;
	return false;
}

void kill_judge(struct kill *kill)
{
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		const struct argv *expect = &kill->mutant->expect[layer];
		size_t met = 0;

		if (kill->fate[layer] == FATE_NOT_ASKED) {
			kill->fate[layer] = expect->nr ? FATE_UNKNOWN : FATE_NOT_ASKED;
			continue;
		}
		for (size_t i = 0; i < expect->nr; i++)
			met += is_met(kill, layer, expect->v[i]);
		if (!expect->nr)
			kill->fate[layer] = kill->found[layer].nr ? FATE_ALSO : FATE_NOTHING;
		else
			kill->fate[layer] = met == expect->nr ? FATE_KILLED : FATE_SURVIVES;
	}
}

/* Lint may know only one form of several that are right. */
static bool is_told_apart(const struct kill *kill)
{
	for (enum layer layer = LAYER_GATE + 1; layer < LAYER_NR; layer++)
		if (kill->mutant->equivalent && kill->fate[layer] == FATE_ALSO)
			return true;
	return false;
}

int kill_status(const struct kill *kill)
{
	int status = kill->broken ? EXIT_BROKEN : EXIT_PASS;

	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		if (kill->fate[layer] == FATE_SURVIVES)
			return EXIT_FAIL;
		if (kill->fate[layer] == FATE_UNKNOWN)
			status = EXIT_BROKEN;
	}
	return is_told_apart(kill) ? EXIT_FAIL : status;
}

bool kill_by_running(const struct kill *kill)
{
	for (enum layer layer = LAYER_EXPLORE; layer < LAYER_NR; layer++)
		if (kill->fate[layer] == FATE_KILLED || kill->fate[layer] == FATE_ALSO)
			return true;
	return false;
}

static void add_layer(const struct kill *kill, enum layer layer, struct strbuf *words)
{
	const struct argv *expect = &kill->mutant->expect[layer];
	const struct argv *found = &kill->found[layer];

	for (size_t i = 0; i < expect->nr; i++)
		if (!is_met(kill, layer, expect->v[i]))
			strbuf_addf(words, "%s%s does not find '%s'", words->len ? "; " : "",
				    layer_name[layer], expect->v[i]);
	for (size_t i = 0; i < found->nr; i++)
		strbuf_addf(words, "%s%s", i ? "; " : ", it finds: ", found->v[i]);
}

void kill_words(const struct kill *kill, struct strbuf *words)
{
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		if (kill->fate[layer] == FATE_SURVIVES)
			add_layer(kill, layer, words);
		else if (kill->fate[layer] == FATE_UNKNOWN && !kill->broken)
			strbuf_addf(words, "%s%s was not run", words->len ? "; " : "",
				    layer_name[layer]);
		else if (layer && kill->mutant->equivalent && kill->fate[layer] == FATE_ALSO)
			strbuf_addf(words, "%sit is said to be equivalent, and %s finds: %s",
				    words->len ? "; " : "", layer_name[layer],
				    kill->found[layer].v[0]);
	}
	if (kill->broken)
		strbuf_addf(words, "%s%s", words->len ? "; " : "", kill->broken);
}

/* --- JSON -------------------------------------------------------------------- */

static json_t *list_json(const struct argv *list)
{
	json_t *json = json_array();

	for (size_t i = 0; i < list->nr; i++)
		json_array_append_new(json, json_string(list->v[i]));
	return json;
}

json_t *kill_json(const struct kill *kill)
{
	const struct mutant *mutant = kill->mutant;
	json_t *layers = json_object();

	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		json_object_set_new(layers, layer_name[layer],
				    json_pack("{s:s, s:o, s:o}",
					      "fate", fate_name[kill->fate[layer]],
					      "expect", list_json(&mutant->expect[layer]),
					      "found", list_json(&kill->found[layer])));
	return json_pack("{s:s, s:s, s:s, s:s?, s:b, s:s?, s:o}", "name", mutant->name,
			 "target", mutant->target, "mistake", mutant->mistake,
			 "equivalent", mutant->equivalent,
			 "passed", kill_status(kill) == EXIT_PASS, "broken", kill->broken,
			 "layers", layers);
}
