// SPDX-License-Identifier: GPL-2.0-only
/* What comments are about, see remark.h */
#include "port/remark.h"

/* --- where comments stand -------------------------------------------------- */

static bool is_behind_code(const struct strbuf *text, const struct ccomment *comment)
{
	size_t at = line_start(text, comment->offset);

	/* comments in front of it on its line are none */
	while (at < comment->offset && isspace((unsigned char)text->buf[at]))
		at++;
	return at < comment->offset && !starts_with(text->buf + at, "/*");
}

bool has_own_lines(const struct strbuf *text, const struct ccomment *comment)
{
	return is_blank_range(text, line_start(text, comment->offset), comment->offset) &&
	       is_blank_range(text, comment->end, line_end(text, comment->end));
}

/* Whether the line behind the one around @at is empty, or there is none. */
static bool ends_in_blank(const struct strbuf *text, size_t at)
{
	size_t next = line_end(text, at);

	return is_blank_range(text, next, line_end(text, next));
}

/* Whether a declaration outside of functions stands here, and one follows it at once. */
static bool heads_a_group(const struct strbuf *text, const struct version *version,
			  size_t token)
{
	const struct statement *first = version_statement(version, token);
	const struct ctoken *last = version_token(version, first->end - 1);

	return first->block == NOWHERE && first->function == NOWHERE &&
	       first->first == token && ctoken_is(last, ";") &&
	       !ends_in_blank(text, last->offset);
}

static bool is_about_more(const struct strbuf *text, const struct version *version,
			  const struct ccomment *comment)
{
	bool first = comment->offset == line_start(text, comment->offset);

	if (!has_own_lines(text, comment))
		return false;
	if (ends_in_blank(text, comment->end) || comment->next >= version_tokens(version))
		return true;
	return first && (starts_with(text->buf + comment->offset, "/***") ||
			 heads_a_group(text, version, comment->next));
}

/* Whether the last line of code above ends right above a comment. */
static bool is_right_below(const struct strbuf *text, const struct version *version,
			   const struct ccomment *comment)
{
	return comment->next &&
	       line_end(text, version_token(version, comment->next - 1)->end) ==
	       line_start(text, comment->offset);
}

/* f(a, [comment] b) */
static bool is_in_front_of_argument(const struct strbuf *text, const struct version *version,
				    const struct ccomment *comment)
{
	const struct ctoken *previous = version_token(version, comment->next - 1);

	return comment->next < version_tokens(version) &&
	       (ctoken_is(previous, "(") || ctoken_is(previous, ",")) &&
	       version_token(version, comment->next)->offset < line_end(text, comment->end);
}

static void look_at(const struct keeper *keeper, size_t i)
{
	const struct version *version = &keeper->aligned.before;
	const struct ccomment *comment = version_comment(version, i);
	struct remark *remark = &keeper->remarks[i];
	const struct statement *next = NULL;

	*remark = (struct remark){ ABOUT_STATEMENT, comment->next, false, NOWHERE };
	if (comment->next < version_tokens(version))
		next = version_statement(version, comment->next);
	if (is_behind_code(keeper->before, comment) && comment->next) {
		remark->about = ABOUT_TOKEN;
		remark->behind = !is_in_front_of_argument(keeper->before, version, comment);
		remark->token -= remark->behind;
	} else if (is_about_more(keeper->before, version, comment) || !next) {
		remark->about = ABOUT_MORE;
	} else if (next->first != comment->next) {
		remark->about = ABOUT_TOKEN;
	} else if (ctoken_is(version_token(version, comment->next), "}") &&
		   is_right_below(keeper->before, version, comment)) {
		/* nothing is below it: what is above, unless that is the "{" */
		if (version->statements.of[comment->next - 1] != next->opener) {
			remark->token = comment->next - 1;
			remark->behind = true;
		}
	}
}

/* Which function of @version a comment is in, NOWHERE if in none. */
size_t remark_function(const struct version *version, const struct ccomment *comment)
{
	const struct statement *next;

	if (comment->next >= version_tokens(version))
		return NOWHERE;
	next = version_statement(version, comment->next);
	if (next->function == NOWHERE ||
	    version->statements.functions.v[next->function].first >= comment->next)
		return NOWHERE;
	return next->function;
}

/* The function after that a comment before is to be in; false: it is gone. */
static bool function_after(const struct keeper *keeper, size_t i, size_t *function)
{
	const struct version *before = &keeper->aligned.before;
	const struct functions *functions = &before->statements.functions;
	const struct statement *mate;
	size_t name;

	*function = remark_function(before, version_comment(before, i));
	if (*function == NOWHERE)
		return true;
	name = (size_t)(functions->v[*function].name - before->statements.tokens.v);
	mate = version_mate(before, &keeper->aligned.after, name);
	*function = mate ? mate->function : NOWHERE;
	return mate;
}

/* The same words, however they are indented. */
static bool same_words(const struct ccomment *a, const struct ccomment *b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a->len && isspace((unsigned char)a->text[i]))
			i++;
		while (j < b->len && isspace((unsigned char)b->text[j]))
			j++;
		if (i == a->len || j == b->len)
			return i == a->len && j == b->len;
		if (a->text[i++] != b->text[j++])
			return false;
	}
}

/* --- what became of what they are about ------------------------------------ */

/*
 * The token after that the comment is to stand at, on the same side; NOWHERE if what
 * it is about is gone.
 */
size_t remark_place(const struct keeper *keeper, size_t i)
{
	const struct version *before = &keeper->aligned.before;
	const struct remark *remark = &keeper->remarks[i];
	const struct statement *mate, *statement;

	if (remark->token >= version_tokens(before))
		return NOWHERE;
	mate = version_mate(before, &keeper->aligned.after, remark->token);
	statement = version_statement(before, remark->token);
	if (!mate)
		return NOWHERE;
	if (remark->behind && remark->token == statement->end - 1)
		return mate->end - 1;
	if (!remark->behind && remark->token == statement->first)
		return mate->first;
	return before->token[remark->token];
}

/* Of a comment about more: the statements that it stands between in its block. */
static bool is_sibling(const struct version *version, const struct ccomment *comment,
		       size_t token)
{
	const struct statement *statement;

	if (token >= version_tokens(version))
		return false;
	statement = version_statement(version, token);
	if (remark_function(version, comment) == NOWHERE)
		return true;
	return token < comment->next ? !ctoken_is(version_token(version, token), "{") :
	       !ctoken_is(version_token(version, statement->first), "}");
}

size_t remark_above(const struct keeper *keeper, size_t i)
{
	const struct version *before = &keeper->aligned.before;
	const struct ccomment *comment = version_comment(before, i);
	const struct statement *mate;

	if (!comment->next || !is_sibling(before, comment, comment->next - 1))
		return NOWHERE;
	mate = version_mate(before, &keeper->aligned.after, comment->next - 1);
	return mate ? mate->end - 1 : NOWHERE;
}

size_t remark_below(const struct keeper *keeper, size_t i)
{
	const struct version *before = &keeper->aligned.before;
	const struct ccomment *comment = version_comment(before, i);
	const struct statement *mate;

	if (!is_sibling(before, comment, comment->next))
		return NOWHERE;
	mate = version_mate(before, &keeper->aligned.after, comment->next);
	return mate ? mate->first : NOWHERE;
}

/* Whether comment @c after is where comment @i before has to be. */
static bool is_in_place(const struct keeper *keeper, size_t i, size_t c)
{
	const struct version *before = &keeper->aligned.before;
	const struct version *after = &keeper->aligned.after;
	const struct ccomment *comment = version_comment(after, c);
	const struct remark *remark = &keeper->remarks[i];
	const struct statement *mate;
	bool behind = is_behind_code(keeper->after, comment);
	size_t place = remark_place(keeper, i), above = remark_above(keeper, i);

	if (remark->about == ABOUT_MORE)
		return !behind && ((above != NOWHERE && above + 1 == comment->next) ||
				   remark_below(keeper, i) == comment->next);
	if (remark->about == ABOUT_STATEMENT)
		return !behind && place != NOWHERE && place + remark->behind == comment->next;
	if (place == NOWHERE)
		return false;
	if (place + remark->behind == comment->next)
		return behind || !remark->behind;
	/* in a statement that was changed */
	mate = version_mate(before, after, remark->token);
	return comment->next > mate->first && comment->next < mate->end;
}

static bool is_one_of(const struct keeper *keeper, size_t i, size_t c)
{
	return !keeper->taken[c] &&
	       same_words(version_comment(&keeper->aligned.before, i),
			  version_comment(&keeper->aligned.after, c));
}

static void find_in_place(struct keeper *keeper)
{
	for (size_t i = 0; i < version_comments(&keeper->aligned.before); i++) {
		for (size_t c = 0; c < version_comments(&keeper->aligned.after); c++) {
			if (!is_one_of(keeper, i, c) || !is_in_place(keeper, i, c))
				continue;
			keeper->remarks[i].in = c;
			keeper->taken[c] = true;
			break;
		}
	}
}

/* One like it, in the same function, that is no other's. */
size_t remark_astray(struct keeper *keeper, size_t i)
{
	const struct version *after = &keeper->aligned.after;
	size_t function;

	(void)function_after(keeper, i, &function);
	for (size_t c = 0; c < version_comments(after); c++) {
		if (!is_one_of(keeper, i, c) ||
		    remark_function(after, version_comment(after, c)) != function)
			continue;
		keeper->taken[c] = true;
		return c;
	}
	return NOWHERE;
}

void keeper_open(struct keeper *keeper, const struct strbuf *before, struct strbuf *after)
{
	*keeper = (struct keeper){ .before = before, .after = after, .edits = EDITS_INIT };
	align(&keeper->aligned, before, after);
	keeper->remarks = xcalloc(version_comments(&keeper->aligned.before) + 1,
				  sizeof(*keeper->remarks));
	keeper->taken = xcalloc(version_comments(&keeper->aligned.after) + 1,
				sizeof(*keeper->taken));
	for (size_t i = 0; i < version_comments(&keeper->aligned.before); i++)
		look_at(keeper, i);
	find_in_place(keeper);
}

void keeper_close(struct keeper *keeper)
{
	alignment_release(&keeper->aligned);
	edits_release(&keeper->edits);
	free(keeper->remarks);
	free(keeper->taken);
}
