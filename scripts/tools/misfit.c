// SPDX-License-Identifier: GPL-2.0-only
/* The hunks of a patch that have no place, see misfit.h */
#include "tools/misfit.h"

#include "data/function.h"
#include "tools/relocate.h"
#include "tools/spot.h"

/* lines of a function that are named at most */
#define MOST_LINES 20

void misfits_release(struct misfits *misfits)
{
	for (size_t i = 0; i < misfits->nr; i++) {
		free(misfits->v[i].path);
		free(misfits->v[i].function);
		argv_release(&misfits->v[i].missing);
		argv_release(&misfits->v[i].more);
	}
	free(misfits->v);
	*misfits = (struct misfits){ .v = NULL };
}

static bool looks_for(const struct hunk *hunk, const char *line, size_t len)
{
	for (size_t i = 0; i < hunk->lines.nr; i++) {
		const char *own = hunk->lines.v[i];

		if ((*own == ' ' || *own == '-') && strlen(own + 1) == len &&
		    !strncmp(own + 1, line, len))
			return true;
	}
	return false;
}

static bool is_in(const struct spot_file *file, size_t at, const char *function)
{
	char *name __free(free_text) = ctokens_function_at(&file->tokens, (unsigned int)at + 1);

	return name && !strcmp(name, function);
}

/* What stands between the lines that it looks for, in its function. */
static void find_more(const struct spot_file *file, const struct hunk *hunk,
		      struct misfit *misfit)
{
	size_t first = file->nr, last = 0;

	for (size_t at = 0; at < file->nr; at++) {
		const char *line = file->text.buf + file->lines[at];

		char *text __free(free_text) = xstrndup(line, strcspn(line, "\n"));

		if (!spot_says_something(text) || !looks_for(hunk, text, strlen(text)) ||
		    !is_in(file, at, misfit->function))
			continue;
		first = at < first ? at : first;
		last = at;
	}
	for (size_t at = first; at < last && misfit->more.nr < MOST_LINES; at++) {
		const char *line = file->text.buf + file->lines[at];

		char *text __free(free_text) = xstrndup(line, strcspn(line, "\n"));

		if (spot_says_something(text) && !looks_for(hunk, text, strlen(text)))
			argv_push(&misfit->more, text);
	}
}

static void describe(const struct spot_file *file, const struct hunk *hunk,
		     struct misfit *misfit)
{
	for (size_t i = 0; i < hunk->lines.nr && misfit->missing.nr < MOST_LINES; i++) {
		const char *line = hunk->lines.v[i];

		if ((*line == ' ' || *line == '-') && spot_says_something(line + 1) &&
		    !spot_has_line(file, line + 1, misfit->function))
			argv_push(&misfit->missing, line + 1);
	}
	if (!misfit->missing.nr && misfit->function)
		find_more(file, hunk, misfit);
}

static bool has_place(const struct spot_file *file, const struct hunk *hunk)
{
	struct spot spot;

	for (size_t fuzz = 0; fuzz <= RELOCATE_FUZZ; fuzz++)
		if (spot_find(file, hunk, 0, fuzz, &spot))
			return true;
	return false;
}

static void add_file(const struct git *git, const struct patched *patched, const char *tree,
		     struct misfits *misfits)
{
	struct spot_file file __free(spot_close) = { .text = STRBUF_INIT };
	/* a file that is not there lacks every line */
	bool there = !git_show(git, tree, patched->path, &file.text);

	for (size_t i = 0; !there && i < patched->head.nr; i++)
		if (!strcmp(patched->head.v[i], "--- /dev/null"))
			return;
	spot_open(&file);
	for (size_t i = 0; i < patched->nr; i++) {
		const struct hunk *hunk = &patched->hunks[i];
		bool known = hunk->functions.nr && !hunk->unknown;
		struct misfit *misfit;

		if (has_place(&file, hunk))
			continue;
		misfits->v = grow_array(misfits->v, misfits->nr, &misfits->alloc,
					sizeof(*misfits->v));
		misfit = &misfits->v[misfits->nr++];
		*misfit = (struct misfit){
			.path = xstrdup(patched->path), .hunk = i + 1,
			.function = known ? xstrdup(hunk->functions.v[0]) : NULL,
			.missing = ARGV_INIT, .more = ARGV_INIT,
		};
		describe(&file, hunk, misfit);
	}
}

void misfits_find(const struct git *git, const struct strbuf *diff, const char *tree,
		  struct misfits *misfits)
{
	struct patch patch __free(patch_release) = { .files = NULL };

	patch_read(&patch, diff);
	for (size_t i = 0; i < patch.nr; i++)
		add_file(git, &patch.files[i], tree, misfits);
}
