// SPDX-License-Identifier: GPL-2.0-only
/* What a series of patches changes, see change.h */
#include "data/change.h"

#include "base/file.h"
#include "data/ctoken.h"

#include <ctype.h>

/* --- words ------------------------------------------------------------------------ */

/* A word is its sign, its kind and its spelling. */
enum word_kind {
	WORD_CODE = 'c',
	WORD_NAME = 'n',	/* code that tells something: a name, a number, a string */
	WORD_COMMENT = '/',
};

static void add_word(struct argv *words, char sign, enum word_kind kind, const char *text,
		     size_t len)
{
	char *spelling __free(free_text) = xstrndup(text, len);

	argv_pushf(words, "%c%c%s", sign, kind, spelling);
}

/* What stands between blanks, but for the frame of a comment. */
static void add_plain_words(struct argv *words, char sign, enum word_kind kind,
			    const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *word = text;

		while (text < end && !isspace((unsigned char)*text))
			text++;
		if (text > word && (kind != WORD_COMMENT ||
				    strspn(word, "*/") < (size_t)(text - word)))
			add_word(words, sign, kind, word, (size_t)(text - word));
		while (text < end && isspace((unsigned char)*text))
			text++;
	}
}

static void add_tokens(struct argv *words, char sign, const struct strbuf *text)
{
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;

	ctokens_lex(&tokens, text->buf, text->len);
	for (size_t i = 0; i < tokens.nr; i++) {
		const struct ctoken *token = &tokens.v[i];
		bool telling = token->kind != CTOKEN_PUNCTUATOR && token->kind != CTOKEN_NEWLINE;

		add_word(words, sign, telling ? WORD_NAME : WORD_CODE, token->text, token->len);
	}
	for (size_t i = 0; i < tokens.nr_comments; i++)
		add_plain_words(words, sign, WORD_COMMENT, tokens.comments[i].text,
				tokens.comments[i].len);
}

static bool is_c(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h");
}

/* A line in the middle of a comment, or at its end, whose beginning need not be here. */
static bool is_in_comment(const char *text)
{
	text += strspn(text, " \t");
	return *text == '*' && (!text[1] || strchr(" \t/", text[1]));
}

static void add_code_line(struct strbuf *text, const char *line)
{
	char *inside __free(free_text) = NULL;
	char *end;

	if (!is_in_comment(line)) {
		strbuf_addf(text, "%s\n", line);
		return;
	}
	inside = xstrdup(line + strspn(line, " \t*/"));
	end = strstr(inside, "*/");
	if (end)
		*end = '\0';
	strbuf_addf(text, "/* %s */\n", inside);
}

static void read_words(struct change *change)
{
	for (const char *sign = "-+"; *sign; sign++) {
		struct strbuf text __free(strbuf_release) = STRBUF_INIT;

		for (size_t i = 0; i < change->lines.nr; i++) {
			const char *line = change->lines.v[i];

			if (*line != *sign)
				continue;
			if (is_c(change->path))
				add_code_line(&text, line + 1);
			else
				strbuf_addf(&text, "%s\n", line + 1);
		}
		if (is_c(change->path))
			add_tokens(&change->words, *sign, &text);
		else
			add_plain_words(&change->words, *sign, WORD_NAME, text.buf, text.len);
	}
}

static size_t next_word(const struct argv *words, size_t at, bool comments)
{
	while (!comments && at < words->nr && words->v[at][1] == WORD_COMMENT)
		at++;
	return at;
}

bool change_same(const struct change *a, const struct change *b, bool comments)
{
	size_t i = next_word(&a->words, 0, comments), j = next_word(&b->words, 0, comments);

	while (i < a->words.nr && j < b->words.nr && !strcmp(a->words.v[i], b->words.v[j])) {
		i = next_word(&a->words, i + 1, comments);
		j = next_word(&b->words, j + 1, comments);
	}
	return i == a->words.nr && j == b->words.nr;
}

static int by_spelling(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_telling(struct change *change)
{
	const struct argv *words = &change->words;

	change->telling = xcalloc(words->nr + 1, sizeof(*change->telling));
	for (size_t i = 0; i < words->nr; i++)
		if (words->v[i][1] == WORD_NAME)
			change->telling[change->nr_telling++] = words->v[i];
	qsort(change->telling, change->nr_telling, sizeof(*change->telling), by_spelling);
}

unsigned int change_share(const struct change *a, const struct change *b)
{
	size_t common = 0;

	for (size_t i = 0, j = 0; i < a->nr_telling && j < b->nr_telling; ) {
		int order = strcmp(a->telling[i], b->telling[j]);

		common += !order;
		i += order <= 0;
		j += order >= 0;
	}
	return a->nr_telling ? (unsigned int)(100 * common / a->nr_telling) : 0;
}

/* --- pieces ----------------------------------------------------------------------- */

static bool is_change(const struct hunk *hunk, size_t at)
{
	return strchr("-+", hunk->lines.v[at][0]);
}

/* A comment stands above what it is about. */
static bool is_about_next(const char *text)
{
	return !text[strspn(text, " \t")] || starts_with(text, "/*") || starts_with(text, "//") ||
	       is_in_comment(text);
}

/*
 * The function of each line from FROM to before TO: a comment's is the one that follows
 * on its side, else the one before. To be freed.
 */
static const char **functions_of(const struct hunk *hunk, size_t from, size_t to)
{
	const char **names = xcalloc(to - from + 1, sizeof(*names));
	const char *near[2] = { NULL, NULL };

	for (size_t i = to; i-- > from; ) {
		const char *line = hunk->lines.v[i], *where = hunk->where.v[i];
		const char **next = &near[*line == '+'];

		names[i - from] = where;
		if (*where || !is_about_next(line + 1))
			*next = where;
		else if (*next)
			names[i - from] = *next;
	}
	near[0] = "";
	near[1] = "";
	for (size_t i = from; i < to; i++) {
		const char **last = &near[hunk->lines.v[i][0] == '+'];

		if (!*names[i - from] && is_about_next(hunk->lines.v[i] + 1))
			names[i - from] = *last;
		*last = names[i - from];
	}
	return names;
}

/* The lines from AT to before TO that are in the function of the first of them. */
static void add_change(struct changes *changes, const struct change *like, const char **names,
		       size_t at, size_t to)
{
	struct change change = *like;
	const char *function = *names;

	change.function = function;
	change.first = at;
	for (size_t i = at; i < to; i++, names++) {
		if (!*names || strcmp(*names, function) || !is_change(like->hunk, i))
			continue;
		argv_push(&change.lines, like->hunk->lines.v[i]);
		change.last = i;
		*names = NULL;
	}
	read_words(&change);
	if (!change.words.nr) {
		argv_release(&change.lines);
		return;
	}
	sort_telling(&change);
	changes->v = grow_array(changes->v, changes->nr, &changes->alloc, sizeof(*changes->v));
	changes->v[changes->nr++] = change;
}

static void read_hunk(struct changes *changes, const struct change *like)
{
	const struct hunk *hunk = like->hunk;

	for (size_t from = 0, to; from < hunk->lines.nr; from = to + 1) {
		const char **names;

		/* "\ No newline" ends nothing */
		for (to = from; to < hunk->lines.nr && hunk->lines.v[to][0] != ' '; to++)
			;
		names = functions_of(hunk, from, to);
		for (size_t at = from; at < to; at++)
			if (names[at - from] && is_change(hunk, at))
				add_change(changes, like, names + (at - from), at, to);
		free(names);
	}
}

void changes_read(struct changes *changes, const struct strbuf *diffs, size_t nr)
{
	*changes = (struct changes){ .patches = xcalloc(nr, sizeof(struct patch)),
				     .nr_patches = nr };
	for (size_t i = 0; i < nr; i++) {
		struct patch *patch = &changes->patches[i];
		struct change like = { .patch = i, .lines = ARGV_INIT, .words = ARGV_INIT };

		patch_read(patch, &diffs[i]);
		for (size_t j = 0; j < patch->nr; j++) {
			like.path = patch->files[j].path;
			for (size_t k = 0; k < patch->files[j].nr; k++) {
				like.hunk = &patch->files[j].hunks[k];
				like.number++;
				read_hunk(changes, &like);
			}
		}
	}
}

void changes_release(struct changes *changes)
{
	for (size_t i = 0; i < changes->nr; i++) {
		argv_release(&changes->v[i].lines);
		argv_release(&changes->v[i].words);
		free(changes->v[i].telling);
	}
	for (size_t i = 0; i < changes->nr_patches; i++)
		patch_release(&changes->patches[i]);
	free(changes->patches);
	free(changes->v);
}

const char *change_context(const struct change *change, bool below, size_t distance)
{
	const struct argv *lines = &change->hunk->lines;
	size_t at = below ? change->last : change->first;

	for (size_t i = 0; i <= distance; i++) {
		if (below ? at + 1 >= lines->nr : !at)
			return NULL;
		at = below ? at + 1 : at - 1;
		if (lines->v[at][0] != ' ')
			return NULL;
	}
	return lines->v[at];
}
