// SPDX-License-Identifier: GPL-2.0-only
/* A folder for files that a tool wants, see scratch.h */
#include "base/scratch.h"

/* tools that run elsewhere are told this path */
static const char *place(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp && *tmp == '/' ? tmp : "/tmp";
}

char *scratch_folder(void)
{
	char *path = xstrfmt("%s/ferry-XXXXXX", place());

	if (mkdtemp(path))
		return path;
	free(path);
	return NULL;
}

int scratch_make(struct scratch *scratch)
{
	const char *tmp = place(), *odd;

	scratch->dir = NULL;
	for (odd = tmp; *odd; odd++)
		if (!isalnum((unsigned char)*odd) && !strchr("/._,+=:@%-", *odd))
			return error("TMPDIR '%s' has '%c' in it, and spatch gives such a path to a shell: set TMPDIR to a plain one",
				     tmp, *odd);
	scratch->dir = scratch_folder();
	if (!scratch->dir)
		return error("cannot make a folder in '%s': %s; set TMPDIR to a place that can be written",
			     tmp, strerror(errno));
	return 0;
}

int scratch_file(const struct scratch *scratch, const char *name,
		 const struct strbuf *text, char **path)
{
	char *folder __free(free_text) = NULL;
	int ret;

	*path = xstrfmt("%s/%s", scratch->dir, name);
	folder = xstrndup(*path, (size_t)(path_base(*path) - *path));
	ret = mkdir_p(folder);
	if (!ret)
		ret = write_file_atomic(*path, text->buf, text->len);
	if (ret)
		ret = error("cannot write '%s': %s", *path, strerror(-ret));
	return ret;
}

void scratch_remove(struct scratch *scratch)
{
	if (scratch->dir)
		remove_tree(scratch->dir);
	free(scratch->dir);
	scratch->dir = NULL;
}
