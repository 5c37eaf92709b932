// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "data/conf.h"

static void read_text(struct conf *conf, const char *text)
{
	put_file("file", text);
	assert_int_equal(conf_read(conf, "file"), 0);
}

static void test_values(void **state)
{
	struct conf conf = CONF_INIT;
	const char **values;

	(void)state;
	read_text(&conf,
		  "# comment\n"
		  "[Series]\n"
		  "\tName = zswap ; comment\n"
		  "\tfile = one\n"
		  "\tfile = \"two words \"\n"
		  "\tFILE = three\n"
		  "\tempty =\n"
		  "\talone\n");
	assert_string_equal(conf_get(&conf, "series.name"), "zswap");
	assert_string_equal(conf_get(&conf, "series.file"), "three");
	assert_string_equal(conf_get(&conf, "series.empty"), "");
	assert_string_equal(conf_get(&conf, "series.alone"), "true");
	assert_null(conf_get(&conf, "series.missing"));
	assert_null(conf_get(&conf, "series"));

	assert_int_equal(conf_get_all(&conf, "series.file", &values), 3);
	assert_string_equal(values[0], "one");
	assert_string_equal(values[1], "two words ");
	assert_string_equal(values[2], "three");
	assert_null(values[3]);
	free(values);
	assert_int_equal(conf_get_all(&conf, "series.missing", &values), 0);
	assert_null(values[0]);
	free(values);
	conf_release(&conf);
	assert_null(conf_get(&conf, "series.name"));
}

static void test_newline_in_value(void **state)
{
	struct conf conf = CONF_INIT;

	(void)state;
	read_text(&conf, "[a]\n\tb = \"line 1\\nline 2\\n\"\n\tc = x=y.z\n");
	assert_string_equal(conf_get(&conf, "a.b"), "line 1\nline 2\n");
	assert_string_equal(conf_get(&conf, "a.c"), "x=y.z");
	assert_int_equal(conf.nr, 2);
	conf_release(&conf);
}

static void test_subsections(void **state)
{
	struct conf conf = CONF_INIT;
	struct argv names = ARGV_INIT;

	(void)state;
	read_text(&conf,
		  "[shape \"S4\"]\n\tTitle = helper\n"
		  "[shape]\n\tplain = 1\n"
		  "[shape \"6.1.y b\"]\n\ttitle = dots\n"
		  "[shape \"S4\"]\n\thits = a=1\n"
		  "[shaped \"no\"]\n\ttitle = x\n");
	assert_string_equal(conf_get(&conf, "shape.S4.title"), "helper");
	assert_null(conf_get(&conf, "shape.s4.title"));
	assert_string_equal(conf_get(&conf, "shape.6.1.y b.title"), "dots");
	assert_int_equal(conf_subsections(&conf, "shape", &names), 2);
	assert_string_equal(names.v[0], "S4");
	assert_string_equal(names.v[1], "6.1.y b");
	assert_int_equal(conf_subsections(&conf, "none", &names), 0);
	argv_release(&names);
	conf_release(&conf);
}

static int collect(const char *key, const char *value, void *data)
{
	strbuf_addf(data, "%s=%s;", key, value);
	return !strcmp(key, "a.two") ? 5 : 0;
}

static void test_each(void **state)
{
	struct conf conf = CONF_INIT;
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	read_text(&conf, "[a]\n\tone = 1\n\tone = 2\n");
	assert_int_equal(conf_each(&conf, collect, &sb), 0);
	assert_string_equal(sb.buf, "a.one=1;a.one=2;");
	strbuf_reset(&sb);
	read_text(&conf, "[a]\n\tone = 1\n\ttwo = 2\n\tthree = 3\n");
	assert_int_equal(conf_each(&conf, collect, &sb), 5);
	assert_string_equal(sb.buf, "a.one=1;a.two=2;");
	strbuf_release(&sb);
	conf_release(&conf);
}

static void expect_failure(const char *path, const char *said)
{
	struct conf conf = CONF_INIT;
	int result;

	read_text(&conf, "[old]\n\tvalue = 1\n");
	capture_stderr("said");
	result = conf_read(&conf, path);
	release_stderr();
	assert_int_equal(result, -1);
	assert_int_equal(conf.nr, 0);
	assert_file("said", said);
	conf_release(&conf);
}

static void test_failures(void **state)
{
	(void)state;
	put_file("bad", "[ok]\n\tkey = 1\n[broken\n\tx = 1\n");
	expect_failure("bad",
		       "ferry: error: cannot read 'bad': bad config line 3 in file bad\n");
	expect_failure("missing",
		       "ferry: error: cannot read 'missing': "
		       "unable to read config file 'missing': No such file or directory\n");
	expect_failure(".",
		       "ferry: error: cannot read '.': "
		       "unable to read config file '.': Is a directory\n");
	expect_failure("",
		       "ferry: error: cannot read '': "
		       "unable to read config file '': No such file or directory\n");
	/* a file of that name, not the standard input */
	expect_failure("-",
		       "ferry: error: cannot read '-': "
		       "unable to read config file './-': No such file or directory\n");
}

/* "one; two" would be "one": refused, but a comment with a blank before it is one */
static void test_lost_words(void **state)
{
	struct conf conf = CONF_INIT;

	(void)state;
	read_text(&conf, "[a]\n# it's\n\tb = \"one; two # three\" ; four\n; five;\n");
	assert_string_equal(conf_get(&conf, "a.b"), "one; two # three");
	conf_release(&conf);
	put_file("semicolon", "[a]\n\tb = one; two\n");
	expect_failure("semicolon",
		       "ferry: error: 'semicolon' line 2: what follows ';' would be a comment: quote the value\n");
	put_file("hash", "[a]\n\n\tb = \"a\" one#2\n");
	expect_failure("hash",
		       "ferry: error: 'hash' line 3: what follows '#' would be a comment: quote the value\n");
}

static void test_no_git(void **state)
{
	struct conf conf = CONF_INIT;
	char *path = xstrdup(getenv("PATH"));
	int result;

	(void)state;
	put_file("file", "[a]\n\tb = 1\n");
	capture_stderr("said");
	setenv("PATH", "/nowhere", 1);
	result = conf_read(&conf, "file");
	setenv("PATH", path, 1);
	release_stderr();
	free(path);
	assert_int_equal(result, -1);
	assert_file("said", "ferry: error: cannot read 'file': "
		    "cannot start 'git': No such file or directory\n");
}

static void test_empty_file(void **state)
{
	struct conf conf = CONF_INIT;

	(void)state;
	read_text(&conf, "");
	assert_int_equal(conf.nr, 0);
	conf_release(&conf);
}

/* nothing but the file counts: no include, no environment, no repository */
static void test_only_this_file(void **state)
{
	struct conf conf = CONF_INIT;
	char *here, *trace;

	(void)state;
	put_file("other", "[b]\n\tother = 1\n");
	assert_int_equal(mkdir_p("home"), 0);
	put_file("home/.gitconfig", "[user\n");
	assert_int_equal(mkdir_p(".git"), 0);
	put_file(".git/HEAD", "ref: refs/heads/main\n");
	put_file(".git/config", "[core\n");
	assert_int_equal(mkdir_p(".git/objects"), 0);
	assert_int_equal(mkdir_p(".git/refs"), 0);
	setenv("HOME", "home", 1);
	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "b.env", 1);
	setenv("GIT_CONFIG_VALUE_0", "1", 1);
	setenv("GIT_CONFIG", "other", 1);
	here = get_current_dir_name();
	trace = xstrfmt("%s/trace", here);
	setenv("GIT_TRACE", trace, 1);

	read_text(&conf, "[a]\n\tkey = 1\n[include]\n\tpath = other\n");
	assert_int_equal(conf.nr, 2);
	assert_string_equal(conf_get(&conf, "a.key"), "1");
	conf_release(&conf);
	expect_failure("missing",
		       "ferry: error: cannot read 'missing': "
		       "unable to read config file 'missing': No such file or directory\n");
	assert_false(file_exists(trace));
	assert_int_equal(remove_tree(".git"), 0);
	free(trace);
	free(here);
}

static void assert_keys(const char *text, const char *said)
{
	static const char * const known[] = { "boot.cpus", "boot.first-line", "test.*.why",
					      NULL };
	struct conf conf = CONF_INIT;
	int ret;

	read_text(&conf, text);
	capture_stderr("said");
	ret = conf_check_keys(&conf, "some file", known);
	release_stderr();
	assert_file("said", said);
	assert_int_equal(ret, *said ? -1 : 0);
	conf_release(&conf);
}

static void test_keys(void **state)
{
	(void)state;
	assert_keys("", "");
	assert_keys("[boot]\n\tcpus = 1\n\tFirst-Line = 2\n[test \"a.b*\"]\n\twhy = x\n", "");
	assert_keys("[boot]\n\tcpus = 1\n\tcpu = 2\n",
		    "ferry: error: 'some file': unknown key 'boot.cpu': known keys are boot.cpus boot.first-line\n");
	assert_keys("[test]\n\twhy = x\n",
		    "ferry: error: 'some file': unknown key 'test.why': known keys are test.*.why\n");
	assert_keys("[tests \"a\"]\n\twhy = x\n",
		    "ferry: error: 'some file': unknown key 'tests.a.why': known keys are boot.cpus boot.first-line test.*.why\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_newline_in_value),
		cmocka_unit_test(test_subsections),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_lost_words),
		cmocka_unit_test(test_lost_words),
		cmocka_unit_test(test_no_git),
		cmocka_unit_test(test_empty_file),
		cmocka_unit_test(test_only_this_file),
		cmocka_unit_test(test_keys),
	};

	return cmocka_run_group_tests_name("conf", tests, scratch_setup,
					   scratch_teardown);
}
