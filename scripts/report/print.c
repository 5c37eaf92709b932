// SPDX-License-Identifier: GPL-2.0-only
/* The matrix of results as people read it, see report.h */
#include "report/proof.h"

const char *report_cell_words(const struct report *report, size_t row, unsigned int stage)
{
	const struct stage_known *one = report_cell(report, row, stage);

	if (!one->known)
		return "-";
	return one->fresh ? one->result.summary : "stale";
}

/* Row 0 is the header. */
static const char *matrix_words(const struct report *report, size_t row, unsigned int stage)
{
	return row ? report_cell_words(report, row - 1, stage) : stage_type(stage)->name;
}

static void print_matrix(const struct report *report)
{
	const struct argv *targets = &report->options.targets;
	size_t widths[STAGE_NR] = { 0 };

	for (size_t row = 0; row <= targets->nr; row++) {
		for (unsigned int i = 0; i < STAGE_NR; i++) {
			size_t len = strlen(matrix_words(report, row, i));

			if (len > widths[i])
				widths[i] = len;
		}
	}
	for (size_t row = 0; row <= targets->nr; row++) {
		printf("  %-10s", row ? targets->v[row - 1] : "target");
		for (unsigned int i = 0; i < STAGE_NR; i++)
			printf(" %-*s", (int)widths[i], matrix_words(report, row, i));
		putchar('\n');
	}
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

void report_tests(const struct result *boot, const char *target, struct strbuf *out)
{
	json_t *tests = json_object_get(boot->facts, "tests");
	json_t *test;
	size_t i;

	json_array_foreach(tests, i, test) {
		if (seen(tests, i, test))
			continue;
		if (target)
			strbuf_addf(out, "  %-10s", i ? "" : target);
		strbuf_addf(out, "%s %-20s %-*s %s\n", target ? "" : " ",
			    test_string(test, "name", "?"), target ? 44 : 40,
			    test_string(test, "before", "-"),
			    test_string(test, "after", "-"));
	}
}

const char *report_words(const struct stage_known *check, const char *fact)
{
	json_t *json = json_object_get(check->result.facts, fact);

	if (!check->fresh)
		return NULL;
	return json_string_value(json_object_get(json, "words"));
}

/* What the check says in a line, where it has been run. */
static void print_words(const struct report *report, const char *title,
			const char *fact)
{
	bool first = true;

	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const char *said = report_words(report_cell(report, row, STAGE_CHECK), fact);

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
		char *dir __free(free_text) = stage_dir(options, target, stages[i]);
		char *path __free(free_text) = xstrfmt("%s/config", dir);

		if (file_exists(path)) {
			printf("    config: %s\n", path);
			return;
		}
	}
}

static void print_reason(const char *target, enum stage_id id,
			 const struct stage_known *one, const struct options *options)
{
	char *dir __free(free_text) = stage_dir(options, target, id);

	if (!one->fresh || verdict_goes_on(one->result.verdict))
		return;
	printf("  %s %s %s: %s\n", target, stage_type(id)->name,
	       verdict_name(one->result.verdict), one->result.reason);
	if (one->result.verdict == VERDICT_SKIP)
		return;
	printf("    log: %s/log, by hand: %s/reproduce.sh\n", dir, dir);
	print_config(target, options);
}

bool report_is_trusted(const struct report *report, size_t row)
{
	for (unsigned int i = 0; i < STAGE_NR; i++)
		if (result_get(&report_cell(report, row, i)->result, FACT_TRUST))
			return true;
	return false;
}

static void print_trusted(const struct report *report)
{
	for (size_t row = 0; row < report->options.targets.nr; row++)
		if (report_is_trusted(report, row))
			printf("  %-10s %s\n", report->options.targets.v[row], REPORT_TRUSTED);
}

static const char *string_of(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* What was said later of the commits that a target has or gets. */
static void print_follow_ups(const struct report *report)
{
	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const struct result *port = &report_cell(report, row, STAGE_PORT)->result;
		json_t *list = json_object_get(port->facts, FACT_FOLLOW_UPS), *one;
		size_t i;

		json_array_foreach(list, i, one)
			printf("  %-10s follow-up: %.12s (\"%s\") %s it and %s\n",
			       report->options.targets.v[row], string_of(one, "commit"),
			       string_of(one, "subject"), string_of(one, "how"),
			       string_of(one, "applies"));
	}
}

static void print_series(const struct report *report)
{
	const struct options *options = &report->options;
	struct strbuf tests __free(strbuf_release) = STRBUF_INIT;

	print_matrix(report);
	print_trusted(report);
	print_follow_ups(report);
	print_words(report, "compilers", "compilers");
	print_words(report, "ways to the same tree", "ways");
	for (size_t row = 0; row < options->targets.nr; row++)
		report_tests(&report_cell(report, row, STAGE_BOOT)->result,
			     options->targets.v[row], &tests);
	if (has_tests(report))
		printf("\n  %-10s %-20s %-44s %s\n%s", "target", "boot test",
		       "before the change", "after", tests.buf);
	proof_print(report);
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
