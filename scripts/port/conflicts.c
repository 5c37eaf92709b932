// SPDX-License-Identifier: GPL-2.0-only
/* A work tree with the conflicts of a port, see conflicts.h */
#include "port/conflicts.h"

#include "base/folder.h"
#include "data/expect.h"
#include "port/apply.h"
#include "port/attempt.h"
#include "port/refusal.h"
#include "port/rejects.h"
#include "stage/stage.h"
#include "tools/git-mail.h"

/* The repository that a person gets, and what it is made of. */
struct desk {
	const struct options *options;
	const char *target;
	struct series series;
	struct argv patches;
	struct apply_files files;
	struct attempt attempt;
	struct port port;
	char base[GIT_HEX];
	char *kernel;		/* version of the target's tree */
	char *dir, *repository, *index;
	struct git git;
	char tip[GIT_HEX];
};

static void clear_desk(struct desk *desk)
{
	series_release(&desk->series);
	argv_release(&desk->patches);
	attempt_end(&desk->attempt);
	port_release(&desk->port);
	free(desk->files.v);
	free(desk->kernel);
	if (desk->dir)
		scratch_folder_remove(desk->dir);
	free(desk->dir);
	free(desk->repository);
	free(desk->index);
}

/* --- what is known ---------------------------------------------------------------- */

/* Exit status; @refused becomes true where the port was. */
static int read_results(struct desk *desk, bool *refused)
{
	char *fetched __free(free_text) = stage_dir(desk->options, desk->target, STAGE_FETCH);
	char *ported __free(free_text) = stage_dir(desk->options, desk->target, STAGE_PORT);
	struct result fetch, port;
	int status = EXIT_BROKEN;

	result_init(&fetch);
	result_init(&port);
	if (!result_read(&fetch, fetched) && !result_read(&port, ported) &&
	    result_get(&fetch, FACT_COMMIT)) {
		*refused = port_class_of(&port) == CLASS_REFUSED;
		snprintf(desk->base, sizeof(desk->base), "%s", result_get(&fetch, FACT_COMMIT));
		desk->kernel = xstrdup(fetch.summary);
		status = *refused ? EXIT_PASS : stage_status(port.verdict);
		if (!*refused && status == EXIT_PASS)
			note("%s: there are no conflicts: %s", desk->target, port.summary);
	}
	result_release(&fetch);
	result_release(&port);
	return status;
}

static int open_desk(struct desk *desk)
{
	struct expect expect __free(expect_release) = { .conf = CONF_INIT };
	const struct options *options = desk->options;

	if (series_open(&desk->series, options->root, options->series) ||
	    expect_open(&expect, options->root, desk->target, options->series) ||
	    expect_patches(&expect, &desk->patches) || attempt_begin(&desk->attempt))
		return EXIT_BROKEN;
	desk->files = apply_declared(&desk->series);
	if (desk->patches.nr)
		return EXIT_PASS;
	error("--conflicts is about patches, and '%s' has none: begin from those of another target, which 'patches' in '%s' may name",
	      desk->target, expect.path);
	return EXIT_REFUSED;
}

/* The first patch that has no place. */
static int find_conflict(struct desk *desk)
{
	enum port_status end = port_apply(&desk->attempt.git, &desk->series, &desk->patches,
					  desk->base, port_how(desk->options->method),
					  &desk->port);

	if (end == PORT_REFUSED && desk->port.refused && !desk->port.outside)
		return EXIT_PASS;
	error("there is nothing to merge: %s", end == PORT_OK ?
	      "the patches apply, and what comes of them is refused" : desk->port.why.buf);
	return end == PORT_BROKEN ? EXIT_BROKEN : EXIT_REFUSED;
}

/* --- the repository ---------------------------------------------------------------- */

static int put_file(const struct desk *desk, const char *name, const struct strbuf *text)
{
	char *path __free(free_text) = xstrfmt("%s/%s", desk->dir, name);
	char *folder __free(free_text) = xstrndup(path, (size_t)(path_base(path) - path));
	int ret = mkdir_p(folder);

	if (!ret)
		ret = write_file_atomic(path, text->buf, text->len);
	return ret ? error("cannot write '%s': %s", path, strerror(-ret)) : 0;
}

/* The series' files of a commit of the store, as the next commit of the repository. */
static int add_commit(struct desk *desk, const char *from, const struct git_author *author,
		      const char *message)
{
	struct git git = desk->git;
	char tree[GIT_HEX];
	int ret = 0;

	for (size_t i = 0; ret >= 0 && i < desk->files.nr; i++) {
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;

		ret = git_show(&desk->attempt.git, from, desk->files.v[i], &text);
		if (!ret)
			ret = put_file(desk, desk->files.v[i], &text);
	}
	git.work_tree = desk->dir;
	if (ret < 0 || git_add_all(&git) || git_write_tree(&desk->git, tree))
		return -1;
	return git_commit(&desk->git, tree, *desk->tip ? desk->tip : NULL, author, message,
			  desk->tip);
}

static int add_applied(struct desk *desk)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	char *range __free(free_text) = xstrfmt("%s..%s", desk->base, desk->port.at);
	const char *cursor, *line;
	size_t len;
	int ret = git_run(&list, &desk->attempt.git, "rev-list", "--reverse", range, NULL);

	cursor = list.buf;
	while (!ret && next_line(&cursor, &line, &len)) {
		char *id __free(free_text) = xstrndup(line, len);
		struct git_mail mail;

		ret = git_mail_of_commit(&desk->attempt.git, id, &mail);
		if (!ret) {
			struct git_author author = { mail.name, mail.email, mail.date };

			ret = add_commit(desk, id, &author, mail.message);
		}
		git_mail_release(&mail);
	}
	return ret;
}

static int make_repository(struct desk *desk)
{
	char *message __free(free_text) = xstrfmt("%s %s\n", desk->target, desk->kernel);
	char *info __free(free_text) = xstrfmt("%s/info/exclude", desk->repository);
	static const char ours[] = "/CONFLICTS\n/rest/\n*.rej\n";

	return git_store_open(desk->repository) ||
	       git_run(NULL, &desk->git, "config", "core.bare", "false", NULL) ||
	       add_commit(desk, desk->base, &git_ferry, message) ||
	       git_run(NULL, &desk->git, "tag", "base", desk->tip, NULL) ||
	       add_applied(desk) ||
	       git_run(NULL, &desk->git, "update-ref", "refs/heads/port", desk->tip, NULL) ||
	       git_run(NULL, &desk->git, "symbolic-ref", "HEAD", "refs/heads/port", NULL) ||
	       write_file_atomic(info, ours, strlen(ours)) ? -1 : 0;
}

/* --- what is left to do ------------------------------------------------------------- */

static int put_rest(const struct desk *desk)
{
	bool behind = false;

	for (size_t i = 0; i < desk->patches.nr; i++) {
		const char *path = desk->patches.v[i];

		char *name __free(free_text) = xstrfmt("rest/%s", path_base(path));
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;

		if (behind && (read_file(path, &text) || put_file(desk, name, &text)))
			return -1;
		behind |= path == desk->port.refused;
	}
	return 0;
}

static void add_next(const struct desk *desk, struct strbuf *text)
{
	strbuf_addf(text, "\nWhat is left to do:\n"
		    "  mend what is named above, in the files with conflict markers or beside FILE.rej\n"
		    "  git add -u && git commit        # the message is there; say in brackets what is other\n"
		    "  git am rest/*.patch             # if there is a rest/\n"
		    "  ferry adopt --series %s %s %s@base..HEAD\n",
		    desk->series.name, desk->target, desk->options->conflicts);
}

/* What is known, hunk by hunk, and how to go on. */
static int put_words(const struct desk *desk, const struct argv *said)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct argv lines __free(argv_release) = ARGV_INIT;
	struct history history __free(history_release) = { .place = { NULL } };

	strbuf_addf(&text, "%s %s, series %s: %s\n\n", desk->target, desk->kernel,
		    desk->series.name, desk->port.why.buf);
	if (desk->options->history && history_open(&history, desk->options->history))
		return -1;
	json_decref(refusal_explain(&desk->attempt.git, desk->port.refused, desk->port.at,
				    desk->options->history ? &history : NULL, &lines));
	for (size_t i = 0; i < lines.nr; i++)
		strbuf_addf(&text, "%s\n", lines.v[i]);
	for (size_t i = 0; i < said->nr; i++)
		strbuf_addf(&text, "%s\n", said->v[i]);
	add_next(desk, &text);
	return put_file(desk, "CONFLICTS", &text);
}

static int put_message(const struct desk *desk, const struct git_mail *mail)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	strbuf_addstr(&text, mail->message);
	return put_file(desk, ".git/MERGE_MSG", &text);
}

static int put_all(struct desk *desk)
{
	struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
	struct argv said __free(argv_release) = ARGV_INIT;
	struct rejects rejects = {
		.git = &desk->attempt.git, .scratch = &desk->attempt.scratch,
		.at = desk->port.at, .mail = &mail, .ours = desk->target,
		.theirs = path_base(desk->port.refused), .said = &said,
	};
	int ret = git_mail_read(&desk->attempt.git, desk->port.refused, &mail);

	for (size_t i = 0; !ret && i < desk->files.nr; i++) {
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;
		struct strbuf left __free(strbuf_release) = STRBUF_INIT;
		char *name __free(free_text) = xstrfmt("%s.rej", desk->files.v[i]);

		ret = rejects_of_file(&rejects, desk->files.v[i], &text, &left);
		if (ret >= 0 && (text.len || !ret))
			ret = put_file(desk, desk->files.v[i], &text);
		if (ret >= 0 && left.len)
			ret = put_file(desk, name, &left);
		ret = ret < 0 ? ret : 0;
	}
	return ret || put_message(desk, &mail) || put_rest(desk) || put_words(desk, &said) ? -1 : 0;
}

/* --- all of it ----------------------------------------------------------------------- */

static int place_is_free(const char *dir)
{
	struct argv there __free(argv_release) = ARGV_INIT;

	if (folder_list(dir, NULL, &there) && !file_exists(dir))
		return EXIT_PASS;
	if (!there.nr && !rmdir(dir))
		return EXIT_PASS;
	error("'%s' is there, and not an empty folder: name another one, or remove it", dir);
	return EXIT_USAGE;
}

static int make_desk(struct desk *desk)
{
	const char *place = desk->options->conflicts;

	/* nobody else's: what an earlier run has left there goes */
	desk->dir = xstrfmt("%.*s.%s.ferry-unfinished", (int)(path_base(place) - place), place,
			    path_base(place));
	desk->repository = xstrfmt("%s/.git", desk->dir);
	desk->index = xstrfmt("%s/index", desk->repository);
	desk->git = (struct git){
		.dir = desk->repository, .kind = GIT_BARE, .index = desk->index,
	};
	scratch_folder_remove(desk->dir);
	if (mkdir_p(desk->dir) || make_repository(desk) || put_all(desk)) {
		error("cannot make '%s': see above", place);
		return EXIT_BROKEN;
	}
	if (!rename(desk->dir, place)) {
		note("what is left to do is in '%s', begin with its file CONFLICTS", place);
		return EXIT_REFUSED;
	}
	error("cannot make '%s': %s", place, strerror(errno));
	return EXIT_BROKEN;
}

int port_conflicts(const struct options *options)
{
	struct desk desk __free(clear_desk) = {
		.options = options, .patches = ARGV_INIT, .attempt = ATTEMPT_INIT,
		.port = PORT_INIT,
	};
	bool refused = false;
	int status;

	if (options->targets.nr != 1) {
		error("--conflicts is for the port of one target: name it");
		return EXIT_USAGE;
	}
	desk.target = options->targets.v[0];
	status = place_is_free(options->conflicts);
	if (!status)
		status = read_results(&desk, &refused);
	if (status || !refused)
		return status;
	status = open_desk(&desk);
	if (!status)
		status = find_conflict(&desk);
	return status ? status : make_desk(&desk);
}
