// SPDX-License-Identifier: GPL-2.0-only
/* C tokens of kernel source, see ctoken.h */
#include "data/ctoken.h"

#include "base/strbuf.h"
#include "base/util.h"

/*
 * The text is copied without its splices first, so that a token is always one
 * run of bytes.
 */
struct splice {
	size_t at;		/* offset in the copy where a line went on */
	size_t len;		/* bytes that are left out there */
};

struct lexer {
	const char *text;
	size_t len, pos;
	const struct splice *splices;
	size_t nr_splices, next_splice;
	size_t left_out;	/* by the splices up to @pos */
	unsigned int line;
	size_t line_start;
	bool directive;		/* between '#' and the end of its line */
	bool line_empty;	/* no token yet on this logical line */
	size_t directive_tokens;
	bool include, define;	/* which directive it is */
	struct ctokens *out;
};

static char *remove_splices(const char *text, size_t len, size_t *out_len,
			    struct splice **splices, size_t *nr_splices)
{
	char *copy = xmalloc(len + 1);
	size_t alloc = 0, nr = 0, n = 0;
	struct splice *v = NULL;

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
		v[nr++] = (struct splice) { n, skip + 1 };
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

static void take_splices(struct lexer *lx)
{
	while (lx->next_splice < lx->nr_splices &&
	       lx->splices[lx->next_splice].at <= lx->pos) {
		lx->left_out += lx->splices[lx->next_splice++].len;
		lx->line++;
		lx->line_start = lx->pos;
	}
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
	take_splices(lx);
}

/* step over some bytes; returns where they end in the text as it was given */
static size_t advance_over(struct lexer *lx, size_t len)
{
	size_t end = lx->pos + lx->left_out;

	while (len--) {
		end = lx->pos + lx->left_out + 1;
		advance(lx);
	}
	return end;
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
		.offset = lx->pos + lx->left_out,
		.directive = lx->directive,
	};
	token->end = advance_over(lx, len);
}

static void emit_comment(struct lexer *lx, size_t len)
{
	struct ctokens *out = lx->out;
	struct ccomment *comment;

	out->comments = grow_array(out->comments, out->nr_comments, &out->alloc_comments,
				   sizeof(*out->comments));
	comment = &out->comments[out->nr_comments++];
	*comment = (struct ccomment) {
		.text = lx->text + lx->pos,
		.len = len,
		.line = lx->line,
		.offset = lx->pos + lx->left_out,
		.next = out->nr,
	};
	comment->end = advance_over(lx, len);
}

/* a comment counts as a blank; false: there is none here, or it never ends */
static bool take_comment(struct lexer *lx)
{
	size_t n = 2;

	if (peek(lx, 0) != '/')
		return false;
	if (peek(lx, 1) == '/') {
		emit_comment(lx, rest_of_line(lx));
		return true;
	}
	if (peek(lx, 1) != '*')
		return false;
	while (peek(lx, n) >= 0 && !(peek(lx, n) == '*' && peek(lx, n + 1) == '/'))
		n++;
	if (peek(lx, n) < 0)
		return false;
	emit_comment(lx, n + 2);
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

bool ctoken_is(const struct ctoken *token, const char *spelling)
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
		lx->include = ctoken_is(token, "include") ||
			      ctoken_is(token, "include_next");
		lx->define = ctoken_is(token, "define");
	} else if (lx->directive_tokens == 4 && lx->define && ctoken_is(token, "(") &&
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
	struct splice *splices;

	*tokens = (struct ctokens)CTOKENS_INIT;
	tokens->text = remove_splices(text, len, &lx.len, &splices, &lx.nr_splices);
	lx.text = tokens->text;
	lx.splices = splices;
	take_splices(&lx);

	while (lx.pos < lx.len) {
		int c = peek(&lx, 0);

		if (c == '\n') {
			end_directive(&lx);
			lx.line_empty = true;
			advance(&lx);
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			advance(&lx);
		} else if (!take_comment(&lx)) {
			lex_token(&lx);
		}
	}
	end_directive(&lx);
	free(splices);
}

void ctokens_release(struct ctokens *tokens)
{
	free(tokens->v);
	free(tokens->comments);
	free(tokens->text);
	*tokens = (struct ctokens)CTOKENS_INIT;
}

bool ctoken_same(const struct ctoken *a, const struct ctoken *b)
{
	return a->kind == b->kind && a->len == b->len && a->glued == b->glued &&
	       !memcmp(a->text, b->text, a->len);
}
