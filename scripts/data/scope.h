/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of a source file: where one is used that nothing in scope declares, and
 * labels that do not go with their gotos. In each configuration: what is declared
 * under an #if is there for what is under it, too. Nothing is preprocessed but the
 * macros that the file itself defines.
 */
#ifndef FERRY_SCOPE_H
#define FERRY_SCOPE_H

#include <stdint.h>

#include "data/statement.h"

/**
 * enum name_is - what is the matter with a name
 * @NAME_FREE: nothing declares it here: a header does, or nobody
 * @NAME_PARTLY: declared here in some configurations only
 * @NAME_TWICE: declared twice in one block
 * @LABEL_MISSING: a goto has no label
 * @LABEL_PARTLY: it has one in some configurations only
 * @LABEL_UNUSED: nothing goes to a label, in some configuration
 * @LABEL_TWICE: a function has it twice
 */
enum name_is {
	NAME_FREE,
	NAME_PARTLY,
	NAME_TWICE,
	LABEL_MISSING,
	LABEL_PARTLY,
	LABEL_UNUSED,
	LABEL_TWICE,
};

/**
 * struct name - a name with which something is the matter
 * @is: what it is
 * @name: the token
 * @at: index of the token, of that of @macro where there is one
 * @macro: the macro that uses it, or NULL
 * @function: the function that it is in, or NOWHERE
 * @call: it is called
 */
struct name {
	enum name_is is;
	const struct ctoken *name;
	size_t at;
	const struct ctoken *macro;
	size_t function;
	bool call;
};

/**
 * struct declaration - a name that the file declares
 * @name: the token
 * @yes: conditions of #if under which it does, by bits
 * @no: conditions that must not hold
 * @block: the statement whose braces are around it, NOWHERE at file level
 * @function: the function that it is in, or NOWHERE
 * @type: it is used as a type, which something declares
 * @is_static: it is a static function of this file
 */
struct declaration {
	const struct ctoken *name;
	uint64_t yes, no;
	size_t block, function;
	bool type, is_static;
};

/**
 * struct scope - the names of a file
 * @names: those with which something is the matter, in the order of the file
 * @nr: how many
 * @alloc: for how many there is room
 * @declarations: all declarations
 * @nr_declarations: how many
 * @alloc_declarations: for how many there is room
 */
struct scope {
	struct name *names;
	size_t nr, alloc;
	struct declaration *declarations;
	size_t nr_declarations, alloc_declarations;
};

/**
 * scope_read() - read the names of a file
 * @scope: filled, whatever it held; end with scope_release()
 * @statements: the file, which must live as long
 */
void scope_read(struct scope *scope, const struct statements *statements);

/**
 * scope_release() - free what scope_read() made
 * @scope: the names
 */
void scope_release(struct scope *scope);

#endif
