// SPDX-License-Identifier: GPL-2.0-only
/* What compilers and sparse said, with the source that they speak of, and compared */
#include "check/warnings.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf said[2] = { fuzz_part(text, 0), fuzz_part(text, 1) };
	struct strbuf source __free(strbuf_release) = fuzz_part(text, 2);
	char *path __free(free_text) = fuzz_file("mm/widget.c", &source);
	struct warnings list[2] = { WARNINGS_INIT, WARNINGS_INIT };
	struct warnings added = WARNINGS_INIT, removed = WARNINGS_INIT;

	for (int i = 0; i < 2; i++) {
		(void)warnings_parse(&list[i], said[i].buf, said[i].len, "/tree/", fuzz_root());
		strbuf_release(&said[i]);
	}
	(void)warnings_diff(&list[0], &list[1], &added, &removed, "gcc");
	warnings_release(&list[0]);
	warnings_release(&list[1]);
	warnings_release(&added);
	warnings_release(&removed);
}
