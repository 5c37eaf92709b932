// SPDX-License-Identifier: GPL-2.0-only
/* mainline.c, with a spatch that turns back and ports as a test says */
#include "t/test.h"
#include "process/run.h"
#include "port/mainline.h"

#include <sys/stat.h>

static char *here;
static struct series series;

#define SHAPES \
	"[series]\n\tfile = mm/a.c\n\twatch = widget\n\tresidue = old_widget\n" \
	"[shape \"S4\"]\n\tverdict = port\n\thits = swap=1\n" \
	"[shape \"S5\"]\n\tverdict = carried\n"

static int setup(void **state)
{
	char *tmp, *path;

	/* what is not the real one is not where the sandbox has programs */
	run_set_trust(true);
	if (scratch_setup(state))
		return -1;
	here = getcwd(NULL, 0);
	tmp = xstrfmt("%s/tmp", here);
	path = xstrfmt("%s/bin:%s", here, getenv("PATH"));
	setenv("TMPDIR", tmp, 1);
	setenv("PATH", path, 1);
	setenv("HERE", here, 1);
	if (mkdir_p(tmp) || mkdir_p("bin") || mkdir_p("patches/own") ||
	    mkdir_p("semantic/own"))
		return -1;
	put_file("semantic/own/shape.cocci", "");
	put_file("semantic/own/port.cocci", "");
	put_file("semantic/own/before.cocci", "");
	put_file("semantic/own/lint.cocci", "");
	/* A file that has the old name is S4, one that has the new name is S5. */
	put_file("bin/spatch",
		 "#!/bin/sh\n"
		 "HERE=${0%/*}/..\n"
		 "for word; do case $word in *.c) file=$word ;; esac; done\n"
		 "case \" $* \" in\n"
		 "*' --parse-c '*) echo 'NB total files = 1' ;;\n"
		 "*/shape.cocci*)\n"
		 "	if grep -q old_widget \"$file\"; then echo S4 f:1; else echo S5 f:1; fi ;;\n"
		 "*/lint.cocci*) echo 'lint: done' ;;\n"
		 "*/before.cocci*)\n"
		 "	[ ! -e \"$HERE/crash\" ] || { echo 'Fatal error: no' >&2; exit 2; }\n"
		 "	sed -i -f \"$HERE/back\" \"$file\" ;;\n"
		 "*/port.cocci*)\n"
		 "	! grep -q old_widget \"$file\" || echo 'ferry-hit: swap f:1' >&2\n"
		 "	sed -i -f \"$HERE/forth\" \"$file\"; echo 'port: done' ;;\n"
		 "esac\n");
	free(tmp);
	free(path);
	return chmod("bin/spatch", 0755);
}

static int teardown(void **state)
{
	free(here);
	unsetenv("TMPDIR");
	unsetenv("HERE");
	return scratch_teardown(state);
}

static enum port_status judge(const char *differences, const char *forth,
			   struct judgement *judgement)
{
	static const char tree[] = "int f(void)\n{\n\treturn widget(1);\n}\n"
				   "int g(void)\n{\n\treturn 2;\n}\n";
	char *info = xstrfmt(SHAPES "%s", differences);
	struct strbuf text = STRBUF_INIT;
	enum port_status end;

	put_file("patches/own/info", info);
	put_file("forth", forth);
	assert_int_equal(series_open(&series, here, "own"), 0);
	strbuf_addstr(&text, tree);
	*judgement = (struct judgement)JUDGEMENT_INIT;
	end = judge_mainline(&series, &text, "S4", judgement);
	series_release(&series);
	strbuf_release(&text);
	free(info);
	return end;
}

static void same_tree(void **state)
{
	struct judgement judgement;

	(void)state;
	put_file("back", "s/widget/old_widget/\n");
	assert_int_equal(judge("", "s/old_widget/widget/\n", &judgement), PORT_OK);
	assert_string_equal(judgement.why.buf, "");
	assert_string_equal(judgement.shape, "S4");
	assert_int_equal(judgement.listed.nr, 0);
	assert_int_equal(judgement.compared, 23);
	judgement_release(&judgement);
	/* comments and blanks are no difference */
	assert_int_equal(judge("", "s|old_widget|widget /* new */ |\n", &judgement), PORT_OK);
	judgement_release(&judgement);
}

static void difference_needs_a_reason(void **state)
{
	static const char forth[] = "s/old_widget(1)/widget(3)/\n";
	struct judgement judgement;
	char *why;

	(void)state;
	put_file("back", "s/widget/old_widget/\n");
	assert_int_equal(judge("", forth, &judgement), PORT_REFUSED);
	why = xstrfmt("the port differs from the tree in f(), and '%s/patches/own/info' gives no reason",
		      here);
	assert_string_equal(judgement.why.buf, why);
	free(why);
	judgement_release(&judgement);

	assert_int_equal(judge("[judge]\n\tdifference = f: three is better\n", forth,
			       &judgement), PORT_OK);
	assert_int_equal(judgement.listed.nr, 1);
	assert_string_equal(judgement.listed.v[0], "f: three is better");
	judgement_release(&judgement);
}

static void reason_needs_a_difference(void **state)
{
	struct judgement judgement;
	char *why;

	(void)state;
	put_file("back", "s/widget/old_widget/\n");
	assert_int_equal(judge("[judge]\n\tdifference = g: gone\n",
			       "s/old_widget/widget/\n", &judgement), PORT_REFUSED);
	why = xstrfmt("'%s/patches/own/info' lists a difference that is not there: g: gone",
		      here);
	assert_string_equal(judgement.why.buf, why);
	free(why);
	judgement_release(&judgement);
}

static void not_turned_back(void **state)
{
	struct judgement judgement;

	(void)state;
	put_file("back", "s/nothing/at all/\n");
	assert_int_equal(judge("", "s/old_widget/widget/\n", &judgement), PORT_REFUSED);
	assert_string_equal(judgement.why.buf,
			    "before.cocci turns the tree back into shape S5 (f:1), not S4");
	judgement_release(&judgement);
}

static void refused_port_and_lost_tool(void **state)
{
	struct judgement judgement;

	(void)state;
	put_file("back", "s/widget/old_widget/\n");
	assert_int_equal(judge("", "s/old_widget/old_widget + widget/\n", &judgement),
			 PORT_REFUSED);
	assert_non_null(strstr(judgement.why.buf, "a second run changes the result again"));
	judgement_release(&judgement);

	put_file("crash", "");
	assert_int_equal(judge("", "", &judgement), PORT_BROKEN);
	assert_non_null(strstr(judgement.why.buf, "Fatal error: no"));
	judgement_release(&judgement);
	assert_int_equal(remove_tree("crash"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_tree),
		cmocka_unit_test(difference_needs_a_reason),
		cmocka_unit_test(reason_needs_a_difference),
		cmocka_unit_test(not_turned_back),
		cmocka_unit_test(refused_port_and_lost_tool),
	};

	return cmocka_run_group_tests_name("judge", tests, setup, teardown);
}
