// SPDX-License-Identifier: GPL-2.0-only
/* Names and where they are declared, see scope.h */
#include "data/scope.h"

#include "base/util.h"
#include "data/jump.h"
#include "data/word.h"

/* Macros within macros. */
#define MACRO_DEPTH 8

struct macro {
	const struct ctoken *name;
	size_t params, body, end;	/* of the tokens; no params: params == body */
	struct when when;
};

struct reader {
	struct scope *out;
	const struct statements *statements;
	const struct ctoken *tokens;
	struct conditions conditions;
	size_t function;
	size_t block;			/* around what is being read */
	size_t first_name;		/* of those of this function */
	struct jumps labels, gotos;
	struct macro *macros;
	size_t nr_macros, alloc_macros;
	const struct macro *expanded;	/* the innermost macro */
	const struct ctoken *macro;	/* the outermost, and where it is used */
	size_t macro_at;
	size_t depth;
};

/* --- tokens ---------------------------------------------------------------- */

static bool is_at(const struct reader *reader, size_t at, size_t end, const char *spelling)
{
	return at < end && ctoken_is(&reader->tokens[at], spelling);
}

static bool is_name(const struct reader *reader, size_t at, size_t end)
{
	return at < end && reader->tokens[at].kind == CTOKEN_IDENTIFIER &&
	       !word_is_keyword(&reader->tokens[at]);
}

/* Behind the bracket that closes the one at @at. */
static size_t skip_brackets(const struct reader *reader, size_t at, size_t end)
{
	size_t depth = 0;

	for (; at < end; at++) {
		const struct ctoken *token = &reader->tokens[at];

		if (ctoken_is(token, "(") || ctoken_is(token, "[") || ctoken_is(token, "{"))
			depth++;
		else if ((ctoken_is(token, ")") || ctoken_is(token, "]") ||
			  ctoken_is(token, "}")) && !--depth)
			return at + 1;
	}
	return end;
}

/* --- what is declared, and what is the matter ------------------------------- */

static void complain(struct reader *reader, enum name_is is, const struct jump *jump,
		     bool call)
{
	struct scope *out = reader->out;

	out->names = grow_array(out->names, out->nr, &out->alloc, sizeof(*out->names));
	out->names[out->nr++] = (struct name){
		.is = is, .name = jump->name, .at = jump->at, .macro = jump->macro,
		.function = reader->function, .call = call,
	};
}

static struct jump jump_at(const struct reader *reader, size_t at)
{
	return (struct jump){
		.name = &reader->tokens[at], .when = reader->conditions.now,
		.at = reader->depth ? reader->macro_at : at, .macro = reader->macro,
	};
}

/* Whether a declaration in @outer is in scope in @inner. */
static bool is_around(const struct reader *reader, size_t outer, size_t inner)
{
	while (outer != NOWHERE && inner != NOWHERE && inner != outer)
		inner = reader->statements->v[inner].block;
	return outer == inner || outer == NOWHERE;
}

static bool is_seen(const struct reader *reader, const struct declaration *one,
		    const struct ctoken *name)
{
	return !one->type && ctoken_same(one->name, name) &&
	       (one->function == NOWHERE || one->function == reader->function) &&
	       is_around(reader, one->block, reader->block);
}

static void add_declaration(struct reader *reader, size_t at, bool type, bool is_static)
{
	struct scope *out = reader->out;

	out->declarations = grow_array(out->declarations, out->nr_declarations,
				       &out->alloc_declarations, sizeof(*out->declarations));
	out->declarations[out->nr_declarations++] = (struct declaration){
		.name = &reader->tokens[at], .yes = reader->conditions.now.yes,
		.no = reader->conditions.now.no, .block = reader->block,
		.function = reader->function, .type = type, .is_static = is_static,
	};
}

static void declare(struct reader *reader, size_t at, bool once)
{
	struct scope *out = reader->out;
	struct jump jump = jump_at(reader, at);

	for (size_t i = 0; once && !reader->depth && i < out->nr_declarations; i++) {
		const struct declaration *one = &out->declarations[i];

		if (one->function == reader->function && one->block == reader->block &&
		    is_seen(reader, one, jump.name) &&
		    when_both((struct when){ one->yes, one->no }, jump.when))
			complain(reader, NAME_TWICE, &jump, false);
	}
	add_declaration(reader, at, false, false);
}

static void use(struct reader *reader, size_t at, bool call)
{
	const struct scope *out = reader->out;
	struct jump jump = jump_at(reader, at);
	struct when *when = NULL;
	size_t nr = 0, alloc = 0;

	for (size_t i = 0; i < out->nr_declarations; i++) {
		const struct declaration *one = &out->declarations[i];

		if (!is_seen(reader, one, jump.name))
			continue;
		when = grow_array(when, nr, &alloc, sizeof(*when));
		when[nr++] = (struct when){ one->yes, one->no };
	}
	if (!when_covered(jump.when, when, nr))
		complain(reader, nr ? NAME_PARTLY : NAME_FREE, &jump, call);
	free(when);
}

/* --- uses ------------------------------------------------------------------ */

static void read_tokens(struct reader *reader, size_t at, size_t end);

static bool is_parameter(const struct reader *reader, const struct ctoken *name)
{
	const struct macro *macro = reader->expanded;

	for (size_t i = macro ? macro->params : 0; macro && i < macro->body; i++)
		if (ctoken_same(&reader->tokens[i], name))
			return true;
	return false;
}

/* Whatever a macro of the file names is used where that is. */
static void expand(struct reader *reader, size_t at, bool call)
{
	const struct ctoken *name = &reader->tokens[at];
	const struct macro *outer = reader->expanded;
	struct when now = reader->conditions.now;

	for (size_t i = 0; reader->depth < MACRO_DEPTH && i < reader->nr_macros; i++) {
		struct macro macro = reader->macros[i];

		if (!ctoken_same(macro.name, name) || (macro.params != macro.body && !call) ||
		    !when_both(macro.when, now))
			continue;
		if (!reader->depth++) {
			reader->macro = name;
			reader->macro_at = at;
		}
		reader->expanded = &macro;
		reader->conditions.now.yes |= macro.when.yes;
		reader->conditions.now.no |= macro.when.no;
		read_tokens(reader, macro.body, macro.end);
		reader->conditions.now = now;
		reader->expanded = outer;
		if (!--reader->depth)
			reader->macro = NULL;
	}
}

/* "(type *)" */
static bool is_cast(const struct reader *reader, size_t at, size_t end)
{
	size_t next = at + 1;

	while (is_at(reader, next, end, "*"))
		next++;
	return at && is_at(reader, at - 1, end, "(") && next > at + 1 &&
	       is_at(reader, next, end, ")");
}

/* "(p, struct x, [member])" of container_of(), list_for_each_entry() and the like */
static bool is_member(const struct reader *reader, size_t at, size_t first)
{
	const struct ctoken *macro;
	size_t depth = 0, open = at;

	if (at == first || !ctoken_is(&reader->tokens[at - 1], ","))
		return false;
	while (open-- > first) {
		const struct ctoken *token = &reader->tokens[open];

		if (ctoken_is(token, ")"))
			depth++;
		else if (ctoken_is(token, "(") && !depth--)
			break;
	}
	if (open == SIZE_MAX || open <= first)
		return false;
	macro = &reader->tokens[open - 1];
	return memmem(macro->text, macro->len, "entry", strlen("entry")) ||
	       ctoken_is(macro, "container_of") || ctoken_is(macro, "offsetof") ||
	       ctoken_is(macro, "struct_size");
}

static void read_name(struct reader *reader, size_t at, size_t first, size_t end)
{
	const struct ctoken *previous = at > first ? &reader->tokens[at - 1] : NULL;
	bool call = is_at(reader, at + 1, end, "(");

	if (previous && (ctoken_is(previous, ".") || ctoken_is(previous, "->") ||
			 word_is_tag(previous)))
		return;
	if (previous && ctoken_is(previous, "goto")) {
		jumps_add(&reader->gotos, jump_at(reader, at));
		return;
	}
	if (is_parameter(reader, &reader->tokens[at]) || is_member(reader, at, first))
		return;
	if (is_cast(reader, at, end)) {
		add_declaration(reader, at, true, false);
		return;
	}
	use(reader, at, call);
	expand(reader, at, call);
}

/* --- declarations ---------------------------------------------------------- */

/* Behind the attribute that stands here; @at if none does: then it is a name. */
static size_t skip_attribute(const struct reader *reader, size_t at, size_t end)
{
	const struct ctoken *next;
	size_t behind = at + 1;

	if (at >= end || !word_is_attribute(&reader->tokens[at]))
		return at;
	if (is_at(reader, behind, end, "("))
		behind = skip_brackets(reader, behind, end);
	if (behind >= end)
		return at;
	next = &reader->tokens[behind];
	return next->kind == CTOKEN_IDENTIFIER || ctoken_is(next, "*") ? behind : at;
}

/* Behind attributes, pointers and qualifiers. */
static size_t skip_attributes(const struct reader *reader, size_t at, size_t end)
{
	for (size_t next; at < end; at = next) {
		next = skip_attribute(reader, at, end);
		if (next == at)
			next += word_is_qualifier(&reader->tokens[at]) || is_at(reader, at, end, "*");
		if (next == at)
			break;
	}
	return at;
}

/* Whether a typedef's name stands here: another name follows that is declared. */
static bool is_typedef_name(const struct reader *reader, size_t at, size_t end)
{
	static const char * const behind[] = { "=", ";", ",", "[", "(", "{", NULL };
	size_t next = skip_attributes(reader, at + 1, end);

	return is_name(reader, at, end) && is_name(reader, next, end) && next + 1 <= end &&
	       (next + 1 == end || word_is_one_of(&reader->tokens[next + 1], behind) ||
		word_is_attribute(&reader->tokens[next + 1]));
}

/* Behind the type that a declaration begins with; @at if none is here. */
static size_t skip_type(struct reader *reader, size_t at, size_t end)
{
	size_t first = at;
	bool typed = false;

	while (at < end) {
		const struct ctoken *token = &reader->tokens[at];

		if (word_is_type(token)) {
			typed = true;
			at++;
		} else if (word_is_tag(token)) {
			typed = true;
			at = skip_attributes(reader, at + 1, end);
			at += is_name(reader, at, end);
		} else if (word_is_typeof(token)) {
			typed = true;
			at = skip_brackets(reader, at + 1, end);
		} else if (word_is_qualifier(token)) {
			at++;
		} else if (!typed && is_typedef_name(reader, at, end)) {
			add_declaration(reader, at, true, false);
			typed = true;
			at++;
		} else if (at > first && skip_attribute(reader, at, end) > at) {
			at = skip_attribute(reader, at, end);
		} else {
			break;
		}
	}
	return typed ? at : first;
}

/* The comma or semicolon that ends a declarator, or @end. */
static size_t end_of_declarator(const struct reader *reader, size_t at, size_t end)
{
	while (at < end && !is_at(reader, at, end, ",") && !is_at(reader, at, end, ";"))
		at = is_at(reader, at, end, "(") || is_at(reader, at, end, "[") ||
		     is_at(reader, at, end, "{") ? skip_brackets(reader, at, end) : at + 1;
	return at;
}

static void read_declarators(struct reader *reader, size_t at, size_t end, bool once)
{
	while (at < end) {
		size_t stop = end_of_declarator(reader, at, end), name;

		name = skip_attributes(reader, at, stop);
		while (is_at(reader, name, stop, "("))
			name = skip_attributes(reader, name + 1, stop);
		if (is_name(reader, name, stop)) {
			declare(reader, name, once);
			/* parameters of a prototype are names of nothing */
			if (!is_at(reader, name + 1, stop, "(") &&
			    !is_at(reader, name + 1, stop, ")"))
				read_tokens(reader, name + 1, stop);
		}
		at = stop + 1;
	}
}

/* Whether the tokens are a declaration; then it is read. */
static bool read_declaration(struct reader *reader, size_t at, size_t end, bool once)
{
	size_t declarator = skip_type(reader, at, end);

	if (declarator == at)
		return false;
	read_declarators(reader, declarator, end, once && !is_at(reader, at, end, "extern") &&
			 reader->function != NOWHERE);
	return true;
}

/* Names that a macro declares, which stand between its parentheses. */
static bool read_macro_declaration(struct reader *reader, size_t at, size_t end)
{
	while (at < end && (word_is_qualifier(&reader->tokens[at]) ||
			    word_is_attribute(&reader->tokens[at])))
		at++;
	if (at >= end || !word_declares(&reader->tokens[at]))
		return false;
	for (; at < end; at++)
		if (is_name(reader, at, end) && !word_is_constant(&reader->tokens[at]))
			add_declaration(reader, at, false, false);
	return true;
}

/* Expressions, and statements within "({" and "})". */
static void read_tokens(struct reader *reader, size_t at, size_t end)
{
	size_t first = at;

	while (at < end) {
		const struct ctoken *token = &reader->tokens[at];

		if (at > first && (ctoken_is(&reader->tokens[at - 1], ";") ||
				   ctoken_is(&reader->tokens[at - 1], "{"))) {
			size_t stop = at;

			while (stop < end && !is_at(reader, stop, end, ";"))
				stop++;
			if (read_declaration(reader, at, stop, false)) {
				at = stop;
				continue;
			}
		}
		if (token->kind == CTOKEN_IDENTIFIER && !word_is_keyword(token) &&
		    !word_is_typeof(token))
			read_name(reader, at, first, end);
		at++;
	}
}

/* --- labels ---------------------------------------------------------------- */

/* asm goto() and && go to labels, too: names that nothing declares. */
static void take_labels(struct reader *reader)
{
	struct scope *out = reader->out;
	size_t kept = reader->first_name;

	for (size_t i = kept; i < out->nr; i++) {
		struct name name = out->names[i];
		struct jump jump = { name.name, { 0, 0 }, name.at, name.macro };

		if (name.is == NAME_FREE && jumps_named(&reader->labels, name.name))
			jumps_add(&reader->gotos, jump);
		else
			out->names[kept++] = name;
	}
	out->nr = kept;
}

static void compare_labels(struct reader *reader)
{
	const struct jumps *labels = &reader->labels, *gotos = &reader->gotos;
	size_t nr;

	for (size_t i = 0; i < gotos->nr; i++)
		if (!jump_covered(&gotos->v[i], labels, &nr))
			complain(reader, nr ? LABEL_PARTLY : LABEL_MISSING, &gotos->v[i], false);
	for (size_t i = 0; i < labels->nr; i++) {
		const struct jump *label = &labels->v[i];

		if (!jump_covered(label, gotos, &nr))
			complain(reader, LABEL_UNUSED, label, false);
		for (size_t n = 0; n < i; n++)
			if (ctoken_same(labels->v[n].name, label->name) &&
			    when_both(labels->v[n].when, label->when))
				complain(reader, LABEL_TWICE, label, false);
	}
}

static void end_function(struct reader *reader)
{
	if (reader->function != NOWHERE) {
		take_labels(reader);
		compare_labels(reader);
	}
	reader->labels.nr = 0;
	reader->gotos.nr = 0;
	reader->first_name = reader->out->nr;
}

/* --- statements ------------------------------------------------------------ */

static void read_define(struct reader *reader, const struct statement *one)
{
	const struct ctoken *v = reader->tokens;
	size_t name = one->first + 2, function = reader->function;
	struct macro *macro;

	if (one->end - one->first < 4 || !ctoken_is(&v[one->first + 1], "define"))
		return;
	reader->macros = grow_array(reader->macros, reader->nr_macros, &reader->alloc_macros,
				    sizeof(*reader->macros));
	macro = &reader->macros[reader->nr_macros++];
	*macro = (struct macro){ &v[name], name + 1, name + 1, one->end - 1,
				 reader->conditions.now };
	if (v[name + 1].glued)
		macro->body = skip_brackets(reader, name + 1, one->end - 1);
	reader->block = NOWHERE;
	reader->function = NOWHERE;
	add_declaration(reader, name, false, false);
	reader->function = function;
}

/* The header of a function: its name is the file's, its parameters are its own. */
static void read_header(struct reader *reader, size_t at)
{
	const struct statements *statements = reader->statements;
	const struct statement *one = &statements->v[at];
	size_t function = one->function;
	size_t name = (size_t)(statements->functions.v[function].name - reader->tokens);
	bool is_static = false;

	for (size_t i = one->first; i < name; i++)
		is_static |= ctoken_is(&reader->tokens[i], "static");
	reader->function = NOWHERE;
	reader->block = NOWHERE;
	add_declaration(reader, name, false, is_static);
	reader->function = function;
	for (size_t i = name + 1; i + 1 < one->end; i++)
		if (is_name(reader, i, one->end) && !word_is_tag(&reader->tokens[i - 1]))
			add_declaration(reader, i, is_name(reader, i + 1, one->end) ||
					is_at(reader, i + 1, one->end, "*"), false);
}

static bool is_opener_of(const struct reader *reader, size_t block, bool of_enum)
{
	const struct statement *one;
	bool found = false;

	if (block == NOWHERE)
		return false;
	one = &reader->statements->v[block];
	for (size_t i = one->first; i < one->end; i++) {
		const struct ctoken *token = &reader->tokens[i];

		if (ctoken_is(token, "=") || ctoken_is(token, "("))
			return false;
		if (word_is_tag(token))
			found |= ctoken_is(token, "enum") == of_enum;
	}
	return found;
}

static void read_label(struct reader *reader, const struct statement *one)
{
	jumps_add(&reader->labels, jump_at(reader, one->first));
}

static void read_plain(struct reader *reader, size_t at)
{
	const struct statement *one = &reader->statements->v[at];
	size_t first = one->first, end = one->end;

	if (is_opener_of(reader, one->block, false))
		return;
	if (is_opener_of(reader, one->block, true)) {
		reader->block = reader->statements->v[one->block].block;
		if (is_name(reader, first, end))
			declare(reader, first, false);
		return;
	}
	if (is_name(reader, first, end) && end == first + 2 && is_at(reader, first + 1, end, ":")) {
		read_label(reader, one);
		return;
	}
	/* "} name;" */
	if (at && is_name(reader, first, end) && end == first + 2 && one->block == NOWHERE &&
	    is_at(reader, reader->statements->v[at - 1].first, end, "}")) {
		declare(reader, first, false);
		return;
	}
	if (is_at(reader, first, end, "for") && is_at(reader, first + 1, end, "(")) {
		size_t stop = first;

		while (stop < end && !is_at(reader, stop, end, ";"))
			stop++;
		if (read_declaration(reader, first + 2, stop, false))
			first = stop;
	}
	/* the parameter is a name to user space alone */
	if (word_begins(&reader->tokens[first], "module_param"))
		while (first < end && !is_at(reader, first, end, ","))
			first++;
	if (!read_declaration(reader, first, end, true) &&
	    !read_macro_declaration(reader, first, end))
		read_tokens(reader, first, end);
}

static void read_statement(struct reader *reader, size_t at)
{
	const struct statements *statements = reader->statements;
	const struct statement *one = &statements->v[at];
	size_t name;

	if (reader->tokens[one->first].directive) {
		conditions_pass(&reader->conditions, statements, at);
		read_define(reader, one);
		return;
	}
	if (one->function != reader->function)
		end_function(reader);
	reader->function = one->function;
	reader->block = one->block;
	if (one->function != NOWHERE) {
		name = (size_t)(statements->functions.v[one->function].name - reader->tokens);
		if (name >= one->first && name < one->end)
			read_header(reader, at);
		if (name >= one->first)
			return;
	}
	read_plain(reader, at);
}

void scope_read(struct scope *scope, const struct statements *statements)
{
	struct reader reader = {
		.out = scope, .statements = statements, .tokens = statements->tokens.v,
		.function = NOWHERE, .block = NOWHERE,
	};

	*scope = (struct scope){ .names = NULL };
	for (size_t i = 0; i < statements->nr; i++)
		read_statement(&reader, i);
	end_function(&reader);
	conditions_release(&reader.conditions);
	free(reader.labels.v);
	free(reader.gotos.v);
	free(reader.macros);
}

void scope_release(struct scope *scope)
{
	free(scope->names);
	free(scope->declarations);
}
