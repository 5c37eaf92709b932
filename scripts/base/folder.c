// SPDX-License-Identifier: GPL-2.0-only
/* Names of folders, see folder.h */
#include "base/folder.h"

#include <dirent.h>

static int compare_versions(const struct dirent **a, const struct dirent **b)
{
	return strverscmp((*a)->d_name, (*b)->d_name);
}

int folders_with(const char *dir, const char *file, struct argv *names)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, compare_versions);

	if (n < 0)
		return error("cannot read '%s': %s", dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		char *path = xstrfmt("%s/%s/%s", dir, entries[i]->d_name, file);

		if (entries[i]->d_name[0] != '.' && file_exists(path))
			argv_push(names, entries[i]->d_name);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
