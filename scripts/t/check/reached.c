// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "check/reached.h"

/* What a reader of @text has seen of @path, a digit a line, from line 1. */
static void assert_seen(const char *text, const char *path, const char *expected)
{
	bool seen[8] = { false }, wanted[8] = { false };
	struct reached_file file = { .path = (char *)path, .wanted = wanted, .seen = seen,
				     .nr = 6 };
	struct reached reached = { .files = &file, .nr = 1 };
	struct strbuf said = STRBUF_INIT;
	char found[7] = "";

	strbuf_addstr(&said, text);
	reached_read(&reached, &said, "/src/tree");
	for (size_t i = 0; i < 6; i++)
		found[i] = seen[i + 1] ? '1' : '0';
	assert_string_equal(found, expected);
	strbuf_release(&said);
}

static void lines_that_are_left(void **state)
{
	(void)state;
	assert_seen("# 1 \"/src/tree/mm/a.c\"\none\n\nthree\n \t\nfive\n", "mm/a.c", "101010");
	/* a tree that is given by a relative path, and one that is somewhere else */
	assert_seen("# 2 \"./mm/a.c\" 1\ntwo\n", "mm/a.c", "010000");
	assert_seen("# 2 \"/other/mm/a.c\"\ntwo\n", "mm/a.c", "000000");
	assert_seen("# 2 \"/src/tree/mm/a.cc\"\ntwo\n", "mm/a.c", "000000");
}

static void headers_come_between(void **state)
{
	(void)state;
	assert_seen("# 1 \"/src/tree/mm/a.c\"\n# 1 \"/src/tree/mm/a.h\" 1\nx\nx\nx\n"
		    "# 2 \"/src/tree/mm/a.c\" 2\n\nthree\n", "mm/a.c", "001000");
	assert_seen("# 1 \"/src/tree/mm/a.c\"\n# 1 \"/src/tree/mm/a.h\" 1\nx\n"
		    "# 2 \"/src/tree/mm/a.c\" 2\ntwo\n", "mm/a.h", "100000");
}

static void what_is_no_marker(void **state)
{
	(void)state;
	assert_seen("# 1 \"/src/tree/mm/a.c\"\n#define X\n#pragma x\n# x\nfour\n", "mm/a.c",
		    "111100");
	/* beyond the end of the file, and before its beginning */
	assert_seen("# 6 \"/src/tree/mm/a.c\"\nsix\nseven\n", "mm/a.c", "000001");
	assert_seen("# 99999999999999999999999 \"/src/tree/mm/a.c\"\nx\n", "mm/a.c", "000000");
	assert_seen("x\nx\n", "mm/a.c", "000000");
	assert_seen("# 1 \"/src/tree/mm/a.c\nx\n", "mm/a.c", "000000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_are_left),
		cmocka_unit_test(headers_come_between),
		cmocka_unit_test(what_is_no_marker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
