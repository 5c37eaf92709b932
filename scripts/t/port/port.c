// SPDX-License-Identifier: GPL-2.0-only
/*
 * gates.c: each gate on its own with a spatch that does what a test says, then
 * the judgement of the real one on fixtures of the project.
 */
#include "t/test.h"
#include "process/run.h"
#include "port/port.h"
#include "port/diff.h"
#include "port/gates.h"

#include <sys/stat.h>

#define FIXTURES "semantic/zswap-acomp-lifetime/tests"

static char *project, *here, *old_path;

static void fake_first(bool on)
{
	char *path = xstrfmt("%s/bin:%s", here, old_path);

	setenv("PATH", on ? path : old_path, 1);
	free(path);
}

static int setup(void **state)
{
	char *tmp;

	project = getcwd(NULL, 0);
	/* what is not the real one is not where the sandbox has programs */
	run_set_trust(true);
	if (scratch_setup(state))
		return -1;
	here = getcwd(NULL, 0);
	old_path = xstrdup(getenv("PATH"));
	tmp = xstrfmt("%s/tmp", here);
	setenv("TMPDIR", tmp, 1);
	setenv("HERE", here, 1);
	if (mkdir_p(tmp) || mkdir_p("bin") || mkdir_p("patches/own") ||
	    mkdir_p("semantic/own") || mkdir_p("tree/mm"))
		return -1;
	free(tmp);
	put_file("patches/own/info",
		 "[series]\n\tfile = mm/a.c\n\twatch = widget\n\tresidue = past_widget\n"
		 "[shape \"S4\"]\n\tverdict = port\n\thits = swap=1\n"
		 "[shape \"S5\"]\n\tverdict = carried\n");
	put_file("semantic/own/shape.cocci", "");
	put_file("semantic/own/port.cocci", "");
	put_file("semantic/own/lint.cocci", "");
	/*
	 * A file says its own shape in its first line. port.cocci is a sed
	 * script; what it says of a file that has an "old" in it is in hits.
	 */
	put_file("bin/spatch",
		 "#!/bin/sh\n"
		 "HERE=${0%/*}/..\n"
		 "for word; do case $word in *.c) file=$word ;; esac; done\n"
		 "case \" $* \" in\n"
		 "*' --parse-c '*) cat \"$HERE/parsed\" ;;\n"
		 "*/shape.cocci*) sed -n '1s/^#pragma shape: //p' \"$file\" ;;\n"
		 "*/lint.cocci*) cat \"$HERE/lint\" ;;\n"
		 "*/port.cocci*)\n"
		 "	[ ! -e \"$HERE/crash\" ] || { echo 'Fatal error: no' >&2; exit 2; }\n"
		 "	! grep -q old \"$file\" || cat \"$HERE/hits\" >&2\n"
		 "	sed -i -f \"$HERE/rules\" \"$file\"\n"
		 "	cat \"$HERE/said\"\n"
		 "	;;\n"
		 "esac\n");
	return chmod("bin/spatch", 0755);
}

static int teardown(void **state)
{
	setenv("PATH", old_path, 1);
	unsetenv("TMPDIR");
	unsetenv("HERE");
	free(project);
	free(here);
	free(old_path);
	return scratch_teardown(state);
}

/* a spatch with which everything goes well */
static int all_well(void **state)
{
	(void)state;
	fake_first(true);
	put_file("parsed", "NB total files = 1\n");
	put_file("lint", "lint: done\n");
	put_file("said", "port: done\n");
	put_file("hits", "ferry-hit: swap :2\n");
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\n");
	return remove_tree("crash");
}

static int nothing_left(void **state)
{
	(void)state;
	assert_int_equal(count_entries("tmp"), 0);
	return 0;
}

/* --- the semantic patch ---------------------------------------------------- */

static const char before[] = "#pragma shape: S4 words\nint old;\nint widget(void)\n{\n\treturn strange;\n}\n";
static const char after[] = "#pragma shape: S5 words\nint new;\nint widget(void)\n{\n\treturn strange;\n}\n";

static void assert_port(enum port_status expected, const char *why, const char **specs,
			size_t nr)
{
	struct strbuf text = STRBUF_INIT;
	struct port port = PORT_INIT;
	struct series series;

	strbuf_addstr(&text, before);
	assert_int_equal(series_open(&series, ".", "own"), 0);
	assert_int_equal(port_semantic(&series, &text, "S4", specs, nr, &port), expected);
	/* a path of the day may follow a quote */
	if (!*why || !ends_with(why, "'") || !starts_with(port.why.buf, why))
		assert_string_equal(port.why.buf, why);
	if (expected == PORT_OK)
		assert_string_equal(port.text.buf, after);
	port_release(&port);
	series_release(&series);
	strbuf_release(&text);
}

static void change_that_fits(void **state)
{
	const char *specs[] = { "swap=1" };

	(void)state;
	assert_port(PORT_OK, "", NULL, 0);
	assert_port(PORT_OK, "", specs, 1);
}

static void gate_of_the_counts(void **state)
{
	const char *specs[] = { "swap=2" };

	(void)state;
	assert_port(PORT_REFUSED, "rule swap matched 1 times, not 2", specs, 1);
	put_file("hits", "");
	assert_port(PORT_REFUSED, "rule swap matched 0 times, not 1", NULL, 0);
	put_file("hits", "ferry-hit: swap :2\nferry-hit: more f:1\n");
	assert_port(PORT_REFUSED, "rule more matched 1 times and is not expected", NULL, 0);
}

static void gate_of_the_change(void **state)
{
	(void)state;
	put_file("rules", "");
	assert_port(PORT_REFUSED, "the semantic patch changed nothing", NULL, 0);
}

static void gate_of_the_places(void **state)
{
#define NOT_NAMED "the semantic patch changes what none of its rules names: "
	(void)state;
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\ns/strange/odd/\n$aint more(void)\\\n{\\\n}\n");
	assert_port(PORT_REFUSED, NOT_NAMED "widget() in line 3, more(), which is new",
		    NULL, 0);
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\n/^int widget/,$d\n");
	assert_port(PORT_REFUSED, NOT_NAMED "widget() in line 3", NULL, 0);
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\n");
	put_file("hits", "ferry-hit: swap widget:3\n");
	assert_port(PORT_REFUSED, NOT_NAMED "what is outside of functions", NULL, 0);
#undef NOT_NAMED
}

static void gate_of_the_second_run(void **state)
{
	(void)state;
	/* the rule still matches what it has made */
	put_file("rules", "s/S4/S5/\ns/int old;/int older;/\n");
	assert_port(PORT_REFUSED, "a second run changes the result again (rule swap)", NULL, 0);
	/* it says nothing, and changes the file */
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\n$a/* more */\n");
	assert_port(PORT_REFUSED, "a second run changes the result again (rule unknown)", NULL, 0);
}

static void gate_of_the_parser(void **state)
{
	(void)state;
	/* an odd line that has nothing to do with the change */
	put_file("parsed", "bad: \treturn strange;\nNB total files = 1\n");
	assert_port(PORT_OK, "", NULL, 0);
	put_file("parsed", "bad: int widget(void)\nbad: {\nBAD:!!!!! \treturn strange;\nNB total files = 1\n");
	assert_port(PORT_REFUSED,
		    "spatch cannot parse widget() in line 3, which has to do with the change",
		    NULL, 0);
	put_file("parsed", "bad: \twidget is nowhere;\nNB total files = 1\n");
	assert_port(PORT_REFUSED,
		    "spatch cannot parse '\twidget is nowhere;', which has to do with the change",
		    NULL, 0);
	put_file("parsed", "");
	assert_port(PORT_BROKEN, "spatch --parse-c did not read '", NULL, 0);
}

static void gate_of_the_result(void **state)
{
	(void)state;
	put_file("rules", "s/S4/S3/\ns/int old;/int new;/\n");
	assert_port(PORT_REFUSED,
		    "the result does not carry the change, its shape is S3 (words)", NULL, 0);
	put_file("rules", "s/S4/S5/\ns/int old;/int new, past_widget;/\n");
	assert_port(PORT_REFUSED, "'past_widget' is still there in what the change adds", NULL, 0);
	put_file("rules", "s/S4/S5/\ns/int old;/int new;/\n");
	put_file("lint", "/tmp/a.c:5: no\n/tmp/a.c:3: widget() no\nlint: done\n");
	assert_port(PORT_REFUSED, "the result breaks an invariant: line 5: no; "
		    "the result breaks an invariant: widget() in line 3 no", NULL, 0);
}

static void what_makes_it_wrong(void **state)
{
	(void)state;
	/* said of the file as it was, whatever came of it */
	put_file("said", "/tmp/a.c:3: widget() no\n/tmp/a.c:1: no\nport: done\n");
	assert_port(PORT_REFUSED, "widget() in line 3 no; in line 1 no", NULL, 0);
	put_file("said", "");
	assert_port(PORT_BROKEN, "'./semantic/own/port.cocci' did not run to its end", NULL, 0);
}

static void tools_that_fail(void **state)
{
	(void)state;
	put_file("crash", "");
	assert_port(PORT_BROKEN, "spatch: exited with 2: Fatal error: no", NULL, 0);
	assert_int_equal(remove_tree("crash"), 0);
	put_file("lint", "");
	assert_port(PORT_BROKEN, "'./semantic/own/lint.cocci' did not run to its end", NULL, 0);
}

/* --- curated patches ------------------------------------------------------- */

static struct git store = { .dir = "store.git" };

static void commit(const char *text, char id[GIT_HEX])
{
	struct git git = { .dir = "store.git", .work_tree = "tree" };
	char *index = xstrfmt("%s/index", here);
	char tree[GIT_HEX];

	git.index = index;
	assert_int_equal(git_store_open("store.git"), 0);
	assert_int_equal(remove_tree(index), 0);
	put_file("tree/mm/a.c", text);
	put_file("tree/mm/b.c", "int b;\n");
	assert_int_equal(git_add_all(&git), 0);
	assert_int_equal(git_write_tree(&git, tree), 0);
	assert_int_equal(git_commit(&git, tree, NULL, &git_ferry, "x\n", id), 0);
	free(index);
}

static void put_patch(const char *name, const char *from, const char *to)
{
	struct strbuf diff = STRBUF_INIT;
	char a[GIT_HEX], b[GIT_HEX], *text;

	commit(from, a);
	commit(to, b);
	assert_int_equal(git_run(&diff, &store, "diff", "--full-index", a, b, NULL), 0);
	text = xstrfmt("From: A <a@example.org>\nDate: Mon, 3 Feb 2020 04:05:06 +0000\n"
		       "Subject: [PATCH] mm: %s\n\nWhy.\n---\n%s\n", name, diff.buf);
	put_file(name, text);
	free(text);
	strbuf_release(&diff);
}

static enum port_status curate(const char *base, const char *one, const char *two,
			    struct port *port)
{
	struct git git = store;
	char *index = xstrfmt("%s/index.port", here);
	struct argv patches = ARGV_INIT;
	struct series series;
	enum port_status end;

	git.index = index;
	argv_push(&patches, one);
	if (two)
		argv_push(&patches, two);
	assert_int_equal(series_open(&series, ".", "own"), 0);
	capture_stderr("said");
	end = port_apply(&git, &series, &patches, base, GIT_MAY_MERGE, port);
	if (end == PORT_OK)
		end = port_judge_commit(&git, &series, base, port->commit, &port->why);
	release_stderr();
	series_release(&series);
	argv_release(&patches);
	free(index);
	return end;
}

static void patches_one_after_the_other(void **state)
{
	char *middle = xstrdup("#pragma shape: S4 words\nint new;\nint widget(void)\n{\n\treturn strange;\n}\n");
	struct strbuf log = STRBUF_INIT;
	struct port port = PORT_INIT, again = PORT_INIT;
	char base[GIT_HEX];

	(void)state;
	put_patch("one.patch", before, middle);
	put_patch("two.patch", middle, after);
	commit(before, base);
	assert_int_equal(curate(base, "one.patch", "two.patch", &port), PORT_OK);
	assert_int_equal(port.applied, GIT_EXACT);
	assert_string_equal(port.text.buf, after);
	assert_int_equal(git_run(&log, &store, "log", "--format=%an %s", port.commit, NULL), 0);
	assert_string_equal(log.buf, "A mm: two.patch\nA mm: one.patch\nferry x");
	/* made twice, it is the same commit, and no ref was made */
	assert_int_equal(curate(base, "one.patch", "two.patch", &again), PORT_OK);
	assert_string_equal(port.commit, again.commit);
	assert_int_equal(git_run(&log, &store, "for-each-ref", NULL), 0);
	assert_string_equal(log.buf, "");
	port_release(&port);
	port_release(&again);

	port = (struct port)PORT_INIT;
	assert_int_equal(curate(base, "two.patch", NULL, &port), PORT_REFUSED);
	assert_true(starts_with(port.why.buf, "two.patch does not apply: "));
	port_release(&port);
	free(middle);
	strbuf_release(&log);
}

static void patches_that_go_elsewhere(void **state)
{
	struct port port = PORT_INIT;
	char base[GIT_HEX];

	(void)state;
	put_file("wide.patch",
		 "From: A <a@example.org>\nDate: Mon, 3 Feb 2020 04:05:06 +0000\n"
		 "Subject: x\n\nWhy.\n---\ndiff --git a/mm/b.c b/mm/b.c\n--- a/mm/b.c\n+++ b/mm/b.c\n"
		 "@@ -1 +1 @@\n-int b;\n+int c;\n");
	commit(after, base);
	assert_int_equal(curate(base, "wide.patch", NULL, &port), PORT_REFUSED);
	assert_string_equal(port.why.buf,
			    "the patches touch mm/b.c, which the series does not declare");
	assert_true(port.outside);
	port_release(&port);
	put_file("mode.patch",
		 "From: A <a@example.org>\nDate: Mon, 3 Feb 2020 04:05:06 +0000\n"
		 "Subject: x\n\nWhy.\n---\ndiff --git a/mm/a.c b/mm/a.c\n"
		 "old mode 100644\nnew mode 100755\n");
	assert_int_equal(curate(base, "mode.patch", NULL, &port), PORT_REFUSED);
	assert_string_equal(port.why.buf,
			    "the patches do more than change what is in ordinary files: mode change 100644 => 100755 mm/a.c");
	assert_true(port.outside);
	port_release(&port);
	/* a declared file may be new, but no program and no link */
	put_file("program.patch",
		 "From: A <a@example.org>\nDate: Mon, 3 Feb 2020 04:05:06 +0000\n"
		 "Subject: x\n\nWhy.\n---\ndiff --git a/mm/a.c b/mm/a.c\n"
		 "new file mode 100755\n--- /dev/null\n+++ b/mm/a.c\n@@ -0,0 +1 @@\n+x\n");
	assert_int_equal(curate(base, "program.patch", NULL, &port), PORT_REFUSED);
	assert_string_equal(port.why.buf,
			    "the patches do more than change what is in ordinary files: create mode 100755 mm/a.c");
	assert_true(port.outside);
	port_release(&port);
}

static void patch_that_does_not_do_it(void **state)
{
	struct port port = PORT_INIT;
	char base[GIT_HEX];

	(void)state;
	put_patch("half.patch", before,
		  "#pragma shape: S4 words\nint new;\nint widget(void)\n{\n\treturn strange;\n}\n");
	commit(before, base);
	assert_int_equal(curate(base, "half.patch", NULL, &port), PORT_REFUSED);
	assert_string_equal(port.why.buf,
			    "the result does not carry the change, its shape is S4 (words)");
	port_release(&port);
}

static void patch_that_is_none(void **state)
{
	struct port port = PORT_INIT;
	char base[GIT_HEX];

	(void)state;
	commit(before, base);
	put_file("none.patch", "words\n");
	assert_int_equal(curate(base, "none.patch", NULL, &port), PORT_BROKEN);
	assert_string_equal(port.why.buf, "'none.patch' cannot be read as a patch mail");
	port_release(&port);
}

/* --- comparing ------------------------------------------------------------- */

static void diff_of_a_file(void **state)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, diff = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&a, "int a;\n");
	strbuf_addstr(&b, "int b;\n");
	assert_int_equal(port_diff("mm/a.c", &a, &b, &diff), 0);
	assert_true(starts_with(diff.buf, "diff --git a/mm/a.c b/mm/a.c\n"));
	assert_true(ends_with(diff.buf, "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n"));
	assert_int_equal(port_diff("mm/a.c", &a, &a, &diff), 0);
	assert_string_equal(diff.buf, "");
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&diff);
}

static bool have(const char *tool)
{
	struct child child = CHILD_INIT;
	bool there;

	argv_pushl(&child.args, tool, "--version", NULL);
	there = !child_run(&child);
	child_release(&child);
	return there;
}

static void layout_does_not_count(void **state)
{
	struct strbuf style = STRBUF_INIT, a = STRBUF_INIT, b = STRBUF_INIT,
		      diff = STRBUF_INIT;

	(void)state;
	if (!have("clang-format")) {
		print_message("clang-format is not installed\n");
		skip();
	}
	strbuf_addstr(&style, "BasedOnStyle: LLVM\n");
	strbuf_addstr(&a, "int f(int a,\n      int b) { return a; }\n");
	strbuf_addstr(&b, "int f(int a, int b)\n{\n\treturn a;\n}\n");
	assert_int_equal(port_layout_differences(&style, &a, &b, &diff), 0);
	assert_string_equal(diff.buf, "");
	strbuf_addstr(&b, "int g;\n");
	assert_int_equal(port_layout_differences(&style, &a, &b, &diff), 0);
	assert_non_null(strstr(diff.buf, "+int g;\n"));
	strbuf_release(&style);
	strbuf_release(&a);
	strbuf_release(&b);
	strbuf_release(&diff);
}

/* --- the real spatch, the project's own series ----------------------------- */

static void judge(const char *name, enum port_status expected, const char *why)
{
	char *path = xstrfmt("%s/" FIXTURES "/%s", project, name);
	struct strbuf text = STRBUF_INIT, said = STRBUF_INIT;
	struct series series;

	assert_int_equal(series_open(&series, project, "zswap-acomp-lifetime"), 0);
	assert_int_equal(read_file(path, &text), 0);
	assert_int_equal(port_judge(&series, &text, &text, &said), expected);
	if (!starts_with(said.buf, why))
		assert_string_equal(said.buf, why);
	series_release(&series);
	strbuf_release(&text);
	strbuf_release(&said);
	free(path);
}

static void judged_by_the_series(void **state)
{
	(void)state;
	fake_first(false);
	if (!have("spatch")) {
		print_message("spatch is not installed\n");
		skip();
	}
	judge("s1.res", PORT_OK, "");
	judge("s4.res", PORT_OK, "");
	judge("s5.c", PORT_OK, "");
	judge("s4.c", PORT_REFUSED, "the result does not carry the change, its shape is S4 (");
	judge("not-zswap.c", PORT_REFUSED, "the result does not carry the change, its shape is unknown (");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, all_well, nothing_left)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(change_that_fits),
		TEST(gate_of_the_counts),
		TEST(gate_of_the_change),
		TEST(gate_of_the_places),
		TEST(gate_of_the_second_run),
		TEST(gate_of_the_parser),
		TEST(what_makes_it_wrong),
		TEST(tools_that_fail),
		TEST(patches_one_after_the_other),
		TEST(patches_that_go_elsewhere),
		TEST(patch_that_does_not_do_it),
		TEST(patch_that_is_none),
		TEST(diff_of_a_file),
		TEST(layout_does_not_count),
		TEST(judged_by_the_series),
		TEST(gate_of_the_result),
	};

	return cmocka_run_group_tests_name("port", tests, setup, teardown);
}
