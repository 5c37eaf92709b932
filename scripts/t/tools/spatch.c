// SPDX-License-Identifier: GPL-2.0-only
/* spatch.c, with a spatch that prints what a test wants */
#include "t/test.h"
#include "tools/spatch.h"

#include <sys/stat.h>

static char *old_path;

static int install_fake(void **state)
{
	char *here, *path;

	/* what is not the real one is not where the sandbox has programs */
	run_set_trust(true);
	if (scratch_setup(state))
		return -1;
	old_path = xstrdup(getenv("PATH"));
	here = getcwd(NULL, 0);
	path = xstrfmt("%s/bin:%s", here, old_path);
	setenv("PATH", path, 1);
	free(path);
	free(here);
	if (mkdir_p("bin"))
		return -1;
	put_file("script", "");
	put_file("file.c", "int a;\n");
	put_file("bin/spatch",
		 "#!/bin/sh\n"
		 "found=$(ls -A . $HOME)\n"
		 "cd \"${0%/*}/..\"; echo \"$found\" >found\n"
		 "printf '%s|' \"$@\" >calls\n"
		 "cat out; cat err >&2\n"
		 "exit \"$(cat status)\"\n");
	return chmod("bin/spatch", 0755);
}

static int remove_fake(void **state)
{
	setenv("PATH", old_path, 1);
	free(old_path);
	return scratch_teardown(state);
}

static void prints(const char *out, const char *err, const char *status)
{
	put_file("out", out);
	put_file("err", err);
	put_file("status", status);
	assert_int_equal(remove_tree("calls"), 0);
}

/* --- shape --- */

static int shape(const char *out, const char *err, const char *status,
		 const char *line_expected, const char *why_expected)
{
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;
	int ret;

	prints(out, err, status);
	strbuf_addstr(&line, "old");
	ret = spatch_shape("script", "file.c", &line, &why);
	assert_string_equal(line.buf, line_expected);
	assert_string_equal(why.buf, why_expected);
	strbuf_release(&line);
	strbuf_release(&why);
	return ret;
}

/* Its own isomorphisms, if there are any, take the place of spatch's. */
static void isomorphisms_are_beside_the_script(void **state)
{
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	assert_int_equal(mkdir_p("rules"), 0);
	prints("S4 a:1\n", "", "0");
	put_file("rules/" SPATCH_ISOS, "");
	put_file("rules/a.cocci", "");
	assert_int_equal(spatch_shape("rules/a.cocci", "file.c", &line, &why), 0);
	assert_file("calls", "--python|/usr/bin/python3|--very-quiet|--iso-file|rules/series.iso|"
		    "--sp-file|rules/a.cocci|file.c|");
	strbuf_release(&line);
	strbuf_release(&why);
}

static void shape_is_one_line(void **state)
{
	(void)state;
	assert_int_equal(shape("S4 a:1, b:2\n", "noise\n", "0", "S4 a:1, b:2", ""), 0);
	assert_file("calls", "--python|/usr/bin/python3|--very-quiet|--sp-file|script|file.c|");
	assert_int_equal(shape("", "", "0", "",
			       "'script' is to print one line and printed ''"), -1);
	assert_int_equal(shape("S1 a\nS4 b\n", "", "0", "",
			       "'script' is to print one line and printed 'S1 a\nS4 b'"), -1);
}

static void nothing_of_ours_is_around_it(void **state)
{
	struct strbuf line = STRBUF_INIT, text = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	prints("S4 a:1\n", "", "0");
	assert_int_equal(mkdir_p("own"), 0);
	put_file("own/script", "");
	assert_int_equal(spatch_shape("own/script", "file.c", &line, &why), 0);
	assert_int_equal(read_file("found", &text), 0);
	assert_true(starts_with(text.buf, ".:\nscript\n\n/"));
	assert_true(ends_with(text.buf, ":\n"));
	assert_null(strstr(text.buf, "file.c"));

	prints("NB total files = 1\n", "", "0");
	assert_int_equal(spatch_unparsed("file.c", &line, &why), 0);
	assert_int_equal(read_file("found", &text), 0);
	assert_null(strstr(text.buf, "file.c"));
	strbuf_release(&line);
	strbuf_release(&text);
	strbuf_release(&why);
}

static void shape_of_a_spatch_that_fails(void **state)
{
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	assert_int_equal(shape("S4 a\n", "words\nFatal error: no such rule\nmore errors\n",
			       "2", "", "spatch: exited with 2: Fatal error: no such rule"),
			 -1);
	assert_int_equal(shape("S4 a\n", "", "1", "", "spatch: exited with 1"), -1);
	assert_int_equal(spatch_shape("none.cocci", "file.c", &line, &why), -1);
	assert_string_equal(why.buf, "'none.cocci' is missing");
	strbuf_release(&line);
	strbuf_release(&why);
}

static void spatch_that_is_not_there(void **state)
{
	struct strbuf line = STRBUF_INIT, why = STRBUF_INIT;
	int ret;

	(void)state;
	setenv("PATH", "/nowhere", 1);
	ret = spatch_shape("script", "file.c", &line, &why);
	setenv("PATH", "bin:/usr/bin:/bin", 1);
	assert_int_equal(ret, -1);
	assert_string_equal(why.buf, "cannot start 'spatch': No such file or directory");
	strbuf_release(&line);
	strbuf_release(&why);
}

/* --- port --- */

static void assert_hits(const char *err, const char *status, int expected,
			const char *counts, const char *why_expected)
{
	struct strbuf why = STRBUF_INIT, hits = STRBUF_INIT;
	struct spatch_said said = SPATCH_SAID_INIT;

	prints("", err, status);
	assert_int_equal(spatch_port("script", "file.c", &said, &why), expected);
	hits_format(&said.hits, &hits);
	assert_string_equal(hits.buf, counts);
	assert_string_equal(why.buf, why_expected);
	spatch_said_release(&said);
	strbuf_release(&why);
	strbuf_release(&hits);
}

static void names_that_are_gone_are_kept(void **state)
{
	struct spatch_said said = SPATCH_SAID_INIT;
	struct strbuf why = STRBUF_INIT;

	(void)state;
	prints("", "ferry-gone: a\nx ferry-gone: c\nferry-hit: r f:1\nferry-gone: b\n"
		   "ferry-hit: r :7\nferry-hit: r\n", "0");
	assert_int_equal(spatch_port("script", "file.c", &said, &why), 0);
	assert_int_equal(said.gone.nr, 2);
	assert_string_equal(said.gone.v[0], "a");
	assert_string_equal(said.gone.v[1], "b");
	assert_int_equal(said.hits.nr, 1);
	assert_int_equal(said.places.nr, 2);
	assert_string_equal(said.places.v[0], "f");
	assert_string_equal(said.places.v[1], "");
	spatch_said_release(&said);
	strbuf_release(&why);
}

static void what_makes_it_wrong_is_kept(void **state)
{
	struct spatch_said said = SPATCH_SAID_INIT;
	struct strbuf why = STRBUF_INIT;

	(void)state;
	prints("f.c:1: f() is wrong\nscript: done\n", "", "0");
	assert_int_equal(spatch_port("script", "file.c", &said, &why), 0);
	assert_true(said.done);
	assert_string_equal(said.findings.buf, "f.c:1: f() is wrong\n");
	/* what was found before a rule turned out not to fit */
	prints("f.c:1: f() is wrong\n",
	       "rule: node 7: x in f reachable by inconsistent control-flow paths\n", "1");
	assert_int_equal(spatch_port("script", "file.c", &said, &why), 1);
	assert_false(said.done);
	assert_string_equal(said.findings.buf, "f.c:1: f() is wrong");
	spatch_said_release(&said);
	strbuf_release(&why);
}

static void hits_are_counted(void **state)
{
	(void)state;
	assert_hits("", "0", 0, "", "");
	assert_hits("ferry-hit: pool f:1\nnoise\nferry-hit: user g:2\nferry-hit: pool h:3\n",
		    "0", 0, "pool=2 user=1", "");
	assert_file("calls", "--python|/usr/bin/python3|--very-quiet|--sp-file|script|file.c|--in-place|--no-show-diff|"
		    "-D|patch|");
	/* only at the beginning of a line, and with a name */
	assert_hits(" ferry-hit: a f:1\nx ferry-hit: b\nferry-hit: \nferry-hit:c\n",
		    "0", 0, "", "");
	/* a last line that was cut off still names its rule */
	assert_hits("ferry-hit: a", "0", 0, "a=1", "");
	/* what a run that failed had matched counts for nothing */
	assert_hits("ferry-hit: a f:1\nexception Not_found\n", "255", -1, "",
		    "spatch: exited with 255: exception Not_found");
}

/* --- lint --- */

static void assert_lint(const char *out, const char *status, int expected,
			const char *findings_expected, const char *why_expected)
{
	struct strbuf findings = STRBUF_INIT, why = STRBUF_INIT;

	prints(out, "", status);
	strbuf_addstr(&findings, "old");
	assert_int_equal(spatch_judge(NULL, "script", "file.c", NULL, &findings, &why), expected);
	assert_string_equal(findings.buf, findings_expected);
	assert_string_equal(why.buf, why_expected);
	strbuf_release(&findings);
	strbuf_release(&why);
}

static void lint_says_its_end(void **state)
{
	static const char cut[] = "'script' did not run to its end";

	(void)state;
	assert_lint("script: done\n", "0", 0, "", "");
	assert_lint("f.c:1: no\nf.c:2: no\nscript: done\n", "0", 0,
		    "f.c:1: no\nf.c:2: no\n", "");
	assert_lint("", "0", -1, "", cut);
	assert_lint("f.c:1: no\n", "0", -1, "", cut);
	assert_lint("script: done\nf.c:1: no\n", "0", -1, "", cut);
	assert_lint("f.c:1: no\nother: done\n", "0", -1, "", cut);
	assert_lint("script: done with it\n", "0", -1, "", cut);
	assert_lint("script: done\n", "1", -1, "", "spatch: exited with 1");
}

/* --- what could not be parsed --- */

static void assert_unparsed(const char *out, const char *err, const char *status,
			    int expected, const char *text_expected,
			    const char *why_expected)
{
	struct strbuf text = STRBUF_INIT, why = STRBUF_INIT;

	prints(out, err, status);
	strbuf_addstr(&text, "old");
	assert_int_equal(spatch_unparsed("file.c", &text, &why), expected);
	assert_string_equal(text.buf, text_expected);
	assert_string_equal(why.buf, why_expected);
	strbuf_release(&text);
	strbuf_release(&why);
}

static void text_that_was_passed_over(void **state)
{
	(void)state;
	assert_unparsed("NB total files = 1; perfect = 1\n", "", "0", 0, "", "");
	assert_file("calls", "--parse-c|file.c|");
	assert_unparsed("bad: int f(\nBAD:!!!!! \tx -> {\nbad: \nNB total files = 1\n",
			"", "0", 0, "int f(\n\tx -> {\n\n", "");
	/* it says so on either output */
	assert_unparsed("NB total files = 1\n", "bad: int f(\n", "0", 0, "int f(\n", "");
	assert_unparsed("", "", "0", -1, "", "spatch --parse-c did not read 'file.c'");
	assert_unparsed("NB total files = 0\n", "", "0", -1, "",
			"spatch --parse-c did not read 'file.c'");
	assert_unparsed("NB total files = 1\n", "", "3", -1, "", "spatch: exited with 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shape_is_one_line),
		cmocka_unit_test(nothing_of_ours_is_around_it),
		cmocka_unit_test(isomorphisms_are_beside_the_script),
		cmocka_unit_test(shape_of_a_spatch_that_fails),
		cmocka_unit_test(what_makes_it_wrong_is_kept),
		cmocka_unit_test(hits_are_counted),
		cmocka_unit_test(names_that_are_gone_are_kept),
		cmocka_unit_test(lint_says_its_end),
		cmocka_unit_test(text_that_was_passed_over),
		cmocka_unit_test(spatch_that_is_not_there),
	};

	return cmocka_run_group_tests_name("spatch", tests, install_fake, remove_fake);
}
