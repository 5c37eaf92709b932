// SPDX-License-Identifier: GPL-2.0-only
/* C source: statements and the names that are in scope */
#include "data/scope.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct statements statements;
	struct scope scope;

	statements_cut(&statements, text->buf, text->len);
	scope_read(&scope, &statements);
	scope_release(&scope);
	statements_release(&statements);
}
