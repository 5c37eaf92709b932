// SPDX-License-Identifier: GPL-2.0-only
/* A list of strings that grows. */
#include "base/argv.h"
#include "base/strbuf.h"

const char *argv_empty[1];

void argv_init(struct argv *a)
{
	*a = (struct argv)ARGV_INIT;
}

void argv_release(struct argv *a)
{
	for (size_t i = 0; i < a->nr; i++)
		free((char *)a->v[i]);
	if (a->alloc)
		free(a->v);
	argv_init(a);
}

/* takes over @s */
static const char *push_owned(struct argv *a, char *s)
{
	if (a->nr + 1 >= a->alloc) {
		size_t alloc = a->alloc ? 2 * a->alloc : 16;

		a->v = xrealloc(a->alloc ? a->v : NULL, alloc * sizeof(*a->v));
		a->alloc = alloc;
	}
	a->v[a->nr++] = s;
	a->v[a->nr] = NULL;
	return s;
}

const char *argv_push(struct argv *a, const char *s)
{
	return push_owned(a, xstrdup(s));
}

const char *argv_pushf(struct argv *a, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	return push_owned(a, strbuf_detach(&sb));
}

void argv_pushl(struct argv *a, ...)
{
	const char *s;
	va_list ap;

	va_start(ap, a);
	while ((s = va_arg(ap, const char *)))
		argv_push(a, s);
	va_end(ap);
}

void argv_pushv(struct argv *a, const char *const *v)
{
	for (; *v; v++)
		argv_push(a, *v);
}

bool argv_has(const struct argv *a, const char *s)
{
	for (size_t i = 0; i < a->nr; i++)
		if (!strcmp(a->v[i], s))
			return true;
	return false;
}

/* what no shell takes for anything but itself, in any place of a word */
static bool is_plain(const char *s)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:@_";

	return *s && !s[strspn(s, plain)];
}

static void quote_word(const char *s, struct strbuf *out)
{
	if (is_plain(s)) {
		strbuf_addstr(out, s);
		return;
	}
	strbuf_addch(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			strbuf_addstr(out, "'\\''");
		else
			strbuf_addch(out, *s);
	}
	strbuf_addch(out, '\'');
}

void argv_quote(const struct argv *a, struct strbuf *out)
{
	for (size_t i = 0; i < a->nr; i++) {
		if (i)
			strbuf_addch(out, ' ');
		quote_word(a->v[i], out);
	}
}
