// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "port/comments.h"

static enum port_status keep(const char *before, const char *after, struct strbuf *out,
			  struct strbuf *why)
{
	struct strbuf text = STRBUF_INIT;
	enum port_status end;

	strbuf_addstr(&text, before);
	strbuf_reset(out);
	strbuf_addstr(out, after);
	strbuf_reset(why);
	end = port_keep_comments(&text, out, why);
	strbuf_release(&text);
	return end;
}

static void assert_kept(const char *before, const char *after, const char *expected)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

	assert_int_equal(keep(before, after, &out, &why), PORT_OK);
	assert_string_equal(out.buf, expected);
	assert_string_equal(why.buf, "");
	strbuf_release(&out);
	strbuf_release(&why);
}

static void what_belongs_to_it_goes(void **state)
{
	(void)state;
	assert_kept("int a;\n\n/* of b */\nint b(void)\n{\n}\n\nint c;\n", "int a;\n\nint c;\n",
		    "int a;\n\nint c;\n");
	assert_kept("int a;\n\n/* of b */\nint b(void);\n\nint c;\n", "int a;\n\nint c;\n",
		    "int a;\n\nint c;\n");
	assert_kept("int a;\n\n/* of b */ int b;\n\nint c;\n", "int a;\n\nint c;\n",
		    "int a;\n\nint c;\n");
	assert_kept("void a(void)\n{\n\t/* in a */\n\n\tb();\n}\n", "void a(void)\n{\n}\n",
		    "void a(void)\n{\n}\n");
	assert_kept("/* cut off\n", "", "");
	assert_kept("", "", "");
}

static void what_does_not_is_put_back(void **state)
{
	(void)state;
	/* behind what stood above */
	assert_kept("int a;\n\n/* all */\n\nint b(void)\n{\n}\n\nint c;\n",
		    "int a;\n\nint c;\n", "int a;\n\n/* all */\n\nint c;\n");
	assert_kept("int a;\n\n/****\n * all\n ****/\nint b(void)\n{\n}\n\nint c;\n",
		    "int a;\n\nint c;\n", "int a;\n\n/****\n * all\n ****/\n\nint c;\n");
	assert_kept("int a;\n\n/* all */\nint b(int x,\n\t  int y);\nint c;\n",
		    "int a;\nint c;\n", "int a;\n\n/* all */\nint c;\n");
	/* what stood above is there twice: more of it tells which */
	assert_kept("int x;\n}\n\nint a;\n}\n\n/* all */\n\nint b;\n\nint c;\n",
		    "int x;\n}\n\nint a;\n}\n\nint c;\n",
		    "int x;\n}\n\nint a;\n}\n\n/* all */\n\nint c;\n");
	/* two, one behind the other */
	assert_kept("int a;\n\n/* 1 */\n\n/* 2 */\n\nint b;\n\nint c;\n",
		    "int a;\n\nint c;\n", "int a;\n\n/* 1 */\n\n/* 2 */\n\nint c;\n");
	/* one of two that are the same */
	assert_kept("/* all */\n\nint a;\n\n/* all */\n\nint b;\n\nint c;\n",
		    "/* all */\n\nint a;\n\nint c;\n",
		    "/* all */\n\nint a;\n\n/* all */\n\nint c;\n");
}

static void above_has_changed(void **state)
{
	(void)state;
	assert_kept("int a;\n\n/* all */\n\nint b;\n\nint d;\n\nint c;\n",
		    "int new;\n\nint c;\n", "int new;\n\n/* all */\n\nint c;\n");
	/* no line in the middle of something */
	assert_kept("int a;\n\n/* all */\n\nint b(void)\n{\n\n\tx();\n}\n\nint c;\n",
		    "int new(void)\n{\n\n\tx();\n}\n\nint c;\n",
		    "int new(void)\n{\n\n\tx();\n}\n\n/* all */\n\nint c;\n");
}

static void nowhere_to_put_it(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	assert_int_equal(keep("int a;\n\n/* all */\n\nint b;\n", "int new;\n", &out, &why),
			 PORT_REFUSED);
	assert_string_equal(why.buf, "the comment in line 3, which is about more than what is deleted below it, would be lost");
	strbuf_release(&out);
	strbuf_release(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_belongs_to_it_goes),
		cmocka_unit_test(what_does_not_is_put_back),
		cmocka_unit_test(above_has_changed),
		cmocka_unit_test(nowhere_to_put_it),
	};

	return cmocka_run_group_tests_name("port-comments", tests, NULL, NULL);
}
