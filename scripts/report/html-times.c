// SPDX-License-Identifier: GPL-2.0-only
/* How long each boot test took, from what the guests wrote, see html-parts.h */
#include "report/html-parts.h"

#include "boot/ktap.h"

#define SIDES	2

/* A test, from the guest's "# TEST took N s". */
struct took {
	char *name;
	bool ran[SIDES];
	double begin[SIDES], seconds[SIDES];
};

struct times {
	struct took *v;
	size_t nr, alloc;
	double end;
};

static void release_times(struct times *times)
{
	for (size_t i = 0; i < times->nr; i++)
		free(times->v[i].name);
	free(times->v);
}

static struct took *find(struct times *times, const char *name)
{
	for (size_t i = 0; i < times->nr; i++)
		if (!strcmp(times->v[i].name, name))
			return &times->v[i];
	times->v = grow_array(times->v, times->nr, &times->alloc, sizeof(*times->v));
	times->v[times->nr] = (struct took){ .name = xstrdup(name) };
	return &times->v[times->nr++];
}

/* The number behind @words in a text, or below 0 where there is none. */
static double number_behind(const char *text, const char *words)
{
	const char *at = text ? strstr(text, words) : NULL;
	double number;
	char *end;

	if (!at)
		return -1;
	number = strtod(at + strlen(words), &end);
	return starts_with(end, " s") && number >= 0 && number < 1e6 ? number : -1;
}

static void read_side(struct times *times, const char *path, int side)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct ktap ktap __free(ktap_release);
	double now = 0;

	ktap_init(&ktap);
	if (read_file(path, &text))
		return;
	ktap_feed_text(&ktap, text.buf, text.len);
	for (size_t i = 0; i < ktap.nr; i++) {
		char *words __free(free_text) = xstrfmt("%s took ", ktap.tests[i].name);
		double up = number_behind(ktap.tests[i].diagnostics, "up ");
		double seconds = number_behind(ktap.tests[i].diagnostics, words);
		struct took *took = find(times, ktap.tests[i].name);

		if (!i && up >= 0)
			now = up;
		if (seconds < 0)
			continue;
		took->ran[side] = true;
		took->begin[side] = now;
		took->seconds[side] = seconds;
		now += seconds;
	}
	if (now > times->end)
		times->end = now;
}

/* Of 100 for the whole boot; what is too short to be seen is made so long that it is. */
static void add_bar(struct html *page, const struct took *took, double end, int side)
{
	double wide = 100 * took->seconds[side] / end;

	char *x __free(free_text) = xstrfmt("%.2f", 100 * took->begin[side] / end);
	char *width __free(free_text) = xstrfmt("%.2f", wide > 0.5 ? wide : 0.5);

	if (!took->ran[side])
		return;
	html_open(page, "rect", "class", side ? "after" : "before", "x", x,
		  "y", side ? "6" : "0", "width", width, "height", "5", NULL);
	html_close(page, "rect");
}

static void add_row(struct html *page, const struct took *took, double end)
{
	html_row(page, took->name);
	for (int side = 0; side < SIDES; side++) {
		html_markup(page, "<td class=\"number\">");
		if (took->ran[side])
			html_textf(page, "%.1f s", took->seconds[side]);
		html_markup(page, "</td>");
	}
	html_markup(page, "<td class=\"line\"><svg viewBox=\"0 0 100 11\" "
		    "preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (int side = 0; side < SIDES && end > 0; side++)
		add_bar(page, took, end, side);
	html_markup(page, "</svg></td></tr>\n");
}

static void add_boot(struct html *page, const struct subject *subject, const char *boot)
{
	static const char * const sides[SIDES] = { "before", "after" };
	static const char * const heads[] = { "Test", "Before", "After", "In the boot", NULL };

	char *dir __free(free_text) = stage_dir(&subject->report->options, subject->target,
						STAGE_BOOT);
	char *caption __free(free_text) = xstrfmt("%s: seconds of each test", boot);
	struct times times __free(release_times) = { .v = NULL };

	for (int side = 0; side < SIDES; side++) {
		char *path __free(free_text) = xstrfmt("%s/boots/%s-%s/results", dir, boot,
						       sides[side]);

		read_side(&times, path, side);
	}
	if (times.end <= 0)
		return;
	html_table(page, caption, heads);
	for (size_t i = 0; i < times.nr; i++)
		add_row(page, &times.v[i], times.end);
	html_table_end(page);
}

/* A result may have been made anywhere: its boots are sought in its own folder only. */
void html_times(struct html *page, const struct subject *subject)
{
	json_t *boots = subject_json(subject, STAGE_BOOT, "boots"), *boot;
	size_t i;

	html_element(page, "h3", NULL, "How long the tests took");
	html_markup(page, "<p>Bars reach from when the kernel started to the end of the last test; "
		    "above is before the change, below after.</p>\n");
	json_array_foreach(boots, i, boot)
		if (is_folder_name(json_get_text(boot, "boot")))
			add_boot(page, subject, json_get_text(boot, "boot"));
}
