// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/place.h"

static int make_folders(void **state)
{
	int ret = scratch_setup(state) || mkdir_p("tree") || mkdir_p("job@2") ||
		  mkdir_p("work/.git") || mkdir_p("bare.git") || mkdir_p("a@b/c");

	put_file("tree/Kbuild", "");
	put_file("job@2/Kbuild", "");
	put_file("work/Kbuild", "");
	put_file("bare.git/HEAD", "");
	return ret;
}

/* "DIR", "DIR at REV", or "no DIR" */
static void check(const char *word, const char *expected)
{
	struct strbuf said = STRBUF_INIT;
	struct place place;

	if (place_parse(&place, word))
		strbuf_addstr(&said, "no ");
	strbuf_addstr(&said, place.dir);
	if (place.rev)
		strbuf_addf(&said, " at %s", place.rev);
	assert_string_equal(said.buf, expected);
	place_release(&place);
	strbuf_release(&said);
}

static void folders(void **state)
{
	(void)state;
	check("tree", "tree");
	check("job@2", "job@2");
	check("a@b/c", "a@b/c");
	check("work", "work");
	check("bare.git", "bare.git at HEAD");
}

static void revisions(void **state)
{
	(void)state;
	check("tree@v6.1", "tree at v6.1");
	check("job@2@HEAD", "job@2 at HEAD");
	check("a@b/c@topic/x", "a@b/c at topic/x");
	check("tree@HEAD@{1}", "tree at HEAD@{1}");
	check("bare.git@", "bare.git at ");
}

static void what_is_not_there(void **state)
{
	(void)state;
	check("missing", "no missing");
	check("missing@HEAD", "no missing at HEAD");
	check("~/linux@HEAD", "no ~/linux at HEAD");
	check("tree/Kbuild", "no tree/Kbuild");
	check("", "no ");
}

static void addresses(void **state)
{
	(void)state;
	check("https://example.org/linux.git", "https://example.org/linux.git at HEAD");
	check("https://example.org/linux.git@v6.1", "https://example.org/linux.git at v6.1");
	check("ssh://git@example.org/linux.git", "ssh://git@example.org/linux.git at HEAD");
	check("ssh://git@example.org/linux@next", "ssh://git@example.org/linux at next");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders),
		cmocka_unit_test(revisions),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests_name("place", tests, make_folders, scratch_teardown);
}
