// SPDX-License-Identifier: GPL-2.0-only
/* Memory, messages, strings and time. */
#include <ctype.h>

#include "base/strbuf.h"
#include "base/util.h"

/* --- memory ------------------------------------------------------------- */

static __noreturn void no_memory(void)
{
	static const char message[] = "ferry: error: out of memory\n";
	ssize_t put;

	/* nothing that may need memory itself */
	put = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)put;
	_exit(EXIT_BROKEN);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		no_memory();
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		no_memory();
	return p;
}

void *xrealloc(void *p, size_t size)
{
	p = realloc(p, size ? size : 1);
	if (!p)
		no_memory();
	return p;
}

char *xstrdup(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(xmalloc(size), s, size);
}

char *xstrndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = xmalloc(len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *xstrfmt(const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	return strbuf_detach(&sb);
}

void *grow_array(void *array, size_t nr, size_t *alloc, size_t size)
{
	size_t bytes;

	if (nr < *alloc)
		return array;
	*alloc = *alloc ? 2 * *alloc : 16;
	if (__builtin_mul_overflow(*alloc, size, &bytes))
		no_memory();
	return xrealloc(array, bytes);
}

/* --- messages ----------------------------------------------------------- */

static void (*message_hook)(void);

void set_message_hook(void (*hook)(void))
{
	message_hook = hook;
}

/* one write(2) each, so that messages of two processes do not mix */
int say_message(const char *kind, const char *fmt, ...)
{
	struct strbuf sb __free(strbuf_release) = STRBUF_INIT;
	va_list ap;

	strbuf_addf(&sb, "ferry: %s", kind);
	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	strbuf_addch(&sb, '\n');
	make_plain(sb.buf);
	if (message_hook)
		message_hook();
	fflush(stdout);
	fwrite(sb.buf, 1, sb.len, stderr);
	fflush(stderr);
	return -1;
}

/* --- the rest ----------------------------------------------------------- */

double now_monotonic(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

void make_plain(char *text)
{
	unsigned char *c = (unsigned char *)text;

	for (; *c; c++) {
		bool c1 = c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f;

		if (c1)
			*c++ = '?';
		if (c1 || *c == 0x7f || (*c < ' ' && *c != '\n' && *c != '\t'))
			*c = '?';
	}
}

bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool ends_with(const char *s, const char *suffix)
{
	size_t len = strlen(s), tail = strlen(suffix);

	return len >= tail && !strcmp(s + len - tail, suffix);
}

bool is_folder_name(const char *name)
{
	size_t len = strlen(name);

	if (!len || len > 60 || !isalnum((unsigned char)name[0]) || ends_with(name, ".lock") ||
	    strstr(name, ".."))
		return false;
	for (const char *p = name; *p; p++)
		if (!islower((unsigned char)*p) && !isdigit((unsigned char)*p) &&
		    !strchr("-_.", *p))
			return false;
	return name[len - 1] != '.';
}

const char *path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int parse_ulong(const char *s, unsigned long max, unsigned long *value)
{
	unsigned long n;

	if (!*s || s[strspn(s, "0123456789")])
		return -EINVAL;
	errno = 0;
	n = strtoul(s, NULL, 10);
	if (errno == ERANGE || n > max)
		return -ERANGE;
	*value = n;
	return 0;
}
