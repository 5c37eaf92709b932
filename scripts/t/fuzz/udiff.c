// SPDX-License-Identifier: GPL-2.0-only
/* A diff: which files, what its hunks change, and how it judges itself */
#include "data/udiff.h"
#include "data/hunks.h"
#include "data/patched.h"
#include "fuzz.h"

static void walk(const struct patched *file)
{
	struct strbuf lines __free(strbuf_release) = STRBUF_INIT;

	for (size_t i = 0; i < file->nr; i++) {
		size_t begin = hunk_context(&file->hunks[i], false);
		size_t end = hunk_context(&file->hunks[i], true);

		(void)hunk_old(&file->hunks[i], begin, end, &lines);
		(void)hunk_old(&file->hunks[i], 0, 0, &lines);
	}
}

void fuzz(const struct strbuf *text)
{
	struct argv files __free(argv_release) = ARGV_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct hunks hunks;
	struct patch patch;

	if (udiff_files(text, &files, &why))
		return;
	patch_read(&patch, text);
	for (size_t i = 0; i < patch.nr; i++)
		walk(&patch.files[i]);
	patch_release(&patch);
	hunks_judge(&hunks, text, 1, text, 1);
	if (hunks.count[HUNK_SAME] != hunks.nr)
		abort();
	hunks_release(&hunks);
}
