// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/result.h"

static void assert_empty(const struct result *result)
{
	assert_int_equal(result->verdict, VERDICT_NONE);
	assert_string_equal(result->summary, "");
	assert_string_equal(result->reason, "");
	assert_string_equal(result->key, "");
	assert_int_equal(json_object_size(result->facts), 0);
}

static void written_and_read(void **state)
{
	struct result result, again;

	(void)state;
	result_init(&result);
	assert_empty(&result);
	result_set(&result, VERDICT_FAIL, "no", "%s in %d: \"quoted\"\ttab", "it", 3);
	free(result.key);
	result.key = xstrdup("key");
	result.seconds = 1.5;
	result_fact(&result, "name", "old");
	result_fact(&result, "name", "new");
	result_fact(&result, "nothing", NULL);
	result_fact_json(&result, "number", json_integer(7));
	assert_int_equal(result_write(&result, "."), 0);

	result_init(&again);
	assert_int_equal(result_read(&again, "."), 0);
	assert_int_equal(again.verdict, VERDICT_FAIL);
	assert_string_equal(again.summary, "no");
	assert_string_equal(again.reason, "it in 3: \"quoted\"\ttab");
	assert_string_equal(again.key, "key");
	assert_true(again.seconds == 1.5);
	assert_string_equal(result_get(&again, "name"), "new");
	assert_null(result_get(&again, "nothing"));
	assert_null(result_get(&again, "number"));
	assert_null(result_get(&again, "unheard"));
	assert_true(json_equal(result.facts, again.facts));
	result_release(&result);
	result_release(&again);
}

static void every_verdict(void **state)
{
	static const struct {
		enum verdict verdict;
		const char *name;
	} all[] = {
		{ VERDICT_NONE, "-" },
		{ VERDICT_PASS, "PASS" },
		{ VERDICT_FAIL, "FAIL" },
		{ VERDICT_SKIP, "SKIP" },
		{ VERDICT_BROKEN, "BROKEN" },
	};
	struct result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		assert_string_equal(verdict_name(all[i].verdict), all[i].name);
		result_init(&result);
		result_set(&result, all[i].verdict, "", "%s", "");
		assert_int_equal(result_write(&result, "."), 0);
		assert_int_equal(result_read(&result, "."), 0);
		assert_int_equal(result.verdict, all[i].verdict);
		result_release(&result);
	}
}

/* What is not a result empties what was there: nothing of an old one stays. */
static void broken_files(void **state)
{
	static const char * const texts[] = {
		"",
		"{",
		"[]",
		"null",
		"{}",
		"{\"verdict\": \"PASS\"}",
		"{\"verdict\": \"GOOD\", \"summary\": \"\", \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": {}}",
		"{\"verdict\": \"PASS\", \"summary\": 1, \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": {}}",
		"{\"verdict\": \"PASS\", \"summary\": \"\", \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": []}",
		"{\"verdict\": \"PASS\", \"summary\": \"\", \"reason\": \"\", \"key\": \"\", \"seconds\": \"0\", \"facts\": {}}",
		"{\"verdict\": \"PASS\", \"summary\": \"\xff\", \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": {}}",
		"{\"verdict\": \"PASS\", \"summary\": \"\", \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": {}} x",
	};
	struct result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		put_file("result", texts[i]);
		result_init(&result);
		result_set(&result, VERDICT_PASS, "old", "%s", "old");
		result_fact(&result, "old", "old");
		assert_int_equal(result_read(&result, "."), -EINVAL);
		assert_empty(&result);
		result_release(&result);
	}
	result_init(&result);
	assert_int_equal(result_read(&result, "not-there"), -ENOENT);
	assert_int_equal(result_write(&result, "not-there"), -ENOENT);
	assert_empty(&result);
	result_release(&result);
}

/* seconds may be written as 0 */
static void whole_number_of_seconds(void **state)
{
	struct result result;

	(void)state;
	put_file("result", "{\"verdict\": \"PASS\", \"summary\": \"s\", \"reason\": \"\", \"key\": \"\", \"seconds\": 0, \"facts\": {}}");
	result_init(&result);
	assert_int_equal(result_read(&result, "."), 0);
	assert_string_equal(result.summary, "s");
	result_release(&result);
}

/* What a compiler or a guest printed need not be UTF-8. */
static void bytes_that_are_no_text(void **state)
{
	struct result result;

	(void)state;
	result_init(&result);
	result_set(&result, VERDICT_FAIL, "bad \xc3", "mm/zswap.c:1: error: \xff\xfe %s",
		   "f\xc3\xa9");
	assert_string_equal(result.summary, "bad ?");
	result_fact(&result, "said", "\x80 \x1b[2J\xc3\xa9");
	assert_int_equal(result_write(&result, "."), 0);
	assert_int_equal(result_read(&result, "."), 0);
	assert_int_equal(result.verdict, VERDICT_FAIL);
	assert_string_equal(result.summary, "bad ?");
	/* and what is text stays what it is */
	assert_string_equal(result.reason, "mm/zswap.c:1: error: ?? f\xc3\xa9");
	assert_string_equal(result_get(&result, "said"), "? ?[2J\xc3\xa9");
	result_release(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_and_read),
		cmocka_unit_test(every_verdict),
		cmocka_unit_test(broken_files),
		cmocka_unit_test(whole_number_of_seconds),
		cmocka_unit_test(bytes_that_are_no_text),
	};

	return cmocka_run_group_tests_name("result", tests, scratch_setup,
					   scratch_teardown);
}
