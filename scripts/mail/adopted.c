// SPDX-License-Identifier: GPL-2.0-only
/* A person's backport as a target's own patches, see adopted.h */
#include "mail/adopted.h"

#include "base/folder.h"
#include "mail/patch-files.h"

#include <fcntl.h>
#include <stdio.h>

int adopted_possible(const struct expect *expect, bool force)
{
	char *list __free(free_text) = xstrfmt("%s/series", expect->dir);

	if (expect_get(expect, "patches"))
		return error("'%s' takes the patches of %s: remove that line first", expect->path,
			     expect_get(expect, "patches"));
	if (file_exists(list) && !force)
		return error("'%s' has patches already: --force replaces them, --dry-run only judges",
			     expect->dir);
	return 0;
}

static bool is_replaced(const char *name)
{
	return !strcmp(name, "series") || ends_with(name, ".patch");
}

static int keep_others(const char *from, const char *to)
{
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = folder_list(from, NULL, &paths);

	if (ret)
		return folder_cannot_write(from, ret);
	for (size_t i = 0; i < paths.nr; i++) {
		const char *name = path_base(paths.v[i]);

		char *path __free(free_text) = xstrfmt("%s/%s", to, name);

		if (is_replaced(name))
			continue;
		ret = copy_file(paths.v[i], path);
		if (ret)
			return folder_cannot_write(path, ret);
	}
	return 0;
}

/* Not every file system can exchange two folders at once. */
static int exchange(const char *beside, const char *place)
{
	char *old __free(free_text) = xstrfmt("%s.old", beside);
	int ret;

	if (!renameat2(AT_FDCWD, beside, AT_FDCWD, place, RENAME_EXCHANGE))
		return 0;
	if (errno != EINVAL)
		return -errno;
	if (rename(place, old))
		return -errno;
	if (rename(beside, place)) {
		ret = -errno;
		(void)rename(old, place);
		return ret;
	}
	return remove_tree(old);
}

int adopted_write(const struct expect *expect, const struct thread *thread)
{
	const char *name = path_base(expect->dir);
	/* a name that begins with a dot is no series */
	char *beside __free(free_text) = xstrfmt("%.*s.%s.new", (int)(name - expect->dir),
						 expect->dir, name);
	int ret = remove_tree(beside);

	if (!ret)
		ret = mkdir_p(beside);
	if (ret)
		return folder_cannot_write(beside, ret);
	ret = patch_files_write(thread, beside);
	if (!ret)
		ret = keep_others(expect->dir, beside);
	if (!ret) {
		ret = exchange(beside, expect->dir);
		if (ret)
			ret = folder_cannot_write(expect->dir, ret);
	}
	/* what was there before, or what could not be written whole */
	(void)remove_tree(beside);
	return ret;
}
