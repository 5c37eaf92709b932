// SPDX-License-Identifier: GPL-2.0-only
/* C tokens as numbers, see merge-words.h */
#include "port/merge-words.h"

#include "base/util.h"
#include "data/word.h"

/* --- spellings ---------------------------------------------------------------------- */

static uint64_t hash(const char *text, size_t len)
{
	uint64_t value = 14695981039346656037u;

	for (size_t i = 0; i < len; i++)
		value = (value ^ (unsigned char)text[i]) * 1099511628211u;
	return value;
}

static size_t *slot_of(const struct words *words, const char *text, size_t len)
{
	size_t at = hash(text, len) & (words->nr_slots - 1);

	while (words->slots[at]) {
		const char *there = words->text[words->slots[at] - 1];

		if (strlen(there) == len && !memcmp(there, text, len))
			break;
		at = (at + 1) & (words->nr_slots - 1);
	}
	return &words->slots[at];
}

static void make_room(struct words *words)
{
	if (words->nr * 2 < words->nr_slots)
		return;
	words->nr_slots = words->nr_slots ? words->nr_slots * 2 : 4096;
	free(words->slots);
	words->slots = xcalloc(words->nr_slots, sizeof(*words->slots));
	for (size_t i = 0; i < words->nr; i++)
		*slot_of(words, words->text[i], strlen(words->text[i])) = i + 1;
}

static size_t number(struct words *words, const char *text, size_t len, bool is_name)
{
	size_t *slot;

	make_room(words);
	slot = slot_of(words, text, len);
	if (*slot)
		return *slot - 1;
	if (words->nr == words->alloc) {
		words->alloc = words->alloc ? words->alloc * 2 : 1024;
		words->text = xrealloc(words->text, words->alloc * sizeof(*words->text));
		words->is_name = xrealloc(words->is_name,
					  words->alloc * sizeof(*words->is_name));
	}
	words->text[words->nr] = xstrndup(text, len);
	words->is_name[words->nr++] = is_name;
	*slot = words->nr;
	return words->nr - 1;
}

/* What has no spelling of its own gets one that no other token has. */
size_t words_number(struct words *words, const struct ctoken *token)
{
	if (token->kind == CTOKEN_NEWLINE)
		return number(words, "\n", 1, false);
	if (token->glued)
		return number(words, "( ", 2, false);
	return number(words, token->text, token->len,
		      token->kind == CTOKEN_IDENTIFIER && !word_is_keyword(token));
}

void words_release(struct words *words)
{
	for (size_t i = 0; i < words->nr; i++)
		free(words->text[i]);
	free(words->text);
	free(words->is_name);
	free(words->slots);
	*words = (struct words){ .text = NULL };
}

/* --- runs --------------------------------------------------------------------------- */

void run_add(struct run *run, size_t word)
{
	run->v = grow_array(run->v, run->nr, &run->alloc, sizeof(*run->v));
	run->v[run->nr++] = word;
}

void run_copy(struct run *run, const struct run *from, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		run_add(run, from->v[i]);
}

struct run run_of(struct words *words, const struct ctokens *tokens, size_t begin, size_t end)
{
	struct run run = { .v = NULL };

	for (size_t i = begin; i < end; i++)
		run_add(&run, words_number(words, &tokens->v[i]));
	return run;
}

void run_release(struct run *run)
{
	free(run->v);
	*run = (struct run){ .v = NULL };
}

bool run_same(const struct run *a, const struct run *b)
{
	return a->nr == b->nr && (!a->nr || !memcmp(a->v, b->v, a->nr * sizeof(*a->v)));
}

bool run_has(const struct run *run, size_t word)
{
	for (size_t i = 0; i < run->nr; i++)
		if (run->v[i] == word)
			return true;
	return false;
}

unsigned int runs_alike(const struct run *a, const struct run *b)
{
	size_t other = 0, all = a->nr + b->nr;
	struct edits edits;

	runs_differ(a, b, &edits);
	for (size_t i = 0; i < edits.nr; i++)
		other += edits.v[i].a_end - edits.v[i].a + edits.v[i].b_end - edits.v[i].b;
	free(edits.v);
	return all ? (unsigned int)((all - other) * 1000 / all) : 1000;
}
