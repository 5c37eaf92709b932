// SPDX-License-Identifier: GPL-2.0-only
#define FERRY_MAY_FORK
#include "t/test.h"

#include <limits.h>

static void test_memory(void **state)
{
	size_t alloc = 0, i;
	int *numbers = NULL;
	char *s;

	(void)state;
	free(xmalloc(0));
	free(xcalloc(0, 8));
	s = xstrndup("abcdef", 3);
	assert_string_equal(s, "abc");
	free(s);
	s = xstrndup("ab", 30);
	assert_string_equal(s, "ab");
	free(s);
	s = xstrfmt("%s-%d", "x", 5);
	assert_string_equal(s, "x-5");
	free(s);
	for (i = 0; i < 100; i++) {
		numbers = grow_array(numbers, i, &alloc, sizeof(*numbers));
		numbers[i] = (int)i;
	}
	assert_true(alloc >= 100);
	assert_int_equal(numbers[99], 99);
	free(numbers);
}

static int hook_calls;

static void count_hook(void)
{
	hook_calls++;
}

static void test_messages(void **state)
{
	int result;

	(void)state;
	set_message_hook(count_hook);
	capture_stderr("said");
	result = error("cannot %s '%s'", "open", "x");
	warning("careful");
	note("by the way");
	release_stderr();
	set_message_hook(NULL);
	assert_int_equal(result, -1);
	assert_int_equal(hook_calls, 3);
	assert_file("said", "ferry: error: cannot open 'x'\n"
		    "ferry: warning: careful\n"
		    "ferry: by the way\n");
}

static void test_die(void **state)
{
	int status = 0;
	pid_t pid;

	(void)state;
	capture_stderr("said");
	pid = fork();
	if (!pid)
		die(EXIT_REFUSED, "no %s", "way");
	release_stderr();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
	assert_file("said", "ferry: error: no way\n");
}

static void test_strings(void **state)
{
	char text[] = "a\033[2J\tb\n\302\233 \303\244\r\177";
	unsigned long n = 7;

	(void)state;
	make_plain(text);
	assert_string_equal(text, "a?[2J\tb\n?? \303\244??");
	assert_true(starts_with("linux", ""));
	assert_true(starts_with("linux", "lin"));
	assert_false(starts_with("li", "lin"));
	assert_true(ends_with("a.c", ".c"));
	assert_false(ends_with("c", ".c"));
	assert_string_equal(path_base("/a/b"), "b");
	assert_string_equal(path_base("b"), "b");
	assert_string_equal(path_base("a/"), "");

	assert_int_equal(parse_ulong("", 10, &n), -EINVAL);
	assert_int_equal(parse_ulong("-1", 10, &n), -EINVAL);
	assert_int_equal(parse_ulong(" 1", 10, &n), -EINVAL);
	assert_int_equal(parse_ulong("1x", 10, &n), -EINVAL);
	assert_int_equal(parse_ulong("11", 10, &n), -ERANGE);
	assert_int_equal(parse_ulong("99999999999999999999", ULONG_MAX, &n), -ERANGE);
	assert_int_equal(n, 7);
	assert_int_equal(parse_ulong("010", 10, &n), 0);
	assert_int_equal(n, 10);
}

static void test_clock(void **state)
{
	double start = now_monotonic();

	(void)state;
	usleep(20000);
	assert_true(now_monotonic() - start >= 0.02);
	assert_true(now_monotonic() - start < 5);
}

static void names_of_folders(void **state)
{
	(void)state;
	assert_true(is_folder_name("a"));
	assert_true(is_folder_name("6.1-y_2"));
	assert_false(is_folder_name(""));
	assert_false(is_folder_name("-a"));
	assert_false(is_folder_name(".a"));
	assert_false(is_folder_name("a."));
	assert_false(is_folder_name("a..b"));
	assert_false(is_folder_name("a.lock"));
	assert_false(is_folder_name("A"));
	assert_false(is_folder_name("a/b"));
	assert_false(is_folder_name("a b"));
	assert_false(is_folder_name("a\nb"));
	assert_false(is_folder_name("\303\244"));
	assert_false(is_folder_name("0123456789012345678901234567890123456789012345678901234567890"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_folders),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_die),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_clock),
	};

	return cmocka_run_group_tests_name("util", tests, scratch_setup,
					   scratch_teardown);
}
