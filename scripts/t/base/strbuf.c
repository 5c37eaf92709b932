// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"

static void test_empty_is_a_string(void **state)
{
	struct strbuf sb = STRBUF_INIT, other;

	(void)state;
	assert_string_equal(sb.buf, "");
	strbuf_reset(&sb);
	strbuf_trim(&sb);
	strbuf_remove(&sb, 0, 5);
	strbuf_add(&sb, NULL, 0);
	assert_int_equal(sb.len, 0);
	strbuf_release(&sb);
	strbuf_release(&sb);
	strbuf_init(&other);
	assert_string_equal(other.buf, "");
}

static void test_append(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "one");
	strbuf_addch(&sb, ' ');
	strbuf_addf(&sb, "%d %s", 2, "three");
	strbuf_add(&sb, "\0x", 2);
	assert_int_equal(sb.len, 13);
	assert_memory_equal(sb.buf, "one 2 three\0x", 14);
	strbuf_reset(&sb);
	assert_string_equal(sb.buf, "");
	strbuf_release(&sb);
}

static void test_grow_keeps_bytes(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		strbuf_addch(&sb, 'a' + (int)(i % 26));
	assert_int_equal(sb.len, 100000);
	assert_int_equal(strlen(sb.buf), 100000);
	for (i = 0; i < sb.len; i++)
		assert_int_equal(sb.buf[i], 'a' + (int)(i % 26));
	strbuf_release(&sb);
}

static void test_long_format(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addf(&sb, "%5000d|", 7);
	assert_int_equal(sb.len, 5001);
	assert_string_equal(sb.buf + 4999, "7|");
	strbuf_release(&sb);
}

static void test_trim(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, " \t\r\n a b \r\n");
	strbuf_trim(&sb);
	assert_string_equal(sb.buf, "a b");
	strbuf_reset(&sb);
	strbuf_addstr(&sb, " \n\n ");
	strbuf_trim(&sb);
	assert_string_equal(sb.buf, "");
	strbuf_release(&sb);
}

static void test_remove(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "0123456789");
	strbuf_remove(&sb, 2, 3);
	assert_string_equal(sb.buf, "0156789");
	strbuf_remove(&sb, 5, 100);
	assert_string_equal(sb.buf, "01567");
	strbuf_remove(&sb, 5, 1);
	assert_string_equal(sb.buf, "01567");
	strbuf_release(&sb);
}

static void test_detach(void **state)
{
	struct strbuf sb = STRBUF_INIT;
	char *s;

	(void)state;
	s = strbuf_detach(&sb);
	assert_string_equal(s, "");
	free(s);
	strbuf_addstr(&sb, "mine");
	s = strbuf_detach(&sb);
	assert_string_equal(s, "mine");
	assert_string_equal(sb.buf, "");
	free(s);
}

static void expect_line(const char **cursor, const char *expected)
{
	const char *line;
	size_t len;

	assert_true(next_line(cursor, &line, &len));
	assert_int_equal(len, strlen(expected));
	assert_memory_equal(line, expected, len);
}

static void test_next_line(void **state)
{
	const char *cursor = "one\n\ntwo\r\nlast", *line;
	size_t len;

	(void)state;
	expect_line(&cursor, "one");
	expect_line(&cursor, "");
	expect_line(&cursor, "two\r");
	expect_line(&cursor, "last");
	assert_false(next_line(&cursor, &line, &len));

	cursor = "end\n";
	expect_line(&cursor, "end");
	assert_false(next_line(&cursor, &line, &len));
	cursor = "";
	assert_false(next_line(&cursor, &line, &len));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_is_a_string),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_grow_keeps_bytes),
		cmocka_unit_test(test_long_format),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_detach),
		cmocka_unit_test(test_next_line),
	};

	return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
