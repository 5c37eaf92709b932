// SPDX-License-Identifier: GPL-2.0-only
/* Files in git-config syntax, by all that read one; git itself takes it apart */
#include "boot/scenario.h"
#include "check/compilers.h"
#include "data/expect.h"
#include "data/series.h"
#include "data/target.h"
#include "fuzz.h"

static void read_series(void)
{
	struct strbuf out __free(strbuf_release) = STRBUF_INIT;
	struct series series;
	const char **list;

	if (!series_open(&series, fuzz_root(), "fuzz")) {
		(void)series_files(&series, &list);
		free(list);
		(void)series_shape_values(&series, "S1", "hits", &list);
		free(list);
		(void)series_shape_verdict(&series, "S1");
		series_chain(&series, "S1 needs 1234567890ab", &out);
	}
	series_release(&series);
}

static void read_scenario(const char *path)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct scenario scenario;

	if (!scenario_open(&scenario, path)) {
		scenario_command_line(&scenario, 7, &line);
		(void)scenario_expect(&scenario, "S1", "before", "offline");
	}
	scenario_release(&scenario);
}

static void read_branch(void)
{
	struct target target;
	struct expect expect;

	(void)target_open(&target, fuzz_root(), "9.1.y");
	target_release(&target);
	(void)expect_open(&expect, fuzz_root(), "9.1.y", "fuzz");
	expect_release(&expect);
}

/* git starts anew for each: one reader an input */
void fuzz(const struct strbuf *text)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct compilers compilers = COMPILERS_INIT;
	char *path;

	if (strstr(text->buf, "[compiler")) {
		path = fuzz_file("ci/compilers", text);
		(void)compilers_read(&compilers, fuzz_root(), &why);
		compilers_release(&compilers);
	} else if (strstr(text->buf, "[boot")) {
		path = fuzz_file("scenario", text);
		read_scenario(path);
	} else if (strstr(text->buf, "[target") || strstr(text->buf, "[expect")) {
		free(fuzz_file("stable/9.1.y/target", text));
		path = fuzz_file("stable/9.1.y/fuzz/expect", text);
		read_branch();
	} else {
		path = fuzz_file("patches/fuzz/info", text);
		read_series();
	}
	free(path);
}
