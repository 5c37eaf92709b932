// SPDX-License-Identifier: GPL-2.0-only
/* a backport judged by its mainline form: each mark, and what must not be taken for another */
#include "t/test.h"
#include "data/hunks.h"
#include "data/udiff.h"

#define HEAD "--- a/mm/a.c\n+++ b/mm/a.c\n"
#define SIMPLE HEAD "@@ -10,6 +10,7 @@ int f(void)\n {\n \tint a;\n \ta = one();\n" \
	"+\tput(a, 2);\n \tb = two();\n \tc = three();\n \treturn a;\n"

static void is_whole(const struct strbuf *diff)
{
	struct argv files __free(argv_release) = ARGV_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	if (diff->len && udiff_files(diff, &files, &why))
		fail_msg("%s: %s", why.buf, diff->buf);
}

static void judge(struct hunks *hunks, const char *mainline, const char *own)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	strbuf_addstr(&a, mainline);
	strbuf_addstr(&b, own);
	is_whole(&a);
	is_whole(&b);
	hunks_judge(hunks, &a, a.len > 0, &b, b.len > 0);
	strbuf_release(&a);
	strbuf_release(&b);
}

/* "MARK FUNCTION(HOW) ..." */
static void becomes(const char *mainline, const char *own, const char *expected)
{
	struct hunks hunks;
	struct strbuf found = STRBUF_INIT;

	judge(&hunks, mainline, own);
	for (size_t i = 0; i < hunks.nr; i++)
		strbuf_addf(&found, "%s%s %s(%s)", i ? " " : "",
			    hunk_mark_name(hunks.v[i].mark), hunks.v[i].function,
			    hunks.v[i].how);
	assert_string_equal(found.buf, expected);
	strbuf_release(&found);
	hunks_release(&hunks);
}

static void what_is_the_same(void **state)
{
	(void)state;
	becomes(SIMPLE, SIMPLE, "same f()");
	/* elsewhere in the file, with a mailer's blanks, and less context */
	becomes(SIMPLE, HEAD "@@ -99,2 +99,4 @@ int f(void)\n  a = one();\n+  put(a,\n+\t2);\n  b = two();\n",
		"same f()");
	becomes(SIMPLE, HEAD "@@ -10,5 +10,6 @@ int f(void)\n \tint z;\n \ta = one();\n"
		"+\tput(a, 2);\n \tb = two();\n \tc = 3();\n \treturn a;\n", "context f()");
	becomes(SIMPLE, HEAD "@@ -50,2 +50,3 @@ int f(void)\n \tx = four();\n+\tput(a, 2);\n"
		" \ty = five();\n", "moved f()");
	/* of several that with the likest context */
	becomes(SIMPLE, HEAD "@@ -5,2 +5,3 @@ int f(void)\n \tx = four();\n+\tput(a, 2);\n \ty = five();\n"
		"@@ -10,2 +11,3 @@ int f(void)\n \ta = one();\n+\tput(a, 2);\n \tb = two();\n",
		"same f() added f()");
}

static void what_is_adapted(void **state)
{
	(void)state;
	becomes(SIMPLE, HEAD "@@ -10,2 +10,3 @@ int f(void)\n \ta = one();\n+\tput(a, 3);\n \tb = two();\n",
		"adapted f()");
	/* an order that is another */
	becomes(HEAD "@@ -1 +1,3 @@ int f(void)\n \tx();\n+\tlock(a);\n+\tput(b);\n",
		HEAD "@@ -1 +1,3 @@ int f(void)\n \tx();\n+\tput(b);\n+\tlock(a);\n",
		"adapted f()");
	/* what is removed and what is added are two things */
	becomes(HEAD "@@ -1,2 +1 @@ int f(void)\n \tx();\n-\tput(a);\n",
		HEAD "@@ -1 +1,2 @@ int f(void)\n \tx();\n+\tput(a);\n",
		"missing f() added f()");
	/* a part of a hunk */
	becomes(HEAD "@@ -1,3 +1,5 @@ int f(void)\n \tx();\n+\tlock(a);\n \ty();\n+\tunlock(a);\n \tz();\n",
		HEAD "@@ -1,2 +1,3 @@ int f(void)\n \tx();\n+\tlock(a);\n \ty();\n",
		"adapted f(1 of 2 changes are the same, 1 is missing)");
	/* a small change may be a part of a large one, and a large one have it */
	becomes(HEAD "@@ -1 +1,4 @@ int f(void)\n \tx();\n+\tlock(a);\n+\tput(b);\n+\tcount(c, d);\n",
		HEAD "@@ -1 +1,2 @@ int f(void)\n \tx();\n+\tput(b);\n", "adapted f()");
	/* the same text in another function is another change */
	becomes(SIMPLE, HEAD "@@ -9,2 +9,3 @@ int g(void)\n \ta = one();\n+\tput(a, 2);\n \tb = two();\n",
		"adapted f(the same, but in g())");
	becomes(SIMPLE, "--- a/mm/b.c\n+++ b/mm/b.c\n"
		"@@ -9,2 +9,3 @@ int f(void)\n \ta = one();\n+\tput(a, 2);\n \tb = two();\n",
		"adapted f(the same, but in f() of mm/b.c)");
}

static void comments(void **state)
{
	static const char block[] = HEAD "@@ -1,2 +1,7 @@ int f(void)\n \tx();\n+\t/*\n+\t * Why it is\n"
		"+\t * so.\n+\t */\n+\tput(a);\n \ty();\n";

	(void)state;
	becomes(block, HEAD "@@ -1,2 +1,4 @@ int f(void)\n \tx();\n+\t/* Why it is so. */\n+\tput(a);\n \ty();\n",
		"same f()");
	becomes(block, HEAD "@@ -1,2 +1,3 @@ int f(void)\n \tx();\n+\tput(a); /* Other. */\n \ty();\n",
		"adapted f(only its comments differ)");
	/* one that is changed in its middle */
	becomes(HEAD "@@ -1,3 +1,3 @@ int f(void)\n \t/*\n-\t * it's so\n+\t * it's not so\n \t */\n",
		HEAD "@@ -1,3 +1,3 @@ int f(void)\n \t/*\n-\t * it's so\n+\t * it's ours\n \t */\n",
		"adapted f(only its comments differ)");
}

static void what_is_there_once(void **state)
{
	(void)state;
	becomes(SIMPLE, "", "missing f()");
	becomes("", SIMPLE, "added f()");
	becomes(SIMPLE, HEAD "@@ -9,2 +9,3 @@ int g(void)\n \tx();\n+\twhatever();\n \ty();\n",
		"missing f() added g()");
	/* one name is in both by chance */
	becomes(HEAD "@@ -1,2 +1 @@ int f(void)\n \tx();\n-\tput();\n", HEAD
		"@@ -9,2 +9 @@ int g(void)\n \tx();\n-\tput();\n", "missing f() added g()");
}

static void hunks_of_several_functions(void **state)
{
	static const char two[] = HEAD "@@ -1,13 +1,3 @@ int e(void)\n }\n \n-int f(void)\n-{\n-\tput(a);\n-}\n-\n"
		"-/* What g does. */\n-int g(void)\n-{\n-\tget(a);\n-}\n \n";

	(void)state;
	becomes(two, HEAD "@@ -1,5 +1,1 @@ int e(void)\n-int f(void)\n-{\n-\tput(a);\n-}\n \n",
		"same f() missing g()");
	becomes(two, HEAD "@@ -1,5 +1,1 @@ int e(void)\n-int f(void)\n-{\n-\tput(a);\n-}\n \n"
		"@@ -20,5 +15,0 @@\n-/* What g does. */\n-int g(void)\n-{\n-\tget(a);\n-}\n",
		"same f() same g()");
}

/* What git writes behind "@@" may be a label: then another patch tells. */
static void functions_that_are_not_told(void **state)
{
	(void)state;
	becomes(HEAD "@@ -1,2 +1,2 @@ out:\n \tx();\n-\tput(a);\n+\tunlock(a);\n",
		HEAD "@@ -1,2 +1,2 @@ int f(void)\n \tx();\n-\tput(a);\n+\tunlock(a);\n",
		"same f()");
}

static void files_that_are_not_c(void **state)
{
	(void)state;
	becomes("--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1,2 @@\n config A\n+\tdepends on B\n",
		"--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1,2 @@\n config A\n+    depends on  B\n", "same ()");
	becomes("--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1,2 @@\n config A\n+\tdepends on B && /* C\n",
		"--- a/Kconfig\n+++ b/Kconfig\n@@ -1 +1,2 @@\n config A\n+\tdepends on B && /* D\n",
		"adapted ()");
}

static void patches_of_a_series(void **state)
{
	struct strbuf mainline[2] = { STRBUF_INIT, STRBUF_INIT }, own = STRBUF_INIT;
	struct hunks hunks;

	(void)state;
	strbuf_addstr(&mainline[0], SIMPLE);
	strbuf_addstr(&mainline[1], HEAD "@@ -1,1 +1,2 @@ int g(void)\n \tx();\n+\tget(b, 1);\n");
	strbuf_addstr(&own, HEAD "@@ -1,1 +1,2 @@ int g(void)\n \tx();\n+\tget(b, 1);\n");
	hunks_judge(&hunks, mainline, 2, &own, 1);
	assert_int_equal(hunks.nr, 2);
	assert_int_equal(hunks.count[HUNK_MISSING], 1);
	assert_int_equal(hunks.count[HUNK_SAME], 1);
	assert_int_equal(hunks.v[0].own_patch, HUNK_NO_PATCH);
	assert_int_equal(hunks.v[1].patch, 1);
	assert_int_equal(hunks.v[1].number, 1);
	assert_int_equal(hunks.v[1].own_patch, 0);
	assert_string_equal(hunks.v[1].path, "mm/a.c");
	assert_string_equal(hunks.v[1].own, " \tx();\n+\tget(b, 1);\n");
	assert_string_equal(hunks.v[1].mainline, " \tx();\n+\tget(b, 1);\n");
	assert_string_equal(hunks.v[0].own, "");
	hunks_release(&hunks);
	for (int i = 0; i < 2; i++)
		strbuf_release(&mainline[i]);
	strbuf_release(&own);
}

static void what_needs_a_reason(void **state)
{
	(void)state;
	assert_false(hunk_needs_reason(HUNK_SAME));
	assert_false(hunk_needs_reason(HUNK_CONTEXT));
	assert_false(hunk_needs_reason(HUNK_MOVED));
	assert_true(hunk_needs_reason(HUNK_ADAPTED));
	assert_true(hunk_needs_reason(HUNK_MISSING));
	assert_true(hunk_needs_reason(HUNK_ADDED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_the_same),
		cmocka_unit_test(what_is_adapted),
		cmocka_unit_test(comments),
		cmocka_unit_test(what_is_there_once),
		cmocka_unit_test(hunks_of_several_functions),
		cmocka_unit_test(functions_that_are_not_told),
		cmocka_unit_test(files_that_are_not_c),
		cmocka_unit_test(patches_of_a_series),
		cmocka_unit_test(what_needs_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
