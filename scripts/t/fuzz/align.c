// SPDX-License-Identifier: GPL-2.0-only
/* Two versions of a C source: which statement of one is which of the other */
#include "data/align.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf before __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf after __free(strbuf_release) = fuzz_part(text, 1);
	struct alignment alignment;

	align(&alignment, &before, &after);
	for (unsigned int line = 0; line < 8; line++)
		(void)alignment_line(&alignment, line);
	for (size_t i = 0; i < version_tokens(&alignment.before); i++)
		(void)version_mate(&alignment.before, &alignment.after, i);
	for (size_t i = 0; i < version_tokens(&alignment.after); i++)
		(void)alignment_token_line(&alignment, i);
	alignment_release(&alignment);
}
