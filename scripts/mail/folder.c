// SPDX-License-Identifier: GPL-2.0-only
/* The folder of a series, see folder.h */
#include "mail/folder.h"

#include "base/strbuf.h"
#include "data/udiff.h"
#include "mail/says.h"

#include <ctype.h>

/* git's longest, but for the number and ".patch" */
#define LONGEST_SLUG 52

static int cannot_write(const char *path, int ret)
{
	error("cannot write '%s': %s", path, strerror(-ret));
	return -EIO;
}

static int write_text(const char *dir, const char *name, const struct strbuf *text)
{
	char *path __free(free_text) = xstrfmt("%s/%s", dir, name);
	int ret = write_file_atomic(path, text->buf, text->len);

	return ret ? cannot_write(path, ret) : 0;
}

static char *subject_of(const char *message)
{
	return xstrndup(message, strcspn(message, "\n"));
}

/* As git names a patch file. */
static char *patch_file_name(size_t number, const char *subject)
{
	struct strbuf slug = STRBUF_INIT;

	for (const char *p = subject; *p && slug.len < LONGEST_SLUG; p++) {
		bool plain = isalnum((unsigned char)*p) || *p == '_' || *p == '.';

		if (plain && !(*p == '.' && slug.len && slug.buf[slug.len - 1] == '.'))
			strbuf_addch(&slug, *p);
		else if (!plain && slug.len && slug.buf[slug.len - 1] != '-')
			strbuf_addch(&slug, '-');
	}
	while (slug.len && strchr("-.", slug.buf[slug.len - 1]))
		strbuf_setlen(&slug, slug.len - 1);
	char *name = xstrfmt("%04zu-%s.patch", number, slug.len ? slug.buf : "patch");

	strbuf_release(&slug);
	return name;
}

/* --- a patch file --------------------------------------------------------------- */

static int add_statistics(const struct strbuf *diff, const char *dir, struct strbuf *text)
{
	struct git git = { .dir = dir, .kind = GIT_NONE };
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	git_child(&child, &git, "apply", "--stat", "--summary", "-", NULL);
	child.in_data = diff->buf;
	child.in_len = diff->len;
	if (child_run(&child)) {
		strbuf_trim(&child.err);
		error("the diff cannot be read: %s", child.err.buf);
		child_release(&child);
		return -EINVAL;
	}
	strbuf_add(text, child.out.buf, child.out.len);
	child_release(&child);
	return 0;
}

static bool is_plain_name(const char *name)
{
	return !name[strcspn(name, "\"(),.:;<>@[\\]")];
}

static int patch_text(const struct thread_patch *patch, size_t number, size_t total,
		      const char *dir, struct strbuf *text)
{
	char *subject __free(free_text) = subject_of(patch->mail.message);
	const struct git_mail *mail = &patch->mail;
	const char *body = mail->message + strlen(subject);
	const char *quote = is_plain_name(mail->name) ? "" : "\"";
	int ret;

	body += strspn(body, "\n");
	strbuf_addf(text, "From %s Mon Sep 17 00:00:00 2001\n",
		    patch->commit ? patch->commit : "0000000000000000000000000000000000000000");
	strbuf_addf(text, "From: %s%s%s <%s>\nDate: %s\n", quote, mail->name, quote,
		    mail->email, mail->date);
	if (total > 1)
		strbuf_addf(text, "Subject: [PATCH %zu/%zu] %s\n\n", number, total, subject);
	else
		strbuf_addf(text, "Subject: [PATCH] %s\n\n", subject);
	strbuf_addf(text, "%s---\n", body);
	ret = add_statistics(&mail->diff, dir, text);
	strbuf_addch(text, '\n');
	strbuf_add(text, mail->diff.buf, mail->diff.len);
	return ret;
}

static bool same_mail(const struct git_mail *a, const struct git_mail *b)
{
	size_t len = a->diff.len;

	return !strcmp(a->name, b->name) && !strcmp(a->email, b->email) &&
	       !strcmp(a->date, b->date) && !strcmp(a->message, b->message) &&
	       b->diff.len >= len &&
	       !memcmp(b->diff.buf + b->diff.len - len, a->diff.buf, len);
}

/* A message with a diff or a line "---" in it would lose its end without a word. */
static int prove(const char *dir, const char *name, const struct git_mail *mail)
{
	char *path __free(free_text) = xstrfmt("%s/%s", dir, name);
	struct git git = { .dir = dir, .kind = GIT_NONE };
	struct git_mail again __free(git_mail_release) = { .diff = STRBUF_INIT };

	if (git_mail_read(&git, path, &again))
		return -EINVAL;
	if (same_mail(mail, &again))
		return 0;
	error("'%.*s' does not come back whole from a patch file: is there a line '---', 'From:' or 'diff' in its message, or a control character?",
	      git_mail_subject(mail), mail->message);
	return -EINVAL;
}

static int write_patch(const struct thread *thread, size_t i, const char *dir,
		       struct strbuf *list)
{
	const struct thread_patch *patch = &thread->patches[i];

	char *subject __free(free_text) = subject_of(patch->mail.message);
	char *name __free(free_text) = patch_file_name(i + 1, subject);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = patch_text(patch, i + 1, thread->nr, dir, &text);

	if (!ret)
		ret = write_text(dir, name, &text);
	if (!ret)
		ret = prove(dir, name, &patch->mail);
	strbuf_addf(list, "%s\n", name);
	return ret;
}

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
	char *title __free(free_text) = subject_of(thread->cover ? thread->cover :
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
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	struct strbuf info __free(strbuf_release) = STRBUF_INIT;
	struct strbuf cover __free(strbuf_release) = STRBUF_INIT;
	int ret = info_text(folder, &info);

	for (size_t i = 0; !ret && i < folder->thread->nr; i++)
		ret = write_patch(folder->thread, i, dir, &list);
	if (!ret)
		ret = write_text(dir, "info", &info);
	if (!ret)
		ret = write_text(dir, "series", &list);
	if (!ret && folder->thread->cover) {
		strbuf_addstr(&cover, folder->thread->cover);
		ret = write_text(dir, "cover", &cover);
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
		return cannot_write(dir, ret);
	strbuf_addstr(&text, "[expect]\n");
	return write_text(dir, "expect", &text);
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
		ret = cannot_write(place, -errno);
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
		return cannot_write(beside, ret);
	ret = write_folder(folder, beside);
	if (!ret)
		ret = put_in_place(folder, beside);
	if (ret)
		remove_tree(beside);
	return ret;
}
