// SPDX-License-Identifier: GPL-2.0-only
/* ways.c: what is said of the ways; that they are gone: bad-input.sh, mbox.sh */
#include "t/test.h"
#include "check/ways.h"

#include <sys/stat.h>

static void assert_words(enum way_status b4, enum way_status quilt,
			 enum way_status spatch, const char *expected)
{
	struct way_end ends[WAY_NR] = {
		{ .status = b4 }, { .status = quilt }, { .status = spatch },
	};
	struct strbuf out = STRBUF_INIT;

	for (int way = 0; way < WAY_NR; way++) {
		strbuf_init(&ends[way].reason);
		strbuf_addstr(&ends[way].reason, "not there");
	}
	ways_describe(ends, &out);
	assert_string_equal(out.buf, expected);
	for (int way = 0; way < WAY_NR; way++)
		strbuf_release(&ends[way].reason);
	strbuf_release(&out);
}

static void in_words(void **state)
{
	(void)state;
	assert_words(WAY_SAME, WAY_SAME, WAY_SAME, "b4 = quilt = spatch (same bytes)");
	assert_words(WAY_SAME, WAY_SAME, WAY_TOKENS, "b4 = quilt = spatch (same tokens)");
	assert_words(WAY_SAME, WAY_SAME, WAY_NONE, "b4 = quilt (same bytes)");
	assert_words(WAY_SKIPPED, WAY_SAME, WAY_SAME,
		     "quilt = spatch (same bytes); SKIP b4: not there");
	assert_words(WAY_SAME, WAY_DIFFERS, WAY_TOKENS,
		     "b4 = spatch (same tokens); FAIL quilt");
	assert_words(WAY_BROKEN, WAY_SKIPPED, WAY_DIFFERS,
		     "BROKEN b4; SKIP quilt: not there; FAIL spatch");
}

static void assert_rule(const char *rule, enum way_status status, const char *reason)
{
	struct way_end end = { .reason = STRBUF_INIT };

	way_by_rule(rule, &end);
	assert_int_equal(end.status, status);
	assert_string_equal(end.reason.buf, reason);
	strbuf_release(&end.reason);
}

static void what_the_port_stage_found(void **state)
{
	(void)state;
	assert_rule("same bytes", WAY_SAME, "");
	assert_rule("same tokens", WAY_TOKENS, "");
	assert_rule("is the port", WAY_NONE, "is the port");
	assert_rule("left out", WAY_SKIPPED, "--method leaves it out");
	/* no word of it is no pass */
	assert_rule("", WAY_BROKEN, "the port stage says '' of it");
	assert_rule("same", WAY_BROKEN, "the port stage says 'same' of it");
}

static void tool_on_path(void **state)
{
	char *old = xstrdup(getenv("PATH"));

	(void)state;
	assert_int_equal(mkdir_p("bin"), 0);
	put_file("bin/quilt", "#!/bin/sh\n");
	setenv("PATH", "nowhere::bin", 1);
	assert_false(way_tool(WAY_QUILT));
	assert_int_equal(chmod("bin/quilt", 0755), 0);
	assert_true(way_tool(WAY_QUILT));
	assert_false(way_tool(WAY_B4));
	unsetenv("PATH");
	assert_false(way_tool(WAY_QUILT));
	setenv("PATH", old, 1);
	free(old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_words),
		cmocka_unit_test(what_the_port_stage_found),
		cmocka_unit_test(tool_on_path),
	};

	return cmocka_run_group_tests_name("ways", tests, scratch_setup,
					   scratch_teardown);
}
