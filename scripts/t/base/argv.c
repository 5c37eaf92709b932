// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "base/argv.h"
#include "process/run.h"

static void test_push(void **state)
{
	static const char *const more[] = { "x", "y", NULL };
	struct argv a = ARGV_INIT, other;
	char word[] = "word";

	(void)state;
	assert_null(a.v[0]);
	argv_push(&a, word);
	word[0] = 'W';
	assert_string_equal(argv_pushf(&a, "%s=%d", "n", 3), "n=3");
	argv_pushl(&a, "p", "", "q", NULL);
	argv_pushl(&a, NULL);
	argv_pushv(&a, more);
	assert_int_equal(a.nr, 7);
	assert_string_equal(a.v[0], "word");
	assert_string_equal(a.v[3], "");
	assert_string_equal(a.v[6], "y");
	assert_null(a.v[7]);
	assert_true(argv_has(&a, "q"));
	assert_false(argv_has(&a, "Q"));
	argv_release(&a);
	assert_int_equal(a.nr, 0);
	assert_null(a.v[0]);
	argv_init(&other);
	assert_null(other.v[0]);
}

static void test_many(void **state)
{
	struct argv a = ARGV_INIT;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		argv_pushf(&a, "%d", i);
		assert_null(a.v[a.nr]);
	}
	assert_string_equal(a.v[999], "999");
	argv_release(&a);
}

static void expect_quoted(const char *word, const char *expected)
{
	struct argv a = ARGV_INIT;
	struct strbuf sb = STRBUF_INIT;

	argv_push(&a, word);
	argv_quote(&a, &sb);
	assert_string_equal(sb.buf, expected);
	argv_release(&a);
	strbuf_release(&sb);
}

static void test_quote_words(void **state)
{
	(void)state;
	expect_quoted("-j2", "-j2");
	expect_quoted("/a/b.c:1,2@x+y%z_", "/a/b.c:1,2@x+y%z_");
	expect_quoted("", "''");
	expect_quoted("a b", "'a b'");
	expect_quoted("it's", "'it'\\''s'");
	expect_quoted("$x", "'$x'");
	expect_quoted("~", "'~'");
	expect_quoted("A=b", "'A=b'");
}

/* the shell itself says whether the quoting is right */
static void test_shell_reads_it_back(void **state)
{
	static const char *const words[] = {
		"printf", "%s|", "", " ", "'", "''", "\"", "\\", "\n", "$HOME",
		"`id`", "*", "~", "#", "!x", "a=b", "-n", "{a,b}", ";", "&", "\t",
		"\303\244", NULL,
	};
	struct argv a = ARGV_INIT;
	struct child sh = CHILD_INIT;
	struct strbuf line = STRBUF_INIT, expected = STRBUF_INIT;
	size_t i;

	(void)state;
	argv_pushv(&a, words);
	argv_quote(&a, &line);
	for (i = 2; words[i]; i++)
		strbuf_addf(&expected, "%s|", words[i]);
	argv_pushl(&sh.args, "sh", "-c", line.buf, NULL);
	assert_int_equal(child_run(&sh), 0);
	assert_string_equal(sh.out.buf, expected.buf);
	child_release(&sh);
	strbuf_release(&line);
	strbuf_release(&expected);
	argv_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_quote_words),
		cmocka_unit_test(test_shell_reads_it_back),
	};

	return cmocka_run_group_tests_name("argv", tests, NULL, NULL);
}
