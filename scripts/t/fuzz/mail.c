// SPDX-License-Identifier: GPL-2.0-only
/* A mailbox, taken apart by git, and what its messages say */
#include "mail/says.h"
#include "tools/git-mail.h"
#include "fuzz.h"

void fuzz(const struct strbuf *text)
{
	char *dir __free(free_text) = xstrfmt("%s/mails", fuzz_root());
	struct git git = { .dir = fuzz_root(), .kind = GIT_NONE };
	struct argv paths __free(argv_release) = ARGV_INIT;

	(void)mbox_split(text, dir, &paths);
	for (size_t i = 0; i < paths.nr && i < 3; i++) {
		struct git_mail mail __free(git_mail_release) = { .diff = STRBUF_INIT };
		struct says says = SAYS_INIT;

		if (!git_mail_take(&git, paths.v[i], GIT_MAIL_AM, &mail))
			(void)says_read(&says, mail.message);
		says_release(&says);
	}
	(void)remove_tree(dir);
}
