// SPDX-License-Identifier: GPL-2.0-only
/* The report as JUnit XML, see format.h: a suite for each series and target */
#include "report/format.h"

/* The element of what is no pass, which is counted by its name. */
static const struct outcome_words {
	const char *element;
	const char *type;
} words[OUTCOME_NR] = {
	[OUTCOME_FAIL] = { "failure", "FAIL" },
	[OUTCOME_BROKEN] = { "error", "BROKEN" },
	[OUTCOME_MISSING] = { "error", "not run" },
	[OUTCOME_PASS] = { NULL, NULL },
	[OUTCOME_SKIP] = { "skipped", NULL },
};

/* XML 1.0 has no U+FFFE and U+FFFF, in no form. */
static void leave_out_noncharacters(char *text)
{
	for (char *c = text; (c = strstr(c, "\xef\xbf")); c++)
		if (c[2] == '\xbe' || c[2] == '\xbf')
			memset(c, '?', 3);
}

static void add_text(struct strbuf *out, const char *text)
{
	static const char * const escapes[128] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;",
		['\''] = "&apos;", ['\n'] = "&#10;", ['\t'] = "&#9;",
	};
	size_t start = out->len;

	format_escape(text, escapes, out);
	leave_out_noncharacters(out->buf + start);
}

static void add_attribute(struct strbuf *out, const char *name, const char *value)
{
	strbuf_addf(out, " %s=\"", name);
	add_text(out, value);
	strbuf_addch(out, '"');
}

static unsigned int counted(const struct report_cases *cases, const char *element)
{
	unsigned int sum = 0;

	for (unsigned int i = 0; i < OUTCOME_NR; i++)
		if (!element || (words[i].element && !strcmp(words[i].element, element)))
			sum += cases->counts[i];
	return sum;
}

static void add_counts(struct strbuf *out, const struct report_cases *cases)
{
	strbuf_addf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"%.3f\">\n",
		    counted(cases, NULL), counted(cases, "failure"), counted(cases, "error"),
		    counted(cases, "skipped"), cases->seconds);
}

/* What a boot test came to before the change is evidence, too. */
static void add_words(struct strbuf *out, const struct report_case *one)
{
	strbuf_addstr(out, "      <system-out>");
	if (one->before) {
		add_text(out, "before the change: ");
		add_text(out, one->before);
		add_text(out, "\nafter: ");
	}
	add_text(out, one->words);
	strbuf_addstr(out, "</system-out>\n");
}

static void add_case(struct strbuf *out, const struct report_case *one, const char *suite)
{
	const struct outcome_words *said = &words[one->outcome];
	const char *boot = one->boot ? one->boot : "";

	char *class __free(free_text) = xstrfmt("%s%s%s", suite, one->test ? "/boot/" : "",
						one->test ? boot : "");

	strbuf_addstr(out, "    <testcase");
	add_attribute(out, "classname", class);
	add_attribute(out, "name", one->test ? one->test : stage_type(one->stage)->name);
	if (one->seconds >= 0)
		strbuf_addf(out, " time=\"%.3f\"", one->seconds);
	strbuf_addstr(out, ">\n");
	if (said->element) {
		strbuf_addf(out, "      <%s", said->element);
		if (said->type)
			add_attribute(out, "type", said->type);
		add_attribute(out, "message", one->reason);
		strbuf_addstr(out, "/>\n");
	}
	add_words(out, one);
	strbuf_addstr(out, "    </testcase>\n");
}

static void add_suite(struct strbuf *out, const struct report *report, size_t row,
		      struct report_cases *sum)
{
	struct report_cases cases __free(report_cases_release);
	char *name __free(free_text) = xstrfmt("%s/%s", report->options.series,
					       report->options.targets.v[row]);

	report_cases(report, row, &cases);
	report_cases_add(sum, &cases);
	strbuf_addstr(out, "  <testsuite");
	add_attribute(out, "name", name);
	add_counts(out, &cases);
	for (size_t i = 0; i < cases.nr; i++)
		add_case(out, &cases.v[i], name);
	strbuf_addstr(out, "  </testsuite>\n");
}

char *format_junit(const struct report *report)
{
	struct strbuf suites __free(strbuf_release) = STRBUF_INIT;
	struct strbuf out = STRBUF_INIT;
	struct report_cases sum = { .v = NULL };

	for (; report; report = report->next)
		for (size_t row = 0; row < report->options.targets.nr; row++)
			add_suite(&suites, report, row, &sum);
	strbuf_addstr(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ferry\"");
	add_counts(&out, &sum);
	strbuf_addstr(&out, suites.buf);
	strbuf_addstr(&out, "</testsuites>\n");
	return strbuf_detach(&out);
}
