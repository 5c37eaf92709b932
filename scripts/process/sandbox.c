// SPDX-License-Identifier: GPL-2.0-only
/*
 * bubblewrap around a child, see sandbox.h. In there are the system's programs, the
 * child's temporary folder, what it was given to read and to write, and nothing else: no
 * network, no other process, nothing in the environment but what make_env() puts there.
 */
#include "process/sandbox.h"

#include <sys/stat.h>

static bool trusted;

void run_set_trust(bool trust)
{
	trusted = trust;
}

bool run_trusts(void)
{
	return trusted;
}

bool sandbox_wanted(const struct child *child)
{
	return child->as == RUN_BOXED && !trusted;
}

/* "/bin" and the like: a link into /usr, or a folder of its own. */
static void push_system(struct argv *args)
{
	static const char * const folders[] = { "bin", "sbin", "lib", "lib32", "lib64" };

	argv_pushl(args, "--ro-bind", "/usr", "/usr", NULL);
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		char *path __free(free_text) = xstrfmt("/%s", folders[i]);
		struct stat st;

		if (lstat(path, &st))
			continue;
		if (S_ISLNK(st.st_mode)) {
			argv_push(args, "--symlink");
			argv_pushf(args, "usr/%s", folders[i]);
			argv_push(args, path);
		} else {
			argv_pushl(args, "--ro-bind", path, path, NULL);
		}
	}
	argv_pushl(args, "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
		   "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache",
		   "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", NULL);
}

static void push_frame(struct argv *args)
{
	argv_pushl(args, "bwrap", "--unshare-all", "--die-with-parent", "--new-session",
		   "--cap-drop", "ALL", NULL);
	push_system(args);
}

static void push_paths(struct argv *args, const char *option, const struct argv *paths)
{
	for (size_t i = 0; i < paths->nr; i++)
		argv_pushl(args, option, paths->v[i], paths->v[i], NULL);
}

/*
 * Programs that a person has put elsewhere, but no folder that has more in it, nor one
 * that the person cannot enter.
 */
static void push_programs(struct argv *args)
{
	const char *path = getenv("PATH"), *home = getenv("HOME");

	while (path && *path) {
		size_t len = strcspn(path, ":");

		char *folder __free(free_text) = xstrndup(path, len);

		if (starts_with(folder, "/") && strcmp(folder, "/") &&
		    !starts_with(folder, "/usr/") && (!home || strcmp(folder, home)) &&
		    !access(folder, X_OK))
			argv_pushl(args, "--ro-bind-try", folder, folder, NULL);
		path += len + (path[len] == ':');
	}
}

void sandbox_args(const struct child *child, const char *tmp, const char *dir,
		  struct argv *args)
{
	push_frame(args);
	push_programs(args);
	push_paths(args, "--ro-bind-try", &child->reads);
	push_paths(args, "--bind", &child->writes);
	argv_pushl(args, "--bind", tmp, tmp, "--chdir", dir, "--", NULL);
	argv_pushv(args, child->args.v);
}

const char *sandbox_lacks(void)
{
	static struct strbuf why = STRBUF_INIT;
	static bool tried;
	struct child child __free(child_release) = CHILD_INIT;

	if (!tried) {
		tried = true;
		push_frame(&child.args);
		push_programs(&child.args);
		argv_pushl(&child.args, "--", "true", NULL);
		if (!program_exists("bwrap"))
			strbuf_addstr(&why, "there is no 'bwrap'");
		else if (child_run(&child))
			child_failure(&child, &why);
	}
	return why.len ? why.buf : NULL;
}
