// SPDX-License-Identifier: GPL-2.0-only
/*
 * The report as TAP, see format.h: a test for each series and target, its stages as a
 * subtest, and in that the boot tests as another.
 *
 * Subtests are those of version 14, and of the kernel's KTAP. The version line says 13:
 * a reader of 13 passes over them, as was meant, while many (perl's prove) refuse 14.
 */
#include "report/format.h"

/* How a test line begins, and the directive that its reason stands behind. */
static const struct outcome_words {
	const char *result;
	const char *directive;
	const char *severity;
} words[OUTCOME_NR] = {
	[OUTCOME_FAIL] = { "not ok", NULL, "fail" },
	[OUTCOME_BROKEN] = { "not ok", NULL, "broken" },
	[OUTCOME_MISSING] = { "not ok", NULL, "not run" },
	[OUTCOME_PASS] = { "ok", NULL, NULL },
	[OUTCOME_SKIP] = { "ok", "SKIP", NULL },
};

#define INDENT 4

static void add_text(struct strbuf *out, const char *text)
{
	static const char * const escapes[128] = {
		['#'] = "\\#", ['\\'] = "\\\\", ['\n'] = " ", ['\t'] = " ",
	};

	format_escape(text, escapes, out);
}

static void begin_line(struct strbuf *out, unsigned int depth)
{
	strbuf_addf(out, "%*s", (int)(depth * INDENT), "");
}

/* A string of JSON is one of YAML, on one line. */
static void add_diagnostics(struct strbuf *out, unsigned int depth, const char *severity,
			    const char *reason)
{
	json_auto_t *mended = json_text("%s", reason);

	char *quoted __free(free_text) = json_dumps(mended, JSON_ENCODE_ANY);
	int indent = (int)(depth * INDENT + 2);

	strbuf_addf(out, "%*s---\n%*smessage: %s\n%*sseverity: %s\n%*s...\n", indent, "",
		    indent, "", quoted, indent, "", severity, indent, "");
}

static void add_test(struct strbuf *out, unsigned int depth, unsigned int number,
		     const char *name, enum outcome outcome, const char *reason)
{
	const struct outcome_words *said = &words[outcome];

	begin_line(out, depth);
	strbuf_addf(out, "%s %u - ", said->result, number);
	add_text(out, name);
	if (said->directive) {
		strbuf_addf(out, " # %s%s", said->directive, *reason ? " " : "");
		add_text(out, reason);
	}
	strbuf_addch(out, '\n');
	if (said->severity && *reason)
		add_diagnostics(out, depth, said->severity, reason);
}

static void begin_subtest(struct strbuf *out, unsigned int depth, const char *name,
			  size_t plan)
{
	begin_line(out, depth);
	strbuf_addstr(out, "# Subtest: ");
	add_text(out, name);
	strbuf_addch(out, '\n');
	begin_line(out, depth + 1);
	strbuf_addf(out, "1..%zu\n", plan);
}

static void add_boot_tests(struct strbuf *out, const struct report_cases *cases)
{
	begin_subtest(out, 1, stage_type(STAGE_BOOT)->name, cases->nr - STAGE_NR);
	for (size_t i = STAGE_NR; i < cases->nr; i++) {
		const struct report_case *one = &cases->v[i];

		char *name __free(free_text) = xstrfmt("%s: %s", one->boot ? one->boot : "",
						       one->test);

		add_test(out, 2, (unsigned int)(i - STAGE_NR + 1), name, one->outcome,
			 one->reason);
	}
}

static void add_target(struct strbuf *out, const struct report *report, size_t row,
		       unsigned int number)
{
	struct report_cases cases __free(report_cases_release);
	char *name __free(free_text) = xstrfmt("%s %s", report->options.series,
					       report->options.targets.v[row]);

	report_cases(report, row, &cases);
	begin_subtest(out, 0, name, STAGE_NR);
	for (unsigned int i = 0; i < STAGE_NR; i++) {
		const struct report_case *one = &cases.v[i];

		if (i == STAGE_BOOT && cases.nr > STAGE_NR)
			add_boot_tests(out, &cases);
		add_test(out, 1, i + 1, stage_type(i)->name, one->outcome, one->reason);
	}
	add_test(out, 0, number, name, report_cases_worst(&cases), "");
}

char *format_tap(const struct report *report)
{
	struct strbuf out = STRBUF_INIT;
	unsigned int number = 0;
	size_t plan = 0;

	for (const struct report *one = report; one; one = one->next)
		plan += one->options.targets.nr;
	strbuf_addf(&out, "TAP version 13\n1..%zu%s\n", plan, plan ? "" : " # SKIP no targets");
	for (; report; report = report->next)
		for (size_t row = 0; row < report->options.targets.nr; row++)
			add_target(&out, report, row, ++number);
	return strbuf_detach(&out);
}
