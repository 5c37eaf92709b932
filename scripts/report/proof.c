// SPDX-License-Identifier: GPL-2.0-only
/* What each boot test has been seen to fail on, see proof.h */
#include "report/proof.h"

json_t *proof_mutants(const struct report *report)
{
	char *path __free(free_text) = xstrfmt("%s/mutants.json", report->options.out);
	json_auto_t *all = json_load_file(path, 0, NULL);
	json_t *one;
	size_t i;

	json_array_foreach(all, i, one)
		if (!strcmp(json_get_text(one, "series"), report->options.series))
			return json_incref(json_object_get(one, "mutants"));
	return NULL;
}

static json_t *entry_of(json_t *list, const char *test)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (!strcmp(json_get_text(one, "test"), test))
			return one;
	one = json_pack("{s:s, s:[], s:[]}", "test", test, "before", "mutants");
	json_array_append_new(list, one);
	return one;
}

/* Each once, though it may be for several boots or reasons. */
static void add(json_t *entry, const char *key, const char *name)
{
	json_t *list = json_object_get(entry, key);
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (!strcmp(json_string_value(one), name))
			return;
	json_array_append_new(list, json_string(name));
}

static void add_trees(json_t *list, const struct report *report)
{
	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const struct stage_known *boot = report_cell(report, row, STAGE_BOOT);
		json_t *test;
		size_t i;

		json_array_foreach(json_object_get(boot->result.facts, "tests"), i, test) {
			json_t *entry = entry_of(list, json_get_text(test, "name"));

			if (boot->fresh && starts_with(json_get_text(test, "before"), "FAIL"))
				add(entry, "before", report->options.targets.v[row]);
		}
	}
}

/* What a boot finds is "TEST: WORDS". */
static void add_mutant(json_t *list, json_t *mutant)
{
	json_t *layers = json_object_get(mutant, "layers");
	json_t *found = json_object_get(json_object_get(layers, "boot"), "found");
	json_t *one;
	size_t i;

	json_array_foreach(found, i, one) {
		const char *words = json_string_value(one);

		char *test __free(free_text) = xstrndup(words, strcspn(words, ":"));

		add(entry_of(list, test), "mutants", json_get_text(mutant, "name"));
	}
}

json_t *proof_of_tests(const struct report *report)
{
	json_auto_t *mutants = proof_mutants(report);
	json_t *list = json_array();
	json_t *one;
	size_t i;

	add_trees(list, report);
	json_array_foreach(mutants, i, one)
		add_mutant(list, one);
	if (mutants && json_array_size(list))
		return list;
	json_decref(list);
	return json_null();
}

static void add_names(json_t *list, const char *title, struct strbuf *line)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		strbuf_addf(line, "%s%s%s", line->len && !i ? "; " : i ? ", " : "",
			    i ? "" : title, json_string_value(one));
}

void proof_print(const struct report *report)
{
	json_auto_t *list = proof_of_tests(report);
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		struct strbuf line __free(strbuf_release) = STRBUF_INIT;

		if (!i)
			printf("\n  %-24s %s\n", "boot test", "fails on");
		add_names(json_object_get(one, "before"), "unpatched ", &line);
		add_names(json_object_get(one, "mutants"), "mutants ", &line);
		printf("  %-24s %s\n", json_get_text(one, "test"),
		       line.len ? line.buf : "nothing: no unpatched tree and no mutant");
	}
}
