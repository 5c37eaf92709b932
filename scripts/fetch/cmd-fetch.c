// SPDX-License-Identifier: GPL-2.0-only
/* ferry fetch: a target's source, at one exact version, into the kernel store */
#include "fetch/sources.h"
#include "data/place.h"
#include "tools/release.h"

static void add_user_tree(const struct stage *stage, struct digest *digest)
{
	struct place place __free(place_release) = { NULL };
	char id[GIT_HEX] = "";

	(void)place_parse(&place, stage_tree(stage));
	if (place.rev)
		(void)git_resolve(&(struct git){ .dir = place.dir }, place.rev, id);
	digest_add_string(digest, "tree", stage_tree(stage));
	digest_add_string(digest, "commit", id);
}

static int fetch_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const keys[] = {
		"source.debian", "source.suite", "source.git", "source.min-version",
		"target.branch",
	};
	struct source source __free(source_release) = { .commit = "" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char **values;
		size_t nr = conf_get_all(&stage->target.conf, keys[i], &values);

		for (size_t n = 0; n < nr; n++)
			digest_add_string(digest, keys[i], values[n]);
		free(values);
	}
	if (stage_tree(stage)) {
		add_user_tree(stage, digest);
		return 0;
	}
	(void)sources_find(stage, &source);
	digest_add_string(digest, "commit", source.commit);
	return 0;
}

/* A plain folder may have changed without a trace, and an update may be due. */
static bool fetch_intact(const struct stage *stage)
{
	struct place place __free(place_release) = { NULL };
	bool folder = stage_tree(stage) && !place_parse(&place, stage_tree(stage)) && !place.rev;

	return !stage->options->update && !folder;
}

static void record_missing(struct stage *stage, const struct source *source)
{
	const char *cursor = source->missing ? source->missing : "", *line;
	json_t *list = json_array();
	size_t len;

	while (next_line(&cursor, &line, &len))
		json_array_append_new(list, json_text("%.*s", (int)len, line));
	result_fact_json(&stage->result, "missing", list);
}

static void record(struct stage *stage, const struct source *source)
{
	const char *least = conf_get(&stage->target.conf, "source.min-version");
	struct strbuf version __free(strbuf_release) = STRBUF_INIT;

	result_fact(&stage->result, FACT_COMMIT, source->commit);
	result_fact(&stage->result, FACT_KIND, source->kind);
	result_fact(&stage->result, "origin", source->origin);
	result_fact(&stage->result, FACT_VERSION, source->version);
	result_fact(&stage->result, FACT_SHA256, source->sha256);
	record_missing(stage, source);
	if (release_version(&stage->store.git, source->commit, &version)) {
		stage_fail(stage, "%s %s is not a kernel tree: its Makefile has no VERSION",
			   source->origin, source->version);
	} else if (!stage_tree(stage) && least &&
		   strverscmp(version.buf, least) < 0) {
		stage_fail(stage, "the source is %s, '%s' asks for %s or newer: run 'apt-get update' and 'ferry fetch --update %s'",
			   version.buf, stage->target.path, least,
			   stage->target.name);
	} else {
		result_fact(&stage->result, "kernel", version.buf);
		result_set(&stage->result, VERDICT_PASS, version.buf, "%s", "");
	}
}

static void fetch_run(struct stage *stage)
{
	struct source source __free(source_release) = { .commit = "" };

	if (!sources_get(stage, &source))
		record(stage, &source);
}

const struct stage_type stage_fetch = {
	.name = "fetch",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Bring the source of each target into the kernel store: from a "
			"Debian package that apt knows, from another suite of the same "
			"archive, from the git URL in stable/TARGET/target, or from a "
			"tree of your own (--tree), which is only read. Where none can "
			"be had the stage is skipped and says how to get one.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH,
	},
	.revision = 2,
	.inputs = fetch_inputs,
	.intact = fetch_intact,
	.run = fetch_run,
	.input_is_output = true,
};
