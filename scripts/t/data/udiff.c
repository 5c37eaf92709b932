// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/udiff.h"

static int read_diff(const char *text, struct argv *files, struct strbuf *why)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;

	argv_release(files);
	strbuf_reset(why);
	strbuf_addstr(&diff, text);
	return udiff_files(&diff, files, why);
}

static void is_read(const char *text, const char *paths)
{
	struct argv files __free(argv_release) = ARGV_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;

	assert_int_equal(read_diff(text, &files, &why), 0);
	for (size_t i = 0; i < files.nr; i++)
		strbuf_addf(&all, "%s ", files.v[i]);
	assert_string_equal(all.buf, paths);
	assert_string_equal(why.buf, "");
}

static void is_refused(const char *text, const char *said)
{
	struct argv files __free(argv_release) = ARGV_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	assert_int_equal(read_diff(text, &files, &why), -1);
	assert_string_equal(why.buf, said);
}

static void files_of_diffs(void **state)
{
	(void)state;
	is_read("diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n"
		"@@ -1,3 +1,3 @@ f\n a\n--- a/no.c\n+++ b/no.c\n b\n", "x.c ");
	is_read("--- a/x.c\t2020-01-01\n+++ b/x.c\t2020-01-02\n@@ -1 +1 @@\n-a\n+b\n", "x.c ");
	is_read("diff --git a/d/n b/d/n\nnew file mode 100644\n--- /dev/null\n+++ b/d/n\n"
		"@@ -0,0 +1 @@\n+1\n\\ No newline at end of file\n", "d/n ");
	is_read("diff --git a/old b/new\nsimilarity index 100%\nrename from old\nrename to new\n",
		"old new ");
	is_read("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n"
		"diff --git a/e b/e\nnew file mode 100644\nindex 0..0\n", "run.sh e ");
	/* an empty line that a mailer cut the blank off */
	is_read("--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n\n a\n+b\n", "x ");
}

static void what_is_refused(void **state)
{
	static const char outside[] =
		"line 2 of the diff names a path outside the tree, or with a character that none has there";

	(void)state;
	is_refused("", "the diff changes no file");
	is_refused("text\n", "the diff changes no file");
	is_refused("--- a/x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n", outside);
	is_refused("--- /dev/null\n+++ b/.git/config\n", outside);
	is_refused("--- /dev/null\n+++ b/x/.GIT/config\n", outside);
	is_refused("--- /dev/null\n+++ b//etc/passwd\n", outside);
	is_refused("--- /dev/null\n+++ b/a\033b\n", outside);
	is_refused("--- x.orig\n+++ x\n",
		   "line 1 of the diff has a path that does not begin with a/ or b/");
	is_refused("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n",
		   "line 5 of the diff is the last, in a hunk that is shorter than it says");
	is_refused("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n@@ -9 +9 @@\n",
		   "line 6 of the diff is in a hunk that is shorter than it says");
	is_refused("--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n-a\n",
		   "line 5 of the diff is in a hunk that is longer than it says");
	is_refused("@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/x\n",
		   "line 1 of the diff begins a hunk of no file");
	is_refused("diff --git a/x b/x\n++( b/x\n@@ -1 +1 @@\n-a\n+b\n",
		   "line 3 of the diff begins a hunk of no file");
	is_refused("--- a/x\n+++ b/x\n@@ -1,1 1,2 @@\n", "line 3 of the diff is no head of a hunk");
	is_refused("diff --git a/x b/x\nGIT binary patch\n", "line 2 of the diff changes a binary file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_diffs),
		cmocka_unit_test(what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
