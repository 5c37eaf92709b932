// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "build/initramfs.h"
#include "process/run.h"

#include <fcntl.h>
#include <sys/stat.h>

static int setup(void **state)
{
	char *here, *tmp;

	if (scratch_setup(state) || mkdir_p("tmp"))
		return -1;
	here = getcwd(NULL, 0);
	tmp = xstrfmt("%s/tmp", here);
	setenv("TMPDIR", tmp, 1);
	free(here);
	free(tmp);
	put_file("prog", "#!/init\n");
	put_file("module", "ELF, or not\n");
	return chmod("prog", 0755);
}

static int teardown(void **state)
{
	unsetenv("TMPDIR");
	return scratch_teardown(state);
}

static int pack(const char *to)
{
	struct argv files = ARGV_INIT;
	int ret;

	argv_pushl(&files, "prog", "init", "module", "lib/ferry/one.ko",
		   "module", "lib/ferry/two.ko", NULL);
	ret = initramfs_write(to, &files);
	argv_release(&files);
	assert_int_equal(count_entries("tmp"), 0);
	return ret;
}

static void assert_same(const char *a, const char *b)
{
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;

	assert_int_equal(read_file(a, &one), 0);
	assert_int_equal(read_file(b, &two), 0);
	assert_true(one.len > 0);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.buf, two.buf, one.len);
	strbuf_release(&one);
	strbuf_release(&two);
}

/* neither the time, nor the files' own times, nor the umask is in it */
static void same_files_same_bytes(void **state)
{
	struct timespec past[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	mode_t mask;

	(void)state;
	assert_int_equal(pack("first"), 0);
	assert_int_equal(utimensat(AT_FDCWD, "prog", past, 0), 0);
	mask = umask(0077);
	assert_int_equal(pack("second"), 0);
	umask(mask);
	assert_same("first", "second");
}

static void list(const char *archive, const char *how, struct strbuf *names)
{
	struct child unzip = CHILD_INIT, cpio = CHILD_INIT;

	argv_pushl(&unzip.args, "gzip", "-dc", archive, NULL);
	unzip.dir = ".";
	assert_int_equal(child_run(&unzip), 0);
	argv_pushl(&cpio.args, "cpio", "--quiet", how, NULL);
	argv_pushl(&cpio.env, "LC_ALL=C", "TZ=UTC", NULL);
	cpio.in_data = unzip.out.buf;
	cpio.in_len = unzip.out.len;
	assert_int_equal(child_run(&cpio), 0);
	strbuf_add(names, cpio.out.buf, cpio.out.len);
	child_release(&unzip);
	child_release(&cpio);
}

static void folders_before_files(void **state)
{
	struct strbuf names = STRBUF_INIT;

	(void)state;
	assert_int_equal(pack("archive"), 0);
	list("archive", "-t", &names);
	assert_string_equal(names.buf, "init\nlib\nlib/ferry\nlib/ferry/one.ko\nlib/ferry/two.ko\n");
	strbuf_reset(&names);
	list("archive", "-tv", &names);
	assert_non_null(strstr(names.buf, "-rwxr-xr-x   1 root     root            8 Jan  1  1970 init\n"));
	assert_non_null(strstr(names.buf, "drwxr-xr-x   2 root     root            0 Jan  1  1970 lib/ferry\n"));
	strbuf_release(&names);
}

static void file_that_is_missing(void **state)
{
	struct argv files = ARGV_INIT;
	int ret;

	(void)state;
	argv_pushl(&files, "prog", "init", "nothing", "lib/x", NULL);
	capture_stderr("said");
	ret = initramfs_write("half", &files);
	release_stderr();
	argv_release(&files);
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: cannot put 'nothing' into the initramfs: "
		    "No such file or directory\n");
	assert_false(file_exists("half"));
	assert_int_equal(count_entries("tmp"), 0);
}

static void place_that_cannot_be_written(void **state)
{
	int ret;

	(void)state;
	capture_stderr("said");
	ret = pack("nowhere/archive");
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: cannot write 'nowhere/archive': "
		    "No such file or directory\n");
}

static void cpio_that_fails(void **state)
{
	char *path = xstrdup(getenv("PATH"));
	char *here = getcwd(NULL, 0);
	char *both = xstrfmt("%s/bin:%s", here, path);
	int ret;

	(void)state;
	assert_int_equal(mkdir_p("bin"), 0);
	put_file("bin/cpio", "#!/bin/sh\necho 'cpio: No space left on device' >&2\nexit 2\n");
	assert_int_equal(chmod("bin/cpio", 0755), 0);
	put_file("old", "stays\n");
	setenv("PATH", both, 1);
	capture_stderr("said");
	ret = pack("old");
	release_stderr();
	setenv("PATH", path, 1);
	free(path);
	free(here);
	free(both);
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: cpio: exited with 2: cpio: No space left on device\n");
	assert_file("old", "stays\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_files_same_bytes),
		cmocka_unit_test(folders_before_files),
		cmocka_unit_test(file_that_is_missing),
		cmocka_unit_test(place_that_cannot_be_written),
		cmocka_unit_test(cpio_that_fails),
	};

	return cmocka_run_group_tests_name("initramfs", tests, setup, teardown);
}
