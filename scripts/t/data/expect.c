// SPDX-License-Identifier: GPL-2.0-only
/* expect.c: a series on a target */
#include "t/test.h"
#include "data/expect.h"

#define DIR "./stable/6.1.y/one"

static int open_expect(struct expect *expect, const char *text)
{
	int ret;

	if (text)
		put_file(DIR "/expect", text);
	capture_stderr("said");
	ret = expect_open(expect, ".", "6.1.y", "one");
	release_stderr();
	return ret;
}

static void expectation_is_read(void **state)
{
	struct expect expect;
	const char **specs;

	(void)state;
	assert_int_equal(open_expect(&expect, "[expect]\n\tshape = S1\n\thits = a=1\n"
				     "\thits = b=2-3\n"), 0);
	assert_string_equal(expect.target, "6.1.y");
	assert_string_equal(expect.dir, DIR);
	assert_string_equal(expect.path, DIR "/expect");
	assert_string_equal(expect_get(&expect, "shape"), "S1");
	assert_null(expect_get(&expect, "judge"));
	assert_int_equal(conf_get_all(&expect.conf, "expect.hits", &specs), 2);
	assert_string_equal(specs[1], "b=2-3");
	free(specs);
	expect_release(&expect);
}

static void what_is_wrong_is_said(void **state)
{
	struct expect expect;

	(void)state;
	assert_int_equal(open_expect(&expect, "[expect]\n\tshap = S1\n"), -1);
	expect_release(&expect);
	assert_file("said", "ferry: error: '" DIR "/expect': unknown key 'expect.shap': "
		    "known keys are expect.shape expect.judge expect.hits expect.patches "
		    "expect.never\n");
	assert_int_equal(open_expect(&expect, "[expect\n"), -1);
	expect_release(&expect);
	unlink(DIR "/expect");
	assert_int_equal(open_expect(&expect, NULL), -1);
	expect_release(&expect);
	assert_file("said", "ferry: error: series 'one' is not carried to 6.1.y: '" DIR
		    "/expect' is missing\n");
}

static void targets_are_those_with_the_file(void **state)
{
	struct argv among = ARGV_INIT, targets = ARGV_INIT;
	int ret;

	(void)state;
	argv_pushl(&among, "5.10.y", "5.15.y", "6.6.y", NULL);
	put_file("stable/5.15.y/two/expect", "");
	put_file("stable/6.6.y/two/expect", "");
	put_file("stable/5.10.y/target", "");
	assert_int_equal(expect_targets(".", "two", &among, &targets), 0);
	assert_int_equal(targets.nr, 2);
	assert_string_equal(targets.v[0], "5.15.y");
	assert_string_equal(targets.v[1], "6.6.y");
	argv_release(&targets);

	put_file("stable/5.10.y/two/series", "");
	capture_stderr("said");
	ret = expect_targets(".", "two", &among, &targets);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: './stable/5.10.y/two' has no file 'expect': say "
		    "there which shape the tree has, or remove the folder\n");
	argv_release(&among);
	argv_release(&targets);
}

static int patches_of(const char *text, struct argv *paths)
{
	struct expect expect;
	int ret;

	if (text)
		put_file(DIR "/series", text);
	assert_int_equal(open_expect(&expect, "[expect]\n"), 0);
	capture_stderr("said");
	ret = expect_patches(&expect, paths);
	release_stderr();
	expect_release(&expect);
	return ret;
}

static void patches_as_quilt_reads_them(void **state)
{
	struct argv paths = ARGV_INIT;

	(void)state;
	put_file(DIR "/0001-a.patch", "");
	put_file(DIR "/0002-b.patch", "");
	put_file("patches/two/0001-c.patch", "");
	assert_int_equal(patches_of("# order matters\n\n"
				    "  0002-b.patch # why\n"
				    "0001-a.patch#no blank\n"
				    "\t\n"
				    "../../../patches/two/0001-c.patch", &paths), 0);
	assert_int_equal(paths.nr, 3);
	assert_string_equal(paths.v[0], DIR "/0002-b.patch");
	assert_string_equal(paths.v[1], DIR "/0001-a.patch");
	assert_string_equal(paths.v[2], DIR "/../../../patches/two/0001-c.patch");
	argv_release(&paths);
	assert_int_equal(patches_of("0001-a.patch\r\n", &paths), 0);
	assert_string_equal(paths.v[0], DIR "/0001-a.patch");
	argv_release(&paths);
}

static void mainline_form_where_the_branch_has_none(void **state)
{
	struct argv paths = ARGV_INIT;

	(void)state;
	unlink(DIR "/series");
	assert_int_equal(patches_of(NULL, &paths), 0);
	assert_int_equal(paths.nr, 0);
	put_file("patches/one/0001-m.patch", "");
	put_file("patches/one/series", "0001-m.patch\n");
	assert_int_equal(patches_of(NULL, &paths), 0);
	assert_int_equal(paths.nr, 1);
	assert_string_equal(paths.v[0], "./patches/one/0001-m.patch");
	argv_release(&paths);
	/* a list without a name is one all the same */
	assert_int_equal(patches_of("", &paths), 0);
	assert_int_equal(paths.nr, 0);
}

static void patches_of_another_target(void **state)
{
	struct argv paths = ARGV_INIT;
	struct expect expect;

	(void)state;
	unlink(DIR "/series");
	put_file("stable/5.15.y/one/0001-o.patch", "");
	put_file("stable/5.15.y/one/series", "0001-o.patch\n");
	assert_int_equal(open_expect(&expect, "[expect]\n\tpatches = 5.15.y\n"), 0);
	assert_int_equal(expect_patches(&expect, &paths), 0);
	expect_release(&expect);
	assert_int_equal(paths.nr, 1);
	assert_string_equal(paths.v[0], "./stable/5.15.y/one/0001-o.patch");
	argv_release(&paths);

	assert_int_equal(open_expect(&expect, "[expect]\n\tpatches = 5.10.y\n"), -1);
	expect_release(&expect);
	assert_file("said", "ferry: error: '" DIR "/expect' has patches = 5.10.y, and there is "
		    "no './stable/5.10.y/one/series'\n");
	put_file(DIR "/series", "");
	assert_int_equal(open_expect(&expect, "[expect]\n\tpatches = 5.15.y\n"), -1);
	expect_release(&expect);
	assert_file("said", "ferry: error: '" DIR "/expect' has patches = 5.15.y, and there is "
		    "a file '" DIR "/series': remove one\n");
}

static void missing_patch_is_named(void **state)
{
	struct argv paths = ARGV_INIT;

	(void)state;
	put_file(DIR "/0001-a.patch", "");
	assert_int_equal(patches_of("0001-a.patch\n0003-no.patch\n", &paths), -1);
	assert_file("said", "ferry: error: '" DIR "/series' names '0003-no.patch', "
		    "which is not there\n");
	argv_release(&paths);
	/* a folder is no patch */
	assert_int_equal(patches_of("../../6.1.y\n", &paths), -1);
	argv_release(&paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expectation_is_read),
		cmocka_unit_test(what_is_wrong_is_said),
		cmocka_unit_test(targets_are_those_with_the_file),
		cmocka_unit_test(patches_as_quilt_reads_them),
		cmocka_unit_test(mainline_form_where_the_branch_has_none),
		cmocka_unit_test(patches_of_another_target),
		cmocka_unit_test(missing_patch_is_named),
	};

	return cmocka_run_group_tests_name("expect", tests, scratch_setup,
					   scratch_teardown);
}
