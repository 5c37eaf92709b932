// SPDX-License-Identifier: GPL-2.0-only
/* A port as a thread of mails, see mbox.h */
#include "tools/mbox.h"

#include "base/digest.h"
#include "tools/address.h"

/* --- commits ---------------------------------------------------------------- */

/* A commit, as far as its mail needs it. */
struct letter {
	char *tree, *parent;
	char *name, *email, *date;
	char *subject;
	char *message;
	struct strbuf text;
};

static void release_letter(struct letter *letter)
{
	free(letter->tree);
	free(letter->parent);
	free(letter->name);
	free(letter->email);
	free(letter->date);
	free(letter->subject);
	free(letter->message);
	strbuf_release(&letter->text);
}

static char *take_line(const char **cursor)
{
	const char *line = "";
	size_t len = 0;

	(void)next_line(cursor, &line, &len);
	return xstrndup(line, len);
}

static int read_letter(const struct git *git, const char *commit,
		       struct letter *letter)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char *cursor;

	*letter = (struct letter){ .text = STRBUF_INIT };
	if (git_run(&said, git, "log", "-1", "--format=%T%n%P%n%an%n%ae%n%aI%n%s%n%B",
		    commit, NULL))
		return -1;
	cursor = said.buf;
	letter->tree = take_line(&cursor);
	letter->parent = take_line(&cursor);
	letter->name = take_line(&cursor);
	letter->email = take_line(&cursor);
	letter->date = take_line(&cursor);
	letter->subject = take_line(&cursor);
	letter->message = xstrfmt("%s\n", cursor);
	return 0;
}

static const struct git_author *sender_of(const struct mbox *mbox)
{
	return mbox->sender ? mbox->sender : &git_ferry;
}

/* Until a person sends it, the project's own identity stands in for them. */
static bool stands_in(const struct mbox *mbox, const struct letter *letter)
{
	return mbox->sender && !strcmp(letter->email, git_ferry.email);
}

static const char *author_of(const struct mbox *mbox, const struct letter *letter)
{
	return stands_in(mbox, letter) ? mbox->sender->name : letter->name;
}

/* --- mails ------------------------------------------------------------------ */

/* What git makes of one commit: headers, message, diff. */
static int format(const struct mbox *mbox, const char *commit, const char *prefix,
		  bool signoff, struct strbuf *text)
{
	const struct git_author *sender = sender_of(mbox);
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, mbox->git, "format-patch", "-1", "--stdout", "--always",
		  "--pretty=mboxrd", "--zero-commit", "--no-signature",
		  "--no-numbered", "--full-index", "-U3", "--no-ext-diff",
		  "--no-textconv", "--no-base", NULL);
	argv_pushf(&child.args, "--subject-prefix=%s", prefix);
	argv_pushf(&child.args, "--from=%s <%s>", sender->name, sender->email);
	if (signoff) {
		argv_push(&child.args, "--signoff");
		argv_pushf(&child.env, "GIT_COMMITTER_NAME=%s", sender->name);
		argv_pushf(&child.env, "GIT_COMMITTER_EMAIL=%s", sender->email);
	}
	argv_push(&child.args, commit);
	if (child_run(&child) || !starts_with(child.out.buf, "From ") ||
	    !strstr(child.out.buf, "\n\n")) {
		strbuf_trim(&child.err);
		return error("git format-patch made no mail of %s: %s", commit,
			     child.err.buf);
	}
	strbuf_add(text, child.out.buf, child.out.len);
	return 0;
}

static char *subject_prefix(const struct mbox *mbox, size_t number, size_t total)
{
	if (total == 1)
		return xstrfmt("PATCH %s", mbox->target);
	return xstrfmt("PATCH %s %0*zu/%zu", mbox->target, snprintf(NULL, 0, "%zu", total),
		       number, total);
}

static int format_letter(const struct mbox *mbox, const char *commit, size_t number,
			 size_t total, struct letter *letter)
{
	char *prefix __free(free_text) = subject_prefix(mbox, number, total);
	char own[GIT_HEX];

	if (read_letter(mbox->git, commit, letter))
		return -1;
	if (stands_in(mbox, letter)) {
		struct git_author author = *mbox->sender;

		author.date = letter->date;
		if (git_commit(mbox->git, letter->tree, letter->parent, &author,
			       letter->message, own))
			return -1;
		commit = own;
	}
	return format(mbox, commit, prefix, mbox->signoff && number, &letter->text);
}

/* Subjects below the name of their author, as git shortlog has them. */
static void add_shortlog(const struct mbox *mbox, const struct letter *letters,
			 size_t nr, struct strbuf *out)
{
	for (size_t i = 0; i < nr; i++) {
		const char *name = author_of(mbox, &letters[i]);
		size_t same = i;

		if (!i || strcmp(name, author_of(mbox, &letters[i - 1]))) {
			while (same < nr && !strcmp(name, author_of(mbox, &letters[same])))
				same++;
			strbuf_addf(out, "%s%s (%zu):\n", i ? "\n" : "", name, same - i);
		}
		strbuf_addf(out, "  %s\n", letters[i].subject);
	}
}

static int add_diffstat(const struct mbox *mbox, struct strbuf *out)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, mbox->git, "diff", "--stat=72", "--summary", "--no-color",
		  "--no-ext-diff", mbox->base, mbox->tip, NULL);
	if (child_run(&child))
		return error("git diff --stat failed: %s", child.err.buf);
	strbuf_addstr(out, child.out.buf);
	return 0;
}

/* The cover letter is a commit that changes nothing: git knows how to mail it. */
static int format_cover(const struct mbox *mbox, const struct letter *letters,
			size_t nr, struct letter *cover)
{
	struct git_author author = *sender_of(mbox);
	struct strbuf message __free(strbuf_release) = STRBUF_INIT;
	char commit[GIT_HEX];

	strbuf_addf(&message, "%s\n", mbox->cover);
	add_shortlog(mbox, letters, nr, &message);
	strbuf_addch(&message, '\n');
	if (add_diffstat(mbox, &message))
		return -1;
	if (*mbox->trailers)
		strbuf_addf(&message, "---\n%s", mbox->trailers);
	author.date = letters[nr - 1].date;
	if (git_commit(mbox->git, letters[nr - 1].tree, mbox->tip, &author, message.buf,
		       commit))
		return -1;
	return format_letter(mbox, commit, 0, nr, cover);
}

/* What a cover letter would say of one patch stands where git am drops it. */
static int add_notes(const struct mbox *mbox, struct letter *letter)
{
	static const char mark[] = "\n---\n";
	const char *body = mbox->cover + strcspn(mbox->cover, "\n");
	struct strbuf text = STRBUF_INIT;
	const char *at = strstr(letter->text.buf, mark);
	size_t len;

	if (!at)
		return error("git format-patch made no patch of '%s'", letter->subject);
	at += strlen(mark);
	len = (size_t)(at - letter->text.buf);
	strbuf_add(&text, letter->text.buf, len);
	strbuf_addf(&text, "%s\n%s%s", body + strspn(body, "\n"), mbox->trailers,
		    *mbox->trailers ? "\n" : "");
	strbuf_add(&text, at, letter->text.len - len);
	strbuf_release(&letter->text);
	letter->text = text;
	return 0;
}

/* --- the thread ------------------------------------------------------------- */

/* Other content, another thread; the same content, the same one. */
static void thread_name(const struct mbox *mbox, const struct letter *letters,
			size_t nr, char hex[DIGEST_HEX])
{
	struct digest digest;

	digest_init(&digest);
	digest_add_string(&digest, "series", mbox->series);
	digest_add_string(&digest, "target", mbox->target);
	digest_add_string(&digest, "in-reply-to", mbox->in_reply_to);
	for (size_t i = 0; i < nr; i++)
		digest_add(&digest, "mail", letters[i].text.buf, letters[i].text.len);
	digest_final(&digest, hex);
}

static char *message_id(const struct mbox *mbox, const char *hex, size_t number)
{
	return xstrfmt("<%s-%s-%zu-%.16s%s>", mbox->series, mbox->target, number, hex,
		       strchr(git_ferry.email, '@'));
}

static void add_thread(const struct mbox *mbox, const char *hex, size_t number,
		       struct strbuf *out)
{
	char *own __free(free_text) = message_id(mbox, hex, number);
	char *cover __free(free_text) = message_id(mbox, hex, 0);
	const char *above = mbox->in_reply_to;

	strbuf_addf(out, "Message-ID: %s\n", own);
	if (number && above)
		strbuf_addf(out, "In-Reply-To: %s\nReferences: <%s>\n %s\n", cover, above, cover);
	else if (number)
		strbuf_addf(out, "In-Reply-To: %s\nReferences: %s\n", cover, cover);
	else if (above)
		strbuf_addf(out, "In-Reply-To: <%s>\nReferences: <%s>\n", above, above);
}

/* git says that a message is UTF-8, but not that a diff is. */
static void add_type(const struct strbuf *text, const char *headers_end,
		     struct strbuf *out)
{
	const char *type = strstr(text->buf, "\nContent-Type: ");

	if ((type && type < headers_end) || is_ascii(text->buf, text->len))
		return;
	strbuf_addstr(out, "MIME-Version: 1.0\n"
			   "Content-Type: text/plain; charset=UTF-8\n"
			   "Content-Transfer-Encoding: 8bit\n");
}

/* b4 0.12 takes no folded From: or Subject: out of a mailbox. */
static void add_unfolded(const char *headers, size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < len; i++)
		if (headers[i] != '\n' || i + 1 == len || headers[i + 1] != ' ')
			strbuf_addch(out, headers[i]);
}

static void add_copies(const struct argv *copies, struct strbuf *out)
{
	for (size_t i = 0; copies && i < copies->nr; i++) {
		strbuf_addstr(out, i ? ",\n    " : "Cc: ");
		address_add(out, copies->v[i]);
	}
	if (copies && copies->nr)
		strbuf_addch(out, '\n');
}

static void add_mail(const struct mbox *mbox, const struct letter *letter,
		     const char *hex, size_t number, struct strbuf *out)
{
	const char *end = strstr(letter->text.buf, "\n\n") + 1;
	size_t headers = (size_t)(end - letter->text.buf);

	add_unfolded(letter->text.buf, headers, out);
	add_thread(mbox, hex, number, out);
	add_copies(mbox->copies, out);
	add_type(&letter->text, end, out);
	strbuf_add(out, end, letter->text.len - headers);
	strbuf_addch(out, '\n');
}

static int list_commits(const struct mbox *mbox, struct argv *commits)
{
	char *range __free(free_text) = xstrfmt("%s..%s", mbox->base, mbox->tip);
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;

	if (git_run(&said, mbox->git, "rev-list", "--reverse", range, NULL))
		return -1;
	cursor = said.buf;
	while (next_line(&cursor, &line, &len))
		argv_pushf(commits, "%.*s", (int)len, line);
	return commits->nr ? 0 : error("%s has no commits to mail", range);
}

int mbox_make(const struct mbox *mbox, struct strbuf *out)
{
	struct argv commits __free(argv_release) = ARGV_INIT;
	char hex[DIGEST_HEX];
	struct letter *letters;
	size_t nr = 0, first = 0;
	int ret = list_commits(mbox, &commits);

	letters = xcalloc(commits.nr + 1, sizeof(*letters));
	while (!ret && nr < commits.nr) {
		nr++;
		ret = format_letter(mbox, commits.v[nr - 1], nr, commits.nr,
				    &letters[nr]);
	}
	first = nr == 1;
	if (!ret)
		ret = first ? add_notes(mbox, &letters[1]) :
			      format_cover(mbox, &letters[1], nr, &letters[0]);
	if (!ret) {
		thread_name(mbox, letters + first, nr + 1 - first, hex);
		for (size_t i = first; i <= nr; i++)
			add_mail(mbox, &letters[i], hex, i - first, out);
	}
	for (size_t i = 0; i <= nr; i++)
		release_letter(&letters[i]);
	free(letters);
	return ret;
}

/* --- of the series ---------------------------------------------------------- */

int mbox_cover(const struct series *series, struct strbuf *cover)
{
	size_t folder = (size_t)(path_base(series->info_path) - series->info_path);

	char *path __free(free_text) = xstrfmt("%.*scover", (int)folder, series->info_path);
	const char *title = conf_get(&series->info, "series.title");
	int ret = read_file(path, cover);

	if (ret == -ENOENT)
		strbuf_addf(cover, "%s\n", title ? title : series->name);
	else if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	if (!cover->len)
		return error("'%s' is empty: its first line is the subject", path);
	return 0;
}

char *mbox_change_id(const struct series *series, const char *target)
{
	const char *id = conf_get(&series->info, "series.change-id");
	const char *last = id ? strrchr(id, '-') : NULL;
	char *made;

	if (!last)
		return NULL;
	made = xstrfmt("%.*s-%s%s", (int)(last - id), id, target, last);
	for (char *c = made; *c; c++)
		if (*c == '.')
			*c = '-';
	return made;
}
