/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mails of patches and mailboxes, as git takes them apart.
 */
#ifndef FERRY_GIT_MAIL_H
#define FERRY_GIT_MAIL_H

#include "tools/git.h"

/**
 * struct git_mail - what a patch file says about its commit
 * @name: author's name
 * @email: author's address
 * @date: author's date
 * @message: subject, blank line, body
 * @diff: the patch itself
 */
struct git_mail {
	char *name;
	char *email;
	char *date;
	char *message;
	struct strbuf diff;
};

/**
 * git_mail_read() - take a patch file apart, as git am does
 * @git: any repository
 * @path: the patch file
 * @mail: gets the parts; git_mail_release() frees them
 *
 * Return: 0, or -1 after an error() that says what is missing in the file.
 */
int git_mail_read(const struct git *git, const char *path, struct git_mail *mail);

/**
 * enum git_mail_how - how a mail is taken apart
 * @GIT_MAIL_AM: as git am does
 * @GIT_MAIL_WHOLE_SUBJECT: "[PATCH 1/2]" and "Re:" stay in the subject
 * @GIT_MAIL_SCISSORS: as git am does where mailinfo.scissors is set
 */
enum git_mail_how {
	GIT_MAIL_AM,
	GIT_MAIL_WHOLE_SUBJECT,
	GIT_MAIL_SCISSORS,
};

/**
 * git_mail_take() - as git_mail_read(), of a mail that need not have a diff
 * @git: any repository
 * @path: the mail
 * @how: how
 * @mail: gets the parts; git_mail_release() frees them
 *
 * Return: 0, or -1 after an error().
 */
int git_mail_take(const struct git *git, const char *path, enum git_mail_how how,
		  struct git_mail *mail);

/**
 * git_mail_of_commit() - what a mail of a commit has to say
 * @git: the repository
 * @commit: the commit
 * @mail: gets author, date as "@seconds zone" and message, but no diff;
 *	git_mail_release() frees them
 *
 * Return: 0, or -1 after an error().
 */
int git_mail_of_commit(const struct git *git, const char *commit, struct git_mail *mail);

/**
 * git_mail_subject() - how long the subject is, the first line of the message
 * @mail: a mail
 *
 * Return: bytes, for "%.*s".
 */
static inline int git_mail_subject(const struct git_mail *mail)
{
	return (int)strcspn(mail->message, "\n");
}

/**
 * git_mail_release() - free the parts
 * @mail: one that git_mail_read() was called on
 */
void git_mail_release(struct git_mail *mail);

/**
 * mbox_split() - write each mail of a mailbox to a file
 * @text: the mailbox
 * @dir: folder for them
 * @paths: list to which their paths are appended, the cover letter first
 *
 * Return: 0, or -1 after an error().
 */
int mbox_split(const struct strbuf *text, const char *dir, struct argv *paths);

/**
 * mbox_first_patch() - which mail of a mailbox of mbox_make() is the first with a patch
 * @paths: its mails
 *
 * Return: its index: there is a cover letter unless there is one mail.
 */
static inline size_t mbox_first_patch(const struct argv *paths)
{
	return paths->nr > 1;
}

/**
 * git_mails_prove() - do mails give back the commits that they were made of?
 * @git: the store, with a temporary index
 * @base: the commit to apply them to
 * @tip: the last of the commits
 * @mails: files with a mail each, in order, without a cover letter
 * @sender: who stands in for the project's own identity as author; NULL for nobody
 *
 * Author, message and tree of each, as git am makes them; a Signed-off-by line may have
 * been added.
 *
 * Return: 0, or -1 after an error() that says what is other.
 */
int git_mails_prove(const struct git *git, const char *base, const char *tip,
		    const struct argv *mails, const struct git_author *sender);

#endif
