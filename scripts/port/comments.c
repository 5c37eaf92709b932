// SPDX-License-Identifier: GPL-2.0-only
/* Comments go where their code goes, see comments.h */
#include "port/comments.h"

#include "port/remark.h"

/* --- putting it right ------------------------------------------------------ */

static void take_away(struct keeper *keeper, size_t c)
{
	const struct strbuf *text = keeper->after;
	const struct ccomment *comment = version_comment(&keeper->aligned.after, c);
	size_t at = comment->offset, end = comment->end;
	size_t start = line_start(text, at);

	if (has_own_lines(text, comment)) {
		at = start;
		end = line_end(text, end);
	} else if (!is_blank_range(text, start, at)) {
		while (at > start && isspace((unsigned char)text->buf[at - 1]))
			at--;
	} else {
		while (text->buf[end] == ' ' || text->buf[end] == '\t')
			end++;
	}
	edits_add(&keeper->edits, at, end - at, NULL);
}

static enum port_status refuse(const struct keeper *keeper, size_t i, const char *words,
			       struct strbuf *why)
{
	const struct version *before = &keeper->aligned.before;
	const struct ccomment *comment = version_comment(before, i);
	size_t function = remark_function(before, comment);

	strbuf_addf(why, "the comment in line %u", comment->line);
	if (function != NOWHERE) {
		const struct ctoken *name = before->statements.functions.v[function].name;

		strbuf_addf(why, " in %.*s()", (int)name->len, name->text);
	}
	strbuf_addstr(why, words);
	return PORT_REFUSED;
}

/* How far the line around an offset is indented. */
static size_t indentation(const struct strbuf *text, size_t at)
{
	size_t line = line_start(text, at);

	return strspn(text->buf + line, " \t");
}

/*
 * The lines of a comment, indented as the statement of token @with is now if they were
 * as far as that was, with an empty one in front of or behind them.
 */
static char *lines_for(const struct keeper *keeper, const struct ccomment *comment,
		       size_t with, bool above, bool below)
{
	const struct version *before = &keeper->aligned.before;
	const struct statement *mate = version_mate(before, &keeper->aligned.after, with);
	const struct strbuf *from = keeper->before, *to = keeper->after;
	size_t first = version_token(before, version_statement(before, with)->first)->offset;
	size_t at = mate ? version_token(&keeper->aligned.after, mate->first)->offset : 0;
	size_t start = line_start(from, comment->offset), end = line_end(from, comment->end);
	size_t indent = comment->offset - start;
	bool adapt = mate && indentation(from, first) == indent;
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, above ? "\n" : "");
	for (size_t next; start < end; start = next) {
		next = line_end(from, start);
		if (adapt && indentation(from, start) >= indent) {
			strbuf_add(&text, to->buf + line_start(to, at), indentation(to, at));
			start += indent;
		}
		strbuf_add(&text, from->buf + start, next - start);
	}
	if (text.len && text.buf[text.len - 1] != '\n')
		strbuf_addch(&text, '\n');
	strbuf_addstr(&text, below ? "\n" : "");
	return strbuf_detach(&text);
}

static char *words_for(const struct keeper *keeper, const struct ccomment *comment,
		       bool behind)
{
	const struct strbuf *from = keeper->before;
	size_t at = comment->offset, end = comment->end;

	while (behind && at && (from->buf[at - 1] == ' ' || from->buf[at - 1] == '\t'))
		at--;
	return xstrfmt("%.*s%s", (int)(end - at), from->buf + at, behind ? "" : " ");
}

/* In front of the comment that stood behind it, if that is there. */
static size_t in_front_of(const struct keeper *keeper, size_t i, size_t token)
{
	const struct version *before = &keeper->aligned.before;
	const struct version *after = &keeper->aligned.after;
	size_t next = version_comment(before, i)->next;

	for (size_t n = i + 1; n < version_comments(before); n++) {
		size_t in = keeper->remarks[n].in;

		if (version_comment(before, n)->next != next)
			break;
		if (in != NOWHERE && version_comment(after, in)->next == token)
			return version_comment(after, in)->offset;
	}
	return version_token(after, token)->offset;
}

/* Behind the comment that stood in front of it, if that is there. */
static size_t behind_of(const struct keeper *keeper, size_t i, size_t token)
{
	const struct version *before = &keeper->aligned.before;
	const struct version *after = &keeper->aligned.after;
	size_t next = version_comment(before, i)->next;

	for (size_t n = i; n && version_comment(before, n - 1)->next == next; n--) {
		size_t in = keeper->remarks[n - 1].in;

		if (in != NOWHERE && version_comment(after, in)->next == token + 1)
			return version_comment(after, in)->end;
	}
	return version_token(after, token)->end;
}

static enum port_status put_above(struct keeper *keeper, size_t i, size_t token, bool blank,
				  struct strbuf *why)
{
	const struct ccomment *comment = version_comment(&keeper->aligned.before, i);
	size_t at = in_front_of(keeper, i, token);
	size_t line = line_start(keeper->after, at);

	if (!has_own_lines(keeper->before, comment)) {
		edits_add(&keeper->edits, at, 0, words_for(keeper, comment, false));
	} else if (is_blank_range(keeper->after, line, at)) {
		edits_add(&keeper->edits, line, 0,
			  lines_for(keeper, comment, comment->next, false, blank));
	} else {
		return refuse(keeper, i, " would be lost: what it is about does not begin a line any more",
			      why);
	}
	return PORT_OK;
}

static enum port_status put_below(struct keeper *keeper, size_t i, size_t token)
{
	const struct strbuf *text = keeper->before;
	const struct ccomment *comment = version_comment(&keeper->aligned.before, i);
	size_t at = behind_of(keeper, i, token), start = line_start(text, comment->offset);
	bool blank = start && is_blank_range(text, line_start(text, start - 1), start);

	edits_add(&keeper->edits, line_end(keeper->after, at), 0,
		  lines_for(keeper, comment, comment->next - 1, blank, false));
	return PORT_OK;
}

static enum port_status put_behind(struct keeper *keeper, size_t i, size_t token,
				   struct strbuf *why)
{
	const struct ccomment *comment = version_comment(&keeper->aligned.before, i);
	size_t at = version_token(&keeper->aligned.after, token)->end;

	if (starts_with(comment->text, "//") &&
	    !is_blank_range(keeper->after, at, line_end(keeper->after, at)))
		return refuse(keeper, i, " would be lost: there is more on its line now", why);
	edits_add(&keeper->edits, at, 0, words_for(keeper, comment, true));
	return PORT_OK;
}

/* The first that is left of what comes behind a comment, outside of functions. */
static size_t first_left(const struct keeper *keeper, const struct ccomment *comment)
{
	const struct version *before = &keeper->aligned.before;

	for (size_t i = 0; i < before->statements.nr; i++) {
		const struct statement *one = &before->statements.v[i];
		const struct statement *mate;

		if (one->first < comment->next || one->block != NOWHERE ||
		    one->opener != NOWHERE)
			continue;
		mate = version_mate(before, &keeper->aligned.after, one->first);
		if (mate)
			return mate->first;
	}
	return NOWHERE;
}

static enum port_status keep_about_more(struct keeper *keeper, size_t i, struct strbuf *why)
{
	const struct ccomment *comment = version_comment(&keeper->aligned.before, i);
	size_t above = remark_above(keeper, i), below = remark_below(keeper, i);
	size_t astray = remark_astray(keeper, i);
	bool inside = remark_function(&keeper->aligned.before, comment) != NOWHERE;

	if (above == NOWHERE && below == NOWHERE) {
		if (inside && astray != NOWHERE)
			take_away(keeper, astray);
		if (inside || astray != NOWHERE)
			return PORT_OK;
		below = first_left(keeper, comment);
		if (below == NOWHERE)
			return refuse(keeper, i, ", which is about more than what is deleted below it, would be lost",
				      why);
	}
	if (astray != NOWHERE)
		take_away(keeper, astray);
	if (above != NOWHERE)
		return put_below(keeper, i, above);
	return put_above(keeper, i, below, true, why);
}

static enum port_status keep(struct keeper *keeper, size_t i, struct strbuf *why)
{
	const struct remark *remark = &keeper->remarks[i];
	size_t place, astray;

	if (remark->about == ABOUT_MORE)
		return keep_about_more(keeper, i, why);
	place = remark_place(keeper, i);
	astray = remark_astray(keeper, i);
	if (astray != NOWHERE)
		take_away(keeper, astray);
	if (place == NOWHERE)
		return PORT_OK;
	if (!remark->behind)
		return put_above(keeper, i, place, false, why);
	if (remark->about == ABOUT_STATEMENT)
		return put_below(keeper, i, place);
	return put_behind(keeper, i, place, why);
}

static unsigned int line_of(const struct version *version, size_t token)
{
	return version_token(version, token)->line;
}

/* Whether something new comes behind what is left of a statement. */
static bool is_replaced(const struct keeper *keeper, const struct statement *one)
{
	const struct version *before = &keeper->aligned.before, *after = &keeper->aligned.after;
	const struct statement *mate = version_mate(before, after, one->first);

	return mate && mate->end < version_tokens(after) &&
	       !version_mate(after, before, mate->end);
}

/*
 * Whether something goes below a comment whose own statement stays, with no blank line
 * between them: nobody but a person knows whether the comment is about that.
 */
static bool is_about_what_goes(const struct keeper *keeper, size_t i)
{
	const struct version *before = &keeper->aligned.before;
	const struct remark *remark = &keeper->remarks[i];
	const struct statement *one;

	if (remark->about != ABOUT_STATEMENT || remark->behind)
		return false;
	one = version_statement(before, remark->token);
	while (one->function != NOWHERE && one->end < version_tokens(before) &&
	       line_of(before, one->end) <= line_of(before, one->end - 1) + 1) {
		const struct statement *next = version_statement(before, one->end);

		if (next->function != one->function || next->block != one->block)
			break;
		if (!version_mate(before, &keeper->aligned.after, next->first))
			return !is_replaced(keeper, one);
		one = next;
	}
	return false;
}

/* Whether all is where it has to be now. */
static enum port_status look_again(const struct strbuf *before, struct strbuf *after,
				   struct strbuf *why)
{
	enum port_status end = PORT_OK;
	struct keeper keeper;

	keeper_open(&keeper, before, after);
	for (size_t i = 0; end == PORT_OK && i < version_comments(&keeper.aligned.before); i++)
		if (keeper.remarks[i].in == NOWHERE && keeper.remarks[i].about != ABOUT_MORE &&
		    remark_place(&keeper, i) != NOWHERE)
			end = refuse(&keeper, i, " would be lost: it cannot be put back", why);
		else if (keeper.remarks[i].in != NOWHERE && is_about_what_goes(&keeper, i))
			end = refuse(&keeper, i, " may be about what goes below it", why);
	keeper_close(&keeper);
	return end;
}

enum port_status port_keep_comments(const struct strbuf *before, struct strbuf *after,
				    struct strbuf *why)
{
	enum port_status end = PORT_OK;
	struct keeper keeper;

	keeper_open(&keeper, before, after);
	for (size_t i = 0; end == PORT_OK && i < version_comments(&keeper.aligned.before); i++)
		if (keeper.remarks[i].in == NOWHERE)
			end = keep(&keeper, i, why);
	if (end == PORT_OK)
		edits_make(&keeper.edits, after);
	keeper_close(&keeper);
	return end == PORT_OK ? look_again(before, after, why) : end;
}

/* --- what they say --------------------------------------------------------- */

static bool is_in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool names(const struct ccomment *comment, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len <= comment->len; i++)
		if (!memcmp(comment->text + i, name, len) &&
		    (!i || !is_in_word(comment->text[i - 1])) &&
		    (i + len == comment->len || !is_in_word(comment->text[i + len])))
			return true;
	return false;
}

static bool has_name(const struct version *version, const char *name)
{
	for (size_t i = 0; i < version_tokens(version); i++)
		if (ctoken_is(version_token(version, i), name))
			return true;
	return false;
}

static enum port_status check_name(struct keeper *keeper, const char *name,
				   struct strbuf *why)
{
	if (!has_name(&keeper->aligned.before, name) || has_name(&keeper->aligned.after, name))
		return PORT_OK;
	for (size_t i = 0; i < version_comments(&keeper->aligned.before); i++) {
		char *words __free(free_text) = NULL;
		const struct ccomment *comment = version_comment(&keeper->aligned.before, i);

		if (!names(comment, name) || (keeper->remarks[i].in == NOWHERE &&
					      remark_astray(keeper, i) == NOWHERE))
			continue;
		words = xstrfmt(" names '%s', which goes", name);
		return refuse(keeper, i, words, why);
	}
	return PORT_OK;
}

enum port_status port_check_comments(const struct strbuf *before,
				     const struct strbuf *after, const char **gone,
				     size_t nr, struct strbuf *why)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	enum port_status end = PORT_OK;
	struct keeper keeper;

	strbuf_add(&text, after->buf, after->len);
	keeper_open(&keeper, before, &text);
	for (size_t i = 0; end == PORT_OK && i < nr; i++)
		end = check_name(&keeper, gone[i], why);
	keeper_close(&keeper);
	return end;
}
