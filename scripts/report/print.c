// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of results as people read it, see report.h */
#include "report/report.h"

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
	printf("  %-10s", report->options.targets.v[row]);
	for (unsigned int i = 0; i < STAGE_NR; i++)
		printf(" %-*s", (int)widths[i], words(report_cell(report, row, i)));
	putchar('\n');
}

static void print_matrix(const struct report *report)
{
	size_t widths[STAGE_NR];

	for (unsigned int i = 0; i < STAGE_NR; i++) {
		widths[i] = strlen(stage_type(i)->name);
		for (size_t row = 0; row < report->options.targets.nr; row++) {
			size_t len = strlen(words(report_cell(report, row, i)));

			if (len > widths[i])
				widths[i] = len;
		}
	}
	print_header(widths);
	for (size_t row = 0; row < report->options.targets.nr; row++)
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
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	json_t *test;
	size_t i;

	json_array_foreach(tests, i, test) {
		if (seen(tests, i, test))
			continue;
		strbuf_reset(&line);
		add_test(test, &line, 44);
		printf("  %-10s%s", i ? "" : target, line.buf);
	}
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

	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const struct stage_known *one = report_cell(report, row, STAGE_CHECK);
		const char *said = one->known && one->fresh ? words_in(&one->result) : NULL;

		if (!said)
			continue;
		if (first)
			printf("\n  %-10s %s\n", "target", title);
		printf("  %-10s %s\n", report->options.targets.v[row], said);
		first = false;
	}
}

static bool has_tests(const struct report *report)
{
	for (size_t row = 0; row < report->options.targets.nr; row++)
		if (json_object_get(report_cell(report, row, STAGE_BOOT)->result.facts, "tests"))
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

static void print_series(const struct report *report)
{
	const struct options *options = &report->options;

	print_matrix(report);
	print_words(report, "compilers", report_compilers);
	print_words(report, "ways to the same tree", report_ways);
	if (has_tests(report)) {
		printf("\n  %-10s %-20s %-44s %s\n", "target", "boot test",
		       "before the change", "after");
		for (size_t row = 0; row < options->targets.nr; row++)
			print_tests(options->targets.v[row],
				    &report_cell(report, row, STAGE_BOOT)->result);
	}
	for (size_t row = 0; row < options->targets.nr; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			print_reason(options->targets.v[row], i, report_cell(report, row, i),
				     options);
}

void report_print(const struct report *report)
{
	for (const struct report *one = report; one; one = one->next) {
		if (one->options.several)
			printf("%sseries %s\n", one == report ? "" : "\n", one->options.series);
		print_series(one);
	}
}
