// SPDX-License-Identifier: GPL-2.0-only
/* A patch whose text does not fit, see merged.h */
#include "port/merged.h"

#include "base/scratch.h"
#include "port/merge.h"
#include "port/message.h"
#include "data/patched.h"
#include "port/tree-names.h"

#include <ctype.h>

/* A patch on its way; each file is a commit, of which one is made in the end. */
struct patch_merge {
	const struct git *git;
	const struct apply_files *files;
	const struct git_mail *mail;
	struct port *port;
	struct scratch scratch;
	char parent[GIT_HEX];	/* the tree without any of it */
	char before[GIT_HEX], after[GIT_HEX];	/* trees that the patch was made from and made */
	struct argv notes;
	struct argv unknown, where;	/* names, and the file of each */
	struct argv added;
};

#define PATCH_LISTS .notes = ARGV_INIT, .unknown = ARGV_INIT, .where = ARGV_INIT, \
		    .added = ARGV_INIT

/* A file of the patch in its three versions. */
struct versions {
	const char *path;
	struct strbuf base, after, ours;
};

/* --- the files that it was made from ------------------------------------------------ */

static bool find_sides(struct patch_merge *patch, struct strbuf *why)
{
	char *index __free(free_text) = xstrfmt("%s/index", patch->scratch.dir);
	struct strbuf missing __free(strbuf_release) = STRBUF_INIT;
	struct git git = *patch->git;

	git.index = index;
	if (!git_sides(&git, &patch->mail->diff, patch->before, patch->after, &missing))
		return true;
	strbuf_addf(why, "the files that it was made from are not in the kernel store: %s; import the series with --base GITDIR, a repository that has them",
		    missing.buf);
	return false;
}

/* --- one file ----------------------------------------------------------------------- */

/* What the index has of a file from now on; NULL for nothing. */
static int put_file(const struct git *git, const char *path, const char *mode_of,
		    const struct strbuf *text)
{
	struct strbuf entry __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	if (!text)
		return git_run(NULL, git, "update-index", "--force-remove", "--", path, NULL);
	if (!mode_of)
		return git_put_file(git, path, text->buf, text->len);
	if (git_run(&entry, git, "ls-tree", "--full-tree", mode_of, "--", path, NULL))
		return -1;
	strbuf_addch(&entry, '\n');
	git_child(&child, git, "update-index", "--index-info", NULL);
	child.in_data = entry.buf;
	child.in_len = entry.len;
	return git_finish(&child, NULL);
}

static enum port_status commit_step(const struct patch_merge *patch)
{
	if (apply_commit(patch->git, patch->files, &git_ferry, "A file\n", patch->port))
		return PORT_BROKEN;
	return PORT_OK;
}

static enum port_status add_file(struct patch_merge *patch, const char *path,
				 const struct strbuf *after, const struct strbuf *ours,
				 bool there, struct strbuf *why)
{
	if (!there)
		return put_file(patch->git, path, patch->after, after) ? PORT_BROKEN :
			commit_step(patch);
	if (ours->len == after->len && !memcmp(ours->buf, after->buf, after->len)) {
		argv_pushf(&patch->notes, "%s is there already", path);
		return PORT_OK;
	}
	strbuf_addf(why, "it adds %s, of which the tree has another one", path);
	return PORT_REFUSED;
}

static enum port_status remove_file(struct patch_merge *patch, const char *path,
				    const struct strbuf *base, const struct strbuf *ours,
				    struct strbuf *why)
{
	if (ours->len == base->len && !memcmp(ours->buf, base->buf, base->len))
		return put_file(patch->git, path, NULL, NULL) ? PORT_BROKEN : commit_step(patch);
	strbuf_addf(why, "it removes %s, which is another one in the tree", path);
	return PORT_REFUSED;
}

/* git_run() would take blanks off its end. */
static int difference(const struct patch_merge *patch, const char *path, struct strbuf *diff)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, patch->git, "diff", "--full-index", "--no-renames", "--no-ext-diff",
		  "--no-textconv", patch->before, patch->after, "--", path, NULL);
	if (child_run(&child))
		return error("git diff in '%s' failed: %s", patch->git->dir, child.err.buf);
	strbuf_add(diff, child.out.buf, child.out.len);
	return 0;
}

static enum port_status as_text(struct patch_merge *patch, const char *path)
{
	struct git_mail one = *patch->mail;
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_BROKEN;

	one.diff = (struct strbuf)STRBUF_INIT;
	if (!difference(patch, path, &one.diff))
		end = apply_text(patch->git, patch->files, &one, GIT_MAY_MERGE, patch->port,
				 &said);
	strbuf_release(&one.diff);
	return end;
}

static void take_merge(struct patch_merge *patch, const struct merge *merge)
{
	argv_pushv(&patch->notes, merge->notes.v);
	argv_pushv(&patch->added, merge->added.v);
	for (size_t i = 0; i < merge->unknown.nr; i++) {
		argv_push(&patch->unknown, merge->unknown.v[i]);
		argv_push(&patch->where, merge->path);
	}
}

static bool is_c(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h");
}

/* What names a file brings that went in as text. */
static enum port_status look(struct patch_merge *patch, const char *path, const char *before,
			     const char *after)
{
	struct strbuf ours __free(strbuf_release) = STRBUF_INIT;
	struct strbuf theirs __free(strbuf_release) = STRBUF_INIT;
	struct tree_names tree = { patch->git, patch->parent, path };
	struct merge_names names = { tree_names_look_up, &tree };
	struct merge merge __free(merge_release) = MERGE_INIT;

	if (!is_c(path) || git_show(patch->git, after, path, &theirs))
		return PORT_OK;
	/* a new file has all its names from the patch */
	(void)git_show(patch->git, before, path, &ours);
	merge.path = path;
	merge.ours = &ours;
	merge.theirs = &theirs;
	merge.names = &names;
	if (merge_look(&merge))
		return PORT_BROKEN;
	take_merge(patch, &merge);
	return PORT_OK;
}

static enum port_status by_item(struct patch_merge *patch, const struct versions *file,
				struct strbuf *why)
{
	struct tree_names tree = { patch->git, patch->parent, file->path };
	struct merge_names names = { tree_names_look_up, &tree };
	struct merge merge __free(merge_release) = MERGE_INIT;
	enum port_status end = PORT_REFUSED;

	merge.path = file->path;
	merge.dir = patch->scratch.dir;
	merge.base = &file->base;
	merge.theirs = &file->after;
	merge.ours = &file->ours;
	merge.names = &names;
	switch (merge_file(&merge)) {
	case MERGED_BROKEN:
		return PORT_BROKEN;
	case MERGED_NOT:
		strbuf_addstr(why, merge.why.buf);
		return end;
	case MERGED:
		break;
	}
	take_merge(patch, &merge);
	if (patch->port->applied < GIT_BY_ITEM)
		patch->port->applied = GIT_BY_ITEM;
	if (merge.text.len == file->ours.len &&
	    !memcmp(merge.text.buf, file->ours.buf, file->ours.len))
		return PORT_OK;
	if (put_file(patch->git, file->path, NULL, &merge.text))
		return PORT_BROKEN;
	return commit_step(patch);
}

/* Of the names from @first on, how many nothing has declared so far. */
static size_t count_unknown(const struct patch_merge *patch, size_t first)
{
	size_t nr = 0;

	for (size_t i = first; i < patch->unknown.nr; i++)
		nr += !argv_has(&patch->added, patch->unknown.v[i]);
	return nr;
}

static void forget_unknown(struct patch_merge *patch, size_t first)
{
	struct argv unknown = ARGV_INIT, where = ARGV_INIT;

	for (size_t i = 0; i < first; i++) {
		argv_push(&unknown, patch->unknown.v[i]);
		argv_push(&where, patch->where.v[i]);
	}
	argv_release(&patch->unknown);
	argv_release(&patch->where);
	patch->unknown = unknown;
	patch->where = where;
}

static int go_back(const struct patch_merge *patch, const char *commit)
{
	memcpy(patch->port->commit, commit, GIT_HEX);
	return git_read_files(patch->git, commit, patch->files->v, patch->files->nr);
}

/* Text that fits with names that nobody knows may have other names by item. */
static enum port_status text_or_items(struct patch_merge *patch, const struct versions *file,
				      struct strbuf *why)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	size_t first = patch->unknown.nr, unknown;
	char before[GIT_HEX], text[GIT_HEX];
	enum port_status end;

	memcpy(before, patch->port->commit, GIT_HEX);
	end = as_text(patch, file->path);
	if (end == PORT_REFUSED && is_c(file->path))
		return by_item(patch, file, why);
	if (end == PORT_REFUSED)
		strbuf_addf(why, "%s is no C file, and its text does not fit", file->path);
	memcpy(text, patch->port->commit, GIT_HEX);
	if (end != PORT_OK || look(patch, file->path, before, text) != PORT_OK)
		return end == PORT_OK ? PORT_BROKEN : end;
	unknown = count_unknown(patch, first);
	if (!unknown || go_back(patch, before))
		return unknown ? PORT_BROKEN : PORT_OK;
	forget_unknown(patch, first);
	end = by_item(patch, file, &said);
	if (end == PORT_OK && count_unknown(patch, first) < unknown)
		return end;
	if (end == PORT_BROKEN || go_back(patch, text))
		return PORT_BROKEN;
	forget_unknown(patch, first);
	return look(patch, file->path, before, text);
}

static enum port_status take_file(struct patch_merge *patch, struct versions *file,
				  struct strbuf *why)
{
	const char *path = file->path;
	bool in_base = !git_show(patch->git, patch->before, path, &file->base);
	bool in_after = !git_show(patch->git, patch->after, path, &file->after);
	bool in_ours = !git_show(patch->git, patch->port->commit, path, &file->ours);

	if (!in_base)
		return add_file(patch, path, &file->after, &file->ours, in_ours, why);
	if (in_ours && in_after)
		return text_or_items(patch, file, why);
	if (in_ours)
		return remove_file(patch, path, &file->base, &file->ours, why);
	if (in_after) {
		strbuf_addf(why, "the tree has no file %s", path);
		return PORT_REFUSED;
	}
	argv_pushf(&patch->notes, "%s, which goes, is not in this tree", path);
	return PORT_OK;
}

static enum port_status merge_one(struct patch_merge *patch, const char *path,
				  struct strbuf *why)
{
	struct versions file = { path, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT };
	enum port_status end = take_file(patch, &file, why);

	strbuf_release(&file.base);
	strbuf_release(&file.after);
	strbuf_release(&file.ours);
	return end;
}

/* --- the patch ---------------------------------------------------------------------- */

/* What one file uses another one may declare. */
static bool names_are_known(const struct patch_merge *patch, struct strbuf *why)
{
	for (size_t i = 0; i < patch->unknown.nr; i++) {
		if (argv_has(&patch->added, patch->unknown.v[i]))
			continue;
		strbuf_addf(why, "%s: the change uses '%s', which this tree does not know",
			    patch->where.v[i], patch->unknown.v[i]);
		return false;
	}
	return true;
}

static enum port_status merge_files(struct patch_merge *patch, struct strbuf *why)
{
	struct argv paths __free(argv_release) = ARGV_INIT;
	struct patch read __free(patch_release) = { .files = NULL };
	enum port_status end = PORT_OK;

	patch_read(&read, &patch->mail->diff);
	for (size_t i = 0; end == PORT_OK && i < read.nr; i++)
		end = merge_one(patch, read.files[i].path, why);
	if (end == PORT_OK && !names_are_known(patch, why))
		end = PORT_REFUSED;
	return end;
}

/* The brackets go below the trailers, as stable has it, else they are a paragraph. */
static bool ends_in_trailer(const char *message)
{
	const char *last = strrchr(message, '\n');
	const char *end = last ? last + 1 : message;

	while (isalpha((unsigned char)*end) || *end == '-')
		end++;
	return last && end > last + 1 && *end == ':' && strstr(message, "\n\n");
}

/* One commit of all files, on top of what was there before. */
static enum port_status commit_all(struct patch_merge *patch)
{
	const struct git_mail *mail = patch->mail;
	const struct git_author author = { mail->name, mail->email, mail->date };
	struct strbuf message __free(strbuf_release) = STRBUF_INIT;

	strbuf_addstr(&message, mail->message);
	strbuf_trim(&message);
	strbuf_addstr(&message, ends_in_trailer(message.buf) ? "\n" : "\n\n");
	message_brackets(&message, "ferry: merged item by item.", &patch->notes);
	memcpy(patch->port->commit, patch->parent, GIT_HEX);
	return apply_commit(patch->git, patch->files, &author, message.buf, patch->port) ?
		PORT_BROKEN : PORT_OK;
}

static enum port_status merge_patch(struct patch_merge *patch, struct strbuf *why)
{
	enum git_applied applied = patch->port->applied;
	enum port_status end = PORT_REFUSED;

	memcpy(patch->parent, patch->port->commit, GIT_HEX);
	if (find_sides(patch, why))
		end = merge_files(patch, why);
	if (end == PORT_OK && !strcmp(patch->parent, patch->port->commit)) {
		strbuf_addstr(why, "the tree has all of it already");
		end = PORT_REFUSED;
	}
	if (end == PORT_OK)
		return commit_all(patch);
	patch->port->applied = applied;
	return go_back(patch, patch->parent) ? PORT_BROKEN : end;
}

static void release(struct patch_merge *patch)
{
	scratch_remove(&patch->scratch);
	argv_release(&patch->notes);
	argv_release(&patch->unknown);
	argv_release(&patch->where);
	argv_release(&patch->added);
}

enum port_status port_knows_names(const struct git *git, const struct git_mail *mail,
				  const char *before, const char *after, struct strbuf *why)
{
	struct patch_merge patch __free(release) = { .git = git, PATCH_LISTS };
	struct patch read __free(patch_release) = { .files = NULL };
	enum port_status end = PORT_OK;

	memcpy(patch.parent, before, GIT_HEX);
	patch_read(&read, &mail->diff);
	for (size_t i = 0; end == PORT_OK && i < read.nr; i++)
		end = look(&patch, read.files[i].path, before, after);
	if (end == PORT_OK && !names_are_known(&patch, why))
		end = PORT_REFUSED;
	return end;
}

enum port_status port_merge(const struct git *git, const struct apply_files *files,
			    const struct git_mail *mail, struct port *port,
			    struct strbuf *why)
{
	struct patch_merge patch __free(release) = {
		.git = git, .files = files, .mail = mail, .port = port, PATCH_LISTS
	};

	return scratch_make(&patch.scratch) ? PORT_BROKEN : merge_patch(&patch, why);
}
