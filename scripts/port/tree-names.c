// SPDX-License-Identifier: GPL-2.0-only
/* What names a tree knows, see tree-names.h */
#include "port/tree-names.h"

static void take_lines(const struct strbuf *text, struct argv *known)
{
	const char *cursor = text->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *name __free(free_text) = xstrndup(line, len);

		if (!argv_has(known, name))
			argv_push(known, name);
	}
}

/* git grep finds something, or nothing; what it cannot read it passes over. */
static int grep(const struct tree_names *tree, const struct argv *names,
		const struct argv *places, struct argv *known)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, tree->git, "grep", "-h", "-o", "-w", "-F", NULL);
	for (size_t i = 0; i < names->nr; i++)
		argv_pushl(&child.args, "-e", names->v[i], NULL);
	argv_pushl(&child.args, tree->commit, "--", NULL);
	argv_pushv(&child.args, places->v);
	(void)child_run(&child);
	if (child.end != RUN_EXITED || child.status > 1)
		return error("git grep in '%s' failed: %s", tree->git->dir, child.err.buf);
	take_lines(&child.out, known);
	return 0;
}

/* The folder of a file, or with @levels no more than so many of its first folders. */
static char *folder_of(const char *path, size_t levels)
{
	const char *end = path;

	for (const char *p = path; *p; p++)
		if (*p == '/' && levels-- > 0)
			end = p + 1;
	return xstrndup(path, (size_t)(end - path));
}

static void still_unknown(const struct argv *names, const struct argv *known, struct argv *rest)
{
	for (size_t i = 0; i < names->nr; i++)
		if (*names->v[i] != '<' && !argv_has(known, names->v[i]))
			argv_push(rest, names->v[i]);
}

/* CONFIG_X is X in a Kconfig. */
static int look_up_symbols(const struct tree_names *tree, const struct argv *names,
			   struct argv *known)
{
	struct argv symbols __free(argv_release) = ARGV_INIT;
	struct argv found __free(argv_release) = ARGV_INIT;
	struct argv places __free(argv_release) = ARGV_INIT;

	for (size_t i = 0; i < names->nr; i++)
		if (starts_with(names->v[i], "CONFIG_"))
			argv_push(&symbols, names->v[i] + strlen("CONFIG_"));
	argv_push(&places, "*Kconfig*");
	if (symbols.nr && grep(tree, &symbols, &places, &found))
		return -1;
	for (size_t i = 0; i < found.nr; i++)
		argv_pushf(known, "CONFIG_%s", found.v[i]);
	return 0;
}

/* Most are in include/ or beside the file; the other headers take longer. */
static int look_up_names(const struct tree_names *tree, const struct argv *names,
			 struct argv *known)
{
	struct argv first __free(argv_release) = ARGV_INIT;
	struct argv rest __free(argv_release) = ARGV_INIT;
	struct argv near __free(argv_release) = ARGV_INIT;
	struct argv far __free(argv_release) = ARGV_INIT;
	char *folder __free(free_text) = folder_of(tree->path, SIZE_MAX);
	char *above __free(free_text) = folder_of(tree->path, 2);

	if (look_up_symbols(tree, names, known))
		return -1;
	still_unknown(names, known, &first);
	if (!first.nr)
		return 0;
	argv_pushl(&near, "include/*.h", "arch/*/include/*.h", NULL);
	argv_pushf(&near, ":(glob)%s*.[ch]", folder);
	if (grep(tree, &first, &near, known))
		return -1;
	still_unknown(names, known, &rest);
	argv_pushf(&far, "%s*.h", above);
	argv_pushf(&far, "%s*.S", above);
	return rest.nr ? grep(tree, &rest, &far, known) : 0;
}

static bool has_header(const struct strbuf *paths, const char *name)
{
	char *end __free(free_text) = xstrfmt("/%.*s\n", (int)strlen(name) - 2, name + 1);

	return strstr(paths->buf, end);
}

static int look_up_headers(const struct tree_names *tree, const struct argv *names,
			   struct argv *known)
{
	struct strbuf paths __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; i < names->nr; i++) {
		if (*names->v[i] != '<')
			continue;
		if (!paths.len && git_run(&paths, tree->git, "ls-tree", "-r", "--name-only",
					  "--full-tree", tree->commit, NULL))
			return -1;
		strbuf_addch(&paths, '\n');
		if (has_header(&paths, names->v[i]))
			argv_push(known, names->v[i]);
	}
	return 0;
}

int tree_names_look_up(void *data, const struct argv *names, struct argv *known)
{
	const struct tree_names *tree = data;

	return look_up_headers(tree, names, known) ? -1 : look_up_names(tree, names, known);
}
