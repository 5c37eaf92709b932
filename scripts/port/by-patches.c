// SPDX-License-Identifier: GPL-2.0-only
/* What a series without rules does to one file, see by-patches.h */
#include "port/by-patches.h"

#include "base/scratch.h"
#include "data/quilt.h"
#include "port/diff.h"

/* A repository that has the file alone. */
static int commit_file(struct git *git, const struct scratch *scratch,
		       const struct series *series, const struct strbuf *text,
		       char commit[GIT_HEX])
{
	char *name __free(free_text) = xstrfmt("tree/%s", series_file(series));
	char *folder __free(free_text) = xstrfmt("%s/tree", scratch->dir);
	char *path __free(free_text) = NULL;
	char tree[GIT_HEX];
	int ret = git_store_open(git->dir);

	git->work_tree = folder;
	if (!ret)
		ret = scratch_file(scratch, name, text, &path);
	if (!ret)
		ret = git_add_all(git);
	git->work_tree = NULL;
	if (!ret)
		ret = git_write_tree(git, tree);
	return ret ? ret : git_commit(git, tree, NULL, &git_ferry, "The file\n", commit);
}

static int print_difference(const struct git *git, const char *base, const struct port *port)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;

	if (port_diff_commits(git, base, port->commit, &diff))
		return EXIT_BROKEN;
	fwrite(diff.buf, 1, diff.len, stdout);
	note("%s", port_class_name(port_class_of_patches(port->applied)));
	return EXIT_PASS;
}

static int apply(const struct git *git, const struct options *options,
		 const struct series *series, const struct argv *patches, const char *base)
{
	struct port port __free(port_release) = PORT_INIT;
	enum port_status status = port_apply(git, series, patches, base,
					     port_how(options->method), &port);

	if (status == PORT_OK)
		return print_difference(git, base, &port);
	error("%s%s", status == PORT_REFUSED ? "refused: " : "", port.why.buf);
	return port_exit_status(status);
}

int port_text_by_patches(const struct options *options, const struct series *series,
			 const struct strbuf *text)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct argv patches __free(argv_release) = ARGV_INIT;
	const char **files;
	size_t nr = series_files(series, &files);

	char *folder __free(free_text) = xstrfmt("%s/patches/%s", options->root, series->name);
	char *repository __free(free_text) = NULL;
	char *index __free(free_text) = NULL;
	char base[GIT_HEX];

	free(files);
	if (nr != 1) {
		error("series '%s' changes %zu files: give the tree that has them, with --tree, and a TARGET",
		      series->name, nr);
		return EXIT_USAGE;
	}
	if (quilt_patches(folder, &patches) || scratch_make(&scratch))
		return EXIT_BROKEN;
	if (!patches.nr) {
		error("'%s' has no patches, those of targets are for their trees: name a TARGET",
		      folder);
		return EXIT_USAGE;
	}
	repository = xstrfmt("%s/store.git", scratch.dir);
	index = xstrfmt("%s/index", scratch.dir);

	struct git git = { .dir = repository, .kind = GIT_BARE, .index = index };

	if (commit_file(&git, &scratch, series, text, base))
		return EXIT_BROKEN;
	return apply(&git, options, series, &patches, base);
}
