// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets a charp parameter again and again, each allocation failing in turn. A write that
 * is refused has to leave the old value, and the next one has to work.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORD		"/sys/module/ferry_charp/parameters/word"
#define FAILSLAB	"/sys/kernel/debug/failslab/"
#define FAIL_NTH	"/proc/thread-self/fail-nth"
/* One write makes far fewer allocations. */
#define MOST		1000

/* As the kernel's selftests end. */
enum { PASS, FAIL, SKIP = 4 };

static void __attribute__((noreturn)) end(int status, const char *words)
{
	printf("%s\n", words);
	exit(status);
}

static int put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (file < 0)
		return errno;
	if (write(file, text, strlen(text)) < 0)
		error = errno;
	close(file);
	return error;
}

static const char *word(void)
{
	static char text[64];
	int file = open(WORD, O_RDONLY | O_CLOEXEC);
	ssize_t length = file < 0 ? -1 : read(file, text, sizeof(text) - 1);

	if (length < 0)
		end(SKIP, "cannot read " WORD);
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	close(file);
	return text;
}

/* Whether the kernel made as many allocations, so that one failed. */
static bool set_with_failure(const char *value, int number, int *error)
{
	int file = open(WORD, O_WRONLY | O_CLOEXEC);
	int control = open(FAIL_NTH, O_RDWR | O_CLOEXEC);
	char text[16] = "";

	snprintf(text, sizeof(text), "%d", number);
	if (file < 0 || control < 0 || pwrite(control, text, strlen(text), 0) < 0)
		end(SKIP, "cannot make allocations fail");
	*error = write(file, value, strlen(value)) < 0 ? errno : 0;
	memset(text, 0, sizeof(text));
	if (pread(control, text, sizeof(text) - 1, 0) <= 0 || pwrite(control, "0", 1, 0) < 0)
		end(SKIP, "cannot tell whether an allocation failed");
	close(control);
	close(file);
	return !strtol(text, NULL, 10);
}

int main(void)
{
	int number, error = 0, refused = 0;

	if (put(FAILSLAB "ignore-gfp-wait", "N") || put(FAILSLAB "verbose", "0"))
		end(SKIP, "the kernel has no failslab");
	for (number = 1; number < MOST; number++) {
		if (put(WORD, "old") || strcmp(word(), "old"))
			end(FAIL, "a parameter cannot be set");
		if (!set_with_failure("new", number, &error))
			break;
		if (error && strcmp(word(), "old"))
			end(FAIL, "the old value is lost");
		if (!error && strcmp(word(), "new"))
			end(FAIL, "the new value is lost");
		refused += !!error;
	}
	if (error || strcmp(word(), "new"))
		end(FAIL, "a parameter cannot be set at last");
	if (!refused)
		end(SKIP, "no write was refused");
	printf("%d allocations made to fail, %d writes refused\n", number - 1, refused);
	return PASS;
}
