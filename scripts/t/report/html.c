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

#define HEAD "diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n"
#define ONE	"@@ -5,3 +5,3 @@ int one(void)\n \tx;\n-\told_call(a, b);\n+\tnew_call(a, b);\n \ty;\n"
#define TWO	"@@ -50,3 +50,3 @@ int two(void)\n \tp;\n-\tfirst_of_two();\n+\tsecond_of_two();\n \tq;\n"

static void notes_of_a_hunk(void **state)
{
	struct strbuf patch __free(strbuf_release) = STRBUF_INIT;
	struct hunks hunks __free(hunks_release) = { .v = NULL };
	struct argv notes __free(argv_release) = ARGV_INIT;
	struct argv said __free(argv_release) = ARGV_INIT;

	(void)state;
	strbuf_addstr(&patch, HEAD ONE TWO);
	hunks_judge(&hunks, &patch, 1, &patch, 1);
	assert_int_equal(hunks.nr, 2);
	read_notes("[ First words. one() calls old_call() no more, i.e. never. Nothing is lost.\n"
		   "  second_of_two is new. call_ and new_ca are no words of it. two() has it. ]\n",
		   &notes);
	notes_about(&notes, &hunks, &hunks.v[0], &said);
	assert_int_equal(said.nr, 1);
	assert_string_equal(said.v[0], "one() calls old_call() no more, i.e. never.");
	notes_about(&notes, &hunks, &hunks.v[1], &said);
	assert_int_equal(said.nr, 3);
	assert_string_equal(said.v[1], "second_of_two is new.");
	assert_string_equal(said.v[2], "two() has it.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_stays_text),
		cmocka_unit_test(control_characters_are_pictures),
		cmocka_unit_test(what_is_no_utf8),
		cmocka_unit_test(everywhere_in_an_element),
		cmocka_unit_test(notes_in_brackets),
		cmocka_unit_test(notes_of_a_hunk),
	};

	return cmocka_run_group_tests_name("html", tests, scratch_setup, scratch_teardown);
}
