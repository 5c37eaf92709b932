// SPDX-License-Identifier: GPL-2.0-only
/* the console's reports: logs with the titles expected of them, and bad input */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/console.h"
#include "base/strbuf.h"
#include "base/util.h"

#define PATTERNS "ci/console-badness"
#define LOGS "scripts/t/boot/data"

static struct console_patterns patterns;

static int load(void **state)
{
	(void)state;
	return console_patterns_load(&patterns, PATTERNS);
}

static int unload(void **state)
{
	(void)state;
	console_patterns_release(&patterns);
	return 0;
}

static struct console_reports scan(const char *text, size_t len)
{
	struct console_reports reports = CONSOLE_REPORTS_INIT;
	/* a copy of exactly its size: reading behind its end is caught */
	char *copy = xmalloc(len ? len : 1);
	size_t nr;

	memcpy(copy, text, len);
	nr = console_scan(&patterns, copy, len, &reports);
	assert_int_equal(nr, reports.nr);
	free(copy);
	return reports;
}

static char *titles(const struct console_reports *reports)
{
	struct strbuf all = STRBUF_INIT;

	for (size_t i = 0; i < reports->nr; i++)
		strbuf_addf(&all, "%s\n", reports->v[i].title);
	return strbuf_detach(&all);
}

static void assert_titles(const char *text, size_t len, const char *expected)
{
	struct console_reports reports = scan(text, len);
	char *found = titles(&reports);

	assert_string_equal(found, expected);
	free(found);
	console_reports_release(&reports);
}

/* the comment lines at the top of a log are not part of it */
static void check_log(const char *path)
{
	struct strbuf file = STRBUF_INIT, expected = STRBUF_INIT;
	const char *cursor, *line, *log;
	size_t len;

	assert_int_equal(read_file(path, &file), 0);
	print_message("%s\n", path);
	for (log = cursor = file.buf; next_line(&cursor, &line, &len) && *line == '#';
	     log = cursor) {
		if (starts_with(line, "# expect: "))
			strbuf_addf(&expected, "%.*s\n", (int)len - 10, line + 10);
	}
	assert_titles(log, file.len - (size_t)(log - file.buf), expected.buf);
	strbuf_release(&expected);
	strbuf_release(&file);
}

static void logs_give_their_titles(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob(LOGS "/*.log", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 17);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_log(found.gl_pathv[i]);
	globfree(&found);
}

static void carriage_returns_and_escapes_are_dropped(void **state)
{
	static const char log[] =
		"\033c\033[?7l\033[2J[    1.000000] BUG: scheduling while atomic: x/1/0x2\r\r\n"
		"\033[0mWARNING: odd \r\n";

	(void)state;
	assert_titles(log, sizeof(log) - 1, "BUG: scheduling while atomic\nWARNING: odd\n");
}

static void nul_bytes_hide_nothing(void **state)
{
	static const char log[] = "\0\0garbage\0\nBUG: one\0 two\n\0";

	(void)state;
	assert_titles(log, sizeof(log) - 1, "BUG: one? two\n");
}

static void a_last_line_may_lack_its_newline(void **state)
{
	(void)state;
	assert_titles("x\nBUG: cut", 10, "BUG: cut\n");
	assert_titles("", 0, "");
	assert_titles("\n\n[", 3, "");
	assert_titles("[   1.0000", 10, "");
	assert_titles("\033", 1, "");
	assert_titles("\033[", 2, "");
}

static void a_huge_line_is_searched_to_its_end(void **state)
{
	struct strbuf log = STRBUF_INIT;

	(void)state;
	/* every distance to the borders of the pieces, in steps */
	for (size_t n = 0; n < 40000; n += 997) {
		struct console_reports reports;

		strbuf_reset(&log);
		for (size_t i = 0; i < n; i++)
			strbuf_addch(&log, 'x');
		strbuf_addstr(&log, " Watchdog detected hard LOCKUP on cpu 0 ");
		for (size_t i = 0; i < 20000; i++)
			strbuf_addch(&log, 'y');
		reports = scan(log.buf, log.len);
		assert_int_equal(reports.nr, 1);
		assert_string_equal(reports.v[0].title, "hard lockup");
		console_reports_release(&reports);
	}
	strbuf_release(&log);
}

static void an_anchored_pattern_wants_the_beginning(void **state)
{
	struct strbuf log = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < 8192 - 1024; i++)
		strbuf_addch(&log, 'x');
	strbuf_addstr(&log, "BUG: not at the beginning of a line");
	for (size_t i = 0; i < 9000; i++)
		strbuf_addch(&log, 'y');
	assert_titles(log.buf, log.len, "");
	strbuf_release(&log);
}

static void titles_are_normalised(void **state)
{
	static const struct {
		const char *line, *title;
	} cases[] = {
		{ "BUG: at ffff888004a3c708 of CPU3, pid 71", "BUG: at ADDR of CPUN, pid N\n" },
		{ "BUG: x+0x10/0x20 0xdead 22s crc32c_le", "BUG: x ADDR Ns crc32c_le\n" },
		{ "BUG: foo.isra.0.cold and bar.constprop.12+0x1", "BUG: foo and bar\n" },
		{ "BUG: deadbeef facade", "BUG: deadbeef facade\n" },
		{ "BUG: f.part.0 mm/zswap.c:12", "BUG: f mm/zswap.c:N\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_titles(cases[i].line, strlen(cases[i].line), cases[i].title);
}

static void a_report_tells_where_it_stands(void **state)
{
	static const char log[] = "a\nb\n[    1.000000] WARNING: inconsistent lock state\n"
				  "[    1.000001] more\r\nstack backtrace:\n"
				  " at: not_part_of_it+0x1/0x2\n";
	struct console_reports reports = scan(log, sizeof(log) - 1);

	(void)state;
	assert_int_equal(reports.nr, 1);
	assert_int_equal(reports.v[0].line, 3);
	assert_string_equal(reports.v[0].title, "lockdep: inconsistent lock state");
	console_reports_release(&reports);
}

static void a_report_hides_no_other_report(void **state)
{
	/* the first one was cut off: what follows counts, but for its own parts */
	static const char log[] = "BUG: KASAN: slab-out-of-bounds in f+0x1/0x2\n"
				  "BUG: scheduling while atomic: x/1/0x2\n"
				  "refcount_t: underflow; use-after-free.\n"
				  "WARNING: CPU: 0 PID: 1 at mm/zswap.c:1 g+0x1/0x2\n"
				  "WARNING: CPU: 0 PID: 1 at lib/refcount.c:28 h+0x1/0x2\n";

	(void)state;
	assert_titles(log, sizeof(log) - 1,
		      "KASAN: slab-out-of-bounds in f\nBUG: scheduling while atomic\n"
		      "refcount_t: underflow\nWARNING in g\n");
}

static void a_panic_far_away_counts(void **state)
{
	struct strbuf log = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&log, "Oops: 0000 [#1]\n");
	for (int i = 0; i < 300; i++)
		strbuf_addstr(&log, "line\n");
	strbuf_addstr(&log, "Kernel panic - not syncing: Fatal exception\n");
	assert_titles(log.buf, log.len,
		      "Oops\nKernel panic - not syncing: Fatal exception\n");
	strbuf_release(&log);
}

static void what_is_known_does_not_count(void **state)
{
	static const char log[] = "BUG: d known\nBUG: b 2\nBUG: c\n";
	static const char *const known[] = { "d known", "", NULL };
	static const char *const all[] = { "d known", "BUG: ", NULL };
	struct console_reports reports = scan(log, sizeof(log) - 1);

	(void)state;
	assert_ptr_equal(console_first_unknown(&reports, known), &reports.v[1]);
	assert_ptr_equal(console_first_unknown(&reports, NULL), &reports.v[0]);
	assert_null(console_first_unknown(&reports, all));
	console_reports_release(&reports);
	assert_null(console_first_unknown(&reports, known));
}

static void bad_pattern_files_are_refused(void **state)
{
	static const char *const files[] = {
		"", "# only a comment\n", "report\n", "report ^(\n", "report x*\n",
		"title x\n", "ignore x\ntitle y\n", "report x\ntitle a\ntitle b\n",
		"report (x)\ntitle \\2\n", "report x\ntitle \\", "report x\nwhere y\n",
		"report x\nend [\n", "nonsense x\n", "report x\nnonsense y\n",
	};
	char path[] = "/tmp/t-console-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct console_patterns bad = CONSOLE_PATTERNS_INIT;

		assert_int_equal(write_file_atomic(path, files[i], strlen(files[i])), 0);
		assert_int_equal(console_patterns_load(&bad, path), -EINVAL);
		console_patterns_release(&bad);
	}
	assert_int_equal(write_file_atomic(path, "report a\0b", 10), 0);
	assert_int_equal(console_patterns_load(&(struct console_patterns){ 0 }, path), -EINVAL);
	unlink(path);
	assert_int_equal(console_patterns_load(&(struct console_patterns){ 0 }, path), -ENOENT);
}

static void noise_does_no_harm(void **state)
{
	static const char alphabet[] = "[]0.12 ]:BUGWARNING\n\r\033[m\0(){}+x/abcdef# \t";
	struct strbuf log = STRBUF_INIT;
	unsigned int random = 1;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		random = random * 1664525 + 1013904223;
		strbuf_addch(&log, alphabet[(random >> 16) % (sizeof(alphabet) - 1)]);
	}
	for (size_t n = 0; n < 64; n++) {
		struct console_reports reports = scan(log.buf + n * 100, log.len / (n + 1) / 2);

		console_reports_release(&reports);
	}
	strbuf_release(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logs_give_their_titles),
		cmocka_unit_test(carriage_returns_and_escapes_are_dropped),
		cmocka_unit_test(nul_bytes_hide_nothing),
		cmocka_unit_test(a_last_line_may_lack_its_newline),
		cmocka_unit_test(a_huge_line_is_searched_to_its_end),
		cmocka_unit_test(an_anchored_pattern_wants_the_beginning),
		cmocka_unit_test(titles_are_normalised),
		cmocka_unit_test(a_report_tells_where_it_stands),
		cmocka_unit_test(a_report_hides_no_other_report),
		cmocka_unit_test(a_panic_far_away_counts),
		cmocka_unit_test(what_is_known_does_not_count),
		cmocka_unit_test(bad_pattern_files_are_refused),
		cmocka_unit_test(noise_does_no_harm),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
