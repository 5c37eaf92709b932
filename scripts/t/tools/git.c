// SPDX-License-Identifier: GPL-2.0-only
/* git.c, with the real git in repositories of its own */
#include "t/test.h"
#include "tools/git-mail.h"

#include <sys/stat.h>

static char *here, *index_path;

static int setup(void **state)
{
	char *tmp;

	if (scratch_setup(state) || mkdir_p("tmp"))
		return -1;
	here = getcwd(NULL, 0);
	assert_non_null(here);
	index_path = xstrfmt("%s/index", here);
	tmp = xstrfmt("%s/tmp", here);
	setenv("TMPDIR", tmp, 1);
	free(tmp);
	return 0;
}

static int teardown(void **state)
{
	free(here);
	free(index_path);
	unsetenv("TMPDIR");
	return scratch_teardown(state);
}

/* --- a tree of thirty numbered lines --------------------------------------- */

static void numbered(struct strbuf *text, unsigned int from, const char *third)
{
	for (unsigned int i = from; i <= 30; i++) {
		if (i == 15)
			strbuf_addf(text, "%s\n", third);
		else
			strbuf_addf(text, "line %u\n", i);
	}
}

static void put_tree(const char *dir, unsigned int from, const char *third)
{
	struct strbuf text = STRBUF_INIT;
	char *path = xstrfmt("%s/mm/a.c", dir);
	char *other = xstrfmt("%s/run.sh", dir);
	char *folder = xstrfmt("%s/mm", dir);

	assert_int_equal(mkdir_p(folder), 0);
	numbered(&text, from, third);
	put_file(path, text.buf);
	put_file(other, "#!/bin/sh\r\n");
	assert_int_equal(chmod(other, 0755), 0);
	strbuf_release(&text);
	free(path);
	free(other);
	free(folder);
}

static void commit_tree(const char *repository, const char *dir, char id[GIT_HEX])
{
	struct git git = { .dir = repository, .index = index_path, .work_tree = dir };
	char tree[GIT_HEX];

	assert_int_equal(git_store_open(repository), 0);
	assert_int_equal(remove_tree(index_path), 0);
	assert_int_equal(git_add_all(&git), 0);
	assert_int_equal(git_write_tree(&git, tree), 0);
	assert_int_equal(git_commit(&git, tree, NULL, &git_ferry, "import\n", id), 0);
}

static void base(char id[GIT_HEX])
{
	put_tree("tree", 1, "line 15");
	commit_tree("store.git", "tree", id);
}

/* --- the same everywhere --------------------------------------------------- */

static const char * const hostile[][2] = {
	{ "GIT_DIR", "/nowhere" },
	{ "GIT_WORK_TREE", "/nowhere" },
	{ "GIT_INDEX_FILE", "/nowhere/index" },
	{ "GIT_OBJECT_DIRECTORY", "/nowhere/objects" },
	{ "GIT_AUTHOR_NAME", "Somebody" },
	{ "GIT_AUTHOR_EMAIL", "somebody@example.org" },
	{ "GIT_AUTHOR_DATE", "2011-11-11T11:11:11+1100" },
	{ "GIT_COMMITTER_NAME", "Else" },
	{ "GIT_COMMITTER_DATE", "2012-12-12T12:12:12+1200" },
	{ "GIT_CONFIG_COUNT", "1" },
	{ "GIT_CONFIG_KEY_0", "core.autocrlf" },
	{ "GIT_CONFIG_VALUE_0", "true" },
	{ "GIT_CONFIG_PARAMETERS", "'core.autocrlf=true'" },
	{ "GIT_EXTERNAL_DIFF", "/bin/false" },
	{ "GIT_DEFAULT_HASH", "sha256" },
	{ "GIT_TRACE", "1" },
	{ "GIT_LITERAL_PATHSPECS", "1" },
	{ "GIT_ICASE_PATHSPECS", "1" },
	{ "TZ", "Pacific/Kiritimati" },
	{ "LC_ALL", "de_DE.UTF-8" },
};

static void write_hostile_home(void)
{
	assert_int_equal(mkdir_p("home/.config/git"), 0);
	assert_int_equal(mkdir_p("home/template/hooks"), 0);
	put_file("home/.gitconfig",
		 "[user]\n\tname = Me\n\temail = me@example.org\n"
		 "[core]\n\tautocrlf = true\n\thooksPath = home/template/hooks\n\tfileMode = false\n"
		 "[commit]\n\tgpgSign = true\n"
		 "[diff]\n\tnoprefix = true\n\texternal = /bin/false\n"
		 "[apply]\n\twhitespace = error\n"
		 "[i18n]\n\tcommitEncoding = ISO-8859-1\n");
	put_file("home/.config/git/attributes", "* text eol=crlf\n* ident\n");
	put_file("home/.config/git/ignore", "*.c\n");
	put_file("home/template/hooks/reference-transaction",
		 "#!/bin/sh\n: >\"$HOME/hook-ran\"\n");
	assert_int_equal(chmod("home/template/hooks/reference-transaction", 0755), 0);
}

static void set_hostile(bool on)
{
	static char *old_home, *old_config;
	char *home = xstrfmt("%s/home", here);
	char *config = xstrfmt("%s/.config", home);
	char *template = xstrfmt("%s/template", home);

	if (on) {
		old_home = xstrdup(getenv("HOME") ? getenv("HOME") : "/");
		old_config = getenv("XDG_CONFIG_HOME") ? xstrdup(getenv("XDG_CONFIG_HOME")) : NULL;
		setenv("HOME", home, 1);
		setenv("XDG_CONFIG_HOME", config, 1);
		setenv("GIT_TEMPLATE_DIR", template, 1);
	} else {
		setenv("HOME", old_home, 1);
		if (old_config)
			setenv("XDG_CONFIG_HOME", old_config, 1);
		else
			unsetenv("XDG_CONFIG_HOME");
		unsetenv("GIT_TEMPLATE_DIR");
		free(old_home);
		free(old_config);
	}
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++) {
		if (on)
			setenv(hostile[i][0], hostile[i][1], 1);
		else
			unsetenv(hostile[i][0]);
	}
	free(home);
	free(config);
	free(template);
}

static void check_out(const char *repository, const char *id, const char *dir)
{
	struct git git = { .dir = repository, .index = index_path, .work_tree = dir };

	assert_int_equal(remove_tree(index_path), 0);
	assert_int_equal(mkdir_p(dir), 0);
	assert_int_equal(git_run(NULL, &git, "read-tree", "--reset", "-u", id, NULL), 0);
}

static void commit_is_the_same_everywhere(void **state)
{
	char plain[GIT_HEX], other[GIT_HEX], resolved[GIT_HEX];
	struct strbuf text = STRBUF_INIT;
	struct git git = { .dir = "hostile.git" };
	struct stat st;

	(void)state;
	base(plain);
	write_hostile_home();
	set_hostile(true);
	commit_tree("hostile.git", "tree", other);
	assert_int_equal(git_run(NULL, &git, "update-ref", "refs/ferry/x", other, NULL), 0);
	check_out("hostile.git", other, "out");
	assert_int_equal(git_resolve(&git, "refs/ferry/x", resolved), 0);
	assert_int_equal(git_show(&git, other, "run.sh", &text), 0);
	set_hostile(false);

	assert_string_equal(plain, other);
	assert_string_equal(plain, resolved);
	assert_string_equal(text.buf, "#!/bin/sh\r\n");
	assert_false(file_exists("home/hook-ran"));
	strbuf_release(&text);
	numbered(&text, 1, "line 15");
	assert_file("out/mm/a.c", text.buf);
	assert_file("out/run.sh", "#!/bin/sh\r\n");
	assert_int_equal(stat("out/run.sh", &st), 0);
	assert_true(st.st_mode & 0100);
	strbuf_release(&text);
}

static void commit_says_who_and_when(void **state)
{
	struct git_author author = { "A U Thor", "author@example.org", "2020-02-03T04:05:06+0100" };
	struct git git = { .dir = "store.git" };
	char parent[GIT_HEX], id[GIT_HEX], *tree, *expected;
	struct strbuf out = STRBUF_INIT;

	(void)state;
	base(parent);
	tree = xstrfmt("%s^{tree}", parent);
	assert_int_equal(git_run(&out, &git, "rev-parse", tree, NULL), 0);
	free(tree);
	assert_int_equal(git_commit(&git, out.buf, parent, &author, "subject\n\nbody\n", id), 0);
	assert_int_equal(git_run(&out, &git, "log", "-1",
				 "--format=%an|%ae|%aI|%cn|%ce|%cI|%P|%B", id, NULL), 0);
	expected = xstrfmt("A U Thor|author@example.org|2020-02-03T04:05:06+01:00|"
			   "ferry|ferry@localhost.invalid|2020-02-03T04:05:06+01:00|"
			   "%s|subject\n\nbody", parent);
	assert_string_equal(out.buf, expected);
	free(expected);
	strbuf_release(&out);
}

static void what_git_refuses_is_said(void **state)
{
	struct git git = { .dir = "store.git" };
	char id[GIT_HEX] = "";
	struct strbuf said = STRBUF_INIT;
	int ret;

	(void)state;
	base(id);
	capture_stderr("said");
	ret = git_run(NULL, &git, "rev-parse", "--verify", "no such", NULL);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_int_equal(read_file("said", &said), 0);
	assert_true(starts_with(said.buf, "ferry: error: git: exited with 128 (git -c "));
	assert_true(ends_with(said.buf, " rev-parse --verify 'no such'): fatal: Needed a single revision\n"));
	strbuf_release(&said);

	capture_stderr("said");
	assert_int_equal(git_resolve(&git, "nothing", id), -1);
	assert_int_equal(git_resolve(&git, "--help", id), -1);
	assert_int_equal(git_show(&git, "nothing", "mm/a.c", &said), 1);
	assert_int_equal(git_show(&git, id, "mm/no.c", &said), 1);
	release_stderr();
	assert_file("said", "");
}

/* a git that does not run to its end has not said that there is no such file */
static void a_git_that_is_killed_is_no_answer(void **state)
{
	char *path = xstrdup(getenv("PATH")), *folder = getcwd(NULL, 0);
	char *first = xstrfmt("%s/killed:%s", folder, path);
	struct git git = { .dir = "store.git" };
	struct strbuf text = STRBUF_INIT;

	(void)state;
	put_file("killed/git", "#!/bin/sh\nkill -9 $$\n");
	assert_int_equal(chmod("killed/git", 0755), 0);
	setenv("PATH", first, 1);
	capture_stderr("said");
	assert_int_equal(git_show(&git, "HEAD", "mm/a.c", &text), -1);
	release_stderr();
	setenv("PATH", path, 1);
	assert_file("said", "ferry: error: cannot read mm/a.c of HEAD: git: killed by signal 9 (Killed)\n");
	strbuf_release(&text);
	free(first);
	free(folder);
	free(path);
}

/* --- one file -------------------------------------------------------------- */

static void file_is_put_with_its_mode(void **state)
{
	struct git git = { .dir = "store.git", .index = index_path };
	struct strbuf out = STRBUF_INIT;
	char id[GIT_HEX], tree[GIT_HEX];
	int ret;

	(void)state;
	base(id);
	assert_int_equal(git_run(NULL, &git, "read-tree", id, NULL), 0);
	assert_int_equal(git_put_file(&git, "run.sh", "a\0b", 3), 0);
	assert_int_equal(git_write_tree(&git, tree), 0);
	assert_int_equal(git_show(&git, tree, "run.sh", &out), 0);
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.buf, "a\0b", 3);
	assert_int_equal(git_run(&out, &git, "ls-tree", tree, "run.sh", NULL), 0);
	assert_true(starts_with(out.buf, "100755 "));
	capture_stderr("said");
	ret = git_put_file(&git, "mm/none.c", "a", 1);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: 'mm/none.c' is not in the tree\n");
	strbuf_release(&out);
}

/* --- applying -------------------------------------------------------------- */

/* The change of one line, as a diff between two trees of a store that has both. */
static void change(unsigned int from, const char *third, struct strbuf *diff)
{
	struct git git = { .dir = "store.git" };
	char before[GIT_HEX], after[GIT_HEX];

	put_tree("old", from, "line 15");
	commit_tree("store.git", "old", before);
	put_tree("new", from, third);
	commit_tree("store.git", "new", after);
	assert_int_equal(git_run(diff, &git, "diff", "--full-index", before, after, NULL), 0);
	strbuf_addch(diff, '\n');
}

static enum git_applied apply(const struct strbuf *diff, bool three_way,
			      const char *id, struct strbuf *result, struct strbuf *why)
{
	struct git git = { .dir = "store.git", .index = index_path };
	enum git_applied applied;
	char tree[GIT_HEX], before[GIT_HEX];

	assert_int_equal(remove_tree(index_path), 0);
	assert_int_equal(git_run(NULL, &git, "read-tree", id, NULL), 0);
	assert_int_equal(git_write_tree(&git, before), 0);
	applied = git_apply(&git, diff, three_way, why);
	assert_int_equal(git_write_tree(&git, tree), 0);
	if (applied == GIT_REFUSED)
		assert_string_equal(tree, before);
	assert_int_equal(git_show(&git, tree, "mm/a.c", result), 0);
	return applied;
}

static void assert_apply(const struct strbuf *diff, bool three_way, const char *id,
			 enum git_applied expected, const char *third)
{
	struct strbuf result = STRBUF_INIT, why = STRBUF_INIT;

	assert_int_equal(apply(diff, three_way, id, &result, &why), expected);
	if (third)
		assert_non_null(strstr(result.buf, third));
	if (expected == GIT_REFUSED)
		assert_true(why.len > 0);
	strbuf_release(&result);
	strbuf_release(&why);
}

static void patch_that_fits(void **state)
{
	struct strbuf diff = STRBUF_INIT;
	char id[GIT_HEX];

	(void)state;
	base(id);
	change(1, "line three", &diff);
	assert_apply(&diff, false, id, GIT_EXACT, "line three\n");
	assert_apply(&diff, true, id, GIT_EXACT, "line three\n");
	/* neither trailing blanks nor a user's settings stop it */
	change(1, "line three \t", &diff);
	set_hostile(true);
	assert_apply(&diff, true, id, GIT_EXACT, "line three \t\n");
	set_hostile(false);
	strbuf_release(&diff);
}

static void patch_that_moves(void **state)
{
	struct strbuf diff = STRBUF_INIT, text = STRBUF_INIT;
	char id[GIT_HEX];

	(void)state;
	change(1, "line three", &diff);
	put_tree("moved", 1, "line 15");
	strbuf_addstr(&text, "new head\nof two lines\n");
	numbered(&text, 1, "line 15");
	put_file("moved/mm/a.c", text.buf);
	commit_tree("store.git", "moved", id);
	assert_apply(&diff, false, id, GIT_OFFSET, "line three\n");
	strbuf_release(&text);
	strbuf_release(&diff);
}

static void patch_that_is_merged(void **state)
{
	struct strbuf diff = STRBUF_INIT, text = STRBUF_INIT;
	char id[GIT_HEX];

	(void)state;
	change(1, "line three", &diff);
	/* the context has changed, the line has not */
	put_tree("near", 1, "line 15");
	assert_int_equal(read_file("near/mm/a.c", &text), 0);
	memcpy(strstr(text.buf, "line 18\n"), "LINE", 4);
	put_file("near/mm/a.c", text.buf);
	commit_tree("store.git", "near", id);
	assert_apply(&diff, false, id, GIT_REFUSED, "line 15\n");
	assert_apply(&diff, true, id, GIT_MERGED, "line three\n");
	strbuf_release(&text);
	strbuf_release(&diff);
}

static void patch_that_conflicts(void **state)
{
	struct strbuf diff = STRBUF_INIT, why = STRBUF_INIT, text = STRBUF_INIT;
	char id[GIT_HEX];

	(void)state;
	change(1, "line three", &diff);
	put_tree("far", 1, "line drei");
	commit_tree("store.git", "far", id);
	assert_apply(&diff, false, id, GIT_REFUSED, "line drei\n");
	assert_apply(&diff, true, id, GIT_REFUSED, "line drei\n");
	assert_int_equal(apply(&diff, true, id, &text, &why), GIT_REFUSED);
	assert_non_null(strstr(why.buf, "error: patch failed: mm/a.c:12"));

	/* a patch of a file that this tree has not got, and one that is cut off */
	strbuf_reset(&text);
	strbuf_addstr(&text, "diff --git a/mm/b.c b/mm/b.c\n--- a/mm/b.c\n+++ b/mm/b.c\n"
		      "@@ -1 +1 @@\n-x\n+y\n");
	assert_apply(&text, true, id, GIT_REFUSED, "line drei\n");
	base(id);
	strbuf_setlen(&diff, diff.len / 2);
	assert_apply(&diff, true, id, GIT_REFUSED, "line 15\n");
	strbuf_release(&diff);
	strbuf_release(&text);
	strbuf_release(&why);
}

/* --- patch mails ----------------------------------------------------------- */

static int read_mail(const char *text, struct git_mail *mail)
{
	struct git git = { .dir = "store.git" };
	int ret;

	put_file("mail", text);
	capture_stderr("said");
	ret = git_mail_read(&git, "mail", mail);
	release_stderr();
	assert_int_equal(count_entries("tmp"), 0);
	return ret;
}

#define HEAD "From: =?UTF-8?q?A=C3=A9?= <a@example.org>\n" \
	     "Date: Mon, 3 Feb 2020 04:05:06 +0100\n"
#define DIFF "---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n" \
	     "@@ -1 +1 @@\n-x\n+y\n"

static void mail_is_taken_apart(void **state)
{
	struct git_mail mail;
	char id[GIT_HEX];

	(void)state;
	base(id);
	assert_int_equal(read_mail(HEAD "Subject: [PATCH 1/2] mm: do\n it\n\nBecause.\n\nLink: x\n" DIFF,
				   &mail), 0);
	assert_string_equal(mail.name, "A\xc3\xa9");
	assert_string_equal(mail.email, "a@example.org");
	assert_string_equal(mail.date, "Mon, 3 Feb 2020 04:05:06 +0100");
	assert_string_equal(mail.message, "mm: do it\n\nBecause.\n\nLink: x\n");
	assert_non_null(strstr(mail.diff.buf, "@@ -1 +1 @@\n-x\n+y\n"));
	git_mail_release(&mail);
}

static void mail_that_lacks_something(void **state)
{
	static const char * const mails[][2] = {
		{ "", "ferry: error: 'mail' is not a patch mail: it has no diff\n" },
		{ "words\n", "ferry: error: 'mail' is not a patch mail: it needs From, Date and Subject\n" },
		{ "Subject: s\n\nbody\n" DIFF, "ferry: error: 'mail' is not a patch mail: it needs From, Date and Subject\n" },
		{ HEAD "\nbody\n" DIFF, "ferry: error: 'mail' is not a patch mail: it needs From, Date and Subject\n" },
		{ HEAD "Subject: s\n\nbody\n", "ferry: error: 'mail' has no diff\n" },
	};
	struct git_mail mail;
	char id[GIT_HEX];

	(void)state;
	base(id);
	for (size_t i = 0; i < ARRAY_SIZE(mails); i++) {
		assert_int_equal(read_mail(mails[i][0], &mail), -1);
		git_mail_release(&mail);
		assert_file("said", mails[i][1]);
	}
}

/* --- a few files of a tree -------------------------------------------------- */

/* A tree made by a whole index and one made by an index of these files alone. */
static void expect_same(const struct git *git, const char *id, const char **paths,
			size_t nr, const char *text)
{
	char whole[GIT_HEX], some[GIT_HEX];

	assert_int_equal(git_run(NULL, git, "read-tree", id, NULL), 0);
	assert_int_equal(git_put_file(git, paths[0], text, strlen(text)), 0);
	assert_int_equal(git_write_tree(git, whole), 0);
	assert_int_equal(git_read_files(git, id, paths, nr), 0);
	assert_int_equal(git_put_file(git, paths[0], text, strlen(text)), 0);
	assert_int_equal(git_write_files(git, id, paths, nr, some), 0);
	assert_string_equal(some, whole);
}

static void tree_of_few_files(void **state)
{
	static const char *paths[] = { "mm/a.c", "run.sh", "no/such/file.c" };
	static const char *script[] = { "run.sh" };
	struct git git = { .dir = "store.git", .index = index_path };
	struct strbuf out = STRBUF_INIT;
	char id[GIT_HEX], made[GIT_HEX];

	(void)state;
	base(id);
	expect_same(&git, id, paths, 1, "x\n");
	expect_same(&git, id, paths, 3, "y\n");
	expect_same(&git, id, script, 1, "#!/bin/sh -e\n");

	/* nothing else is in the index */
	assert_int_equal(git_read_files(&git, id, paths, 1), 0);
	assert_int_equal(git_run(&out, &git, "ls-files", NULL), 0);
	assert_string_equal(out.buf, "mm/a.c");

	/* a file that a patch adds, and one that it removes */
	assert_int_equal(git_run(&out, &git, "rev-parse", ":mm/a.c", NULL), 0);
	assert_int_equal(git_run(NULL, &git, "update-index", "--add", "--cacheinfo", "100644",
				 out.buf, "no/such/file.c", NULL), 0);
	assert_int_equal(git_write_files(&git, id, paths, 3, made), 0);
	assert_int_equal(git_run(&out, &git, "ls-tree", "-r", "--name-only", made, NULL), 0);
	assert_string_equal(out.buf, "mm/a.c\nno/such/file.c");
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commit_is_the_same_everywhere),
		cmocka_unit_test(commit_says_who_and_when),
		cmocka_unit_test(what_git_refuses_is_said),
		cmocka_unit_test(a_git_that_is_killed_is_no_answer),
		cmocka_unit_test(file_is_put_with_its_mode),
		cmocka_unit_test(tree_of_few_files),
		cmocka_unit_test(patch_that_fits),
		cmocka_unit_test(patch_that_moves),
		cmocka_unit_test(patch_that_is_merged),
		cmocka_unit_test(patch_that_conflicts),
		cmocka_unit_test(mail_is_taken_apart),
		cmocka_unit_test(mail_that_lacks_something),
	};

	return cmocka_run_group_tests_name("git", tests, setup, teardown);
}
