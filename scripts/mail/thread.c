// SPDX-License-Identifier: GPL-2.0-only
/* A thread of mails as a series, see thread.h */
#include "mail/thread.h"

#include "base/pattern.h"
#include "base/strbuf.h"

/* "[PATCH v2 net 1/3] ..." */
static struct pattern numbered = { .text = "^\\[([^]]*[^]0-9])?0*([0-9]+)/0*([0-9]+)[^]0-9]*\\]" };
static struct pattern answer = { .text = "^([Rr][Ee]|[Aa][Ww]|[Ff][Ww][Dd]?):" };
static struct pattern failed = { .text = "^FAILED: patch \"" };
/* the first line of a commit that git has made a mail of */
static struct pattern commit_line = {
	.text = "(^|\n)From ([0-9a-f]{40}) Mon Sep 17 00:00:00 2001\r?\n"
};

/* As it was before anybody made a mail of it: nothing before the first file. */
static void cut_diff(struct strbuf *diff)
{
	static struct pattern begin = { .text = "(^|\n)(diff --git |Index: |--- [^ ])" };
	static struct pattern end = { .text = "\n-- [\n][^\n]*\n*$" };
	size_t start;

	if (pattern_find(&begin, diff->buf, &start))
		strbuf_remove(diff, 0, start + (diff->buf[start] == '\n'));
	else
		strbuf_reset(diff);
	if (pattern_find(&end, diff->buf, &start))
		strbuf_setlen(diff, start + 1);
}

static void read_number(const char *subject, struct thread_patch *patch)
{
	struct argv groups __free(argv_release) = ARGV_INIT;
	unsigned long number, total;

	if (!pattern_groups(&numbered, subject, &groups))
		return;
	if (parse_ulong(groups.v[1], 9999, &number) || parse_ulong(groups.v[2], 9999, &total))
		return;
	patch->number = (unsigned int)number;
	patch->total = (unsigned int)total;
}

static char *first_commit(const char *path)
{
	struct argv groups __free(argv_release) = ARGV_INIT;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	if (read_file(path, &text) || !starts_with(text.buf, "From ") ||
	    !pattern_groups(&commit_line, text.buf, &groups) ||
	    !strncmp(groups.v[1], "0000000", strlen("0000000")))
		return NULL;
	return xstrdup(groups.v[1]);
}

static void release_patch(struct thread_patch *patch)
{
	free(patch->path);
	free(patch->commit);
	git_mail_release(&patch->mail);
}

static void add_patch(struct thread *thread, const struct thread_patch *patch)
{
	thread->patches = grow_array(thread->patches, thread->nr, &thread->alloc,
				     sizeof(*thread->patches));
	thread->patches[thread->nr++] = *patch;
}

static int read_mail(const char *path, const char *dir, struct thread *thread);

/* The commit that could not be applied stands whole behind the answer. */
static int read_failed(const struct git_mail *mail, const char *dir, struct thread *thread)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = xstrfmt("%s/failed-%zu", dir, thread->nr);
	size_t start;
	int ret;

	strbuf_addf(&text, "%s\n%s", mail->message, mail->diff.buf);
	/* it may have been taken for the beginning of a mail of its own */
	if (!pattern_find(&commit_line, text.buf, &start)) {
		thread->ignored++;
		return 0;
	}
	strbuf_remove(&text, 0, start + (text.buf[start] == '\n'));
	ret = write_file_atomic(path, text.buf, text.len);
	if (ret)
		return error("cannot write '%s': %s", path, strerror(-ret));
	return read_mail(path, dir, thread);
}

static int read_patch(const struct git *git, const char *path, struct thread_patch *patch,
		      struct thread *thread)
{
	if (git_mail_read(git, path, &patch->mail))
		return -1;
	cut_diff(&patch->mail.diff);
	if (!patch->mail.diff.len)
		return error("'%.*s' has no diff that can be read", git_mail_subject(&patch->mail),
			     patch->mail.message);
	patch->path = xstrdup(path);
	patch->commit = first_commit(path);
	add_patch(thread, patch);
	*patch = (struct thread_patch){ .mail = { .diff = STRBUF_INIT } };
	return 0;
}

static int read_mail(const char *path, const char *dir, struct thread *thread)
{
	struct git git = { .dir = dir, .kind = GIT_NONE };
	struct thread_patch patch __free(release_patch) = { .mail = { .diff = STRBUF_INIT } };
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
	size_t start;

	if (git_mail_take(&git, path, GIT_MAIL_WHOLE_SUBJECT, &mail))
		return -1;
	if (pattern_find(&failed, mail.message, &start))
		return read_failed(&mail, dir, thread);
	read_number(mail.message, &patch);
	if (mail.diff.len && !pattern_find(&answer, mail.message, &start))
		return read_patch(&git, path, &patch, thread);
	if (!mail.diff.len && patch.total && !patch.number && !thread->cover) {
		git_mail_release(&mail);
		if (git_mail_take(&git, path, GIT_MAIL_AM, &mail))
			return -1;
		thread->cover = xstrdup(mail.message);
		return 0;
	}
	thread->ignored++;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct thread_patch *one = a, *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* A thread says of itself how long it is. */
static int check_numbers(const struct thread *thread)
{
	unsigned int total = thread->patches[thread->nr - 1].total;

	for (size_t i = 0; i < thread->nr; i++) {
		const struct thread_patch *patch = &thread->patches[i];

		if (patch->total != total)
			return error("'%.*s' is of a series of %u, others are of %u: give one series alone",
				     git_mail_subject(&patch->mail), patch->mail.message,
				     patch->total, total);
		if (i && patch->number == thread->patches[i - 1].number)
			return error("patch %u/%u is there twice: take one version of the series, as 'b4 am -o-' does",
				     patch->number, total);
		if (patch->number != i + 1)
			return error("patch %zu/%u is missing", i + 1, total);
	}
	if (thread->nr != total)
		return error("patch %zu/%u is missing", thread->nr + 1, total);
	return 0;
}

static int sort(struct thread *thread)
{
	bool any = false;

	for (size_t i = 0; i < thread->nr; i++)
		any |= thread->patches[i].number > 0;
	if (!any)
		return 0;
	qsort(thread->patches, thread->nr, sizeof(*thread->patches), by_number);
	return check_numbers(thread);
}

int thread_read(const struct mails *mails, const char *dir, struct thread *thread)
{
	*thread = (struct thread){ .cover = NULL };
	for (size_t i = 0; i < mails->paths.nr; i++)
		if (read_mail(mails->paths.v[i], dir, thread))
			return -1;
	if (!thread->nr && thread->cover)
		return error("there is a cover letter and no patch: give the whole thread");
	if (!thread->nr)
		return error("no mail of %zu has a patch in it", mails->paths.nr);
	return mails->sorted ? 0 : sort(thread);
}

void thread_release(struct thread *thread)
{
	for (size_t i = 0; i < thread->nr; i++)
		release_patch(&thread->patches[i]);
	free(thread->patches);
	free(thread->cover);
}
