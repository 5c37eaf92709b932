// SPDX-License-Identifier: GPL-2.0-only
/* What pages share, see html-parts.h */
#include "report/html-parts.h"

struct subject subject_of(const struct report *report, size_t row)
{
	return (struct subject){
		.report = report, .row = row, .target = report->options.targets.v[row],
		.stages = report_cell(report, row, 0),
	};
}

char *subject_page(const struct subject *subject)
{
	/* no name has a '~', and no server takes it for anything else */
	return xstrfmt("%s~%s.html", subject->target, subject->report->options.series);
}

char *subject_title(const struct subject *subject)
{
	return xstrfmt("%s on %s", subject->report->options.series, subject->target);
}

time_t subject_time(const struct subject *subject, unsigned int stage)
{
	char *dir __free(free_text) = stage_dir(&subject->report->options, subject->target, stage);
	char *path __free(free_text) = xstrfmt("%s/result", dir);
	struct stat is;

	return subject->stages[stage].known && !stat(path, &is) ? is.st_mtime : 0;
}

json_t *subject_json(const struct subject *subject, unsigned int stage, const char *fact)
{
	const struct stage_known *one = &subject->stages[stage];

	return one->fresh ? json_object_get(one->result.facts, fact) : NULL;
}

/* Colours are for those who see them; the word says the same. */
static const char *class_of(const char *word)
{
	if (!strcasecmp(word, "pass") || !strcmp(word, "killed"))
		return "good";
	if (starts_with(word, "FAIL") || !strcmp(word, "SURVIVES"))
		return "bad";
	if (starts_with(word, "BROKEN") || starts_with(word, "SKIP") || !strcmp(word, "stale"))
		return "unsure";
	return "plain";
}

void html_word(struct html *page, const char *text)
{
	html_element(page, "span", class_of(text), *text ? text : "-");
}

void html_verdict(struct html *page, const struct stage_known *stage)
{
	const char *verdict = verdict_name(stage->result.verdict);

	if (!stage->known) {
		html_word(page, "not run");
	} else if (!stage->fresh) {
		html_word(page, "stale");
	} else {
		html_word(page, verdict);
		if (strcmp(stage->result.summary, verdict))
			html_textf(page, " %s", stage->result.summary);
	}
}

void html_said(struct html *page, const struct options *options, const char *text)
{
	char *out __free(free_text) = xstrfmt("%s/", options->out);
	const char *at;

	while ((at = strstr(text, out))) {
		html_bytes(page, text, (size_t)(at - text));
		text = at + strlen(out);
	}
	html_text(page, text);
}

void html_when(struct html *page, time_t when)
{
	char machine[32], words[32];
	struct tm tm;

	if (!when || !gmtime_r(&when, &tm)) {
		html_text(page, "-");
		return;
	}
	(void)strftime(machine, sizeof(machine), "%Y-%m-%dT%H:%M:%SZ", &tm);
	(void)strftime(words, sizeof(words), "%Y-%m-%d %H:%M UTC", &tm);
	html_open(page, "time", "datetime", machine, NULL);
	html_text(page, words);
	html_close(page, "time");
}

void html_strings(struct html *page, const char *class, json_t *list)
{
	json_t *one;
	size_t i;

	if (!json_array_size(list)) {
		html_element(page, "p", NULL, "None.");
		return;
	}
	html_open(page, "ul", "class", class, NULL);
	json_array_foreach(list, i, one) {
		const char *text = json_string_value(one);

		html_element(page, "li", NULL, text ? text : "?");
	}
	html_markup(page, "</ul>\n");
}

void html_section(struct html *page, const char *id, const char *title)
{
	char *heading __free(free_text) = xstrfmt("%s-title", id);

	html_open(page, "section", "id", id, "aria-labelledby", heading, NULL);
	html_open(page, "h2", "id", heading, NULL);
	html_text(page, title);
	html_markup(page, "</h2>\n");
}
