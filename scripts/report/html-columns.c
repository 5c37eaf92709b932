// SPDX-License-Identifier: GPL-2.0-only
/* The notes of a port's patches, and which hunks stand side by side, see html-parts.h */
#include "report/html-parts.h"

#include "data/quilt.h"
#include "report/html-notes.h"

/* The patches of one side, and the notes of each. */
struct patches {
	struct strbuf *v;
	struct argv *notes;
	size_t nr, alloc, alloc_notes;
};

static void release_patches(struct patches *patches)
{
	for (size_t i = 0; i < patches->nr; i++) {
		strbuf_release(&patches->v[i]);
		argv_release(&patches->notes[i]);
	}
	free(patches->v);
	free(patches->notes);
}

static int add_patch(struct patches *patches, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	const char *diff;
	int ret = read_file(path, &text);

	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	patches->v = grow_array(patches->v, patches->nr, &patches->alloc, sizeof(*patches->v));
	patches->notes = grow_array(patches->notes, patches->nr, &patches->alloc_notes,
				    sizeof(*patches->notes));
	argv_init(&patches->notes[patches->nr]);
	notes_read(&text, &patches->notes[patches->nr]);
	/* whatever stands in the message is no diff */
	diff = starts_with(text.buf, "diff --git ") ? text.buf : strstr(text.buf, "\ndiff --git ");
	if (diff)
		strbuf_remove(&text, 0, (size_t)(diff - text.buf) + (*diff == '\n'));
	patches->v[patches->nr++] = text;
	return 0;
}

static int add_folder(struct patches *patches, const char *dir)
{
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (quilt_patches(dir, &paths))
		return -1;
	for (size_t i = 0; i < paths.nr; i++)
		if (add_patch(patches, paths.v[i]))
			return -1;
	return 0;
}

/* Whether the port is what the branch's own patches say. */
static bool is_by_patches(const struct stage_known *port)
{
	switch (port_class_of(&port->result)) {
	case CLASS_NONE:
	case CLASS_EXACT:
	case CLASS_OFFSET:
	case CLASS_FUZZ:
	case CLASS_3WAY:
		return true;
	default:
		return !port->fresh;
	}
}

/* The branch's own patches where it was made by them, else what the port came to. */
static int read_port(struct patches *patches, const struct subject *subject)
{
	const struct options *options = &subject->report->options;
	const struct stage_known *port = &subject->stages[STAGE_PORT];

	char *own __free(free_text) = xstrfmt("%s/stable/%s/%s", options->root, subject->target,
					      options->series);
	char *dir __free(free_text) = stage_dir(options, subject->target, STAGE_PORT);
	char *made __free(free_text) = xstrfmt("%s/port.diff", dir);

	if (is_by_patches(port) && add_folder(patches, own))
		return -1;
	return !patches->nr && port->fresh && file_exists(made) ? add_patch(patches, made) : 0;
}

static void add_notes(struct html *page, const struct patches *port)
{
	size_t nr = 0;

	html_section(page, "notes", "Notes of the port's patches");
	for (size_t i = 0; i < port->nr; i++) {
		nr += port->notes[i].nr;
		for (size_t n = 0; n < port->notes[i].nr; n++)
			html_element(page, "blockquote", NULL, port->notes[i].v[n]);
	}
	if (!nr)
		html_element(page, "p", NULL, "None.");
	html_markup(page, "</section>\n");
}

static const char *why_none(const struct stage_known *port)
{
	switch (port->fresh ? port_class_of(&port->result) : CLASS_NONE) {
	case CLASS_CARRIED:
		return "The tree has the change already.";
	case CLASS_UNAFFECTED:
		return "The tree never had the problem.";
	case CLASS_REFUSED:
		return "The port was refused.";
	default:
		return "There is no port yet.";
	}
}

int html_columns(struct html *page, const struct subject *subject)
{
	struct patches mainline __free(release_patches) = { .nr = 0 };
	struct patches port __free(release_patches) = { .nr = 0 };
	struct hunks hunks __free(hunks_release) = { .v = NULL };
	char *dir __free(free_text) = xstrfmt("%s/patches/%s", subject->report->options.root,
					      subject->report->options.series);

	if (add_folder(&mainline, dir) || read_port(&port, subject))
		return -1;
	add_notes(page, &port);
	html_section(page, "hunks", "Hunk by hunk");
	if (port.nr) {
		hunks_judge(&hunks, mainline.v, mainline.nr, port.v, port.nr);
		html_hunks(page, &hunks, port.notes, port.nr);
	} else {
		html_element(page, "p", NULL, why_none(&subject->stages[STAGE_PORT]));
	}
	html_markup(page, "</section>\n");
	return 0;
}
