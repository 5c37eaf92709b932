// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a file behind the preprocessor */
#include "check/reached.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	bool wanted[10] = { false }, seen[10] = { false };
	struct reached_file file = { .path = xstrdup("mm/widget.c"), .wanted = wanted,
				     .seen = seen, .nr = ARRAY_SIZE(seen) - 1 };
	struct reached reached = { .files = &file, .nr = 1 };

	reached_read(&reached, text, "/tree");
	free(file.path);
}
