// SPDX-License-Identifier: GPL-2.0-only
/* The page of all ports, see html-parts.h */
#include "report/html-parts.h"

#define HOUR	3600
#define DAY	(24 * HOUR)

static void add_age(struct html *page, const struct subject *subject)
{
	time_t last = 0, age;

	for (unsigned int i = 0; i < STAGE_NR; i++) {
		time_t when = subject_time(subject, i);

		if (when > last)
			last = when;
	}
	if (!last) {
		html_text(page, "-");
		return;
	}
	age = time(NULL) - last;
	if (age >= 2 * DAY)
		html_textf(page, "%ld days", (long)(age / DAY));
	else if (age >= HOUR)
		html_textf(page, "%ld h", (long)(age / HOUR));
	else
		html_textf(page, "%ld min", (long)(age > 0 ? age / 60 : 0));
	html_markup(page, " <span class=\"date\">(");
	html_when(page, last);
	html_markup(page, ")</span>");
}

static void add_tests(struct html *page, const struct subject *subject)
{
	size_t passed, shown, nr = tests_shown(subject, &passed, &shown);

	if (nr)
		html_textf(page, "%zu of %zu pass, %zu shown", passed, nr, shown);
	else
		html_text(page, "-");
}

static void add_killed(struct html *page, const struct subject *subject, json_t *mutants)
{
	size_t killed, nr = mutants_killed(mutants, subject->target, &killed);

	if (nr)
		html_textf(page, "%zu of %zu", killed, nr);
	else
		html_text(page, "-");
}

static void add_row(struct html *page, const struct subject *subject, json_t *mutants)
{
	char *name __free(free_text) = subject_page(subject);

	html_markup(page, "<tr><th scope=\"row\">");
	html_link(page, name, subject->target);
	html_markup(page, "</th>");
	for (unsigned int i = 0; i < STAGE_NR; i++) {
		html_markup(page, "<td>");
		html_verdict(page, &subject->stages[i]);
		html_markup(page, "</td>");
	}
	html_markup(page, "<td>");
	add_tests(page, subject);
	html_markup(page, "</td><td>");
	add_killed(page, subject, mutants);
	html_markup(page, "</td><td>");
	add_age(page, subject);
	html_markup(page, "</td></tr>\n");
}

static void add_reasons(struct html *page, const struct report *report)
{
	bool any = false;

	for (size_t row = 0; row < report->options.targets.nr; row++) {
		struct subject subject = subject_of(report, row);

		for (unsigned int i = 0; i < STAGE_NR; i++) {
			const struct result *result = &subject.stages[i].result;

			if (!subject.stages[i].fresh || verdict_goes_on(result->verdict))
				continue;
			html_markup(page, any ? "" : "<ul class=\"reasons\">\n");
			html_markup(page, "<li>");
			html_textf(page, "%s %s ", subject.target, stage_type(i)->name);
			html_word(page, verdict_name(result->verdict));
			html_text(page, ": ");
			html_said(page, &report->options, result->reason);
			html_markup(page, "</li>\n");
			any = true;
		}
	}
	html_markup(page, any ? "</ul>\n" : "");
}

static void add_series(struct html *page, const struct report *report)
{
	static const char * const heads[] = {
		"Target", "Version", "Shape", "Port", "Check", "Build", "Boot",
		"Boot tests", "Mutants killed", "Age", NULL
	};
	json_auto_t *mutants = proof_mutants(report);

	html_section(page, report->options.series, report->options.series);
	html_table(page, "What each stage came to on each target", heads);
	for (size_t row = 0; row < report->options.targets.nr; row++) {
		struct subject subject = subject_of(report, row);

		add_row(page, &subject, mutants);
	}
	html_table_end(page);
	add_reasons(page, report);
	html_markup(page, "</section>\n");
}

void html_overview(struct html *page, const struct report *report)
{
	html_page_begin(page, "Ports of kernel changes", false);
	html_markup(page, "<p>Made ");
	html_when(page, time(NULL));
	html_markup(page, ". A test is <em>shown</em> if it fails without the change and passes "
		    "with it. A <em>mutant</em> is a wrong port that something must tell from the "
		    "right one. <em>Stale</em> is a result whose inputs have changed since.</p>\n");
	for (; report; report = report->next)
		if (report->options.targets.nr)
			add_series(page, report);
	html_page_end(page);
}
