// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "base/digest.h"

#include <fcntl.h>
#include <sys/stat.h>

static void of_path(const char *path, char hex[DIGEST_HEX])
{
	struct digest digest;

	digest_init(&digest);
	assert_int_equal(digest_add_path(&digest, path), 0);
	digest_final(&digest, hex);
}

static void of_two(const char *name_a, const char *a, const char *name_b,
		   const char *b, char hex[DIGEST_HEX])
{
	struct digest digest;

	digest_init(&digest);
	digest_add_string(&digest, name_a, a);
	digest_add_string(&digest, name_b, b);
	digest_final(&digest, hex);
}

/* the two examples that everybody has */
static void file_as_sha256sum_prints_it(void **state)
{
	char hex[DIGEST_HEX];

	(void)state;
	put_file("empty", "");
	assert_int_equal(digest_file("empty", hex), 0);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	put_file("abc", "abc");
	assert_int_equal(digest_file("abc", hex), 0);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(digest_file("missing", hex), -ENOENT);
	assert_true(digest_file(".", hex) < 0);
}

static void same_inputs_same_digest(void **state)
{
	char a[DIGEST_HEX], b[DIGEST_HEX];

	(void)state;
	of_two("x", "1", "y", "2", a);
	of_two("x", "1", "y", "2", b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), DIGEST_HEX - 1);
}

static void inputs_do_not_run_together(void **state)
{
	static const char * const pairs[][4] = {
		{ "x", "1", "y", "2" },
		{ "y", "2", "x", "1" },
		{ "x", "1y", "", "2" },
		{ "x1", "", "y", "2" },
		{ "x", "", "1y", "2" },
		{ "x", "1", "y", "" },
		{ "x", "1", "y", NULL },
		{ "x", "1", "y", "-" },
		{ "x", "1", "y", "+" },
	};
	char hex[ARRAY_SIZE(pairs)][DIGEST_HEX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		of_two(pairs[i][0], pairs[i][1], pairs[i][2], pairs[i][3], hex[i]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(hex[i], hex[j]);
	}
}

static void missing_differs_from_empty(void **state)
{
	char missing[DIGEST_HEX], empty[DIGEST_HEX], folder[DIGEST_HEX];

	(void)state;
	put_file("nothing", "");
	assert_int_equal(mkdir_p("void"), 0);
	of_path("not-there", missing);
	of_path("nothing", empty);
	of_path("void", folder);
	assert_string_not_equal(missing, empty);
	assert_string_not_equal(missing, folder);
	assert_string_not_equal(empty, folder);
}

static void folder_by_names_and_contents(void **state)
{
	char first[DIGEST_HEX], other[DIGEST_HEX];

	(void)state;
	assert_int_equal(mkdir_p("one/deep/er"), 0);
	put_file("one/b", "2");
	put_file("one/a", "1");
	put_file("one/deep/er/c", "3");
	of_path("one", first);

	/* the folder's own name and the order in which files came do not count */
	assert_int_equal(mkdir_p("clone/deep/er"), 0);
	put_file("clone/deep/er/c", "3");
	put_file("clone/a", "1");
	put_file("clone/b", "2");
	of_path("clone", other);
	assert_string_equal(first, other);

	put_file("clone/deep/er/c", "4");
	of_path("clone", other);
	assert_string_not_equal(first, other);
	put_file("clone/deep/er/c", "3");
	assert_int_equal(rename("clone/a", "clone/z"), 0);
	of_path("clone", other);
	assert_string_not_equal(first, other);
	assert_int_equal(rename("clone/z", "clone/a"), 0);
	put_file("clone/.hidden", "");
	of_path("clone", other);
	assert_string_not_equal(first, other);
}

static void what_cannot_be_read(void **state)
{
	struct digest digest;
	char hex[DIGEST_HEX];

	(void)state;
	put_file("file", "x");
	digest_init(&digest);
	assert_int_equal(digest_add_path(&digest, "file/below"), -ENOTDIR);
	digest_final(&digest, hex);
	if (!geteuid())
		return;
	assert_int_equal(chmod("file", 0), 0);
	digest_init(&digest);
	assert_int_equal(digest_add_path(&digest, "file"), -EACCES);
	digest_final(&digest, hex);
}

static void of_tools(char hex[DIGEST_HEX])
{
	static const char * const tools[] = { "our-tool", "another-tool", NULL };
	struct digest digest;

	digest_init(&digest);
	digest_add_tools(&digest, tools);
	digest_final(&digest, hex);
}

static void another_version_of_a_tool(void **state)
{
	struct timespec past[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	char none[DIGEST_HEX], first[DIGEST_HEX], other[DIGEST_HEX];
	char *old = xstrdup(getenv("PATH"));

	(void)state;
	assert_int_equal(mkdir_p("bin"), 0);
	assert_int_equal(mkdir_p("elsewhere"), 0);
	setenv("PATH", "bin:elsewhere", 1);
	of_tools(none);
	put_file("bin/our-tool", "1");
	of_tools(other);
	assert_string_equal(other, none);	/* it cannot be run */
	assert_int_equal(chmod("bin/our-tool", 0755), 0);
	assert_int_equal(utimensat(AT_FDCWD, "bin/our-tool", past, 0), 0);
	of_tools(first);
	assert_string_not_equal(first, none);
	of_tools(other);
	assert_string_equal(other, first);

	/* where it stands does not matter */
	assert_int_equal(rename("bin/our-tool", "elsewhere/our-tool"), 0);
	of_tools(other);
	assert_string_equal(other, first);
	assert_int_equal(rename("elsewhere/our-tool", "elsewhere/another-tool"), 0);
	of_tools(other);
	assert_string_not_equal(other, first);
	assert_int_equal(rename("elsewhere/another-tool", "bin/our-tool"), 0);

	put_file("bin/our-tool", "12");
	assert_int_equal(chmod("bin/our-tool", 0755), 0);
	assert_int_equal(utimensat(AT_FDCWD, "bin/our-tool", past, 0), 0);
	of_tools(other);
	assert_string_not_equal(other, first);
	put_file("bin/our-tool", "2");
	assert_int_equal(chmod("bin/our-tool", 0755), 0);
	past[1].tv_nsec = 1;
	assert_int_equal(utimensat(AT_FDCWD, "bin/our-tool", past, 0), 0);
	of_tools(other);
	assert_string_not_equal(other, first);
	past[1] = (struct timespec){ .tv_sec = 1001 };
	assert_int_equal(utimensat(AT_FDCWD, "bin/our-tool", past, 0), 0);
	of_tools(other);
	assert_string_not_equal(other, first);
	setenv("PATH", old, 1);
	free(old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_as_sha256sum_prints_it),
		cmocka_unit_test(same_inputs_same_digest),
		cmocka_unit_test(inputs_do_not_run_together),
		cmocka_unit_test(missing_differs_from_empty),
		cmocka_unit_test(folder_by_names_and_contents),
		cmocka_unit_test(what_cannot_be_read),
		cmocka_unit_test(another_version_of_a_tool),
	};

	return cmocka_run_group_tests_name("digest", tests, scratch_setup,
					   scratch_teardown);
}
