// SPDX-License-Identifier: GPL-2.0-only
/* Mails of patches, as git takes them apart, see git-mail.h */
#include "tools/git-mail.h"

#include "base/folder.h"
#include "base/scratch.h"

static char *mail_field(const char *info, const char *name)
{
	const char *line;
	size_t len, skip = strlen(name);

	while (next_line(&info, &line, &len))
		if (len > skip && starts_with(line, name))
			return xstrndup(line + skip, len - skip);
	return NULL;
}

static int mail_parts(const char *path, const char *dir, const char *info,
		      struct git_mail *mail)
{
	char *subject __free(free_text) = mail_field(info, "Subject: ");
	char *body_path __free(free_text) = xstrfmt("%s/body", dir);
	char *diff_path __free(free_text) = xstrfmt("%s/diff", dir);
	struct strbuf body __free(strbuf_release) = STRBUF_INIT;

	mail->name = mail_field(info, "Author: ");
	mail->email = mail_field(info, "Email: ");
	mail->date = mail_field(info, "Date: ");
	if (!subject || !mail->name || !mail->email || !mail->date)
		return error("'%s' is not a patch mail: it needs From, Date and Subject",
			     path);
	if (read_file(body_path, &body) || read_file(diff_path, &mail->diff))
		return error("cannot read the parts of '%s'", path);
	mail->message = xstrfmt("%s\n\n%s", subject, body.buf);
	return 0;
}

int git_mail_take(const struct git *git, const char *path, bool whole_subject,
		  struct git_mail *mail)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct child child __free(child_release) = CHILD_INIT;

	*mail = (struct git_mail){ .diff = STRBUF_INIT };
	if (scratch_make(&scratch))
		return -1;
	git_child(&child, git, "mailinfo", whole_subject ? "-k" : NULL, NULL);
	argv_pushf(&child.args, "%s/body", scratch.dir);
	argv_pushf(&child.args, "%s/diff", scratch.dir);
	child.in_path = path;
	if (!child_run(&child))
		return mail_parts(path, scratch.dir, child.out.buf, mail);
	strbuf_trim(&child.err);
	return error("'%s' is not a patch mail: %s", path,
		     strstr(child.err.buf, "empty patch") ? "it has no diff" : child.err.buf);
}

int git_mail_read(const struct git *git, const char *path, struct git_mail *mail)
{
	if (git_mail_take(git, path, false, mail))
		return -1;
	return mail->diff.len ? 0 : error("'%s' has no diff", path);
}

void git_mail_release(struct git_mail *mail)
{
	free(mail->name);
	free(mail->email);
	free(mail->date);
	free(mail->message);
	strbuf_release(&mail->diff);
}

int mbox_split(const struct strbuf *text, const char *dir, struct argv *paths)
{
	struct git git = { .dir = dir, .kind = GIT_NONE };
	struct child child __free(child_release) = CHILD_INIT;
	int ret = mkdir_p(dir);

	if (ret)
		return error("cannot make '%s': %s", dir, strerror(-ret));
	git_child(&child, &git, "mailsplit", "--mboxrd", NULL);
	argv_pushf(&child.args, "-o%s", dir);
	child.in_data = text->buf;
	child.in_len = text->len;
	if (child_run(&child) || folder_list(dir, "[0-9]*", paths) || !paths->nr)
		return error("git mailsplit cannot read the mailbox: %s", child.err.buf);
	return 0;
}

static int apply_mail(const struct git *git, const char *path)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };

	if (git_mail_read(git, path, &mail))
		return -1;
	if (git_apply(git, &mail.diff, GIT_AS_IT_IS, &why) != GIT_EXACT)
		return error("mail %s of the mailbox does not apply: %s", path_base(path),
			     why.buf);
	return 0;
}

int mbox_tree(const struct git *git, const char *base, const struct strbuf *text,
	      char tree[GIT_HEX])
{
	struct argv mails __free(argv_release) = ARGV_INIT;
	struct scratch scratch __free(scratch_remove) = { NULL };

	if (scratch_make(&scratch) || mbox_split(text, scratch.dir, &mails) ||
	    git_run(NULL, git, "read-tree", base, NULL))
		return -1;
	for (size_t i = 1; i < mails.nr; i++)
		if (apply_mail(git, mails.v[i]))
			return -1;
	return git_write_tree(git, tree);
}
