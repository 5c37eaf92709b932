// SPDX-License-Identifier: GPL-2.0-only
/* Packages into the kernel store, and its work trees, see store.h */
#include "tools/store.h"

#include "base/digest.h"

static char *target_path(const struct store *store, const char *target,
			 const char *name)
{
	return xstrfmt("%s/src/%s/%s", store->root, target, name);
}

/* For __free(): what was there for a while only. */
static void discard(char **path)
{
	if (*path)
		remove_tree(*path);
	free(*path);
}

/* A folder of the target's own, made new and empty. */
static char *empty_folder(const struct store *store, const char *target,
			  const char *name)
{
	char *path = target_path(store, target, name);
	int ret = remove_tree(path);

	if (!ret)
		ret = mkdir_p(path);
	if (!ret)
		return path;
	error("cannot make '%s': %s", path, strerror(-ret));
	free(path);
	return NULL;
}

/* Index and tree of a folder; the index file may serve as the checkout's. */
static int import_folder(const struct store *store, const char *folder,
			 const char *index, char tree[GIT_HEX])
{
	struct git git = {
		.dir = store->repository, .index = index, .work_tree = folder,
	};
	int ret = remove_tree(index);

	if (ret)
		return error("cannot remove '%s': %s", index, strerror(-ret));
	if (git_add_all(&git))
		return -1;
	return git_write_tree(&git, tree);
}

/* The folder just imported becomes the work tree, unless there is one. */
static void adopt(const struct store *store, const char *target,
		  const char *folder, const char *index)
{
	char *tree __free(free_text) = target_path(store, target, "tree");
	char *tree_index __free(free_text) = target_path(store, target, "index");

	if (!dir_exists(tree) && !rename(folder, tree))
		(void)rename(index, tree_index);
}

int store_check_kernel(const char *folder)
{
	char *path __free(free_text) = xstrfmt("%s/Kbuild", folder);

	if (file_exists(path))
		return 0;
	return error("'%s' is not the top of a kernel tree: it has no Kbuild", folder);
}

static int import_deb(const struct store *store, const char *target,
		      const char *deb, struct source *source)
{
	char *scratch __free(discard) = empty_folder(store, target, "archive");
	char *folder __free(discard) = empty_folder(store, target, "unpacked");
	char *index __free(discard) = target_path(store, target, "unpacked.index");
	char tree[GIT_HEX], sha256[DIGEST_HEX];

	if (!scratch || !folder || apt_unpack(deb, scratch, folder) ||
	    store_check_kernel(folder) || import_folder(store, folder, index, tree))
		return -1;
	if (digest_file(deb, sha256))
		return error("cannot read '%s'", deb);
	source->sha256 = xstrdup(sha256);
	if (store_keep(store, target, tree, source))
		return -1;
	adopt(store, target, folder, index);
	return 0;
}

enum apt_end store_add_package(const struct store *store, const char *target,
			       const struct apt *apt, const char *package,
			       const char *version, struct source *source)
{
	char *download __free(discard) = empty_folder(store, target, "download");
	struct strbuf deb __free(strbuf_release) = STRBUF_INIT;
	enum apt_end end = download ? APT_OK : APT_BROKEN;

	*source = (struct source){
		.kind = xstrdup("debian"),
		.origin = apt->suite ? xstrfmt("%s/%s", package, apt->suite)
				     : xstrdup(package),
		.version = xstrdup(version),
	};
	if (end == APT_OK)
		end = apt_download(apt, package, version, download, &deb);
	if (end == APT_OK && import_deb(store, target, deb.buf, source))
		end = APT_BROKEN;
	return end;
}

int store_checkout(const struct store *store, const char *target,
		   const char *commit, struct strbuf *path)
{
	char *tree __free(free_text) = target_path(store, target, "tree");
	char *index __free(free_text) = target_path(store, target, "index");
	struct git git = {
		.dir = store->repository, .index = index, .work_tree = tree,
	};
	int ret = mkdir_p(tree);

	if (ret)
		ret = error("cannot make '%s': %s", tree, strerror(-ret));
	else
		ret = git_run(NULL, &git, "read-tree", "--reset", "-u", commit, NULL);
	strbuf_reset(path);
	strbuf_addstr(path, tree);
	return ret;
}
