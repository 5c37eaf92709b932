// SPDX-License-Identifier: GPL-2.0-only
/* What a semantic patch said of its matches, and how often each must match */
#include "tools/spatch.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf said __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf specs __free(strbuf_release) = fuzz_part(text, 1);
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct spatch_said found __free(spatch_said_release) = SPATCH_SAID_INIT;
	struct argv list __free(argv_release) = ARGV_INIT;
	const char *cursor = specs.buf, *line;
	size_t len;

	spatch_said_read(&said, &found);
	while (next_line(&cursor, &line, &len))
		argv_pushf(&list, "%.*s", (int)len, line);
	(void)hits_check(&found.hits, list.v, list.nr, &why);
	hits_format(&found.hits, &why);
	(void)spatch_does_not_fit(&said, &why);
}
