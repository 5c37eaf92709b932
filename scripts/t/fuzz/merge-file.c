// SPDX-License-Identifier: GPL-2.0-only
/* Three versions of a C source merged item by item, with git for the lines */
#include "port/merge.h"
#include "fuzz.h"

/* The tree knows every second name. */
static int look_up(void *data, const struct argv *names, struct argv *known)
{
	(void)data;
	for (size_t i = 0; i < names->nr; i += 2)
		argv_push(known, names->v[i]);
	return 0;
}

void fuzz(const struct strbuf *text)
{
	struct strbuf base __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf theirs __free(strbuf_release) = fuzz_part(text, 1);
	struct strbuf ours __free(strbuf_release) = fuzz_part(text, 2);
	const struct merge_names names = { .look_up = look_up };
	struct merge merge = MERGE_INIT;

	merge.path = "mm/widget.c";
	merge.dir = fuzz_root();
	merge.base = &base;
	merge.theirs = &theirs;
	merge.ours = &ours;
	merge.names = &names;
	(void)merge_file(&merge);
	merge_release(&merge);
}
