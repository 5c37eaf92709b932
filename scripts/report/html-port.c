// SPDX-License-Identifier: GPL-2.0-only
/* The page of a port: what it is, and its stages, see html-parts.h */
#include "report/html-parts.h"

static void add_fact(struct html *page, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	html_element(page, "dt", NULL, name);
	html_element(page, "dd", NULL, value);
	html_markup(page, "\n");
}

static const char *fact(const struct subject *subject, unsigned int stage, const char *name)
{
	return json_string_value(subject_json(subject, stage, name));
}

static void add_series(struct html *page, const struct subject *subject)
{
	struct series series;
	const char **commits;
	size_t nr;

	if (series_open(&series, subject->report->options.root, subject->report->options.series))
		return;
	add_fact(page, "Change", conf_get(&series.info, "series.title"));
	add_fact(page, "CVE", conf_get(&series.info, "series.cve"));
	nr = conf_get_all(&series.info, "mainline.commit", &commits);
	for (size_t i = 0; i < nr; i++)
		add_fact(page, "Mainline commit", commits[i]);
	free(commits);
	series_release(&series);
}

static void add_facts(struct html *page, const struct subject *subject)
{
	static const struct {
		const char *title;
		enum stage_id stage;
		const char *name;
	} facts[] = {
		{ "Kernel", STAGE_FETCH, "kernel" },
		{ "Source", STAGE_FETCH, "origin" },
		{ "Version of the source", STAGE_FETCH, FACT_VERSION },
		{ "SHA-256 of the source", STAGE_FETCH, FACT_SHA256 },
		{ "Shape", STAGE_SHAPE, FACT_SHAPE },
		{ "That is", STAGE_SHAPE, "title" },
		{ "Told by", STAGE_SHAPE, FACT_EVIDENCE },
		{ "Port", STAGE_PORT, FACT_CLASS },
		{ "Against the port by rule", STAGE_PORT, FACT_RULE },
		{ "Found wrong", STAGE_PORT, FACT_FOUND },
	};

	html_markup(page, "<dl class=\"facts\">\n");
	add_series(page, subject);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		add_fact(page, facts[i].title, fact(subject, facts[i].stage, facts[i].name));
	html_markup(page, "</dl>\n");
}

/* What a person types to see the same. */
static void add_by_hand(struct html *page, const struct subject *subject, unsigned int stage)
{
	const struct options *options = &subject->report->options;

	char *dir __free(free_text) = stage_dir(options, subject->target, stage);
	static const char * const files[] = { "reproduce.sh", "cmd", "log" };

	html_open(page, "code", NULL);
	html_textf(page, "ferry %s --series %s %s", stage_type(stage)->name, options->series,
		   subject->target);
	html_close(page, "code");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		char *path __free(free_text) = xstrfmt("%s/%s", dir, files[i]);

		if (!file_exists(path))
			continue;
		html_markup(page, i ? "<br><code>" : "<br><code>sh ");
		html_said(page, options, path);
		html_markup(page, "</code>");
	}
}

static void add_stage(struct html *page, const struct subject *subject, unsigned int stage)
{
	const struct stage_known *one = &subject->stages[stage];

	html_row(page, stage_type(stage)->name);
	html_markup(page, "<td>");
	html_verdict(page, one);
	if (one->fresh && *one->result.reason) {
		html_markup(page, "<br>");
		html_said(page, &subject->report->options, one->result.reason);
	}
	html_markup(page, "</td><td class=\"number\">");
	if (one->known)
		html_textf(page, "%.1f s", one->result.seconds);
	html_markup(page, "</td><td>");
	html_when(page, subject_time(subject, stage));
	html_markup(page, "</td><td>");
	add_by_hand(page, subject, stage);
	html_markup(page, "</td></tr>\n");
}

static void add_stages(struct html *page, const struct subject *subject)
{
	static const char * const heads[] = { "Stage", "Verdict", "Took", "When", "By hand", NULL };

	html_section(page, "stages", "Stages");
	html_table(page, "What each stage came to, and how to do it by hand", heads);
	for (unsigned int i = 0; i < STAGE_NR; i++)
		add_stage(page, subject, i);
	html_table_end(page);
	html_markup(page, "</section>\n");
}

int html_port(struct html *page, const struct subject *subject)
{
	char *title __free(free_text) = subject_title(subject);

	html_page_begin(page, title, true);
	html_markup(page, "<nav aria-label=\"On this page\"><ul class=\"toc\">\n"
		    "<li><a href=\"#stages\">Stages</a></li>\n"
		    "<li><a href=\"#notes\">Notes</a></li>\n"
		    "<li><a href=\"#hunks\">Hunk by hunk</a></li>\n"
		    "<li><a href=\"#check\">Compilers and warnings</a></li>\n"
		    "<li><a href=\"#boots\">Boot tests</a></li>\n"
		    "<li><a href=\"#mutants\">Mutants</a></li>\n</ul></nav>\n");
	add_facts(page, subject);
	add_stages(page, subject);
	if (html_columns(page, subject))
		return -1;
	html_check(page, subject);
	html_boots(page, subject);
	html_mutants(page, subject);
	html_page_end(page);
	return 0;
}
