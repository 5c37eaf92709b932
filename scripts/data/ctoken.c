// SPDX-License-Identifier: GPL-2.0-only
/* C tokens of kernel source: lexer, function finder, comparison */
#include "data/ctoken.h"

#include "base/strbuf.h"
#include "base/util.h"

/* --- lexer --------------------------------------------------------------- */

/*
 * The text is copied without its splices first, so that a token is always one
 * run of bytes. @splices are the offsets in the copy where a line went on.
 */
struct lexer {
	const char *text;
	size_t len, pos;
	const size_t *splices;
	size_t nr_splices, next_splice;
	unsigned int line;
	size_t line_start;
	bool directive;		/* between '#' and the end of its line */
	bool line_empty;	/* no token yet on this logical line */
	size_t directive_tokens;
	bool include, define;	/* which directive it is */
	struct ctokens *out;
};

static char *remove_splices(const char *text, size_t len, size_t *out_len,
			    size_t **splices, size_t *nr_splices)
{
	char *copy = xmalloc(len + 1);
	size_t alloc = 0, nr = 0, n = 0;
	size_t *v = NULL;

	for (size_t i = 0; i < len; i++) {
		size_t skip = 0;

		if (text[i] == '\\' && i + 1 < len && text[i + 1] == '\n')
			skip = 1;
		else if (text[i] == '\\' && i + 2 < len && text[i + 1] == '\r' &&
			 text[i + 2] == '\n')
			skip = 2;
		if (!skip) {
			copy[n++] = text[i];
			continue;
		}
		v = grow_array(v, nr, &alloc, sizeof(*v));
		v[nr++] = n;
		i += skip;
	}
	copy[n] = '\0';
	*out_len = n;
	*splices = v;
	*nr_splices = nr;
	return copy;
}

static int peek(const struct lexer *lx, size_t ahead)
{
	if (ahead >= lx->len - lx->pos)
		return -1;
	return (unsigned char)lx->text[lx->pos + ahead];
}

/* step over one byte, counting lines */
static void advance(struct lexer *lx)
{
	bool newline = lx->text[lx->pos] == '\n';

	lx->pos++;
	if (newline) {
		lx->line++;
		lx->line_start = lx->pos;
	}
	while (lx->next_splice < lx->nr_splices &&
	       lx->splices[lx->next_splice] <= lx->pos) {
		lx->next_splice++;
		lx->line++;
		lx->line_start = lx->pos;
	}
}

static bool identifier_start(int c)
{
	return isalpha(c) || c == '_' || c == '$' || c >= 0x80;
}

static bool identifier_part(int c)
{
	return c >= 0 && (identifier_start(c) || isdigit(c));
}

/* bytes of the quoted text that begins @ahead with its quote; 0 if not closed */
static size_t quoted_len(const struct lexer *lx, size_t ahead, int close)
{
	for (size_t n = ahead + 1;; n++) {
		int c = peek(lx, n);

		if (c < 0 || c == '\n')
			return 0;
		if (c == close)
			return n + 1;
		if (c == '\\' && close != '>' && peek(lx, n + 1) >= 0 &&
		    peek(lx, n + 1) != '\n')
			n++;
	}
}

static size_t rest_of_line(const struct lexer *lx)
{
	size_t n = 0;

	while (peek(lx, n) >= 0 && peek(lx, n) != '\n')
		n++;
	while (n > 1 && (peek(lx, n - 1) == '\r' || peek(lx, n - 1) == ' '))
		n--;
	return n;
}

static size_t encoding_prefix_len(const struct lexer *lx)
{
	int c = peek(lx, 0);

	if (c == 'u' && peek(lx, 1) == '8')
		return 2;
	return c == 'L' || c == 'u' || c == 'U' ? 1 : 0;
}

static size_t number_len(const struct lexer *lx)
{
	size_t n = 1;

	for (;; n++) {
		int c = peek(lx, n), last = peek(lx, n - 1);

		if ((c == '+' || c == '-') && strchr("eEpP", last))
			continue;
		if (!identifier_part(c) && c != '.')
			return n;
	}
}

static size_t punctuator_len(const struct lexer *lx)
{
	static const char *const longest_first[] = {
		"...", "<<=", ">>=",
		"->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
		"*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##",
	};

	for (size_t i = 0; i < ARRAY_SIZE(longest_first); i++) {
		size_t n = strlen(longest_first[i]);

		if (n <= lx->len - lx->pos &&
		    !memcmp(lx->text + lx->pos, longest_first[i], n))
			return n;
	}
	if (lx->text[lx->pos] && strchr("[](){}.&*+-~!/%<>^|?:;=,#", lx->text[lx->pos]))
		return 1;
	return 0;
}

static void emit(struct lexer *lx, enum ctoken_kind kind, size_t len)
{
	struct ctokens *out = lx->out;
	struct ctoken *token;

	out->v = grow_array(out->v, out->nr, &out->alloc, sizeof(*out->v));
	token = &out->v[out->nr++];
	*token = (struct ctoken) {
		.kind = kind,
		.text = lx->text + lx->pos,
		.len = len,
		.line = lx->line,
		.column = (unsigned int)(lx->pos - lx->line_start) + 1,
		.directive = lx->directive,
	};
	while (len--)
		advance(lx);
}

/* a comment counts as a blank; false: there is none here, or it never ends */
static bool skip_comment(struct lexer *lx)
{
	size_t n = 2;

	if (peek(lx, 0) != '/')
		return false;
	if (peek(lx, 1) == '/') {
		for (n = rest_of_line(lx); n; n--)
			advance(lx);
		return true;
	}
	if (peek(lx, 1) != '*')
		return false;
	while (peek(lx, n) >= 0 && !(peek(lx, n) == '*' && peek(lx, n + 1) == '/'))
		n++;
	if (peek(lx, n) < 0)
		return false;
	for (n += 2; n; n--)
		advance(lx);
	return true;
}

static void end_directive(struct lexer *lx)
{
	if (!lx->directive)
		return;
	emit(lx, CTOKEN_NEWLINE, 0);
	lx->directive = false;
	lx->include = false;
	lx->define = false;
}

static bool token_is(const struct ctoken *token, const char *spelling)
{
	return token->len == strlen(spelling) &&
	       !memcmp(token->text, spelling, token->len);
}

/* what the token just made means for those that follow it in a directive */
static void note_directive(struct lexer *lx)
{
	struct ctoken *token = &lx->out->v[lx->out->nr - 1];

	if (!lx->directive)
		return;
	lx->directive_tokens++;
	if (lx->directive_tokens == 2) {
		lx->include = token_is(token, "include") ||
			      token_is(token, "include_next");
		lx->define = token_is(token, "define");
	} else if (lx->directive_tokens == 4 && lx->define && token_is(token, "(") &&
		   token[-1].text + token[-1].len == token->text) {
		token->glued = true;
	}
}

static void lex_token(struct lexer *lx)
{
	int c = peek(lx, 0);
	size_t prefix = encoding_prefix_len(lx);
	int quote = peek(lx, prefix);
	size_t n;

	if (c == '#' && lx->line_empty) {
		lx->directive = true;
		lx->directive_tokens = 0;
	}
	lx->line_empty = false;

	if (quote == '"' || quote == '\'') {
		n = quoted_len(lx, prefix, quote);
		if (!n)
			emit(lx, CTOKEN_OTHER, rest_of_line(lx));
		else
			emit(lx, quote == '"' ? CTOKEN_STRING : CTOKEN_CHAR, n);
	} else if (c == '<' && lx->include && lx->directive_tokens == 2 &&
		   quoted_len(lx, 0, '>')) {
		emit(lx, CTOKEN_STRING, quoted_len(lx, 0, '>'));
	} else if (identifier_start(c)) {
		for (n = 1; identifier_part(peek(lx, n)); )
			n++;
		emit(lx, CTOKEN_IDENTIFIER, n);
	} else if (isdigit(c) || (c == '.' && peek(lx, 1) >= 0 && isdigit(peek(lx, 1)))) {
		emit(lx, CTOKEN_NUMBER, number_len(lx));
	} else if (c == '/' && peek(lx, 1) == '*') {
		emit(lx, CTOKEN_OTHER, lx->len - lx->pos);
	} else {
		n = punctuator_len(lx);
		emit(lx, n ? CTOKEN_PUNCTUATOR : CTOKEN_OTHER, n ? n : 1);
	}
	note_directive(lx);
}

void ctokens_lex(struct ctokens *tokens, const char *text, size_t len)
{
	struct lexer lx = { .line = 1, .line_empty = true, .out = tokens };
	size_t *splices;

	*tokens = (struct ctokens)CTOKENS_INIT;
	tokens->text = remove_splices(text, len, &lx.len, &splices, &lx.nr_splices);
	lx.text = tokens->text;
	lx.splices = splices;
	while (lx.next_splice < lx.nr_splices && !splices[lx.next_splice]) {
		lx.next_splice++;
		lx.line++;
	}

	while (lx.pos < lx.len) {
		int c = peek(&lx, 0);

		if (c == '\n') {
			end_directive(&lx);
			lx.line_empty = true;
			advance(&lx);
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			advance(&lx);
		} else if (!skip_comment(&lx)) {
			lex_token(&lx);
		}
	}
	end_directive(&lx);
	free(splices);
}

void ctokens_release(struct ctokens *tokens)
{
	free(tokens->v);
	free(tokens->text);
	*tokens = (struct ctokens)CTOKENS_INIT;
}

/* --- functions ----------------------------------------------------------- */

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
	return token_is(token, "struct") || token_is(token, "union") ||
	       token_is(token, "enum");
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

	if (previous != token && !token_is(previous, "static") &&
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

	if (token_is(word, "if") || token_is(word, "ifdef") || token_is(word, "ifndef")) {
		if (f->nr_saved < MAX_CONDITIONALS)
			f->saved[f->nr_saved] = (struct conditional) { f->now, at };
		f->nr_saved++;
	} else if (token_is(word, "else") || token_is(word, "elif")) {
		if (f->nr_saved && f->nr_saved <= MAX_CONDITIONALS) {
			f->now = f->saved[f->nr_saved - 1].scope;
			fresh = f->now.start == f->saved[f->nr_saved - 1].at;
		}
	} else if (token_is(word, "endif") && f->nr_saved) {
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

/* A definition: tokens from @first to @last, of which @name is one. */
struct definition {
	const struct ctoken *name;
	size_t first, last;
	unsigned int line;	/* where its declaration begins */
};

/* Calls @visit for each function in turn, until that returns true. */
static void each_function(const struct ctokens *tokens,
			  bool (*visit)(const struct definition *, void *), void *data)
{
	struct finder f = { .tokens = tokens };

	for (size_t i = 0; i < tokens->nr; i++) {
		const struct ctoken *token = &tokens->v[i];
		struct definition found = { .last = i };
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

struct place {
	const struct ctokens *tokens;
	unsigned int line;
	char *name;
};

static bool is_around(const struct definition *found, void *data)
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

	each_function(tokens, is_around, &place);
	return place.name;
}

/* --- comparison ---------------------------------------------------------- */

static bool same_token(const struct ctoken *a, const struct ctoken *b)
{
	return a->kind == b->kind && a->len == b->len && a->glued == b->glued &&
	       !memcmp(a->text, b->text, a->len);
}

static char *spelling(const struct ctokens *tokens, size_t at)
{
	const struct ctoken *token = &tokens->v[at];
	struct strbuf sb = STRBUF_INIT;

	if (at >= tokens->nr)
		return xstrdup("end of file");
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
	while (i < ta.nr && i < tb.nr && same_token(&ta.v[i], &tb.v[i]))
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

/* The functions of one text, and what is outside of all of them. */
struct functions {
	const struct ctokens *tokens;
	struct definition *v;
	size_t nr, alloc;
};

static bool keep_function(const struct definition *found, void *data)
{
	struct functions *functions = data;

	functions->v = grow_array(functions->v, functions->nr, &functions->alloc,
				  sizeof(*functions->v));
	functions->v[functions->nr++] = *found;
	return false;
}

/* Of a name that branches of #if define, each is another. */
static size_t nth_of_its_name(const struct functions *functions, size_t at)
{
	size_t nth = 0;

	for (size_t i = 0; i < at; i++)
		if (same_token(functions->v[i].name, functions->v[at].name))
			nth++;
	return nth;
}

static const struct definition *find_function(const struct functions *functions,
					      const struct ctoken *name, size_t nth)
{
	for (size_t i = 0; i < functions->nr; i++)
		if (same_token(functions->v[i].name, name) && !nth--)
			return &functions->v[i];
	return NULL;
}

static bool same_tokens(const struct ctokens *a, size_t a_first, size_t a_end,
			const struct ctokens *b, size_t b_first, size_t b_end)
{
	if (a_end - a_first != b_end - b_first)
		return false;
	for (size_t i = 0; i < a_end - a_first; i++)
		if (!same_token(&a->v[a_first + i], &b->v[b_first + i]))
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
	} while (token_a && token_b && same_token(token_a, token_b));
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
		const struct definition *one = &a->v[i];
		const struct definition *other =
			find_function(b, one->name, nth_of_its_name(a, i));

		if (!other || !same_tokens(a->tokens, one->first, one->last + 1,
					   b->tokens, other->first, other->last + 1))
			push_name(names, one->name);
	}
	for (size_t i = 0; i < b->nr; i++)
		if (!find_function(a, b->v[i].name, nth_of_its_name(b, i)))
			push_name(names, b->v[i].name);
	if (!same_outside(a, b))
		argv_push(names, "");
}

size_t ctoken_differences(const char *a, size_t alen, const char *b, size_t blen,
			  struct argv *names)
{
	struct ctokens ta, tb;
	struct functions fa = { .tokens = &ta }, fb = { .tokens = &tb };
	size_t compared;

	ctokens_lex(&ta, a, alen);
	ctokens_lex(&tb, b, blen);
	each_function(&ta, keep_function, &fa);
	each_function(&tb, keep_function, &fb);
	compare_functions(&fa, &fb, names);
	compared = tb.nr;
	free(fa.v);
	free(fb.v);
	ctokens_release(&ta);
	ctokens_release(&tb);
	return compared;
}
