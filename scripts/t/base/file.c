// SPDX-License-Identifier: GPL-2.0-only
#define FERRY_MAY_FORK
#include "t/test.h"
#include "base/file.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>

static void test_write_and_read(void **state)
{
	struct strbuf sb = STRBUF_INIT, big = STRBUF_INIT;
	struct stat st;
	size_t i;

	(void)state;
	umask(022);
	assert_int_equal(mkdir_p("w"), 0);
	put_file("w/f", "old");
	put_file("w/f", "new");
	assert_file("w/f", "new");
	assert_int_equal(stat("w/f", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);

	for (i = 0; i < 500000; i++)
		strbuf_addf(&big, "%zu", i);
	strbuf_add(&big, "\0end", 4);
	assert_int_equal(write_file_atomic("w/big", big.buf, big.len), 0);
	strbuf_addstr(&sb, "replaced");
	assert_int_equal(read_file("w/big", &sb), 0);
	assert_int_equal(sb.len, big.len);
	assert_memory_equal(sb.buf, big.buf, big.len);

	assert_int_equal(write_file_atomic("w/empty", NULL, 0), 0);
	assert_int_equal(read_file("w/empty", &sb), 0);
	assert_int_equal(sb.len, 0);
	assert_int_equal(count_entries("w"), 3);
	strbuf_release(&sb);
	strbuf_release(&big);
}

static void test_read_failures(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&sb, "old");
	assert_int_equal(read_file("no-such-file", &sb), -ENOENT);
	assert_int_equal(sb.len, 0);
	assert_int_equal(read_file(".", &sb), -EISDIR);
	assert_int_equal(read_file("/proc/self/status", &sb), 0);
	assert_true(starts_with(sb.buf, "Name:"));
	strbuf_release(&sb);
}

static void test_write_leaves_nothing_behind(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(write_file_atomic("missing/f", "x", 1), -ENOENT);
	assert_false(dir_exists("missing"));
	assert_int_equal(write_file_atomic("", "x", 1), -ENOENT);

	assert_int_equal(mkdir_p("occupied/dir"), 0);
	assert_int_equal(write_file_atomic("occupied/dir", "x", 1), -EINVAL);
	assert_int_equal(mkfifo("occupied/fifo", 0600), 0);
	assert_int_equal(write_file_atomic("occupied/fifo", "x", 1), -EINVAL);
	assert_int_equal(count_entries("occupied"), 2);
	assert_int_equal(lstat("occupied/fifo", &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
}

static void limit_file_size(rlim_t size)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size == RLIM_INFINITY ? limit.rlim_max : size;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* a full disk, as near as one gets without one: writing fails half way */
static void test_write_fails_half_way(void **state)
{
	char *data = xcalloc(1, 300000);
	int written, copied;

	(void)state;
	assert_int_equal(mkdir_p("full"), 0);
	put_file("full/f", "old");
	assert_int_equal(write_file_atomic("source", data, 300000), 0);
	signal(SIGXFSZ, SIG_IGN);
	limit_file_size(200000);
	written = write_file_atomic("full/f", data, 300000);
	copied = copy_file("source", "full/f");
	limit_file_size(RLIM_INFINITY);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(written, -EFBIG);
	assert_int_equal(copied, -EFBIG);
	assert_file("full/f", "old");
	assert_int_equal(count_entries("full"), 1);
	free(data);
}

static void test_write_replaces_link_not_its_target(void **state)
{
	struct stat st;

	(void)state;
	put_file("target", "kept");
	assert_int_equal(symlink("target", "link"), 0);
	put_file("link", "new");
	assert_file("target", "kept");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

static void test_copy(void **state)
{
	struct stat st;

	(void)state;
	put_file("from", "contents");
	assert_int_equal(chmod("from", 0751), 0);
	assert_int_equal(copy_file("from", "to"), 0);
	assert_file("to", "contents");
	assert_int_equal(stat("to", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0751);
	assert_int_equal(copy_file("no-such-file", "to"), -ENOENT);
	assert_int_equal(copy_file(".", "to"), -EISDIR);
	assert_int_equal(copy_file("from", "missing/to"), -ENOENT);
	assert_file("to", "contents");
}

static void test_mkdir_p(void **state)
{
	char *path;

	(void)state;
	assert_int_equal(mkdir_p("a/b//c/"), 0);
	assert_true(dir_exists("a/b/c"));
	assert_int_equal(mkdir_p("a/b/c"), 0);
	assert_int_equal(mkdir_p("/"), 0);
	assert_int_equal(mkdir_p("."), 0);
	assert_int_equal(mkdir_p(""), -ENOENT);
	put_file("a/file", "");
	assert_int_equal(mkdir_p("a/file"), -ENOTDIR);
	assert_int_equal(mkdir_p("a/file/x"), -ENOTDIR);
	assert_int_equal(symlink("b", "a/link"), 0);
	assert_int_equal(mkdir_p("a/link/d"), 0);
	assert_true(dir_exists("a/b/d"));

	path = get_current_dir_name();
	assert_non_null(path);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(mkdir_p(path), 0);
	assert_int_equal(chdir(path), 0);
	free(path);
}

static void test_remove_tree(void **state)
{
	(void)state;
	assert_int_equal(mkdir_p("r/a/b/c"), 0);
	put_file("r/a/b/f", "x");
	put_file("r/a/.hidden", "x");
	assert_int_equal(remove_tree("r"), 0);
	assert_false(dir_exists("r"));
	assert_int_equal(remove_tree("r"), 0);
	put_file("single", "x");
	assert_int_equal(remove_tree("single"), 0);
	assert_false(file_exists("single"));
	assert_int_equal(mkdir_p("slashes/x"), 0);
	assert_int_equal(remove_tree("slashes//"), 0);
	assert_false(dir_exists("slashes"));
}

static void test_remove_tree_follows_no_link(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdir_p("outside/dir"), 0);
	put_file("outside/file", "kept");
	put_file("outside/dir/file", "kept");
	assert_int_equal(mkdir_p("tree/sub"), 0);
	assert_int_equal(symlink("../outside", "tree/link"), 0);
	assert_int_equal(symlink("../../outside/file", "tree/sub/link"), 0);
	assert_int_equal(remove_tree("tree"), 0);
	assert_false(dir_exists("tree"));

	assert_int_equal(symlink("outside", "link-to-dir"), 0);
	assert_int_equal(remove_tree("link-to-dir/"), 0);
	assert_int_equal(lstat("link-to-dir", &st), -1);

	assert_file("outside/file", "kept");
	assert_file("outside/dir/file", "kept");
}

static void test_remove_tree_refuses(void **state)
{
	static const char *const never[] = {
		"", "/", "//", ".", "..", "/.", "/..", "/proc/..", "r/.", "r/..",
	};
	size_t i;

	(void)state;
	assert_int_equal(mkdir_p("r"), 0);
	for (i = 0; i < ARRAY_SIZE(never); i++)
		assert_int_equal(remove_tree(never[i]), -EINVAL);
	assert_true(dir_exists("r"));
}

static void test_exists(void **state)
{
	(void)state;
	put_file("plain", "");
	assert_int_equal(symlink("plain", "to-plain"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_true(file_exists("plain"));
	assert_true(file_exists("to-plain"));
	assert_false(file_exists("dangling"));
	assert_false(file_exists("."));
	assert_true(dir_exists("."));
	assert_false(dir_exists("plain"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_and_read),
		cmocka_unit_test(test_read_failures),
		cmocka_unit_test(test_write_leaves_nothing_behind),
		cmocka_unit_test(test_write_fails_half_way),
		cmocka_unit_test(test_write_replaces_link_not_its_target),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_mkdir_p),
		cmocka_unit_test(test_remove_tree),
		cmocka_unit_test(test_remove_tree_follows_no_link),
		cmocka_unit_test(test_remove_tree_refuses),
		cmocka_unit_test(test_exists),
	};

	return cmocka_run_group_tests_name("file", tests, scratch_setup,
					   scratch_teardown);
}
