// SPDX-License-Identifier: GPL-2.0-only
/* What a repository says of lines and of commits, see history.h */
#include "tools/history.h"

#include <ctype.h>

/* commits that are named at most, and seconds that git may take for them */
#define MOST_COMMITS 20
#define MOST_SECONDS 120

/* Begins the line of a commit. */
static const char commit_mark = '\001';

int history_open(struct history *history, const char *word)
{
	const char *rev;

	*history = (struct history){ .place = { NULL } };
	if (place_parse(&history->place, word))
		return error("--history: there is no '%s': name a git repository on this machine",
			     history->place.dir ? history->place.dir : word);
	rev = history->place.rev ? history->place.rev : "HEAD";
	history->git = (struct git){ .dir = history->place.dir };
	if (git_resolve(&history->git, rev, history->tip))
		return error("--history: '%s' has no commit '%s': name a git repository on this machine, GITDIR or GITDIR@REV",
			     history->place.dir, rev);
	return 0;
}

void history_release(struct history *history)
{
	place_release(&history->place);
}

static void forget(struct history_commits *commits)
{
	for (size_t i = 0; i < commits->nr; i++)
		free(commits->v[i].subject);
	commits->nr = 0;
	free(commits->limit);
	commits->limit = NULL;
}

void history_commits_release(struct history_commits *commits)
{
	forget(commits);
	free(commits->v);
	commits->v = NULL;
}

static void add(struct history_commits *commits, const char *id, const char *subject,
		bool reverts)
{
	struct history_commit *one;

	if (commits->nr == MOST_COMMITS) {
		if (!commits->limit)
			commits->limit = xstrfmt("there are more, the %d newest are named",
						 MOST_COMMITS);
		return;
	}
	commits->v = grow_array(commits->v, commits->nr, &commits->alloc, sizeof(*commits->v));
	one = &commits->v[commits->nr++];
	*one = (struct history_commit){ .subject = xstrdup(subject), .reverts = reverts };
	memcpy(one->id, id, GIT_HEX);
}

/* git tells the newest first. */
static void turn(struct history_commits *commits)
{
	for (size_t i = 0; i < commits->nr / 2; i++) {
		struct history_commit one = commits->v[i];

		commits->v[i] = commits->v[commits->nr - 1 - i];
		commits->v[commits->nr - 1 - i] = one;
	}
}

static void run_log(struct child *child, struct history_commits *commits)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	child->timeout = MOST_SECONDS;
	if (child_run(child)) {
		child_failure(child, &why);
		free(commits->limit);
		commits->limit = xstrfmt("not all of the history was seen: %s", why.buf);
	}
	child_release(child);
	turn(commits);
}

/* "MARK ID SUBJECT" */
static bool read_commit(const char *line, char id[GIT_HEX], const char **subject)
{
	if (*line != commit_mark || strlen(line) < GIT_HEX + 1)
		return false;
	memcpy(id, line + 1, GIT_HEX - 1);
	id[GIT_HEX - 1] = '\0';
	*subject = line + 1 + GIT_HEX;
	return true;
}

/* --- lines ------------------------------------------------------------------------ */

/* A log of one file, line by line. */
struct walk {
	const struct history_lines *lines;
	struct history_commits *commits;
	char id[GIT_HEX];
	char *subject;
	bool in_hunk;	/* what follows are lines of the file */
	bool source;	/* this is the patch itself */
	bool named;	/* this commit is among the commits */
	bool end;	/* this commit, and all before, is in the target */
};

static void begin_commit(struct walk *walk, const char *subject)
{
	free(walk->subject);
	walk->subject = xstrdup(subject);
	walk->in_hunk = false;
	walk->named = false;
	walk->source = walk->lines->subject && !strcmp(subject, walk->lines->subject);
	if (walk->source)
		forget(walk->commits);
}

/* "index OLD..NEW", with whole ids */
static void read_index(struct walk *walk, const char *line)
{
	const char *new = strstr(line, ".."), *source = walk->lines->source;

	if (!new)
		return;
	new += 2;
	if (starts_with(new, walk->lines->have))
		walk->end = true;
	else if (source && starts_with(new, source))
		forget(walk->commits);
}

static void see_line(void *data, const char *line, size_t len)
{
	struct walk *walk = data;
	const struct misfit *misfit = walk->lines->misfit;
	const char *subject;

	(void)len;
	if (walk->end)
		return;
	if (read_commit(line, walk->id, &subject)) {
		begin_commit(walk, subject);
	} else if (starts_with(line, "diff --git ")) {
		walk->in_hunk = false;
	} else if (starts_with(line, "@@ ")) {
		walk->in_hunk = true;
	} else if (!walk->in_hunk) {
		if (starts_with(line, "index "))
			read_index(walk, line + strlen("index "));
	} else if (!walk->source && !walk->named &&
		   ((*line == '+' && argv_has(&misfit->missing, line + 1)) ||
		    (*line == '-' && argv_has(&misfit->more, line + 1)))) {
		walk->named = true;
		add(walk->commits, walk->id, walk->subject, false);
	}
}

void history_of_lines(const struct history *history, const struct history_lines *lines,
		      struct history_commits *commits)
{
	struct walk walk = { .lines = lines, .commits = commits };
	struct child child;

	git_child(&child, &history->git, "log", "--format=%x01%H %s", "-p", "-U0",
		  "--full-index", "--no-color", "--no-renames", "--no-ext-diff",
		  "--no-textconv", "--end-of-options", history->tip, "--",
		  lines->misfit->path, NULL);
	child.on_line = see_line;
	child.line_data = &walk;
	run_log(&child, commits);
	free(walk.subject);
}

/* --- what was said of commits ------------------------------------------------------- */

/* A log of messages. */
struct messages {
	const struct argv *ids;
	struct history_commits *commits;
	char id[GIT_HEX];
	char *subject;
	bool named;
};

/* An id may be cut, but not to nothing. */
static bool names_one(const struct argv *ids, const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF");

	for (size_t i = 0; len >= 8 && i < ids->nr; i++)
		if (len <= strlen(ids->v[i]) && !strncasecmp(ids->v[i], text, len))
			return true;
	return false;
}

static void see_message(void *data, const char *line, size_t len)
{
	static const char fixes[] = "fixes:", reverts[] = "this reverts commit ";
	struct messages *messages = data;
	const char *subject;
	bool back;

	(void)len;
	if (read_commit(line, messages->id, &subject)) {
		free(messages->subject);
		messages->subject = xstrdup(subject);
		messages->named = false;
		return;
	}
	line += strspn(line, " \t");
	back = !strncasecmp(line, reverts, strlen(reverts));
	if (messages->named || !messages->subject ||
	    (!back && strncasecmp(line, fixes, strlen(fixes))))
		return;
	line += strlen(back ? reverts : fixes);
	line += strspn(line, " \t");
	if (!strncasecmp(line, "commit ", strlen("commit ")))
		line += strlen("commit ");
	if (!names_one(messages->ids, line))
		return;
	messages->named = true;
	add(messages->commits, messages->id, messages->subject, back);
}

void history_follow_ups(const struct history *history, const struct argv *ids,
			struct history_commits *commits)
{
	struct messages messages = { .ids = ids, .commits = commits };
	struct child child;
	char known[GIT_HEX];

	if (!ids->nr)
		return;
	git_child(&child, &history->git, "log", "--format=%x01%H %s%n%B", "--no-color", "-i",
		  "-F", NULL);
	for (size_t i = 0; i < ids->nr; i++)
		argv_pushf(&child.args, "--grep=%.8s", ids->v[i]);
	argv_pushl(&child.args, "--end-of-options", history->tip, NULL);
	/* nothing speaks of a commit before it is there */
	if (ids->nr == 1 && !git_resolve(&history->git, ids->v[0], known))
		argv_pushf(&child.args, "^%s", known);
	child.on_line = see_message;
	child.line_data = &messages;
	run_log(&child, commits);
	free(messages.subject);
}
