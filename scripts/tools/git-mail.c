// SPDX-License-Identifier: GPL-2.0-only
/* Mails of patches, as git takes them apart, see git-mail.h */
#include "tools/git-mail.h"

#include "base/folder.h"
#include "base/scratch.h"

static char *mail_field(const char *info, const char *name)
{
	const char *cursor = info, *line;
	size_t len, skip = strlen(name);

	while (next_line(&cursor, &line, &len)) {
		if (len > skip && !strncmp(line, name, skip))
			return xstrndup(line + skip, len - skip);
	}
	return NULL;
}

static int mail_parts(const char *path, const char *dir, const char *info,
		      struct git_mail *mail)
{
	char *subject __free(free_text) = mail_field(info, "Subject: ");
	char *body_path __free(free_text) = xstrfmt("%s/body", dir);
	char *diff_path __free(free_text) = xstrfmt("%s/diff", dir);
	struct strbuf body __free(strbuf_release) = STRBUF_INIT;
	int ret = 0;

	mail->name = mail_field(info, "Author: ");
	mail->email = mail_field(info, "Email: ");
	mail->date = mail_field(info, "Date: ");
	if (!subject || !mail->name || !mail->email || !mail->date)
		ret = error("'%s' is not a patch mail: it needs From, Date and Subject",
			    path);
	else if (read_file(body_path, &body) || read_file(diff_path, &mail->diff))
		ret = error("cannot take '%s' apart", path);
	else if (!mail->diff.len)
		ret = error("'%s' has no diff", path);
	else
		mail->message = xstrfmt("%s\n\n%s", subject, body.buf);
	return ret;
}

int git_mail_read(const struct git *git, const char *path, struct git_mail *mail)
{
	struct scratch scratch;
	struct child child;
	int ret;

	*mail = (struct git_mail){ .diff = STRBUF_INIT };
	if (scratch_make(&scratch))
		return -1;
	git_child(&child, git, "mailinfo", NULL);
	argv_pushf(&child.args, "%s/body", scratch.dir);
	argv_pushf(&child.args, "%s/diff", scratch.dir);
	child.in_path = path;
	if (!child_run(&child)) {
		ret = mail_parts(path, scratch.dir, child.out.buf, mail);
	} else {
		strbuf_trim(&child.err);
		ret = error("'%s' is not a patch mail: %s", path,
			    strstr(child.err.buf, "empty patch") ? "it has no diff"
								 : child.err.buf);
	}
	scratch_remove(&scratch);
	child_release(&child);
	return ret;
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
	struct child child;
	int ret = mkdir_p(dir);

	git_child(&child, &git, "mailsplit", "--mboxrd", NULL);
	argv_pushf(&child.args, "-o%s", dir);
	child.in_data = text->buf;
	child.in_len = text->len;
	if (ret)
		ret = error("cannot make '%s': %s", dir, strerror(-ret));
	else if (child_run(&child) || folder_list(dir, "[0-9]*", paths) || !paths->nr)
		ret = error("git mailsplit cannot read the mailbox: %s", child.err.buf);
	child_release(&child);
	return ret;
}

static int apply_mail(const struct git *git, const char *path)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct git_mail mail;
	int ret = git_mail_read(git, path, &mail);

	if (!ret && git_apply(git, &mail.diff, false, &why) != GIT_EXACT)
		ret = error("mail %s of the mailbox does not apply: %s", path_base(path),
			    why.buf);
	git_mail_release(&mail);
	return ret;
}

int mbox_tree(const struct git *git, const char *base, const struct strbuf *text,
	      char tree[GIT_HEX])
{
	struct argv mails = ARGV_INIT;
	struct scratch scratch;
	int ret = scratch_make(&scratch);

	if (ret)
		return -1;
	ret = mbox_split(text, scratch.dir, &mails);
	if (!ret)
		ret = git_run(NULL, git, "read-tree", base, NULL);
	for (size_t i = 1; !ret && i < mails.nr; i++)
		ret = apply_mail(git, mails.v[i]);
	if (!ret)
		ret = git_write_tree(git, tree);
	argv_release(&mails);
	scratch_remove(&scratch);
	return ret;
}
