// SPDX-License-Identifier: GPL-2.0-only
/* A series on a target, see expect.h */
#include "data/expect.h"

#include "data/quilt.h"

/* what each is for: expect.h */
static const char * const known[] = {
	"expect.shape", "expect.judge", "expect.hits", NULL,
};

static char *expect_path(const char *root, const char *target, const char *series)
{
	return xstrfmt("%s/stable/%s/%s/expect", root, target, series);
}

int expect_open(struct expect *expect, const char *root, const char *target,
		const char *series)
{
	*expect = (struct expect){ .conf = CONF_INIT };
	expect->target = xstrdup(target);
	expect->path = expect_path(root, target, series);
	expect->dir = xstrndup(expect->path, strlen(expect->path) - strlen("/expect"));
	expect->mainline = xstrfmt("%s/patches/%s", root, series);
	if (!file_exists(expect->path))
		return error("series '%s' is not carried to %s: '%s' is missing",
			     series, target, expect->path);
	if (conf_read(&expect->conf, expect->path))
		return -1;
	return conf_check_keys(&expect->conf, expect->path, known);
}

void expect_release(struct expect *expect)
{
	free(expect->target);
	free(expect->dir);
	free(expect->path);
	free(expect->mainline);
	conf_release(&expect->conf);
}

const char *expect_get(const struct expect *expect, const char *name)
{
	char *key __free(free_text) = xstrfmt("expect.%s", name);

	return conf_get(&expect->conf, key);
}

const char *expect_patches_dir(const struct expect *expect)
{
	char *list __free(free_text) = xstrfmt("%s/series", expect->dir);

	return file_exists(list) ? expect->dir : expect->mainline;
}

int expect_patches(const struct expect *expect, struct argv *paths)
{
	return quilt_patches(expect_patches_dir(expect), paths);
}

int expect_targets(const char *root, const char *series, const struct argv *among,
		   struct argv *targets)
{
	for (size_t i = 0; i < among->nr; i++) {
		char *dir __free(free_text) = xstrfmt("%s/stable/%s/%s", root, among->v[i], series);
		char *path __free(free_text) = expect_path(root, among->v[i], series);

		if (file_exists(path))
			argv_push(targets, among->v[i]);
		else if (dir_exists(dir))
			return error("'%s' has no file 'expect': say there which shape the tree has, or remove the folder",
				     dir);
	}
	return 0;
}
