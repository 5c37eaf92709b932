// SPDX-License-Identifier: GPL-2.0-only
/* Which of checkpatch's findings count, see checkpatch.h */
#include "check/checkpatch.h"

#define ID_DIGITS 40

/* Line number @number of a text, from 1 on; whether there is one. */
static bool line_of(const char *text, unsigned long number, const char **line,
		    size_t *len)
{
	const char *cursor = text;

	while (next_line(&cursor, line, len))
		if (!--number)
			return true;
	return false;
}

static bool is_upstream_line(const char *line, size_t len)
{
	static const char before[] = "commit ", after[] = " upstream.";
	const char *id = line + sizeof(before) - 1;

	return len == sizeof(before) - 1 + ID_DIGITS + sizeof(after) - 1 &&
	       starts_with(line, before) &&
	       strspn(id, "0123456789abcdef") == ID_DIGITS &&
	       starts_with(id + ID_DIGITS, after);
}

/* "PATH:LINE: LEVEL:TYPE: words" */
static bool counts(const char *finding, const char *path, const char *patch)
{
	const char *type, *line;
	unsigned long number;
	char *end;
	size_t len;

	if (!starts_with(finding, path) || finding[strlen(path)] != ':')
		return true;
	finding += strlen(path) + 1;
	/* strtoul() would take a sign */
	if (!isdigit((unsigned char)*finding))
		return true;
	number = strtoul(finding, &end, 10);
	if (!number || !starts_with(end, ": "))
		return true;
	type = strchr(end + 2, ':');
	if (!type || !starts_with(type, ":GIT_COMMIT_ID:"))
		return true;
	return !line_of(patch, number, &line, &len) || !is_upstream_line(line, len);
}

void checkpatch_findings(const char *said, const char *path, const char *patch,
			 struct strbuf *findings)
{
	const char *line;
	size_t len;

	while (next_line(&said, &line, &len)) {
		char *finding = xstrndup(line, len);

		if (counts(finding, path, patch))
			strbuf_addf(findings, "%s\n", finding);
		free(finding);
	}
}
