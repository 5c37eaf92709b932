// SPDX-License-Identifier: GPL-2.0-only
/* message.c: the commit message of a port by rule */
#include "t/test.h"
#include "port/message.h"

static int setup(void **state)
{
	if (scratch_setup(state) || mkdir_p("patches/own"))
		return -1;
	put_file("patches/own/info",
		 "[series]\n\tfile = mm/a.c\n\twatch = w\n\tresidue = r\n"
		 "[shape \"S1\"]\n\tverdict = port\n"
		 "\tfixes = 123456789012 (\\\"mm: widget: make it\\\")\n"
		 "[shape \"S2\"]\n\tverdict = port\n"
		 "\tfixes = one\n\tfixes = two\n"
		 "[shape \"S3\"]\n\tverdict = port\n"
		 "[rule \"swap\"]\n\tnote = It swaps.\n"
		 "[rule \"turn\"]\n\tnote = It turns, and that takes so many words that they do not fit.\n");
	return 0;
}

static int whole_message(void **state)
{
	(void)state;
	put_file("patches/own/message", "mm: it\n\nBecause.\n\nLink: a\nLink: b\n");
	return 0;
}

/* rules: their names, each followed by a blank */
static void assert_message(const char *shape, const char *rules, int expected,
			   const char *text)
{
	struct strbuf message = STRBUF_INIT;
	struct hits hits = HITS_INIT;
	struct series series;
	int ret;

	assert_int_equal(series_open(&series, ".", "own"), 0);
	for (size_t len; (len = strcspn(rules, " ")); rules += len + 1)
		hits_add(&hits, rules, len);
	capture_stderr("said");
	ret = message_of_port(&series, shape, &hits, &message);
	release_stderr();
	assert_int_equal(ret, expected);
	assert_string_equal(message.buf, text);
	strbuf_release(&message);
	hits_release(&hits);
	series_release(&series);
}

/* Of a tree that never had the bug nothing is fixed. */
static void fixes_come_with_the_shape(void **state)
{
	(void)state;
	assert_message("S1", "", 0,
		       "mm: it\n\nBecause.\n\n"
		       "Fixes: 123456789012 (\"mm: widget: make it\")\n"
		       "Link: a\nLink: b\n");
	assert_message("S2", "", 0,
		       "mm: it\n\nBecause.\n\nFixes: one\nFixes: two\nLink: a\nLink: b\n");
	assert_message("S3", "", 0, "mm: it\n\nBecause.\n\nLink: a\nLink: b\n");
	assert_message("unknown", "", 0, "mm: it\n\nBecause.\n\nLink: a\nLink: b\n");
}

static void notes_are_of_the_rules_that_matched(void **state)
{
	(void)state;
	assert_message("S3", "other ", 0,
		       "mm: it\n\nBecause.\n\nLink: a\nLink: b\n");
	assert_message("S3", "swap ", 0,
		       "mm: it\n\nBecause.\n\n"
		       "[ Differs from mainline: It swaps. ]\n\nLink: a\nLink: b\n");
	assert_message("S1", "turn swap turn ", 0,
		       "mm: it\n\nBecause.\n\n"
		       "[ Differs from mainline: It swaps. It turns, and that takes so many\n"
		       "  words that they do not fit. ]\n\n"
		       "Fixes: 123456789012 (\"mm: widget: make it\")\n"
		       "Link: a\nLink: b\n");
}

static void message_that_is_none(void **state)
{
	(void)state;
	put_file("patches/own/message", "mm: it\n");
	assert_message("S1", "", -1, "");
	assert_file("said", "ferry: error: './patches/own/message' is not a commit message: it "
		    "needs a subject, a body and trailers, separated by empty lines\n");
	assert_int_equal(remove_tree("patches/own/message"), 0);
	assert_message("S1", "", -1, "");
	assert_file("said", "ferry: error: cannot read './patches/own/message', the words for "
		    "a port by rule: No such file or directory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(fixes_come_with_the_shape, whole_message),
		cmocka_unit_test_setup(notes_are_of_the_rules_that_matched, whole_message),
		cmocka_unit_test(message_that_is_none),
	};

	return cmocka_run_group_tests(tests, setup, scratch_teardown);
}
