// SPDX-License-Identifier: GPL-2.0-only
/* A changed file has every name that it uses. */
#include "t/test.h"
#include "port/names.h"

static void assert_said(const char *a, const char *b, const char *expected)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT, why = STRBUF_INIT;
	enum port_status end;

	strbuf_addstr(&before, a);
	strbuf_addstr(&after, b);
	end = port_check_names(&before, &after, &why);
	assert_string_equal(why.buf, expected);
	assert_int_equal(end, *expected ? PORT_REFUSED : PORT_OK);
	strbuf_release(&before);
	strbuf_release(&after);
	strbuf_release(&why);
}

/* a function f() around statements, and another that has the variables */
#define OTHER "static int g(int cpu)\n{\n\tint i;\n\n\treturn cpu + i;\n}\n\n"
#define F(body) OTHER "void f(struct pool *pool)\n{\n" body "}\n"

static void what_nothing_declares(void **state)
{
	(void)state;
	assert_said(F("\tx(pool);\n"), F("\tint cpu;\n\n\tx(pool, cpu);\n"), "");
	assert_said(F("\tx(pool);\n"), F("\tx(pool);\n\ty(cpu);\n"),
		    "f() in line 8 would use 'cpu', which nothing declares there");
	/* in another block */
	assert_said(F("\tif (a) {\n\t\tint cpu;\n\t}\n\tx(pool);\n"),
		    F("\tif (a) {\n\t\tint cpu;\n\t}\n\tx(pool, cpu);\n"),
		    "f() in line 13 would use 'cpu', which nothing declares there");
	/* behind its use */
	assert_said(F("\tx(pool);\n"), F("\tx(cpu);\n\tint cpu;\n"),
		    "f() in line 10 would use 'cpu', which nothing declares there");
	/* its declaration is gone */
	assert_said(F("\tint n = 0;\n\n\tx(n);\n"), F("\tx(n);\n"),
		    "f() in line 12 would use 'n', which nothing declares there");
	/* members, tags, labels and fields of initialisers are no names */
	assert_said(F("\tx(pool);\n"),
		    F("\tstruct cpu *a = pool->cpu, b = { .cpu = 1 };\n\n\tx(a, &b.cpu);\n"), "");
	assert_said(F("\tx(pool);\n"),
		    F("\tlist_for_each_entry(pool, &pool->all, cpu)\n\t\tx(pool);\n"), "");
	/* what a header has: used before, or a constant, or called */
	assert_said(F("\tx(jiffies);\n"), F("\ty(jiffies, NULL, -ENOMEM, true, __func__);\n"),
		    "");
	assert_said(F("\tx(pool);\n"), F("\tx(pool, cpu_count);\n"),
		    "f() in line 10 would use 'cpu_count', which nothing declares there");
	/* what the change adds */
	assert_said(F("\tx(pool);\n"), "static void h(void)\n{\n\tput(cpu);\n}\n\n" F("\tx(pool);\n"),
		    "h(), which the change adds, would use 'cpu', which nothing declares there");
	assert_said(F("\tx(pool);\n"),
		    F("\tint i, cpu;\n\n\tfor (int n = 0; n < 2; n++)\n\t\tx(i, cpu, (u8 *)n);\n"), "");
	assert_said(F("\tint i;\n\n\tx(i);\n"), F("\tint i;\n\tint i;\n\n\tx(i);\n"),
		    "f() in line 8 would declare 'i' twice");
}

static void in_some_configurations(void **state)
{
	(void)state;
	assert_said(F("#ifdef A\n\tint i;\n\n\tx(i);\n#endif\n\ty();\n"),
		    F("#ifdef A\n\tint i, cpu;\n\n\tx(i);\n#endif\n\ty(cpu);\n"),
		    "f() in line 15 would use 'cpu', which is not declared in every configuration");
	assert_said(F("\ty();\n"),
		    F("#ifdef A\n\tint cpu;\n#else\n\tlong cpu;\n#endif\n\ty(cpu);\n"), "");
	assert_said(F("\ty();\n"),
		    F("#ifdef A\n\tint cpu;\n#elif B\n\tlong cpu;\n#endif\n\ty(cpu);\n"),
		    "f() in line 10 would use 'cpu', which is not declared in every configuration");
	assert_said(F("\ty();\n"),
		    F("#ifndef A\n\tint cpu;\n#endif\n#if !defined(A)\n\ty(cpu);\n#endif\n"), "");
	assert_said(F("\ty();\n"),
		    F("#ifdef A\n\tint cpu;\n#endif\n#ifndef A\n\ty(cpu);\n#endif\n"),
		    "f() in line 10 would use 'cpu', which is not declared in every configuration");
}

static void above_where_it_is_declared(void **state)
{
	(void)state;
	assert_said(F("\tx(pool);\n") "static int v;\n", F("\tx(v);\n") "static int v;\n",
		    "f() in line 10 would use 'v' above where it is declared, in line 12");
	assert_said(F("\tx(pool);\n") "static DEFINE_PER_CPU(u8 *, v);\n",
		    F("\tx(v);\n") "static DEFINE_PER_CPU(u8 *, v);\n",
		    "f() in line 10 would use 'v' above where it is declared, in line 12");
	assert_said(F("\tx(pool);\n") "static void h(void)\n{\n}\n",
		    F("\th();\n") "static void h(void)\n{\n}\n",
		    "f() in line 8 would use 'h' above where it is declared, in line 12");
	assert_said(F("\tx(pool);\n") "static void h(void)\n{\n}\n",
		    "static void h(void);\n" F("\th();\n") "static void h(void)\n{\n}\n", "");
	assert_said(F("\tx(pool);\n") "static void __h(int);\nstatic int __x;\n",
		    "static void __init __h(int);\nstatic int __x;\n" F("\t__h(__x);\n"), "");
	/* a header may have it */
	assert_said(F("\tx(pool);\n") "void h(void)\n{\n}\n",
		    F("\th();\n") "void h(void)\n{\n}\n", "");
	/* the function is gone, somebody still calls it, or has its address */
	assert_said("static void h(void)\n{\n}\n" F("\th();\n"), F("\th();\n"),
		    "f() in line 13 would use 'h', which nothing declares there");
	assert_said("static void h(void)\n{\n}\nstatic struct ops o = {\n\t.h = h,\n};\n",
		    "static struct ops o = {\n\t.h = h,\n};\n",
		    "what is outside of functions in line 5 would use 'h', which nothing declares there");
}

static void labels(void **state)
{
	(void)state;
	assert_said(F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\n"),
		    F("\tif (x)\n\t\tgoto out;\n\ty();\n\tz();\n"),
		    "f() in line 11 would go to 'out', which is no label there");
	assert_said(F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\n"),
		    F("\ty();\nout:\n\tz();\n"),
		    "f() in line 13 would have a label 'out' that nothing goes to");
	assert_said(F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\n"),
		    F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\nout:\n\ty();\n"),
		    "f() in line 8 would have the label 'out' twice");
	assert_said(F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\n"),
		    F("\tif (x)\n\t\tgoto out;\n\ty();\n#ifdef A\nout:\n#endif\n\tz();\n"),
		    "f() in line 11 would go to 'out', which is a label in some configurations only");
	assert_said(F("\tif (x)\n\t\tgoto out;\n\ty();\nout:\n\tz();\n"),
		    F("#ifdef A\n\tif (x)\n\t\tgoto out;\n#endif\n\ty();\nout:\n\tz();\n"),
		    "f() in line 13 would have a label 'out' that nothing goes to");
	/* used by others than goto */
	assert_said(F("\tp = &&out;\n\tif (x)\n\t\tgoto out;\nout:\n\tz();\n"),
		    F("\tp = &&out;\nout:\n\tz();\n"), "");
	assert_said(F("\tasm goto(\"\" : : : : out);\n\tif (x)\n\t\tgoto out;\nout:\n\tz();\n"),
		    F("\tasm goto(\"\" : : : : out);\n\tz();\n"),
		    "f() in line 10 would go to 'out', which is no label there");
	/* in another function there is one of the name */
	assert_said(F("\tgoto out;\nout:\n\tz();\n"),
		    "void h(void)\n{\nout:\n\tz();\n\tgoto out;\n}\n\n" F("\tgoto out;\n\tz();\n"),
		    "f() in line 10 would go to 'out', which is no label there");
}

#define TRY "#define TRY(x) do { if (!(x)) goto out; } while (0)\n"
#define NOTE "#define NOTE do { int r = 0; log(r, n); } while (0)\n"

static void by_a_macro(void **state)
{
	(void)state;
	assert_said(TRY F("\tTRY(a);\n\tif (b)\n\t\tgoto out;\nout:\n\tz();\n"),
		    TRY F("\tTRY(a);\n\tz();\n"),
		    "f() in line 11 would go to 'out' by the macro 'TRY', which is no label there");
	assert_said(TRY F("\tTRY(a);\n\tif (b)\n\t\tgoto out;\nout:\n\tz();\n"),
		    TRY F("\tTRY(a);\nout:\n\tz();\n"), "");
	/* nobody uses it here */
	assert_said(TRY F("\tif (b)\n\t\tgoto out;\nout:\n\tz();\n"), TRY F("\tz();\n"), "");
	/* a macro of a macro, and its own variable */
	assert_said(NOTE "#define SAY NOTE\n" F("\tint n, r;\n\n\tSAY;\n\tx(n, r);\n"),
		    NOTE "#define SAY NOTE\n" F("\tSAY;\n"),
		    "f() in line 14 would use 'n' by the macro 'SAY', which nothing declares there");
}

/* what was so before is no fault of the change */
static void as_it_was(void **state)
{
	static const char odd[] = F("\tx(a);\n\tint a;\nl:\n\tgoto k;\n#ifdef A\n\tint b;\n#endif\n\ty(b);\n");

	(void)state;
	assert_said(odd, odd, "");
	assert_said(odd, F("\tx(a);\nl:\n\tgoto k;\n#ifdef A\n\tint b;\n#endif\n\ty(b);\n"), "");
	/* a header has it where the file has not */
	assert_said("#ifdef A\nstatic void h(void)\n{\n}\n#endif\n" F("\th();\n") "void k(void)\n{\n}\n",
		    "#ifdef A\nstatic void h(void)\n{\n}\n#endif\n" F("\th();\n") "void k(void)\n{\n\th();\n}\n",
		    "");
	assert_said("", "", "");
	assert_said("#if\n}}}((", "#else\n#endif\n{{{", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nothing_declares),
		cmocka_unit_test(in_some_configurations),
		cmocka_unit_test(above_where_it_is_declared),
		cmocka_unit_test(labels),
		cmocka_unit_test(by_a_macro),
		cmocka_unit_test(as_it_was),
	};

	return cmocka_run_group_tests_name("port-names", tests, NULL, NULL);
}
