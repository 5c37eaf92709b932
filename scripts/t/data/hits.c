// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/hits.h"

/* words such as "a b a": three matches of two rules */
static void add_words(struct hits *hits, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		hits_add(hits, words, len);
		words += len + (words[len] == ' ');
	}
}

static void check(const char *words, const char *spec, const char *said)
{
	struct hits hits = HITS_INIT;
	struct strbuf why = STRBUF_INIT;
	const char *specs[8];
	char *copy = xstrdup(spec), *rest = copy, *word;
	size_t nr = 0;

	while ((word = strsep(&rest, " ")))
		if (*word)
			specs[nr++] = word;
	add_words(&hits, words);
	assert_int_equal(hits_check(&hits, specs, nr, &why), !*said);
	assert_string_equal(why.buf, said);
	strbuf_release(&why);
	hits_release(&hits);
	free(copy);
}

static void counts_as_asked(void **state)
{
	(void)state;
	check("a b a", "a=2 b=1", "");
	check("a b a", "b=0-1 a=1-9", "");
	check("", "a=0", "");
	check("a", "a=1 b=0", "");
	/* a name is the whole name */
	check("user-lock user", "user=1 user-lock=1", "");
}

static void counts_that_differ(void **state)
{
	(void)state;
	check("a", "a=2", "rule a matched 1 times, not 2");
	check("a a a", "a=1-2", "rule a matched 3 times, not 1-2");
	check("", "a=1", "rule a matched 0 times, not 1");
	check("b", "a=1",
	      "rule a matched 0 times, not 1, rule b matched 1 times and is not expected");
	check("user-lock", "user=1",
	      "rule user matched 0 times, not 1, rule user-lock matched 1 times and is not expected");
	check("a", "", "nothing says how often each rule must match, "
	      "rule a matched 1 times and is not expected");
	check("", "", "nothing says how often each rule must match");
}

static void specs_that_are_none(void **state)
{
	static const char * const specs[] = {
		"a", "a=", "a=x", "a=1-", "a=-1", "a=2-1", "a=1-2-3", "a=+1", "a=1x",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(specs); i++) {
		char *said = xstrfmt("'%s' is not RULE=COUNT or RULE=MIN-MAX", specs[i]);

		check("", specs[i], said);
		free(said);
	}
}

static void said_in_order(void **state)
{
	struct hits hits = HITS_INIT;
	struct strbuf out = STRBUF_INIT;

	(void)state;
	hits_format(&hits, &out);
	assert_string_equal(out.buf, "");
	add_words(&hits, "b a b c b");
	hits_format(&hits, &out);
	assert_string_equal(out.buf, "b=3 a=1 c=1");
	strbuf_release(&out);
	hits_release(&hits);
	assert_int_equal(hits.nr, 0);
	hits_add(&hits, "again", 5);
	assert_int_equal(hits.v[0].count, 1);
	hits_release(&hits);
}

/* words of an earlier gate stay in front and do not make this one fail */
static void reason_is_appended(void **state)
{
	struct hits hits = HITS_INIT;
	struct strbuf why = STRBUF_INIT;
	const char *specs[] = { "a=1" };

	(void)state;
	strbuf_addstr(&why, "before");
	hits_add(&hits, "a", 1);
	assert_true(hits_check(&hits, specs, 1, &why));
	assert_string_equal(why.buf, "before");
	strbuf_release(&why);
	hits_release(&hits);
}

static void some_of_the_counts(void **state)
{
	static const char * const good[] = { "a=1-2", "c=0" };
	static const char * const bad[] = { "a=1", "b=2" };
	struct strbuf why = STRBUF_INIT;
	struct hits hits = HITS_INIT;

	(void)state;
	add_words(&hits, "a b a");
	/* b is not named, and none need be */
	assert_true(hits_narrow(&hits, (const char **)good, 2, &why));
	assert_true(hits_narrow(&hits, NULL, 0, &why));
	assert_string_equal(why.buf, "");
	assert_false(hits_narrow(&hits, (const char **)bad, 2, &why));
	assert_string_equal(why.buf, "rule a matched 2 times, not 1, rule b matched 1 times, not 2");
	hits_release(&hits);
	strbuf_release(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_of_the_counts),
		cmocka_unit_test(counts_as_asked),
		cmocka_unit_test(counts_that_differ),
		cmocka_unit_test(specs_that_are_none),
		cmocka_unit_test(said_in_order),
		cmocka_unit_test(reason_is_appended),
	};

	return cmocka_run_group_tests_name("hits", tests, NULL, NULL);
}
