// SPDX-License-Identifier: GPL-2.0-only
/* What kbuild leaves: the command of an object, and the log of a build that stopped */
#include "tools/kbuild.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct argv words __free(argv_release) = ARGV_INIT;

	(void)kbuild_saved_command(text->buf, &words);
	kbuild_first_error(text->buf, &line);
	kbuild_reason(text->buf, &line);
	(void)kbuild_lost(text->buf);
}
