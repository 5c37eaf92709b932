// SPDX-License-Identifier: GPL-2.0-only
/* C source: tokens, functions, and two sources compared token by token */
#include "data/compare.h"
#include "data/function.h"
#include "fuzz.h"

static void walk(const struct strbuf *text)
{
	struct ctokens tokens = CTOKENS_INIT;
	struct functions functions;

	ctokens_lex(&tokens, text->buf, text->len);
	functions_list(&functions, &tokens);
	for (size_t i = 0; i < functions.nr; i++)
		(void)functions_same(&functions, &functions, i);
	for (unsigned int line = 0; line < 4; line++)
		free(ctokens_function_at(&tokens, line));
	free(functions.v);
	ctokens_release(&tokens);
}

void fuzz(const struct strbuf *text)
{
	struct strbuf a __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf b __free(strbuf_release) = fuzz_part(text, 1);
	struct ctoken_difference where = { .compared = 0 };
	struct argv names __free(argv_release) = ARGV_INIT;

	walk(&a);
	if (ctoken_equal(a.buf, a.len, a.buf, a.len, &where) != 1)
		abort();
	ctoken_difference_release(&where);
	(void)ctoken_equal(a.buf, a.len, b.buf, b.len, &where);
	ctoken_difference_release(&where);
	(void)ctoken_differences(a.buf, a.len, b.buf, b.len, &names);
}
