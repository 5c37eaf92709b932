// SPDX-License-Identifier: GPL-2.0-only
/* what a change keeps: functions by name, statements by likeness, tokens in them */
#include "t/test.h"
#include "data/align.h"

static void align_texts(struct alignment *alignment, const char *a, const char *b)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	strbuf_addstr(&before, a);
	strbuf_addstr(&after, b);
	align(alignment, &before, &after);
	strbuf_release(&before);
	strbuf_release(&after);
}

/* "line line ...": the line before of each line after */
static void assert_lines(const char *a, const char *b, const char *expected)
{
	struct strbuf found = STRBUF_INIT;
	struct alignment alignment;
	unsigned int nr = 1;

	align_texts(&alignment, a, b);
	for (const char *c = b; *c; c++)
		nr += *c == '\n' && c[1];
	for (unsigned int line = 1; line <= nr; line++)
		strbuf_addf(&found, "%s%u", line > 1 ? " " : "",
			    alignment_line(&alignment, line));
	assert_string_equal(found.buf, expected);
	strbuf_release(&found);
	alignment_release(&alignment);
}

static void what_is_the_same(void **state)
{
	(void)state;
	assert_lines("int a;\nint b;\n", "int a;\nint b;\n", "1 2");
	assert_lines("int a;\n\nint b;\nint c;\n", "int a;\nint c;\n", "1 4");
	assert_lines("", "int a;\n", "0");
	assert_lines("int a;\n", "", "0");
}

static void what_is_changed(void **state)
{
	(void)state;
	assert_lines("void f(void)\n{\n\ta = get(b);\n\tput(c);\n}\n",
		     "void f(void)\n{\n\tx->a = get(x->b);\n\tput(c);\n}\n", "1 2 3 4 5");
	/* not like it: added */
	assert_lines("void f(void)\n{\n\tget(b);\n\n\tput(c);\n}\n",
		     "void f(void)\n{\n\tput(c);\n\tother(d);\n}\n", "1 2 5 1 6");
	assert_lines("void f(int a)\n{\n}\n", "static int f(void)\n{\n}\n", "1 2 3");
	assert_lines("int x;\nvoid f(gone a, far b, past c)\n{\n\ty();\n}\n",
		     "static int f(new d, fresh e)\n{\n\tz();\n}\n", "2 3 2 5");
}

static void functions_that_moved(void **state)
{
	(void)state;
	assert_lines("void f(void)\n{\n\ta();\n}\nvoid g(void)\n{\n\tb();\n}\n",
		     "void g(void)\n{\n\tb();\n}\nvoid f(void)\n{\n\ta();\n}\n",
		     "5 6 7 8 1 2 3 4");
	assert_lines("void f(void)\n{\n}\n", "void g(void)\n{\n\tb();\n}\nvoid f(void)\n{\n}\n",
		     "0 0 0 0 1 2 3");
}

static void what_closes_goes_with_what_opened(void **state)
{
	(void)state;
	assert_lines("void f(void)\n{\n\tif (a) {\n\t\tx();\n\t}\n\tif (b) {\n\t\ty();\n\t}\n}\n",
		     "void f(void)\n{\n\tif (b) {\n\t\ty();\n\t}\n}\n", "1 2 6 7 8 9");
	assert_lines("void f(void)\n{\n\tif (a) {\n\t\tx();\n\t}\n\tif (b) {\n\t\ty();\n\t}\n\tz();\n}\n",
		     "void f(void)\n{\n\tq();\n\tif (b) {\n\t\ty();\n\t}\n\tr();\n}\n",
		     "1 2 1 6 7 8 1 10");
	assert_lines("#ifdef A\nint a;\n#endif\n#ifdef B\nint b;\n#else\nint c;\n#endif\n",
		     "#ifdef B\nint b;\n#else\nint c;\n#endif\n", "4 5 6 7 8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_the_same),
		cmocka_unit_test(what_is_changed),
		cmocka_unit_test(functions_that_moved),
		cmocka_unit_test(what_closes_goes_with_what_opened),
	};

	return cmocka_run_group_tests_name("data-align", tests, NULL, NULL);
}
