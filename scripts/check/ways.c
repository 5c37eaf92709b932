// SPDX-License-Identifier: GPL-2.0-only
/* Three ways to the tree of a port, see ways.h */
#include "check/ways.h"

#include <glob.h>

#include "data/ctoken.h"
#include "tools/mbox.h"
#include "port/port.h"
#include "base/scratch.h"

const char * const way_name[WAY_NR] = {
	[WAY_B4] = "b4",
	[WAY_QUILT] = "quilt",
	[WAY_SPATCH] = "spatch",
};

/* seconds for one tool to do its part */
#define WAY_TIMEOUT 300

bool way_tool(enum way way)
{
	return program_exists(way_name[way]);
}

/* --- where two versions differ ---------------------------------------------- */

static unsigned int first_difference(const struct strbuf *a, const struct strbuf *b)
{
	unsigned int line = 1;
	size_t i = 0;

	while (i < a->len && i < b->len && a->buf[i] == b->buf[i])
		line += a->buf[i++] == '\n';
	return line;
}

/* The function around the first difference; a difference in layout counts. */
static void describe_difference(const struct strbuf *port, const struct strbuf *other,
				const char *name, struct strbuf *words)
{
	struct ctoken_difference where = CTOKEN_DIFFERENCE_INIT;

	if (!ctoken_equal(port->buf, port->len, other->buf, other->len, &where)) {
		strbuf_addf(words, "%s%s has '%s' in line %u, by %s it has '%s' in line %u",
			    where.function ? where.function : "what is in no function",
			    where.function ? "()" : "", where.token_a, where.line_a, name,
			    where.token_b, where.line_b);
	} else {
		struct ctokens tokens = CTOKENS_INIT;
		unsigned int line = first_difference(port, other);
		char *function;

		ctokens_lex(&tokens, port->buf, port->len);
		function = ctokens_function_at(&tokens, line);
		strbuf_addf(words, "%s%s has the same tokens in another layout by %s, first in line %u",
			    function ? function : "what is in no function",
			    function ? "()" : "", name, line);
		free(function);
		ctokens_release(&tokens);
	}
	ctoken_difference_release(&where);
}

static enum way_end compare_text(const struct ways *ways, const struct strbuf *made,
				 enum way way, struct strbuf *words)
{
	struct strbuf port = STRBUF_INIT;
	enum way_end end = WAY_BROKEN;

	if (git_show(ways->git, ways->tip, series_file(ways->series), &port)) {
		strbuf_addf(words, "the port has no %s", series_file(ways->series));
	} else if (port.len == made->len && !memcmp(port.buf, made->buf, made->len)) {
		end = WAY_SAME;
	} else if (way == WAY_SPATCH &&
		   ctoken_equal(port.buf, port.len, made->buf, made->len, NULL)) {
		end = WAY_TOKENS;
	} else {
		describe_difference(&port, made, way_name[way], words);
		end = WAY_DIFFERS;
	}
	strbuf_release(&port);
	return end;
}

/* Trees are compared by id; the file only says where they differ. */
static enum way_end compare_tree(const struct ways *ways, const char *tree,
				 const struct strbuf *made, enum way way,
				 struct strbuf *words)
{
	struct strbuf port = STRBUF_INIT;
	char *rev = xstrfmt("%s^{tree}", ways->tip);
	enum way_end end = WAY_BROKEN;

	if (git_run(&port, ways->git, "rev-parse", rev, NULL))
		strbuf_addstr(words, "the port has no tree: see above");
	else if (!strcmp(port.buf, tree))
		end = WAY_SAME;
	else
		end = compare_text(ways, made, way, words);
	/* the file is the same, so it is another one */
	if (end == WAY_SAME && strcmp(port.buf, tree)) {
		strbuf_addf(words, "the tree by %s differs outside of %s",
			    way_name[way], series_file(ways->series));
		end = WAY_DIFFERS;
	}
	strbuf_release(&port);
	free(rev);
	return end;
}

/* --- running tools ---------------------------------------------------------- */

static const char *last_line(struct strbuf *text)
{
	const char *newline;

	strbuf_trim(text);
	newline = strrchr(text->buf, '\n');
	return newline ? newline + 1 : text->buf;
}

/* What a tool keeps for its user must neither help nor change. */
static void keep_to(struct child *child, const struct scratch *scratch)
{
	static const char * const homes[] = {
		"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
	};

	for (size_t i = 0; i < ARRAY_SIZE(homes); i++)
		argv_pushf(&child->env, "%s=%s/home", homes[i], scratch->dir);
	/* b4 stops without a user.email, although it has no use for it here */
	argv_pushl(&child->env, "LC_ALL=C.UTF-8", "GIT_CONFIG_GLOBAL=/dev/null",
		   "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT=2",
		   "GIT_CONFIG_KEY_0=user.name", "GIT_CONFIG_KEY_1=user.email", NULL);
	argv_pushf(&child->env, "GIT_CONFIG_VALUE_0=%s", git_ferry.name);
	argv_pushf(&child->env, "GIT_CONFIG_VALUE_1=%s", git_ferry.email);
	argv_pushl(&child->env, "QUILT_PATCHES=patches",
		   "QUILT_PC=.pc", "QUILT_PUSH_ARGS", "QUILT_PATCH_OPTS",
		   "QUILT_SERIES", NULL);
	child->timeout = WAY_TIMEOUT;
}

/* 0; 1 when it ended with a failure of its own; -1 when it could not be run */
static int run_tool(struct child *child, struct strbuf *words)
{
	int ret = child_run(child);

	if (!ret)
		return 0;
	child_describe(child, words);
	if (child->err.len)
		strbuf_addf(words, ": %s", last_line(&child->err));
	else if (child->out.len)
		strbuf_addf(words, ": %s", last_line(&child->out));
	return ret > 0 ? 1 : -1;
}

/* --- the mailbox ------------------------------------------------------------ */

static int make_mailbox(const struct ways *ways, struct strbuf *text)
{
	struct strbuf cover = STRBUF_INIT;
	struct mbox mbox = {
		.git = ways->git,
		.series = ways->series->name,
		.target = ways->expect->target,
		.base = ways->base,
		.tip = ways->tip,
		.trailers = "",
	};
	int ret = mbox_cover(ways->series, &cover);

	mbox.cover = cover.buf;
	if (!ret)
		ret = mbox_make(&mbox, text);
	strbuf_release(&cover);
	return ret;
}

/* A repository that borrows the store's objects and has just the one file of
 * the tree checked out.
 */
static int make_repository(const struct ways *ways, const struct scratch *scratch,
			   char **path)
{
	struct git above = { .dir = scratch->dir }, git = { .dir = *path };
	struct strbuf text = STRBUF_INIT;
	char *file = NULL, *repository;
	int ret;

	*path = xstrfmt("%s/tree", scratch->dir);
	git.dir = *path;
	repository = realpath(ways->git->dir, NULL);
	ret = git_run(NULL, &above, "init", "--quiet", "--template=", *path, NULL);
	strbuf_addf(&text, "%s/objects\n", repository ? repository : ways->git->dir);
	if (!ret)
		ret = scratch_file(scratch, "tree/.git/objects/info/alternates", &text,
				   &file);
	free(file);
	file = NULL;
	strbuf_reset(&text);
	strbuf_addf(&text, "/%s\n", series_file(ways->series));
	if (!ret)
		ret = scratch_file(scratch, "tree/.git/info/sparse-checkout", &text, &file);
	if (!ret)
		ret = git_run(NULL, &git, "config", "core.sparseCheckout", "true", NULL);
	if (!ret)
		ret = git_run(NULL, &git, "checkout", "--quiet", "--detach", ways->base,
			      NULL);
	strbuf_release(&text);
	free(repository);
	free(file);
	return ret;
}

/* --- b4 --------------------------------------------------------------------- */

/* Has b4 make of the mailbox what git am is to have: one .mbx file. */
static enum way_end run_b4(const struct scratch *scratch, const char *mailbox,
			   char **made, struct strbuf *words)
{
	char *dir = xstrfmt("%s/b4", scratch->dir);
	char *pattern = xstrfmt("%s/*.mbx", dir);
	struct child child = CHILD_INIT;
	enum way_end end = WAY_SAME;
	glob_t found = { 0 };

	argv_pushl(&child.args, "b4", "--offline-mode", "am", "--no-cache", "-m",
		   mailbox, "-o", dir, NULL);
	keep_to(&child, scratch);
	child.dir = scratch->dir;
	if (mkdir_p(dir)) {
		strbuf_addf(words, "cannot make '%s'", dir);
		end = WAY_BROKEN;
	} else if (run_tool(&child, words)) {
		end = WAY_BROKEN;
	} else if (glob(pattern, 0, NULL, &found) || found.gl_pathc != 1) {
		strbuf_addf(words, "b4 am makes no mailbox for git am: %s",
			    last_line(&child.err));
		end = WAY_DIFFERS;
	} else {
		*made = xstrdup(found.gl_pathv[0]);
	}
	globfree(&found);
	child_release(&child);
	free(pattern);
	free(dir);
	return end;
}

static enum way_end run_am(const struct ways *ways, const char *repository,
			   const char *mailbox, struct strbuf *words)
{
	struct git git = { .dir = repository };
	struct strbuf tree = STRBUF_INIT, made = STRBUF_INIT;
	enum way_end end;
	struct child child;

	git_child(&child, &git, "am", "--quiet", "--no-3way", mailbox, NULL);
	child.timeout = WAY_TIMEOUT;
	switch (run_tool(&child, words)) {
	case 0:
		end = WAY_BROKEN;
		if (git_run(&tree, &git, "rev-parse", "HEAD^{tree}", NULL) ||
		    git_show(&git, "HEAD", series_file(ways->series), &made))
			strbuf_addstr(words, "git am left no tree");
		else
			end = compare_tree(ways, tree.buf, &made, WAY_B4, words);
		break;
	case 1:
		end = WAY_DIFFERS;
		break;
	default:
		end = WAY_BROKEN;
		break;
	}
	child_release(&child);
	strbuf_release(&tree);
	strbuf_release(&made);
	return end;
}

static enum way_end go_b4(const struct ways *ways, const struct scratch *scratch,
			  const struct strbuf *mailbox, struct strbuf *words)
{
	char *path = NULL, *repository = NULL, *made = NULL;
	enum way_end end = WAY_BROKEN;

	if (scratch_file(scratch, "mailbox", mailbox, &path) ||
	    make_repository(ways, scratch, &repository))
		strbuf_addstr(words, "no repository for git am: see above");
	else
		end = run_b4(scratch, path, &made, words);
	if (end == WAY_SAME)
		end = run_am(ways, repository, made, words);
	free(path);
	free(repository);
	free(made);
	return end;
}

/* --- quilt ------------------------------------------------------------------ */

/* Patches of the target itself, or those in the mails. */
static int find_patches(const struct ways *ways, const struct scratch *scratch,
			const struct strbuf *mailbox, struct argv *paths)
{
	struct argv mails = ARGV_INIT;
	char *dir;
	int ret;

	if (ways->curated)
		return expect_patches(ways->expect, paths);
	dir = xstrfmt("%s/mails", scratch->dir);
	ret = mbox_split(mailbox, dir, &mails);
	for (size_t i = 1; !ret && i < mails.nr; i++)
		argv_push(paths, mails.v[i]);
	argv_release(&mails);
	free(dir);
	return ret;
}

static int bring_patches(const struct scratch *scratch, const struct argv *paths)
{
	struct strbuf text = STRBUF_INIT, series = STRBUF_INIT;
	char *path = NULL;
	int ret = 0;

	for (size_t i = 0; !ret && i < paths->nr; i++) {
		/* a branch may take patches from several folders */
		char *entry = xstrfmt("%zu-%s", i + 1, path_base(paths->v[i]));
		char *name = xstrfmt("quilt/patches/%s", entry);

		ret = read_file(paths->v[i], &text);
		if (!ret)
			ret = scratch_file(scratch, name, &text, &path);
		strbuf_addf(&series, "%s\n", entry);
		free(path);
		path = NULL;
		free(entry);
		free(name);
	}
	if (!ret)
		ret = scratch_file(scratch, "quilt/patches/series", &series, &path);
	free(path);
	strbuf_release(&text);
	strbuf_release(&series);
	return ret;
}

/* The file as quilt left it, put into the base's tree. */
static enum way_end tree_of_file(const struct ways *ways, const struct scratch *scratch,
				 const char *file, struct strbuf *words)
{
	char *index = xstrfmt("%s/index", scratch->dir);
	struct git git = *ways->git;
	struct strbuf made = STRBUF_INIT;
	enum way_end end = WAY_BROKEN;
	char tree[GIT_HEX];

	git.index = index;
	if (read_file(file, &made) ||
	    git_run(NULL, &git, "read-tree", ways->base, NULL) ||
	    git_put_file(&git, series_file(ways->series), made.buf, made.len) ||
	    git_write_tree(&git, tree))
		strbuf_addstr(words, "what quilt made cannot be put into a tree");
	else
		end = compare_tree(ways, tree, &made, WAY_QUILT, words);
	strbuf_release(&made);
	free(index);
	return end;
}

static enum way_end push_all(const struct scratch *scratch, struct strbuf *words)
{
	char *dir = xstrfmt("%s/quilt", scratch->dir);
	struct child child = CHILD_INIT;
	enum way_end end = WAY_SAME;

	argv_pushl(&child.args, "quilt", "--quiltrc", "-", "push", "-a", "--fuzz=0",
		   NULL);
	keep_to(&child, scratch);
	child.dir = dir;
	switch (run_tool(&child, words)) {
	case 0:
		break;
	case 1:
		end = WAY_DIFFERS;
		break;
	default:
		end = WAY_BROKEN;
		break;
	}
	child_release(&child);
	free(dir);
	return end;
}

static enum way_end go_quilt(const struct ways *ways, const struct scratch *scratch,
			     const struct strbuf *mailbox, struct strbuf *words)
{
	char *name = xstrfmt("quilt/%s", series_file(ways->series)), *file = NULL;
	struct strbuf before = STRBUF_INIT;
	struct argv patches = ARGV_INIT;
	enum way_end end = WAY_BROKEN;

	if (git_show(ways->git, ways->base, series_file(ways->series), &before) ||
	    scratch_file(scratch, name, &before, &file) ||
	    find_patches(ways, scratch, mailbox, &patches) ||
	    bring_patches(scratch, &patches))
		strbuf_addstr(words, "no folder for quilt: see above");
	else
		end = push_all(scratch, words);
	if (end == WAY_SAME)
		end = tree_of_file(ways, scratch, file, words);
	argv_release(&patches);
	strbuf_release(&before);
	free(name);
	free(file);
	return end;
}

/* --- spatch ----------------------------------------------------------------- */

static enum way_end go_spatch(const struct ways *ways, struct strbuf *words)
{
	struct strbuf before = STRBUF_INIT;
	struct port port = PORT_INIT;
	enum way_end end = WAY_BROKEN;
	const char **specs = NULL;
	size_t nr = 0;

	if (ways->checked)
		nr = expect_hits(ways->expect, &specs);
	if (git_show(ways->git, ways->base, series_file(ways->series), &before)) {
		strbuf_addf(words, "the source has no %s", series_file(ways->series));
	} else {
		switch (port_semantic(ways->series, &before, ways->shape, specs, nr,
				      &port)) {
		case PORT_OK:
			end = compare_text(ways, &port.text, WAY_SPATCH, words);
			break;
		case PORT_REFUSED:
			end = WAY_DIFFERS;
			break;
		case PORT_BROKEN:
			break;
		}
		strbuf_addstr(words, port.why.buf);
	}
	free(specs);
	strbuf_release(&before);
	port_release(&port);
	return end;
}

/* --- all of them ------------------------------------------------------------ */

static enum way_end go_in_scratch(const struct ways *ways, enum way way,
				  struct strbuf *words)
{
	struct strbuf mailbox = STRBUF_INIT;
	enum way_end end = WAY_BROKEN;
	struct scratch scratch;

	if (scratch_make(&scratch)) {
		strbuf_addstr(words, "no folder to try it in: see above");
		return WAY_BROKEN;
	}
	if (make_mailbox(ways, &mailbox))
		strbuf_addstr(words, "no mailbox of the port: see above");
	else if (way == WAY_B4)
		end = go_b4(ways, &scratch, &mailbox, words);
	else
		end = go_quilt(ways, &scratch, &mailbox, words);
	strbuf_release(&mailbox);
	scratch_remove(&scratch);
	return end;
}

enum way_end way_go(const struct ways *ways, enum way way, struct strbuf *words)
{
	if (way == WAY_SPATCH && !ways->semantic) {
		strbuf_addstr(words, "--method leaves it out");
		return WAY_SKIPPED;
	}
	if (!way_tool(way)) {
		strbuf_addf(words, "%s is not installed", way_name[way]);
		return WAY_SKIPPED;
	}
	return way == WAY_SPATCH ? go_spatch(ways, words) : go_in_scratch(ways, way, words);
}

void ways_describe(const enum way_end ends[WAY_NR],
		   const struct strbuf skipped[WAY_NR], struct strbuf *out)
{
	const char *between = "";
	size_t gone = 0;

	for (int way = 0; way < WAY_NR; way++) {
		if (ends[way] != WAY_SAME && ends[way] != WAY_TOKENS)
			continue;
		strbuf_addf(out, "%s%s", between, way_name[way]);
		between = " = ";
		gone++;
	}
	if (gone && ends[WAY_SPATCH] == WAY_TOKENS)
		strbuf_addstr(out, " (same tokens)");
	else if (gone)
		strbuf_addstr(out, " (same bytes)");
	for (int way = 0; way < WAY_NR; way++) {
		const char *between_ends = out->len ? "; " : "";

		if (ends[way] == WAY_SKIPPED)
			strbuf_addf(out, "%sSKIP %s: %s", between_ends, way_name[way],
				    skipped[way].buf);
		else if (ends[way] == WAY_DIFFERS || ends[way] == WAY_BROKEN)
			strbuf_addf(out, "%s%s %s", between_ends,
				    ends[way] == WAY_DIFFERS ? "FAIL" : "BROKEN",
				    way_name[way]);
	}
}
