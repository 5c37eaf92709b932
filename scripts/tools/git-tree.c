// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trees in which a few files change, see git.h. A whole tree of the kernel in an
 * index is ten megabytes, written anew with each patch: here the index has nothing
 * but the files of interest, and of the tree only the folders above them are made
 * again.
 */
#include "tools/git.h"

/* The next of the entries that end in a NUL byte: "MODE ... \tNAME". */
static bool next_entry(const char **cursor, const char *end, const char **entry,
		       const char **name)
{
	const char *tab;

	if (*cursor >= end)
		return false;
	*entry = *cursor;
	*cursor += strlen(*cursor) + 1;
	tab = strchr(*entry, '\t');
	*name = tab ? tab + 1 : *entry;
	return true;
}

int git_read_files(const struct git *git, const char *tree, const char **paths,
		   size_t nr)
{
	struct strbuf entries __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	git_child(&child, git, "ls-tree", "-z", "--full-tree", tree, "--", NULL);
	for (size_t i = 0; i < nr; i++)
		argv_push(&child.args, paths[i]);
	if (git_finish(&child, &entries) || git_run(NULL, git, "read-tree", "--empty", NULL))
		return -1;
	if (!entries.len)
		return 0;
	git_child(&child, git, "update-index", "-z", "--index-info", NULL);
	child.in_data = entries.buf;
	child.in_len = entries.len;
	return git_finish(&child, NULL);
}

/*
 * Takes what has a name out of the entries of a tree; none where @tree is "".
 * @id is what it was if it was a folder, otherwise "".
 */
static int take_out(const struct git *git, const char *tree, const char *name,
		    size_t len, struct strbuf *rest, char id[GIT_HEX])
{
	struct strbuf entries __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *entry, *found;
	int ret = *tree ? git_run(&entries, git, "ls-tree", "-z", "--full-tree", tree,
				  NULL) : 0;

	id[0] = '\0';
	cursor = entries.buf;
	while (!ret && next_entry(&cursor, entries.buf + entries.len, &entry, &found)) {
		if (strlen(found) != len || memcmp(found, name, len))
			strbuf_add(rest, entry, strlen(entry) + 1);
		else
			(void)sscanf(entry, "%*s tree %40[0-9a-f]", id);
	}
	return ret;
}

/* The tree with a file in it as @line has it; no line: without the file. */
static int put_entry(const struct git *git, const char *tree, const char *path,
		     const struct strbuf *line, char id[GIT_HEX])
{
	const char *slash = strchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : strlen(path);
	struct strbuf entries __free(strbuf_release) = STRBUF_INIT;
	char folder[GIT_HEX];
	struct child child;
	int ret = take_out(git, tree, path, len, &entries, folder);

	if (!ret && slash)
		ret = put_entry(git, folder, slash + 1, line, folder);
	if (slash)
		strbuf_addf(&entries, "040000 tree %s\t%.*s", folder, (int)len, path);
	else if (line->len)
		strbuf_addf(&entries, "%s\t%s", line->buf, path);
	if (slash || line->len)
		strbuf_addch(&entries, '\0');
	if (!ret) {
		git_child(&child, git, "mktree", "-z", "--missing", NULL);
		child.in_data = entries.buf;
		child.in_len = entries.len;
		ret = git_finish_id(&child, id);
	}
	return ret;
}

/* "MODE blob ID" of a file in the index, nothing where it is not there. */
static int index_entry(const struct git *git, const char *path, struct strbuf *line)
{
	if (git_run(line, git, "ls-files",
		    "--format=%(objectmode) blob %(objectname) %(stage)", "--", path, NULL))
		return -1;
	if (line->len && !ends_with(line->buf, " 0"))
		return error("'%s' has a merge conflict: '%s'", path, line->buf);
	if (line->len)
		strbuf_setlen(line, line->len - 2);
	return 0;
}

/* Whether the index lacks a file that the tree lacks, too. */
static bool is_nowhere(const struct git *git, const char *tree, const char *path,
		       const struct strbuf *line)
{
	struct strbuf listed __free(strbuf_release) = STRBUF_INIT;

	return !line->len &&
	       !git_run(&listed, git, "ls-tree", "--full-tree", tree, "--", path, NULL) &&
	       !listed.len;
}

int git_write_files(const struct git *git, const char *tree, const char **paths,
		    size_t nr, char id[GIT_HEX])
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	char whole[GIT_HEX];
	int ret = 0;

	memcpy(whole, tree, GIT_HEX);
	for (size_t i = 0; i < nr && !ret; i++) {
		ret = index_entry(git, paths[i], &line);
		if (!ret && !is_nowhere(git, whole, paths[i], &line))
			ret = put_entry(git, whole, paths[i], &line, whole);
	}
	if (!ret)
		memcpy(id, whole, GIT_HEX);
	return ret;
}

int git_format_patches(const struct git *git, const char *base, const char *tip,
		       const char *dir)
{
	char *range __free(free_text) = xstrfmt("%s..%s", base, tip);
	int ret = git_run(NULL, git, "format-patch", "--quiet", "-U3", "--full-index",
			  "--zero-commit", "--no-signature", "-o", dir, range, NULL);

	return ret;
}
