// SPDX-License-Identifier: GPL-2.0-only
/* The console of a guest, by the project's own list */
#include "boot/console.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	static struct console_patterns patterns = CONSOLE_PATTERNS_INIT;
	static const char *const known[] = { "moon_is_full", NULL };
	struct console_reports reports = CONSOLE_REPORTS_INIT;

	if (!patterns.nr && console_patterns_load(&patterns, "ci/console-badness"))
		abort();
	(void)console_scan(&patterns, text->buf, text->len, &reports);
	(void)console_first_unknown(&reports, known);
	console_reports_release(&reports);
}
