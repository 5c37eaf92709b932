// SPDX-License-Identifier: GPL-2.0-only
/* the token stream of C: what makes two texts the same, and what does not */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/compare.h"
#include "base/strbuf.h"
#include "base/util.h"

/* copies of exactly their size: reading behind their end is caught */
static int equal_n(const char *a, size_t alen, const char *b, size_t blen,
		   struct ctoken_difference *where)
{
	char *ca = xmalloc(alen ? alen : 1), *cb = xmalloc(blen ? blen : 1);
	int equal;

	memcpy(ca, a, alen);
	memcpy(cb, b, blen);
	equal = ctoken_equal(ca, alen, cb, blen, where);
	free(ca);
	free(cb);
	return equal;
}

static int equal(const char *a, const char *b)
{
	return equal_n(a, strlen(a), b, strlen(b), NULL);
}

/* the tokens with '|' between them, a directive's end as <nl> */
static char *spell(const char *text, size_t len)
{
	struct strbuf out = STRBUF_INIT;
	struct ctokens tokens;

	ctokens_lex(&tokens, text, len);
	for (size_t i = 0; i < tokens.nr; i++) {
		if (i)
			strbuf_addch(&out, '|');
		if (tokens.v[i].kind == CTOKEN_NEWLINE)
			strbuf_addstr(&out, "<nl>");
		else
			strbuf_add(&out, tokens.v[i].text, tokens.v[i].len);
	}
	ctokens_release(&tokens);
	return strbuf_detach(&out);
}

static void assert_tokens(const char *text, const char *expected)
{
	char *found = spell(text, strlen(text));

	assert_string_equal(found, expected);
	free(found);
}

static void text_is_cut_at_the_longest_token(void **state)
{
	(void)state;
	assert_tokens("a+++b", "a|++|+|b");
	assert_tokens("a<<=b>>=c<<d>>e", "a|<<=|b|>>=|c|<<|d|>>|e");
	assert_tokens("p->x...y..z.w", "p|->|x|...|y|.|.|z|.|w");
	assert_tokens("a&&b||!c==d!=e<=f>=g", "a|&&|b||||!|c|==|d|!=|e|<=|f|>=|g");
	assert_tokens("x*=1/=2%=3^=4|=5&=6-=7", "x|*=|1|/=|2|%=|3|^=|4||=|5|&=|6|-=|7");
	assert_tokens("0x1fUL 1.5e+3f .5 1e-9L 0x1p-3 1_a", "0x1fUL|1.5e+3f|.5|1e-9L|0x1p-3|1_a");
	assert_tokens("1+2 0xe+1", "1|+|2|0xe+1");
	assert_tokens("a?b:c~d^e", "a|?|b|:|c|~|d|^|e");
	assert_tokens("L\"w\" u8\"x\" u'c' U\"y\" u8 Lx", "L\"w\"|u8\"x\"|u'c'|U\"y\"|u8|Lx");
	assert_tokens("\"a\\\"b\" '\\'' '\\\\' \"\\\\\"x", "\"a\\\"b\"|'\\''|'\\\\'|\"\\\\\"|x");
	assert_tokens("\"a\" \"b\"", "\"a\"|\"b\"");
	assert_tokens("\"/* no comment */\" '//'", "\"/* no comment */\"|'//'");
	assert_tokens("a /* \" */ b // ' \n c", "a|b|c");
	assert_tokens("a/**/b/***/c/*/ */d", "a|b|c|d");
	assert_tokens("a / b /c", "a|/|b|/|c");
	assert_tokens("$a @ ` \\ b", "$a|@|`|\\|b");
}

static void splices_vanish(void **state)
{
	(void)state;
	assert_tokens("ret\\\nurn \\\n x;", "return|x|;");
	assert_tokens("\"a\\\nb\" /\\\n* c *\\\n/ d", "\"ab\"|d");
	assert_tokens("a // b \\\n c\nd", "a|d");
	assert_tokens("in\\\r\nt x", "int|x");
	assert_tokens("\\\n\\\nx", "x");
	assert_true(equal("#define X a \\\n\tb\n", "#define X a b\n"));
}

static void the_end_of_a_directive_is_a_token(void **state)
{
	(void)state;
	assert_tokens("#define A 1\nint x;\n", "#|define|A|1|<nl>|int|x|;");
	assert_tokens("#endif", "#|endif|<nl>");
	assert_tokens("  #  if X /* a\n b */ > 1\ny", "#|if|X|>|1|<nl>|y");
	assert_tokens("a # b\nc", "a|#|b|c");
	assert_tokens("#define S(x) #x ## y\n", "#|define|S|(|x|)|#|x|##|y|<nl>");
	assert_tokens("#include <linux//x.h> // y\n", "#|include|<linux//x.h>|<nl>");
	assert_tokens("#if a < b > c\n", "#|if|a|<|b|>|c|<nl>");
	assert_tokens("#error don't\nint", "#|error|don|'t|<nl>|int");
	assert_false(equal("#define A\nb", "#define A b\n"));
	assert_false(equal("#define A(x)\n", "#define A (x)\n"));
	assert_true(equal("#define A(x)\n", "#define A( x )\n"));
	assert_true(equal("#define A (x)\n", "#define A    (x)\n"));
	assert_true(equal("#undef A\n", "#undef A"));
	assert_false(equal("a #b\n", "a\n#b\n"));
}

static void only_blanks_and_comments_may_differ(void **state)
{
	(void)state;
	assert_true(equal("if(x){y();}\n", "if (x) {\n\ty();\t/* why */\n}\r\n"));
	assert_true(equal("", "\n /* nothing */ // at all"));
	assert_false(equal("a + +b", "a ++b"));
	assert_false(equal("ab", "a b"));
	assert_false(equal("\"a b\"", "\"a  b\""));
	assert_false(equal("'a'", "\"a\""));
	assert_false(equal("x = 1;", "x = 1"));
	assert_false(equal("f(a, b)", "f(a; b)"));
	assert_false(equal("0x10", "0X10"));
}

static void what_is_not_closed_swallows_nothing(void **state)
{
	(void)state;
	assert_false(equal("a /* b", "a /* c"));
	assert_false(equal("a /* b", "a"));
	assert_true(equal("a /* b", "a\n/* b"));
	assert_false(equal("a \"b\nc", "a \"x\nc"));
	assert_false(equal("\"b\nc", "\"b\nd"));
	assert_tokens("\"b \nc", "\"b|c");
	assert_tokens("\"b\\", "\"b\\");
	assert_tokens("'", "'");
	assert_tokens("/*", "/*");
	assert_tokens("/*/", "/*/");
	assert_tokens("u8", "u8");
	assert_tokens("L'", "L'");
	assert_tokens("\\", "\\");
	assert_tokens("#", "#|<nl>");
	assert_tokens("#include <", "#|include|<|<nl>");
}

static void nul_bytes_are_tokens(void **state)
{
	(void)state;
	assert_false(equal_n("a\0b", 3, "a\0c", 3, NULL));
	assert_false(equal_n("a\0", 2, "a", 1, NULL));
	assert_false(equal_n("\"a\0b\"", 5, "\"a\0c\"", 5, NULL));
	assert_true(equal_n("a\0b", 3, "a \0 b", 5, NULL));
	assert_true(equal_n("1e\0+", 4, "1e\0 +", 5, NULL));
}

static void a_difference_says_where(void **state)
{
	static const char a[] = "int x;\n\nstatic int f(void)\n{\n\treturn 1;\n}\n";
	static const char b[] = "int x;\nstatic int f(void)\n{\n\treturn 2;\n}\n";
	struct ctoken_difference where;

	(void)state;
	assert_false(equal_n(a, sizeof(a) - 1, b, sizeof(b) - 1, &where));
	assert_int_equal(where.compared, 11);
	assert_int_equal(where.line_a, 5);
	assert_int_equal(where.line_b, 4);
	assert_string_equal(where.token_a, "1");
	assert_string_equal(where.token_b, "2");
	assert_string_equal(where.function, "f");
	ctoken_difference_release(&where);
	assert_null(where.token_a);

	assert_false(equal_n("a\n\n;", 4, "a", 1, &where));
	assert_int_equal(where.line_a, 3);
	assert_int_equal(where.line_b, 1);
	assert_string_equal(where.token_b, "end of file");
	assert_null(where.function);
	ctoken_difference_release(&where);

	assert_false(equal_n("#a b", 4, "#a\nb", 4, &where));
	assert_string_equal(where.token_b, "end of directive");
	ctoken_difference_release(&where);

	assert_false(equal_n("", 0, "\n\n;", 3, &where));
	assert_string_equal(where.token_a, "end of file");
	assert_int_equal(where.line_b, 3);
	ctoken_difference_release(&where);

	assert_true(equal_n("a b", 3, "a\nb", 3, &where));
	assert_int_equal(where.compared, 2);
	assert_null(where.token_a);
	ctoken_difference_release(&where);
}

static void lines_are_counted_through_everything(void **state)
{
	static const char text[] = "a\\\n\\\n b\n/*\n\n*/ c \"x\\\ny\" d\n#e\\\nf\ng\n";
	static const unsigned int lines[] = { 1, 3, 6, 6, 7, 8, 8, 9, 10 };
	struct ctokens tokens;

	(void)state;
	ctokens_lex(&tokens, text, sizeof(text) - 1);
	assert_int_equal(tokens.nr, ARRAY_SIZE(lines));
	for (size_t i = 0; i < tokens.nr; i++)
		assert_int_equal(tokens.v[i].line, lines[i]);
	assert_int_equal(tokens.v[2].column, 4);
	ctokens_release(&tokens);
}

static void comments_stand_beside(void **state)
{
	static const char text[] = "/* a */ x\\\n\\\n y /* b\\\nc */;\n#if A // d \n// e";
	static const char *const comments[] = { "/* a */", "/* b\\\nc */", "// d", "// e" };
	static const unsigned int lines[] = { 1, 3, 5, 6 }, next[] = { 0, 2, 6, 7 };
	struct ctokens tokens;

	(void)state;
	ctokens_lex(&tokens, text, sizeof(text) - 1);
	assert_int_equal(tokens.nr_comments, ARRAY_SIZE(comments));
	for (size_t i = 0; i < tokens.nr_comments; i++) {
		const struct ccomment *comment = &tokens.comments[i];

		assert_int_equal(comment->line, lines[i]);
		assert_int_equal(comment->next, next[i]);
		assert_int_equal(comment->end - comment->offset, strlen(comments[i]));
		assert_memory_equal(text + comment->offset, comments[i], strlen(comments[i]));
	}
	assert_int_equal(tokens.v[0].end, tokens.v[0].offset + 1);
	assert_memory_equal(text + tokens.v[1].offset, "y", 1);
	ctokens_release(&tokens);
	ctokens_lex(&tokens, "/* cut off", 10);
	assert_int_equal(tokens.nr_comments, 0);
	ctokens_release(&tokens);
}

static void big_and_odd_input_takes_no_time(void **state)
{
	static const char *const units[] = {
		"{}", "(", ")", "{", "}", "#if\n", "\\\n", "/*", "\"", "__a(b) ",
		"a(b){}", "#else\n", "__x() ", "'\\", "f()=", "int f(int a)\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		struct strbuf text = STRBUF_INIT;
		struct ctoken_difference where;

		while (text.len < 1 << 15)
			strbuf_addstr(&text, units[i]);
		assert_true(equal_n(text.buf, text.len, text.buf, text.len, &where));
		ctoken_difference_release(&where);
		assert_false(equal_n(text.buf, text.len, "x", 1, &where));
		ctoken_difference_release(&where);
		strbuf_addstr(&text, "){x}");
		assert_false(equal_n(text.buf, text.len, text.buf, text.len - 2, &where));
		ctoken_difference_release(&where);
		strbuf_release(&text);
	}
}

static void assert_differ(const char *a, const char *b, const char *expected)
{
	struct strbuf said = STRBUF_INIT;
	struct argv names = ARGV_INIT;

	(void)ctoken_differences(a, strlen(a), b, strlen(b), &names);
	for (size_t i = 0; i < names.nr; i++)
		strbuf_addf(&said, "%s%s", i ? " " : "", *names.v[i] ? names.v[i] : "-");
	assert_string_equal(said.buf, expected);
	argv_release(&names);
	strbuf_release(&said);
}

static void functions_that_differ(void **state)
{
	static const char base[] = "int a;\nint f(void)\n{\n\treturn 1;\n}\n"
				   "void g(void)\n{\n}\n";

	(void)state;
	assert_differ(base, base, "");
	assert_differ("", "", "");
	assert_differ(base, "int a;/* x */int f(void){return 1;\n}\nvoid g(void)\n{\n}", "");
	assert_differ(base, "int a;\nvoid g(void)\n{\n}\nint f(void)\n{\n\treturn 1;\n}\n", "");
	assert_differ(base, "int a;\nint f(void)\n{\n\treturn 2;\n}\nvoid g(void)\n{\n}\n", "f");
	assert_differ(base, "int b;\nint f(void)\n{\n\treturn 1;\n}\nvoid g(int a)\n{\n}\n", "g -");
	assert_differ(base, "int a;\nint f(void)\n{\n\treturn 1;\n}\n", "g");
	assert_differ("int f(void)\n{\n}\n", base, "f g -");
	/* two branches of #if define the same name */
	assert_differ("#ifdef A\nint f(void)\n{\n\ta();\n}\n#else\nint f(void)\n{\n}\n#endif\n",
		      "#ifdef A\nint f(void)\n{\n\ta();\n}\n#else\nint f(void)\n{\n}\n#endif\n", "");
	assert_differ("#ifdef A\nint f(void)\n{\n\ta();\n}\n#else\nint f(void)\n{\n}\n#endif\n",
		      "#ifdef A\nint f(void)\n{\n\ta();\n}\n#else\nint f(void)\n{\n\tb();\n}\n#endif\n", "f");
}

static void second_text_is_counted(void **state)
{
	struct argv names = ARGV_INIT;

	(void)state;
	assert_int_equal(ctoken_differences("", 0, "int a;\n", 7, &names), 3);
	assert_int_equal(names.nr, 1);
	argv_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_at_the_longest_token),
		cmocka_unit_test(splices_vanish),
		cmocka_unit_test(the_end_of_a_directive_is_a_token),
		cmocka_unit_test(only_blanks_and_comments_may_differ),
		cmocka_unit_test(what_is_not_closed_swallows_nothing),
		cmocka_unit_test(nul_bytes_are_tokens),
		cmocka_unit_test(a_difference_says_where),
		cmocka_unit_test(lines_are_counted_through_everything),
		cmocka_unit_test(functions_that_differ),
		cmocka_unit_test(second_text_is_counted),
		cmocka_unit_test(comments_stand_beside),
		cmocka_unit_test(big_and_odd_input_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
