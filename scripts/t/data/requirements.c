// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/requirements.h"

static void lines_of_four_words(void **state)
{
	struct requirements list = REQUIREMENTS_INIT;

	(void)state;
	put_file("scripts/requirements",
		 "# what package when why\n\n  # too\n"
		 "gcc\tgcc  build\t\tcompiles ferry, and a lot\n"
		 " /usr/lib/*/x.so libx-dev run x\n");
	assert_int_equal(requirements_read(&list, "."), 0);
	assert_int_equal(list.nr, 2);
	assert_string_equal(list.v[0].what, "gcc");
	assert_string_equal(list.v[0].why, "compiles ferry, and a lot");
	assert_string_equal(list.v[1].what, "/usr/lib/*/x.so");
	assert_string_equal(list.v[1].package, "libx-dev");
	assert_string_equal(list.v[1].when, "run");
	assert_null(list.v[1].version);
	assert_string_equal(requirements_package(&list, "/usr/lib/*/x.so"), "libx-dev");
	assert_null(requirements_package(&list, "clang"));
	requirements_release(&list);
}

static void no_file(void **state)
{
	struct requirements list = REQUIREMENTS_INIT;

	(void)state;
	capture_stderr("said");
	assert_int_equal(requirements_read(&list, "nowhere"), -1);
	release_stderr();
	assert_file("said", "ferry: error: cannot read 'nowhere/scripts/requirements': No such file or directory\n");
	requirements_release(&list);
}

static void a_line_that_lacks_one(void **state)
{
	struct requirements list = REQUIREMENTS_INIT;

	(void)state;
	put_file("scripts/requirements", "gcc gcc build compiles\nsparse sparse run\n");
	capture_stderr("said");
	assert_int_equal(requirements_read(&list, "."), -1);
	release_stderr();
	assert_file("said", "ferry: error: './scripts/requirements': not WHAT PACKAGE WHEN WHY: 'sparse sparse run'\n");
	requirements_release(&list);
}

static int setup(void **state)
{
	return scratch_setup(state) || mkdir_p("scripts");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_four_words),
		cmocka_unit_test(no_file),
		cmocka_unit_test(a_line_that_lacks_one),
	};

	return cmocka_run_group_tests_name("requirements", tests, setup, scratch_teardown);
}
