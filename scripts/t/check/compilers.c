// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "check/compilers.h"

#include <sys/stat.h>

static const char good[] =
	"# words\n"
	"[compiler \"clang-arm64\"]\n"
	"\tarch = arm64\n\tcc = clang\n\tneeds = ld.lld\n\tneeds = llvm-ar\n"
	"\tmake = LLVM=1\n\tmake = KCFLAGS=-Wextra -Wundef\n"
	"\tguest-kconfig = offered\n\tkconfig = arm64\n\tkconfig = clang\n"
	"[compiler \"gcc-x86_64\"]\n"
	"\tarch = x86_64\n\tcc = gcc\n\tguest-kconfig = required\n\tsparse = yes\n";

static int make_root(void **state)
{
	if (scratch_setup(state) || mkdir_p("ci/kconfig") || mkdir_p("scripts"))
		return -1;
	put_file("ci/kconfig/arm64.config", "");
	put_file("ci/kconfig/clang.config", "");
	return 0;
}

static void settings(void **state)
{
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;
	const struct compiler *one;

	(void)state;
	put_file("ci/compilers", good);
	assert_int_equal(compilers_read(&list, ".", &why), 0);
	assert_string_equal(why.buf, "");
	assert_int_equal(list.nr, 2);
	one = &list.v[0];
	assert_string_equal(one->name, "clang-arm64");
	assert_string_equal(one->cc, "clang");
	assert_int_equal(one->needs.nr, 3);
	assert_string_equal(one->needs.v[0], "clang");
	assert_string_equal(one->needs.v[2], "llvm-ar");
	assert_int_equal(one->variables.nr, 3);
	assert_string_equal(one->variables.v[0], "ARCH=arm64");
	assert_string_equal(one->variables.v[1], "LLVM=1");
	/* a value with blanks is one argument */
	assert_string_equal(one->variables.v[2], "KCFLAGS=-Wextra -Wundef");
	assert_int_equal(one->fragments.nr, 2);
	assert_string_equal(one->fragments.v[1], "./ci/kconfig/clang.config");
	assert_false(one->guest_required);
	assert_false(one->sparse);
	one = &list.v[1];
	assert_string_equal(one->name, "gcc-x86_64");
	assert_int_equal(one->needs.nr, 2);
	assert_string_equal(one->needs.v[1], "sparse");
	assert_true(one->sparse);
	assert_int_equal(one->variables.nr, 1);
	assert_int_equal(one->fragments.nr, 0);
	assert_true(one->guest_required);
	compilers_release(&list);
	assert_int_equal(list.nr, 0);
}

/* Words for one line, which name the file; nothing is printed. */
static void assert_refused(const char *text, const char *said)
{
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;

	put_file("ci/compilers", text);
	capture_stderr("said");
	assert_int_equal(compilers_read(&list, ".", &why), -1);
	release_stderr();
	assert_file("said", "");
	if (!strstr(why.buf, said))
		fail_msg("no '%s' in: %s", said, why.buf);
	assert_true(starts_with(why.buf, "'./ci/compilers': "));
	assert_null(strchr(why.buf, '\n'));
	strbuf_release(&why);
	compilers_release(&list);
}

#define SECTION "[compiler \"x\"]\narch = arm64\ncc = gcc\nguest-kconfig = offered\n"

static void what_is_refused(void **state)
{
	(void)state;
	assert_refused("[compiler\n", "bad config line 1");
	assert_refused("", "no compiler: add [compiler \"NAME\"]");
	assert_refused("[compiler]\narch = arm64\n", "'compiler.arch' is not in a section");
	assert_refused("[target]\narch = arm64\n", "'target.arch' is not in a section");
	assert_refused("[compilers \"x\"]\narch = arm64\n", "is not in a section");
	assert_refused(SECTION "need = ld.lld\n", "'compiler.x.need' is not a setting");
	assert_refused(SECTION "arch = x86_64\n", "compiler 'x' has 'arch' 2 times instead of once");
	assert_refused("[compiler \"x\"]\narch = arm64\ncc = gcc\n",
		       "compiler 'x' has 'guest-kconfig' 0 times instead of once");
	assert_refused("[compiler \"x\"]\narch = arm64\nguest-kconfig = offered\n",
		       "compiler 'x' has 'cc' 0 times");
	assert_refused("[compiler \"x\"]\nguest-kconfig = yes\n", "is neither 'required' nor 'offered'");
	assert_refused(SECTION "sparse = no\n", "the value of compiler.x.sparse, is not 'yes'");
	assert_refused(SECTION "kconfig = none\n", "names './ci/kconfig/none.config', which does not exist");
}

/* What would be a path, an option or a goal is not handed on. */
static void what_make_would_take_for_something_else(void **state)
{
	static const char * const variables[] = {
		"clean", "-B", "=1", "o=x", "LLVM", "LLVM-1=x", " ",
	};
	static const char * const own[] = { "O=/x", "CC=tcc", "ARCH=mips", "W=0", "M=x" };
	char *text;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		text = xstrfmt("%smake = \"%s\"\n", SECTION, variables[i]);
		assert_refused(text, "is not a variable for make, NAME=VALUE");
		free(text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(own); i++) {
		text = xstrfmt("%smake = %s\n", SECTION, own[i]);
		assert_refused(text, "is a variable that ferry sets itself");
		free(text);
	}
	assert_refused("[compiler \"x\"]\narch = ../x\n", "is not the name of an architecture");
	assert_refused("[compiler \"x\"]\ncc = /bin/gcc\n", "is not one word");
	assert_refused("[compiler \"x\"]\ncc = gcc -O0\n", "is not one word");
	assert_refused("[compiler \"x\"]\ncc = -gcc\n", "is not one word");
	assert_refused("[compiler \"x\"]\ncc =\n", "is not one word");
	assert_refused("[compiler \"x\"]\nkconfig = ../../x\n", "is not one word");
	assert_refused("[compiler \"../x\"]\narch = arm64\ncc = gcc\nguest-kconfig = offered\n",
		       "'../x' cannot name a compiler");
	assert_refused("[compiler \"a b\"]\narch = arm64\ncc = gcc\nguest-kconfig = offered\n",
		       "'a b' cannot name a compiler");
}

static void a_file_that_is_not_there(void **state)
{
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;

	(void)state;
	assert_int_equal(remove_tree("ci/compilers"), 0);
	assert_int_equal(compilers_read(&list, ".", &why), -1);
	assert_non_null(strstr(why.buf, "No such file or directory"));
	assert_int_equal(list.nr, 0);
	strbuf_release(&why);
	compilers_release(&list);
}

static void what_is_missing(void **state)
{
	struct compilers list = COMPILERS_INIT;
	struct strbuf why = STRBUF_INIT;
	char *old = xstrdup(getenv("PATH"));

	(void)state;
	put_file("ci/compilers", good);
	assert_int_equal(compilers_read(&list, ".", &why), 0);
	assert_string_equal(why.buf, "");
	assert_int_equal(mkdir_p("bin/ld.lld"), 0);
	setenv("PATH", "/nowhere::bin", 1);
	assert_string_equal(compiler_lacks(&list.v[0]), "clang");
	put_file("bin/clang", "");
	assert_string_equal(compiler_lacks(&list.v[0]), "clang");
	assert_int_equal(chmod("bin/clang", 0755), 0);
	/* a folder is no program */
	assert_string_equal(compiler_lacks(&list.v[0]), "ld.lld");
	setenv("PATH", old, 1);
	compilers_release(&list);
	free(old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(what_make_would_take_for_something_else),
		cmocka_unit_test(a_file_that_is_not_there),
		cmocka_unit_test(what_is_missing),
	};

	return cmocka_run_group_tests_name("compilers", tests, make_root, scratch_teardown);
}
