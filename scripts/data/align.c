// SPDX-License-Identifier: GPL-2.0-only
/* What a change keeps, see align.h */
#include "data/align.h"

#include "base/util.h"

/* More tokens than that in both of two statements are not compared one by one. */
#define TABLE_CELLS 16777216

/* The statements of a function, or all outside of functions, of one version. */
struct part {
	struct version *version;
	size_t *v;
	size_t nr, alloc;
	uint64_t *words;	/* what identifiers each may have */
};

const struct ccomment *version_comment(const struct version *version, size_t i)
{
	return &version->statements.tokens.comments[i];
}

size_t version_comments(const struct version *version)
{
	return version->statements.tokens.nr_comments;
}

size_t version_tokens(const struct version *version)
{
	return version->statements.tokens.nr;
}

const struct ctoken *version_token(const struct version *version, size_t at)
{
	return &version->statements.tokens.v[at];
}

const struct statement *version_statement(const struct version *version, size_t token)
{
	return &version->statements.v[version->statements.of[token]];
}

const struct statement *version_mate(const struct version *version,
				     const struct version *other, size_t token)
{
	size_t mate = version->mate[version->statements.of[token]];

	return mate == NOWHERE ? NULL : &other->statements.v[mate];
}

static const struct statement *statement_of(const struct part *part, size_t i)
{
	return &part->version->statements.v[part->v[i]];
}

static void add(struct part *part, size_t statement)
{
	part->v = grow_array(part->v, part->nr, &part->alloc, sizeof(*part->v));
	part->v[part->nr++] = statement;
}

static void take_function(struct part *part, struct version *version, size_t function)
{
	*part = (struct part){ .version = version };
	for (size_t i = 0; i < version->statements.nr; i++)
		if (version->statements.v[i].function == function)
			add(part, i);
}

static bool same(const struct version *a, const struct statement *one,
		 const struct version *b, const struct statement *other)
{
	if (one->end - one->first != other->end - other->first)
		return false;
	for (size_t i = 0; i < one->end - one->first; i++)
		if (!ctoken_same(version_token(a, one->first + i),
				 version_token(b, other->first + i)))
			return false;
	return true;
}

/* Words that say little of what a statement is. */
static bool is_plain(const struct ctoken *token)
{
	static const char * const words[] = {
		"if", "else", "for", "while", "return", "static", "const", "struct",
		"int", "unsigned", "long", "void", "char", "bool",
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (ctoken_is(token, words[i]))
			return true;
	return false;
}

static unsigned int weight(const struct ctoken *token)
{
	return token->kind == CTOKEN_PUNCTUATOR || token->kind == CTOKEN_NEWLINE ||
	       is_plain(token) ? 1 : 3;
}

static unsigned int weight_of(const struct version *version, const struct statement *one)
{
	unsigned int sum = 0;

	for (size_t i = one->first; i < one->end; i++)
		sum += weight(version_token(version, i));
	return sum;
}

/*
 * The heaviest common subsequence of two statements, which are not too long for it;
 * with @marry, the tokens of it become each other's.
 */
static unsigned int common(struct version *a, const struct statement *one,
			   struct version *b, const struct statement *other, bool marry)
{
	size_t n = one->end - one->first, m = other->end - other->first, width = m + 1;
	unsigned int *table, best;
	size_t i = 0, j = 0;

	if (n + 1 > TABLE_CELLS / width)
		return 0;
	table = xcalloc((n + 1) * width, sizeof(*table));
	for (i = n; i--; ) {
		for (j = m; j--; ) {
			const struct ctoken *token = version_token(a, one->first + i);
			unsigned int down = table[(i + 1) * width + j];
			unsigned int right = table[i * width + j + 1], most;

			most = down > right ? down : right;
			if (ctoken_same(token, version_token(b, other->first + j)) &&
			    table[(i + 1) * width + j + 1] + weight(token) > most)
				most = table[(i + 1) * width + j + 1] + weight(token);
			table[i * width + j] = most;
		}
	}
	best = table[0];
	for (i = 0, j = 0; marry && i < n && j < m; ) {
		if (table[i * width + j] == table[(i + 1) * width + j]) {
			i++;
		} else if (table[i * width + j] == table[i * width + j + 1]) {
			j++;
		} else {
			a->token[one->first + i] = other->first + j;
			b->token[other->first + j++] = one->first + i++;
		}
	}
	free(table);
	return best;
}

static bool has_word(const struct version *version, const struct ctoken *word)
{
	const struct ctokens *tokens = &version->statements.tokens;

	for (size_t i = 0; i < tokens->nr; i++)
		if (ctoken_same(&tokens->v[i], word))
			return true;
	return false;
}

static bool is_call(const struct version *version, const struct statement *statement)
{
	return statement->end - statement->first > 1 &&
	       version_token(version, statement->first)->kind == CTOKEN_IDENTIFIER &&
	       ctoken_is(version_token(version, statement->first + 1), "(");
}

/*
 * Directives are what they are, or others. A call is another one as long as anybody
 * calls the first: a lock that goes has not become the unlock behind it.
 */
static bool may_become(const struct version *a, const struct statement *one,
		       const struct version *b, const struct statement *other)
{
	const struct ctoken *first = version_token(a, one->first);

	if (first->directive || version_token(b, other->first)->directive)
		return false;
	return !is_call(a, one) || !is_call(b, other) ||
	       ctoken_same(first, version_token(b, other->first)) || !has_word(b, first);
}

static bool are_neighbours_same(const struct part *a, size_t i, const struct part *b,
				size_t j, bool behind)
{
	if (behind ? i + 1 >= a->nr || j + 1 >= b->nr : !i || !j)
		return false;
	i += behind ? 1 : -1;
	j += behind ? 1 : -1;
	return same(a->version, statement_of(a, i), b->version, statement_of(b, j));
}

/* How much speaks for the one having become the other; 0: nothing. */
static unsigned int likeness(const struct part *a, size_t i, const struct part *b, size_t j)
{
	const struct statement *one = statement_of(a, i), *other = statement_of(b, j);
	unsigned int shared, all;

	/* what closes goes with what it closes */
	if (one->opener != NOWHERE || other->opener != NOWHERE)
		return 0;
	if (same(a->version, one, b->version, other))
		return 8 * weight_of(a->version, one) + 4 +
		       are_neighbours_same(a, i, b, j, false) +
		       are_neighbours_same(a, i, b, j, true);
	if (!(a->words[i] & b->words[j]))
		return 0;
	shared = common(a->version, one, b->version, other, false);
	all = weight_of(a->version, one) + weight_of(b->version, other);
	return 4 * shared >= all && may_become(a->version, one, b->version, other) ?
	       8 * shared : 0;
}

static void marry(struct part *a, size_t i, struct part *b, size_t j)
{
	a->version->mate[a->v[i]] = b->v[j];
	b->version->mate[b->v[j]] = a->v[i];
}

/* Of the statements from @first on, to the ends: the pairs that like each other most. */
static void pair(struct part *a, size_t a_end, struct part *b, size_t b_end, size_t first)
{
	size_t n = a_end - first, m = b_end - first, width = m + 1, i, j;
	unsigned int *table = xcalloc((n + 1) * width, sizeof(*table));

	for (i = n; i--; ) {
		for (j = m; j--; ) {
			unsigned int down = table[(i + 1) * width + j];
			unsigned int right = table[i * width + j + 1];
			unsigned int like = likeness(a, first + i, b, first + j);
			unsigned int most = down > right ? down : right;

			if (like && table[(i + 1) * width + j + 1] + like > most)
				most = table[(i + 1) * width + j + 1] + like;
			table[i * width + j] = most;
		}
	}
	for (i = 0, j = 0; i < n && j < m; ) {
		if (table[i * width + j] == table[(i + 1) * width + j])
			i++;
		else if (table[i * width + j] == table[i * width + j + 1])
			j++;
		else
			marry(a, first + i++, b, first + j++);
	}
	free(table);
}

static uint64_t words_of(const struct version *version, const struct statement *statement)
{
	uint64_t words = 0;

	for (size_t i = statement->first; i < statement->end; i++) {
		const struct ctoken *token = version_token(version, i);
		unsigned int hash = 5381;

		for (size_t n = 0; n < token->len; n++)
			hash = hash * 33 + (unsigned char)token->text[n];
		if (weight(token) > 1)
			words |= UINT64_C(1) << hash % 64;
	}
	return words;
}

static void note_words(struct part *part)
{
	part->words = xcalloc(part->nr + 1, sizeof(*part->words));
	for (size_t i = 0; i < part->nr; i++)
		part->words[i] = words_of(part->version, statement_of(part, i));
}

static void align_parts(struct part *a, struct part *b)
{
	size_t first = 0, a_end = a->nr, b_end = b->nr;

	note_words(a);
	note_words(b);
	while (first < a_end && first < b_end &&
	       same(a->version, statement_of(a, first), b->version, statement_of(b, first))) {
		marry(a, first, b, first);
		first++;
	}
	while (a_end > first && b_end > first &&
	       same(a->version, statement_of(a, a_end - 1), b->version,
		    statement_of(b, b_end - 1)))
		marry(a, --a_end, b, --b_end);
	pair(a, a_end, b, b_end, first);
	free(a->v);
	free(a->words);
	free(b->v);
	free(b->words);
}

static size_t header_of(const struct version *version, const struct function *function)
{
	return version->statements.of[function->name - version->statements.tokens.v];
}

/* A function that has changed its parameters is the same all the same. */
static void align_headers(struct version *before, const struct function *one,
			  struct version *after, const struct function *other)
{
	size_t a = header_of(before, one), b = header_of(after, other);

	if (before->mate[a] != NOWHERE || after->mate[b] != NOWHERE)
		return;
	before->mate[a] = b;
	after->mate[b] = a;
}

static void align_functions(struct version *before, struct version *after)
{
	const struct functions *functions = &before->statements.functions;
	const struct functions *others = &after->statements.functions;
	struct part a, b;

	for (size_t i = 0; i < functions->nr; i++) {
		const struct function *other = functions_same(others, functions, i);

		if (!other)
			continue;
		take_function(&a, before, i);
		take_function(&b, after, (size_t)(other - others->v));
		align_parts(&a, &b);
		align_headers(before, &functions->v[i], after, other);
	}
	take_function(&a, before, NOWHERE);
	take_function(&b, after, NOWHERE);
	align_parts(&a, &b);
}

static void divorce(struct version *version, struct version *other, size_t statement)
{
	size_t mate = version->mate[statement];

	if (mate != NOWHERE)
		other->mate[mate] = NOWHERE;
	version->mate[statement] = NOWHERE;
}

/* The statement behind @at that belongs to the same opener, NOWHERE if none. */
static size_t next_closer(const struct statements *statements, size_t opener, size_t at)
{
	while (++at < statements->nr)
		if (statements->v[at].opener == opener)
			return at;
	return NOWHERE;
}

/* Whether each closes what it belongs to in the same way: "}", "#else", "#endif". */
static bool close_alike(const struct version *a, const struct statement *one,
			const struct version *b, const struct statement *other)
{
	const struct ctoken *first = version_token(a, one->first);

	return ctoken_same(first, version_token(b, other->first)) &&
	       (!first->directive || same(a, one, b, other));
}

/* What closes a statement that is kept is kept. */
static void align_closer(struct version *before, size_t at, struct version *after)
{
	const struct statement *closer = &before->statements.v[at];
	size_t opener = before->mate[closer->opener], mate;

	if (opener == NOWHERE)
		return;
	mate = next_closer(&after->statements, opener, opener);
	while (mate != NOWHERE &&
	       (after->mate[mate] != NOWHERE ||
		!close_alike(before, closer, after, &after->statements.v[mate])))
		mate = next_closer(&after->statements, opener, mate);
	if (mate == NOWHERE)
		return;
	before->mate[at] = mate;
	after->mate[mate] = at;
}

/* Those outside of what differs have been taken for each other by their order. */
static void align_closers(struct version *before, struct version *after)
{
	for (size_t i = 0; i < before->statements.nr; i++)
		if (before->statements.v[i].opener != NOWHERE)
			divorce(before, after, i);
	for (size_t i = 0; i < after->statements.nr; i++)
		if (after->statements.v[i].opener != NOWHERE)
			divorce(after, before, i);
	for (size_t i = 0; i < before->statements.nr; i++)
		if (before->statements.v[i].opener != NOWHERE)
			align_closer(before, i, after);
}

static void align_tokens(struct version *before, struct version *after)
{
	for (size_t i = 0; i < before->statements.nr; i++) {
		const struct statement *one = &before->statements.v[i], *other;

		if (before->mate[i] == NOWHERE)
			continue;
		other = &after->statements.v[before->mate[i]];
		if (!same(before, one, after, other)) {
			(void)common(before, one, after, other, true);
			continue;
		}
		for (size_t n = 0; n < one->end - one->first; n++) {
			before->token[one->first + n] = other->first + n;
			after->token[other->first + n] = one->first + n;
		}
	}
}

static void take_version(struct version *version, const struct strbuf *text)
{
	size_t nr, tokens;

	statements_cut(&version->statements, text->buf, text->len);
	nr = version->statements.nr;
	tokens = version->statements.tokens.nr;
	version->mate = xcalloc(nr + 1, sizeof(*version->mate));
	version->token = xcalloc(tokens + 1, sizeof(*version->token));
	for (size_t i = 0; i < nr; i++)
		version->mate[i] = NOWHERE;
	for (size_t i = 0; i < tokens; i++)
		version->token[i] = NOWHERE;
}

void align(struct alignment *alignment, const struct strbuf *before,
	   const struct strbuf *after)
{
	take_version(&alignment->before, before);
	take_version(&alignment->after, after);
	align_functions(&alignment->before, &alignment->after);
	align_closers(&alignment->before, &alignment->after);
	align_tokens(&alignment->before, &alignment->after);
}

static void release_version(struct version *version)
{
	statements_release(&version->statements);
	free(version->mate);
	free(version->token);
}

void alignment_release(struct alignment *alignment)
{
	release_version(&alignment->before);
	release_version(&alignment->after);
}

unsigned int alignment_token_line(const struct alignment *alignment, size_t at)
{
	const struct version *before = &alignment->before, *after = &alignment->after;
	const struct functions *functions = &after->statements.functions;
	const struct statement *statement;
	size_t mate;

	if (at >= after->statements.tokens.nr)
		return 0;
	if (after->token[at] != NOWHERE)
		return version_token(before, after->token[at])->line;
	statement = &after->statements.v[after->statements.of[at]];
	mate = after->mate[after->statements.of[at]];
	if (mate == NOWHERE && statement->function != NOWHERE)
		mate = after->mate[header_of(after, &functions->v[statement->function])];
	return mate == NOWHERE ? 0 : version_token(before, before->statements.v[mate].first)->line;
}

unsigned int alignment_line(const struct alignment *alignment, unsigned int line)
{
	const struct ctokens *tokens = &alignment->after.statements.tokens;
	size_t first = 0;

	while (first < tokens->nr && tokens->v[first].line < line)
		first++;
	for (size_t at = first; at < tokens->nr && tokens->v[at].line == line; at++)
		if (alignment->after.token[at] != NOWHERE)
			return alignment_token_line(alignment, at);
	return alignment_token_line(alignment, first);
}
