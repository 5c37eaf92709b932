// SPDX-License-Identifier: GPL-2.0-only
/* Names that the older tree does not know, see merge-guard.h */
#include "port/merge-guard.h"

#include "base/util.h"
#include "data/scope.h"
#include "data/word.h"

static bool *words_of(const struct plan *plan, const struct items *items)
{
	bool *has = xcalloc(plan->words.nr + 1, sizeof(*has));

	for (size_t i = 0; i < items->nr; i++)
		for (size_t j = 0; j < items->v[i].run.nr; j++)
			has[items->v[i].run.v[j]] = true;
	return has;
}

/* --- what the tree knows ------------------------------------------------------------ */

static bool is_touched(const struct plan *plan, size_t theirs)
{
	return plan->base_of[theirs] == NO_ITEM || plan_changes(plan, plan->base_of[theirs]);
}

/* A header's name is a string. */
static bool is_header(const struct plan *plan, size_t word)
{
	const char *text = plan->words.text[word];

	return *text == '<' && text[1] && text[strlen(text) - 1] == '>';
}

static void ask_for(const struct plan *plan, const bool *in_ours, struct argv *names)
{
	bool *asked = xcalloc(plan->words.nr + 1, sizeof(*asked));

	for (size_t i = 0; i < plan->theirs.nr; i++) {
		const struct run *run = &plan->theirs.v[i].run;

		for (size_t j = 0; is_touched(plan, i) && j < run->nr; j++) {
			size_t word = run->v[j];

			if (asked[word] || in_ours[word] ||
			    (!plan->words.is_name[word] && !is_header(plan, word)))
				continue;
			asked[word] = true;
			argv_push(names, plan->words.text[word]);
		}
	}
	free(asked);
}

int guard_ask(struct plan *plan, const struct merge_names *names, bool **known)
{
	struct argv asked __free(argv_release) = ARGV_INIT;
	struct argv found __free(argv_release) = ARGV_INIT;

	*known = words_of(plan, &plan->ours);
	ask_for(plan, *known, &asked);
	if (asked.nr && names->look_up(names->data, &asked, &found))
		return -1;
	for (size_t i = 0; found.nr && i < plan->words.nr; i++)
		if (!(*known)[i])
			(*known)[i] = argv_has(&found, plan->words.text[i]);
	return 0;
}

/* --- what the change declares ------------------------------------------------------- */

static bool is(const struct ctokens *tokens, size_t i, const char *spelling)
{
	return i < tokens->nr && ctoken_is(&tokens->v[i], spelling);
}

static bool is_any(const struct ctokens *tokens, size_t i, const char *characters)
{
	return i < tokens->nr && tokens->v[i].len == 1 && strchr(characters, *tokens->v[i].text);
}

static bool is_word(const struct ctokens *tokens, size_t i)
{
	return i < tokens->nr && tokens->v[i].kind == CTOKEN_IDENTIFIER;
}

/* "int x;", "struct a *x)": a type stands before the name. */
static bool has_type(const struct ctokens *tokens, size_t at)
{
	static const char * const others[] = {
		"return", "goto", "case", "else", "sizeof", "do", NULL
	};
	size_t type = at;

	while (type && (is(tokens, type - 1, "*") || is(tokens, type - 1, "const")))
		type--;
	return type && is_word(tokens, type - 1) &&
	       !word_is_one_of(&tokens->v[type - 1], others) &&
	       is_any(tokens, at + 1, ";,=([):");
}

/* As a token says by what stands beside it. */
static bool declares(const struct ctokens *tokens, size_t at)
{
	if (!at)
		return false;
	if (is(tokens, at - 1, "define"))
		return true;
	if (is(tokens, at + 1, ":") && is_any(tokens, at - 1, "};{)"))
		return true;
	if (tokens->v[at - 1].kind == CTOKEN_NEWLINE && is(tokens, at + 1, ":"))
		return true;
	if (word_is_tag(&tokens->v[at - 1]) && is(tokens, at + 1, "{"))
		return true;
	/* a list: "int a, x;", "enum { A, X }", "#define m(a, x)" */
	if (is_any(tokens, at - 1, ",{") && is_any(tokens, at + 1, ",;=})"))
		return true;
	return has_type(tokens, at);
}

/* --- the result --------------------------------------------------------------------- */

/* The older file, that with the change, and the result, with all their names. */
struct guard {
	struct plan *plan;
	const bool *known;
	struct merge *merge;
	struct statements statements[3];
	struct scope scope[3];
};

enum { OURS, THEIRS, RESULT };

static void open_guard(struct guard *guard)
{
	const struct strbuf *text[] = {
		guard->merge->ours, guard->merge->theirs, &guard->merge->text,
	};

	for (size_t i = 0; i < ARRAY_SIZE(text); i++) {
		statements_cut(&guard->statements[i], text[i]->buf, text[i]->len);
		scope_read(&guard->scope[i], &guard->statements[i]);
	}
}

static void close_guard(struct guard *guard)
{
	for (size_t i = 0; i < ARRAY_SIZE(guard->scope); i++) {
		scope_release(&guard->scope[i]);
		statements_release(&guard->statements[i]);
	}
}

static bool is_declared(const struct guard *guard, size_t at)
{
	const struct scope *scope = &guard->scope[RESULT];
	const struct ctokens *tokens = &guard->statements[RESULT].tokens;

	for (size_t i = 0; i < scope->nr_declarations; i++)
		if (ctoken_same(scope->declarations[i].name, &tokens->v[at]))
			return true;
	return declares(tokens, at);
}

static void sort_out(struct guard *guard)
{
	const struct ctokens *tokens = &guard->statements[RESULT].tokens;
	struct words *words = &guard->plan->words;
	bool *in_base = words_of(guard->plan, &guard->plan->base);
	struct merge *merge = guard->merge;
	size_t nr = words->nr;

	for (size_t i = 0; i < tokens->nr; i++) {
		size_t word = words_number(words, &tokens->v[i]);
		const char *text = words->text[word];

		if ((word < nr && guard->known[word]) ||
		    (!words->is_name[word] && !is_header(guard->plan, word)))
			continue;
		if (words->is_name[word] && (word >= nr || !in_base[word]) &&
		    !argv_has(&merge->added, text) && is_declared(guard, i))
			argv_push(&merge->added, text);
		if (!argv_has(&merge->unknown, text))
			argv_push(&merge->unknown, text);
	}
	free(in_base);
}

/* --- names of a function ------------------------------------------------------------ */

static bool is_free(const struct scope *scope, const struct ctoken *name)
{
	for (size_t i = 0; i < scope->nr; i++)
		if (scope->names[i].is == NAME_FREE && ctoken_same(scope->names[i].name, name))
			return true;
	return false;
}

/* What a header declares is free in the change's own file, too. */
static bool is_amiss(const struct guard *guard, const struct name *name)
{
	return name->is == NAME_FREE && !name->call && !name->macro &&
	       !is_free(&guard->scope[OURS], name->name) &&
	       !is_free(&guard->scope[THEIRS], name->name);
}

static bool check_scope(const struct guard *guard)
{
	const struct scope *scope = &guard->scope[RESULT];

	for (size_t i = 0; i < scope->nr; i++) {
		char *function __free(free_text) = NULL;
		const struct name *name = &scope->names[i];

		if (!is_amiss(guard, name))
			continue;
		function = ctokens_function_at(&guard->statements[RESULT].tokens,
					       name->name->line);
		strbuf_addf(&guard->merge->why, "%s: the change uses '%.*s'%s%s%s, which nothing declares there in this tree",
			    guard->merge->path, (int)name->name->len, name->name->text,
			    function ? " in " : "", function ? function : "",
			    function ? "()" : "");
		return false;
	}
	return true;
}

bool guard_check(struct plan *plan, const bool *known, struct merge *merge)
{
	struct guard guard = { .plan = plan, .known = known, .merge = merge };
	bool right;

	open_guard(&guard);
	sort_out(&guard);
	right = check_scope(&guard);
	close_guard(&guard);
	return right;
}
