// SPDX-License-Identifier: GPL-2.0-only
/* What a person gives as an address or a Message-ID, and what get_maintainer.pl prints */
#include "mail/maintainers.h"
#include "tools/address.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	struct argv addresses __free(argv_release) = ARGV_INIT;
	struct strbuf out __free(strbuf_release) = STRBUF_INIT;
	char *name __free(free_text) = NULL;
	char *email __free(free_text) = NULL;
	char *id __free(free_text) = message_id_read(text->buf);

	(void)address_read(text->buf, &name, &email);
	maintainers_read(text->buf, &addresses);
	for (size_t i = 0; i < addresses.nr; i++)
		address_add(&out, addresses.v[i]);
}
