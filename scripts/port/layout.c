// SPDX-License-Identifier: GPL-2.0-only
/* What is left where something was taken away, see layout.h */
#include "port/layout.h"

#include "data/align.h"
#include "port/edit.h"

/* --- conditionals ---------------------------------------------------------- */

/* The next statement behind @at that belongs to the same #if, NOWHERE if none. */
static size_t next_branch(const struct statements *statements, size_t opener, size_t at)
{
	while (++at < statements->nr)
		if (statements->v[at].opener == opener)
			return at;
	return NOWHERE;
}

static const struct ctoken *word_of(const struct statements *statements, size_t at)
{
	const struct statement *one = &statements->v[at];

	return &statements->tokens.v[one->end - one->first > 1 ? one->first + 1 : one->first];
}

static bool is_conditional(const struct statements *statements, size_t at)
{
	static const char * const words[] = {
		"if", "ifdef", "ifndef", "else", "elif", "endif",
	};

	if (!statements->tokens.v[statements->v[at].first].directive)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (ctoken_is(word_of(statements, at), words[i]))
			return true;
	return false;
}

/* Whether nothing but other conditionals stands between two of them. */
static bool is_empty(const struct statements *statements, size_t first, size_t last)
{
	for (size_t i = first + 1; i < last; i++)
		if (!is_conditional(statements, i))
			return false;
	return true;
}

/* The #endif of an #if, NOWHERE if there is none; @last gets the last branch. */
static size_t end_of(const struct statements *statements, size_t opener, size_t *last)
{
	size_t at = opener, next;

	*last = opener;
	while ((next = next_branch(statements, opener, at)) != NOWHERE) {
		*last = at;
		at = next;
	}
	return at != opener && ctoken_is(word_of(statements, at), "endif") ? at : NOWHERE;
}

static void take_lines(const struct statements *statements, size_t first, size_t last,
		       const struct strbuf *text, struct edits *edits)
{
	const struct ctoken *v = statements->tokens.v;
	size_t at = line_start(text, v[statements->v[first].first].offset);
	size_t end = line_end(text, v[statements->v[last].end - 1].offset);

	edits_add(edits, at, end - at, NULL);
}

/* Returns the last statement that was taken, @opener if none was. */
static size_t drop(const struct alignment *aligned, size_t opener,
		   const struct strbuf *text, struct edits *edits)
{
	const struct statements *before = &aligned->before.statements;
	const struct statements *after = &aligned->after.statements;
	size_t mate = aligned->after.mate[opener], last, last_before;
	size_t end = end_of(after, opener, &last), end_before;

	if (mate == NOWHERE || end == NOWHERE)
		return opener;
	end_before = end_of(before, mate, &last_before);
	if (end_before == NOWHERE)
		return opener;
	if (is_empty(after, opener, end) && !is_empty(before, mate, end_before)) {
		take_lines(after, opener, end, text, edits);
		return end;
	}
	if (last != opener && aligned->after.mate[last] == last_before &&
	    is_empty(after, last, end) && !is_empty(before, last_before, end_before) &&
	    last + 1 == end)
		take_lines(after, last, last, text, edits);
	return opener;
}

void port_drop_conditionals(const struct strbuf *before, struct strbuf *after)
{
	struct edits edits = EDITS_INIT;
	struct alignment aligned;

	align(&aligned, before, after);
	for (size_t i = 0; i < aligned.after.statements.nr; i++)
		if (is_conditional(&aligned.after.statements, i) &&
		    aligned.after.statements.v[i].opener == NOWHERE)
			i = drop(&aligned, i, after, &edits);
	edits_make(&edits, after);
	alignment_release(&aligned);
}

/* --- empty lines ----------------------------------------------------------- */

/* Empty lines from the one that begins at @at on; @end gets where they end. */
static size_t blank_lines(const struct strbuf *text, size_t at, size_t *end)
{
	size_t nr = 0;

	while (at < text->len && is_blank_range(text, at, line_end(text, at))) {
		at = line_end(text, at);
		nr++;
	}
	*end = at;
	return nr;
}

static size_t blank_lines_behind(const struct strbuf *text, size_t offset)
{
	size_t end;

	return blank_lines(text, line_end(text, offset), &end);
}

static size_t blank_lines_above(const struct strbuf *text, size_t offset)
{
	size_t at = line_start(text, offset), nr = 0;

	while (at && is_blank_range(text, line_start(text, at - 1), at)) {
		at = line_start(text, at - 1);
		nr++;
	}
	return nr;
}

/* What stands on one side of empty lines: a token, or a comment in front of it. */
struct side {
	const struct ccomment *comment;
	size_t token;
};

/* The last before @at and the first behind it. */
static void find_sides(const struct ctokens *tokens, size_t at, struct side *above,
		       struct side *below)
{
	size_t next = 0;

	*above = *below = (struct side){ NULL, NOWHERE };
	while (next < tokens->nr && tokens->v[next].offset < at)
		next++;
	above->token = next ? next - 1 : NOWHERE;
	below->token = next < tokens->nr ? next : NOWHERE;
	for (size_t i = 0; i < tokens->nr_comments; i++) {
		const struct ccomment *comment = &tokens->comments[i];

		if (comment->next != next)
			continue;
		if (comment->offset < at)
			above->comment = comment;
		else if (!below->comment)
			below->comment = comment;
	}
}

/* The most empty lines that there were at a comment of the same words. */
static size_t at_comment(const struct strbuf *text, const struct ctokens *tokens,
			 const struct ccomment *like, bool behind)
{
	size_t most = 0;

	for (size_t i = 0; i < tokens->nr_comments; i++) {
		const struct ccomment *comment = &tokens->comments[i];
		size_t nr;

		if (comment->len != like->len || memcmp(comment->text, like->text, like->len))
			continue;
		nr = behind ? blank_lines_behind(text, comment->end) :
		     blank_lines_above(text, comment->offset);
		if (nr > most)
			most = nr;
	}
	return most;
}

/* How many empty lines there were on that side of what stands there. */
static size_t there_were(const struct alignment *aligned, const struct strbuf *before,
			 const struct side *side, bool behind)
{
	const struct ctokens *tokens = &aligned->before.statements.tokens;
	size_t mate;

	if (side->comment)
		return at_comment(before, tokens, side->comment, behind);
	mate = side->token == NOWHERE ? NOWHERE : aligned->after.token[side->token];
	if (mate == NOWHERE)
		return 0;
	return behind ? blank_lines_behind(before, tokens->v[mate].offset) :
	       blank_lines_above(before, tokens->v[mate].offset);
}

static bool is_brace(const struct ctokens *tokens, const struct side *side, const char *brace)
{
	return !side->comment && side->token != NOWHERE &&
	       ctoken_is(&tokens->v[side->token], brace);
}

/* How many may stand there. */
static size_t allowed(const struct alignment *aligned, const struct strbuf *before, size_t at)
{
	const struct ctokens *after = &aligned->after.statements.tokens;
	struct side above, below;
	size_t behind, in_front, most;

	find_sides(after, at, &above, &below);
	behind = there_were(aligned, before, &above, true);
	in_front = there_were(aligned, before, &below, false);
	if (is_brace(after, &above, "{"))
		return is_brace(after, &below, "}") && in_front < behind ? in_front : behind;
	if (is_brace(after, &below, "}"))
		return in_front;
	most = behind > in_front ? behind : in_front;
	return most ? most : 1;
}

void port_drop_blank_lines(const struct strbuf *before, struct strbuf *after)
{
	struct edits edits = EDITS_INIT;
	struct alignment aligned;
	size_t end;

	align(&aligned, before, after);
	for (size_t at = 0; at < after->len; at = line_end(after, end)) {
		size_t nr = blank_lines(after, at, &end), most;

		if (!nr)
			continue;
		for (most = allowed(&aligned, before, at); nr > most; nr--) {
			size_t next = line_end(after, at);

			edits_add(&edits, at, next - at, NULL);
			at = next;
		}
	}
	edits_make(&edits, after);
	alignment_release(&aligned);
}
