// SPDX-License-Identifier: GPL-2.0-only
/* Folders that a text names */
#include "t/test.h"
#include "base/scratch.h"

static void folders_that_a_text_names(void **state)
{
	struct argv paths __free(argv_release) = ARGV_INIT;

	(void)state;
	setenv("TMPDIR", "/var/tmp", 1);
	scratch_named("cd /var/tmp/ferry-run-Ab3dEf && env X=/var/tmp/ferry-run-000000/index git\n"
		      "cat /var/tmp/ferry-run-Ab3dEf/a /tmp/ferry-run-Ab3dEf", &paths);
	assert_int_equal(paths.nr, 2);
	assert_string_equal(paths.v[0], "/var/tmp/ferry-run-Ab3dEf");
	assert_string_equal(paths.v[1], "/var/tmp/ferry-run-000000");
}

/* whoever removes them would remove more */
static void what_leads_elsewhere(void **state)
{
	struct argv paths __free(argv_release) = ARGV_INIT;

	(void)state;
	setenv("TMPDIR", "/var/tmp", 1);
	scratch_named("'/var/tmp/ferry-run-/../..' /var/tmp/ferry-run-ab", &paths);
	scratch_named("/var/tmp/ferry-run-", &paths);
	assert_int_equal(paths.nr, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_that_a_text_names),
		cmocka_unit_test(what_leads_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
