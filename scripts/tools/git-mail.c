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

int git_mail_take(const struct git *git, const char *path, enum git_mail_how how,
		  struct git_mail *mail)
{
	static const char * const options[] = {
		[GIT_MAIL_AM] = NULL, [GIT_MAIL_WHOLE_SUBJECT] = "-k",
		[GIT_MAIL_SCISSORS] = "--scissors",
	};
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct child child __free(child_release) = CHILD_INIT;

	*mail = (struct git_mail){ .diff = STRBUF_INIT };
	if (scratch_make(&scratch))
		return -1;
	git_child(&child, git, "mailinfo", options[how], NULL);
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
	if (git_mail_take(git, path, GIT_MAIL_AM, mail))
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

int git_mail_of_commit(const struct git *git, const char *commit, struct git_mail *mail)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char **parts[] = { &mail->name, &mail->email, &mail->date };
	const char *rest;

	*mail = (struct git_mail){ .diff = STRBUF_INIT };
	if (git_run(&text, git, "log", "-1", "--format=%an%n%ae%n@%ad%n%B", "--date=raw",
		    commit, NULL))
		return -1;
	rest = text.buf;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t len = strcspn(rest, "\n");

		if (!rest[len])
			return error("git log says too little of %s", commit);
		*parts[i] = xstrndup(rest, len);
		rest += len + 1;
	}
	mail->message = xstrfmt("%s\n", rest);
	return 0;
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

/* --- the proof -------------------------------------------------------------- */

/* Is @text what @message is, or that and Signed-off-by lines behind it? */
static bool same_message(const char *text, const char *message)
{
	size_t len = strlen(message);

	while (len && message[len - 1] == '\n')
		len--;
	if (strncmp(text, message, len))
		return false;
	for (text += len; *text; text += strcspn(text, "\n"))
		if (*text == '\n')
			text++;
		else if (!starts_with(text, "Signed-off-by: "))
			return false;
	return true;
}

static int prove_mail(const struct git *git, const char *commit, const char *path,
		      const struct git_author *sender)
{
	struct git_mail had __free(git_mail_release) = { .diff = STRBUF_INIT };
	struct git_mail gives __free(git_mail_release) = { .diff = STRBUF_INIT };
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	const char *name, *email;

	if (git_mail_of_commit(git, commit, &had) ||
	    git_mail_take(git, path, GIT_MAIL_SCISSORS, &gives))
		return -1;
	name = sender && !strcmp(had.email, git_ferry.email) ? sender->name : had.name;
	email = name == had.name ? had.email : sender->email;
	if (strcmp(gives.name, name) || strcmp(gives.email, email))
		return error("as a mail '%.*s' is by %s <%s>, not by %s <%s>",
			     git_mail_subject(&had), had.message, gives.name, gives.email,
			     name, email);
	if (!same_message(gives.message, had.message))
		return error("'git am' does not give the message of '%.*s' back: a line that is '---' or scissors, or a diff, ends it, and '[...]' leaves the subject: reword it",
			     git_mail_subject(&had), had.message);
	if (git_apply(git, &gives.diff, GIT_AS_IT_IS, &why) != GIT_EXACT)
		return error("the mail of '%.*s' does not apply: %s", git_mail_subject(&had),
			     had.message, why.buf);
	return 0;
}

int git_mails_prove(const struct git *git, const char *base, const char *tip,
		    const struct argv *mails, const struct git_author *sender)
{
	char *range __free(free_text) = xstrfmt("%s..%s", base, tip);
	char *port __free(free_text) = xstrfmt("%s^{tree}", tip);
	struct strbuf commits __free(strbuf_release) = STRBUF_INIT;
	struct strbuf wanted __free(strbuf_release) = STRBUF_INIT;
	char tree[GIT_HEX];
	size_t nr;

	if (git_run(&commits, git, "rev-list", "--reverse", range, NULL) ||
	    git_run(&wanted, git, "rev-parse", port, NULL) ||
	    git_run(NULL, git, "read-tree", base, NULL))
		return -1;
	nr = commits.len ? (commits.len + 1) / GIT_HEX : 0;
	if (nr != mails->nr)
		return error("%zu patches are %zu mails for 'git am': a line that begins with 'From ' divides a message: reword it",
			     nr, mails->nr);
	for (size_t i = 0; i < nr; i++) {
		char *commit __free(free_text) = xstrndup(commits.buf + i * GIT_HEX, GIT_HEX - 1);

		if (prove_mail(git, commit, mails->v[i], sender))
			return -1;
	}
	if (git_write_tree(git, tree))
		return -1;
	return strcmp(wanted.buf, tree) ?
	       error("the mails give the tree %s, the port is %s", tree, wanted.buf) : 0;
}
