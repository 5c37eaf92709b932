// SPDX-License-Identifier: GPL-2.0-only
/* the guest's results: complete, broken off, restarted, garbled */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/ktap.h"
#include "base/strbuf.h"
#include "base/util.h"

#define GOOD_START "KTAP version 1\n1..3\n"
#define GOOD_TESTS "ok 1 roundtrip\nnot ok 2 offline-compress # freed in flight\n" \
		   "ok 3 - late-online # SKIP one CPU only\n"
#define GOOD_END "# ferry: end\n"

static void feed(struct ktap *ktap, const char *text, size_t len)
{
	/* a copy of exactly its size: reading behind its end is caught */
	char *copy = xmalloc(len ? len : 1);

	memcpy(copy, text, len);
	ktap_init(ktap);
	ktap_feed_text(ktap, copy, len);
	free(copy);
}

static void assert_problem(const char *text, size_t len, const char *expected)
{
	struct ktap ktap;

	feed(&ktap, text, len);
	if (expected) {
		assert_non_null(ktap_problem(&ktap));
		assert_string_equal(ktap_problem(&ktap), expected);
	} else {
		assert_null(ktap_problem(&ktap));
	}
	ktap_release(&ktap);
}

static void a_complete_run_has_no_problem(void **state)
{
	static const char log[] = GOOD_START "# first words\n#   second\n" GOOD_TESTS GOOD_END;
	struct ktap k;

	(void)state;
	feed(&k, log, sizeof(log) - 1);
	assert_null(ktap_problem(&k));
	assert_true(k.version && k.plan && k.ended);
	assert_int_equal(k.planned, 3);
	assert_int_equal(k.nr, 3);
	assert_int_equal(k.garbage, 0);
	assert_string_equal(k.tests[0].name, "roundtrip");
	assert_int_equal(k.tests[0].result, KTAP_OK);
	assert_null(k.tests[0].reason);
	assert_string_equal(k.tests[0].diagnostics, "first words\nsecond\n");
	assert_int_equal(k.tests[1].result, KTAP_NOT_OK);
	assert_string_equal(k.tests[1].reason, "freed in flight");
	assert_null(k.tests[1].diagnostics);
	assert_string_equal(k.tests[2].name, "late-online");
	assert_int_equal(k.tests[2].result, KTAP_SKIP);
	assert_string_equal(k.tests[2].reason, "one CPU only");
	assert_ptr_equal(ktap_find(&k, "late-online"), &k.tests[2]);
	assert_null(ktap_find(&k, "late"));
	ktap_release(&k);
	assert_null(k.tests);
	assert_string_equal(ktap_problem(&k), "the guest said nothing");
}

static void carriage_returns_and_noise_are_tolerated(void **state)
{
	static const char log[] = "SeaBIOS\r\n\033[2J\n\r\nKTAP version 1\r\n1..1\r\n"
				  "    ok 1 a subtest is no result\r\n\r\n"
				  "what is this\r\nok 1 x\r\r\n# ferry: end\r\n";
	struct ktap k;

	(void)state;
	feed(&k, log, sizeof(log) - 1);
	assert_null(ktap_problem(&k));
	assert_int_equal(k.garbage, 3);
	assert_int_equal(k.nr, 1);
	assert_string_equal(k.tests[0].name, "x");
	ktap_release(&k);
}

static void every_break_of_the_protocol_is_told(void **state)
{
	static const struct {
		const char *log, *problem;
	} cases[] = {
		{ "", "the guest said nothing" },
		{ "\r\n\n", "the guest said nothing" },
		{ "booting\nok 1 x\n", "no KTAP version line, but 2 other lines" },
		{ "KTAP version 2\n1..1\nok 1 x\n# ferry: end\n", "unknown KTAP version '2'" },
		{ "KTAP version 1\n", "no plan line" },
		{ "KTAP version 1\nok 1 x\n# ferry: end\n", "no plan line" },
		{ "KTAP version 1\nok 1 x\n1..1\n# ferry: end\n",
		  "the plan line came after a test" },
		{ "KTAP version 1\n1..0\n# ferry: end\n", "no test was planned" },
		{ "KTAP version 1\n1..123456\n", "a plan of 123456 tests" },
		{ "KTAP version 1\n1..99999999999\n", "no plan line" },
		{ "KTAP version 1\n1..-1\n", "no plan line" },
		{ "KTAP version 1\n1..1\n1..1\nok 1 x\n# ferry: end\n", "a second plan line" },
		{ GOOD_START GOOD_TESTS, "never said its end" },
		{ GOOD_START "ok 1 a\n" GOOD_END, "1 of 3 tests reported" },
		{ GOOD_START GOOD_TESTS "ok 4 more\n" GOOD_END, "4 of 3 tests reported" },
		{ GOOD_START "ok 1 a\nok 3 b\nok 2 c\n" GOOD_END,
		  "test numbers out of order: 3 after 1" },
		{ GOOD_START "ok 1 a\nok 2 a\nok 3 c\n" GOOD_END, "test 'a' reported twice" },
		{ GOOD_START "ok 1 a\nok 2 b\nnot ok 3 c # SKIP why\n" GOOD_END,
		  "test 'c' is both failed and skipped" },
		{ GOOD_START GOOD_TESTS GOOD_END "KTAP version 1\n", "the guest started twice" },
		{ GOOD_START GOOD_TESTS GOOD_END "# more\n",
		  "the guest went on after its end" },
		{ GOOD_START "ok 1 a\nBail out! no such module\n" GOOD_END,
		  "bailed out: no such module" },
		{ GOOD_START "Bail out!\n", "bailed out: no reason given" },
		{ GOOD_START "ok 1 a\nok 2 b\nok 3\n" GOOD_END, "2 of 3 tests reported" },
		{ GOOD_START "ok 1 a\nok 2 b\nok3 c\n" GOOD_END, "2 of 3 tests reported" },
		{ GOOD_START "ok 1 a\nok 2 b\nok x c\n" GOOD_END, "2 of 3 tests reported" },
		{ GOOD_START "ok 1 a\nok 2 b\nnok 3 c\n" GOOD_END, "2 of 3 tests reported" },
		{ GOOD_START GOOD_TESTS "# ferry: ending\n", "never said its end" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_problem(cases[i].log, strlen(cases[i].log), cases[i].problem);
}

static void a_line_cut_off_is_no_result(void **state)
{
	static const char log[] = GOOD_START GOOD_TESTS GOOD_END;

	(void)state;
	/* cut anywhere, it is never a complete run */
	for (size_t n = 0; n < sizeof(log) - 1; n++) {
		struct ktap k;

		feed(&k, log, n);
		assert_non_null(ktap_problem(&k));
		for (size_t i = 0; i < k.nr; i++) {
			assert_true(i != 1 || k.tests[i].result == KTAP_NOT_OK);
			assert_true(i != 2 || k.tests[i].result == KTAP_SKIP);
		}
		ktap_release(&k);
	}
	assert_problem(log, sizeof(log) - 1, NULL);
}

static void garbled_bytes_make_no_result(void **state)
{
	static const char log[] = GOOD_START "ok 1 a\nok 2 b\0c\nok 3 c\n" GOOD_END;
	static const char control[] = GOOD_START "ok 1 a\nok 2 \001b\nok 3 c\n" GOOD_END;

	(void)state;
	assert_problem(log, sizeof(log) - 1, "test numbers out of order: 3 after 1");
	assert_problem(control, sizeof(control) - 1, "test numbers out of order: 3 after 1");
}

static void words_behind_the_name_are_told_apart(void **state)
{
	static const char log[] = "KTAP version 1\n1..6\nok 1 a#b\nok 2 c # skip\n"
				  "ok 3 d # SKIPPED not\nok 4 e # Skip: words\n"
				  "not ok 5 f #\nok 6 # g # words # more\n" GOOD_END;
	struct ktap k;

	(void)state;
	feed(&k, log, sizeof(log) - 1);
	assert_int_equal(k.nr, 5);
	assert_string_equal(k.tests[0].name, "a#b");
	assert_int_equal(k.tests[1].result, KTAP_SKIP);
	assert_null(k.tests[1].reason);
	assert_int_equal(k.tests[2].result, KTAP_OK);
	assert_string_equal(k.tests[2].reason, "SKIPPED not");
	assert_int_equal(k.tests[3].result, KTAP_SKIP);
	assert_string_equal(k.tests[3].reason, "words");
	assert_string_equal(k.tests[4].name, "f");
	assert_null(k.tests[4].reason);
	assert_int_equal(k.garbage, 1);
	ktap_release(&k);
}

static void huge_lines_are_bounded(void **state)
{
	struct strbuf log = STRBUF_INIT;
	struct ktap k;

	(void)state;
	strbuf_addstr(&log, "KTAP version 1\n1..1\n");
	for (int i = 0; i < 4000; i++)
		strbuf_addf(&log, "# %0100d\n", i);
	strbuf_addstr(&log, "ok 1 x # ");
	for (int i = 0; i < 1000000; i++)
		strbuf_addch(&log, 'y');
	strbuf_addstr(&log, "\nBail out! ");
	for (int i = 0; i < 1000000; i++)
		strbuf_addch(&log, 'z');
	strbuf_addch(&log, '\n');
	feed(&k, log.buf, log.len);
	assert_int_equal(k.nr, 1);
	assert_int_equal(strlen(k.tests[0].reason), 1000000);
	assert_true(strlen(k.tests[0].diagnostics) <= 64 * 1024);
	assert_true(strlen(k.tests[0].diagnostics) > 60 * 1024);
	assert_int_equal(strlen(ktap_problem(&k)), sizeof(k.problem) - 1);
	ktap_release(&k);
	strbuf_release(&log);
}

static void one_line_at_a_time_is_the_same(void **state)
{
	static const char *const lines[] = {
		"KTAP version 1", "1..1", "ok 1 x", "# ferry: end",
	};
	struct ktap k;

	(void)state;
	ktap_init(&k);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_non_null(ktap_problem(&k));
		ktap_feed_line(&k, lines[i], strlen(lines[i]));
	}
	assert_null(ktap_problem(&k));
	ktap_feed_line(&k, "", 0);
	assert_null(ktap_problem(&k));
	ktap_release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_complete_run_has_no_problem),
		cmocka_unit_test(carriage_returns_and_noise_are_tolerated),
		cmocka_unit_test(every_break_of_the_protocol_is_told),
		cmocka_unit_test(a_line_cut_off_is_no_result),
		cmocka_unit_test(garbled_bytes_make_no_result),
		cmocka_unit_test(words_behind_the_name_are_told_apart),
		cmocka_unit_test(huge_lines_are_bounded),
		cmocka_unit_test(one_line_at_a_time_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
