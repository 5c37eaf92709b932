// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own build system, see kbuild.h */
#include "tools/kbuild.h"

/* Seconds for one make, however slow the machine; MiB for each of its processes. */
#define MAKE_TIMEOUT (6 * 3600.0)
#define MAKE_MEMORY 16384

void kbuild_box(struct child *child, const struct kbuild *kbuild)
{
	child->as = RUN_BOXED;
	child->timeout = MAKE_TIMEOUT;
	child->memory = MAKE_MEMORY;
	child_read(child, kbuild->source);
	child_write(child, kbuild->object);
	if (!mkdir_p(kbuild->ccache_dir))
		child_write(child, kbuild->ccache_dir);
	argv_pushl(&child->env, "KBUILD_BUILD_USER=ferry",
		   "KBUILD_BUILD_HOST=ferry", "KBUILD_BUILD_VERSION=1",
		   "KBUILD_BUILD_TIMESTAMP=Sat Jan  1 00:00:00 UTC 2000", NULL);
	argv_pushf(&child->env, "CCACHE_DIR=%s", kbuild->ccache_dir);
	argv_pushf(&child->env, "CCACHE_BASEDIR=%s", kbuild->object);
}

static const char *compiler(const char *cc)
{
	return cc ? cc : "gcc";
}

void kbuild_child(struct child *child, const struct kbuild *kbuild, ...)
{
	const char *arg;
	va_list list;

	child_init(child);
	kbuild_box(child, kbuild);
	argv_pushl(&child->args, "make", "-C", kbuild->source, NULL);
	argv_pushf(&child->args, "O=%s", kbuild->object);
	argv_pushf(&child->args, "-j%u", kbuild->jobs);
	argv_pushf(&child->args, "CC=ccache %s", compiler(kbuild->cc));
	argv_push(&child->args, "HOSTCC=ccache gcc");
	if (kbuild->variables)
		argv_pushv(&child->args, kbuild->variables->v);
	va_start(list, kbuild);
	while ((arg = va_arg(list, const char *)))
		argv_push(&child->args, arg);
	va_end(list);
	child->out_mode = RUN_LOG;
	child->err_mode = RUN_MERGE;
	child->log_path = kbuild->log_path;
	child->on_line = kbuild->on_line;
	child->line_data = kbuild->line_data;
}

char *kbuild_version(const char *cc)
{
	struct child child __free(child_release) = CHILD_INIT;
	const char *line, *cursor;
	size_t len;

	argv_pushl(&child.args, compiler(cc), "--version", NULL);
	child.timeout = 20;
	(void)child_run(&child);
	cursor = child.out.buf;
	if (next_line(&cursor, &line, &len))
		return xstrndup(line, len);
	return xstrdup(compiler(cc));
}
