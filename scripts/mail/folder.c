// SPDX-License-Identifier: GPL-2.0-only
/* The folder of a series, see folder.h */
#include "mail/folder.h"

#include "base/strbuf.h"
#include "data/udiff.h"
#include "mail/patch-files.h"
#include "mail/says.h"

/* --- info ------------------------------------------------------------------------- */

/* In quotes, so that nothing of it is a comment or a blank too few. */
static void add_value(struct strbuf *text, const char *key, const char *value)
{
	strbuf_addf(text, "\t%s = \"", key);
	for (; *value; value++) {
		if (strchr("\"\\", *value))
			strbuf_addch(text, '\\');
		strbuf_addch(text, *value);
	}
	strbuf_addstr(text, "\"\n");
}

static void add_values(struct strbuf *text, const char *key, const struct argv *values)
{
	for (size_t i = 0; i < values->nr; i++)
		add_value(text, key, values->v[i]);
}

static void add_chain(struct strbuf *text, const struct says *says)
{
	for (size_t i = 0; i < says->needs.nr; i++) {
		const char *title = says->needs_titles.v[i];

		strbuf_addf(text, "\n[chain \"%s\"]\n", says->needs.v[i]);
		add_value(text, "title", *title ? title : "no title is given");
		add_value(text, "verdict", "first");
		add_value(text, "reason", "a patch of the series names it as a prerequisite for stable");
	}
}

static int read_patches(const struct thread *thread, struct says *says, struct argv *files,
			struct argv *authors)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; i < thread->nr; i++) {
		const struct thread_patch *patch = &thread->patches[i];

		if (udiff_files(&patch->mail.diff, files, &why)) {
			error("'%.*s': %s", git_mail_subject(&patch->mail), patch->mail.message,
			      why.buf);
			return -EINVAL;
		}
		if (!says_read(says, patch->mail.message) && patch->commit &&
		    !argv_has(&says->commits, patch->commit))
			argv_push(&says->commits, patch->commit);
		if (!argv_has(authors, patch->mail.name))
			argv_push(authors, patch->mail.name);
	}
	return 0;
}

static int info_text(const struct series_folder *folder, struct strbuf *text)
{
	const struct thread *thread = folder->thread;
	struct argv files __free(argv_release) = ARGV_INIT;
	struct argv authors __free(argv_release) = ARGV_INIT;
	struct says says __free(says_release) = SAYS_INIT;
	char *title __free(free_text) = patch_subject(thread->cover ? thread->cover :
						   thread->patches[0].mail.message);
	int ret = read_patches(thread, &says, &files, &authors);

	if (ret)
		return ret;
	strbuf_addstr(text, "[series]\n");
	add_value(text, "name", folder->name);
	add_value(text, "title", title);
	add_values(text, "cve", &says.cves);
	add_values(text, "fixes", &says.fixes);
	add_values(text, "stable", &says.stable);
	add_value(text, "date", thread->patches[thread->nr - 1].mail.date);
	add_values(text, "file", &files);
	strbuf_addstr(text, "\n[mainline]\n");
	add_values(text, "commit", &says.commits);
	add_values(text, "author", &authors);
	add_values(text, "link", &says.links);
	add_chain(text, &says);
	return 0;
}

/* --- all of it ---------------------------------------------------------------------- */

static int write_folder(const struct series_folder *folder, const char *dir)
{
	struct strbuf info __free(strbuf_release) = STRBUF_INIT;
	struct strbuf cover __free(strbuf_release) = STRBUF_INIT;
	int ret = info_text(folder, &info);

	if (!ret)
		ret = patch_files_write(folder->thread, dir);
	if (!ret)
		ret = folder_write(dir, "info", &info);
	if (!ret && folder->thread->cover) {
		strbuf_addstr(&cover, folder->thread->cover);
		ret = folder_write(dir, "cover", &cover);
	}
	return ret;
}

/* What each target's tree comes to is not known yet: nothing is expected. */
static int write_expect(const struct series_folder *folder, const char *target)
{
	char *dir __free(free_text) = xstrfmt("%s/stable/%s/%s", folder->root, target,
					      folder->name);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = mkdir_p(dir);

	if (ret)
		return folder_cannot_write(dir, ret);
	strbuf_addstr(&text, "[expect]\n");
	return folder_write(dir, "expect", &text);
}

static void forget_expects(const struct series_folder *folder)
{
	for (size_t i = 0; i < folder->targets->nr; i++) {
		char *dir __free(free_text) = xstrfmt("%s/stable/%s/%s", folder->root,
						      folder->targets->v[i], folder->name);

		remove_tree(dir);
	}
}

static int put_in_place(const struct series_folder *folder, const char *beside)
{
	char *place __free(free_text) = xstrfmt("%s/patches/%s", folder->root, folder->name);
	int ret = 0;

	for (size_t i = 0; !ret && i < folder->targets->nr; i++)
		ret = write_expect(folder, folder->targets->v[i]);
	if (!ret && rename(beside, place))
		ret = folder_cannot_write(place, -errno);
	if (ret)
		forget_expects(folder);
	return ret;
}

int series_folder_make(const struct series_folder *folder)
{
	/* a name that begins with a dot is no series */
	char *beside __free(free_text) = xstrfmt("%s/patches/.%s.new", folder->root, folder->name);
	int ret = mkdir_p(beside);

	if (ret)
		return folder_cannot_write(beside, ret);
	ret = write_folder(folder, beside);
	if (!ret)
		ret = put_in_place(folder, beside);
	if (ret)
		remove_tree(beside);
	return ret;
}
