// SPDX-License-Identifier: GPL-2.0-only
/* Statements of kernel source, see statement.h */
#include "data/statement.h"

#include "base/util.h"

/* Statements that something later belongs to, the last one on top. */
struct stack {
	size_t *v;
	size_t nr, alloc;
};

/* What is open at an #if: each of its branches begins with that. */
struct branch {
	size_t opener;		/* the #if */
	size_t braces;
};

struct cutter {
	struct statements *out;
	size_t first;		/* of the statement that has begun */
	size_t parens;
	struct stack braces;
	struct branch *branches;
	size_t nr_branches, alloc_branches;
};

static void push(struct stack *stack, size_t statement)
{
	stack->v = grow_array(stack->v, stack->nr, &stack->alloc, sizeof(*stack->v));
	stack->v[stack->nr++] = statement;
}

static size_t top(const struct stack *stack)
{
	return stack->nr ? stack->v[stack->nr - 1] : NOWHERE;
}

static const struct ctoken *token_at(const struct cutter *cutter, size_t at)
{
	static const struct ctoken none = { .kind = CTOKEN_OTHER, .text = "" };
	const struct ctokens *tokens = &cutter->out->tokens;

	return at < tokens->nr ? &tokens->v[at] : &none;
}

static bool is_at(const struct cutter *cutter, size_t at, const char *spelling)
{
	return ctoken_is(token_at(cutter, at), spelling);
}

/* The statement that has begun ends in front of the token at @end. */
static size_t cut(struct cutter *cutter, size_t end, size_t opener)
{
	struct statements *out = cutter->out;

	if (cutter->first == end)
		return NOWHERE;
	out->v = grow_array(out->v, out->nr, &out->alloc, sizeof(*out->v));
	out->v[out->nr] = (struct statement){
		.first = cutter->first, .end = end, .opener = opener,
		.block = top(&cutter->braces), .function = NOWHERE,
	};
	for (size_t i = cutter->first; i < end; i++)
		out->of[i] = out->nr;
	cutter->first = end;
	cutter->parens = 0;
	return out->nr++;
}

static bool is_conditional(const struct cutter *cutter, size_t word)
{
	return is_at(cutter, word, "if") || is_at(cutter, word, "ifdef") ||
	       is_at(cutter, word, "ifndef");
}

static void enter_branches(struct cutter *cutter, size_t opener)
{
	cutter->branches = grow_array(cutter->branches, cutter->nr_branches,
				      &cutter->alloc_branches, sizeof(*cutter->branches));
	cutter->branches[cutter->nr_branches++] =
		(struct branch){ opener, cutter->braces.nr };
}

/* Returns the index behind the directive. */
static size_t cut_directive(struct cutter *cutter, size_t at)
{
	size_t word = at + 1, opener = NOWHERE, made;
	bool ends = is_at(cutter, word, "endif");

	(void)cut(cutter, at, NOWHERE);
	while (at < cutter->out->tokens.nr && token_at(cutter, at)->kind != CTOKEN_NEWLINE)
		at++;
	if (cutter->nr_branches && (ends || is_at(cutter, word, "else") ||
				    is_at(cutter, word, "elif"))) {
		struct branch *branch = &cutter->branches[cutter->nr_branches - 1];

		opener = branch->opener;
		if (!ends && cutter->braces.nr > branch->braces)
			cutter->braces.nr = branch->braces;
		cutter->nr_branches -= ends;
	}
	made = cut(cutter, at + 1, opener);
	if (is_conditional(cutter, word))
		enter_branches(cutter, made);
	return at + 1;
}

/* Whether ")" ends what stands in front of a statement: if (x), for_each_cpu(x) */
static bool heads(const struct cutter *cutter, size_t close)
{
	static const char * const words[] = { "if", "for", "while", "switch" };
	size_t first = cutter->first + is_at(cutter, cutter->first, "else");
	const struct ctoken *next = token_at(cutter, close + 1);

	if (ctoken_is(next, "{"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (is_at(cutter, first, words[i]))
			return !ctoken_is(next, ";") || i != 2;
	return token_at(cutter, first)->kind == CTOKEN_IDENTIFIER &&
	       is_at(cutter, first + 1, "(") && next->kind == CTOKEN_IDENTIFIER;
}

/* Whether ":" ends a label. */
static bool ends_label(const struct cutter *cutter, size_t colon)
{
	return (colon == cutter->first + 1 &&
		token_at(cutter, cutter->first)->kind == CTOKEN_IDENTIFIER) ||
	       is_at(cutter, cutter->first, "case");
}

/* Whether the braces around have entries of an initialiser or enum in them. */
static bool is_in_data(const struct cutter *cutter)
{
	const struct statement *block;
	size_t opener = top(&cutter->braces);

	if (opener == NOWHERE)
		return false;
	block = &cutter->out->v[opener];
	return is_at(cutter, block->first, "enum") ||
	       (block->end - block->first > 1 && is_at(cutter, block->end - 2, "="));
}

static void open_braces(struct cutter *cutter, size_t at)
{
	size_t opener = cut(cutter, at + 1, NOWHERE);

	push(&cutter->braces, opener);
}

static size_t close_braces(struct cutter *cutter, size_t at)
{
	size_t opener, end = at + 1;

	(void)cut(cutter, at, NOWHERE);
	/* kernel style: in the first column it closes all that is open */
	if (token_at(cutter, at)->column == 1 && cutter->braces.nr)
		cutter->braces.nr = 1;
	opener = top(&cutter->braces);
	if (cutter->braces.nr)
		cutter->braces.nr--;
	if (is_at(cutter, end, ";") || is_at(cutter, end, ","))
		end++;
	(void)cut(cutter, end, opener);
	return end;
}

static size_t cut_at(struct cutter *cutter, size_t at)
{
	const struct ctoken *token = token_at(cutter, at);
	bool first = at == cutter->first, else_if = is_at(cutter, at + 1, "if");

	if (token->directive)
		return cut_directive(cutter, at);
	if (ctoken_is(token, "}") && (!cutter->parens || token->column == 1))
		return close_braces(cutter, at);
	if (ctoken_is(token, "(") || ctoken_is(token, "["))
		cutter->parens++;
	else if ((ctoken_is(token, ")") || ctoken_is(token, "]")) && cutter->parens)
		cutter->parens--;
	if (cutter->parens)
		return at + 1;
	if (ctoken_is(token, "{"))
		open_braces(cutter, at);
	else if (ctoken_is(token, ";") || (ctoken_is(token, ")") && heads(cutter, at)) ||
		 (ctoken_is(token, ":") && ends_label(cutter, at)) ||
		 (ctoken_is(token, ",") && is_in_data(cutter)) ||
		 (first && (ctoken_is(token, "do") || (ctoken_is(token, "else") && !else_if)) &&
		  !is_at(cutter, at + 1, "{")))
		(void)cut(cutter, at + 1, NOWHERE);
	return at + 1;
}

static void name_functions(struct statements *out)
{
	for (size_t f = 0; f < out->functions.nr; f++) {
		const struct function *function = &out->functions.v[f];

		for (size_t i = out->of[function->first]; i <= out->of[function->last]; i++)
			out->v[i].function = f;
	}
}

void statements_cut(struct statements *statements, const char *text, size_t len)
{
	struct cutter cutter = { .out = statements };

	*statements = (struct statements){ .tokens = CTOKENS_INIT };
	ctokens_lex(&statements->tokens, text, len);
	functions_list(&statements->functions, &statements->tokens);
	statements->of = xcalloc(statements->tokens.nr + 1, sizeof(*statements->of));
	for (size_t i = 0; i < statements->tokens.nr; )
		i = cut_at(&cutter, i);
	(void)cut(&cutter, statements->tokens.nr, NOWHERE);
	name_functions(statements);
	free(cutter.braces.v);
	free(cutter.branches);
}

void statements_release(struct statements *statements)
{
	free(statements->v);
	free(statements->of);
	free(statements->functions.v);
	ctokens_release(&statements->tokens);
}
