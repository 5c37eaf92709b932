// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "base/folder.h"

static int fill(void **state)
{
	int ret = scratch_setup(state);

	put_file("b.patch", "");
	put_file("a.patch", "");
	put_file(".hidden.patch", "");
	put_file("a.patch.orig", "");
	return ret || mkdir_p("6.12.y") || mkdir_p("6.6.y") || mkdir_p("empty");
}

/* "./x ./y", or "-errno" */
static void check(const char *dir, const char *pattern, const char *expected)
{
	struct argv paths = ARGV_INIT;
	struct strbuf text = STRBUF_INIT;
	int ret = folder_list(dir, pattern, &paths);

	if (ret)
		strbuf_addf(&text, "%d", ret);
	for (size_t i = 0; i < paths.nr; i++)
		strbuf_addf(&text, "%s%s", i ? " " : "", paths.v[i]);
	assert_string_equal(text.buf, expected);
	strbuf_release(&text);
	argv_release(&paths);
}

static void lists_what_matches(void **state)
{
	(void)state;
	check(".", "*.patch", "./a.patch ./b.patch");
	check(".", "a*", "./a.patch ./a.patch.orig");
	check(".", ".*.patch", "./.hidden.patch");
}

static void lists_all(void **state)
{
	(void)state;
	check(".", "*", "./6.12.y ./6.6.y ./a.patch ./a.patch.orig ./b.patch ./empty");
	check(".", NULL,
	      "./.hidden.patch ./6.12.y ./6.6.y ./a.patch ./a.patch.orig ./b.patch ./empty");
}

static void nothing_is_no_error(void **state)
{
	(void)state;
	check(".", "*.c", "");
	check("empty", NULL, "");
}

static void no_folder_is_one(void **state)
{
	char expected[16];

	(void)state;
	snprintf(expected, sizeof(expected), "%d", -ENOENT);
	check("missing", "*", expected);
	snprintf(expected, sizeof(expected), "%d", -ENOTDIR);
	check("a.patch", "*", expected);
}

static void folders_come_by_version(void **state)
{
	struct argv names = ARGV_INIT;

	(void)state;
	put_file("6.6.y/target", "");
	put_file("6.12.y/target", "");
	assert_int_equal(folders_with(".", "target", &names), 0);
	assert_int_equal(names.nr, 2);
	assert_string_equal(names.v[0], "6.6.y");
	assert_string_equal(names.v[1], "6.12.y");
	argv_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_what_matches),
		cmocka_unit_test(lists_all),
		cmocka_unit_test(nothing_is_no_error),
		cmocka_unit_test(no_folder_is_one),
		cmocka_unit_test(folders_come_by_version),
	};

	return cmocka_run_group_tests_name("folder", tests, fill, scratch_teardown);
}
