// SPDX-License-Identifier: GPL-2.0-only
/* series.c and target.c: what describes a change and a branch */
#include "t/test.h"
#include "data/series.h"
#include "data/target.h"

/* --- series --- */

/* semantic/NAME with all that a series needs there */
static void put_rules(const char *name)
{
	static const char * const scripts[] = { "shape.cocci", "port.cocci", "lint.cocci" };

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		char *path __free(free_text) = xstrfmt("semantic/%s/%s", name, scripts[i]);

		put_file(path, "");
	}
}

static void series_is_read(void **state)
{
	struct series series;
	const char **specs;

	(void)state;
	put_rules("one");
	put_file("patches/one/info",
	    "[series]\n\tname = one\n\tfile = mm/a.c\n\tfile = mm/b.c\n\twatch = w\n\tresidue = r\n"
	    "[shape \"S1\"]\n\tverdict = port\n\ttitle = words\n"
	    "\thits = a=1\n\thits = b=0-2\n"
	    "\tfixes = 123 (\\\"one\\\")\n\tfixes = 456 (two)\n"
	    "[shape \"S2\"]\n\tverdict = carried\n"
	    "[shape \"S3\"]\n\tverdict = unaffected\n"
	    "[shape \"S4\"]\n\tverdict = refused\n"
	    "[shape \"S5\"]\n\tverdict = perhaps\n");
	assert_int_equal(series_open(&series, ".", "one"), 0);
	assert_string_equal(series.name, "one");
	assert_string_equal(series.semantic, "./semantic/one");
	assert_string_equal(series_file(&series), "mm/a.c");
	assert_int_equal(series_shape_verdict(&series, "S1"), SHAPE_PORT);
	assert_int_equal(series_shape_verdict(&series, "S2"), SHAPE_CARRIED);
	assert_int_equal(series_shape_verdict(&series, "S3"), SHAPE_UNAFFECTED);
	assert_int_equal(series_shape_verdict(&series, "S4"), SHAPE_REFUSED);
	/* what is not understood or not listed is refused, not guessed */
	assert_int_equal(series_shape_verdict(&series, "S5"), SHAPE_REFUSED);
	assert_int_equal(series_shape_verdict(&series, "unknown"), SHAPE_REFUSED);
	assert_int_equal(series_shape_verdict(&series, ""), SHAPE_REFUSED);
	assert_int_equal(series_shape_verdict(&series, "s1"), SHAPE_REFUSED);
	assert_string_equal(series_shape_title(&series, "S1"), "words");
	assert_null(series_shape_title(&series, "S2"));
	assert_int_equal(series_shape_values(&series, "S1", "hits", &specs), 2);
	assert_string_equal(specs[0], "a=1");
	assert_string_equal(specs[1], "b=0-2");
	assert_null(specs[2]);
	free(specs);
	assert_int_equal(series_shape_values(&series, "S2", "hits", &specs), 0);
	free(specs);
	assert_int_equal(series_shape_values(&series, "S1", "fixes", &specs), 2);
	assert_string_equal(specs[0], "123 (\"one\")");
	assert_string_equal(specs[1], "456 (two)");
	assert_null(specs[2]);
	free(specs);
	assert_int_equal(series_shape_values(&series, "S2", "fixes", &specs), 0);
	free(specs);
	assert_int_equal(series_shape_values(&series, "unknown", "fixes", &specs), 0);
	free(specs);
	series_release(&series);
}

static int open_series(const char *name)
{
	struct series series;
	int ret;

	capture_stderr("said");
	ret = series_open(&series, ".", name);
	release_stderr();
	series_release(&series);
	return ret;
}

static void chain_of_what_a_text_needs(void **state)
{
	struct strbuf out = STRBUF_INIT;
	struct series series;

	(void)state;
	put_file("patches/chain/info",
	    "[series]\n\tname = chain\n\tfile = mm/a.c\n\twatch = w\n\tresidue = r\n"
	    "[chain \"abc123\"]\n\ttitle = a fix\n\treason = because\n"
	    "[chain \"dead\"]\n\ttitle = no reason\n");
	assert_int_equal(series_open(&series, ".", "chain"), 0);
	series_chain(&series, "unknown f:1 is odd", &out);
	series_chain(&series, "unknown needs nothing, abc123 is not asked for", &out);
	series_chain(&series, "f:1 needs dead", &out);
	assert_string_equal(out.buf, "");
	series_chain(&series, "f:1 needs 777, needs abc123", &out);
	assert_string_equal(out.buf, "; abc123 (a fix): because");
	series_release(&series);
	strbuf_release(&out);
	assert_int_equal(remove_tree("patches/chain"), 0);
}

static void series_that_is_none(void **state)
{
	(void)state;
	put_rules("two");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: no series 'two': './patches/two/info' is missing\n");
	put_file("patches/two/info", "[series]\n\tname = two\n\twatch = w\n\tresidue = r\n");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: './patches/two/info' has no 'file' in [series]: "
		    "scripts/data/series.h says what it is\n");
	put_file("patches/two/info", "[series]\n\tfile = a.c\n[shape \"S1\"]\n\thit = a=1\n");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: './patches/two/info': unknown key 'shape.S1.hit': known keys are "
		    "shape.*.verdict shape.*.title shape.*.hits shape.*.fixes shape.*.optional\n");
	put_file("patches/two/info", "[series]\n\tfile = a.c\n\tresidue = r\n");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: './patches/two/info' has no 'watch' in [series]: "
		    "scripts/data/series.h says what it is\n");
	put_file("patches/two/info", "[series]\n\tfile = a.c\n\twatch = w\n");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: './patches/two/info' has no 'residue' in [series]: "
		    "scripts/data/series.h says what it is\n");
	put_file("patches/two/info", "[series\n");
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: cannot read './patches/two/info': "
		    "bad config line 1 in file ./patches/two/info\n");
	put_file("patches/two/info", "[series]\n\tfile = a.c\n\twatch = w\n\tresidue = r\n");
	assert_int_equal(open_series("two"), 0);
	assert_int_equal(remove("semantic/two/port.cocci"), 0);
	assert_int_equal(open_series("two"), -1);
	assert_file("said", "ferry: error: './semantic/two/port.cocci' is missing: write it, "
		    "or remove the folder of a series that has curated patches only\n");
	assert_int_equal(remove_tree("patches/two"), 0);
	assert_int_equal(remove_tree("semantic/two"), 0);
}

static void series_of_patches_only(void **state)
{
	struct series series;
	const char **files;

	(void)state;
	put_file("patches/plain/info", "[series]\n\tfile = a.c\n\tfile = b.c\n"
		 "[shape \"S1\"]\n\tverdict = port\n");
	assert_int_equal(series_open(&series, ".", "plain"), 0);
	assert_false(series_by_rule(&series));
	assert_int_equal(series_files(&series, &files), 2);
	assert_string_equal(files[1], "b.c");
	free(files);
	assert_string_equal(series_shape_of_patches(true), "carried");
	assert_string_equal(series_shape_of_patches(false), "open");
	assert_int_equal(series_shape_verdict(&series, "carried"), SHAPE_CARRIED);
	assert_int_equal(series_shape_verdict(&series, "open"), SHAPE_PORT);
	assert_int_equal(series_shape_verdict(&series, "S1"), SHAPE_REFUSED);
	assert_string_equal(series_shape_title(&series, "open"), "without the change");
	assert_null(series_shape_title(&series, "S1"));
	capture_stderr("said");
	assert_int_equal(series_need_rules(&series), -1);
	release_stderr();
	assert_file("said", "ferry: error: series 'plain' has no './semantic/plain/port.cocci', "
		    "only patches of targets: name a TARGET\n");
	series_release(&series);
	assert_int_equal(remove_tree("patches/plain"), 0);
}

static void series_are_listed(void **state)
{
	struct argv names = ARGV_INIT;
	int ret;

	(void)state;
	put_file("patches/three/info", "");
	put_file("patches/.hidden/info", "");
	put_file("patches/info", "");
	assert_int_equal(series_names(".", &names), 0);
	assert_int_equal(names.nr, 2);
	assert_string_equal(names.v[0], "one");
	assert_string_equal(names.v[1], "three");
	argv_release(&names);

	put_file("half/patches/one/info", "");
	put_file("half/patches/two/cover", "");
	capture_stderr("said");
	ret = series_names("half", &names);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: 'half/patches/two' has no file 'info': write what the "
		    "series is there, or remove the folder\n");
	argv_release(&names);

	capture_stderr("said");
	ret = series_names("nowhere", &names);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: cannot read 'nowhere/patches': No such file or directory\n");
	argv_release(&names);
}

/* --- targets --- */

static void targets_are_listed_by_version(void **state)
{
	struct argv names = ARGV_INIT;

	(void)state;
	put_file("stable/6.12.y/target", "[target]\n\tbranch = linux-6.12.y\n");
	put_file("stable/6.1.y/target", "[target]\n\tname = first\n\tname = last\n");
	put_file("stable/5.15.y/target", "");
	put_file("stable/6.6.y/series", "");
	assert_int_equal(target_names(".", &names), 0);
	assert_int_equal(names.nr, 3);
	assert_string_equal(names.v[0], "5.15.y");
	assert_string_equal(names.v[1], "6.1.y");
	assert_string_equal(names.v[2], "6.12.y");
	argv_release(&names);
}

static void target_is_read(void **state)
{
	struct target target;

	(void)state;
	assert_int_equal(target_open(&target, ".", "6.1.y"), 0);
	assert_string_equal(target.name, "6.1.y");
	assert_string_equal(target.dir, "./stable/6.1.y");
	assert_string_equal(target.path, "./stable/6.1.y/target");
	assert_string_equal(conf_get(&target.conf, "target.name"), "last");
	assert_null(conf_get(&target.conf, "target.branch"));
	target_release(&target);
}

static int open_target(const char *root, const char *name)
{
	struct target target;
	int ret;

	capture_stderr("said");
	ret = target_open(&target, root, name);
	release_stderr();
	target_release(&target);
	return ret;
}

static void unknown_target_names_those_there_are(void **state)
{
	(void)state;
	assert_int_equal(open_target(".", "6.2.y"), -1);
	assert_file("said", "ferry: error: no target '6.2.y': there are 5.15.y 6.1.y 6.12.y\n");
	assert_int_equal(open_target(".", ""), -1);
	assert_file("said", "ferry: error: no target '': there are 5.15.y 6.1.y 6.12.y\n");
	/* a folder, but not one of a target */
	assert_int_equal(open_target(".", "6.6.y"), -1);
	assert_file("said", "ferry: error: no target '6.6.y': there are 5.15.y 6.1.y 6.12.y\n");
	assert_int_equal(open_target(".", "../stable/6.1.y"), -1);
	assert_file("said", "ferry: error: stable/: '../stable/6.1.y' cannot be the name of a target or a series\n");
	assert_int_equal(mkdir_p("empty/stable"), 0);
	assert_int_equal(open_target("empty", "6.1.y"), -1);
	assert_file("said", "ferry: error: no target '6.1.y': there are none in stable/\n");

	put_file("keys/stable/6.1.y/target", "[target]\n\tname = 6.1.y\n\tshap = S1\n");
	assert_int_equal(open_target("keys", "6.1.y"), -1);
	assert_file("said", "ferry: error: 'keys/stable/6.1.y/target': unknown key 'target.shap': known keys are "
		    "target.name target.branch target.eol\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(series_is_read),
		cmocka_unit_test(chain_of_what_a_text_needs),
		cmocka_unit_test(series_that_is_none),
		cmocka_unit_test(series_of_patches_only),
		cmocka_unit_test(series_are_listed),
		cmocka_unit_test(targets_are_listed_by_version),
		cmocka_unit_test(target_is_read),
		cmocka_unit_test(unknown_target_names_those_there_are),
	};

	return cmocka_run_group_tests_name("series", tests, scratch_setup,
					   scratch_teardown);
}
