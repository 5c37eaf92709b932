// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of results, see report.h */
#include "report/proof.h"

struct stage_known *report_cell(const struct report *report, size_t row,
				unsigned int stage)
{
	return &report->cells[row * STAGE_NR + stage];
}

static void read_series(struct report *report, const struct options *options,
			const char *series)
{
	struct argv *targets = &report->options.targets;

	options_of_series(options, series, &report->options);
	report->cells = xcalloc(targets->nr * STAGE_NR + 1, sizeof(*report->cells));
	for (size_t row = 0; row < targets->nr; row++)
		stages_known(&report->options, targets->v[row], report_cell(report, row, 0));
}

void report_read(struct report *report, const struct options *options)
{
	const struct argv *series = &options->all_series;

	*report = (struct report){ .next = NULL };
	for (size_t i = 0; i < series->nr; i++) {
		if (i) {
			report->next = xcalloc(1, sizeof(*report));
			report = report->next;
		}
		read_series(report, options, series->v[i]);
	}
}

void report_release(struct report *report)
{
	for (size_t row = 0; row < report->options.targets.nr; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			result_release(&report_cell(report, row, i)->result);
	free(report->cells);
	argv_release(&report->options.targets);
	if (report->next)
		report_release(report->next);
	free(report->next);
}

static json_t *stage_json(const struct stage_known *one)
{
	json_t *json;

	if (!one->known)
		return json_null();
	json = result_json(&one->result);
	json_object_set_new(json, "fresh", json_boolean(one->fresh));
	return json;
}

static json_t *series_json(const struct report *report)
{
	const struct options *options = &report->options;
	json_t *targets = json_object();

	for (size_t row = 0; row < options->targets.nr; row++) {
		json_t *stages = json_object();

		for (unsigned int i = 0; i < STAGE_NR; i++)
			json_object_set_new(stages, stage_type(i)->name,
					    stage_json(report_cell(report, row, i)));
		json_object_set_new(targets, options->targets.v[row], stages);
	}
	return json_pack("{s:s, s:o, s:o}", "series", options->series, "targets", targets,
			 "tests", proof_of_tests(report));
}

char *report_json(const struct report *report)
{
	json_auto_t *list = json_array();

	for (; report; report = report->next)
		json_array_append_new(list, series_json(report));
	return json_dumps(list, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
}

static int cell_status(const struct stage_known *one)
{
	if (one->result.verdict == VERDICT_FAIL &&
	    port_class_of(&one->result) == CLASS_REFUSED)
		return EXIT_REFUSED;
	return stage_status(one->result.verdict);
}

/* Lower is graver; success is last. */
static unsigned int rank(int status)
{
	switch (status) {
	case EXIT_FAIL:
		return 0;
	case EXIT_REFUSED:
		return 1;
	case EXIT_PASS:
		return 3;
	default:
		return 2;
	}
}

static void say_missing(const struct report *report, size_t row, enum stage_id last)
{
	const char *target = report->options.targets.v[row];

	for (unsigned int i = 0; i <= last; i++) {
		const struct stage_known *one = report_cell(report, row, i);

		if (!one->fresh) {
			note("%s: %s %s: run 'ferry run %s'", target, stage_type(i)->name,
			     one->known ? "is stale" : "was not run", target);
			return;
		}
		if (!result_goes_on(&one->result))
			return;
	}
}

void report_say_missing(const struct report *report, enum stage_id last)
{
	for (; report; report = report->next)
		for (size_t row = 0; row < report->options.targets.nr; row++)
			say_missing(report, row, last);
}

static int row_status(const struct report *report, size_t row, enum stage_id last)
{
	for (unsigned int i = 0; i <= last; i++) {
		const struct stage_known *one = report_cell(report, row, i);
		int here = one->fresh ? cell_status(one) : EXIT_BROKEN;

		if (here != EXIT_PASS || !verdict_goes_on(one->result.verdict))
			return here;
	}
	return EXIT_PASS;
}

int report_status(const struct report *report, enum stage_id last)
{
	int status = EXIT_PASS;

	for (; report; report = report->next) {
		for (size_t row = 0; row < report->options.targets.nr; row++) {
			int here = row_status(report, row, last);

			if (rank(here) < rank(status))
				status = here;
		}
	}
	return status;
}

int report_keep(const struct options *options)
{
	char *path __free(free_text) = xstrfmt("%s/report.json", options->out);
	char *text __free(free_text) = NULL;
	struct argv series __free(argv_release) = ARGV_INIT;
	struct argv targets __free(argv_release) = ARGV_INIT;
	struct report report __free(report_release) = { .next = NULL };
	struct options all = *options;
	int ret;

	if (series_names(options->root, &series) || target_names(options->root, &targets))
		return -1;
	all.all_series = series;
	all.targets = targets;
	all.mutant = NULL;
	report_read(&report, &all);
	text = report_json(&report);
	if (!text)
		return -1;
	ret = mkdir_p(options->out);
	if (!ret)
		ret = write_file_atomic(path, text, strlen(text));
	return ret ? error("cannot write '%s': %s", path, strerror(-ret)) : 0;
}
