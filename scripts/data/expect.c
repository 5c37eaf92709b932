// SPDX-License-Identifier: GPL-2.0-only
/* A series on a target, see expect.h */
#include "data/expect.h"

#include "data/quilt.h"

/* what each is for: expect.h */
static const char * const known[] = {
	"expect.shape", "expect.judge", "expect.hits", "expect.patches", "expect.never", NULL,
};

static char *expect_path(const char *root, const char *target, const char *series)
{
	return xstrfmt("%s/stable/%s/%s/expect", root, target, series);
}

static char *list_path(const char *dir)
{
	return xstrfmt("%s/series", dir);
}

/* One's own, those of the target that is named, or the mainline form. */
static int choose_patches(struct expect *expect, const char *root, const char *series)
{
	char *own __free(free_text) = list_path(expect->dir);
	char *list __free(free_text) = NULL;
	const char *target = expect_get(expect, "patches");

	if (!target) {
		expect->patches = file_exists(own) ? xstrdup(expect->dir) :
						     xstrfmt("%s/patches/%s", root, series);
		return 0;
	}
	expect->patches = xstrfmt("%s/stable/%s/%s", root, target, series);
	list = list_path(expect->patches);
	if (file_exists(own))
		return error("'%s' has patches = %s, and there is a file '%s': remove one",
			     expect->path, target, own);
	if (!file_exists(list))
		return error("'%s' has patches = %s, and there is no '%s'", expect->path,
			     target, list);
	return 0;
}

int expect_open(struct expect *expect, const char *root, const char *target,
		const char *series)
{
	*expect = (struct expect){ .conf = CONF_INIT };
	expect->target = xstrdup(target);
	expect->path = expect_path(root, target, series);
	expect->dir = xstrndup(expect->path, strlen(expect->path) - strlen("/expect"));
	if (!file_exists(expect->path))
		return error("series '%s' is not carried to %s: '%s' is missing",
			     series, target, expect->path);
	if (conf_read(&expect->conf, expect->path))
		return -1;
	if (conf_check_keys(&expect->conf, expect->path, known))
		return -1;
	return choose_patches(expect, root, series);
}

void expect_release(struct expect *expect)
{
	free(expect->target);
	free(expect->dir);
	free(expect->path);
	free(expect->patches);
	conf_release(&expect->conf);
}

const char *expect_get(const struct expect *expect, const char *name)
{
	char *key __free(free_text) = xstrfmt("expect.%s", name);

	return conf_get(&expect->conf, key);
}

int expect_patches(const struct expect *expect, struct argv *paths)
{
	return quilt_patches(expect->patches, paths);
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
