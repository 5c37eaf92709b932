// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of results, see report.h */
#include "report/report.h"

static struct stage_known *cell(const struct report *report, size_t row,
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
		stages_known(options, options->targets.v[row], cell(report, row, 0));
}

void report_release(struct report *report)
{
	for (size_t row = 0; row < report->options->targets.nr; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			result_release(&cell(report, row, i)->result);
	free(report->cells);
}

static const char *words(const struct stage_known *one)
{
	if (!one->known)
		return "-";
	return one->fresh ? one->result.summary : "stale";
}

static void print_header(const size_t *widths)
{
	printf("  %-10s", "target");
	for (unsigned int i = 0; i < STAGE_NR; i++)
		printf(" %-*s", (int)widths[i], stage_type(i)->name);
	putchar('\n');
}

static void print_row(const struct report *report, size_t row, const size_t *widths)
{
	printf("  %-10s", report->options->targets.v[row]);
	for (unsigned int i = 0; i < STAGE_NR; i++)
		printf(" %-*s", (int)widths[i], words(cell(report, row, i)));
	putchar('\n');
}

static void print_matrix(const struct report *report)
{
	size_t widths[STAGE_NR];

	for (unsigned int i = 0; i < STAGE_NR; i++) {
		widths[i] = strlen(stage_type(i)->name);
		for (size_t row = 0; row < report->options->targets.nr; row++) {
			size_t len = strlen(words(cell(report, row, i)));

			if (len > widths[i])
				widths[i] = len;
		}
	}
	print_header(widths);
	for (size_t row = 0; row < report->options->targets.nr; row++)
		print_row(report, row, widths);
}

static bool same(json_t *a, json_t *b, const char *key)
{
	return json_equal(json_object_get(a, key), json_object_get(b, key));
}

/* Whether a test came to the same in an earlier boot. */
static bool seen(json_t *tests, size_t nr, json_t *test)
{
	for (size_t i = 0; i < nr; i++) {
		json_t *earlier = json_array_get(tests, i);

		if (same(earlier, test, "name") && same(earlier, test, "before") &&
		    same(earlier, test, "after"))
			return true;
	}
	return false;
}

static const char *test_string(json_t *test, const char *name, const char *none)
{
	const char *value = json_string_value(json_object_get(test, name));

	return value ? value : none;
}

static void add_test(json_t *test, struct strbuf *out, int width)
{
	strbuf_addf(out, " %-20s %-*s %s\n", test_string(test, "name", "?"), width,
		    test_string(test, "before", "-"), test_string(test, "after", "-"));
}

void report_tests(const struct result *boot, struct strbuf *out)
{
	json_t *tests = json_object_get(boot->facts, "tests");
	json_t *test;
	size_t i;

	json_array_foreach(tests, i, test) {
		if (seen(tests, i, test))
			continue;
		strbuf_addch(out, ' ');
		add_test(test, out, 40);
	}
}

static void print_tests(const char *target, const struct result *boot)
{
	json_t *tests = json_object_get(boot->facts, "tests");
	struct strbuf line = STRBUF_INIT;
	json_t *test;
	size_t i;

	json_array_foreach(tests, i, test) {
		if (seen(tests, i, test))
			continue;
		strbuf_reset(&line);
		add_test(test, &line, 44);
		printf("  %-10s%s", i ? "" : target, line.buf);
	}
	strbuf_release(&line);
}

static const char *words_of(const struct result *check, const char *fact)
{
	json_t *json = json_object_get(check->facts, fact);

	return json_string_value(json_object_get(json, "words"));
}

const char *report_ways(const struct result *check)
{
	return words_of(check, "ways");
}

const char *report_compilers(const struct result *check)
{
	return words_of(check, "compilers");
}

/* What the check says in a line, where it has been run. */
static void print_words(const struct report *report, const char *title,
			const char *(*words_in)(const struct result *check))
{
	bool first = true;

	for (size_t row = 0; row < report->options->targets.nr; row++) {
		const struct stage_known *one = cell(report, row, STAGE_CHECK);
		const char *said = one->known && one->fresh ? words_in(&one->result) : NULL;

		if (!said)
			continue;
		if (first)
			printf("\n  %-10s %s\n", "target", title);
		printf("  %-10s %s\n", report->options->targets.v[row], said);
		first = false;
	}
}

static bool has_tests(const struct report *report)
{
	for (size_t row = 0; row < report->options->targets.nr; row++)
		if (json_object_get(cell(report, row, STAGE_BOOT)->result.facts, "tests"))
			return true;
	return false;
}

/* The kernels' configuration, where one was made. */
static void print_config(const char *target, const struct options *options)
{
	static const enum stage_id stages[] = { STAGE_BUILD, STAGE_CHECK };

	for (size_t i = 0; i < ARRAY_SIZE(stages); i++) {
		char *dir = stage_dir(options, target, stages[i]);
		char *path = xstrfmt("%s/config", dir);
		bool there = file_exists(path);

		if (there)
			printf("    config: %s\n", path);
		free(dir);
		free(path);
		if (there)
			return;
	}
}

static void print_reason(const char *target, enum stage_id id,
			 const struct stage_known *one, const struct options *options)
{
	char *dir;

	if (!one->known || !one->fresh || verdict_goes_on(one->result.verdict))
		return;
	printf("  %s %s %s: %s\n", target, stage_type(id)->name,
	       verdict_name(one->result.verdict), one->result.reason);
	if (one->result.verdict == VERDICT_SKIP)
		return;
	dir = stage_dir(options, target, id);
	printf("    log: %s/log, by hand: %s/reproduce.sh\n", dir, dir);
	print_config(target, options);
	free(dir);
}

void report_print(const struct report *report)
{
	const struct options *options = report->options;

	print_matrix(report);
	print_words(report, "compilers", report_compilers);
	print_words(report, "ways to the same tree", report_ways);
	if (has_tests(report)) {
		printf("\n  %-10s %-20s %-44s %s\n", "target", "boot test",
		       "before the change", "after");
		for (size_t row = 0; row < options->targets.nr; row++)
			print_tests(options->targets.v[row],
				    &cell(report, row, STAGE_BOOT)->result);
	}
	for (size_t row = 0; row < options->targets.nr; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			print_reason(options->targets.v[row], i, cell(report, row, i),
				     options);
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
					    stage_json(cell(report, row, i)));
		json_object_set_new(targets, options->targets.v[row], stages);
	}
	return json_pack("{s:s, s:o}", "series", options->series, "targets", targets);
}

static int cell_status(const struct stage_known *one)
{
	const char *class = result_get(&one->result, "class");

	if (one->result.verdict == VERDICT_FAIL && class && !strcmp(class, "refused"))
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
			const struct stage_known *one = cell(report, row, i);

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
			const struct stage_known *one = cell(report, row, i);
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

void reports_print(const struct reports *reports)
{
	for (size_t i = 0; i < reports->nr; i++) {
		if (reports->options[i].several)
			printf("%sseries %s\n", i ? "\n" : "", reports->options[i].series);
		report_print(&reports->v[i]);
	}
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
	char *path = xstrfmt("%s/report.json", out);
	json_t *json = reports_json(reports);
	char *text = json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	int ret = -ENOMEM;

	if (text)
		ret = mkdir_p(out);
	if (text && !ret)
		ret = write_file_atomic(path, text, strlen(text));
	if (ret)
		ret = error("cannot write '%s': %s", path, strerror(-ret));
	free(text);
	free(path);
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
