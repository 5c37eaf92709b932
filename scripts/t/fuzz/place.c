// SPDX-License-Identifier: GPL-2.0-only
/* What --tree is given, and the other words of a command line that name something */
#include "data/name.h"
#include "data/place.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct place place;

	(void)place_parse(&place, text->buf);
	place_release(&place);
	for (enum name_kind kind = NAME_FOLDER; kind <= NAME_URL; kind++)
		(void)name_check(kind, text->buf, "an input");
}
