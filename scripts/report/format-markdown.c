// SPDX-License-Identifier: GPL-2.0-only
/* The report as Markdown for a merge request, see format.h */
#include "report/evidence.h"
#include "report/format.h"

static const char * const outcome_words[OUTCOME_NR] = {
	[OUTCOME_FAIL] = "failed",
	[OUTCOME_BROKEN] = "broken",
	[OUTCOME_MISSING] = "not run",
	[OUTCOME_PASS] = "passed",
	[OUTCOME_SKIP] = "skipped",
};

/* What has a meaning in it, in HTML, or as a person's name or the number of an issue. */
static void add_text(struct strbuf *out, const char *text)
{
	static const char * const escapes[128] = {
		['|'] = "\\|", ['`'] = "\\`", ['*'] = "\\*", ['_'] = "\\_", ['~'] = "\\~",
		['['] = "\\[", [']'] = "\\]", ['\\'] = "\\\\", ['!'] = "\\!&#8203;", ['$'] = "\\$",
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;",
		['@'] = "@&#8203;", ['#'] = "\\#&#8203;",
		['\n'] = " ", ['\t'] = " ",
	};

	format_escape(text, escapes, out);
}

static void add_cell(struct strbuf *out, const char *text)
{
	strbuf_addstr(out, " ");
	add_text(out, text);
	strbuf_addstr(out, " |");
}

static void begin_table(struct strbuf *out, const char * const *titles, size_t nr)
{
	strbuf_addstr(out, "\n|");
	for (size_t i = 0; i < nr; i++)
		strbuf_addf(out, " %s |", titles[i]);
	strbuf_addstr(out, "\n|");
	for (size_t i = 0; i < nr; i++)
		strbuf_addstr(out, " --- |");
	strbuf_addch(out, '\n');
}

static void add_row(struct strbuf *out, const char *first, const char *second,
		    const char *third)
{
	strbuf_addch(out, '|');
	add_cell(out, first);
	add_cell(out, second);
	add_cell(out, third);
	strbuf_addch(out, '\n');
}

static void add_matrix(struct strbuf *out, const struct report *report)
{
	const char *titles[STAGE_NR + 1] = { "target" };

	for (unsigned int i = 0; i < STAGE_NR; i++)
		titles[i + 1] = stage_type(i)->name;
	begin_table(out, titles, ARRAY_SIZE(titles));
	for (size_t row = 0; row < report->options.targets.nr; row++) {
		strbuf_addch(out, '|');
		add_cell(out, report->options.targets.v[row]);
		for (unsigned int i = 0; i < STAGE_NR; i++)
			add_cell(out, report_cell_words(report, row, i));
		strbuf_addch(out, '\n');
	}
}

static void add_checks(struct strbuf *out, const struct report *report)
{
	static const char * const titles[] = { "target", "compilers", "ways to the same tree" };
	bool first = true;

	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const struct stage_known *check = report_cell(report, row, STAGE_CHECK);
		const char *compilers = report_words(check, "compilers");
		const char *ways = report_words(check, "ways");

		if (!compilers && !ways)
			continue;
		if (first)
			begin_table(out, titles, ARRAY_SIZE(titles));
		first = false;
		add_row(out, report->options.targets.v[row], compilers ? compilers : "-",
			ways ? ways : "-");
	}
}

/* A reason has no path of this machine: a merge request is for others. */
static void add_reason(struct strbuf *out, const char *target, const struct report_case *one)
{
	struct strbuf reason __free(strbuf_release) = STRBUF_INIT;

	evidence_reason(one->reason, &reason);
	strbuf_addstr(out, "- **");
	add_text(out, target);
	strbuf_addf(out, " %s %s**", stage_type(one->stage)->name, outcome_words[one->outcome]);
	if (reason.len) {
		strbuf_addstr(out, ": ");
		add_text(out, reason.buf);
	}
	strbuf_addch(out, '\n');
}

/* What ends a row says why; what comes behind it says nothing more. */
static void add_reasons(struct strbuf *out, const struct report *report, size_t row,
			const struct report_cases *cases)
{
	for (unsigned int i = 0; i < STAGE_NR; i++) {
		const struct stage_known *one = report_cell(report, row, i);

		if (!one->fresh || !verdict_goes_on(one->result.verdict))
			add_reason(out, report->options.targets.v[row], &cases->v[i]);
		if (!one->fresh || !result_goes_on(&one->result))
			break;
	}
}

static void add_boot_tests(struct strbuf *out, const char *target,
			   const struct report_cases *cases)
{
	static const char * const titles[] = { "boot test", "before the change", "after" };

	if (cases->nr == STAGE_NR)
		return;
	strbuf_addf(out, "\n<details><summary>%zu boot tests of ", cases->nr - STAGE_NR);
	add_text(out, target);
	strbuf_addstr(out, "</summary>\n");
	begin_table(out, titles, ARRAY_SIZE(titles));
	for (size_t i = STAGE_NR; i < cases->nr; i++) {
		const struct report_case *one = &cases->v[i];

		char *name __free(free_text) = xstrfmt("%s: %s", one->boot ? one->boot : "",
						       one->test);

		add_row(out, name, one->before ? one->before : "-", one->words);
	}
	strbuf_addstr(out, "\n</details>\n");
}

static void add_counts(struct strbuf *out, const struct report_cases *sum)
{
	const char *between = "";

	for (unsigned int i = 0; i < OUTCOME_NR; i++) {
		if (!sum->counts[i])
			continue;
		strbuf_addf(out, "%s%u %s", between, sum->counts[i], outcome_words[i]);
		between = ", ";
	}
	strbuf_addf(out, "%s\n", *between ? "." : "No targets.");
}

static void add_series(struct strbuf *out, const struct report *report)
{
	struct strbuf reasons __free(strbuf_release) = STRBUF_INIT;
	struct strbuf tests __free(strbuf_release) = STRBUF_INIT;
	struct report_cases sum = { .v = NULL };

	for (size_t row = 0; row < report->options.targets.nr; row++) {
		const char *target = report->options.targets.v[row];
		struct report_cases cases __free(report_cases_release);

		report_cases(report, row, &cases);
		report_cases_add(&sum, &cases);
		add_reasons(&reasons, report, row, &cases);
		add_boot_tests(&tests, target, &cases);
		if (report_is_trusted(report, row)) {
			strbuf_addstr(&reasons, "- ");
			add_text(&reasons, target);
			strbuf_addf(&reasons, ": %s\n", REPORT_TRUSTED);
		}
	}
	strbuf_addstr(out, "### ferry: ");
	add_text(out, report->options.series);
	strbuf_addstr(out, "\n\n");
	add_counts(out, &sum);
	add_matrix(out, report);
	strbuf_addf(out, "%s%s", reasons.len ? "\n" : "", reasons.buf);
	add_checks(out, report);
	strbuf_addstr(out, tests.buf);
}

char *format_markdown(const struct report *report)
{
	return format_each_series(report, add_series);
}
