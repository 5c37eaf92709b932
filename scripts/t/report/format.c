// SPDX-License-Identifier: GPL-2.0-only
/* format.c and format-*.c: the report in the formats of others, byte for byte */
#include "t/reports.h"
#include "t/test.h"
#include "report/format.h"

/* --- byte for byte -------------------------------------------------------------- */

/* What a kernel could say to whoever reads it: bytes that are no text among it. */
#define HOSTILE "a|b `c` <d> & \"e\" 'f' # TODO \\ @g\n]]>\x1b[2J \xff\xef\xbf\xbe"

static void make_hostile(struct report *report)
{
	struct stage_known *cell;

	make_report(report, "PPPPPF", "PPR---");
	for (size_t row = 0; row < MADE_ROWS; row++)
		for (unsigned int i = 0; i < STAGE_NR; i++)
			report_cell(report, row, i)->result.seconds = 1.5;
	cell = report_cell(report, 0, STAGE_FETCH);
	result_fact(&cell->result, "kernel", "6.1.192");
	result_fact(&cell->result, FACT_KIND, "git");
	result_fact(&cell->result, "origin", "https://example.org/linux.git@linux-6.1.y");
	result_fact(&cell->result, FACT_VERSION, "0123456789abcdef0123456789abcdef01234567");
	result_fact(&report_cell(report, 0, STAGE_SHAPE)->result, FACT_SHAPE, "S1");
	result_fact(&report_cell(report, 0, STAGE_PORT)->result, FACT_CLASS, "exact");
	result_fact_json(&report_cell(report, 0, STAGE_CHECK)->result, "ways",
			 json_pack("{s:s}", "words", "b4 = quilt"));
	cell = report_cell(report, 0, STAGE_BOOT);
	result_set(&cell->result, VERDICT_FAIL, "FAIL", "%s", HOSTILE);
	make_tests(report, json_pack("[o, o, o]", make_test("one", "FAIL freed in flight", "pass"),
				    make_test("t#|wo", NULL, "SKIP no node # here"),
				    make_test("three", "pass", "FAIL <b>")), json_array());
	result_set(&report_cell(report, 1, STAGE_PORT)->result, VERDICT_FAIL, "FAIL", "%s",
		   "refused: f() is another; see '/home/me/out/log'");
}

static void assert_text(char *(*text)(const struct report *report), const char *expected)
{
	struct report report;
	char *made;

	make_hostile(&report);
	made = text(&report);
	assert_string_equal(made, expected);
	free(made);
	report_release(&report);
}

static void as_tap(void **state)
{
	(void)state;
	assert_text(format_tap,
		    "TAP version 13\n"
		    "1..2\n"
		    "# Subtest: change 6.1.y\n"
		    "    1..6\n"
		    "    ok 1 - fetch\n"
		    "    ok 2 - shape\n"
		    "    ok 3 - port\n"
		    "    ok 4 - check\n"
		    "    ok 5 - build\n"
		    "    # Subtest: boot\n"
		    "        1..3\n"
		    "        ok 1 - basic: one\n"
		    "        ok 2 - basic: t\\#|wo # SKIP no node \\# here\n"
		    "        not ok 3 - basic: three\n"
		    "          ---\n"
		    "          message: \"<b>\"\n"
		    "          severity: fail\n"
		    "          ...\n"
		    "    not ok 6 - boot\n"
		    "      ---\n"
		    "      message: \"a|b `c` <d> & \\\"e\\\" 'f' # TODO \\\\ @g\\n]]>?[2J ?\xef\xbf\xbe\"\n"
		    "      severity: fail\n"
		    "      ...\n"
		    "not ok 1 - change 6.1.y\n"
		    "# Subtest: change 6.12.y\n"
		    "    1..6\n"
		    "    ok 1 - fetch\n"
		    "    ok 2 - shape\n"
		    "    not ok 3 - port\n"
		    "      ---\n"
		    "      message: \"refused: f() is another; see '/home/me/out/log'\"\n"
		    "      severity: fail\n"
		    "      ...\n"
		    "    ok 4 - check # SKIP not run: port FAIL\n"
		    "    ok 5 - build # SKIP not run: port FAIL\n"
		    "    ok 6 - boot # SKIP not run: port FAIL\n"
		    "not ok 2 - change 6.12.y\n");
}

static void as_markdown(void **state)
{
	(void)state;
	assert_text(format_markdown,
		    "### ferry: change\n"
		    "\n"
		    "3 failed, 8 passed, 4 skipped.\n"
		    "\n"
		    "| target | fetch | shape | port | check | build | boot |\n"
		    "| --- | --- | --- | --- | --- | --- | --- |\n"
		    "| 6.1.y | fine | fine | fine | fine | fine | FAIL |\n"
		    "| 6.12.y | fine | fine | FAIL | - | - | - |\n"
		    "\n"
		    "- **6.1.y boot failed**: a\\|b \\`c\\` &lt;d&gt; &amp; \"e\" 'f' "
		    "\\#&#8203; TODO \\\\ @&#8203;g \\]\\]&gt;?\\[2J ?\xef\xbf\xbe\n"
		    "- **6.12.y port failed**: refused: f() is another\n"
		    "\n"
		    "| target | compilers | ways to the same tree |\n"
		    "| --- | --- | --- |\n"
		    "| 6.1.y | - | b4 = quilt |\n"
		    "\n"
		    "<details><summary>3 boot tests of 6.1.y</summary>\n"
		    "\n"
		    "| boot test | before the change | after |\n"
		    "| --- | --- | --- |\n"
		    "| basic: one | FAIL freed in flight | pass |\n"
		    "| basic: t\\#&#8203;\\|wo | - | SKIP no node \\#&#8203; here |\n"
		    "| basic: three | pass | FAIL &lt;b&gt; |\n"
		    "\n"
		    "</details>\n");
}

static void as_junit(void **state)
{
	(void)state;
	assert_text(format_junit,
		    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<testsuites name=\"ferry\" tests=\"15\" failures=\"3\" errors=\"0\" skipped=\"4\" time=\"13.500\">\n"
		    "  <testsuite name=\"change/6.1.y\" tests=\"9\" failures=\"2\" errors=\"0\" skipped=\"1\" time=\"9.000\">\n"
#define PASSED(target, name)							\
		    "    <testcase classname=\"change/" target "\" name=\"" name "\" time=\"1.500\">\n" \
		    "      <system-out>fine</system-out>\n"			\
		    "    </testcase>\n"
		    PASSED("6.1.y", "fetch")
		    PASSED("6.1.y", "shape")
		    PASSED("6.1.y", "port")
		    PASSED("6.1.y", "check")
		    PASSED("6.1.y", "build")
		    "    <testcase classname=\"change/6.1.y\" name=\"boot\" time=\"1.500\">\n"
		    "      <failure type=\"FAIL\" message=\"a|b `c` &lt;d&gt; &amp; &quot;e&quot; &apos;f&apos; # TODO \\ @g&#10;]]&gt;?[2J ????\"/>\n"
		    "      <system-out>FAIL</system-out>\n"
		    "    </testcase>\n"
		    "    <testcase classname=\"change/6.1.y/boot/basic\" name=\"one\">\n"
		    "      <system-out>before the change: FAIL freed in flight&#10;after: pass</system-out>\n"
		    "    </testcase>\n"
		    "    <testcase classname=\"change/6.1.y/boot/basic\" name=\"t#|wo\">\n"
		    "      <skipped message=\"no node # here\"/>\n"
		    "      <system-out>SKIP no node # here</system-out>\n"
		    "    </testcase>\n"
		    "    <testcase classname=\"change/6.1.y/boot/basic\" name=\"three\">\n"
		    "      <failure type=\"FAIL\" message=\"&lt;b&gt;\"/>\n"
		    "      <system-out>before the change: pass&#10;after: FAIL &lt;b&gt;</system-out>\n"
		    "    </testcase>\n"
		    "  </testsuite>\n"
		    "  <testsuite name=\"change/6.12.y\" tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"3\" time=\"4.500\">\n"
		    PASSED("6.12.y", "fetch")
		    PASSED("6.12.y", "shape")
		    "    <testcase classname=\"change/6.12.y\" name=\"port\" time=\"1.500\">\n"
		    "      <failure type=\"FAIL\" message=\"refused: f() is another; see &apos;/home/me/out/log&apos;\"/>\n"
		    "      <system-out>FAIL</system-out>\n"
		    "    </testcase>\n"
#define BEHIND(name)								\
		    "    <testcase classname=\"change/6.12.y\" name=\"" name "\">\n"	\
		    "      <skipped message=\"not run: port FAIL\"/>\n"		\
		    "      <system-out>-</system-out>\n"			\
		    "    </testcase>\n"
		    BEHIND("check")
		    BEHIND("build")
		    BEHIND("boot")
		    "  </testsuite>\n"
		    "</testsuites>\n");
}

static void as_mail(void **state)
{
	(void)state;
	put_file("patches/change/info", "[series]\nfile = a.c\nwatch = a\nresidue = b\n"
					"[shape \"S1\"]\ntitle = a title that is so long that "
					"it goes on in a second line of the mail\n");
	put_file("stable/6.1.y/target", "[target]\nname = 6.1.y\n");
	put_file("stable/6.12.y/target", "[target]\nname = 6.12.y\n");
	assert_text(format_mail,
		    "change\n"
		    "\n"
		    "On 6.1.y\n"
		    "========\n"
		    "\n"
		    "Linux 6.1.192, commit\n"
		    "0123456789abcdef0123456789abcdef01234567\n"
		    "of https://example.org/linux.git@linux-6.1.y.\n"
		    "\n"
		    "  shape  S1: a title that is so long that it goes on in a second line of\n"
		    "         the mail\n"
		    "  port   exact: the branch's patches apply without offset\n"
		    "  check  PASS   fine\n"
		    "  build  PASS   fine\n"
		    "  boot   FAIL   a|b `c` <d> & \"e\" 'f' # TODO \\ @g ]]>?[2J ?\xef\xbf\xbe\n"
		    "  ways   b4 = quilt\n"
		    "\n"
		    "  boot test            before the change                        after\n"
		    "  one                  FAIL freed in flight                     pass\n"
		    "  t#|wo                -                                        SKIP no\n"
		    "    node # here\n"
		    "  three                pass                                     FAIL <b>\n"
		    "\n"
		    "On 6.12.y\n"
		    "=========\n"
		    "\n"
		    "  fetch  PASS   fine\n"
		    "  shape  PASS   fine\n"
		    "  port   FAIL   refused: f() is another\n"
		    "  check  not run\n"
		    "  build  not run\n"
		    "  boot   not run\n"
		    "\n"
		    "Not run for this mail: check, build, boot.\n");
}

static void in_columns(void **state)
{
	struct strbuf out = STRBUF_INIT;
	char long_word[201];

	(void)state;
	memset(long_word, 'x', 200);
	long_word[200] = '\0';
	format_wrap(long_word, 4, &out);
	assert_int_equal(out.len, 200 + 4 * 2 + 3);
	assert_int_equal(strcspn(out.buf, "\n"), 72);
	strbuf_reset(&out);
	/* as many characters, not bytes, and none is cut in two */
	memset(long_word, '\0', sizeof(long_word));
	for (int i = 0; i < 73; i++)
		memcpy(long_word + 2 * i, "\xc3\xa4", 2);
	format_wrap(long_word, 0, &out);
	assert_int_equal(strcspn(out.buf, "\n"), 144);
	assert_string_equal(out.buf + 145, "\xc3\xa4\n");
	strbuf_reset(&out);
	format_wrap("", 4, &out);
	format_wrap("  \n ", 4, &out);
	format_wrap("a\nb  ", 4, &out);
	assert_string_equal(out.buf, "\n\na b\n");
	strbuf_release(&out);
}

/* --- KCIDB ------------------------------------------------------------------------ */

static const char *text_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "(none)";
}

static json_t *read_kcidb(const struct report *report)
{
	char *text = format_kcidb(report);
	json_t *json = json_loads(text, 0, NULL);

	free(text);
	assert_non_null(json);
	return json;
}

static void as_kcidb(void **state)
{
	json_t *json, *again, *list, *one;
	struct report report;

	(void)state;
	make_hostile(&report);
	report.options.origin = "my_lab";
	json = read_kcidb(&report);
	again = read_kcidb(&report);
	/* the same results have the same names */
	assert_true(json_equal(json, again));
	json_decref(again);
	list = json_object_get(json, "checkouts");
	assert_int_equal(json_array_size(list), MADE_ROWS);
	one = json_array_get(list, 0);
	assert_true(starts_with(text_of(one, "id"), "my_lab:change:6.1.y:"));
	assert_string_equal(text_of(one, "git_repository_url"), "https://example.org/linux.git");
	assert_string_equal(text_of(one, "git_repository_branch"), "linux-6.1.y");
	assert_true(json_is_true(json_object_get(one, "valid")));
	assert_true(json_is_false(json_object_get(json_array_get(list, 1), "valid")));
	list = json_object_get(json, "builds");
	assert_string_equal(text_of(json_array_get(list, 0), "checkout_id"), text_of(one, "id"));
	assert_string_equal(text_of(json_array_get(list, 1), "status"), "SKIP");
	list = json_object_get(json, "tests");
	assert_int_equal(json_array_size(list), 8 + 5);
	one = json_array_get(list, 6);
	assert_string_equal(text_of(one, "path"), "ferry.boot.basic.t__wo");
	assert_string_equal(text_of(one, "status"), "SKIP");
	one = json_array_get(list, 10);
	assert_string_equal(text_of(one, "path"), "ferry.port");
	/* it is for others: no path of this machine */
	assert_string_equal(text_of(one, "log_excerpt"), "refused: f() is another");
	again = read_kcidb(&report);
	json_decref(again);
	/* another run has other names */
	report_cell(&report, 0, STAGE_FETCH)->result.seconds = 2;
	again = read_kcidb(&report);
	assert_string_not_equal(text_of(json_array_get(json_object_get(again, "checkouts"), 0), "id"),
				text_of(json_array_get(json_object_get(json, "checkouts"), 0), "id"));
	json_decref(again);
	json_decref(json);
	report_release(&report);
}

static void excerpts_end(void **state)
{
	struct report report;
	char *reason = xcalloc(20001, 1);
	json_t *json, *test;

	(void)state;
	memset(reason, 'x', 20000);
	make_report(&report, "PPPPPF", "BPPPPP");
	result_set(&report_cell(&report, 0, STAGE_BOOT)->result, VERDICT_FAIL, "FAIL", "%s",
		   reason);
	json = read_kcidb(&report);
	test = json_array_get(json_object_get(json, "tests"), 4);
	assert_int_equal(strlen(text_of(test, "log_excerpt")), 16384);
	test = json_array_get(json_object_get(json, "tests"), 5);
	assert_string_equal(text_of(test, "status"), "ERROR");
	test = json_array_get(json_object_get(json, "tests"), 6);
	assert_string_equal(text_of(test, "status"), "MISS");
	json_decref(json);
	report_release(&report);
	free(reason);
}

/* --- which format ------------------------------------------------------------------ */

static void assert_found(const char *format, bool json, const char *origin, const char *name)
{
	struct options options = { .format = format, .json = json, .origin = origin };
	const struct report_format *found;

	capture_stderr("said");
	found = report_format_find(&options);
	release_stderr();
	if (found) {
		assert_non_null(name);
		assert_string_equal(found->name, name);
	} else {
		assert_null(name);
	}
}

static void which_format(void **state)
{
	char *help = report_format_help();

	(void)state;
	assert_found(NULL, false, NULL, "table");
	assert_found(NULL, true, NULL, "json");
	assert_found("json", true, NULL, "json");
	assert_found("kcidb", false, "a_1", "kcidb");
	assert_found("tap", true, NULL, NULL);
	assert_found("table", true, NULL, NULL);
	assert_found("tap", false, "a", NULL);
	assert_found("kcidb", false, "A lab", NULL);
	assert_found("kcidb", false, "", NULL);
	assert_found("", false, NULL, NULL);
	assert_found("xml", false, NULL, NULL);
	assert_file("said", "ferry: error: no format 'xml': --format is table, json, junit, "
			    "kcidb, tap, markdown or mail\n");
	assert_string_equal(help, "print it as table, json, junit, kcidb, tap, markdown or mail");
	free(help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_tap),
		cmocka_unit_test(as_markdown),
		cmocka_unit_test(as_junit),
		cmocka_unit_test(as_mail),
		cmocka_unit_test(in_columns),
		cmocka_unit_test(as_kcidb),
		cmocka_unit_test(excerpts_end),
		cmocka_unit_test(which_format),
	};

	return cmocka_run_group_tests_name("format", tests, scratch_setup, scratch_teardown);
}
