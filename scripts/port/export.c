// SPDX-License-Identifier: GPL-2.0-only
/* A port out of the kernel store, see export.h */
#include "port/export.h"

#include "base/folder.h"
#include "base/scratch.h"
#include "tools/git-mail.h"

/* --- a branch -------------------------------------------------------------- */

static bool git_says(const struct git *git, const char *command, const char *option,
		     const char *ref)
{
	struct child child;
	bool yes;

	git_child(&child, git, command, option, ref, NULL);
	yes = !child_run(&child);
	child_release(&child);
	return yes;
}

/* The work tree that has a branch checked out, or the repository whose HEAD it
 * is; NULL for none.
 */
static char *who_has_it(const struct git *git, const char *ref)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	struct strbuf head __free(strbuf_release) = STRBUF_INIT;
	char *line_of_ref __free(free_text) = xstrfmt("branch %s", ref);
	const char *cursor, *line;
	char *place = NULL, *found = NULL;
	size_t len;

	(void)git_run(&list, git, "worktree", "list", "--porcelain", NULL);
	cursor = list.buf;
	while (!found && next_line(&cursor, &line, &len)) {
		char *copy __free(free_text) = xstrndup(line, len);

		if (starts_with(copy, "worktree ")) {
			free(place);
			place = xstrdup(copy + strlen("worktree "));
		} else if (!strcmp(copy, line_of_ref)) {
			found = xstrdup(place ? place : git->dir);
		}
	}
	/* a bare repository has no line for it */
	if (!found && git_says(git, "symbolic-ref", "--quiet", "HEAD") &&
	    !git_run(&head, git, "symbolic-ref", "HEAD", NULL) &&
	    !strcmp(head.buf, ref))
		found = xstrdup(git->dir);
	free(place);
	return found;
}

static bool is_branch_name(const struct git *git, const char *name, const char *ref)
{
	return name[0] != '-' && strcmp(name, "@") && strcmp(name, "HEAD") &&
	       !starts_with(name, "refs/") &&
	       git_says(git, "check-ref-format", ref, NULL);
}

/* Nobody may find a branch moved under a work tree. */
static enum port_status may_move(const struct git *git, const char *branch,
				 const char *ref, bool force)
{
	char *holder __free(free_text) = who_has_it(git, ref);
	enum port_status end = PORT_OK;

	if (holder) {
		error("branch '%s' is checked out in '%s': name another one", branch,
		      holder);
		end = PORT_REFUSED;
	} else if (!force && git_says(git, "show-ref", "--quiet", ref)) {
		error("'%s' has a branch '%s' already: name another one, or replace it with --force",
		      git->dir, branch);
		end = PORT_REFUSED;
	}
	return end;
}

enum port_status export_branch_possible(const char *place, const char *branch,
					bool force)
{
	char *ref __free(free_text) = xstrfmt("refs/heads/%s", branch);
	struct git git = { .dir = place };
	enum port_status end = PORT_REFUSED;

	if (!git_says(&git, "rev-parse", "--git-dir", NULL))
		error("'%s' is not a git repository: check the name", place);
	else if (!is_branch_name(&git, branch, ref))
		error("'%s' is not a valid branch name", branch);
	else
		end = may_move(&git, branch, ref, force);
	return end;
}

/* One commit of the store again in another repository, on top of another. */
static int copy_commit(const struct export *export, const struct git *to,
		       const char *from, char id[GIT_HEX])
{
	const char **files;
	size_t nr = conf_get_all(&export->series->info, "series.file", &files);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct git_mail mail;
	char tree[GIT_HEX], parent[GIT_HEX];
	int ret = git_mail_of_commit(export->store, from, &mail);

	memcpy(parent, id, GIT_HEX);
	for (size_t i = 0; !ret && i < nr; i++) {
		if (git_show(export->store, from, files[i], &text))
			ret = error("the port has no %s", files[i]);
		else
			ret = git_put_file(to, files[i], text.buf, text.len);
	}
	if (!ret)
		ret = git_write_tree(to, tree);
	if (!ret) {
		struct git_author author = { mail.name, mail.email, mail.date };

		ret = git_commit(to, tree, parent, &author, mail.message, id);
	}
	git_mail_release(&mail);
	free(files);
	return ret;
}

static int copy_commits(const struct export *export, const struct git *to,
			char id[GIT_HEX])
{
	char *range __free(free_text) = xstrfmt("%s..%s", export->base, export->commit);
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = git_run(&list, export->store, "rev-list", "--reverse", range, NULL);

	cursor = list.buf;
	while (!ret && next_line(&cursor, &line, &len)) {
		char *commit __free(free_text) = xstrndup(line, len);

		ret = copy_commit(export, to, commit, id);
	}
	return ret;
}

/* The only thing that anybody there can see: all or nothing. */
static int move_branch(const struct export *export, const struct git *to,
		       const char *branch, const char *id)
{
	char *ref __free(free_text) = xstrfmt("refs/heads/%s", branch);
	static const char none[] = "0000000000000000000000000000000000000000";
	char old[GIT_HEX];
	int ret;

	if (!export->force || git_resolve(to, ref, old))
		memcpy(old, none, sizeof(none));
	ret = git_run(NULL, to, "update-ref", "-m", "ferry port", ref, id, old, NULL);
	return ret;
}

enum port_status export_branch(const struct export *export, const char *place,
			       const char *onto, const char *branch, char id[GIT_HEX])
{
	enum port_status end = export_branch_possible(place, branch, export->force);
	struct git user = { .dir = place }, to;
	struct strbuf dir __free(strbuf_release) = STRBUF_INIT;
	struct scratch scratch;
	char *index;
	int ret;

	if (end != PORT_OK)
		return end;
	if (scratch_make(&scratch))
		return PORT_BROKEN;
	index = xstrfmt("%s/index", scratch.dir);
	ret = git_run(&dir, &user, "rev-parse", "--absolute-git-dir", NULL);
	/* as it is configured: a bare one keeps no logs of refs */
	to = (struct git){ .dir = dir.buf, .kind = GIT_BARE, .index = index };
	if (!ret && git_resolve(&to, onto, id))
		ret = error("'%s' has no commit %s any more", place, onto);
	if (!ret)
		ret = git_run(NULL, &to, "read-tree", id, NULL);
	if (!ret)
		ret = copy_commits(export, &to, id);
	if (!ret)
		ret = move_branch(export, &to, branch, id);
	scratch_remove(&scratch);
	free(index);
	return ret ? PORT_BROKEN : PORT_OK;
}

/* --- patch files ----------------------------------------------------------- */

static bool same_file(const char *a, const char *b)
{
	struct strbuf one __free(strbuf_release) = STRBUF_INIT;
	struct strbuf two __free(strbuf_release) = STRBUF_INIT;

	return !read_file(a, &one) && !read_file(b, &two) && one.len == two.len &&
	       !memcmp(one.buf, two.buf, one.len);
}

#define PATCHES "*.patch"

/* A folder is for one port: whoever takes *.patch from there takes all of it. */
static enum port_status may_write(const struct export *export, const char *from,
				  const struct argv *made, const char *dir)
{
	struct argv there __free(argv_release) = ARGV_INIT;
	enum port_status end = PORT_OK;

	(void)folder_list(dir, PATCHES, &there);
	for (size_t i = 0; end == PORT_OK && i < there.nr; i++) {
		char *ours __free(free_text) = xstrfmt("%s/%s", from, path_base(there.v[i]));
		const char *old = there.v[i];

		if (!argv_has(made, ours)) {
			error("'%s' is not a patch of this port: name another folder, or remove it",
			      old);
			end = PORT_REFUSED;
		} else if (!export->force && !same_file(ours, old)) {
			error("'%s' is there already and differs: name another folder, or replace it with --force",
			      old);
			end = PORT_REFUSED;
		}
	}
	return end;
}

/* Each file is a mail, and git am has to make the port of them. */
static enum port_status prove(const struct export *export, const struct scratch *scratch,
			      const struct argv *made)
{
	char *index __free(free_text) = xstrfmt("%s/index", scratch->dir);
	char *dir __free(free_text) = xstrfmt("%s/mails", scratch->dir);
	struct argv mails __free(argv_release) = ARGV_INIT;
	struct git git = *export->store;
	struct child child;
	int ret = mkdir_p(dir);

	if (ret) {
		error("cannot make '%s': %s", dir, strerror(-ret));
		return PORT_BROKEN;
	}
	git_child(&child, export->store, "mailsplit", NULL);
	argv_pushf(&child.args, "-o%s", dir);
	argv_pushv(&child.args, made->v);
	if (git_finish(&child, NULL) || folder_list(dir, "[0-9]*", &mails))
		return PORT_BROKEN;
	git.index = index;
	return git_mails_prove(&git, export->base, export->commit, &mails, NULL) ?
	       PORT_REFUSED : PORT_OK;
}

static enum port_status write_patches(const struct argv *made, const char *dir,
				      struct argv *paths)
{
	int ret = mkdir_p(dir);

	for (size_t i = 0; !ret && i < made->nr; i++)
		ret = copy_file(made->v[i], argv_pushf(paths, "%s/%s", dir,
						       path_base(made->v[i])));
	if (!ret)
		return PORT_OK;
	error("cannot write the patches to '%s': %s", dir, strerror(-ret));
	return PORT_BROKEN;
}

enum port_status export_patches(const struct export *export, const char *dir,
				struct argv *paths)
{
	struct argv made __free(argv_release) = ARGV_INIT;
	struct scratch scratch;
	enum port_status end = PORT_BROKEN;

	if (scratch_make(&scratch))
		return PORT_BROKEN;
	if (!git_format_patches(export->store, export->base, export->commit,
				scratch.dir) &&
	    !folder_list(scratch.dir, PATCHES, &made)) {
		end = prove(export, &scratch, &made);
		if (end == PORT_OK)
			end = may_write(export, scratch.dir, &made, dir);
		if (end == PORT_OK)
			end = write_patches(&made, dir, paths);
	}
	scratch_remove(&scratch);
	return end;
}
