// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "tools/kbuild.h"

#include <fcntl.h>
#include <sys/stat.h>

static void assert_missing(const char *config, const char *fragment,
			   const char *expected)
{
	struct strbuf missing = STRBUF_INIT;

	kbuild_missing(config, fragment, &missing);
	assert_string_equal(missing.buf, expected);
	strbuf_release(&missing);
}

static void options_that_survived(void **state)
{
	(void)state;
	assert_missing("CONFIG_A=y\nCONFIG_S=\"x y\"\nCONFIG_N=7\n",
		       "# words\nCONFIG_A=y\n\nCONFIG_S=\"x y\"\nCONFIG_N=7\n", "");
	assert_missing("# CONFIG_A is not set\n", "CONFIG_A=n\n", "");
	assert_missing("", "CONFIG_A=n\n# CONFIG_B is not set\n", "");
	assert_missing("CONFIG_AB=y\n", "", "");
}

static void options_that_did_not(void **state)
{
	(void)state;
	assert_missing("CONFIG_AB=y\n", "CONFIG_A=y\n", "CONFIG_A: asked y, is n\n");
	assert_missing("# CONFIG_A is not set\n", "CONFIG_A=y\n",
		       "CONFIG_A: asked y, is n\n");
	assert_missing("CONFIG_A=m\nCONFIG_B=y\nCONFIG_C=y\n",
		       "CONFIG_A=y\nCONFIG_B=n\n# CONFIG_C is not set\n",
		       "CONFIG_A: asked y, is m\nCONFIG_B: asked n, is y\n"
		       "CONFIG_C: asked n, is y\n");
	/* without a newline at its end */
	assert_missing("CONFIG_A=y", "CONFIG_A=m", "CONFIG_A: asked m, is y\n");
	assert_missing("CONFIG_S=\"xy\"\n", "CONFIG_S=\"x\"\n",
		       "CONFIG_S: asked \"x\", is \"xy\"\n");
}

static void last_fragment_wins(void **state)
{
	(void)state;
	assert_missing("CONFIG_A=y\n", "CONFIG_A=n\nCONFIG_A=y\n", "");
	assert_missing("", "CONFIG_A=n\nCONFIG_A=y\n", "CONFIG_A: asked y, is n\n");
	assert_missing("", "CONFIG_A=y\nCONFIG_A=n\n", "");
	assert_missing("", "CONFIG_A=y\n# CONFIG_A is not set\n", "");
	assert_missing("CONFIG_A=y\n", "# CONFIG_A is not set\nCONFIG_A=y\n", "");
}

static void assert_words(const char *text, const char *expected)
{
	struct argv words = ARGV_INIT;
	struct strbuf joined = STRBUF_INIT;

	kbuild_saved_command(text, &words);
	for (size_t i = 0; i < words.nr; i++)
		strbuf_addf(&joined, "%s[%s]", i ? " " : "", words.v[i]);
	assert_string_equal(joined.buf, expected);
	strbuf_release(&joined);
	argv_release(&words);
}

static void words_of_a_command(void **state)
{
	(void)state;
	assert_words("savedcmd_a.o := gcc -Wp,-MMD,.a.o.d  -c -o a.o a.c ; ./objtool a.o\n\nx := y\n",
		     "[gcc] [-Wp,-MMD,.a.o.d] [-c] [-o] [a.o] [a.c]");
	assert_words("cmd_a.o := gcc -DX='\"a b\"' -DY=\"c\\\"d\" a\\ b.c && x\n",
		     "[gcc] [-DX=\"a b\"] [-DY=c\"d] [a b.c]");
	assert_words("cmd_a.o := gcc -D'X=$$Y' -DZ=$(pound) -DW=\\#\n",
		     "[gcc] [-DX=$Y] [-DZ=#] [-DW=#]");
	assert_words("a.o: a.c\n", "");
	assert_words("", "");
	assert_words("cmd_a.o := ", "");
}

static void assert_first(const char *log, const char *expected)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_addstr(&line, "old");
	kbuild_first_error(log, &line);
	assert_string_equal(line.buf, expected);
	strbuf_release(&line);
}

static void first_error(void **state)
{
	(void)state;
	assert_first("", "");
	assert_first("  CC      mm/zswap.o\nmm/zswap.c:3:1: warning: unused\n", "");
	assert_first("  CC      mm/zswap.o\n"
		     "mm/zswap.c: In function 'f':\n"
		     "mm/zswap.c:7:2: error: 'x' undeclared\n"
		     "mm/zswap.c:8:2: error: second\n"
		     "make[1]: *** [mm/zswap.o] Error 1\n",
		     "mm/zswap.c:7:2: error: 'x' undeclared");
	assert_first("a.c:1:10: fatal error: b.h: No such file or directory\n",
		     "a.c:1:10: fatal error: b.h: No such file or directory");
	assert_first("ld: mm/zswap.o: in function `f':\nzswap.c:(.text+0x1): undefined reference to `g'\n",
		     "zswap.c:(.text+0x1): undefined reference to `g'");
	assert_first("make: *** No rule to make target 'x'.  Stop.\n",
		     "make: *** No rule to make target 'x'.  Stop.");
	assert_first("ERROR: modpost: \"f\" undefined!\n", "ERROR: modpost: \"f\" undefined!");
	assert_first("cc1: a.s: No space left on device\n", "cc1: a.s: No space left on device");
}

static void assert_reason(const char *log, const char *expected)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_addstr(&line, "old");
	kbuild_reason(log, &line);
	assert_string_equal(line.buf, expected);
	strbuf_release(&line);
}

static void reasons(void **state)
{
	(void)state;
	assert_reason("", "");
	assert_reason("a\n\nclang: unknown argument\n\n", "clang: unknown argument");
	assert_reason("x.c:1: error: no\nmake: *** [x.o] Error 1\n", "x.c:1: error: no");
	assert_reason("***\n*** C compiler is too old.\n***   Your Clang version:    14.0.6\n"
		      "***   Minimum Clang version: 15.0.0\n***\n"
		      "scripts/Kconfig.include:45: Sorry, this C compiler is not supported.\n",
		      "C compiler is too old; Your Clang version: 14.0.6; Minimum Clang version: 15.0.0");
	assert_null(kbuild_lost("x.c:1: error: no\n"));
	assert_string_equal(kbuild_lost("cc1: /tmp/x.s: No space left on device\n"),
			    "No space left on device");
	assert_string_equal(kbuild_lost("gcc: fatal error: Killed signal terminated program cc1\n"),
			    "Killed signal");
}

/* --- a make that is not the real one --------------------------------------- */

static struct kbuild kbuild = {
	.source = "/source", .object = "object", .ccache_dir = "/cc",
	.log_path = "log", .jobs = 3,
};

static char *old_path;

static int install_fake(void **state)
{
	char *path, *here;

	/* what is not the real one is not where the sandbox has programs */
	run_set_trust(true);
	if (scratch_setup(state))
		return -1;
	here = getcwd(NULL, 0);
	old_path = xstrdup(getenv("PATH"));
	path = xstrfmt("%s/bin:%s", here, old_path);
	setenv("PATH", path, 1);
	free(path);
	free(here);
	if (mkdir_p("bin") || mkdir_p("object"))
		return -1;
	/* olddefconfig drops CONFIG_DROPPED and writes what it likes */
	put_file("bin/make",
		 "#!/bin/sh\n"
		 "cd \"${0%/*}/..\"\n"
		 "printf '%s|' \"$@\" >>calls\n"
		 "echo \"${ARCH-none} ${MAKEFLAGS-none} $LC_ALL $CCACHE_DIR $KBUILD_BUILD_TIMESTAMP\" >>calls\n"
		 "for word; do case $word in KCONFIG_CONFIG=*) out=${word#*=} ;; esac; done\n"
		 "case \" $* \" in\n"
		 "*' tinyconfig '*) echo 'CONFIG_TINY=y' >\"$out\" ;;\n"
		 "*' olddefconfig '*) sed '/DROPPED/d' \"$out\" >t && mv t \"$out\" ;;\n"
		 "esac\n"
		 "[ ! -e fail ] || { echo 'a.c:1: error: no' >&2; exit 2; }\n");
	return chmod("bin/make", 0755);
}

static int remove_fake(void **state)
{
	setenv("PATH", old_path, 1);
	free(old_path);
	return scratch_teardown(state);
}

static int configure(const char *fragment, struct kbuild_configured *configured)
{
	struct argv fragments = ARGV_INIT;
	struct kbuild_fragments asked = { .asked = &fragments };
	int ret;

	put_file("fragment", fragment);
	argv_push(&fragments, "fragment");
	strbuf_reset(&configured->missing);
	capture_stderr("said");
	ret = kbuild_configure(&kbuild, &asked, configured);
	release_stderr();
	argv_release(&fragments);
	return ret;
}

static void make_is_told(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;

	(void)state;
	setenv("ARCH", "mips", 1);
	setenv("MAKEFLAGS", "-k", 1);
	assert_int_equal(configure("CONFIG_A=y\n", &configured), 0);
	unsetenv("ARCH");
	unsetenv("MAKEFLAGS");
	assert_string_equal(configured.missing.buf, "");
	assert_file("calls",
		    "-C|/source|O=object|-j3|CC=ccache gcc|HOSTCC=ccache gcc|tinyconfig|KCONFIG_CONFIG=object/.config.new|"
		    "none none C /cc Sat Jan  1 00:00:00 UTC 2000\n"
		    "-C|/source|O=object|-j3|CC=ccache gcc|HOSTCC=ccache gcc|olddefconfig|KCONFIG_CONFIG=object/.config.new|"
		    "none none C /cc Sat Jan  1 00:00:00 UTC 2000\n");
	assert_file("object/.config", "CONFIG_TINY=y\nCONFIG_A=y\n\n");
	assert_false(file_exists("object/.config.new"));
	kbuild_configured_release(&configured);
}

/* another compiler and architecture; the guest's lines are only offered */
static void another_architecture(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	struct argv offered = ARGV_INIT, fragments = ARGV_INIT, variables = ARGV_INIT;
	struct kbuild_fragments asked = { .offered = &offered, .asked = &fragments };
	struct kbuild other = kbuild;

	(void)state;
	assert_int_equal(remove_tree("calls"), 0);
	put_file("offered", "CONFIG_A=y\nCONFIG_DROPPED=y\n");
	put_file("asked", "CONFIG_A=m\n");
	argv_push(&offered, "offered");
	argv_push(&fragments, "asked");
	argv_pushl(&variables, "ARCH=arm64", "LLVM=1", NULL);
	other.cc = "clang";
	other.variables = &variables;
	assert_int_equal(kbuild_configure(&other, &asked, &configured), 0);
	assert_string_equal(configured.missing.buf, "");
	assert_file("calls",
		    "-C|/source|O=object|-j3|CC=ccache clang|HOSTCC=ccache gcc|ARCH=arm64|LLVM=1|tinyconfig|KCONFIG_CONFIG=object/.config.new|"
		    "none none C /cc Sat Jan  1 00:00:00 UTC 2000\n"
		    "-C|/source|O=object|-j3|CC=ccache clang|HOSTCC=ccache gcc|ARCH=arm64|LLVM=1|olddefconfig|KCONFIG_CONFIG=object/.config.new|"
		    "none none C /cc Sat Jan  1 00:00:00 UTC 2000\n");
	assert_file("object/.config", "CONFIG_TINY=y\nCONFIG_A=y\n\nCONFIG_A=m\n\n");
	argv_release(&offered);
	argv_release(&fragments);
	argv_release(&variables);
	kbuild_configured_release(&configured);
}

static void what_is_dropped_is_named(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;

	(void)state;
	assert_int_equal(configure("CONFIG_A=y\nCONFIG_DROPPED=y\n", &configured), 0);
	assert_string_equal(configured.missing.buf, "CONFIG_DROPPED: asked y, is n\n");
	kbuild_configured_release(&configured);
}

/* What make may have generated meanwhile, or before it was killed, is of another one. */
static void config_made_again_is_newer(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	struct timespec past[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	struct stat st;

	(void)state;
	assert_int_equal(configure("CONFIG_A=y\n", &configured), 0);
	assert_int_equal(utimensat(AT_FDCWD, "object/.config", past, 0), 0);
	assert_int_equal(configure("CONFIG_A=y\n", &configured), 0);
	assert_int_equal(stat("object/.config", &st), 0);
	assert_int_not_equal(st.st_mtime, 1000);
	kbuild_configured_release(&configured);
}

/* How often make was run to configure what is in @kbuild. */
static unsigned int times_made(const char *fragment, struct kbuild_configured *configured)
{
	struct strbuf calls = STRBUF_INIT;
	const char *cursor, *line;
	unsigned int lines = 0;
	size_t len;

	(void)remove_tree("calls");
	assert_int_equal(configure(fragment, configured), 0);
	(void)read_file("calls", &calls);
	cursor = calls.buf;
	while (next_line(&cursor, &line, &len))
		lines++;
	strbuf_release(&calls);
	return lines;
}

static void same_inputs_stand(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	struct argv variables = ARGV_INIT;
	char first[DIGEST_HEX];

	(void)state;
	put_file("bin/our-cc", "#!/bin/sh\ncat \"${0%/*}/../version\"\n");
	assert_int_equal(chmod("bin/our-cc", 0755), 0);
	put_file("version", "our-cc 1.0\nmore\n");
	kbuild.cc = "our-cc";
	/* nothing names the source */
	assert_int_equal(times_made("CONFIG_A=y\n", &configured), 2);
	assert_int_equal(times_made("CONFIG_A=y\n", &configured), 2);

	kbuild.commit = "1";
	assert_int_equal(times_made("CONFIG_A=y\n", &configured), 2);
	memcpy(first, configured.id, sizeof(first));
	assert_int_equal(strlen(first), DIGEST_HEX - 1);
	assert_int_equal(times_made("CONFIG_A=y\n", &configured), 0);
	assert_string_equal(configured.id, first);

	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 2);
	assert_string_not_equal(configured.id, first);
	put_file("object/.config", "CONFIG_A=y\n");
	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 2);
	put_file("version", "our-cc 1.1\n");
	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 2);
	kbuild.commit = "2";
	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 2);
	argv_push(&variables, "LLVM=1");
	kbuild.variables = &variables;
	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 2);
	assert_int_equal(times_made("CONFIG_A=m\n", &configured), 0);

	/* what did not take is never taken for granted */
	assert_int_equal(times_made("CONFIG_DROPPED=y\n", &configured), 2);
	assert_string_equal(configured.id, "");
	assert_int_equal(times_made("CONFIG_DROPPED=y\n", &configured), 2);
	assert_string_equal(configured.missing.buf, "CONFIG_DROPPED: asked y, is n\n");
	kbuild.cc = NULL;
	kbuild.commit = NULL;
	kbuild.variables = NULL;
	argv_release(&variables);
	kbuild_configured_release(&configured);
}

static void assert_version(const char *said, const char *expected)
{
	char *version;

	put_file("version", said);
	version = kbuild_version("our-cc");
	assert_string_equal(version, expected);
	free(version);
}

static void versions(void **state)
{
	(void)state;
	assert_version("our-cc 1.0\nmore\n", "our-cc 1.0");
	assert_version("", "our-cc");
}

static void make_that_stops(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;

	(void)state;
	put_file("fail", "");
	assert_int_equal(configure("CONFIG_A=y\n", &configured), 1);
	assert_file("said", "");
	assert_string_equal(configured.stopped.buf, "make: exited with 2");
	assert_string_equal(configured.id, "");
	assert_false(file_exists("object/.config.new"));
	assert_int_equal(remove_tree("fail"), 0);
	kbuild_configured_release(&configured);
}

static void fragment_that_is_not_there(void **state)
{
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	struct argv fragments = ARGV_INIT;
	struct kbuild_fragments asked = { .asked = &fragments };
	int ret;

	(void)state;
	argv_push(&fragments, "nowhere.config");
	capture_stderr("said");
	ret = kbuild_configure(&kbuild, &asked, &configured);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: cannot read 'nowhere.config': No such file or directory\n");
	argv_release(&fragments);
	kbuild_configured_release(&configured);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_that_survived),
		cmocka_unit_test(words_of_a_command),
		cmocka_unit_test(options_that_did_not),
		cmocka_unit_test(last_fragment_wins),
		cmocka_unit_test(first_error),
		cmocka_unit_test(reasons),
		cmocka_unit_test(make_is_told),
		cmocka_unit_test(another_architecture),
		cmocka_unit_test(what_is_dropped_is_named),
		cmocka_unit_test(config_made_again_is_newer),
		cmocka_unit_test(same_inputs_stand),
		cmocka_unit_test(versions),
		cmocka_unit_test(make_that_stops),
		cmocka_unit_test(fragment_that_is_not_there),
	};

	return cmocka_run_group_tests_name("kbuild", tests, install_fake, remove_fake);
}
