// SPDX-License-Identifier: GPL-2.0-only
/* What is in a folder, see folder.h */
#include "base/folder.h"

#include <dirent.h>
#include <fnmatch.h>

static int by_version(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

static bool is_listed(const char *name, const char *pattern)
{
	if (pattern)
		return !fnmatch(pattern, name, FNM_PERIOD);
	return strcmp(name, ".") && strcmp(name, "..");
}

static int list(const char *dir, const char *pattern, struct argv *paths,
		int (*order)(const struct dirent **, const struct dirent **))
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, order);

	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		if (is_listed(entries[i]->d_name, pattern))
			argv_pushf(paths, "%s/%s", dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

int folder_list(const char *dir, const char *pattern, struct argv *paths)
{
	return list(dir, pattern, paths, alphasort);
}

int folders_with(const char *dir, const char *file, struct argv *names)
{
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = list(dir, "*", &paths, by_version);

	if (ret)
		return error("cannot read '%s': %s", dir, strerror(-ret));
	for (size_t i = 0; i < paths.nr; i++) {
		char *path __free(free_text) = xstrfmt("%s/%s", paths.v[i], file);

		if (file_exists(path))
			argv_push(names, path_base(paths.v[i]));
	}
	return 0;
}
