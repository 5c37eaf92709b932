// SPDX-License-Identifier: GPL-2.0-only
/* A source file in items, see merge-items.h */
#include "port/merge-items.h"

#include "base/util.h"
#include "data/word.h"

#define MOST_CONDITIONALS 64

/* Where the cutter is. Branches of #if are alternatives: #else goes back to the #if. */
struct depth {
	size_t braces, parens;
	size_t first_brace;	/* of the item, or 0 */
};

struct cutter {
	struct items *items;
	struct words *words;
	size_t first;		/* token that the item begins with */
	struct depth now;
	struct depth saved[MOST_CONDITIONALS];
	size_t nr_saved;
};

static const struct ctoken *token_at(const struct items *items, size_t i)
{
	return &items->tokens.v[i];
}

static bool is(const struct items *items, size_t i, const char *spelling)
{
	return i < items->tokens.nr && ctoken_is(token_at(items, i), spelling);
}

static bool is_name(const struct items *items, size_t i)
{
	return token_at(items, i)->kind == CTOKEN_IDENTIFIER;
}

/* --- what an item is called --------------------------------------------------------- */

static char *spell(const struct items *items, size_t first, size_t end)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = first; i < end; i++)
		if (token_at(items, i)->len)
			strbuf_addf(&text, "%s%.*s", text.len ? " " : "",
				    (int)token_at(items, i)->len, token_at(items, i)->text);
	return strbuf_detach(&text);
}

static char *name_of_directive(const struct items *items, size_t first, size_t end)
{
	bool defines = is(items, first + 1, "define") || is(items, first + 1, "undef");

	return spell(items, first, defines && first + 3 < end ? first + 3 : end);
}

/* DEFINE_MUTEX(lock), module_param(x, ...): the macro says little, its argument more. */
static char *name_of_call(const struct items *items, size_t name, size_t end)
{
	const struct ctoken *token = token_at(items, name);

	if (word_is_constant(token) && name + 2 < end)
		return spell(items, name, name + 3);
	return xstrndup(token->text, token->len);
}

static bool ends_head(const struct items *items, size_t i)
{
	return is(items, i, "{") || is(items, i, "=");
}

/*
 * The name that stands before the first parentheses, SIZE_MAX without any; what may be
 * an attribute is taken only if nothing else has some.
 */
static size_t callee(const struct items *items, size_t first, size_t end)
{
	size_t depth = 0, attribute = SIZE_MAX;

	for (size_t i = first; i < end; i++) {
		if (!depth && ends_head(items, i))
			break;
		if (is(items, i, ")"))
			depth -= depth > 0;
		if (!is(items, i, "(") || depth++ || i == first || !is_name(items, i - 1))
			continue;
		if (!word_is_attribute(token_at(items, i - 1)))
			return i - 1;
		if (attribute == SIZE_MAX && !is(items, i - 1, "__attribute__"))
			attribute = i - 1;
	}
	return attribute;
}

static char *name_of(const struct items *items, size_t first, size_t end)
{
	size_t name, last = SIZE_MAX;

	if (token_at(items, first)->directive)
		return name_of_directive(items, first, end);
	name = callee(items, first, end);
	if (name != SIZE_MAX)
		return name_of_call(items, name, end);
	if (word_is_tag(token_at(items, first)) && is(items, first + 2, "{"))
		return spell(items, first, first + 2);
	for (size_t i = first; i < end && !ends_head(items, i); i++)
		if (is_name(items, i) && !word_is_keyword(token_at(items, i)))
			last = i;
	/* "typedef struct { ... } name;" */
	if (last == SIZE_MAX && end - first > 2 && is_name(items, end - 2))
		last = end - 2;
	return last == SIZE_MAX ? spell(items, first, first + 4 < end ? first + 4 : end) :
		spell(items, last, last + 1);
}

/* --- cutting ------------------------------------------------------------------------ */

static void flush(struct cutter *cutter, size_t end)
{
	struct items *items = cutter->items;
	struct item *item;

	if (cutter->first < end) {
		items->v = grow_array(items->v, items->nr, &items->alloc, sizeof(*items->v));
		item = &items->v[items->nr];
		*item = (struct item){
			.name = name_of(items, cutter->first, end), .first = cutter->first,
			.end = end,
			.run = run_of(cutter->words, &items->tokens, cutter->first, end),
		};
		for (size_t i = 0; i < items->nr; i++)
			item->nth += !strcmp(items->v[i].name, item->name);
		items->nr++;
	}
	cutter->first = end;
	cutter->now = (struct depth){ 0, 0, 0 };
}

static void follow_condition(struct cutter *cutter, size_t at)
{
	const struct items *items = cutter->items;

	if (is(items, at, "if") || is(items, at, "ifdef") || is(items, at, "ifndef")) {
		if (cutter->nr_saved < MOST_CONDITIONALS)
			cutter->saved[cutter->nr_saved] = cutter->now;
		cutter->nr_saved++;
	} else if (is(items, at, "else") || is(items, at, "elif")) {
		if (cutter->nr_saved && cutter->nr_saved <= MOST_CONDITIONALS)
			cutter->now = cutter->saved[cutter->nr_saved - 1];
	} else if (is(items, at, "endif") && cutter->nr_saved) {
		cutter->nr_saved--;
	}
}

/* A directive between items is one; returns its last token. */
static size_t take_directive(struct cutter *cutter, size_t at)
{
	const struct items *items = cutter->items;
	size_t last = at;
	bool between = cutter->first == at;

	follow_condition(cutter, at + 1);
	while (last + 1 < items->tokens.nr && token_at(items, last)->kind != CTOKEN_NEWLINE)
		last++;
	if (between) {
		struct depth now = cutter->now;

		flush(cutter, last + 1);
		cutter->now = now;
	}
	return last;
}

/* "struct x { } y;" goes on behind its brace, a function does not. */
static bool goes_on(const struct cutter *cutter, size_t brace)
{
	const struct items *items = cutter->items;

	if (brace + 1 >= items->tokens.nr || token_at(items, brace + 1)->directive)
		return false;
	if (is(items, brace + 1, ";") || is(items, brace + 1, ",") || is(items, brace + 1, "=") ||
	    is(items, brace + 1, ")"))
		return true;
	return callee(items, cutter->first, cutter->now.first_brace) == SIZE_MAX &&
	       is_name(items, brace + 1);
}

static void close_brace(struct cutter *cutter, size_t at)
{
	/* kernel style: in the first column it closes all that is open */
	if (token_at(cutter->items, at)->column == 1) {
		cutter->now.braces = 0;
		cutter->now.parens = 0;
	} else if (cutter->now.braces) {
		cutter->now.braces--;
	}
	if (!cutter->now.braces && !cutter->now.parens && !goes_on(cutter, at))
		flush(cutter, at + 1);
}

static void take_token(struct cutter *cutter, size_t at)
{
	const struct items *items = cutter->items;

	if (is(items, at, "(")) {
		cutter->now.parens++;
	} else if (is(items, at, ")")) {
		cutter->now.parens -= cutter->now.parens > 0;
	} else if (is(items, at, "{")) {
		if (!cutter->now.braces++)
			cutter->now.first_brace = at;
	} else if (is(items, at, "}")) {
		close_brace(cutter, at);
	} else if (is(items, at, ";") && !cutter->now.braces && !cutter->now.parens) {
		flush(cutter, at + 1);
	}
}

/*
 * Where the text of the next item begins: on the next line, if nothing but a comment
 * stands behind the last token.
 */
static size_t text_end(const struct items *items, size_t last)
{
	const char *text = items->text->buf;
	size_t at = token_at(items, last)->end, end = items->text->len;
	const char *line = memchr(text + at, '\n', end - at);
	size_t next = line ? (size_t)(line - text) + 1 : end;

	for (size_t i = 0; i < items->tokens.nr_comments; i++) {
		const struct ccomment *comment = &items->tokens.comments[i];

		if (comment->offset >= at && comment->offset < next && comment->end > next) {
			line = memchr(text + comment->end, '\n', end - comment->end);
			next = line ? (size_t)(line - text) + 1 : end;
		}
	}
	if (last + 1 < items->tokens.nr && token_at(items, last + 1)->offset < next &&
	    token_at(items, last + 1)->kind != CTOKEN_NEWLINE)
		return at;
	return next;
}

void items_cut(struct items *items, struct words *words, const struct strbuf *text)
{
	struct cutter cutter = { .items = items, .words = words };
	size_t begin = 0;

	*items = (struct items){ .text = text };
	ctokens_lex(&items->tokens, text->buf, text->len);
	for (size_t i = 0; i < items->tokens.nr; i++) {
		if (token_at(items, i)->directive)
			i = take_directive(&cutter, i);
		else
			take_token(&cutter, i);
	}
	flush(&cutter, items->tokens.nr);
	for (size_t i = 0; i < items->nr; i++) {
		items->v[i].begin = begin;
		begin = i + 1 < items->nr ? text_end(items, items->v[i].end - 1) : text->len;
		items->v[i].stop = begin;
	}
}

void items_release(struct items *items)
{
	for (size_t i = 0; i < items->nr; i++) {
		free(items->v[i].name);
		run_release(&items->v[i].run);
	}
	free(items->v);
	ctokens_release(&items->tokens);
}

size_t items_find(const struct items *items, const char *name, size_t nth)
{
	for (size_t i = 0; i < items->nr; i++)
		if (items->v[i].nth == nth && !strcmp(items->v[i].name, name))
			return i;
	return SIZE_MAX;
}

void items_all(const struct items *items, struct run *run)
{
	for (size_t i = 0; i < items->nr; i++)
		run_copy(run, &items->v[i].run, 0, items->v[i].run.nr);
}

unsigned int item_line(const struct items *items, const struct item *item)
{
	return items->tokens.v[item->first].line;
}
