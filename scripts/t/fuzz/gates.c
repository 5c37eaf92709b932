// SPDX-License-Identifier: GPL-2.0-only
/* A C source before and after a change: its names, comments and layout */
#include "port/comments.h"
#include "port/layout.h"
#include "port/names.h"
#include "port/port.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf before __free(strbuf_release) = fuzz_part(text, 0);
	struct strbuf after __free(strbuf_release) = fuzz_part(text, 1);
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	const char *gone = "destroy";

	(void)port_check_names(&before, &after, &why);
	(void)port_check_comments(&before, &after, &gone, 1, &why);
	port_drop_conditionals(&before, &after);
	port_drop_blank_lines(&before, &after);
	(void)port_keep_comments(&before, &after, &why);
}
