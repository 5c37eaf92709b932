// SPDX-License-Identifier: GPL-2.0-only
/* Merged tokens as text, see merge-text.h */
#include "port/merge-text.h"

#include "base/util.h"
#include "port/merge-run.h"

#define NONE SIZE_MAX

static const struct ctoken *token_of(const struct items *items, const struct item *item, size_t i)
{
	return &items->tokens.v[item->first + i];
}

/* --- text as it is ------------------------------------------------------------------ */

void text_renamed(const struct words *words, const struct items *items,
		  const struct item *item, const struct run *run, struct strbuf *out)
{
	size_t at = item->begin;

	for (size_t i = 0; i < run->nr; i++) {
		const struct ctoken *token = token_of(items, item, i);

		if (run->v[i] == item->run.v[i])
			continue;
		strbuf_add(out, items->text->buf + at, token->offset - at);
		strbuf_addstr(out, words->text[run->v[i]]);
		at = token->end;
	}
	strbuf_add(out, items->text->buf + at, item->stop - at);
}

static void text_of(const struct items *items, const struct item *item, struct strbuf *out)
{
	strbuf_reset(out);
	strbuf_add(out, items->text->buf + item->begin, item->stop - item->begin);
}

static bool has_tokens(struct words *words, const struct strbuf *text, const struct run *run)
{
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;
	struct run found;
	bool same;

	ctokens_lex(&tokens, text->buf, text->len);
	found = run_of(words, &tokens, 0, tokens.nr);
	same = run_same(&found, run);
	run_release(&found);
	return same;
}

/* --- line by line ------------------------------------------------------------------- */

static bool by_lines(const struct rendering *r, const struct run *merged, struct strbuf *out)
{
	struct strbuf ours __free(strbuf_release) = STRBUF_INIT;
	struct strbuf base __free(strbuf_release) = STRBUF_INIT;
	struct strbuf theirs __free(strbuf_release) = STRBUF_INIT;

	text_of(r->ours, r->our_item, &ours);
	text_renamed(r->words, r->base, r->base_item, r->new_base, &base);
	text_renamed(r->words, r->theirs, r->their_item, r->new_theirs, &theirs);
	return merge_lines(r->dir, &ours, &base, &theirs, out) == MERGE_CLEAN &&
	       has_tokens(r->words, out, merged);
}

bool merge_comments(const struct rendering *r, struct strbuf *out)
{
	if (by_lines(r, &r->our_item->run, out))
		return true;
	text_of(r->ours, r->our_item, out);
	return false;
}

/* --- token by token ----------------------------------------------------------------- */

/* For each merged token the one of another version that it is, or NONE. */
static size_t *mates(const struct run *merged, const struct run *of)
{
	size_t *mate = xcalloc(merged->nr + 1, sizeof(*mate));
	struct edits edits;
	size_t at = 0, other = 0;

	runs_differ(merged, of, &edits);
	for (size_t i = 0; i <= edits.nr; i++) {
		size_t end = i < edits.nr ? edits.v[i].a : merged->nr;

		while (at < end)
			mate[at++] = other++;
		if (i == edits.nr)
			break;
		while (at < edits.v[i].a_end)
			mate[at++] = NONE;
		other = edits.v[i].b_end;
	}
	free(edits.v);
	return mate;
}

/* What stands before a token: blanks and comments, as far back as the one before it. */
static void add_gap(const struct items *items, const struct item *item, size_t i,
		    struct strbuf *out)
{
	size_t from = i ? token_of(items, item, i - 1)->end : item->begin;

	strbuf_add(out, items->text->buf + from, token_of(items, item, i)->offset - from);
}

struct writer {
	const struct rendering *r;
	const struct run *merged;
	size_t *in_ours, *in_theirs;
	struct strbuf *out;
};

static bool follows(const size_t *mate, size_t i)
{
	return mate[i] != NONE && (!i ? mate[i] == 0 : mate[i - 1] != NONE &&
				   mate[i - 1] + 1 == mate[i]);
}

static bool has_comment(const struct items *items, const struct item *item, size_t i)
{
	struct strbuf gap __free(strbuf_release) = STRBUF_INIT;

	add_gap(items, item, i, &gap);
	return strchr(gap.buf, '/');
}

/*
 * The blanks of the version in which a token and the one before it stand side by side,
 * too; but a comment of the older branch stays.
 */
static void find_gap(const struct writer *writer, size_t i, struct strbuf *gap)
{
	const struct rendering *r = writer->r;
	size_t in_ours = writer->in_ours[i], in_theirs = writer->in_theirs[i];

	if (follows(writer->in_ours, i) ||
	    (in_ours != NONE && has_comment(r->ours, r->our_item, in_ours)))
		add_gap(r->ours, r->our_item, in_ours, gap);
	else if (follows(writer->in_theirs, i))
		add_gap(r->theirs, r->their_item, in_theirs, gap);
	else if (in_ours != NONE)
		add_gap(r->ours, r->our_item, in_ours, gap);
	else if (in_theirs != NONE)
		add_gap(r->theirs, r->their_item, in_theirs, gap);
	else
		strbuf_addch(gap, ' ');
}

static void write_tokens(const struct writer *writer)
{
	const struct rendering *r = writer->r;
	bool ends_line = false;

	for (size_t i = 0; i < writer->merged->nr; i++) {
		const char *word = r->words->text[writer->merged->v[i]];
		struct strbuf gap __free(strbuf_release) = STRBUF_INIT;

		find_gap(writer, i, &gap);
		if (ends_line && !strchr(gap.buf, '\n'))
			strbuf_addch(writer->out, '\n');
		ends_line = *word == '\n';
		/* a line end is in the blanks that follow it; "( " says that it is glued */
		strbuf_add(writer->out, gap.buf, gap.len);
		if (!ends_line)
			strbuf_add(writer->out, word, *word == '(' ? 1 : strlen(word));
	}
}

static bool by_tokens(const struct rendering *r, const struct run *merged, struct strbuf *out)
{
	struct writer writer = {
		.r = r, .merged = merged, .out = out,
		.in_ours = mates(merged, &r->our_item->run),
		.in_theirs = mates(merged, r->new_theirs),
	};
	size_t end = token_of(r->ours, r->our_item, r->our_item->run.nr - 1)->end;

	strbuf_reset(out);
	write_tokens(&writer);
	strbuf_add(out, r->ours->text->buf + end, r->our_item->stop - end);
	free(writer.in_ours);
	free(writer.in_theirs);
	return has_tokens(r->words, out, merged);
}

bool merge_text(const struct rendering *rendering, const struct run *merged,
		struct strbuf *out)
{
	return by_lines(rendering, merged, out) || by_tokens(rendering, merged, out);
}
