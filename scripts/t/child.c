// SPDX-License-Identifier: GPL-2.0-only
#include "t/test.h"
#include "t/child.h"

void shell(struct child *child, const char *script)
{
	argv_pushl(&child->args, "sh", "-c", script, NULL);
	child->dir = ".";
}

void assert_described(const struct child *child, const char *expected)
{
	struct strbuf sb = STRBUF_INIT;

	child_describe(child, &sb);
	assert_string_equal(sb.buf, expected);
	strbuf_release(&sb);
}

pid_t pid_in(const char *text)
{
	return (pid_t)strtol(text, NULL, 10);
}

void count_done(struct child *child, void *data)
{
	int *count = data;

	(void)child;
	(*count)++;
}
