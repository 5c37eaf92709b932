// SPDX-License-Identifier: GPL-2.0-only
/* evidence.c: the evidence, and the base that may be claimed */
#include "t/test.h"
#include "report/evidence.h"

static const char commit[] = "0123456789abcdef0123456789abcdef01234567";

static void open_target(struct target *target, const char *more)
{
	char *text = xstrfmt("[target]\nname = 6.6.y\n[source]\n%s", more);

	assert_int_equal(mkdir_p("stable/6.6.y"), 0);
	put_file("stable/6.6.y/target", text);
	assert_int_equal(target_open(target, ".", "6.6.y"), 0);
	free(text);
}

static void assert_base(const char *kind, const char *origin, const char *version,
			const char *more, const char *expected)
{
	struct result fetch;
	struct target target;
	char *base;

	open_target(&target, more);
	result_init(&fetch);
	result_fact(&fetch, "kind", kind);
	result_fact(&fetch, "origin", origin);
	result_fact(&fetch, "version", version);
	result_fact(&fetch, "kernel", "6.6.150");
	base = evidence_base(&fetch, &target);
	if (expected)
		assert_string_equal(base, expected);
	else
		assert_null(base);
	free(base);
	result_release(&fetch);
	target_release(&target);
}

static void only_a_public_base(void **state)
{
	char *stated = xstrfmt("base-commit = 6.6.149 x\nbase-commit = 6.6.150 %s\n", commit);
	char *other = xstrfmt("base-commit = 6.6.15 %s\n", commit);

	(void)state;
	assert_base("debian", "linux-source-6.6", "6.6.150-1", "", NULL);
	assert_base("tree", "/home/me/linux@HEAD", commit, "", NULL);
	assert_base("git", "https://example.org/linux.git@linux-6.6.y", commit, "", commit);
	/* a path in the target's file is on this machine */
	assert_base("git", "/srv/linux.git@linux-6.6.y", commit, "", NULL);
	assert_base("git", "https://example.org/linux.git@linux-6.6.y", "6.6.150", "", NULL);
	assert_base("debian", "linux-source-6.6", "6.6.150-1", stated, commit);
	assert_base("debian", "linux-source-6.6", "6.6.150-1", other, NULL);
	/* whatever the file says of the version, the tree is another one */
	assert_base("tree", "/home/me/linux", commit, stated, NULL);
	free(stated);
	free(other);
}

static void names_what_was_not_run(void **state)
{
	struct stage_known cells[STAGE_NR] = { 0 };
	struct report report = { .cells = cells };
	struct series series;
	struct strbuf out = STRBUF_INIT;
	struct target target;
	json_t *tests = json_pack("[{s:s, s:s, s:s}]", "name", "offline", "before",
				  "FAIL freed in flight", "after", "pass");

	(void)state;
	assert_int_equal(mkdir_p("patches/change"), 0);
	put_file("patches/change/info", "[series]\nfile = a.c\nwatch = a\nresidue = b\n"
					"[shape \"S1\"]\ntitle = pointers\n");
	assert_int_equal(series_open(&series, ".", "change"), 0);
	open_target(&target, "");
	for (int id = 0; id < STAGE_NR; id++) {
		result_init(&cells[id].result);
		cells[id].known = true;
		cells[id].fresh = true;
	}
	result_fact(&cells[STAGE_FETCH].result, "kernel", "6.6.150");
	result_fact(&cells[STAGE_FETCH].result, "kind", "tree");
	result_fact(&cells[STAGE_FETCH].result, "origin", "/home/me/secret");
	result_fact(&cells[STAGE_FETCH].result, "version", commit);
	result_fact(&cells[STAGE_SHAPE].result, "id", "S1");
	result_fact(&cells[STAGE_PORT].result, "class", "offset");
	result_set(&cells[STAGE_CHECK].result, VERDICT_FAIL, "FAIL", "%s",
		   "a warning in mm/zswap.c; see '/home/me/out/log'");
	result_set(&cells[STAGE_BUILD].result, VERDICT_PASS, "9 files", "%s", "");
	result_set(&cells[STAGE_BOOT].result, VERDICT_PASS, "1 pass", "%s", "");
	result_fact_json(&cells[STAGE_BOOT].result, "tests", tests);
	evidence_of_port(&report, 0, &series, &target, &out);
	assert_non_null(strstr(out.buf, "On 6.6.y\n========\n\nLinux 6.6.150, from a tree of the sender's own\n"));
	assert_null(strstr(out.buf, "/home"));
	assert_null(strstr(out.buf, "base-commit"));
	assert_non_null(strstr(out.buf, "  shape  S1: pointers\n  port   offset: "));
	assert_non_null(strstr(out.buf, "  check  FAIL   a warning in mm/zswap.c\n  build  PASS   9 files\n"));
	assert_non_null(strstr(out.buf, "offline              FAIL freed in flight"));
	assert_null(strstr(out.buf, "ot run"));

	/* what is stale proves nothing */
	cells[STAGE_BUILD].fresh = false;
	cells[STAGE_BOOT].fresh = false;
	strbuf_reset(&out);
	evidence_of_port(&report, 0, &series, &target, &out);
	assert_non_null(strstr(out.buf, "  build  not run\n  boot   not run\n\nNot run for this mail: build, boot.\n"));
	assert_null(strstr(out.buf, "freed in flight"));

	for (int id = 0; id < STAGE_NR; id++)
		result_release(&cells[id].result);
	series_release(&series);
	target_release(&target);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_public_base),
		cmocka_unit_test(names_what_was_not_run),
	};

	return cmocka_run_group_tests_name("cover", tests, scratch_setup,
					   scratch_teardown);
}
