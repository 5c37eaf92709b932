// SPDX-License-Identifier: GPL-2.0-only
/* The functions of a source file, see function.h */
#include "data/function.h"

#include "base/util.h"

#define MAX_CONDITIONALS 64

/*
 * Where the finder is in a file. Branches of #if are taken to be alternatives:
 * #else goes back to the depths that held at #if.
 */
struct scope {
	size_t braces, parens;
	size_t start;		/* first token of the declaration */
	size_t body;		/* its '{' at depth 0, or 0 */
};

struct conditional {
	struct scope scope;	/* at the #if */
	size_t at;		/* its '#' */
};

struct finder {
	const struct ctokens *tokens;
	struct scope now;
	struct conditional saved[MAX_CONDITIONALS];
	size_t nr_saved;
};

static bool punctuator_is(const struct ctoken *token, char c)
{
	return token->kind == CTOKEN_PUNCTUATOR && token->len == 1 &&
	       *token->text == c;
}

static bool declares_type(const struct ctoken *token)
{
	return ctoken_is(token, "struct") || ctoken_is(token, "union") ||
	       ctoken_is(token, "enum");
}

/* index of the token before @at that is no part of a directive; @first if none */
static size_t before(const struct ctokens *tokens, size_t first, size_t at)
{
	while (at > first && tokens->v[--at].directive)
		;
	return at;
}

/* the '(' that @close belongs to; @first if there is none */
static size_t opening(const struct ctokens *tokens, size_t first, size_t close)
{
	size_t depth = 0;

	for (size_t i = close; i > first; i--) {
		const struct ctoken *token = &tokens->v[i];

		if (token->directive)
			continue;
		if (punctuator_is(token, ')'))
			depth++;
		else if (punctuator_is(token, '(') && !--depth)
			return i;
	}
	return first;
}

static bool is_attribute(const struct ctoken *token)
{
	return token->kind == CTOKEN_IDENTIFIER && token->len > 2 &&
	       token->text[0] == '_' && token->text[1] == '_';
}

/* attributes that stand between the parameters and the body: __acquires(lock) */
static bool is_trailing_attribute(const struct ctoken *token)
{
	static const char *const beginnings[] = {
		"__acquire", "__release", "__must_hold", "__cond_", "__context",
		"__attribute", "__no_",
	};

	for (size_t i = 0; i < ARRAY_SIZE(beginnings); i++) {
		size_t n = strlen(beginnings[i]);

		if (token->kind == CTOKEN_IDENTIFIER && token->len >= n &&
		    !memcmp(token->text, beginnings[i], n))
			return true;
	}
	return false;
}

/*
 * A macro that makes the function, as SYSCALL_DEFINE1(name, ...): upper case,
 * and no type before it.
 */
static bool is_macro_name(const struct ctokens *tokens, size_t first, size_t name)
{
	const struct ctoken *token = &tokens->v[name];
	const struct ctoken *previous = &tokens->v[before(tokens, first, name)];
	bool letter = false;

	if (previous != token && !ctoken_is(previous, "static") &&
	    !punctuator_is(previous, ')'))
		return false;

	for (size_t i = 0; i < token->len; i++) {
		if (islower((unsigned char)token->text[i]))
			return false;
		letter |= isupper((unsigned char)token->text[i]) != 0;
	}
	return letter;
}

/*
 * The name in a declaration of the tokens from @first up to the body at @brace:
 * what stands before the last parentheses, attributes left out. NULL if it
 * declares no function.
 */
static const struct ctoken *function_name(const struct ctokens *tokens,
					  size_t first, size_t brace)
{
	size_t last = before(tokens, first, brace);
	size_t open, name, behind;

	while (last > first && is_attribute(&tokens->v[last]))
		last = before(tokens, first, last);
	for (;;) {
		if (!punctuator_is(&tokens->v[last], ')'))
			return NULL;
		open = opening(tokens, first, last);
		if (open == first)
			return NULL;
		name = before(tokens, first, open);
		behind = before(tokens, first, name);
		while (behind > first && is_attribute(&tokens->v[behind]))
			behind = before(tokens, first, behind);
		if (!is_trailing_attribute(&tokens->v[name]) || behind == name ||
		    !punctuator_is(&tokens->v[behind], ')'))
			break;
		last = behind;
	}
	/* a function that returns a pointer to a function: int (*name(void))(int) */
	if (punctuator_is(&tokens->v[name], ')')) {
		size_t i = opening(tokens, first, name);

		while (i < name && !(tokens->v[i].kind == CTOKEN_IDENTIFIER &&
				     punctuator_is(&tokens->v[i + 1], '(')))
			i++;
		name = i;
	}
	if (tokens->v[name].kind != CTOKEN_IDENTIFIER)
		return NULL;
	if (name > first && declares_type(&tokens->v[before(tokens, first, name)]) &&
	    is_attribute(&tokens->v[name]))
		return NULL;
	if (is_macro_name(tokens, first, name) &&
	    tokens->v[open + 1].kind == CTOKEN_IDENTIFIER)
		return &tokens->v[open + 1];
	return &tokens->v[name];
}

/* step over a directive; returns its last token */
static size_t take_directive(struct finder *f, size_t at)
{
	const struct ctoken *word = &f->tokens->v[at + 1];
	bool fresh = f->now.start == at;

	if (ctoken_is(word, "if") || ctoken_is(word, "ifdef") || ctoken_is(word, "ifndef")) {
		if (f->nr_saved < MAX_CONDITIONALS)
			f->saved[f->nr_saved] = (struct conditional) { f->now, at };
		f->nr_saved++;
	} else if (ctoken_is(word, "else") || ctoken_is(word, "elif")) {
		if (f->nr_saved && f->nr_saved <= MAX_CONDITIONALS) {
			f->now = f->saved[f->nr_saved - 1].scope;
			fresh = f->now.start == f->saved[f->nr_saved - 1].at;
		}
	} else if (ctoken_is(word, "endif") && f->nr_saved) {
		f->nr_saved--;
	}
	while (f->tokens->v[at].kind != CTOKEN_NEWLINE)
		at++;
	if (fresh)
		f->now.start = at + 1;
	return at;
}

/*
 * A declaration with an '=' outside of parentheses before its brace is an
 * initialiser; function_name() finds no ')' before the brace of most others.
 */
static bool is_initialiser(const struct finder *f, size_t brace)
{
	size_t depth = 0;

	for (size_t i = f->now.start; i < brace; i++) {
		const struct ctoken *token = &f->tokens->v[i];

		if (token->directive)
			continue;
		if (punctuator_is(token, '('))
			depth++;
		else if (punctuator_is(token, ')') && depth)
			depth--;
		else if (punctuator_is(token, '=') && !depth)
			return true;
	}
	return false;
}

static void open_brace(struct finder *f, size_t at)
{
	if (!f->now.braces++)
		f->now.body = at;
}

/* true: the tokens from now.start to @at are a whole definition */
static bool close_brace(struct finder *f, size_t at)
{
	/* kernel style: in the first column it closes all that is open */
	if (f->tokens->v[at].column == 1) {
		f->now.braces = 0;
		f->now.parens = 0;
	} else if (f->now.braces) {
		f->now.braces--;
	}
	return !f->now.braces && !f->now.parens && f->now.body;
}

static void new_declaration(struct finder *f, size_t at)
{
	f->now = (struct scope) { .start = at };
}

/*
 * Where the declaration of the function begins, if what stands before it on
 * other lines is a macro call without a semicolon: DEFINE_THING(x)
 */
static unsigned int first_line(const struct finder *f, const struct ctoken *name)
{
	const struct ctoken *v = f->tokens->v;
	size_t start = f->now.start;

	for (size_t i = start; &v[i] < name; i++) {
		if (!v[i].directive && punctuator_is(&v[i], ')') && &v[i + 1] < name &&
		    v[i + 1].line > v[i].line && v[i + 1].column == 1)
			start = i + 1;
	}
	while (v[start].directive)
		start++;
	return v[start].line;
}

void functions_visit(const struct ctokens *tokens,
		     bool (*visit)(const struct function *, void *), void *data)
{
	struct finder f = { .tokens = tokens };

	for (size_t i = 0; i < tokens->nr; i++) {
		const struct ctoken *token = &tokens->v[i];
		struct function found = { .last = i };
		size_t body = f.now.body;

		if (token->directive) {
			i = take_directive(&f, i);
			continue;
		}
		if (punctuator_is(token, '(')) {
			f.now.parens++;
		} else if (punctuator_is(token, ')') && f.now.parens) {
			f.now.parens--;
		} else if (punctuator_is(token, '{')) {
			open_brace(&f, i);
		} else if (punctuator_is(token, ';') && !f.now.braces && !f.now.parens) {
			new_declaration(&f, i + 1);
		} else if (punctuator_is(token, '}') && close_brace(&f, i)) {
			found.name = is_initialiser(&f, body) ?
				NULL : function_name(tokens, f.now.start, body);
			found.first = f.now.start;
			if (found.name)
				found.line = first_line(&f, found.name);
			if (found.name && visit(&found, data))
				return;
			new_declaration(&f, i + 1);
		}
	}
}

static bool keep_function(const struct function *found, void *data)
{
	struct functions *functions = data;

	functions->v = grow_array(functions->v, functions->nr, &functions->alloc,
				  sizeof(*functions->v));
	functions->v[functions->nr++] = *found;
	return false;
}

void functions_list(struct functions *functions, const struct ctokens *tokens)
{
	*functions = (struct functions){ .tokens = tokens };
	functions_visit(tokens, keep_function, functions);
}

/* Of a name that branches of #if define, each is another. */
const struct function *functions_same(const struct functions *functions,
				      const struct functions *of, size_t at)
{
	const struct ctoken *name = of->v[at].name;
	size_t nth = 0;

	for (size_t i = 0; i < at; i++)
		if (ctoken_same(of->v[i].name, name))
			nth++;
	for (size_t i = 0; i < functions->nr; i++)
		if (ctoken_same(functions->v[i].name, name) && !nth--)
			return &functions->v[i];
	return NULL;
}

struct place {
	const struct ctokens *tokens;
	unsigned int line;
	char *name;
};

static bool is_around(const struct function *found, void *data)
{
	struct place *place = data;

	if (place->line < found->line ||
	    place->line > place->tokens->v[found->last].line)
		return false;
	place->name = xstrndup(found->name->text, found->name->len);
	return true;
}

char *ctokens_function_at(const struct ctokens *tokens, unsigned int line)
{
	struct place place = { .tokens = tokens, .line = line };

	functions_visit(tokens, is_around, &place);
	return place.name;
}

char *function_at(const char *source, size_t len, unsigned int line)
{
	struct ctokens tokens __free(ctokens_release) = CTOKENS_INIT;

	ctokens_lex(&tokens, source, len);
	return ctokens_function_at(&tokens, line);
}
