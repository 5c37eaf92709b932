// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "report/html-notes.h"
#include "report/html.h"

static void escapes_to(const char *bytes, size_t len, const char *expected)
{
	struct html page = HTML_INIT;

	html_bytes(&page, bytes, len);
	assert_string_equal(page.text.buf, expected);
	html_release(&page);
}

#define ESCAPES(bytes, expected) escapes_to(bytes, sizeof(bytes) - 1, expected)
#define BAD "\357\277\275"

static void markup_stays_text(void **state)
{
	(void)state;
	ESCAPES("", "");
	ESCAPES("a\tb\nc", "a\tb\nc");
	ESCAPES("<script>alert('1')</script>",
		"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
	ESCAPES("\" onload=\"x", "&quot; onload=&quot;x");
	ESCAPES("]]> --> &amp; &", "]]&gt; --&gt; &amp;amp; &amp;");
	ESCAPES("<!--<![CDATA[", "&lt;!--&lt;![CDATA[");
}

static void control_characters_are_pictures(void **state)
{
	(void)state;
	ESCAPES("a\0b", "a\342\220\200b");
	ESCAPES("\033[2J", "\342\220\233[2J");
	ESCAPES("\r\n", "\342\220\215\n");
	ESCAPES("\177", "\342\220\241");
	/* U+009B begins a sequence as ESC [ does */
	ESCAPES("\302\233" "2J", BAD "2J");
	/* U+202E turns what follows round */
	ESCAPES("a\342\200\256b", "a&lt;U+202E&gt;b");
	ESCAPES("\342\201\246", "&lt;U+2066&gt;");
}

static void what_is_no_utf8(void **state)
{
	(void)state;
	ESCAPES("Zo\303\253 \342\202\254 \360\237\220\247", "Zo\303\253 \342\202\254 \360\237\220\247");
	ESCAPES("\303", BAD);
	ESCAPES("\303<", BAD "&lt;");
	ESCAPES("\200\377", BAD BAD);
	/* '<' in more bytes than it has, a surrogate, and what is above all */
	ESCAPES("\300\274", BAD BAD);
	ESCAPES("\340\200\274", BAD BAD BAD);
	ESCAPES("\355\240\200", BAD BAD BAD);
	ESCAPES("\364\220\200\200", BAD BAD BAD BAD);
	ESCAPES("\357\277\277", BAD BAD BAD);
	ESCAPES("\342\202", BAD BAD);
}

static void everywhere_in_an_element(void **state)
{
	struct html page = HTML_INIT;

	(void)state;
	html_link(&page, "#\"><b>", "<i>&");
	html_textf(&page, "%s", "<%s>");
	html_element(&page, "p", NULL, "'");
	assert_string_equal(page.text.buf, "<a href=\"#&quot;&gt;&lt;b&gt;\">&lt;i&gt;&amp;</a>"
			    "&lt;%s&gt;<p>&#39;</p>");
	html_release(&page);
}

/* --- hunks ----------------------------------------------------------------------- */

#define HEAD "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"

struct both {
	struct patch mainline, port;
	struct hunk_rows rows;
};

static void read_patch(struct patch *patch, const char *hunks)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	strbuf_addf(&text, HEAD "%s", hunks);
	patch_read(patch, &text);
}

static void put_side_by_side(struct both *both, const char *mainline, const char *port)
{
	read_patch(&both->mainline, mainline);
	read_patch(&both->port, port);
	hunk_rows_read(&both->rows, &both->mainline, 1, &both->port, 1);
}

static void release_both(struct both *both)
{
	hunk_rows_release(&both->rows);
	patch_release(&both->mainline);
	patch_release(&both->port);
}

/* The marks of all rows, a word each. */
static void marked(const char *mainline, const char *port, const char *expected)
{
	struct strbuf marks __free(strbuf_release) = STRBUF_INIT;
	struct both both;

	put_side_by_side(&both, mainline, port);
	for (size_t i = 0; i < both.rows.nr; i++)
		strbuf_addf(&marks, "%s%s", i ? " " : "", hunk_mark_name[both.rows.v[i].mark]);
	assert_string_equal(marks.buf, expected);
	release_both(&both);
}

#define ONE	"@@ -5,3 +5,3 @@ int one(void)\n \tx;\n-\told_call(a, b);\n+\tnew_call(a, b);\n \ty;\n"
#define TWO	"@@ -50,3 +50,3 @@ int two(void)\n \tp;\n-\tfirst_of_two();\n+\tsecond_of_two();\n \tq;\n"

static void hunks_are_marked(void **state)
{
	(void)state;
	marked(ONE TWO, ONE TWO, "same same");
	marked(ONE, "@@ -7,3 +7,3 @@ int one(void)\n \tx;\n-\told_call(a, b);\n+\tnew_call(a, b);\n \ty;\n",
	       "moved");
	marked(ONE, "@@ -7,3 +7,3 @@ int one(void)\n \tz;\n-\told_call(a, b);\n+\tnew_call(a, b);\n \ty;\n",
	       "context");
	marked(ONE, "@@ -7,3 +7,3 @@ int one(void)\n \tx;\n-\told_call(a);\n+\tnew_call(a);\n \ty;\n",
	       "adapted");
	marked(ONE TWO, TWO, "missing same");
	marked(TWO, ONE TWO, "added same");
	/* the same function is no reason where nothing else is the same */
	marked(ONE, "@@ -9,1 +9,2 @@ int one(void)\n \tx;\n+\tunlike = 1;\n", "added missing");
	marked("", ONE, "added");
	marked(ONE, "", "missing");
}

/* The more alike of the same function, wherever it stands. */
static void the_right_one_of_two(void **state)
{
	static const char twice[] =
		"@@ -5,2 +5,2 @@ int one(void)\n \tx;\n-\tlock(&a->mutex);\n+\tlock(&b->mutex);\n"
		"@@ -25,2 +25,2 @@ int one(void)\n \ty;\n-\tunlock(&a->mutex);\n+\tunlock(&b->mutex);\n";
	static const char second[] =
		"@@ -15,2 +15,2 @@ int one(void)\n \ty;\n-\tunlock(&a->mutex);\n+\tunlock(&b->mutex);\n";
	struct both both;

	(void)state;
	put_side_by_side(&both, twice, second);
	assert_int_equal(both.rows.nr, 2);
	assert_int_equal(both.rows.v[0].mark, HUNK_MISSING);
	assert_null(both.rows.v[0].port.hunk);
	assert_int_equal(both.rows.v[1].mark, HUNK_MOVED);
	assert_int_equal(both.rows.v[1].mainline.hunk->line, 25);
	assert_int_equal(both.rows.v[1].port.hunk->line, 15);
	release_both(&both);
}

/* Two hunks here are one there. */
static void grown_together(void **state)
{
	static const char apart[] =
		"@@ -5,2 +5,3 @@ int one(void)\n \tx;\n+\ttake_it(1);\n \ty;\n"
		"@@ -25,2 +26,3 @@ int one(void)\n \tv;\n+\tgive_back(2);\n \tw;\n";
	static const char together[] =
		"@@ -5,2 +5,4 @@ int one(void)\n \tx;\n+\ttake_it(1);\n+\tgive_back(2);\n \tw;\n";

	(void)state;
	marked(apart, together, "adapted context");
	marked(together, apart, "adapted context");
}

/* A function of another name in another file is another one. */
static void by_file(void **state)
{
	struct strbuf other __free(strbuf_release) = STRBUF_INIT;
	struct both both;

	(void)state;
	read_patch(&both.mainline, ONE);
	strbuf_addstr(&other, "diff --git a/b.c b/b.c\n--- a/b.c\n+++ b/b.c\n" ONE);
	patch_read(&both.port, &other);
	hunk_rows_read(&both.rows, &both.mainline, 1, &both.port, 1);
	assert_int_equal(both.rows.nr, 2);
	assert_int_equal(both.rows.v[0].mark, HUNK_ADDED);
	assert_int_equal(both.rows.v[1].mark, HUNK_MISSING);
	release_both(&both);
}

/* --- notes ----------------------------------------------------------------------- */

static void read_notes(const char *text, struct argv *notes)
{
	struct strbuf patch __free(strbuf_release) = STRBUF_INIT;

	strbuf_addstr(&patch, text);
	notes_read(&patch, notes);
}

static void notes_in_brackets(void **state)
{
	struct argv notes __free(argv_release) = ARGV_INIT;

	(void)state;
	read_notes("Subject: [PATCH] x\n\nText [not a note] here.\n[   12.345678] BUG: it is a log\n\n"
		   "[ Differs: a\n  b. ]\n[one@example.org: shorter]\n[ never ends\n\n]\n"
		   "diff --git a/a b/a\n[ no note ]\n", &notes);
	assert_int_equal(notes.nr, 2);
	assert_string_equal(notes.v[0], "Differs: a b.");
	assert_string_equal(notes.v[1], "one@example.org: shorter");
}

static void notes_of_a_hunk(void **state)
{
	struct argv notes __free(argv_release) = ARGV_INIT;
	struct argv said __free(argv_release) = ARGV_INIT;
	struct both both;

	(void)state;
	put_side_by_side(&both, ONE TWO, ONE TWO);
	read_notes("[ First words. one() calls old_call() no more, i.e. never. Nothing is lost.\n"
		   "  second_of_two is new. two() has it. ]\n", &notes);
	notes_about(&notes, &both.rows, &both.rows.v[0], &said);
	assert_int_equal(said.nr, 1);
	assert_string_equal(said.v[0], "one() calls old_call() no more, i.e. never.");
	notes_about(&notes, &both.rows, &both.rows.v[1], &said);
	assert_int_equal(said.nr, 3);
	assert_string_equal(said.v[1], "second_of_two is new.");
	assert_string_equal(said.v[2], "two() has it.");
	release_both(&both);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_stays_text),
		cmocka_unit_test(control_characters_are_pictures),
		cmocka_unit_test(what_is_no_utf8),
		cmocka_unit_test(everywhere_in_an_element),
		cmocka_unit_test(hunks_are_marked),
		cmocka_unit_test(the_right_one_of_two),
		cmocka_unit_test(grown_together),
		cmocka_unit_test(by_file),
		cmocka_unit_test(notes_in_brackets),
		cmocka_unit_test(notes_of_a_hunk),
	};

	return cmocka_run_group_tests_name("html", tests, scratch_setup, scratch_teardown);
}
