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

/* a function around statements */
#define F(body) "void f(void)\n{\n" body "}\n"

static void what_is_kept_has_its_comment(void **state)
{
	(void)state;
	/* lost: above, behind, in the middle, before a brace */
	assert_kept(F("\ta();\n\t/* of b */\n\tb();\n"), F("\tb();\n"), F("\t/* of b */\n\tb();\n"));
	assert_kept(F("\ta();\n\tb();\t/* of b */\n"), F("\tb();\n"), F("\tb();\t/* of b */\n"));
	assert_kept(F("\ta();\n\tb(x, /* y */ y);\n"), F("\tb(x, y);\n"),
		    F("\tb(x, /* y */ y);\n"));
	assert_kept(F("\ta();\n\tb();\n\t/* and no more */\n"), F("\tb();\n"),
		    F("\tb();\n\t/* and no more */\n"));
	assert_kept(F("\ta();\n\tif (b) { /* if */\n\t\tc();\n\t}\n"),
		    F("\tif (b) {\n\t\tc();\n\t}\n"), F("\tif (b) { /* if */\n\t\tc();\n\t}\n"));
	/* on what has changed */
	assert_kept(F("\tif (b) { /* if */\n\t\tc();\n\t}\n"), F("\tif (b)\n\t\tc();\n"),
		    F("\tif (b) /* if */\n\t\tc();\n"));
	assert_kept(F("\t/* get */\n\treq = get(acomp);\n"), F("\tctx->req = get(ctx->acomp);\n"),
		    F("\t/* get */\n\tctx->req = get(ctx->acomp);\n"));
	assert_kept(F("\treq = get(acomp); // get\n"), F("\tctx->req = get(ctx->acomp);\n"),
		    F("\tctx->req = get(ctx->acomp); // get\n"));
	assert_kept(F("\treq = get(/* it */ acomp);\n"), F("\tctx->req = get(/* it */ ctx->acomp);\n"),
		    F("\tctx->req = get(/* it */ ctx->acomp);\n"));
	/* moved to other code */
	assert_kept(F("\t/* of a */\n\ta();\n\tb();\n"), F("\ta();\n\t/* of a */\n\tb();\n"),
		    F("\t/* of a */\n\ta();\n\tb();\n"));
	assert_kept(F("\tint a;\t/* a */\n\n\tb();\n"), F("\tint a;\n\n\tnew();\t/* a */\n\tb();\n"),
		    F("\tint a;\t/* a */\n\n\tnew();\n\tb();\n"));
	/* two of them, in order, and one level deeper */
	assert_kept(F("\t/* 1 */\n\t/* 2\n\t * 3 */\n\ta();\n\n\tb();\n"),
		    F("\tif (x)\n\t\ta();\n"),
		    F("\tif (x)\n\t\t/* 1 */\n\t\t/* 2\n\t\t * 3 */\n\t\ta();\n"));
	assert_kept(F("\t/* 1 */\n\t/* 2 */\n\ta();\n\n\tb();\n"), F("\t/* 2 */\n\ta();\n"),
		    F("\t/* 1 */\n\t/* 2 */\n\ta();\n"));
	/* of a function that moved */
	assert_kept("/* f */\n" F("") "\nint a;\n", "int a;\n\n" F(""), "int a;\n\n/* f */\n" F(""));
	assert_kept("#ifdef A\nint a;\n#endif /* A */\nint b;\n", "#ifdef A\nint a;\n#endif\n",
		    "#ifdef A\nint a;\n#endif /* A */\n");
}

static void what_goes_takes_its_comment(void **state)
{
	(void)state;
	/* left on what is next */
	assert_kept(F("\ta();\n\n\t/* of b */\n\tb();\n\tc();\n"), F("\ta();\n\n\t/* of b */\n\tc();\n"),
		    F("\ta();\n\n\tc();\n"));
	assert_kept(F("\tint a;\n\tint b =\n\t\t0;\t/* of b */\n\n\tc();\n"),
		    F("\tint a;\n\n\treturn;\t/* of b */\n\n\tc();\n"),
		    F("\tint a;\n\n\treturn;\n\n\tc();\n"));
	assert_kept(F("\ta(x, /* y */ y);\n"), F("\ta(x /* y */);\n"), F("\ta(x);\n"));
	assert_kept("/* of f */\n" F("") "\nint a;\n", "/* of f */\nint a;\n", "int a;\n");
	/* the lock goes, and has not become the init behind it */
	assert_kept(F("\t/* guard */\n\tlock(&x->m);\n\tset(x);\n") "void g(void)\n{\n\tlock(&x->m);\n}\n",
		    F("\t/* guard */\n\tset(x);\n\tinit(&x->m);\n") "void g(void)\n{\n\tlock(&x->m);\n}\n",
		    F("\tset(x);\n\tinit(&x->m);\n") "void g(void)\n{\n\tlock(&x->m);\n}\n");
	/* in a block, one with an empty line behind it goes with all around it */
	assert_kept(F("\tif (a) {\n\t\t/* all */\n\n\t\tb();\n\t}\n"),
		    F("\tif (a) {\n\t\t/* all */\n\n\t}\n"), F("\tif (a) {\n\n\t}\n"));
}

static void what_is_added_stays(void **state)
{
	(void)state;
	assert_kept(F("\ta();\n"), F("\t/* new */\n\tb();\t/* too */\n\ta();\n"),
		    F("\t/* new */\n\tb();\t/* too */\n\ta();\n"));
	/* in another function, in the words of one that goes */
	assert_kept(F("\t/* put */\n\tput();\n\ta();\n"),
		    "void new(void)\n{\n\t/* put */\n\tput();\n}\n" F("\ta();\n"),
		    "void new(void)\n{\n\t/* put */\n\tput();\n}\n" F("\ta();\n"));
}

static void no_place_for_it(void **state)
{
	struct strbuf out = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	assert_int_equal(keep(F("\tx();\n\t/* of a */\n\ta();\n"), F("\tb(); a();\n"), &out, &why),
			 PORT_REFUSED);
	assert_string_equal(why.buf, "the comment in line 4 in f() would be lost: what it is about does not begin a line any more");
	assert_int_equal(keep(F("\ta(); // of a\n"), F("\ta(); b();\n"), &out, &why),
			 PORT_REFUSED);
	assert_string_equal(why.buf, "the comment in line 3 in f() would be lost: there is more on its line now");
	assert_int_equal(keep(F("\t/* why */\n\ta();\n\tlock();\n\tb();\n"), F("\t/* why */\n\ta();\n\tb();\n"),
			      &out, &why), PORT_REFUSED);
	assert_string_equal(why.buf, "the comment in line 3 in f() may be about what goes below it");
	strbuf_release(&out);
	strbuf_release(&why);
}

static void assert_checked(const char *a, const char *b, const char *expected)
{
	static const char *names[] = { "old", "other" };
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT, why = STRBUF_INIT;
	enum port_status end;

	strbuf_addstr(&before, a);
	strbuf_addstr(&after, b);
	end = port_check_comments(&before, &after, names, ARRAY_SIZE(names), &why);
	assert_string_equal(why.buf, expected);
	assert_int_equal(end, *expected ? PORT_REFUSED : PORT_OK);
	strbuf_release(&before);
	strbuf_release(&after);
	strbuf_release(&why);
}

static void what_names_what_is_gone(void **state)
{
	(void)state;
	assert_checked("void old(void);\n/* as old() does */\nint a;\n", "/* as old() does */\nint a;\n",
		       "the comment in line 2 names 'old', which goes");
	assert_checked("void old(void);\n" F("\t/* old */\n\ta();\n"), F("\t/* old */\n\ta();\n"),
		       "the comment in line 4 in f() names 'old', which goes");
	/* left where it is astray */
	assert_checked("void old(void);\n" F("\t/* old */\n\ta();\n"), F("\tb(); /* old */\n"),
		       "the comment in line 4 in f() names 'old', which goes");
	/* it goes, too; it only begins so; it is still there; it never was */
	assert_checked("/* old() */\nvoid old(void);\n", "", "");
	assert_checked("void old(void);\n/* older, bold */\nint a;\n", "/* older, bold */\nint a;\n", "");
	assert_checked("void old(void);\n/* old */\nint a;\n", "void old(void);\n/* old */\nint a;\n",
		       "");
	assert_checked("/* old */\nint a;\n", "/* old */\nint a;\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_belongs_to_it_goes),
		cmocka_unit_test(what_does_not_is_put_back),
		cmocka_unit_test(above_has_changed),
		cmocka_unit_test(nowhere_to_put_it),
		cmocka_unit_test(what_is_kept_has_its_comment),
		cmocka_unit_test(what_goes_takes_its_comment),
		cmocka_unit_test(what_is_added_stays),
		cmocka_unit_test(no_place_for_it),
		cmocka_unit_test(what_names_what_is_gone),
	};

	return cmocka_run_group_tests_name("port-comments", tests, NULL, NULL);
}
