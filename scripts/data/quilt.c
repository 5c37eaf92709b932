// SPDX-License-Identifier: GPL-2.0-only
/* quilt's list of patches, see quilt.h */
#include "data/quilt.h"

#include "base/file.h"
#include "base/strbuf.h"
#include "data/name.h"

static char *patch_name(const char *line, size_t len)
{
	struct strbuf name = STRBUF_INIT;
	const char *hash = memchr(line, '#', len);

	strbuf_add(&name, line, hash ? (size_t)(hash - line) : len);
	strbuf_trim(&name);
	return strbuf_detach(&name);
}

static int push_patch(const char *dir, const char *name, struct argv *paths)
{
	const char *path;

	if (!*name)
		return 0;
	if (name_check(NAME_PATCH, name, dir))
		return -1;
	path = argv_pushf(paths, "%s/%s", dir, name);
	if (!file_exists(path))
		return error("'%s/series' names '%s', which is not there", dir, name);
	return 0;
}

int quilt_patches(const char *dir, struct argv *paths)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *list __free(free_text) = xstrfmt("%s/series", dir);
	const char *cursor, *line;
	size_t len;
	int ret = read_file(list, &text);

	if (ret && ret != -ENOENT)
		return error("cannot read '%s': %s", list, strerror(-ret));
	cursor = text.buf;
	while (next_line(&cursor, &line, &len)) {
		char *name __free(free_text) = patch_name(line, len);

		if (push_patch(dir, name, paths))
			return -1;
	}
	return 0;
}
