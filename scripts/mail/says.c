// SPDX-License-Identifier: GPL-2.0-only
/* What the messages of a series say about it, see says.h */
#include "mail/says.h"

#include "base/pattern.h"

static void once(struct argv *list, const char *text)
{
	if (*text && !argv_has(list, text))
		argv_push(list, text);
}

/* group NR of what a pattern matches in a line, in a list */
static bool take(struct pattern *pattern, size_t nr, const char *line, struct argv *list)
{
	struct argv groups __free(argv_release) = ARGV_INIT;

	if (!pattern_groups(pattern, line, &groups))
		return false;
	once(list, groups.v[nr]);
	return true;
}

static bool read_commit(struct says *says, const char *line)
{
	static struct pattern forms[] = {
		{ .text = "^commit ([0-9a-f]{12,40}) upstream\\.?[ \t]*$" },
		{ .text = "^\\[ Upstream commit ([0-9a-f]{12,40}) \\][ \t]*$" },
		{ .text = "^[Uu]pstream commit ([0-9a-f]{12,40})\\.?[ \t]*$" },
		{ .text = "^\\(cherry picked from commit ([0-9a-f]{7,40})\\)[ \t]*$" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (take(&forms[i], 0, line, &says->commits))
			return true;
	return false;
}

/* "# 5.15.x: 1234567: title", "# v5.15+", or nothing behind the address */
static void read_stable(struct says *says, const char *line)
{
	static struct pattern cc = {
		.text = "^[Cc][Cc]: .*stable@(vger\\.)?kernel\\.org>?[ \t]*#?[ \t]*(.*)$"
	};
	static struct pattern need = {
		.text = "^([^:]*: *|[^:]* )?([0-9a-f]{7,40})(: *(.*))?$"
	};
	struct argv groups __free(argv_release) = ARGV_INIT;
	struct argv parts __free(argv_release) = ARGV_INIT;

	if (!pattern_groups(&cc, line, &groups))
		return;
	once(&says->stable, groups.v[1]);
	if (!pattern_groups(&need, groups.v[1], &parts) || argv_has(&says->needs, parts.v[1]))
		return;
	argv_push(&says->needs, parts.v[1]);
	argv_push(&says->needs_titles, parts.v[3]);
}

static void read_cves(struct says *says, const char *line)
{
	static struct pattern cve = { .text = "CVE-[0-9]{4}-[0-9]{4,}" };
	size_t start, len;

	while ((len = pattern_find(&cve, line, &start))) {
		char *name __free(free_text) = xstrndup(line + start, len);

		once(&says->cves, name);
		line += start + len;
	}
}

bool says_read(struct says *says, const char *message)
{
	static struct pattern fixes = {
		.text = "^Fixes: ([0-9a-f]{7,40}( *\\(.*\\))?)[ \t]*$"
	};
	static struct pattern link = { .text = "^Link: *(https?://[^ \t]+)" };
	bool named = false;
	const char *line;
	size_t len;

	while (next_line(&message, &line, &len)) {
		char *text __free(free_text) = xstrndup(line, len);

		named |= read_commit(says, text);
		take(&fixes, 0, text, &says->fixes);
		take(&link, 0, text, &says->links);
		read_stable(says, text);
		read_cves(says, text);
	}
	return named;
}

void says_release(struct says *says)
{
	argv_release(&says->commits);
	argv_release(&says->fixes);
	argv_release(&says->stable);
	argv_release(&says->needs);
	argv_release(&says->needs_titles);
	argv_release(&says->cves);
	argv_release(&says->links);
}
