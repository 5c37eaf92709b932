// SPDX-License-Identifier: GPL-2.0-only
/* A patch taken apart, see patched.h */
#include "data/patched.h"

#include "base/file.h"
#include "data/udiff.h"

#include <ctype.h>

/* A patch, while it is read. */
struct reading {
	struct patch *patch;
	struct argv head;	/* lines before a file's path is known */
	char *function[2];	/* that the line is in, old side and new */
	bool outside[2];	/* it is in none for sure */
	bool added;		/* that of the new side begins in an added line */
	bool fresh;		/* the next path is that of another file */
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

char *function_head(const char *line)
{
	const char *open = strchr(line, '('), *end, *begin;

	if (!open || (!isalpha((unsigned char)*line) && *line != '_') ||
	    memchr(line, '=', (size_t)(open - line)) || strchr(line, ';'))
		return NULL;
	for (end = open; end > line && end[-1] == ' '; end--)
		;
	for (begin = end; begin > line && is_word(begin[-1]); begin--)
		;
	return begin < end ? xstrndup(begin, (size_t)(end - begin)) : NULL;
}

static struct patched *last_file(const struct reading *reading)
{
	return &reading->patch->files[reading->patch->nr - 1];
}

static struct hunk *last_hunk(const struct reading *reading)
{
	struct patched *file = last_file(reading);

	return &file->hunks[file->nr - 1];
}

static void set_function(struct reading *reading, int side, char *name, bool outside)
{
	free(reading->function[side]);
	reading->function[side] = name;
	reading->outside[side] = outside;
	if (side)
		reading->added = false;
}

/* "static int x;", "struct widget {": at the margin and no label, it is in no function. */
static bool is_declaration(const char *text)
{
	size_t word = 0;

	while (is_word(text[word]))
		word++;
	return word && !isdigit((unsigned char)*text) && text[word] != ':';
}

/* A line at the margin begins a function, or is outside of any. */
static void follow(struct reading *reading, int side, bool added, const char *text)
{
	char *name = function_head(text);

	if (name)
		set_function(reading, side, name, false);
	if (name && side)
		reading->added = added;
	if (!name && (*text == '}' || is_declaration(text)))
		set_function(reading, side, NULL, true);
}

static void note_change(struct reading *reading, int side)
{
	struct hunk *hunk = last_hunk(reading);
	const char *name = reading->function[side];

	struct argv *list = side && reading->added ? &hunk->added : &hunk->functions;

	if (name && !argv_has(list, name))
		argv_push(list, name);
	else if (!name && !reading->outside[side])
		hunk->unknown = true;
}

static void add_file(struct reading *reading, const char *path)
{
	struct patch *patch = reading->patch;

	if (reading->fresh) {
		patch->files = grow_array(patch->files, patch->nr, &patch->alloc,
					  sizeof(*patch->files));
		patch->files[patch->nr++] = (struct patched){ .head = reading->head };
		argv_init(&reading->head);
		reading->fresh = false;
	}
	free(last_file(reading)->path);
	last_file(reading)->path = xstrdup(path);
}

static void add_hunk(struct reading *reading, const char *margin)
{
	struct patched *file = last_file(reading);

	file->hunks = grow_array(file->hunks, file->nr, &file->alloc, sizeof(*file->hunks));
	file->hunks[file->nr++] = (struct hunk){
		.margin = xstrdup(margin), .lines = ARGV_INIT, .where = ARGV_INIT,
		.functions = ARGV_INIT, .added = ARGV_INIT,
	};
	for (int side = 0; side < 2; side++)
		set_function(reading, side, function_head(margin), false);
}

static void note_where(struct reading *reading, int side)
{
	const char *name = reading->function[side];

	argv_push(&last_hunk(reading)->where, name ? name : "");
}

static void add_line(struct reading *reading, enum udiff_kind kind, const char *text)
{
	static const char signs[] = { [UDIFF_BOTH] = ' ', [UDIFF_OLD] = '-', [UDIFF_NEW] = '+' };

	int of = kind != UDIFF_OLD;

	argv_pushf(&last_hunk(reading)->lines, "%c%s", signs[kind], text);
	/* the brace at its end is a function's own */
	if (*text == '}')
		note_where(reading, of);
	for (int side = 0; side < 2; side++) {
		if (kind != UDIFF_BOTH && kind != (side ? UDIFF_NEW : UDIFF_OLD))
			continue;
		follow(reading, side, kind == UDIFF_NEW, text);
		if (kind != UDIFF_BOTH)
			note_change(reading, side);
	}
	if (*text != '}')
		note_where(reading, of);
}

/* "\ No newline" belongs to a hunk, anything else to the file that follows. */
static void add_other(struct reading *reading, const char *text)
{
	bool known = !reading->fresh, in_hunks = known && last_file(reading)->nr;

	if (*text == '\\' && in_hunks) {
		argv_push(&last_hunk(reading)->lines, text);
		argv_push(&last_hunk(reading)->where, "");
		return;
	}
	reading->fresh |= starts_with(text, "diff --git ") ||
			  (in_hunks && starts_with(text, "--- "));
	argv_push(reading->fresh ? &reading->head : &last_file(reading)->head, text);
}

static void read_line(void *data, enum udiff_kind kind, const char *text)
{
	struct reading *reading = data;

	switch (kind) {
	case UDIFF_FILE:
		add_file(reading, text);
		break;
	case UDIFF_HUNK:
		add_hunk(reading, text);
		break;
	case UDIFF_OTHER:
		add_other(reading, text);
		break;
	default:
		add_line(reading, kind, text);
		break;
	}
}

void patch_read(struct patch *patch, const struct strbuf *diff)
{
	struct reading reading = { .patch = patch, .head = ARGV_INIT, .fresh = true };

	*patch = (struct patch){ .files = NULL };
	udiff_walk(diff, read_line, &reading);
	argv_release(&reading.head);
	free(reading.function[0]);
	free(reading.function[1]);
}

static void release_file(struct patched *file)
{
	for (size_t i = 0; i < file->nr; i++) {
		free(file->hunks[i].margin);
		argv_release(&file->hunks[i].lines);
		argv_release(&file->hunks[i].where);
		argv_release(&file->hunks[i].functions);
		argv_release(&file->hunks[i].added);
	}
	free(file->hunks);
	free(file->path);
	argv_release(&file->head);
}

void patch_release(struct patch *patch)
{
	for (size_t i = 0; i < patch->nr; i++)
		release_file(&patch->files[i]);
	free(patch->files);
}

/* --- the other way round ------------------------------------------------------------ */

static bool is_more(const char *line)
{
	static const char * const words[] = {
		"rename ", "copy ", "old mode ", "new mode ",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (starts_with(line, words[i]))
			return true;
	return false;
}

/* What a head says of one side is said of the other one. */
static int reverse_head(const struct patched *file, struct strbuf *diff)
{
	static const char * const turned[][2] = {
		{ "--- /dev/null", "+++ /dev/null" }, { "+++ /dev/null", "--- /dev/null" },
		{ "--- a/", "+++ b/" }, { "+++ b/", "--- a/" },
		{ "new file ", "deleted file " }, { "deleted file ", "new file " },
		{ "diff --git ", "diff --git " },
	};
	const char *sides[2] = { NULL, NULL };
	size_t to[2] = { 0, 0 };

	for (size_t i = 0; i < file->head.nr; i++) {
		const char *line = file->head.v[i];
		size_t kind = 0;

		while (kind < ARRAY_SIZE(turned) && !starts_with(line, turned[kind][0]))
			kind++;
		if (is_more(line))
			return -1;
		/* "index", and what a mail has above the patch */
		if (kind == ARRAY_SIZE(turned))
			continue;
		if (kind > 3) {
			strbuf_addf(diff, "%s%s\n", turned[kind][1],
				    line + strlen(turned[kind][0]));
			continue;
		}
		sides[*line == '-'] = line;
		to[*line == '-'] = kind;
	}
	/* the older side stands first */
	for (int side = 0; side < 2; side++) {
		if (!sides[side])
			return -1;
		strbuf_addf(diff, "%s%s\n", turned[to[side]][1],
			    sides[side] + strlen(turned[to[side]][0]));
	}
	return 0;
}

static int reverse_hunk(const struct hunk *hunk, struct strbuf *diff)
{
	size_t nr[2] = { 0, 0 };

	for (size_t i = 0; i < hunk->lines.nr; i++) {
		if (hunk->lines.v[i][0] == '\\')
			return -1;
		nr[0] += hunk->lines.v[i][0] != '-';
		nr[1] += hunk->lines.v[i][0] != '+';
	}
	strbuf_addf(diff, "@@ -%d,%zu +%d,%zu @@ %s\n", nr[0] > 0, nr[0], nr[1] > 0, nr[1],
		    hunk->margin);
	for (size_t i = 0; i < hunk->lines.nr; i++) {
		const char *line = hunk->lines.v[i];

		strbuf_addf(diff, "%c%s\n", *line == '+' ? '-' : *line == '-' ? '+' : ' ',
			    line + 1);
	}
	return 0;
}

int patch_reverse(const struct patch *patch, struct strbuf *diff)
{
	strbuf_reset(diff);
	for (size_t i = 0; i < patch->nr; i++) {
		if (reverse_head(&patch->files[i], diff))
			return -1;
		for (size_t j = 0; j < patch->files[i].nr; j++)
			if (reverse_hunk(&patch->files[i].hunks[j], diff))
				return -1;
	}
	return patch->nr ? 0 : -1;
}

/* --- a hunk ------------------------------------------------------------------------- */

size_t hunk_old(const struct hunk *hunk, size_t skip, size_t cut, struct strbuf *lines)
{
	size_t nr = 0;

	strbuf_reset(lines);
	for (size_t i = skip; i + cut < hunk->lines.nr; i++) {
		const char *line = hunk->lines.v[i];

		if (*line != ' ' && *line != '-')
			continue;
		strbuf_addf(lines, "%s\n", line + 1);
		nr++;
	}
	return nr;
}

size_t hunk_context(const struct hunk *hunk, bool end)
{
	size_t nr = 0;

	while (nr < hunk->lines.nr &&
	       hunk->lines.v[end ? hunk->lines.nr - nr - 1 : nr][0] == ' ')
		nr++;
	return nr;
}

bool hunk_margin_counts(const struct hunk *hunk)
{
	char *name __free(free_text) = function_head(hunk->margin);

	return *hunk->margin && (!name || hunk->unknown || argv_has(&hunk->functions, name) ||
				 argv_has(&hunk->added, name));
}
