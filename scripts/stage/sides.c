// SPDX-License-Identifier: GPL-2.0-only
/* The tree without the change and with it, see sides.h */
#include "stage/sides.h"

#include "base/folder.h"

const char * const side_name[SIDE_NR] = {
	[SIDE_BEFORE] = "before",
	[SIDE_AFTER] = "after",
};

static const char * const image_name[IMAGE_NR] = {
	[IMAGE_KERNEL] = "bzImage",
	[IMAGE_INITRAMFS] = "initramfs",
};

/* --- images ---------------------------------------------------------------- */

char *side_image(const struct stage *stage, enum side side, enum image image)
{
	struct strbuf name __free(strbuf_release) = STRBUF_INIT;
	char *dir __free(free_text) = NULL, *mutant __free(free_text) = NULL;

	/* a mutant must not take the place of the kernel that it spoils */
	if (side == SIDE_AFTER && stage->options->mutant)
		mutant = options_mutant_name(stage->options);
	strbuf_addf(&name, "%s-%s", stage->options->flavour, mutant ? "mutant" : side_name[side]);
	/* the kernel of the tree as it is serves all series */
	if (side != SIDE_BEFORE || image != IMAGE_KERNEL)
		strbuf_addf(&name, "-%s", stage->series.name);
	if (mutant)
		strbuf_addf(&name, "-%s", mutant);
	dir = store_build_dir(&stage->store, stage->target.name, name.buf);
	return dir ? xstrfmt("%s/%s", dir, image_name[image]) : NULL;
}

/* Whose source it is; archives and branches of the project are one. */
static char *owner_of(const struct stage *stage)
{
	const char *origin = stage_fact(stage, STAGE_FETCH, "origin");
	const char *at = strrchr(origin, '@');

	if (strcmp(stage_fact(stage, STAGE_FETCH, FACT_KIND), "tree"))
		return xstrdup("archive");
	return at && at > origin ? xstrndup(origin, (size_t)(at - origin)) : xstrdup(origin);
}

static int make_ours(const char *tree, const char *owner)
{
	char *mark __free(free_text) = xstrfmt("%s.owner", tree);
	struct strbuf old __free(strbuf_release) = STRBUF_INIT;
	int ret = 0;

	if (!read_file(mark, &old) && strcmp(old.buf, owner))
		ret = remove_tree(tree);
	if (!ret)
		ret = mkdir_p(tree);
	if (!ret && strcmp(old.buf, owner))
		ret = write_file_atomic(mark, owner, strlen(owner));
	return ret ? error("cannot empty '%s': %s", tree, strerror(-ret)) : 0;
}

char *sides_build_tree(const struct stage *stage, const char *name, char **ccache)
{
	char *owner __free(free_text) = owner_of(stage);
	char *tree = store_build_dir(&stage->store, stage->target.name, name);

	if (tree && make_ours(tree, owner)) {
		free(tree);
		tree = NULL;
	}
	*ccache = strcmp(owner, "archive") && tree ? xstrfmt("%s/.ccache", tree) :
						     xstrdup(stage->store.ccache);
	return tree;
}

char *side_image_fact(enum side side, enum image image)
{
	return xstrfmt("%s-%s", side_name[side], image_name[image]);
}

void sides_remove_old(const struct stage *stage)
{
	/* what only the folders of one series for all have in them */
	static const char * const marks[] = {
		"before/key", "before/initramfs", "after/.", "mutant/.",
	};
	char *tree __free(free_text) = store_build_dir(&stage->store, stage->target.name,
						       stage->options->flavour);

	for (size_t i = 0; tree && i < ARRAY_SIZE(marks); i++) {
		char *mark __free(free_text) = xstrfmt("%s-%s", tree, marks[i]);
		char *dir __free(free_text) = xstrndup(mark, (size_t)(path_base(mark) - mark - 1));

		if (access(mark, F_OK))
			continue;
		if (remove_tree(dir))
			warning("cannot remove '%s', which an earlier version has made", dir);
		else
			note("removed '%s', which an earlier version has made: kernels are kept by series now",
			     dir);
	}
}

/* --- what they are made from --------------------------------------------------- */

const char *side_commit(const struct stage *stage, enum side side)
{
	return stage_fact(stage, side == SIDE_BEFORE ? STAGE_FETCH : STAGE_PORT, FACT_COMMIT);
}

char *sides_guest_path(const struct stage *stage, const char *below)
{
	return xstrfmt("%s/ci/guest/%s%s", stage->options->root, stage->series.name, below);
}

/* Those of every series are in the folder where each series may have its own. */
static char *scenarios_dir(const struct stage *stage)
{
	char *own = xstrfmt("%s/ci/scenarios/%s", stage->options->root, stage->series.name);

	if (dir_exists(own))
		return own;
	*strrchr(own, '/') = '\0';
	return own;
}

static int list(const char *dir, const char *pattern, struct argv *paths)
{
	int ret = folder_list(dir, pattern, paths);

	return ret ? error("cannot read '%s': %s", dir, strerror(-ret)) : 0;
}

/* What has a dot in its name is a program. */
int sides_scenarios(const struct stage *stage, const char *name, struct argv *paths)
{
	char *dir __free(free_text) = scenarios_dir(stage);
	struct argv all __free(argv_release) = ARGV_INIT;
	size_t before = paths->nr;

	if (list(dir, name ? name : "*", &all))
		return -1;
	for (size_t i = 0; i < all.nr; i++)
		if (!dir_exists(all.v[i]) && !strchr(path_base(all.v[i]), '.'))
			argv_push(paths, all.v[i]);
	if (paths->nr > before)
		return 0;
	return error("'%s' has no scenario%s%s%s", dir, name ? " '" : "", name ? name : "",
		     name ? "'" : "");
}

int sides_programs(const struct stage *stage, struct argv *paths)
{
	char *dir __free(free_text) = scenarios_dir(stage);

	return list(dir, "*.c", paths) || list(dir, "*.sh", paths) ? -1 : 0;
}

static void push_existing(struct argv *paths, const char *dir)
{
	char *path __free(free_text) = xstrfmt("%s/kconfig", dir);

	if (file_exists(path))
		argv_push(paths, path);
}

int sides_fragments(const struct stage *stage, const char *flavour,
		    struct argv *guest, struct argv *series)
{
	char *common __free(free_text) = xstrfmt("%s/ci/guest", stage->options->root);
	struct argv names __free(argv_release) = ARGV_INIT;
	const char *root = stage->options->root, *stable = stage->target.dir;

	argv_pushf(guest, "%s/ci/kconfig/base.config", root);
	argv_pushf(guest, "%s/ci/kconfig/%s.config", root, flavour);
	push_existing(guest, common);
	push_existing(guest, stable);
	if (folders_with(stable, "expect", &names))
		return -1;
	for (size_t i = 0; i < names.nr; i++) {
		char *tests __free(free_text) = xstrfmt("%s/ci/guest/%s", root, names.v[i]);
		char *there __free(free_text) = xstrfmt("%s/%s", stable, names.v[i]);

		push_existing(series, tests);
		push_existing(series, there);
	}
	return 0;
}

/* --- which there are ------------------------------------------------------------ */

bool side_exists(const struct stage *stage, enum side side)
{
	/* no default: a new class has to be thought of */
	switch (port_class_of(&stage->earlier[STAGE_PORT])) {
	case CLASS_NONE:
	case CLASS_REFUSED:
	case CLASS_UNAFFECTED:
		return false;
	case CLASS_CARRIED:
	case CLASS_MUTANT:
		return side == SIDE_AFTER;
	case CLASS_PARTLY:
	case CLASS_EXACT:
	case CLASS_OFFSET:
	case CLASS_FUZZ:
	case CLASS_3WAY:
	case CLASS_MERGED:
	case CLASS_SEMANTIC:
		return true;
	}
	return false;
}

bool sides_not_affected(struct stage *stage)
{
	if (port_class_of(&stage->earlier[STAGE_PORT]) != CLASS_UNAFFECTED)
		return false;
	result_set(&stage->result, VERDICT_NA, "n/a", "the tree is not affected");
	return true;
}
