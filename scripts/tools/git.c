// SPDX-License-Identifier: GPL-2.0-only
/* The git command line, see git.h */
#include "tools/git.h"

/* Seconds for a server to answer the first question. */
#define ANSWER_TIMEOUT 10.0

const struct git_author git_ferry = {
	.name = "ferry",
	.email = "ferry@localhost.invalid",
	.date = "2000-01-01T00:00:00+0000",
};

/* The list is parted by colons: a folder that has one must be quoted. */
static void push_borrow(struct argv *env, const char *folder)
{
	struct strbuf quoted __free(strbuf_release) = STRBUF_INIT;

	for (; *folder; folder++) {
		if (*folder == '"' || *folder == '\\')
			strbuf_addch(&quoted, '\\');
		strbuf_addch(&quoted, *folder);
	}
	argv_pushf(env, "GIT_ALTERNATE_OBJECT_DIRECTORIES=\"%s\"", quoted.buf);
}

static void set_environment(struct child *child, const struct git *git)
{
	struct argv *env = &child->env;

	/* a clone with gaps would ask for what it lacks as its own configuration says */
	argv_pushl(env, "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
		   "GIT_ALLOW_PROTOCOL=none", "GIT_PAGER=cat", NULL);
	argv_pushf(env, "GIT_COMMITTER_NAME=%s", git_ferry.name);
	argv_pushf(env, "GIT_COMMITTER_EMAIL=%s", git_ferry.email);
	argv_pushf(env, "GIT_COMMITTER_DATE=%s", git_ferry.date);
	if (git->index) {
		char *index __free(free_text) = absolute_path(git->index);

		argv_pushf(env, "GIT_INDEX_FILE=%s", index);
	}
	if (git->borrow)
		push_borrow(env, git->borrow);
}

/* What ".git" of a linked work tree says; NULL where it is none. */
static char *linked_git_dir(const char *dir, const char *file)
{
	static const char mark[] = "gitdir: ";
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *to = text.buf + strlen(mark);

	if (!file_exists(file) || read_file(file, &text) || !starts_with(text.buf, mark))
		return NULL;
	strbuf_trim(&text);
	to = text.buf + strlen(mark);
	return *to == '/' ? xstrdup(to) : xstrfmt("%s/%s", dir, to);
}

/*
 * Git is told where the repository is, and looks for none: what is above the folder that
 * was named, or whoever owns it, has no say.
 */
static void push_dir(struct argv *args, const struct git *git)
{
	char *dir __free(free_text) = absolute_path(git->dir);
	char *below __free(free_text) = xstrfmt("%s/.git", dir);
	char *linked __free(free_text) = git->kind == GIT_FOUND ? linked_git_dir(dir, below) : NULL;

	if (linked)
		argv_pushf(args, "--git-dir=%s", linked);
	else
		argv_pushf(args, "--git-dir=%s", git->kind == GIT_FOUND && dir_exists(below) ?
			   below : dir);
	if (git->kind == GIT_FOUND && !git->work_tree)
		argv_push(args, "--work-tree=.");
}

static void push_command(struct child *child, const struct git *git)
{
	struct argv *args = &child->args;

	argv_pushl(args, "git", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0",
		   "-c", "core.attributesFile=/dev/null",
		   "-c", "core.splitIndex=false", "-c", "core.fsmonitor=false",
		   "-c", "i18n.commitEncoding=UTF-8", "-c", "core.autocrlf=false", "-c", "core.quotePath=false",
		   "-c", "advice.detachedHead=false", "-c", "log.showSignature=false", NULL);
	if (git->work_tree) {
		char *tree __free(free_text) = absolute_path(git->work_tree);

		argv_pushl(args, "-c", "core.bare=false", NULL);
		argv_pushf(args, "--work-tree=%s", tree);
	}
	if (git->kind == GIT_NONE)
		child->dir = git->dir;
	else
		push_dir(args, git);
}

static void push_list(struct child *child, va_list list)
{
	const char *arg;

	while ((arg = va_arg(list, const char *)))
		argv_push(&child->args, arg);
}

void git_child(struct child *child, const struct git *git, ...)
{
	va_list list;

	child_init(child);
	set_environment(child, git);
	push_command(child, git);
	va_start(list, git);
	push_list(child, list);
	va_end(list);
}

void git_reach(struct child *child)
{
	child->as = RUN_NETWORK;
	argv_push(&child->env, "GIT_ALLOW_PROTOCOL=git:http:https:ssh:file");
}

int git_finish(struct child *child, struct strbuf *out)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	int ret = child_run(child);

	if (ret) {
		child_describe(child, &why);
		strbuf_trim(&child->err);
		strbuf_addstr(&why, " (");
		argv_quote(&child->args, &why);
		strbuf_addf(&why, "): %s", child->err.buf);
		error("%s", why.buf);
		ret = -1;
	} else if (out) {
		strbuf_reset(out);
		strbuf_add(out, child->out.buf, child->out.len);
		strbuf_trim(out);
	}
	child_release(child);
	return ret;
}

int git_run(struct strbuf *out, const struct git *git, ...)
{
	struct child child;
	va_list list;

	git_child(&child, git, NULL);
	va_start(list, git);
	push_list(&child, list);
	va_end(list);
	return git_finish(&child, out);
}

/*
 * A tree's .gitattributes have no say in what its files are, nor in how they are merged:
 * what stands here goes before them.
 */
static const char no_attributes[] =
	"* -text -ident -filter -working-tree-encoding !eol !crlf !diff !merge !whitespace\n";

static int set_attributes(const char *path)
{
	char *folder __free(free_text) = xstrfmt("%s/info", path);
	char *file __free(free_text) = xstrfmt("%s/attributes", folder);
	struct strbuf there __free(strbuf_release) = STRBUF_INIT;
	int ret;

	if (!read_file(file, &there) && !strcmp(there.buf, no_attributes))
		return 0;
	ret = mkdir_p(folder);
	if (!ret)
		ret = write_file_atomic(file, no_attributes, strlen(no_attributes));
	return ret ? error("cannot write '%s': %s", file, strerror(-ret)) : 0;
}

int git_store_open(const char *path)
{
	char *head __free(free_text) = xstrfmt("%s/HEAD", path);
	struct git git = { .dir = path, .kind = GIT_BARE };
	int ret = 0;

	if (!file_exists(head))
		ret = mkdir_p(path);
	if (ret)
		return error("cannot make '%s': %s", path, strerror(-ret));
	if (!file_exists(head) &&
	    git_run(NULL, &git, "init", "--quiet", "--bare", "--template=", NULL))
		return -1;
	return set_attributes(path);
}

int git_resolve(const struct git *git, const char *rev, char id[GIT_HEX])
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, git, "rev-parse", "--verify", "--quiet",
		  "--end-of-options", NULL);
	argv_pushf(&child.args, "%s^{commit}", rev);
	if (child_run(&child) || child.out.len != GIT_HEX)
		return -1;
	strbuf_trim(&child.out);
	memcpy(id, child.out.buf, GIT_HEX);
	return 0;
}

/* What git said that tells why: its first line, without the mark. */
static void first_reason(const struct child *child, struct strbuf *why)
{
	const char *said = child->err.buf;

	if (child->end == RUN_TIMED_OUT) {
		strbuf_addf(why, "no answer in %.0f s", child->timeout);
		return;
	}
	if (starts_with(said, "fatal: "))
		said += strlen("fatal: ");
	strbuf_add(why, said, strcspn(said, "\n"));
}

bool git_reachable(const char *url, struct strbuf *why)
{
	struct git none = { .kind = GIT_NONE };
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, &none, "ls-remote", "--quiet", "--end-of-options", url,
		  "HEAD", NULL);
	git_reach(&child);
	child.timeout = ANSWER_TIMEOUT;
	child.grace = 1;
	if (!child_run(&child))
		return true;
	first_reason(&child, why);
	return false;
}

/* What git says of a name that leads to no file; all else is a failure of git's. */
static bool is_not_there(const struct child *child)
{
	static const char * const words[] = {
		"does not exist in '", "exists on disk, but not in '", "Not a valid object name",
		"invalid object name", "bad file", "not a git repository",
	};

	if (child->end != RUN_EXITED)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(child->err.buf, words[i]))
			return true;
	return false;
}

int git_show(const struct git *git, const char *rev, const char *path,
	     struct strbuf *out)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, git, "cat-file", "blob", NULL);
	argv_pushf(&child.args, "%s:%s", rev, path);
	strbuf_reset(out);
	if (!child_run(&child)) {
		strbuf_add(out, child.out.buf, child.out.len);
		return 0;
	}
	if (is_not_there(&child))
		return 1;
	child_failure(&child, &why);
	return error("cannot read %s of %s: %s", path, rev, why.buf);
}

int git_add_all(const struct git *git)
{
	/* Above the threshold, git streams files into one pack: 80,000 loose
	 * objects fewer and half of the space.
	 */
	return git_run(NULL, git, "-c", "core.bigFileThreshold=1",
		       "-c", "core.compression=1", "-c", "core.fileMode=true",
		       "add", "--all", "--force", ".", NULL);
}

int git_finish_id(struct child *child, char id[GIT_HEX])
{
	struct strbuf out __free(strbuf_release) = STRBUF_INIT;

	if (git_finish(child, &out))
		return -1;
	if (out.len != GIT_HEX - 1)
		return error("git printed '%s', not an object id", out.buf);
	memcpy(id, out.buf, GIT_HEX);
	return 0;
}

int git_write_tree(const struct git *git, char id[GIT_HEX])
{
	struct child child;

	git_child(&child, git, "write-tree", "--missing-ok", NULL);
	return git_finish_id(&child, id);
}

int git_put_file(const struct git *git, const char *path, const void *data,
		 size_t len)
{
	struct strbuf mode __free(strbuf_release) = STRBUF_INIT;
	struct child child;
	char id[GIT_HEX];

	if (git_run(&mode, git, "ls-files", "--format=%(objectmode)", "--", path, NULL))
		return -1;
	if (!mode.len)
		return error("'%s' is not in the tree", path);
	git_child(&child, git, "hash-object", "-w", "--stdin", NULL);
	child.in_data = data;
	child.in_len = len;
	if (git_finish_id(&child, id))
		return -1;
	git_child(&child, git, "update-index", "--cacheinfo", NULL);
	argv_pushf(&child.args, "%s,%s,%s", mode.buf, id, path);
	return git_finish(&child, NULL);
}

int git_commit(const struct git *git, const char *tree, const char *parent,
	       const struct git_author *author, const char *message,
	       char id[GIT_HEX])
{
	struct child child;

	git_child(&child, git, "commit-tree", NULL);
	if (parent)
		argv_pushl(&child.args, "-p", parent, NULL);
	argv_pushl(&child.args, "-F", "-", tree, NULL);
	argv_pushf(&child.env, "GIT_AUTHOR_NAME=%s", author->name);
	argv_pushf(&child.env, "GIT_AUTHOR_EMAIL=%s", author->email);
	argv_pushf(&child.env, "GIT_AUTHOR_DATE=%s", author->date);
	argv_pushf(&child.env, "GIT_COMMITTER_DATE=%s", author->date);
	child.in_data = message;
	child.in_len = strlen(message);
	return git_finish_id(&child, id);
}

static bool try_apply(const struct git *git, const struct strbuf *diff,
		      const char *how, struct strbuf *said)
{
	struct child child __free(child_release) = CHILD_INIT;
	bool ok;

	git_child(&child, git, "apply", "--cached", "-v", how, "-", NULL);
	child.in_data = diff->buf;
	child.in_len = diff->len;
	ok = !child_run(&child);
	strbuf_trim(&child.err);
	strbuf_reset(said);
	strbuf_addstr(said, child.err.buf);
	return ok;
}

/* A merge with conflicts leaves them in the index. Without the file that the
 * patch was made from, git applies it as it is, which is no merge.
 */
static bool try_merge(const struct git *git, const struct strbuf *diff,
		      struct strbuf *why)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	char tree[GIT_HEX];
	bool ok = false;

	if (!git_write_tree(git, tree)) {
		ok = try_apply(git, diff, "--3way", &said) &&
		     !strstr(said.buf, "alling back to direct application");
		if (!ok)
			(void)git_run(NULL, git, "read-tree", tree, NULL);
	}
	if (!ok && !why->len)
		strbuf_addstr(why, said.buf);
	return ok;
}

enum git_applied git_apply(const struct git *git, const struct strbuf *diff,
			   enum git_how how, struct strbuf *why)
{
	const char *option = how == GIT_BACKWARDS ? "--reverse" : "--whitespace=nowarn";
	bool may_merge = how == GIT_MAY_MERGE || how == GIT_MUST_MERGE;
	enum git_applied applied = GIT_REFUSED;

	if (how != GIT_MUST_MERGE && try_apply(git, diff, option, why))
		applied = strstr(why->buf, "(offset ") ? GIT_OFFSET : GIT_EXACT;
	else if (may_merge && try_merge(git, diff, why))
		applied = GIT_MERGED;
	return applied;
}
