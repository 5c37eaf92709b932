// SPDX-License-Identifier: GPL-2.0-only
/* Where two source files differ, see compare.h */
#include "data/compare.h"

#include "base/strbuf.h"
#include "base/util.h"
#include "data/function.h"

static char *spelling(const struct ctokens *tokens, size_t at)
{
	struct strbuf sb = STRBUF_INIT;
	const struct ctoken *token;

	if (at >= tokens->nr)
		return xstrdup("end of file");
	token = &tokens->v[at];
	if (token->kind == CTOKEN_NEWLINE)
		return xstrdup("end of directive");
	for (size_t i = 0; i < token->len && i < 200; i++) {
		unsigned char c = token->text[i];

		strbuf_addch(&sb, c < ' ' || c == 0x7f ? '?' : c);
	}
	return strbuf_detach(&sb);
}

static unsigned int line_of(const struct ctokens *tokens, size_t at)
{
	if (at < tokens->nr)
		return tokens->v[at].line;
	return tokens->nr ? tokens->v[tokens->nr - 1].line : 1;
}

static void describe(struct ctoken_difference *where, const struct ctokens *a,
		     const struct ctokens *b, size_t at)
{
	where->line_a = line_of(a, at);
	where->line_b = line_of(b, at);
	where->token_a = spelling(a, at);
	where->token_b = spelling(b, at);
	where->function = ctokens_function_at(a, where->line_a);
	if (!where->function)
		where->function = ctokens_function_at(b, where->line_b);
}

int ctoken_equal(const char *a, size_t alen, const char *b, size_t blen,
		 struct ctoken_difference *where)
{
	struct ctokens ta, tb;
	size_t i = 0;
	int equal;

	ctokens_lex(&ta, a, alen);
	ctokens_lex(&tb, b, blen);
	while (i < ta.nr && i < tb.nr && ctoken_same(&ta.v[i], &tb.v[i]))
		i++;
	equal = i == ta.nr && i == tb.nr;
	if (where) {
		*where = (struct ctoken_difference)CTOKEN_DIFFERENCE_INIT;
		where->compared = i;
		if (!equal)
			describe(where, &ta, &tb, i);
	}
	ctokens_release(&ta);
	ctokens_release(&tb);
	return equal;
}

void ctoken_difference_release(struct ctoken_difference *where)
{
	free(where->token_a);
	free(where->token_b);
	free(where->function);
	*where = (struct ctoken_difference)CTOKEN_DIFFERENCE_INIT;
}

static bool same_tokens(const struct ctokens *a, size_t a_first, size_t a_end,
			const struct ctokens *b, size_t b_first, size_t b_end)
{
	if (a_end - a_first != b_end - b_first)
		return false;
	for (size_t i = 0; i < a_end - a_first; i++)
		if (!ctoken_same(&a->v[a_first + i], &b->v[b_first + i]))
			return false;
	return true;
}

/* The next token outside of all functions; *at counts tokens, *nr functions. */
static const struct ctoken *next_outside(const struct functions *functions,
					 size_t *at, size_t *nr)
{
	while (*nr < functions->nr && *at == functions->v[*nr].first)
		*at = functions->v[(*nr)++].last + 1;
	return *at < functions->tokens->nr ? &functions->tokens->v[(*at)++] : NULL;
}

static bool same_outside(const struct functions *a, const struct functions *b)
{
	size_t at_a = 0, nr_a = 0, at_b = 0, nr_b = 0;
	const struct ctoken *token_a, *token_b;

	do {
		token_a = next_outside(a, &at_a, &nr_a);
		token_b = next_outside(b, &at_b, &nr_b);
	} while (token_a && token_b && ctoken_same(token_a, token_b));
	return !token_a && !token_b;
}

static void push_name(struct argv *names, const struct ctoken *name)
{
	argv_pushf(names, "%.*s", (int)name->len, name->text);
}

static void compare_functions(const struct functions *a, const struct functions *b,
			      struct argv *names)
{
	for (size_t i = 0; i < a->nr; i++) {
		const struct function *one = &a->v[i];
		const struct function *other = functions_same(b, a, i);

		if (!other || !same_tokens(a->tokens, one->first, one->last + 1,
					   b->tokens, other->first, other->last + 1))
			push_name(names, one->name);
	}
	for (size_t i = 0; i < b->nr; i++)
		if (!functions_same(a, b, i))
			push_name(names, b->v[i].name);
	if (!same_outside(a, b))
		argv_push(names, "");
}

size_t ctoken_differences(const char *a, size_t alen, const char *b, size_t blen,
			  struct argv *names)
{
	struct ctokens ta, tb;
	struct functions fa, fb;
	size_t compared;

	ctokens_lex(&ta, a, alen);
	ctokens_lex(&tb, b, blen);
	functions_list(&fa, &ta);
	functions_list(&fb, &tb);
	compare_functions(&fa, &fb, names);
	compared = tb.nr;
	free(fa.v);
	free(fb.v);
	ctokens_release(&ta);
	ctokens_release(&tb);
	return compared;
}
