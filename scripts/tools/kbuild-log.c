// SPDX-License-Identifier: GPL-2.0-only
/* Why a build stopped, from its log, see kbuild.h */
#include "tools/kbuild.h"

static bool is_error(const char *line, size_t len)
{
	static const char * const signs[] = {
		" error: ", "fatal error: ", "undefined reference", "*** ",
		"ERROR: ", "No space left on device",
	};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (memmem(line, len, signs[i], strlen(signs[i])))
			return true;
	return false;
}

void kbuild_first_error(const char *log, struct strbuf *line)
{
	const char *start;
	size_t len;

	strbuf_reset(line);
	while (!line->len && next_line(&log, &start, &len))
		if (is_error(start, len))
			strbuf_add(line, start, len);
	strbuf_trim(line);
}

static void last_line(const char *text, struct strbuf *out)
{
	const char *line;
	size_t len;

	while (next_line(&text, &line, &len)) {
		if (!len)
			continue;
		strbuf_reset(out);
		strbuf_add(out, line, len);
	}
}

/* "*** Too old.", "***   Yours: 1", "***   Minimum: 2": the kernel's own way to
 * say it, which takes several lines.
 */
static void add_starred(const char *log, struct strbuf *line)
{
	const char *cursor = strstr(log, line->buf), *next;
	size_t len;

	if (!cursor || !starts_with(line->buf, "*** "))
		return;
	(void)next_line(&cursor, &next, &len);
	strbuf_remove(line, 0, 4);
	if (ends_with(line->buf, "."))
		strbuf_remove(line, line->len - 1, 1);
	while (next_line(&cursor, &next, &len) && len > 4 && !strncmp(next, "*** ", 4)) {
		strbuf_addstr(line, ";");
		for (size_t at = 4; at < len; at++)
			if (next[at] != ' ')
				strbuf_addch(line, next[at]);
			else if (line->buf[line->len - 1] != ' ')
				strbuf_addch(line, ' ');
	}
}

void kbuild_reason(const char *log, struct strbuf *line)
{
	kbuild_first_error(log, line);
	if (!line->len)
		last_line(log, line);
	add_starred(log, line);
	strbuf_trim(line);
}

const char *kbuild_lost(const char *said)
{
	static const char * const signs[] = {
		"No space left on device", "Cannot allocate memory", "Killed signal",
		"out of memory",
	};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (strstr(said, signs[i]))
			return signs[i];
	return NULL;
}
