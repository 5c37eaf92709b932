// SPDX-License-Identifier: GPL-2.0-only
/* The notes in brackets of a patch's message, see html-notes.h */
#include "report/html-notes.h"

/* "[ 12.345678] BUG:" of a log is none, nor is what never ends. */
static bool begins_note(const char *line, size_t len)
{
	size_t blanks = len ? strspn(line + 1, " \t") : 0;

	return len > 1 && *line == '[' && blanks + 1 < len &&
	       !isdigit((unsigned char)line[1 + blanks]);
}

static void add_line(struct strbuf *note, const char *line, size_t len)
{
	while (len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	if (note->len && len)
		strbuf_addch(note, ' ');
	strbuf_add(note, line, len);
}

static void end_note(struct strbuf *note, struct argv *notes)
{
	if (note->len > 2 && note->buf[note->len - 1] == ']') {
		strbuf_setlen(note, note->len - 1);
		strbuf_remove(note, 0, 1);
		strbuf_trim(note);
		argv_push(notes, note->buf);
	}
	strbuf_reset(note);
}

void notes_read(const struct strbuf *patch, struct argv *notes)
{
	struct strbuf note __free(strbuf_release) = STRBUF_INIT;
	const char *cursor = patch->buf, *line;
	bool in_note = false;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		if (len >= 11 && !strncmp(line, "diff --git ", 11))
			break;
		if (!in_note)
			in_note = begins_note(line, len);
		if (!in_note)
			continue;
		add_line(&note, line, len);
		if (len && note.len && note.buf[note.len - 1] != ']')
			continue;
		end_note(&note, notes);
		in_note = false;
	}
}

/* --- what a sentence is about --------------------------------------------------- */

static bool is_in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A word that is a name of code, not of the language. */
static bool is_name(const char *word, size_t len)
{
	return memchr(word, '_', len) || !strncmp(word + len, "()", 2);
}

static bool changes_word(const char *lines, const char *name)
{
	size_t skip = strlen(name), len;
	const char *line;

	while (next_line(&lines, &line, &len)) {
		const char *end = line + len, *at = line;

		while (*line != ' ' && (at = memmem(at + 1, (size_t)(end - at) - 1, name, skip)))
			if (!is_in_name(at[-1]) && !is_in_name(at[skip]))
				return true;
	}
	return false;
}

static bool is_in_any(const struct hunks *hunks, const char *function)
{
	for (size_t i = 0; i < hunks->nr; i++)
		if (!strcmp(hunks->v[i].function, function))
			return true;
	return false;
}

static void list_names(const char *sentence, size_t len, struct argv *names)
{
	for (size_t at = 0; at < len;) {
		size_t end = at;

		while (end < len && is_in_name(sentence[end]))
			end++;
		if (end > at && is_name(sentence + at, end - at))
			argv_pushf(names, "%.*s", (int)(end - at), sentence + at);
		at = end + (end == at);
	}
}

/* A sentence that names functions which are changed is about these, not about callers. */
static bool is_about(const char *sentence, size_t len, const struct hunks *hunks,
		     const struct hunk_judged *hunk)
{
	struct argv names __free(argv_release) = ARGV_INIT;
	bool by_function = false, found = false;

	list_names(sentence, len, &names);
	for (size_t i = 0; i < names.nr; i++)
		by_function |= is_in_any(hunks, names.v[i]);
	for (size_t i = 0; i < names.nr && !found; i++)
		found = by_function ? !strcmp(hunk->function, names.v[i]) :
				      changes_word(hunk->mainline, names.v[i]) ||
				      changes_word(hunk->own, names.v[i]);
	return found;
}

/* A capital letter, or a name of code: "i.e. " is no end of a sentence. */
static bool begins_sentence(const char *text)
{
	size_t len = 0;

	while (is_in_name(text[len]))
		len++;
	return isupper((unsigned char)*text) || (len && is_name(text, len));
}

static size_t sentence_end(const char *text)
{
	for (size_t i = 0; text[i]; i++)
		if (text[i] == '.' && text[i + 1] == ' ' && begins_sentence(text + i + 2))
			return i + 1;
	return strlen(text);
}

void notes_about(const struct argv *notes, const struct hunks *hunks,
		 const struct hunk_judged *hunk, struct argv *sentences)
{
	for (size_t i = 0; i < notes->nr; i++) {
		const char *text = notes->v[i];

		while (*text) {
			size_t len = sentence_end(text);

			if (is_about(text, len, hunks, hunk))
				argv_pushf(sentences, "%.*s", (int)len, text);
			text += len;
			text += strspn(text, " ");
		}
	}
}
