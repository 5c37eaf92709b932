// SPDX-License-Identifier: GPL-2.0-only
/* What ferry needs from the machine, see requirements.h */
#include "data/requirements.h"
#include "base/strbuf.h"

static int add_line(struct requirements *list, const char *text)
{
	struct requirement *one;

	/* a comment, or nothing but blanks */
	if (strchr("#", text[strspn(text, " \t")]))
		return 0;
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	one = &list->v[list->nr++];
	*one = (struct requirement){ NULL };
	return sscanf(text, "%ms %ms %ms %m[^\n]", &one->what, &one->package, &one->when,
		      &one->why) == 4 ? 0 : -1;
}

int requirements_read(struct requirements *list, const char *root)
{
	char *path __free(free_text) = xstrfmt("%s/scripts/requirements", root);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = read_file(path, &text);

	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	cursor = text.buf;
	while (next_line(&cursor, &line, &len)) {
		char *copy __free(free_text) = xstrndup(line, len);

		if (add_line(list, copy))
			return error("'%s': not WHAT PACKAGE WHEN WHY: '%s'", path, copy);
	}
	return 0;
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
