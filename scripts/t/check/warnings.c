// SPDX-License-Identifier: GPL-2.0-only
/* complaints of the compilers and checkers, and the function around a line */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/strbuf.h"
#include "base/util.h"
#include "check/warnings.h"

#define DATA "scripts/t/check/data"

static struct warnings parse_n(const char *text, size_t len,
			       const char *from)
{
	struct warnings list = WARNINGS_INIT;
	/* a copy of exactly its size: reading behind its end is caught */
	char *copy = xmalloc(len ? len : 1);
	size_t nr;

	memcpy(copy, text, len);
	nr = warnings_parse(&list, copy, len, "/src/linux/", from);
	assert_int_equal(nr, list.nr);
	free(copy);
	return list;
}

static struct warnings parse(const char *text)
{
	return parse_n(text, strlen(text), NULL);
}

/* one line for each: file|function|message */
static char *spell(const struct warnings *list)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < list->nr; i++)
		strbuf_addf(&out, "%s|%s|%s\n", list->v[i].file, list->v[i].function,
			    list->v[i].message);
	return strbuf_detach(&out);
}

static void assert_list(struct warnings *list, const char *expected)
{
	char *found = spell(list);

	assert_string_equal(found, expected);
	free(found);
	warnings_release(list);
}

static void assert_parsed(const char *text, const char *expected)
{
	struct warnings list = parse(text);

	assert_list(&list, expected);
}

static void check_output(const char *path)
{
	char *expect_path = xstrfmt("%.*s.expect", (int)strlen(path) - 4, path);
	struct strbuf text = STRBUF_INIT, expected = STRBUF_INIT;
	struct warnings list;

	print_message("%s\n", path);
	assert_int_equal(read_file(path, &text), 0);
	assert_int_equal(read_file(expect_path, &expected), 0);
	list = parse_n(text.buf, text.len, DATA);
	assert_list(&list, expected.buf);
	strbuf_release(&text);
	strbuf_release(&expected);
	free(expect_path);
}

static void real_output_is_understood(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob(DATA "/*.txt", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 3);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_output(found.gl_pathv[i]);
	globfree(&found);
}

static void gcc_names_the_function_first(void **state)
{
	(void)state;
	assert_parsed("mm/zswap.c: In function 'zswap_store':\n"
		      "mm/zswap.c:10:2: warning: unused variable 'x' [-Wunused-variable]\n"
		      "   10 | int x;\n      | ^~~\n"
		      "mm/zswap.c:11:2: error: 'y' undeclared\n"
		      "mm/zswap.c: At top level:\n"
		      "mm/zswap.c:12:2: warning: 'z' defined but not used\n",
		      "mm/zswap.c|zswap_store|warning: unused variable 'x' [-Wunused-variable]\n"
		      "mm/zswap.c|zswap_store|error: 'y' undeclared\n"
		      "mm/zswap.c||warning: 'z' defined but not used\n");
	/* a header is blamed: the scope said just before is the function */
	assert_parsed("In file included from ./include/linux/kernel.h:28,\n"
		      "                 from ../mm/zswap.c:15:\n"
		      "../mm/zswap.c: In function \xe2\x80\x98load\xe2\x80\x99:\n"
		      "./include/linux/minmax.h:20:35: warning: distinct types\n",
		      "include/linux/minmax.h|load|warning: distinct types\n");
	assert_parsed("In function 'memcpy',\n"
		      "    inlined from 'inner' at mm/zswap.c:5:2,\n"
		      "    inlined from 'outer' at mm/zswap.c:9:2:\n"
		      "./include/linux/fortify-string.h:9:1: warning: overflow\n",
		      "include/linux/fortify-string.h|outer|warning: overflow\n");
	/* the next step of the build, or another file, ends a scope */
	assert_parsed("a.c: In function 'f':\n  CC      b.o\na.c:1:2: warning: w\n",
		      "a.c||warning: w\n");
	assert_parsed("a.c: In function 'f':\na.c:1:1: warning: v\nb.c:1:2: warning: w\n",
		      "a.c|f|warning: v\nb.c||warning: w\n");
}

static void other_tools_are_understood(void **state)
{
	(void)state;
	assert_parsed("a.c:1:2: warning: types differ\na.c:1:2:    expected int\n"
		      "a.c:1:2:    got long\na.c:9:2:    not of it\n",
		      "a.c||warning: types differ; expected int; got long\n");
	assert_parsed("a.c:1:2: warning: types differ\nb.c:1:2:    not of it\n",
		      "a.c||warning: types differ\n");
	assert_parsed("./a.c:12:3-7: WARNING: NULL check is not needed\n"
		      "a.c:1:2-3: ERROR: missing unlock; lock on line 40\n"
		      "a.c:5:2-3: alloc with no test, possible model on line 34\n",
		      "a.c||WARNING: NULL check is not needed\n"
		      "a.c||ERROR: missing unlock; lock on line N\n"
		      "a.c||alloc with no test, possible model on line N\n");
	assert_parsed("mm/z.c:12: warning: Function parameter 'x' not described in 'y'\n"
		      "Warning: mm/z.c:12 function parameter 'x' not described in 'y'\n",
		      "mm/z.c||warning: Function parameter 'x' not described in 'y'\n"
		      "mm/z.c||warning: function parameter 'x' not described in 'y'\n");
	assert_parsed("mm/z.o: warning: objtool: zswap_load+0x1d: call without frame\n",
		      "mm/z.o|zswap_load|warning: objtool: zswap_load: call without frame\n");
	assert_parsed("WARNING: modpost: missing MODULE_LICENSE() in a.o\n"
		      "ERROR: modpost: \"f\" [a.ko] undefined!\n",
		      "||WARNING: modpost: missing MODULE_LICENSE() in a.o\n"
		      "||ERROR: modpost: \"f\" [a.ko] undefined!\n");
	assert_parsed("ld: mm/z.o: in function `f':\n"
		      "/src/linux/mm/z.c:9: undefined reference to `g'\n",
		      "mm/z.c||error: undefined reference to `g'\n");
	assert_parsed("cc1: warning: unrecognized option '-Wno-x'\n",
		      "cc1||warning: unrecognized option '-Wno-x'\n");
}

static void what_is_no_complaint_is_left_out(void **state)
{
	(void)state;
	assert_parsed("", "");
	assert_parsed("\n\n:\n::\n:1:2:\na:\na.c:\na.c:1\na.c:1:\na.c:1:2\na.c:1:2:\n"
		      "a.c:1:2: \na.c:1:2-\na.c:1:2-3\na.c:1:2-3:\na.c:1: warning:\n"
		      "Warning: \nWarning: x\nwarning: x\n: warning: x\n", "");
	assert_parsed("make[2]: warning:  Clock skew detected.\nmake: warning: x\n"
		      "a.c:1:2: note: declared here\n6 warnings generated.\n"
		      "  CC      mm/warning.o\n  300 | a.c:1:2: warning: quoted\n"
		      "cc1: all warnings being treated as errors\n"
		      "a sentence: warning: about nothing\n", "");
}

static void places_do_not_matter(void **state)
{
	struct warnings a = parse("/src/linux/./mm/z.c:10:2: warning: x at mm/z.c:3:1, line 12\r\n"
				  "mm/z.c:1:1: warning: in /src/linux/mm/z.h:44\n"
				  "mm/z.c:2:1: warning: f+0x10/0x20 lines 3 and 4, deadline 5\n");
	struct warnings b = parse("../../mm/z.c:99:2: warning: x at mm/z.c:77:9, line 80\n"
				  "./mm/z.c:1:1: warning: in mm/z.h:45\n"
				  "mm/z.c:2:1: warning: f+0x11/0x21 lines 7 and 4, deadline 5\n");
	struct warnings added = WARNINGS_INIT, removed = WARNINGS_INIT;

	(void)state;
	assert_int_equal(a.nr, 3);
	assert_int_equal(a.v[0].line, 10);
	assert_int_equal(warnings_diff(&a, &b, &added, &removed, NULL), 0);
	assert_int_equal(added.nr, 0);
	assert_int_equal(removed.nr, 0);
	assert_list(&a, "mm/z.c||warning: x at mm/z.c:N, line N\n"
		    "mm/z.c||warning: in mm/z.h:N\n"
		    "mm/z.c||warning: f lines N and 4, deadline 5\n");
	warnings_release(&b);
}

static void lists_are_compared_as_multisets(void **state)
{
	struct warnings before = parse("a.c:1:1: warning: x\na.c:2:1: warning: x\n"
				       "b.c:1: warning: y\n");
	struct warnings after = parse("b.c:5: warning: z\na.c:7:1: warning: x\n"
				      "b.c:9: warning: z\n");
	struct warnings added = WARNINGS_INIT, removed = WARNINGS_INIT;

	(void)state;
	assert_int_equal(warnings_diff(&before, &after, &added, &removed, NULL), 2);
	assert_int_equal(added.v[1].line, 9);
	assert_list(&added, "b.c||warning: z\nb.c||warning: z\n");
	assert_int_equal(removed.v[0].line, 2);
	assert_list(&removed, "a.c||warning: x\nb.c||warning: y\n");
	assert_int_equal(warnings_diff(&after, &before, NULL, NULL, NULL), 2);
	warnings_release(&before);
	warnings_release(&after);
}

static void the_function_is_part_of_the_identity(void **state)
{
	struct warnings a = parse("a.c: In function 'f':\na.c:1:1: warning: x\n");
	struct warnings b = parse("a.c: In function 'g':\na.c:1:1: warning: x\n");

	(void)state;
	assert_int_equal(warnings_diff(&a, &b, NULL, NULL, NULL), 1);
	warnings_release(&a);
	warnings_release(&b);
}

static void hostile_output_does_no_harm(void **state)
{
	static const char nul[] = "a.c:1:1: warning: x\0y\n\0\nb.c:1:1: warning: z";
	static const char alphabet[] = "a.c:12: -warning: error'In function\n\r\0 \xe2\x80\x98./";
	struct warnings list = parse_n(nul, sizeof(nul) - 1, NULL);
	struct strbuf text = STRBUF_INIT;
	unsigned int random = 1;

	(void)state;
	assert_list(&list, "a.c||warning: x?y\nb.c||warning: z\n");
	assert_parsed("a.c:99999999999999999999:1: warning: x\n", "a.c||warning: x\n");

	strbuf_addstr(&text, "a.c:1:1: warning: ");
	for (int i = 0; i < 1000000; i++)
		strbuf_addch(&text, 'x');
	strbuf_addstr(&text, "\nb.c:1:1: warning: z\n");
	list = parse_n(text.buf, text.len, NULL);
	assert_int_equal(list.nr, 2);
	assert_true(strlen(list.v[0].message) < 70000);
	warnings_release(&list);

	strbuf_reset(&text);
	for (int i = 0; i < 100000; i++) {
		random = random * 1664525 + 1013904223;
		strbuf_addch(&text, alphabet[(random >> 16) % (sizeof(alphabet) - 1)]);
	}
	for (size_t n = 0; n < 50; n++) {
		list = parse_n(text.buf + n * 100, text.len / (n + 2), DATA);
		warnings_release(&list);
	}
	strbuf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_output_is_understood),
		cmocka_unit_test(gcc_names_the_function_first),
		cmocka_unit_test(other_tools_are_understood),
		cmocka_unit_test(what_is_no_complaint_is_left_out),
		cmocka_unit_test(places_do_not_matter),
		cmocka_unit_test(lists_are_compared_as_multisets),
		cmocka_unit_test(the_function_is_part_of_the_identity),
		cmocka_unit_test(hostile_output_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
