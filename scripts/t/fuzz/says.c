// SPDX-License-Identifier: GPL-2.0-only
/* The messages of a series: commits, Fixes:, Cc: stable, CVEs */
#include "mail/says.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct says says = SAYS_INIT;

	(void)says_read(&says, text->buf);
	says_release(&says);
}
