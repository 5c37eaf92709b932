// SPDX-License-Identifier: GPL-2.0-only
/* store.c, with the real git and with an apt-get and dpkg-deb that are not */
#include "t/test.h"
#include "tools/store.h"

#include <fcntl.h>
#include <sys/stat.h>

static char *here, *old_path;
static const struct apt own = { NULL };

static void put(const char *path, const char *text)
{
	char *folder = xstrndup(path, (size_t)(path_base(path) - path));

	assert_int_equal(mkdir_p(folder), 0);
	put_file(path, text);
	free(folder);
}

static void set_path(const char *name, const char *below)
{
	char *path = xstrfmt("%s/%s", here, below);

	setenv(name, path, 1);
	free(path);
}

static int setup(void **state)
{
	char *path;

	if (scratch_setup(state))
		return -1;
	here = getcwd(NULL, 0);
	old_path = xstrdup(getenv("PATH"));
	path = xstrfmt("%s/bin:%s", here, old_path);
	setenv("PATH", path, 1);
	free(path);
	set_path("XDG_CACHE_HOME", "cache");
	put("tree/Kbuild", "# top\n");
	put("tree/mm/a.c", "int a;\n");
	put("tree/mm/b.c", "int b;\n");
	put("tree/mm/b.o", "of a package\n");
	put("tree/.gitignore", "*.o\n");
	put("bin/apt-get", "#!/bin/sh\necho deb >package.deb\n");
	put("bin/dpkg-deb",
	    "#!/bin/sh\n"
	    "TREE=${0%/*}/../tree\n"
	    "[ ! -e \"$TREE/../broken\" ] || { echo 'unexpected end of file' >&2; exit 2; }\n"
	    "mkdir -p \"$3/usr/src\"\n"
	    "tar -C \"$TREE/..\" -cf \"$3/usr/src/linux-source-1.tar.xz\" tree\n");
	return chmod("bin/apt-get", 0755) | chmod("bin/dpkg-deb", 0755);
}

static int teardown(void **state)
{
	setenv("PATH", old_path, 1);
	unsetenv("XDG_CACHE_HOME");
	free(here);
	free(old_path);
	return scratch_teardown(state);
}

/* --- where it is --- */

static void place_of_the_store(void **state)
{
	struct store store;
	char *root = xstrfmt("%s/cache/ferry", here);
	int ret;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	assert_string_equal(store.root, root);
	assert_true(dir_exists(store.repository));
	store_release(&store);
	free(root);

	/* a relative place is no place */
	setenv("XDG_CACHE_HOME", "cache", 1);
	unsetenv("HOME");
	capture_stderr("said");
	ret = store_open(&store);
	release_stderr();
	store_release(&store);
	set_path("XDG_CACHE_HOME", "cache");
	set_path("HOME", "home");
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: no place for the kernel store: set HOME or XDG_CACHE_HOME\n");
}

/* --- the lock --- */

static int lock_of_another(void)
{
	struct child child = CHILD_INIT;
	int ret;

	argv_pushl(&child.args, "flock", "--nonblock", "cache/ferry/lock", "true", NULL);
	child.dir = ".";
	ret = child_run(&child);
	child_release(&child);
	return ret;
}

static void one_at_a_time(void **state)
{
	struct store store, second;
	struct strbuf said = STRBUF_INIT;
	char *expected = xstrfmt("(process %ld)", (long)getpid());
	int ret;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	assert_int_equal(store_lock(&store), 0);
	assert_int_equal(store_lock(&store), 0);
	assert_int_equal(lock_of_another(), 1);

	/* who was started by the holder shares it */
	assert_int_equal(store_open(&second), 0);
	assert_int_equal(store_lock(&second), 0);
	store_release(&second);
	assert_int_equal(lock_of_another(), 1);

	/* who was not does not, nor who shares the lock of another store */
	setenv("FERRY_STORE_LOCKED", "/elsewhere", 1);
	assert_int_equal(store_open(&second), 0);
	capture_stderr("said");
	ret = store_lock(&second);
	release_stderr();
	store_release(&second);
	assert_int_equal(ret, -1);
	assert_int_equal(read_file("said", &said), 0);
	assert_true(starts_with(said.buf, "ferry: error: the store is in use by another ferry "));
	assert_non_null(strstr(said.buf, expected));

	store_release(&store);
	assert_null(getenv("FERRY_STORE_LOCKED"));
	assert_int_equal(lock_of_another(), 0);
	strbuf_release(&said);
	free(expected);
}

/* A run was killed, and one of its stages has not noticed yet. */
static void stages_left_behind(void **state)
{
	struct runner *runner = runner_new();
	struct child stage = CHILD_INIT;
	struct store store;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	argv_pushl(&stage.args, "flock", "--shared", "cache/ferry/stages", "sh", "-c",
		   "touch begun; sleep 0.5; touch ended", NULL);
	stage.dir = ".";
	runner_add(runner, &stage, NULL, NULL);
	while (!file_exists("begun"))
		runner_step(runner, 0.01);
	capture_stderr("said");
	assert_int_equal(store_lock(&store), 0);
	release_stderr();
	assert_true(file_exists("ended"));
	assert_file("said", "ferry: waiting for the stages of a killed run to exit\n");
	store_release(&store);
	runner_free(runner);
	child_release(&stage);
}

/* --- sources --- */

static void assert_content(const struct store *store, const char *commit,
			   const char *path, const char *expected)
{
	struct strbuf text = STRBUF_INIT;

	assert_int_equal(git_show(&store->git, commit, path, &text), 0);
	assert_string_equal(text.buf, expected);
	strbuf_release(&text);
}

static void folder_is_taken(void **state)
{
	struct source source, found, again;
	struct store store;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	assert_int_equal(store_find(&store, "1.y", "tree", &found), -1);
	assert_int_equal(store_add_folder(&store, "1.y", "tree", &source), 0);
	assert_content(&store, source.commit, "mm/a.c", "int a;\n");
	assert_string_equal(source.kind, "tree");
	assert_string_equal(source.origin, "tree");
	assert_string_equal(source.sha256, "");
	assert_int_equal(store_find(&store, "1.y", "tree", &found), 0);
	assert_string_equal(found.commit, source.commit);
	assert_string_equal(found.version, source.version);
	assert_int_equal(store_find(&store, "2.y", "tree", &again), -1);
	/* the folder is only read: a work tree of it is another one */
	assert_int_equal(count_entries("tree"), 3);

	/* the same folder is the same commit */
	assert_int_equal(store_add_folder(&store, "1.y", "tree", &again), 0);
	assert_string_equal(again.commit, source.commit);
	source_release(&source);
	source_release(&found);
	source_release(&again);
	store_release(&store);
}

static void folder_that_is_no_kernel(void **state)
{
	struct source source;
	struct store store;
	int ret;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	capture_stderr("said");
	ret = store_add_folder(&store, "1.y", "bin", &source);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: 'bin' is not the top of a kernel tree: it has no Kbuild\n");
	source_release(&source);
	store_release(&store);
}

static void add_version(const struct store *store, const char *version)
{
	struct source source;

	put("tree/mm/a.c", version);
	assert_int_equal(store_add_package(store, "3.y", &own, "linux-source-1", version,
					   &source), APT_OK);
	assert_string_equal(source.version, version);
	assert_content(store, source.commit, "mm/a.c", version);
	/* whatever it ignores itself */
	assert_content(store, source.commit, "mm/b.o", "of a package\n");
	source_release(&source);
}

/* An epoch, a tilde: what a Debian version may have and a ref may not. */
static void newest_version_is_found(void **state)
{
	static const char * const versions[] = {
		"6.1.9-1", "6.1.10-1", "6.1.10-1+b1", "6.1.20-1~bpo12+1", "1:6.1.2-1~x",
	};
	struct source found;
	struct store store;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	assert_int_equal(store_lock(&store), 0);
	for (size_t i = 0; i + 1 < ARRAY_SIZE(versions); i++) {
		add_version(&store, versions[i]);
		assert_int_equal(store_find(&store, "3.y", "debian", &found), 0);
		assert_string_equal(found.version, versions[i]);
		assert_string_equal(found.origin, "linux-source-1");
		/* of "deb\n" */
		assert_string_equal(found.sha256, "dae45e9c4c5641b0e8a58b6c3f0de0dd946b9ac47502cc45ef451f3119ebacd7");
		source_release(&found);
	}
	/* an older one that comes later is not the newest */
	add_version(&store, "6.1.3-1");
	assert_int_equal(store_find(&store, "3.y", "debian", &found), 0);
	assert_string_equal(found.version, "6.1.20-1~bpo12+1");
	source_release(&found);
	add_version(&store, versions[ARRAY_SIZE(versions) - 1]);
	store_release(&store);
}

static void package_that_is_cut_off(void **state)
{
	struct source source, found;
	struct store store;
	int ret;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	put_file("broken", "");
	capture_stderr("said");
	ret = store_add_package(&store, "4.y", &own, "linux-source-1", "1", &source);
	release_stderr();
	assert_int_equal(remove_tree("broken"), 0);
	assert_int_equal(ret, APT_BROKEN);
	source_release(&source);
	assert_int_equal(store_find(&store, "4.y", "debian", &found), -1);
	assert_int_equal(count_entries("cache/ferry/src/4.y"), 0);
	store_release(&store);
}

/* A bare repository with two commits of tree/, the second one's id in id. */
static void make_other(const char *name, char first[GIT_HEX], char id[GIT_HEX])
{
	char *index = xstrfmt("%s/%s.index", here, name);
	struct git git = { .dir = name };
	struct git import = { .dir = name, .index = index, .work_tree = "tree" };
	char tree[GIT_HEX];

	assert_int_equal(git_store_open(name), 0);
	put("tree/mm/a.c", "int first;\n");
	assert_int_equal(git_add_all(&import), 0);
	assert_int_equal(git_write_tree(&import, tree), 0);
	assert_int_equal(git_commit(&git, tree, NULL, &git_ferry, "x\n", first), 0);
	put("tree/mm/a.c", "int a;\n");
	assert_int_equal(git_add_all(&import), 0);
	assert_int_equal(git_write_tree(&import, tree), 0);
	assert_int_equal(git_commit(&git, tree, first, &git_ferry, "y\n", id), 0);
	assert_int_equal(git_run(NULL, &git, "update-ref", "refs/heads/some", id, NULL), 0);
	free(index);
}

static void revision_of_another_repository(void **state)
{
	struct source source, found;
	struct store store;
	char *place = xstrfmt("%s/other.git", here);
	char *url = xstrfmt("file://%s", place);
	char first[GIT_HEX], id[GIT_HEX], known[GIT_HEX];
	struct git other;
	int ret;

	(void)state;
	make_other("other.git", first, id);
	assert_int_equal(store_open(&store), 0);
	assert_int_equal(store_add_git(&store, "5.y", "tree", place, "some", &source), 0);
	assert_string_equal(source.version, id);
	assert_string_equal(source.missing, "");
	assert_content(&store, source.commit, "mm/a.c", "int a;\n");
	assert_int_equal(store_find(&store, "5.y", "tree", &found), 0);
	assert_string_equal(found.commit, source.commit);
	source_release(&source);
	source_release(&found);
	/* one that no branch ends with, by its id, through a URL */
	assert_int_equal(store_add_git(&store, "5.y", "tree", url, first, &source), 0);
	assert_string_equal(source.version, first);
	assert_content(&store, source.commit, "mm/a.c", "int first;\n");
	/* the last one to come is the one that is found; no commit came with it */
	assert_int_equal(store_find(&store, "5.y", "tree", &found), 0);
	assert_string_equal(found.commit, source.commit);
	source_release(&found);
	assert_int_equal(git_resolve(&store.git, id, known), -1);
	assert_int_equal(git_resolve(&store.git, first, known), -1);
	source_release(&source);
	/* its ids have another length */
	assert_int_equal(git_run(NULL, &(struct git){ .dir = "sha256", .kind = GIT_BARE }, "init",
				 "--quiet", "--bare", "--object-format=sha256", NULL), 0);
	other = (struct git){ .dir = "sha256" };
	assert_int_equal(git_run(NULL, &other, "-c", "user.name=a", "-c", "user.email=a@b",
				 "commit", "--quiet", "--allow-empty", "-mx", NULL), 0);
	capture_stderr("said");
	ret = store_add_git(&store, "5.y", "tree", "sha256", "HEAD", &source);
	release_stderr();
	assert_int_equal(ret, -1);
	assert_file("said", "ferry: error: 'sha256' has SHA-256 object ids, which ferry cannot take: check 'HEAD' out and name the folder, without '@'\n");
	source_release(&source);
	/* and not if there is none */
	capture_stderr("said");
	ret = store_add_git(&store, "5.y", "tree", place, "none", &source);
	release_stderr();
	assert_int_equal(ret, -1);
	source_release(&source);
	store_release(&store);
	free(place);
	free(url);
}

/* Partial copies of repositories exist: some blobs are nowhere. */
static void files_that_a_copy_lacks(void **state)
{
	static const char gap[] = "100644,0123456789012345678901234567890123456789,drivers/huge.h";
	char *index = xstrfmt("%s/gaps.git.index", here);
	struct git git = { .dir = "gaps.git", .index = index };
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	char first[GIT_HEX], id[GIT_HEX], tree[GIT_HEX];
	struct source source, found;
	struct store store;

	(void)state;
	make_other("gaps.git", first, id);
	assert_int_equal(git_run(NULL, &git, "update-index", "--add", "--cacheinfo", gap, NULL), 0);
	assert_int_equal(git_write_tree(&git, tree), 0);
	assert_int_equal(git_commit(&git, tree, NULL, &git_ferry, "z\n", id), 0);

	assert_int_equal(store_open(&store), 0);
	capture_stderr("said");
	assert_int_equal(store_add_git(&store, "7.y", "tree", "gaps.git", id, &source), 0);
	release_stderr();
	assert_string_equal(source.missing, "drivers/huge.h\n");
	assert_int_equal(read_file("said", &text), 0);
	assert_non_null(strstr(text.buf, " lacks 1 files, which are left out: drivers/huge.h\n"));
	assert_content(&store, source.commit, "mm/a.c", "int a;\n");
	/* the source is whole, so that it can be checked out, and says what is not in it */
	assert_int_equal(store_checkout(&store, "7.y", source.commit, &path), 0);
	assert_int_equal(store_find(&store, "7.y", "tree", &found), 0);
	assert_string_equal(found.missing, "drivers/huge.h\n");
	source_release(&source);
	source_release(&found);
	strbuf_release(&path);
	strbuf_release(&text);
	store_release(&store);
	free(index);
}

/* --- work trees --- */

static void make_old(const char *path)
{
	struct timespec past[2] = { { .tv_sec = 1000000 }, { .tv_sec = 1000000 } };

	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

static bool is_old(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mtime == 1000000;
}

static void checkout_writes_what_differs(void **state)
{
	struct strbuf path = STRBUF_INIT;
	struct source one, two;
	struct store store;
	struct git git;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	put("tree/mm/a.c", "int a;\n");
	assert_int_equal(store_add_folder(&store, "6.y", "tree", &one), 0);
	put("tree/mm/a.c", "int other;\n");
	put("tree/mm/new.c", "int new;\n");
	assert_int_equal(store_add_folder(&store, "6.y", "tree", &two), 0);
	assert_int_equal(remove_tree("tree/mm/new.c"), 0);

	assert_int_equal(store_checkout(&store, "6.y", one.commit, &path), 0);
	assert_true(ends_with(path.buf, "/cache/ferry/src/6.y/tree"));
	assert_int_equal(chdir(path.buf), 0);
	assert_file("mm/a.c", "int a;\n");
	make_old("mm/a.c");
	make_old("mm/b.c");
	/* git looks at the time as well: what is old now is what it knows */
	git = (struct git){ .dir = store.repository, .index = "../index", .work_tree = "." };
	assert_int_equal(git_run(NULL, &git, "update-index", "-q", "--refresh", NULL), 0);

	assert_int_equal(store_checkout(&store, "6.y", two.commit, &path), 0);
	assert_file("mm/a.c", "int other;\n");
	assert_file("mm/new.c", "int new;\n");
	assert_false(is_old("mm/a.c"));
	assert_true(is_old("mm/b.c"));

	/* what somebody changed there does not stay, and a file too many goes */
	put_file("mm/a.c", "mine\n");
	assert_int_equal(store_checkout(&store, "6.y", one.commit, &path), 0);
	assert_file("mm/a.c", "int a;\n");
	assert_false(file_exists("mm/new.c"));
	assert_true(is_old("mm/b.c"));
	assert_int_equal(chdir(here), 0);
	source_release(&one);
	source_release(&two);
	strbuf_release(&path);
	store_release(&store);
}

static void build_trees_are_kept(void **state)
{
	struct store store;
	char *path, *again;

	(void)state;
	assert_int_equal(store_open(&store), 0);
	path = store_build_dir(&store, "6.y", "debug");
	again = store_build_dir(&store, "6.y", "debug");
	assert_string_equal(path, again);
	assert_true(dir_exists(path));
	free(path);
	free(again);
	store_release(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(place_of_the_store),
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(stages_left_behind),
		cmocka_unit_test(folder_is_taken),
		cmocka_unit_test(folder_that_is_no_kernel),
		cmocka_unit_test(newest_version_is_found),
		cmocka_unit_test(package_that_is_cut_off),
		cmocka_unit_test(revision_of_another_repository),
		cmocka_unit_test(files_that_a_copy_lacks),
		cmocka_unit_test(checkout_writes_what_differs),
		cmocka_unit_test(build_trees_are_kept),
	};

	return cmocka_run_group_tests_name("store", tests, setup, teardown);
}
