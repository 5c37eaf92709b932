// SPDX-License-Identifier: GPL-2.0-only
/* Where a series comes from, see source.h */
#include "mail/source.h"

#include "base/folder.h"
#include "base/strbuf.h"
#include "data/quilt.h"
#include "tools/git-mail.h"

/* a mailbox with more is a mistake, such as the whole archive of a list */
#define MOST_MAILS 2000

static int split(const struct strbuf *text, const char *name, const char *dir,
		 struct mails *mails)
{
	char *to __free(free_text) = xstrfmt("%s/%zu", dir, mails->paths.nr);
	size_t before = mails->paths.nr;
	bool headed = starts_with(text->buf, "From ");

	if (!text->len)
		return error("'%s' is empty: a series is a mailbox, patch files, a folder of quilt or GITDIR@REV..REV",
			     name);
	if (headed && mbox_split(text, to, &mails->paths))
		return -1;
	if (!headed) {
		int ret = mkdir_p(to);
		const char *path = argv_pushf(&mails->paths, "%s/0001", to);

		if (!ret)
			ret = write_file_atomic(path, text->buf, text->len);
		if (ret)
			return error("cannot write '%s': %s", path, strerror(-ret));
	}
	if (mails->paths.nr > MOST_MAILS)
		return error("'%s' has more than %d mails: give the series alone", name,
			     MOST_MAILS);
	if (mails->paths.nr > before + 1)
		mails->sorted = false;
	return 0;
}

static int from_input(const char *dir, struct mails *mails)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file("/dev/stdin", &text);

	if (ret)
		return error("cannot read standard input: %s", strerror(-ret));
	return split(&text, "standard input", dir, mails);
}

static int from_file(const char *path, const char *dir, struct mails *mails)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = read_file(path, &text);

	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	return split(&text, path, dir, mails);
}

/* Each is a patch, whatever number its subject had in another thread. */
static int from_quilt(const char *folder, const char *dir, struct mails *mails)
{
	char *below __free(free_text) = xstrfmt("%s/patches", folder);
	char *list __free(free_text) = xstrfmt("%s/series", folder);
	struct argv patches __free(argv_release) = ARGV_INIT;
	bool sorted = mails->sorted;

	if (quilt_patches(file_exists(list) ? folder : below, &patches))
		return -1;
	if (!patches.nr)
		return error("'%s' has no file 'series' that names a patch", folder);
	for (size_t i = 0; i < patches.nr; i++)
		if (from_file(patches.v[i], dir, mails))
			return -1;
	mails->sorted = sorted;
	return 0;
}

static int from_git(const char *repository, const char *range, const char *dir,
		    struct mails *mails)
{
	struct git git = { .dir = repository, .kind = GIT_FOUND };
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	bool sorted = mails->sorted;
	struct child child;

	/* without renames, each file's change stands by itself */
	git_child(&child, &git, "format-patch", "--stdout", "--full-index", "--signature=ferry",
		  "--no-renames", "--no-binary", "--no-ext-diff", "--no-textconv",
		  "--end-of-options", range, NULL);
	if (git_finish(&child, &text))
		return -1;
	if (!text.len)
		return error("'%s' has no commits in '%s': give the one before the first, then '..' and the last",
			     repository, range);
	strbuf_addstr(&text, "\n\n");
	mails->repository = xstrdup(repository);
	if (split(&text, range, dir, mails))
		return -1;
	mails->sorted = sorted;
	return 0;
}

/* GITDIR@REV..REV; a folder may have an '@' in its name, and so may a revision */
static int from_range(const char *source, const char *dir, struct mails *mails)
{
	for (const char *at = strchr(source, '@'); at; at = strchr(at + 1, '@')) {
		char *repository __free(free_text) = xstrndup(source, (size_t)(at - source));

		if (dir_exists(repository) && strstr(at, ".."))
			return from_git(repository, at + 1, dir, mails);
	}
	return error("no '%s': a series is a mailbox, '-', patch files, a folder of quilt or GITDIR@REV..REV",
		     source);
}

int mails_find(struct mails *mails, const struct argv *sources, const char *dir)
{
	*mails = (struct mails)MAILS_INIT;
	for (size_t i = 0; i < sources->nr; i++) {
		const char *source = sources->v[i];
		int ret;

		if (!strcmp(source, "-"))
			ret = from_input(dir, mails);
		else if (dir_exists(source))
			ret = from_quilt(source, dir, mails);
		else if (file_exists(source))
			ret = from_file(source, dir, mails);
		else
			ret = from_range(source, dir, mails);
		if (ret)
			return ret;
	}
	return 0;
}

void mails_release(struct mails *mails)
{
	argv_release(&mails->paths);
	free(mails->repository);
}
