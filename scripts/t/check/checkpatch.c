// SPDX-License-Identifier: GPL-2.0-only
/* checkpatch.c: which findings count; that the stage asks it: bad-input.sh */
#include "t/test.h"
#include "check/checkpatch.h"

#define ID "ef3c0f6cb798e2602a8d8ee3f669fb1cc52345ce"
#define SAID "Please use git commit description style 'commit <12+ chars of sha1> (\"<title line>\")'\n"

static const char patch[] =
	"Subject: [PATCH] it\n"				/* 1 */
	"\n"
	"commit " ID " upstream.\n"			/* 3 */
	"commit " ID " upstream\n"
	"commit " ID " upstream. And more.\n"
	" commit " ID " upstream.\n"
	"commit ef3c0f6cb798 upstream.\n"		/* 7 */
	"commit " ID "0 upstream.\n"
	"Commit " ID " upstream.\n"
	"commit EF3C0F6CB798E2602A8D8EE3F669FB1CC52345CE upstream.\n"
	"commit " ID "\n"				/* 11 */
	"commit " ID " upstream.";			/* no newline */

static void assert_counts(const char *said, const char *expected)
{
	struct strbuf findings = STRBUF_INIT;

	checkpatch_findings(said, "/a b/0001-it.patch", patch, &findings);
	assert_string_equal(findings.buf, expected);
	strbuf_release(&findings);
}

static void upstream_line_does_not_count(void **state)
{
	(void)state;
	assert_counts("", "");
	assert_counts("/a b/0001-it.patch:3: ERROR:GIT_COMMIT_ID: " SAID, "");
	assert_counts("/a b/0001-it.patch:12: WARNING:GIT_COMMIT_ID: " SAID, "");
	assert_counts("/a b/0001-it.patch:2: WARNING:LONG_LINE: too long\n"
		      "/a b/0001-it.patch:3: ERROR:GIT_COMMIT_ID: " SAID
		      "/a b/0001-it.patch:9: WARNING:LONG_LINE: too long\n",
		      "/a b/0001-it.patch:2: WARNING:LONG_LINE: too long\n"
		      "/a b/0001-it.patch:9: WARNING:LONG_LINE: too long\n");
}

/* not such a line, not that type, or nothing that is known to be a finding */
static void all_else_counts(void **state)
{
	static const char * const said[] = {
		"/a b/0001-it.patch:1: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:2: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:4: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:5: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:6: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:7: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:8: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:9: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:10: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:11: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:13: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:0: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:-1: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:3: ERROR:LONG_LINE: not GIT_COMMIT_ID: too long\n",
		"/a b/0001-it.patch:3: ERROR:GIT_COMMIT_IDS: too many\n",
		"/a b/0001-it.patch:3: GIT_COMMIT_ID\n",
		"/a b/0001-it.patch:3\n",
		"/a b/0001-it.patch\n",
		"/a b/0002-it.patch:3: ERROR:GIT_COMMIT_ID: " SAID,
		"/a b/0001-it.patch:3: odd\nWARNING:GIT_COMMIT_ID: on a line of its own\n",
		"perl: no such locale\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		assert_counts(said[i], said[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(upstream_line_does_not_count),
		cmocka_unit_test(all_else_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
