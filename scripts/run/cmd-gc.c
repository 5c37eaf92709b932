// SPDX-License-Identifier: GPL-2.0-only
/* ferry gc: what in the kernel store no target and no series refers to goes */
#include "commands.h"

#include <ftw.h>
#include <sys/stat.h>

#include "base/folder.h"
#include "data/options.h"
#include "data/series.h"
#include "data/target.h"
#include "tools/store.h"

static const struct command_help help = {
	.arguments = "",
	.text = "Remove from the kernel store what nothing refers to any more: sources, build "
		"trees and package lists of targets that stable/ does not have, ports of series "
		"that patches/ does not have, trees that were given with --tree, and objects "
		"that are then nobody's.\v"
		"Prints what went and how large it was. What is missed later is fetched or built "
		"again. A store that several checkouts use keeps what this one has.",
	.groups = 0,
};

/* All that a removal is judged by. */
struct collection {
	struct store store;
	struct argv targets;
	struct argv series;
	struct argv refs;	/* those that go */
};

static long long bytes;

static int add_size(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)path;
	(void)type;
	(void)where;
	bytes += (long long)st->st_blocks * 512;
	return 0;
}

static double megabytes(const char *path)
{
	bytes = 0;
	(void)nftw(path, add_size, 16, FTW_PHYS | FTW_MOUNT);
	return (double)bytes / 1e6;
}

static int drop(const struct collection *collection, const char *path)
{
	double size = megabytes(path);
	int ret = remove_tree(path);

	if (ret)
		return error("cannot remove '%s': %s", path, strerror(-ret));
	printf("  %-7s %s, %.1f MB\n", "GC", path + strlen(collection->store.root) + 1, size);
	return 0;
}

/* A folder each target has in a folder of the store. */
static int drop_folders(const struct collection *collection, const char *name)
{
	char *dir __free(free_text) = xstrfmt("%s/%s", collection->store.root, name);
	struct argv paths __free(argv_release) = ARGV_INIT;
	int ret = 0;

	(void)folder_list(dir, NULL, &paths);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		if (!argv_has(&collection->targets, path_base(paths.v[i])))
			ret = drop(collection, paths.v[i]);
	return ret;
}

/* refs/ferry/TARGET/KIND/NAME */
static bool is_needed(const struct collection *collection, const char *ref)
{
	static const char prefix[] = "refs/ferry/";
	const char *target = ref + strlen(prefix);
	size_t target_len = strcspn(target, "/"), kind_len;
	const char *kind = target + target_len + (target[target_len] == '/');
	const char *rest;

	char *name __free(free_text) = xstrndup(target, target_len);

	kind_len = strcspn(kind, "/");
	rest = kind + kind_len + (kind[kind_len] == '/');
	if (!starts_with(ref, prefix) || !argv_has(&collection->targets, name) ||
	    starts_with(kind, "tree/"))
		return false;
	/* what a series has made is named after it, a source after its version */
	return !(starts_with(kind, "port/") || starts_with(kind, "before/")) ||
	       argv_has(&collection->series, rest);
}

static int list_refs(struct collection *collection)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = git_run(&said, &collection->store.git, "for-each-ref",
			  "--format=%(refname)", NULL);

	cursor = said.buf;
	while (!ret && next_line(&cursor, &line, &len)) {
		char *ref __free(free_text) = xstrndup(line, len);

		if (!is_needed(collection, ref))
			argv_push(&collection->refs, ref);
	}
	return ret;
}

static int drop_refs(const struct collection *collection)
{
	struct strbuf orders __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	for (size_t i = 0; i < collection->refs.nr; i++)
		strbuf_addf(&orders, "delete %s\n", collection->refs.v[i]);
	git_child(&child, &collection->store.git, "update-ref", "--stdin", NULL);
	child.in_data = orders.buf;
	child.in_len = orders.len;
	return git_finish(&child, NULL);
}

static int drop_objects(const struct collection *collection)
{
	const char *repository = collection->store.repository;
	double before = megabytes(repository);
	struct child child;
	int ret = drop_refs(collection);

	if (ret)
		return ret;
	git_child(&child, &collection->store.git, "-c", "pack.threads=0", "gc", "--quiet",
		  "--prune=now", NULL);
	child.timeout = 0;
	ret = git_finish(&child, NULL);
	for (size_t i = 0; !ret && i < collection->refs.nr; i++)
		printf("  %-7s %s\n", "GC", collection->refs.v[i]);
	if (!ret)
		printf("  %-7s %s, %.1f MB, was %.1f MB\n", "GC", path_base(repository),
		       megabytes(repository), before);
	return ret;
}

static int collect(struct collection *collection)
{
	char *damaged __free(free_text) = xstrfmt("%s.damaged", collection->store.repository);
	static const char * const folders[] = { "src", "build", "apt" };
	int ret = 0;

	for (size_t i = 0; !ret && i < ARRAY_SIZE(folders); i++)
		ret = drop_folders(collection, folders[i]);
	if (!ret && dir_exists(damaged))
		ret = drop(collection, damaged);
	return ret || list_refs(collection) || drop_objects(collection) ? -1 : 0;
}

int cmd_gc(int argc, char **argv)
{
	struct collection collection = { .store = STORE_INIT };
	struct options options;
	int status = EXIT_BROKEN;

	options_read(&options, &help, argc, argv);
	if (!target_names(options.root, &collection.targets) &&
	    !series_names(options.root, &collection.series) && !store_open(&collection.store)) {
		if (store_lock(&collection.store))
			status = EXIT_REFUSED;
		else if (!collect(&collection))
			status = EXIT_PASS;
	}
	store_release(&collection.store);
	argv_release(&collection.targets);
	argv_release(&collection.series);
	argv_release(&collection.refs);
	options_release(&options);
	return run_interrupted() ? EXIT_INTERRUPTED : status;
}
