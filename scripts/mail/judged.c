// SPDX-License-Identifier: GPL-2.0-only
/* A person's backport judged by mainline's form, see judged.h */
#include "mail/judged.h"

#include "base/pattern.h"
#include "data/result.h"

/* --- reasons ------------------------------------------------------------------------ */

/* What stands in brackets, from after the first of them. */
static bool is_reason(const char *text, size_t len)
{
	static struct pattern words = { .text = "[A-Za-z]{2,}[^A-Za-z]+([A-Za-z]{2,})" };
	static struct pattern upstream = {
		.text = "^[ \t\n]*([Uu]pstream )?[Cc]ommit [0-9a-f]{8,}",
	};

	char *inside __free(free_text) = xstrndup(text, len);
	size_t start;

	return pattern_find(&words, inside, &start) && !pattern_find(&upstream, inside, &start);
}

bool message_gives_reason(const char *message)
{
	static struct pattern opening = { .text = "\n[ \t]*(\\[)" };
	size_t start, len;

	while ((len = pattern_find(&opening, message, &start))) {
		const char *inside = message + start + len, *end = inside;
		int depth = 1;

		for (; *end && depth; end++)
			depth += (*end == '[') - (*end == ']');
		/* a bracket that is never closed is no remark */
		if (!depth && is_reason(inside, (size_t)(end - inside) - 1))
			return true;
		message = inside;
	}
	return false;
}

/* --- the judgement ------------------------------------------------------------------- */

static bool any_gives_reason(const struct thread *own)
{
	for (size_t i = 0; i < own->nr; i++)
		if (message_gives_reason(own->patches[i].mail.message))
			return true;
	return false;
}

static bool is_explained(const struct hunk_judged *hunk, const struct thread *own)
{
	if (!hunk_needs_reason(hunk->mark))
		return true;
	if (hunk->own_patch == HUNK_NO_PATCH)
		return any_gives_reason(own);
	return message_gives_reason(own->patches[hunk->own_patch].mail.message);
}

void judged_make(struct judged *judged, const struct git_mail *mainline, size_t nr,
		 const struct thread *own)
{
	struct strbuf *theirs = xcalloc(nr, sizeof(*theirs));
	struct strbuf *ours = xcalloc(own->nr, sizeof(*ours));

	/* borrowed, and only read */
	for (size_t i = 0; i < nr; i++)
		theirs[i] = mainline[i].diff;
	for (size_t i = 0; i < own->nr; i++)
		ours[i] = own->patches[i].mail.diff;
	*judged = (struct judged){ .nr_mainline = nr, .nr_own = own->nr };
	hunks_judge(&judged->hunks, theirs, nr, ours, own->nr);
	free(theirs);
	free(ours);
	judged->explained = xcalloc(judged->hunks.nr + 1, sizeof(*judged->explained));
	for (size_t i = 0; i < judged->hunks.nr; i++) {
		judged->explained[i] = is_explained(&judged->hunks.v[i], own);
		judged->findings += !judged->explained[i];
	}
}

void judged_release(struct judged *judged)
{
	hunks_release(&judged->hunks);
	free(judged->explained);
}

/* --- in words -------------------------------------------------------------------------- */

static void print_hunk(const struct judged *judged, size_t i, struct strbuf *out)
{
	const struct hunk_judged *hunk = &judged->hunks.v[i];
	bool own = hunk->patch == HUNK_NO_PATCH;

	strbuf_addf(out, "          %-8s %s %zu/%zu hunk %-2zu  %s", hunk_mark_name(hunk->mark),
		    own ? "backport" : "mainline", (own ? hunk->own_patch : hunk->patch) + 1,
		    own ? judged->nr_own : judged->nr_mainline, hunk->number, hunk->path);
	if (*hunk->function)
		strbuf_addf(out, " %s()", hunk->function);
	if (*hunk->how)
		strbuf_addf(out, ": %s", hunk->how);
	if (!judged->explained[i])
		strbuf_addstr(out, "; NO REASON IS GIVEN");
	strbuf_addch(out, '\n');
}

void judged_print(const struct judged *judged, struct strbuf *out)
{
	for (size_t i = 0; i < judged->hunks.nr; i++)
		print_hunk(judged, i, out);
}

void judged_count(const struct judged *judged, struct strbuf *out)
{
	const char *comma = "";

	for (int mark = 0; mark < HUNK_MARKS; mark++) {
		if (!judged->hunks.count[mark])
			continue;
		strbuf_addf(out, "%s%zu %s", comma, judged->hunks.count[mark],
			    hunk_mark_name((enum hunk_mark)mark));
		comma = ", ";
	}
}

static json_t *number_or_null(size_t number)
{
	return number == HUNK_NO_PATCH ? json_null() : json_integer((json_int_t)number + 1);
}

json_t *judged_json(const struct judged *judged)
{
	json_t *list = json_array();

	for (size_t i = 0; i < judged->hunks.nr; i++) {
		const struct hunk_judged *hunk = &judged->hunks.v[i];
		json_t *one = json_object();

		json_object_set_new(one, "mark", json_string(hunk_mark_name(hunk->mark)));
		json_object_set_new(one, "file", json_text("%s", hunk->path));
		json_object_set_new(one, "function", json_text("%s", hunk->function));
		json_object_set_new(one, "patch", number_or_null(hunk->patch));
		json_object_set_new(one, "own-patch", number_or_null(hunk->own_patch));
		json_object_set_new(one, "hunk", json_integer((json_int_t)hunk->number));
		json_object_set_new(one, "how", json_text("%s", hunk->how));
		json_object_set_new(one, "explained", json_boolean(judged->explained[i]));
		json_object_set_new(one, "mainline", json_text("%s", hunk->mainline));
		json_object_set_new(one, "own", json_text("%s", hunk->own));
		json_array_append_new(list, one);
	}
	return list;
}
