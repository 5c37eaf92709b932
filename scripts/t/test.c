// SPDX-License-Identifier: GPL-2.0-only
/* What the unit tests share. */
#include "t/test.h"

#include <dirent.h>
#include <fcntl.h>

static char scratch[] = "/tmp/ferry-test-XXXXXX";

int scratch_setup(void **state)
{
	(void)state;
	return mkdtemp(scratch) ? chdir(scratch) : -1;
}

int scratch_teardown(void **state)
{
	(void)state;
	return chdir("/") ? -1 : remove_tree(scratch);
}

void put_file(const char *path, const char *text)
{
	char *folder = xstrndup(path, (size_t)(path_base(path) - path));

	assert_int_equal(mkdir_p(*folder ? folder : "."), 0);
	assert_int_equal(write_file_atomic(path, text, strlen(text)), 0);
	free(folder);
}

void assert_file(const char *path, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	assert_int_equal(read_file(path, &sb), 0);
	assert_string_equal(sb.buf, text);
	strbuf_release(&sb);
}

size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	size_t nr = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			nr++;
	closedir(dir);
	return nr;
}

static int saved_stderr = -1;

void capture_stderr(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	assert_true(fd >= 0);
	fflush(stderr);
	saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	close(fd);
}

void release_stderr(void)
{
	fflush(stderr);
	assert_true(dup2(saved_stderr, STDERR_FILENO) >= 0);
	close(saved_stderr);
	saved_stderr = -1;
}

bool is_running(pid_t pid)
{
	char *path = xstrfmt("/proc/%ld/stat", (long)pid);
	struct strbuf sb = STRBUF_INIT;
	const char *state = NULL;
	bool running;

	/* "pid (name) state ...", and the name may hold anything */
	if (!read_file(path, &sb))
		state = strrchr(sb.buf, ')');
	running = state && !strchr("ZX", state[2]);
	strbuf_release(&sb);
	free(path);
	return running;
}

void assert_gone(pid_t pid)
{
	double until = now_monotonic() + 2;

	assert_true(pid > 1);
	while (is_running(pid) && now_monotonic() < until)
		usleep(10000);
	assert_false(is_running(pid));
}
