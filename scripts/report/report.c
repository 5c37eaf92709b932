// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of results, see report.h */
#include "report/report.h"

struct stage_known *report_cell(const struct report *report, size_t row,
				unsigned int stage)
{
	return &report->cells[row * STAGE_NR + stage];
}

void report_read(struct report *report, const struct options *options)
{
	report->options = options;
	report->cells = xcalloc(options->targets.nr * STAGE_NR + 1,
				sizeof(*report->cells));
	for (size_t row = 0; row < options->targets.nr; row++)
		stages_known(options, options->targets.v[row], report_cell(report, row, 0));
}

void report_release(struct report *report)
{
	for (size_t row = 0; row < report->options->targets.nr; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			result_release(&report_cell(report, row, i)->result);
	free(report->cells);
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

json_t *report_json(const struct report *report)
{
	const struct options *options = report->options;
	json_t *targets = json_object();

	for (size_t row = 0; row < options->targets.nr; row++) {
		json_t *stages = json_object();

		for (unsigned int i = 0; i < STAGE_NR; i++)
			json_object_set_new(stages, stage_type(i)->name,
					    stage_json(report_cell(report, row, i)));
		json_object_set_new(targets, options->targets.v[row], stages);
	}
	return json_pack("{s:s, s:o}", "series", options->series, "targets", targets);
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

void report_say_missing(const struct report *report, enum stage_id last)
{
	for (size_t row = 0; row < report->options->targets.nr; row++) {
		const char *target = report->options->targets.v[row];

		for (unsigned int i = 0; i <= last; i++) {
			const struct stage_known *one = report_cell(report, row, i);

			if (!one->known || !one->fresh) {
				note("%s: %s %s: run 'ferry run %s'", target, stage_type(i)->name,
				     one->known ? "is stale" : "was not run", target);
				break;
			}
			if (!verdict_goes_on(one->result.verdict))
				break;
		}
	}
}

int report_status(const struct report *report, enum stage_id last)
{
	int status = EXIT_PASS;

	for (size_t row = 0; row < report->options->targets.nr; row++) {
		for (unsigned int i = 0; i <= last; i++) {
			const struct stage_known *one = report_cell(report, row, i);
			int here = one->known && one->fresh ? cell_status(one)
							    : EXIT_BROKEN;

			if (rank(here) < rank(status))
				status = here;
			if (here != EXIT_PASS || !verdict_goes_on(one->result.verdict))
				break;
		}
	}
	return status;
}

/* --- several series ---------------------------------------------------------- */

void reports_read(struct reports *reports, const struct options *options)
{
	reports->nr = options->all_series.nr;
	reports->v = xcalloc(reports->nr, sizeof(*reports->v));
	reports->options = xcalloc(reports->nr, sizeof(*reports->options));
	for (size_t i = 0; i < reports->nr; i++) {
		options_of_series(options, options->all_series.v[i], &reports->options[i]);
		report_read(&reports->v[i], &reports->options[i]);
	}
}

void reports_release(struct reports *reports)
{
	for (size_t i = 0; i < reports->nr; i++) {
		report_release(&reports->v[i]);
		options_of_series_release(&reports->options[i]);
	}
	free(reports->v);
	free(reports->options);
}

void reports_say_missing(const struct reports *reports, enum stage_id last)
{
	for (size_t i = 0; i < reports->nr; i++)
		report_say_missing(&reports->v[i], last);
}

static json_t *reports_json(const struct reports *reports)
{
	json_t *list = json_array();

	for (size_t i = 0; i < reports->nr; i++)
		json_array_append_new(list, report_json(&reports->v[i]));
	return list;
}

void reports_print_json(const struct reports *reports)
{
	json_t *json = reports_json(reports);

	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(json);
}

int reports_status(const struct reports *reports, enum stage_id last)
{
	int status = EXIT_PASS;

	for (size_t i = 0; i < reports->nr; i++) {
		int one = report_status(&reports->v[i], last);

		if (rank(one) < rank(status))
			status = one;
	}
	return status;
}

static int write_json(const struct reports *reports, const char *out)
{
	char *path __free(free_text) = xstrfmt("%s/report.json", out);
	json_t *json = reports_json(reports);
	char *text __free(free_text) = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	int ret = -ENOMEM;

	if (text)
		ret = mkdir_p(out);
	if (text && !ret)
		ret = write_file_atomic(path, text, strlen(text));
	if (ret)
		ret = error("cannot write '%s': %s", path, strerror(-ret));
	json_decref(json);
	return ret;
}

int reports_keep(const struct options *options)
{
	struct options all = *options;
	struct reports reports;
	int ret;

	argv_init(&all.all_series);
	argv_init(&all.targets);
	ret = series_names(options->root, &all.all_series);
	if (!ret)
		ret = target_names(options->root, &all.targets);
	if (!ret) {
		reports_read(&reports, &all);
		ret = write_json(&reports, options->out);
		reports_release(&reports);
	}
	argv_release(&all.all_series);
	argv_release(&all.targets);
	return ret;
}
