// SPDX-License-Identifier: GPL-2.0-only
/* What ferry needs from the machine, see requirements.h */
#include "data/requirements.h"
#include "base/strbuf.h"

static char *next_word(const char **line, const char *end)
{
	const char *start;

	while (*line < end && isblank((unsigned char)**line))
		(*line)++;
	start = *line;
	while (*line < end && !isblank((unsigned char)**line))
		(*line)++;
	return xstrndup(start, (size_t)(*line - start));
}

static void add_line(struct requirements *list, const char *line, size_t len)
{
	const char *end = line + len;
	struct requirement *one;

	while (line < end && isblank((unsigned char)*line))
		line++;
	if (line == end || *line == '#')
		return;
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	one = &list->v[list->nr++];
	one->what = next_word(&line, end);
	one->package = next_word(&line, end);
	one->when = next_word(&line, end);
	while (line < end && isblank((unsigned char)*line))
		line++;
	one->why = xstrndup(line, (size_t)(end - line));
	one->version = NULL;
}

int requirements_read(struct requirements *list, const char *root)
{
	char *path __free(free_text) = xstrfmt("%s/scripts/requirements", root);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = read_file(path, &text);

	if (ret)
		ret = error("cannot read '%s': %s", path, strerror(-ret));
	cursor = text.buf;
	while (!ret && next_line(&cursor, &line, &len))
		add_line(list, line, len);
	return ret;
}

void requirements_release(struct requirements *list)
{
	for (size_t i = 0; i < list->nr; i++) {
		free(list->v[i].what);
		free(list->v[i].package);
		free(list->v[i].when);
		free(list->v[i].why);
		free(list->v[i].version);
	}
	free(list->v);
	*list = (struct requirements)REQUIREMENTS_INIT;
}

const char *requirements_package(const struct requirements *list, const char *what)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!strcmp(list->v[i].what, what))
			return list->v[i].package;
	return NULL;
}
