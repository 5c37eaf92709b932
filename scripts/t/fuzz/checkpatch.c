// SPDX-License-Identifier: GPL-2.0-only
/* What the tree's checkpatch.pl found in a patch */
#include "check/checkpatch.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf said __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf patch __free(strbuf_release) = fuzz_part(text, 1);
	struct strbuf findings __free(strbuf_release) = STRBUF_INIT;

	checkpatch_findings(said.buf, "0001-x.patch", patch.buf, &findings);
}
