// SPDX-License-Identifier: GPL-2.0-only
/* The programs of the guest, see guest.h */
#include "build/guest.h"

#include "base/folder.h"
#include "process/run.h"

/* static: the guest has no libraries */
#define SHELL "/bin/busybox"

static int init_sources(const struct stage *stage, const char *pattern, struct argv *paths)
{
	char *guest __free(free_text) = xstrfmt("%s/ci/guest", stage->options->root);
	char *own __free(free_text) = sides_guest_path(stage, "");
	int ret = folder_list(guest, pattern, paths);

	if (!ret && dir_exists(own))
		ret = folder_list(own, pattern, paths);
	return ret ? error("cannot read '%s' or '%s': %s", guest, own, strerror(-ret)) : 0;
}

int guest_sources(const struct stage *stage, struct argv *paths)
{
	int ret = init_sources(stage, "*.[ch]", paths);

	return ret || sides_programs(stage, paths) ? -EIO : 0;
}

static int compile(struct stage *stage, const struct argv *sources, const char *program)
{
	struct child child __free(child_release) = CHILD_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	argv_pushl(&child.args, "gcc", "-std=gnu11", "-static", "-O2", "-Wall",
		   "-Wextra", "-Werror", NULL);
	argv_pushf(&child.args, "-I%s/ci/guest", stage->options->root);
	argv_pushl(&child.args, "-o", program, NULL);
	argv_pushv(&child.args, sources->v);
	if (!child_run(&child))
		return 0;
	child_failure(&child, &why);
	stage_say(stage, "%s", why.buf);
	return stage_broken(stage, "'%s' and what belongs to it does not compile: see '%s'",
			    sources->v[0], stage->log);
}

static int make_init(struct stage *stage, const char *dir, struct argv *files)
{
	struct argv sources __free(argv_release) = ARGV_INIT;
	char *init __free(free_text) = xstrfmt("%s/init", dir);

	if (init_sources(stage, "*.c", &sources))
		return stage_broken(stage, "cannot list the sources of init: see above");
	argv_pushl(files, init, "init", NULL);
	return compile(stage, &sources, init);
}

static int make_program(struct stage *stage, const char *dir, const char *source,
			struct argv *files)
{
	const char *name = path_base(source);

	char *program __free(free_text) = xstrfmt("%s/%.*s", dir, (int)(strrchr(name, '.') - name),
						  name);
	struct argv sources __free(argv_release) = ARGV_INIT;
	int ret = 0;

	argv_push(&sources, source);
	if (file_exists(program))
		return stage_broken(stage, "two programs are called '%s', one is '%s'",
				    path_base(program), source);
	if (strcmp(strrchr(name, '.'), ".sh"))
		ret = compile(stage, &sources, program);
	else if (copy_file(source, program) || chmod(program, 0755))
		ret = stage_broken(stage, "cannot copy '%s' to '%s'", source, program);
	argv_push(files, program);
	argv_pushf(files, "lib/ferry/tests/%s", path_base(program));
	return ret;
}

static int add_shell(struct stage *stage, const char *script, struct argv *files)
{
	if (!file_exists(SHELL))
		return stage_broken(stage, "'%s' wants a shell in the guest and " SHELL " is not there: 'apt-get install busybox-static'",
				    script);
	argv_pushl(files, SHELL, "bin/sh", NULL);
	return 0;
}

int guest_make(struct stage *stage, const char *dir, struct argv *files)
{
	struct argv sources __free(argv_release) = ARGV_INIT;
	const char *last;
	int ret;

	if (remove_tree(dir) || mkdir_p(dir))
		return stage_broken(stage, "cannot make '%s'", dir);
	ret = make_init(stage, dir, files);
	if (!ret && sides_programs(stage, &sources))
		ret = stage_broken(stage, "cannot list the programs of the tests: see above");
	for (size_t i = 0; !ret && i < sources.nr; i++)
		ret = make_program(stage, dir, sources.v[i], files);
	last = sources.nr ? sources.v[sources.nr - 1] : "";
	if (!ret && ends_with(last, ".sh"))
		ret = add_shell(stage, last, files);
	return ret;
}
