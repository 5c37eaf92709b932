// SPDX-License-Identifier: GPL-2.0-only
/* What a refusal has to say, see refusal.h */
#include "port/refusal.h"

#include "data/patched.h"
#include "data/result.h"
#include "data/udiff.h"
#include "tools/carried.h"
#include "tools/git-mail.h"

/* A commit that changes more files is a release, or a merge of much: it is only named. */
#define MOST_FILES 30

/* What is asked about. */
struct refusal {
	const struct git *git;
	const char *tree;
	const struct history *history;
	struct git_mail mail;
	struct patch patch;
	struct argv *lines;
};

/* --- whether a commit applies --------------------------------------------------------- */

static bool count_files(const struct history *history, const char *id, struct strbuf *words)
{
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	size_t nr = 1;

	if (git_run(&list, &history->git, "diff-tree", "-r", "--root", "--name-only",
		    "--no-commit-id", "--no-renames", id, NULL)) {
		strbuf_addstr(words, "not tried: git cannot read it");
		return false;
	}
	for (size_t i = 0; i < list.len; i++)
		nr += list.buf[i] == '\n';
	if (list.len && nr <= MOST_FILES)
		return true;
	if (list.len)
		strbuf_addf(words, "not tried: it changes %zu files", nr);
	else
		strbuf_addstr(words, "not tried: it changes nothing, or is a merge");
	return false;
}

static bool read_diff(const struct history *history, const char *id, struct strbuf *diff)
{
	struct child child __free(child_release) = CHILD_INIT;

	git_child(&child, &history->git, "diff-tree", "-p", "--root", "--full-index",
		  "--no-commit-id", "--no-renames", "--no-ext-diff", "--no-textconv", id, NULL);
	if (child_run(&child))
		return false;
	strbuf_add(diff, child.out.buf, child.out.len);
	return true;
}

static const char *try_diff(const struct git *git, const char *tree, const struct argv *files,
			    const struct strbuf *diff)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	const char **paths = (const char **)files->v;
	char commit[GIT_HEX];

	snprintf(commit, sizeof(commit), "%s", tree);
	switch (carried_take_out(git, paths, files->nr, diff, commit, &said)) {
	case CARRIED_EXACT:
	case CARRIED_OFFSET:
		return "is there already";
	case CARRIED_DOUBT:
		return "may be there already";
	case CARRIED_NOT:
		break;
	case CARRIED_BROKEN:
		return "not tried: see above";
	}
	if (git_read_files(git, tree, paths, files->nr))
		return "not tried: see above";
	return git_apply(git, diff, GIT_AS_IT_IS, &said) == GIT_REFUSED ? "does not apply" :
									  "applies";
}

void refusal_try(const struct git *git, const char *tree, const struct history *history,
		 const char *id, struct strbuf *words)
{
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct argv files __free(argv_release) = ARGV_INIT;

	if (!count_files(history, id, words))
		return;
	if (!read_diff(history, id, &diff))
		strbuf_addstr(words, "not tried: git cannot read it");
	else if (udiff_files(&diff, &files, &why))
		strbuf_addf(words, "not tried: %s", why.buf);
	else
		strbuf_addstr(words, try_diff(git, tree, &files, &diff));
}

/* --- the commits that changed its lines ------------------------------------------------- */

/* The file that the patch was made from: "index OLD..NEW MODE" */
static char *source_of(const struct refusal *refusal, const char *path)
{
	for (size_t i = 0; i < refusal->patch.nr; i++) {
		const struct patched *file = &refusal->patch.files[i];

		for (size_t j = 0; !strcmp(file->path, path) && j < file->head.nr; j++) {
			const char *line = file->head.v[j];
			size_t len;

			if (!starts_with(line, "index "))
				continue;
			line += strlen("index ");
			len = strcspn(line, ".");
			return len >= 7 ? xstrndup(line, len) : NULL;
		}
	}
	return NULL;
}

static char *have_of(const struct refusal *refusal, const char *path)
{
	struct strbuf id __free(strbuf_release) = STRBUF_INIT;
	struct child child;

	git_child(&child, refusal->git, "rev-parse", "--verify", "--quiet", "--end-of-options",
		  NULL);
	argv_pushf(&child.args, "%s:%s", refusal->tree, path);
	if (!child_run(&child))
		strbuf_add(&id, child.out.buf, child.out.len);
	child_release(&child);
	strbuf_trim(&id);
	/* no file has no id */
	return xstrdup(id.len ? id.buf : "none");
}

static void add_candidates(const struct refusal *refusal, const struct misfit *misfit,
			   json_t *object)
{
	char *subject __free(free_text) = xstrndup(refusal->mail.message,
						   (size_t)git_mail_subject(&refusal->mail));
	char *have __free(free_text) = have_of(refusal, misfit->path);
	char *source __free(free_text) = source_of(refusal, misfit->path);
	struct history_lines lines = { misfit, have, source, subject };
	struct history_commits commits __free(history_commits_release) = { .v = NULL };
	json_t *list = json_array();

	history_of_lines(refusal->history, &lines, &commits);
	for (size_t i = 0; i < commits.nr; i++) {
		const struct history_commit *one = &commits.v[i];
		struct strbuf words __free(strbuf_release) = STRBUF_INIT;

		refusal_try(refusal->git, refusal->tree, refusal->history, one->id, &words);
		json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "commit", one->id,
						      "subject", json_text("%s", one->subject),
						      "applies", json_text("%s", words.buf)));
		argv_pushf(refusal->lines, "  %.12s (\"%s\") %s", one->id, one->subject,
			   words.buf);
	}
	if (!commits.nr)
		argv_pushf(refusal->lines, "  no commit of '%s' changed these lines since",
			   refusal->history->place.dir);
	json_object_set_new(object, "candidates", list);
	json_object_set_new(object, "limit", commits.limit ? json_text("%s", commits.limit) :
							     json_null());
	if (commits.limit)
		argv_pushf(refusal->lines, "  %s", commits.limit);
}

/* --- a hunk ----------------------------------------------------------------------------- */

static json_t *list_of(const struct argv *lines)
{
	json_t *list = json_array();

	for (size_t i = 0; i < lines->nr; i++)
		json_array_append_new(list, json_text("%s", lines->v[i]));
	return list;
}

static void say_lines(const struct argv *lines, const char *what, struct argv *out)
{
	for (size_t i = 0; i < lines->nr; i++)
		argv_pushf(out, "  %s '%s'", what, lines->v[i] + strspn(lines->v[i], " \t"));
}

static json_t *explain_one(const struct refusal *refusal, const struct misfit *misfit)
{
	json_t *object = json_object();

	argv_pushf(refusal->lines, "hunk %zu of %s%s%s%s has no place%s", misfit->hunk,
		   misfit->path, misfit->function ? ", in " : "",
		   misfit->function ? misfit->function : "", misfit->function ? "()," : "",
		   misfit->missing.nr || misfit->more.nr ? ":" : "");
	say_lines(&misfit->missing, "there is no", refusal->lines);
	say_lines(&misfit->more, "between its lines stands", refusal->lines);
	json_object_set_new(object, "file", json_text("%s", misfit->path));
	json_object_set_new(object, "function", misfit->function ?
			    json_text("%s", misfit->function) : json_null());
	json_object_set_new(object, "hunk", json_integer((json_int_t)misfit->hunk));
	json_object_set_new(object, "missing", list_of(&misfit->missing));
	json_object_set_new(object, "between", list_of(&misfit->more));
	if (refusal->history)
		add_candidates(refusal, misfit, object);
	return object;
}

json_t *refusal_explain(const struct git *git, const char *patch, const char *tree,
			const struct history *history, struct argv *lines)
{
	struct misfits misfits __free(misfits_release) = { .v = NULL };
	struct refusal refusal = {
		.git = git, .tree = tree, .history = history, .lines = lines,
	};
	json_t *list = NULL;

	if (!git_mail_read(git, patch, &refusal.mail)) {
		list = json_array();
		patch_read(&refusal.patch, &refusal.mail.diff);
		misfits_find(git, &refusal.mail.diff, tree, &misfits);
		for (size_t i = 0; i < misfits.nr; i++)
			json_array_append_new(list, explain_one(&refusal, &misfits.v[i]));
		patch_release(&refusal.patch);
	}
	git_mail_release(&refusal.mail);
	return list;
}
