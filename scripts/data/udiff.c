// SPDX-License-Identifier: GPL-2.0-only
/* A unified diff, see udiff.h */
#include "data/udiff.h"

#include "base/file.h"

#include <ctype.h>

/* What is still to come of the hunk that a line is in, and of which file. */
struct reading {
	struct argv *files;
	struct strbuf *why;
	unsigned long old, new;
	unsigned int line;
	size_t in_file;		/* paths that the lines below this "diff --git" gave */
	bool any;
	char *header;		/* its path, for a file without any hunk */
	void (*visit)(void *data, enum udiff_kind kind, const char *text);
	void *data;
};

static void tell(const struct reading *reading, enum udiff_kind kind, const char *text)
{
	if (reading->visit)
		reading->visit(reading->data, kind, text);
}

static bool is_bad_part(const char *part, size_t len)
{
	return !len || (len == 1 && part[0] == '.') || (len == 2 && !strncmp(part, "..", 2)) ||
	       (len == 4 && !strncasecmp(part, ".git", 4));
}

static bool is_safe(const char *path)
{
	for (const char *p = path; *p; p++)
		if (iscntrl((unsigned char)*p) || strchr("\"\\", *p))
			return false;
	for (const char *part = path;; part++) {
		size_t len = strcspn(part, "/");

		if (is_bad_part(part, len))
			return false;
		part += len;
		if (!*part)
			return true;
	}
}

static int bad(struct reading *reading, const char *what)
{
	strbuf_addf(reading->why, "line %u of the diff %s", reading->line, what);
	return -1;
}

static int add_path(struct reading *reading, const char *path)
{
	if (!is_safe(path))
		return bad(reading, "names a path outside the tree, or with a character that none has there");
	if (!argv_has(reading->files, path))
		argv_push(reading->files, path);
	tell(reading, UDIFF_FILE, path);
	reading->in_file++;
	reading->any = true;
	return 0;
}

/* "a/PATH", which GNU diff ends with a tab and the time */
static int add_side(struct reading *reading, const char *text, const char *prefix)
{
	char *path __free(free_text) = xstrndup(text, strcspn(text, "\t\r"));

	if (!strcmp(path, "/dev/null"))
		return 0;
	if (!starts_with(path, prefix))
		return bad(reading, "has a path that does not begin with a/ or b/");
	return add_path(reading, path + strlen(prefix));
}

/* @@ -OLD[,N] +NEW[,N] @@ */
static int begin_hunk(struct reading *reading, const char *line)
{
	char *end;

	if (!reading->in_file)
		return bad(reading, "begins a hunk of no file");
	reading->old = 1;
	reading->new = 1;
	(void)strtoul(line + strlen("@@ -"), &end, 10);
	if (*end == ',')
		reading->old = strtoul(end + 1, &end, 10);
	if (!starts_with(end, " +"))
		return bad(reading, "is no head of a hunk");
	(void)strtoul(end + 2, &end, 10);
	if (*end == ',')
		reading->new = strtoul(end + 1, &end, 10);
	if (!starts_with(end, " @@"))
		return bad(reading, "is no head of a hunk");
	end += strlen(" @@");
	tell(reading, UDIFF_HUNK, end + strspn(end, " "));
	return 0;
}

static int in_hunk(struct reading *reading, const char *line)
{
	bool old = *line != '+', new = *line != '-';

	/* mailers cut the blank of an empty line off */
	if (*line && !strchr(" +-\\\r", *line))
		return bad(reading, "is in a hunk that is shorter than it says");
	if (*line == '\\') {
		tell(reading, UDIFF_OTHER, line);
		return 0;
	}
	if ((old && !reading->old) || (new && !reading->new))
		return bad(reading, "is in a hunk that is longer than it says");
	reading->old -= old;
	reading->new -= new;
	tell(reading, old && new ? UDIFF_BOTH : old ? UDIFF_OLD : UDIFF_NEW,
	     *line && *line != '\r' ? line + 1 : line);
	return 0;
}

/* A file that only got another mode, or is empty, has its path here alone. */
static int end_file(struct reading *reading)
{
	int ret = reading->header && !reading->in_file ?
		  add_path(reading, reading->header) : 0;

	free(reading->header);
	reading->header = NULL;
	reading->in_file = 0;
	return ret;
}

/* "diff --git a/PATH b/PATH" */
static int begin_file(struct reading *reading, const char *line)
{
	const char *paths = line + strlen("diff --git ");
	size_t half = strlen(paths) / 2;

	if (end_file(reading))
		return -1;
	if (starts_with(paths, "a/") && half > 2 && starts_with(paths + half, " b/"))
		reading->header = xstrndup(paths + 2, half - 2);
	return 0;
}

static int outside(struct reading *reading, const char *line)
{
	static const char * const moves[] = {
		"rename from ", "rename to ", "copy from ", "copy to ",
	};

	if (starts_with(line, "@@ -"))
		return begin_hunk(reading, line);
	if (starts_with(line, "diff --git ") && begin_file(reading, line))
		return -1;
	tell(reading, UDIFF_OTHER, line);
	for (size_t i = 0; i < ARRAY_SIZE(moves); i++)
		if (starts_with(line, moves[i]))
			return add_path(reading, line + strlen(moves[i]));
	if (starts_with(line, "--- "))
		return add_side(reading, line + 4, "a/");
	if (starts_with(line, "+++ "))
		return add_side(reading, line + 4, "b/");
	if (starts_with(line, "GIT binary patch") || starts_with(line, "Binary files "))
		return bad(reading, "changes a binary file");
	return 0;
}

static int read_lines(struct reading *reading, const struct strbuf *diff)
{
	const char *cursor = diff->buf, *line;
	size_t len;
	int ret = 0;

	while (!ret && next_line(&cursor, &line, &len)) {
		char *text __free(free_text) = xstrndup(line, len);

		reading->line++;
		ret = reading->old || reading->new || *text == '\\' ? in_hunk(reading, text) :
								     outside(reading, text);
	}
	if (!ret && (reading->old || reading->new))
		ret = bad(reading, "is the last, in a hunk that is shorter than it says");
	if (!ret)
		ret = end_file(reading);
	free(reading->header);
	return ret;
}

int udiff_files(const struct strbuf *diff, struct argv *files, struct strbuf *why)
{
	struct reading reading = { .files = files, .why = why };

	if (strlen(diff->buf) != diff->len) {
		strbuf_addstr(why, "the diff has a NUL in it");
		return -1;
	}
	if (read_lines(&reading, diff))
		return -1;
	if (reading.any)
		return 0;
	strbuf_addstr(why, "the diff changes no file");
	return -1;
}

void udiff_walk(const struct strbuf *diff,
		void (*visit)(void *data, enum udiff_kind kind, const char *text), void *data)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct argv files __free(argv_release) = ARGV_INIT;
	struct reading reading = {
		.files = &files, .why = &why, .visit = visit, .data = data,
	};

	(void)read_lines(&reading, diff);
}
