// SPDX-License-Identifier: GPL-2.0-only
/* The files that a series was made from, see bases.h */
#include "mail/bases.h"

#include "base/scratch.h"
#include "tools/store.h"

/* What is at work: the store, reading the other repository besides. */
struct bases {
	const struct store *store;
	struct git both;
	char commit[GIT_HEX];	/* the last, "" before the first */
};

/* What the other repository has already, git writes nowhere else: trees, too. */
static int copy_trees(const struct bases *bases, const char *before, const char *after)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;

	if (git_run(&list, &bases->both, "rev-list", "--objects", "--no-object-names",
		    "--no-walk", before, after, NULL))
		return -EIO;
	strbuf_addch(&list, '\n');
	return store_copy_objects(bases->store, &bases->both, &list) ? -EIO : 0;
}

static int keep_tree(struct bases *bases, const char *tree)
{
	return git_commit(&bases->both, tree, *bases->commit ? bases->commit : NULL, &git_ferry,
			  "Files that a series was made from\n", bases->commit) ? -EIO : 0;
}

static int keep_patch(struct bases *bases, const char *repository,
		      const struct thread_patch *patch)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	char before[GIT_HEX], after[GIT_HEX];
	int ret;

	if (git_sides(&bases->both, &patch->mail.diff, before, after, &why)) {
		error("'%.*s' was not made from what '%s' has: %s; name a repository that has it, or leave out --base",
		      git_mail_subject(&patch->mail), patch->mail.message, repository, why.buf);
		return -EINVAL;
	}
	ret = copy_trees(bases, before, after);
	if (!ret)
		ret = keep_tree(bases, before);
	return ret ? ret : keep_tree(bases, after);
}

static int keep_all(const struct store *store, const char *repository, const char *name,
		    const struct thread *thread, const char *dir)
{
	struct strbuf objects __free(strbuf_release) = STRBUF_INIT;
	char *index __free(free_text) = xstrfmt("%s/index", dir);
	char *ref __free(free_text) = xstrfmt("refs/ferry-series/%s", name);
	struct bases bases = { .store = store, .both = store->git };
	int ret = 0;

	if (store_borrow(repository, &objects))
		return -EINVAL;
	bases.both.index = index;
	bases.both.borrow = objects.buf;
	for (size_t i = 0; !ret && i < thread->nr; i++)
		ret = keep_patch(&bases, repository, &thread->patches[i]);
	if (!ret && git_run(NULL, &store->git, "update-ref", ref, bases.commit, NULL))
		ret = -EIO;
	return ret;
}

int bases_keep(const char *repository, const char *name, const struct thread *thread)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct store store __free(store_release) = STORE_INIT;

	if (scratch_make(&scratch) || store_open(&store) || store_lock(&store))
		return -EIO;
	return keep_all(&store, repository, name, thread, scratch.dir);
}
