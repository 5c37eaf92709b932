// SPDX-License-Identifier: GPL-2.0-only
/* The patches of a thread as files, see patch-files.h */
#include "mail/patch-files.h"

#include "base/strbuf.h"

#include <ctype.h>

/* git's longest, but for the number and ".patch" */
#define LONGEST_SLUG 52

int folder_cannot_write(const char *path, int ret)
{
	error("cannot write '%s': %s", path, strerror(-ret));
	return -EIO;
}

int folder_write(const char *dir, const char *name, const struct strbuf *text)
{
	char *path __free(free_text) = xstrfmt("%s/%s", dir, name);
	int ret = write_file_atomic(path, text->buf, text->len);

	return ret ? folder_cannot_write(path, ret) : 0;
}

char *patch_subject(const char *message)
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
	char *subject __free(free_text) = patch_subject(patch->mail.message);
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

	char *subject __free(free_text) = patch_subject(patch->mail.message);
	char *name __free(free_text) = patch_file_name(i + 1, subject);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	int ret = patch_text(patch, i + 1, thread->nr, dir, &text);

	if (!ret)
		ret = folder_write(dir, name, &text);
	if (!ret)
		ret = prove(dir, name, &patch->mail);
	strbuf_addf(list, "%s\n", name);
	return ret;
}

int patch_files_write(const struct thread *thread, const char *dir)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	int ret = 0;

	for (size_t i = 0; !ret && i < thread->nr; i++)
		ret = write_patch(thread, i, dir, &list);
	return ret ? ret : folder_write(dir, "series", &list);
}
