// SPDX-License-Identifier: GPL-2.0-only
/* mbox.c, with the real git in a repository of its own */
#include "t/test.h"
#include "tools/address.h"
#include "tools/git-mail.h"
#include "tools/mbox.h"

static char *index_path, *repository;
static struct git git;
static char base[GIT_HEX], middle[GIT_HEX], tip[GIT_HEX];

/* A commit that makes mm/a.c another one, by someone. */
static void commit_file(const char *parent, const char *text, const char *name,
			const char *email, const char *message, char id[GIT_HEX])
{
	struct git_author author = { name, email, "2026-11-23T01:02:03+0100" };
	struct git with_index = git;
	char tree[GIT_HEX];

	with_index.index = index_path;
	with_index.work_tree = "tree";
	assert_int_equal(mkdir_p("tree/mm"), 0);
	put_file("tree/mm/a.c", text);
	assert_int_equal(remove_tree(index_path), 0);
	assert_int_equal(git_add_all(&with_index), 0);
	assert_int_equal(git_write_tree(&with_index, tree), 0);
	assert_int_equal(git_commit(&git, tree, parent, &author, message, id), 0);
}

static int setup(void **state)
{
	char *here, *tmp;

	if (scratch_setup(state) || mkdir_p("tmp"))
		return -1;
	here = getcwd(NULL, 0);
	index_path = xstrfmt("%s/index", here);
	repository = xstrfmt("%s/store.git", here);
	tmp = xstrfmt("%s/tmp", here);
	setenv("TMPDIR", tmp, 1);
	git = (struct git){ .dir = repository };
	assert_int_equal(git_store_open(repository), 0);
	commit_file(NULL, "one\ntwo\nthree\n", "x", "x@example.org", "import\n", base);
	commit_file(base, "one\n2\nthree\n", git_ferry.name, git_ferry.email,
		    "mm: first, and with a subject that is long enough for git to fold it in a mail\n\nFrom here on.\n\nLink: https://example.org/\n", middle);
	commit_file(middle, "one\n2\n\xc3\xa4\n", "Some B\xc3\xb6" "dy",
		    "some@example.org", "mm: second\n\nBecause.\n", tip);
	free(here);
	free(tmp);
	return 0;
}

static int teardown(void **state)
{
	free(index_path);
	free(repository);
	unsetenv("TMPDIR");
	return scratch_teardown(state);
}

static struct mbox plain(void)
{
	return (struct mbox){
		.git = &git, .series = "change", .target = "6.6.y", .base = base,
		.tip = tip, .cover = "mm: both\n\nBody.\n",
		.trailers = "change-id: 20260101-change-6-6-y-0123456789ab\n",
	};
}

static char *make(const struct mbox *mbox)
{
	struct strbuf text = STRBUF_INIT;

	assert_int_equal(mbox_make(mbox, &text), 0);
	return strbuf_detach(&text);
}

/* The value of a header of the mail with that number, without folding. */
static char *header(const char *text, size_t number, const char *name)
{
	const char *mail = text, *end, *at;
	char *key = xstrfmt("\n%s: ", name), *value;
	size_t len;

	for (size_t i = 0; i < number; i++) {
		mail = strstr(mail + 1, "\nFrom 0000");
		assert_non_null(mail);
		mail++;
	}
	end = strstr(mail, "\n\n");
	at = strstr(mail, key);
	len = strlen(key);
	free(key);
	if (!at || at > end)
		return xstrdup("(none)");
	at += len;
	for (len = 0; at[len] != '\n' || at[len + 1] == ' '; len++)
		;
	value = xstrndup(at, len);
	return value;
}

static void assert_header(const char *text, size_t number, const char *name,
			  const char *expected)
{
	char *value = header(text, number, name);

	assert_string_equal(value, expected);
	free(value);
}

static void is_a_thread(void **state)
{
	struct mbox mbox = plain();
	char *text = make(&mbox), *again = make(&mbox), *cover, *first;

	(void)state;
	assert_string_equal(text, again);
	assert_header(text, 0, "Subject", "[PATCH 6.6.y 0/2] mm: both");
	/* long as it is, b4 wants it in one line */
	assert_header(text, 1, "Subject", "[PATCH 6.6.y 1/2] mm: first, and with a subject that is long enough for git to fold it in a mail");
	assert_header(text, 2, "Subject", "[PATCH 6.6.y 2/2] mm: second");
	assert_header(text, 0, "Date", "Mon, 23 Nov 2026 01:02:03 +0100");
	cover = header(text, 0, "Message-ID");
	first = header(text, 1, "Message-ID");
	assert_true(starts_with(cover, "<change-6.6.y-0-"));
	assert_true(ends_with(cover, "@localhost.invalid>"));
	assert_string_not_equal(cover, first);
	assert_header(text, 0, "In-Reply-To", "(none)");
	assert_header(text, 1, "In-Reply-To", cover);
	assert_header(text, 2, "References", cover);
	assert_header(text, 0, "Cc", "(none)");
	free(text);
	free(again);
	free(cover);
	free(first);
}

static void other_content_is_another_thread(void **state)
{
	struct mbox mbox = plain();
	char *text = make(&mbox), *other, *a, *b;

	(void)state;
	mbox.cover = "mm: both\n\nAnother body.\n";
	other = make(&mbox);
	a = header(text, 2, "Message-ID");
	b = header(other, 2, "Message-ID");
	assert_string_not_equal(a, b);
	free(text);
	free(other);
	free(a);
	free(b);
}

static void has_all_in_the_cover(void **state)
{
	struct mbox mbox = plain();
	char *text = make(&mbox);

	(void)state;
	assert_non_null(strstr(text, "\nBody.\n\n"
				     "ferry (1):\n  mm: first, and with a subject that is long enough for git to fold it in a mail\n\n"
				     "Some B\xc3\xb6" "dy (1):\n  mm: second\n\n"
				     " mm/a.c | 4 ++--\n"
				     " 1 file changed, 2 insertions(+), 2 deletions(-)\n"
				     "---\n"
				     "change-id: 20260101-change-6-6-y-0123456789ab\n"));
	assert_null(strstr(text, "base-commit"));
	free(text);
}

static void from_and_signoff(void **state)
{
	struct git_author sender = { "J\xc3\xbcrgen", "j@example.org", NULL };
	struct mbox mbox = plain();
	char *text;

	(void)state;
	text = make(&mbox);
	assert_header(text, 1, "From", "ferry <ferry@localhost.invalid>");
	assert_null(strstr(text, "Signed-off-by:"));
	free(text);

	mbox.sender = &sender;
	mbox.signoff = true;
	text = make(&mbox);
	for (size_t i = 0; i < 3; i++) {
		assert_header(text, i, "From", "=?UTF-8?q?J=C3=BCrgen?= <j@example.org>");
		assert_header(text, i, "Content-Type", "text/plain; charset=UTF-8");
	}
	/* the project's own identity was only standing in */
	assert_null(strstr(text, "ferry <"));
	assert_non_null(strstr(text, "\n\nFrom: Some B\xc3\xb6" "dy <some@example.org>\n\nBecause.\n\n"
				     "Signed-off-by: J\xc3\xbcrgen <j@example.org>\n---\n"));
	assert_non_null(strstr(text, "Link: https://example.org/\n"
				     "Signed-off-by: J\xc3\xbcrgen <j@example.org>\n---\n"));
	/* a cover letter is not signed off */
	assert_true(strstr(text, "Signed-off-by:") > strstr(text, "[PATCH 6.6.y 1/2]"));
	free(text);
}

static void answers_and_copies(void **state)
{
	struct argv copies = ARGV_INIT;
	struct mbox mbox = plain();
	char *text, *cover, *both;

	(void)state;
	argv_pushl(&copies, "A B <a@example.org>", "\"\xc3\x84 (x)\" <b@example.org>",
		   "list@example.org", NULL);
	mbox.in_reply_to = "failed@example.org";
	mbox.copies = &copies;
	text = make(&mbox);
	cover = header(text, 0, "Message-ID");
	both = xstrfmt("<failed@example.org>\n %s", cover);
	assert_header(text, 0, "In-Reply-To", "<failed@example.org>");
	assert_header(text, 0, "References", "<failed@example.org>");
	assert_header(text, 1, "In-Reply-To", cover);
	assert_header(text, 1, "References", both);
	assert_header(text, 2, "Cc", "A B <a@example.org>,\n"
				     "    =?UTF-8?q?=C3=84=20=28x=29?= <b@example.org>,\n"
				     "    list@example.org");
	argv_release(&copies);
	free(text);
	free(cover);
	free(both);
}

/* Are the mails of what is in @mbox the commits again, with @from in them made @to? */
static int prove(const struct mbox *mbox, const char *from, const char *to)
{
	struct argv mails = ARGV_INIT, patches = ARGV_INIT;
	struct strbuf text = STRBUF_INIT;
	struct git with_index = git;
	char *at, *split = absolute_path("split");
	int ret;

	with_index.index = index_path;
	assert_int_equal(mbox_make(mbox, &text), 0);
	/* the last: the cover letter has a From, too */
	at = text.buf;
	for (char *next = at; from && next; next = strstr(at + 1, from))
		at = next;
	if (from) {
		assert_int_equal(strlen(from), strlen(to));
		assert_int_equal(strncmp(at, from, strlen(from)), 0);
		memcpy(at, to, strlen(to));
	}
	assert_int_equal(remove_tree(split), 0);
	assert_int_equal(mbox_split(&text, split, &mails), 0);
	argv_pushv(&patches, mails.v + mbox_first_patch(&mails));
	capture_stderr("said");
	ret = git_mails_prove(&with_index, mbox->base, mbox->tip, &patches, mbox->sender);
	release_stderr();
	assert_int_equal(count_entries("tmp"), 0);
	argv_release(&patches);
	argv_release(&mails);
	strbuf_release(&text);
	free(split);
	return ret;
}

static void assert_said(const char *part)
{
	struct strbuf text = STRBUF_INIT;

	assert_int_equal(read_file("said", &text), 0);
	if (!strstr(text.buf, part))
		fail_msg("no '%s' in: %s", part, text.buf);
	strbuf_release(&text);
}

static void gives_the_commits_back(void **state)
{
	struct git_author sender = { "A Person", "person@example.org", NULL };
	struct mbox mbox = plain();

	(void)state;
	assert_int_equal(prove(&mbox, NULL, NULL), 0);
	mbox.sender = &sender;
	mbox.signoff = true;
	assert_int_equal(prove(&mbox, NULL, NULL), 0);
	/* a context line, an author and a message that were changed on the way */
	assert_int_equal(prove(&mbox, "\n three\n", "\n Three\n"), -1);
	assert_said("does not apply");
	assert_int_equal(prove(&mbox, "\nFrom: Some B", "\nFrom: Same B"), -1);
	assert_said("not by Some B");
	assert_int_equal(prove(&mbox, "Because.", "Because!"), -1);
	assert_said("does not give the message of 'mm: second' back");
	sender.name = "A (Company)";
	assert_int_equal(prove(&mbox, NULL, NULL), 0);
}

static void messages_that_mail_does_not_carry(void **state)
{
	static const char * const messages[] = {
		"mm: third\n\nBefore.\n---\nBehind.\n",
		"mm: third\n\nBefore.\n-- >8 --\nBehind.\n",
		"mm: third\n\nBefore.\n\ndiff --git a/x b/x\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+x\n",
		"[RFC] mm: third\n\nBody.\n",
	};
	struct mbox mbox = plain();
	char third[GIT_HEX];

	(void)state;
	mbox.base = tip;
	mbox.tip = third;
	for (size_t i = 0; i < ARRAY_SIZE(messages); i++) {
		commit_file(tip, "one\n2\n3\n", "x", "x@example.org", messages[i], third);
		assert_int_equal(prove(&mbox, NULL, NULL), -1);
	}
	commit_file(tip, "one\n2\n3\n", "x", "x@example.org",
		    "mm: third\n\nFrom here on.\n> quoted\n --- indented\n", third);
	assert_int_equal(prove(&mbox, NULL, NULL), 0);
}

static void one_commit_is_one_mail(void **state)
{
	struct mbox mbox = plain();
	char *text, *notes;

	(void)state;
	mbox.tip = middle;
	mbox.in_reply_to = "failed@example.org";
	text = make(&mbox);
	assert_header(text, 0, "Subject", "[PATCH 6.6.y] mm: first, and with a subject that is long enough for git to fold it in a mail");
	assert_header(text, 0, "In-Reply-To", "<failed@example.org>");
	assert_null(strstr(text, "\nFrom 0000"));
	notes = strstr(text, "\n---\nBody.\n\nchange-id: 2026");
	assert_non_null(notes);
	assert_non_null(strstr(notes, "\n mm/a.c | 2 +-\n"));
	assert_int_equal(prove(&mbox, NULL, NULL), 0);
	free(text);
}

static void nothing_to_mail(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct mbox mbox = plain();

	(void)state;
	mbox.tip = base;
	capture_stderr("said");
	assert_int_equal(mbox_make(&mbox, &text), -1);
	release_stderr();
	strbuf_release(&text);
}

static void reads_addresses(void **state)
{
	static const char * const bad[] = {
		"", "me", "me@example.org", "<me@example.org>", " <me@example.org>",
		"Me <me>", "Me <@example.org>", "Me <me@>", "Me <a@b@c>", "Me <a b@c>",
		"Me <a@b", "Me <a@b> x", "Me\n <a@b>", "Me > <a@b>", "\xff <a@b>", "., <a@b>",
		"Me <a@b>, You <c@d>", "Me <a@b\r\nBcc: x@y>",
		"A Name That Has So Very Many Letters That git am Will Not Take It <a@b>",
	};
	char *name, *email;

	(void)state;
	assert_int_equal(address_read("J\xc3\xb6 Q. Public <jo+x@example.org>",
					   &name, &email), 0);
	assert_string_equal(name, "J\xc3\xb6 Q. Public");
	assert_string_equal(email, "jo+x@example.org");
	free(name);
	free(email);
	assert_int_equal(address_read("\"A (B) Jr.\" <j@example.org>", &name, &email), 0);
	assert_string_equal(name, "A (B) Jr");
	free(name);
	free(email);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(address_read(bad[i], &name, &email), -1);
}

static void reads_message_ids(void **state)
{
	static const char * const bad[] = {
		"", "<>", "x", "<x>", "<x@y", "x@y>", "a b@c", "<a@b> <c@d>", "a@b\nX: y",
		"https://example.org/x@y z",
	};
	static const char * const good[] = { "<2026-1.a_b+c@host.example>", "x@y" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_null(message_id_read(bad[i]));
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		char *id = message_id_read(good[i]);

		assert_non_null(id);
		assert_null(strpbrk(id, "<>"));
		free(id);
	}
}

static void long_names_are_folded(void **state)
{
	struct strbuf out = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;

	(void)state;
	address_add(&out, "\xc3\x84\xc3\x84\xc3\x84\xc3\x84 \xc3\x84\xc3\x84\xc3\x84\xc3\x84"
			       "\xc3\x84\xc3\x84\xc3\x84\xc3\x84 \xe2\x82\xac <a@example.org>");
	cursor = out.buf;
	while (next_line(&cursor, &line, &len))
		assert_in_range(len, 1, 75 + strlen(" <a@example.org>"));
	assert_non_null(strstr(out.buf, "?=\n =?UTF-8?q?"));
	/* no letter was cut in two */
	assert_null(strstr(out.buf, "=C3?="));
	strbuf_release(&out);
}

static void of_the_series(void **state)
{
	struct strbuf cover = STRBUF_INIT;
	struct series series;
	char *id;

	(void)state;
	assert_int_equal(mkdir_p("patches/change"), 0);
	put_file("patches/change/info",
		 "[series]\nfile = mm/a.c\nwatch = a\nresidue = b\ntitle = mm: the title\n"
		 "change-id = 20260101-change-0123456789ab\n");
	assert_int_equal(series_open(&series, ".", "change"), 0);
	id = mbox_change_id(&series, "6.6.y");
	assert_string_equal(id, "20260101-change-6-6-y-0123456789ab");
	free(id);
	assert_int_equal(mbox_cover(&series, &cover), 0);
	assert_string_equal(cover.buf, "mm: the title\n");
	put_file("patches/change/cover", "mm: subject\n\nBody.\n");
	assert_int_equal(mbox_cover(&series, &cover), 0);
	assert_string_equal(cover.buf, "mm: subject\n\nBody.\n");
	series_release(&series);
	strbuf_release(&cover);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_a_thread),
		cmocka_unit_test(other_content_is_another_thread),
		cmocka_unit_test(has_all_in_the_cover),
		cmocka_unit_test(from_and_signoff),
		cmocka_unit_test(answers_and_copies),
		cmocka_unit_test(gives_the_commits_back),
		cmocka_unit_test(one_commit_is_one_mail),
		cmocka_unit_test(messages_that_mail_does_not_carry),
		cmocka_unit_test(nothing_to_mail),
		cmocka_unit_test(reads_addresses),
		cmocka_unit_test(reads_message_ids),
		cmocka_unit_test(long_names_are_folded),
		cmocka_unit_test(of_the_series),
	};

	return cmocka_run_group_tests_name("mbox", tests, setup, teardown);
}
