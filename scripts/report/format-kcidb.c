// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report as KCIDB takes it (schema version 5), see format.h. A target with the series
 * is a checkout, its kernel is a build, and what was judged of these are tests.
 */
#include "base/digest.h"
#include "report/evidence.h"
#include "report/format.h"

#define SCHEMA_MAJOR	5
#define SCHEMA_MINOR	0	/* the first that has all that is used here */
#define EXCERPT		16384	/* characters of a log that it takes */

static const char * const statuses[OUTCOME_NR] = {
	[OUTCOME_FAIL] = "FAIL",
	[OUTCOME_BROKEN] = "ERROR",
	[OUTCOME_MISSING] = "MISS",
	[OUTCOME_PASS] = "PASS",
	[OUTCOME_SKIP] = "SKIP",
};

/**
 * struct run - what one target was found to be
 * @report: what is known of the series
 * @row: index of the target
 * @cases: its cases
 * @origin: who says so
 * @id: what the checkout is called, the same for the same results
 * @build: what the build is called
 */
struct run {
	const struct report *report;
	size_t row;
	struct report_cases cases;
	const char *origin;
	char *id;
	char *build;
};

static const char *target_of(const struct run *run)
{
	return run->report->options.targets.v[run->row];
}

static const struct stage_known *cell(const struct run *run, enum stage_id id)
{
	return report_cell(run->report, run->row, id);
}

/* Another run has another name, though its inputs be the same. */
static void open_run(struct run *run)
{
	const char *series = run->report->options.series;
	char hex[DIGEST_HEX];
	struct digest digest;

	report_cases(run->report, run->row, &run->cases);
	digest_init(&digest);
	for (unsigned int i = 0; i < STAGE_NR; i++) {
		json_auto_t *json = cell(run, i)->fresh ? result_json(&cell(run, i)->result) :
							  json_null();
		char *text __free(free_text) = json_dumps(json, JSON_ENCODE_ANY | JSON_SORT_KEYS);

		digest_add_string(&digest, stage_type(i)->name, text);
	}
	digest_final(&digest, hex);
	run->id = xstrfmt("%s:%s:%s:%.16s", run->origin, series, target_of(run), hex);
	run->build = xstrfmt("%s:%s", run->id, stage_type(STAGE_BUILD)->name);
}

static void close_run(struct run *run)
{
	report_cases_release(&run->cases);
	free(run->id);
	free(run->build);
}

static void set_text(json_t *object, const char *key, const char *text)
{
	if (*text)
		json_object_set_new(object, key, json_text("%s", text));
}

/* Bytes of a text that are no more characters than a schema takes. */
static size_t excerpt(const char *text)
{
	size_t len = 0;

	for (size_t nr = 0; text[len]; len++)
		if ((text[len] & 0xc0) != 0x80 && nr++ == EXCERPT)
			break;
	return len;
}

static json_t *case_json(const struct run *run, const struct report_case *one,
			 const char *id)
{
	json_t *json = json_pack("{s:s, s:s, s:s}", "id", id, "origin", run->origin, "status",
				 statuses[one->outcome]);
	struct strbuf reason __free(strbuf_release) = STRBUF_INIT;

	if (one->seconds >= 0)
		json_object_set_new(json, "duration", json_real(one->seconds));
	evidence_reason(one->reason, &reason);
	strbuf_setlen(&reason, excerpt(reason.buf));
	set_text(json, "log_excerpt", reason.buf);
	return json;
}

/* --- the checkout ------------------------------------------------------------- */

static bool is_sha1(const char *text)
{
	return strlen(text) == 40 && strspn(text, "0123456789abcdef") == 40;
}

static void add_place(json_t *checkout, const struct result *fetch)
{
	const char *origin = result_get(fetch, "origin");
	const char *commit = result_get(fetch, FACT_VERSION);
	const char *at = origin ? strrchr(origin, '@') : NULL;

	if (!at || !commit || !evidence_is_public(fetch) || !is_sha1(commit))
		return;
	json_object_set_new(checkout, "git_repository_url",
			    json_text("%.*s", (int)(at - origin), origin));
	json_object_set_new(checkout, "git_repository_branch", json_text("%s", at + 1));
	json_object_set_new(checkout, "git_commit_hash", json_string(commit));
}

/* Whether the source could be had, and the series be put on it. */
static void add_valid(json_t *checkout, const struct run *run)
{
	const struct report_case *port = &run->cases.v[STAGE_PORT];
	const struct result *result = &cell(run, STAGE_PORT)->result;

	if (port->outcome == OUTCOME_FAIL)
		json_object_set_new(checkout, "valid", json_false());
	else if (cell(run, STAGE_PORT)->fresh && verdict_goes_on(result->verdict))
		json_object_set_new(checkout, "valid", json_true());
}

static json_t *checkout_json(const struct run *run)
{
	const struct result *fetch = &cell(run, STAGE_FETCH)->result;
	const char *kernel = result_get(fetch, "kernel");
	json_t *json = json_pack("{s:s, s:s, s:o}", "id", run->id, "origin", run->origin,
				 "comment", json_text("%s on %s, Linux %s",
						      run->report->options.series,
						      target_of(run),
						      kernel ? kernel : "of unknown version"));

	if (cell(run, STAGE_FETCH)->fresh)
		add_place(json, fetch);
	add_valid(json, run);
	json_object_set_new(json, "misc",
			    json_pack("{s:o, s:o, s:o}",
				      "series", json_text("%s", run->report->options.series),
				      "target", json_text("%s", target_of(run)),
				      "port", json_text("%s", run->cases.v[STAGE_PORT].words)));
	return json;
}

/* --- builds and tests ----------------------------------------------------------- */

static json_t *build_json(const struct run *run)
{
	const struct report_case *one = &run->cases.v[STAGE_BUILD];
	json_t *json = case_json(run, one, run->build);

	json_object_set_new(json, "checkout_id", json_string(run->id));
	set_text(json, "comment", one->words);
	return json;
}

/* A part of a path is letters, digits, '_' and '-'. */
static void add_part(struct strbuf *path, const char *name)
{
	strbuf_addch(path, '.');
	if (!*name)
		strbuf_addch(path, '_');
	for (; *name; name++) {
		bool taken = isascii(*name) && (isalnum(*name) || *name == '-');

		strbuf_addch(path, taken ? *name : '_');
	}
}

static json_t *test_json(const struct run *run, const struct report_case *one, size_t nr)
{
	struct strbuf path __free(strbuf_release) = STRBUF_INIT;
	char *id __free(free_text) = xstrfmt("%s:%zu", run->id, nr);
	json_t *json = case_json(run, one, id);

	strbuf_addstr(&path, "ferry");
	add_part(&path, stage_type(one->stage)->name);
	if (one->test) {
		add_part(&path, one->boot ? one->boot : "");
		add_part(&path, one->test);
	}
	json_object_set_new(json, "build_id", json_string(run->build));
	json_object_set_new(json, "path", json_string(path.buf));
	set_text(json, "comment", one->words);
	if (one->before)
		json_object_set_new(json, "misc", json_pack("{s:o}", "before-the-change",
							    json_text("%s", one->before)));
	return json;
}

static void add_run(struct run *run, json_t *checkouts, json_t *builds, json_t *tests)
{
	open_run(run);
	json_array_append_new(checkouts, checkout_json(run));
	json_array_append_new(builds, build_json(run));
	for (size_t i = 0; i < run->cases.nr; i++)
		if (i != STAGE_BUILD)
			json_array_append_new(tests, test_json(run, &run->cases.v[i], i));
	close_run(run);
}

char *format_kcidb(const struct report *report)
{
	json_t *checkouts = json_array(), *builds = json_array(), *tests = json_array();
	json_auto_t *all = json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version",
				     "major", SCHEMA_MAJOR, "minor", SCHEMA_MINOR,
				     "checkouts", checkouts, "builds", builds, "tests", tests);

	for (; report; report = report->next) {
		const char *origin = report->options.origin;

		for (size_t row = 0; row < report->options.targets.nr; row++) {
			struct run run = {
				.report = report, .row = row,
				.origin = origin ? origin : "ferry",
			};

			add_run(&run, checkouts, builds, tests);
		}
	}
	return json_dumps(all, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
}
