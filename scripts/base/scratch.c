// SPDX-License-Identifier: GPL-2.0-only
/* A folder for files that a tool wants, see scratch.h */
#include "base/scratch.h"

int scratch_make(struct scratch *scratch)
{
	const char *tmp = getenv("TMPDIR"), *odd;

	scratch->dir = NULL;
	/* tools that run elsewhere are told this path */
	if (!tmp || *tmp != '/')
		tmp = "/tmp";
	for (odd = tmp; *odd; odd++)
		if (!isalnum((unsigned char)*odd) && !strchr("/._,+=:@%-", *odd))
			return error("TMPDIR '%s' has '%c' in it, and spatch gives such a path to a shell: set TMPDIR to a plain one",
				     tmp, *odd);
	scratch->dir = xstrfmt("%s/ferry-XXXXXX", tmp);
	if (mkdtemp(scratch->dir))
		return 0;
	error("cannot make a folder '%s': %s; set TMPDIR to a place that can be written",
	      scratch->dir, strerror(errno));
	free(scratch->dir);
	scratch->dir = NULL;
	return -1;
}

int scratch_file(const struct scratch *scratch, const char *name,
		 const struct strbuf *text, char **path)
{
	char *folder;
	int ret;

	*path = xstrfmt("%s/%s", scratch->dir, name);
	folder = xstrndup(*path, (size_t)(path_base(*path) - *path));
	ret = mkdir_p(folder);
	if (!ret)
		ret = write_file_atomic(*path, text->buf, text->len);
	if (ret)
		ret = error("cannot write '%s': %s", *path, strerror(-ret));
	free(folder);
	return ret;
}

void scratch_remove(struct scratch *scratch)
{
	if (scratch->dir)
		remove_tree(scratch->dir);
	free(scratch->dir);
	scratch->dir = NULL;
}
