// SPDX-License-Identifier: GPL-2.0-only
/* which function is around a line, and what is none */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "base/util.h"
#include "data/function.h"

/* each line ends in the name of the function that it is in, behind "@" */
static void assert_functions(const char *text)
{
	const char *cursor = text, *line;
	unsigned int number = 0;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		const char *at = memchr(line, '@', len);
		char *want = at ? xstrndup(at + 1, len - (size_t)(at + 1 - line)) : xstrdup("");
		char *name = function_at(text, strlen(text), ++number);

		if (strcmp(name ? name : "", want))
			fail_msg("line %u \"%.*s\": found '%s'", number, (int)len, line,
				 name ? name : "");
		free(name);
		free(want);
	}
	assert_true(number > 0);
}

static void functions_are_found(void **state)
{
	(void)state;
	assert_functions("int x;\n"
			 "static int f(int a, //@f\n"
			 "\t     int b) //@f\n"
			 "{ //@f\n"
			 "\tif (a) { b(); } //@f\n"
			 "} //@f\n"
			 "\n"
			 "struct y *g(void) { return h(\"}\"); } //@g\n"
			 "int z;\n");
	assert_functions("static int __init//@setup\nsetup(void)//@setup\n{//@setup\n}//@setup\n");
	assert_functions("static void *a(void) __acquires(lock) __releases(x)//@a\n{//@a\n}//@a\n");
	assert_functions("static __printf(1, 2) void __b(const char *f, ...)//@__b\n"
			 "{//@__b\n}//@__b\n");
	assert_functions("static void __printf(3, 4) __init//@__t\n"
			 "__t(const char *f, ...)//@__t\n{//@__t\n}//@__t\n");
	assert_functions("void __attribute__((cold)) c(void)//@c\n{//@c\n}//@c\n");
	assert_functions("int (*d(int a))(int)//@d\n{//@d\n}//@d\n");
	assert_functions("SYSCALL_DEFINE2(open, int, a, int, b)//@open\n{//@open\n}//@open\n");
	assert_functions("static int UPPER(int a)//@UPPER\n{//@UPPER\n}//@UPPER\n");
	assert_functions("void e(int (*cb)(void), struct s t) {//@e\n}//@e\n");
	assert_functions("int f(int a[static 2]) { int x[] = { 1, 2 }; }//@f\nint x;\n");
}

static void data_is_no_function(void **state)
{
	(void)state;
	assert_functions("static struct ops o = {\n\t.load = f(1),\n};\n");
	assert_functions("struct s {\n\tint (*f)(void);\n};\nenum e { A = B(1), C };\n");
	assert_functions("struct __attribute__((packed)) s {\n\tint x;\n};\n");
	assert_functions("static struct __attribute__((packed)) {\n\tint x;\n} v;\n");
	assert_functions("static u8 a[] = CAST(u8) { 1 };\nstruct s t = (struct s) { 2 };\n");
	assert_functions("static int a[] = { 1,\n 2 }, b = 3;\nint f(void) { }//@f\n");
	assert_functions("static const struct x y[] __initconst = {\n{ 1 },\n};\n");
	assert_functions("DEFINE_MAP(z, {\n\tint a;\n});\nint f(void) { }//@f\n");
	assert_functions("extern \"C\" {\nint x;\n}\n");
	assert_functions("union u { int a; } v;\nint g(void);\n");
	assert_functions("static struct s t = MAKE(x,\n\t{ 1 });\nint x;\n");
}

static void macros_before_a_function_do_not_confuse(void **state)
{
	(void)state;
	assert_functions("static DEFINE_PER_CPU(u8 *, dstmem);\n"
			 "static DEFINE_PER_CPU(struct mutex *, mutex);\n"
			 "static int f(void)//@f\n{//@f\n}//@f\n");
	assert_functions("LIST_HEAD(pools)\n\n"
			 "static int f(void)//@f\n{//@f\n}//@f\nEXPORT_SYMBOL(f)\n"
			 "void g(void)//@g\n{//@g\n}//@g\n");
	assert_functions("OPS(or, |=)\n#undef OPS\n\nint f(void)//@f\n{//@f\n}//@f\n");
	assert_functions("module_param_cb(enabled, &ops, &on, 0644);\n"
			 "#define M(x) \\\n\tdo { \\\n\t\tx; \\\n\t} while (0)\n"
			 "#define OPEN {\n"
			 "int f(void)//@f\n{//@f\n}//@f\n");
}

static void comments_strings_and_branches_do_not_confuse(void **state)
{
	(void)state;
	assert_functions("/* int no(void) { */\n// }\nchar *s = \"{\";\nchar c = '{';\n"
			 "int f(void)//@f\n{//@f\n"
			 "\tg('}', \"}\", '\\'', \"\\\"}\");//@f\n}//@f\nint x;\n");
	assert_functions("#ifdef A\nint f(int a)\n{\n#else\nint f(void)//@f\n{//@f\n#endif//@f\n"
			 "\tx();//@f\n}//@f\nint y;\nint g(void) { }//@g\n");
	assert_functions("#ifdef A\nint x = 3;\n#elif B\nint y = 4;\n#else\n"
			 "int f(void) { }//@f\n"
			 "#endif\n");
	assert_functions("int f(void)//@f\n{//@f\n#if A//@f\n\tif (a) {//@f\n#else//@f\n"
			 "\tif (b) {//@f\n#endif//@f\n\t}//@f\n}//@f\nint y;\n"
			 "int g(void) { }//@g\n");
	assert_functions("#if 1\n#include <a.h>\n#endif\nint f(void)//@f\n{//@f\n}//@f\n");
	/* braces that a macro hides: the first column ends the function */
	assert_functions("int f(void)//@f\n{//@f\n\tBEGIN {//@f\n}//@f\nint x;\nint g(void) { }//@g\n");
}

static void odd_lines_are_in_no_function(void **state)
{
	static const char text[] = "int f(void)\n{\n}\n";

	(void)state;
	assert_null(function_at(text, sizeof(text) - 1, 0));
	assert_null(function_at(text, sizeof(text) - 1, 4));
	assert_null(function_at(text, sizeof(text) - 1, ~0U));
	assert_null(function_at("", 0, 1));
	assert_null(function_at("{", 1, 1));
	assert_null(function_at("}", 1, 1));
	assert_null(function_at("){}", 3, 1));
	assert_null(function_at("(){}", 4, 1));
	assert_null(function_at("#", 1, 1));
	assert_null(function_at("int f(void) {", 13, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions_are_found),
		cmocka_unit_test(data_is_no_function),
		cmocka_unit_test(macros_before_a_function_do_not_confuse),
		cmocka_unit_test(comments_strings_and_branches_do_not_confuse),
		cmocka_unit_test(odd_lines_are_in_no_function),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
