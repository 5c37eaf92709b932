// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"

#include "data/name.h"

static const struct {
	enum name_kind kind;
	const char *name;
	bool good;
} names[] = {
	{ NAME_FOLDER, "6.12.y", true },
	{ NAME_FOLDER, "zswap-acomp-lifetime", true },
	{ NAME_FOLDER, "..", false },
	{ NAME_FOLDER, "x\nid >pwned #", false },
	{ NAME_FOLDER, "-x", false },
	{ NAME_FOLDER, "a/b", false },
	{ NAME_FOLDER, "", false },
	{ NAME_PATCH, "0001-mm-zswap.patch", true },
	{ NAME_PATCH, "sub/0001.patch", true },
	{ NAME_PATCH, "../../patches/x.patch", true },
	{ NAME_PATCH, "a;id", false },
	{ NAME_PATCH, "a\"b", false },
	{ NAME_PATCH, "/etc/passwd", false },
	{ NAME_FILE, "mm/zswap.c", true },
	{ NAME_FILE, ".clang-format", true },
	{ NAME_FILE, "mm/$(id).c", false },
	{ NAME_FILE, "mm//zswap.c", false },
	{ NAME_FILE, "mm/../zswap.c", false },
	{ NAME_FILE, "mm/.GIT/hooks/x", false },
	{ NAME_FILE, "--output=x", false },
	{ NAME_PACKAGE, "linux-source-6.1", true },
	{ NAME_PACKAGE, "linux-source-[67].*", true },
	{ NAME_PACKAGE, "-oDir::Bin::dpkg=x", false },
	{ NAME_SUITE, "bookworm-backports", true },
	{ NAME_SUITE, "bookworm/updates", true },
	{ NAME_SUITE, "x\nTypes: deb", false },
	{ NAME_BRANCH, "linux-6.1.y", true },
	{ NAME_BRANCH, "--upload-pack=x", false },
	{ NAME_BRANCH, "a b", false },
	{ NAME_REVISION, "HEAD@{1}", true },
	{ NAME_REVISION, "v6.1^{commit}", true },
	{ NAME_REVISION, "--all", false },
	{ NAME_REVISION, "", false },
	{ NAME_URL, "https://example.org/linux.git", true },
	{ NAME_URL, "/srv/linux.git", true },
	{ NAME_URL, "-x", false },
	{ NAME_URL, "https://example.org/\033[2J", false },
};

static void names_are_told_apart(void **state)
{
	(void)state;
	capture_stderr("said");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!name_check(names[i].kind, names[i].name, "here") != names[i].good)
			fail_msg("%d '%s'", names[i].kind, names[i].name);
	release_stderr();
}

static void what_is_none_is_shown_safely(void **state)
{
	(void)state;
	capture_stderr("said");
	assert_int_equal(name_check(NAME_FOLDER, "a\033[2J", "here"), -1);
	release_stderr();
	assert_file("said", "ferry: error: here: 'a?[2J' cannot be the name of a target or a series\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_told_apart),
		cmocka_unit_test(what_is_none_is_shown_safely),
	};

	return cmocka_run_group_tests_name("name", tests, scratch_setup, scratch_teardown);
}
