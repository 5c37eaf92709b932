// SPDX-License-Identifier: GPL-2.0-only
/* An #if and empty lines that nothing is left for. */
#include "t/test.h"
#include "port/layout.h"

static void assert_made(void (*make)(const struct strbuf *, struct strbuf *), const char *a,
			const char *b, const char *expected)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	strbuf_addstr(&before, a);
	strbuf_addstr(&after, b);
	make(&before, &after);
	assert_string_equal(after.buf, expected);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void an_if_with_nothing_in_it(void **state)
{
	(void)state;
	assert_made(port_drop_conditionals, "int a;\n#ifdef A\nint b;\n#endif\nint c;\n",
		    "int a;\n#ifdef A\n#endif\nint c;\n", "int a;\nint c;\n");
	assert_made(port_drop_conditionals,
		    "int a;\n#if A\nint b;\n#else\n#ifdef B\nint x;\n#endif\n#endif\nint c;\n",
		    "int a;\n#if A\n#else\n#ifdef B\n/* x */\n#endif\n#endif\nint c;\n",
		    "int a;\nint c;\n");
	assert_made(port_drop_conditionals,
		    "void f(void)\n{\n#ifdef A\n\tx();\n#endif\n#ifdef B\n\ty();\n#endif\n}\n",
		    "void f(void)\n{\n#ifdef A\n#endif\n#ifdef B\n\ty();\n#endif\n}\n",
		    "void f(void)\n{\n#ifdef B\n\ty();\n#endif\n}\n");
	/* of several branches one is left */
	assert_made(port_drop_conditionals, "#if A\nint a;\n#else\nint b;\n#endif\n",
		    "#if A\nint a;\n#else\n#endif\n", "#if A\nint a;\n#endif\n");
	assert_made(port_drop_conditionals, "#if A\nint a;\n#else\nint b;\n#endif\n",
		    "#if A\n#else\nint b;\n#endif\n", "#if A\n#else\nint b;\n#endif\n");
	/* a #define is something */
	assert_made(port_drop_conditionals, "#if A\nint a;\n#define B\n#endif\n",
		    "#if A\n#define B\n#endif\n", "#if A\n#define B\n#endif\n");
	/* it was so before; it never ends */
	assert_made(port_drop_conditionals, "#ifdef A\n#endif\nint c;\nint d;\n",
		    "#ifdef A\n#endif\nint c;\n", "#ifdef A\n#endif\nint c;\n");
	assert_made(port_drop_conditionals, "#ifdef A\nint c;\n", "#ifdef A\n", "#ifdef A\n");
	assert_made(port_drop_conditionals, "#endif\n#else\n", "#endif\n#else\n", "#endif\n#else\n");
}

static void empty_lines(void **state)
{
	(void)state;
	assert_made(port_drop_blank_lines, "int a;\n\nint b;\n\nint c;\n", "int a;\n\n\nint c;\n",
		    "int a;\n\nint c;\n");
	assert_made(port_drop_blank_lines, "void f(void)\n{\n\tint a;\n\n\tx();\n\n\ty();\n}\n",
		    "void f(void)\n{\n\n\tx();\n\n}\n", "void f(void)\n{\n\tx();\n}\n");
	/* there were as many */
	assert_made(port_drop_blank_lines, "int a;\n\n\nint b;\n\nint c;\n", "int a;\n\n\nint c;\n",
		    "int a;\n\n\nint c;\n");
	assert_made(port_drop_blank_lines, "void f(void)\n{\n\n\tx();\n\ty();\n}\n",
		    "void f(void)\n{\n\n\tx();\n}\n", "void f(void)\n{\n\n\tx();\n}\n");
	assert_made(port_drop_blank_lines, "/* a */\n\n\nint a;\nint b;\n",
		    "/* a */\n\n\nint b;\n", "/* a */\n\n\nint b;\n");
	/* a comment stands between */
	assert_made(port_drop_blank_lines, "void f(void)\n{ /* a */\n\n\tx();\n}\n",
		    "void f(void)\n{ /* a */\n\n\ty();\n}\n",
		    "void f(void)\n{ /* a */\n\n\ty();\n}\n");
	assert_made(port_drop_blank_lines, "int a;\n", "\n\n\nint a;\n\n\n", "\nint a;\n\n");
	assert_made(port_drop_blank_lines, "", "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_if_with_nothing_in_it),
		cmocka_unit_test(empty_lines),
	};

	return cmocka_run_group_tests_name("port-layout", tests, NULL, NULL);
}
