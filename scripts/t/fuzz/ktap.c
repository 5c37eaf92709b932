// SPDX-License-Identifier: GPL-2.0-only
/* What a guest reports */
#include "boot/ktap.h"
#include "boot/scenario.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	struct ktap ktap;

	ktap_init(&ktap);
	ktap_feed_text(&ktap, text->buf, text->len);
	(void)ktap_problem(&ktap);
	ktap_words(ktap_find(&ktap, "offline"), &words);
	for (size_t i = 0; i < ktap.nr; i++)
		ktap_words(&ktap.tests[i], &words);
	ktap_release(&ktap);
}
