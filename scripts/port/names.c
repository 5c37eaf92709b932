// SPDX-License-Identifier: GPL-2.0-only
/* The names that a port by rule uses, see names.h */
#include "port/names.h"

#include "data/align.h"
#include "data/scope.h"
#include "data/word.h"

struct checker {
	struct alignment aligned;
	struct scope before, after;
};

static const struct functions *functions_of(const struct version *version)
{
	return &version->statements.functions;
}

/* Which function before a function after was, NOWHERE if none or in none. */
static size_t function_before(const struct checker *checker, size_t function)
{
	const struct functions *before = functions_of(&checker->aligned.before);
	const struct function *same;

	if (function == NOWHERE)
		return NOWHERE;
	same = functions_same(before, functions_of(&checker->aligned.after), function);
	return same ? (size_t)(same - before->v) : NOWHERE;
}

/* Whether the same was the matter in the same function before. */
static bool was_so(const struct checker *checker, const struct name *name)
{
	size_t function = function_before(checker, name->function);

	if (function == NOWHERE && name->function != NOWHERE)
		return false;
	for (size_t i = 0; i < checker->before.nr; i++) {
		const struct name *one = &checker->before.names[i];

		if (one->is == name->is && one->function == function &&
		    ctoken_same(one->name, name->name))
			return true;
	}
	return false;
}

/* Whether the same was the matter with the name anywhere. */
static bool was_anywhere(const struct checker *checker, const struct name *name)
{
	for (size_t i = 0; i < checker->before.nr; i++)
		if (checker->before.names[i].is == name->is &&
		    ctoken_same(checker->before.names[i].name, name->name))
			return true;
	return false;
}

/* How a file declares a name: in a function, at file level, as a type it knows. */
struct known {
	bool local, file, type, is_static;
};

static void ask(const struct scope *scope, const struct ctoken *name, struct known *known)
{
	for (size_t i = 0; i < scope->nr_declarations; i++) {
		const struct declaration *one = &scope->declarations[i];

		if (!ctoken_same(one->name, name))
			continue;
		known->type |= one->type;
		known->local |= !one->type && one->function != NOWHERE;
		known->file |= !one->type && one->function == NOWHERE;
		known->is_static |= one->is_static;
	}
}

/* Words of the language and the kernel that are in small letters: true, __func__ */
static bool is_word(const struct ctoken *name)
{
	return ctoken_is(name, "true") || ctoken_is(name, "false") ||
	       ctoken_is(name, "current") || ctoken_is(name, "fallthrough") ||
	       (name->len > 2 && !memcmp(name->text, "__", 2));
}

/* Whether a header is to have it, of all that can be seen in the file. */
static bool is_of_header(const struct checker *checker, const struct name *name)
{
	struct known before = { false }, after = { false };

	ask(&checker->before, name->name, &before);
	ask(&checker->after, name->name, &after);
	if (before.type || after.type)
		return true;
	if (!before.local && was_anywhere(checker, name))
		return true;
	if (name->is == NAME_PARTLY)
		return false;
	if (before.local || before.file || after.local || after.file)
		return name->call && !before.local && !after.local && after.file &&
		       !after.is_static;
	return name->call || word_is_constant(name->name) || is_word(name->name);
}

static bool is_wrong(const struct checker *checker, const struct name *name)
{
	if (was_so(checker, name))
		return false;
	return (name->is != NAME_FREE && name->is != NAME_PARTLY) ||
	       !is_of_header(checker, name);
}

/* Whether the function had a label of that name, which asm goto() or a macro is given. */
static bool was_label(const struct checker *checker, const struct name *name)
{
	const struct version *before = &checker->aligned.before;
	size_t function = function_before(checker, name->function);

	for (size_t i = 0; function != NOWHERE && i < before->statements.nr; i++) {
		const struct statement *one = &before->statements.v[i];

		if (one->function == function && one->end == one->first + 2 &&
		    ctoken_same(version_token(before, one->first), name->name) &&
		    ctoken_is(version_token(before, one->first + 1), ":"))
			return true;
	}
	return false;
}

/* The line before in which the file declares a name, 0 if the change adds that. */
static unsigned int line_of_declaration(const struct checker *checker,
					const struct ctoken *name)
{
	const struct ctoken *tokens = checker->aligned.after.statements.tokens.v;

	for (size_t i = 0; i < checker->after.nr_declarations; i++) {
		const struct declaration *one = &checker->after.declarations[i];

		if (!one->type && one->function == NOWHERE && ctoken_same(one->name, name))
			return alignment_token_line(&checker->aligned,
						    (size_t)(one->name - tokens));
	}
	return 0;
}

static const char *what(const struct checker *checker, const struct name *name)
{
	static const char * const words[] = {
		[NAME_FREE] = "would use '%.*s'%s, which nothing declares there",
		[NAME_PARTLY] = "would use '%.*s'%s, which is not declared in every configuration",
		[NAME_TWICE] = "would declare '%.*s'%s twice",
		[LABEL_MISSING] = "would go to '%.*s'%s, which is no label there",
		[LABEL_PARTLY] = "would go to '%.*s'%s, which is a label in some configurations only",
		[LABEL_UNUSED] = "would have a label '%.*s'%s that nothing goes to",
		[LABEL_TWICE] = "would have the label '%.*s'%s twice",
	};

	if (name->is == NAME_FREE && was_label(checker, name))
		return words[LABEL_MISSING];
	return words[name->is];
}

static void describe_place(const struct checker *checker, const struct name *name,
			   struct strbuf *why)
{
	const struct functions *functions = functions_of(&checker->aligned.after);
	unsigned int line = alignment_token_line(&checker->aligned, name->at);

	if (name->function == NOWHERE)
		strbuf_addstr(why, "what is outside of functions");
	else
		strbuf_addf(why, "%.*s()", (int)functions->v[name->function].name->len,
			    functions->v[name->function].name->text);
	if (line)
		strbuf_addf(why, " in line %u", line);
	else if (name->function != NOWHERE)
		strbuf_addstr(why, ", which the change adds,");
}

static void describe(const struct checker *checker, const struct name *name,
		     struct strbuf *why)
{
	char *macro __free(free_text) = name->macro ?
		xstrfmt(" by the macro '%.*s'", (int)name->macro->len, name->macro->text) :
		xstrdup("");
	unsigned int line = line_of_declaration(checker, name->name);
	bool above = name->is == NAME_FREE && line;
	const char *words = above ? "would use '%.*s'%s above where it is declared" :
			    what(checker, name);

	if (why->len)
		strbuf_addstr(why, "; ");
	describe_place(checker, name, why);
	strbuf_addch(why, ' ');
	strbuf_addf(why, words, (int)name->name->len, name->name->text, macro);
	if (above)
		strbuf_addf(why, ", in line %u", line);
}

/* Whether the same was said of the function already. */
static bool is_said(const struct checker *checker, size_t at)
{
	const struct name *name = &checker->after.names[at];

	for (size_t i = 0; i < at; i++) {
		const struct name *one = &checker->after.names[i];

		if (one->is == name->is && one->function == name->function &&
		    ctoken_same(one->name, name->name))
			return true;
	}
	return false;
}

enum port_status port_check_names(const struct strbuf *before, const struct strbuf *after,
				  struct strbuf *why)
{
	enum port_status end = PORT_OK;
	struct checker checker;

	align(&checker.aligned, before, after);
	scope_read(&checker.before, &checker.aligned.before.statements);
	scope_read(&checker.after, &checker.aligned.after.statements);
	for (size_t i = 0; i < checker.after.nr; i++) {
		if (is_said(&checker, i) || !is_wrong(&checker, &checker.after.names[i]))
			continue;
		describe(&checker, &checker.after.names[i], why);
		end = PORT_REFUSED;
	}
	scope_release(&checker.before);
	scope_release(&checker.after);
	alignment_release(&checker.aligned);
	return end;
}
