// SPDX-License-Identifier: GPL-2.0-only
/* Regular expressions that the program itself has, see pattern.h */
#include "base/pattern.h"

#include "base/util.h"

#define MAX_GROUPS 9

static bool find(struct pattern *pattern, const char *text, regmatch_t *at, size_t nr,
		 int flags)
{
	if (!pattern->ready && regcomp(&pattern->regex, pattern->text, REG_EXTENDED))
		die(EXIT_BROKEN, "'%s' is not a regular expression", pattern->text);
	pattern->ready = true;
	return !regexec(&pattern->regex, text, nr, at, flags);
}

bool pattern_groups(struct pattern *pattern, const char *text, struct argv *groups)
{
	regmatch_t at[MAX_GROUPS + 1];

	if (!find(pattern, text, at, ARRAY_SIZE(at), 0))
		return false;
	for (size_t i = 1; i <= pattern->regex.re_nsub && i <= MAX_GROUPS; i++)
		argv_pushf(groups, "%.*s", (int)(at[i].rm_eo - at[i].rm_so),
			   text + (at[i].rm_so < 0 ? 0 : at[i].rm_so));
	return true;
}

size_t pattern_find(struct pattern *pattern, const char *text, size_t *start)
{
	regmatch_t at;

	if (!find(pattern, text, &at, 1, 0))
		return 0;
	*start = (size_t)at.rm_so;
	return (size_t)(at.rm_eo - at.rm_so);
}

static void replace(struct strbuf *text, struct pattern *pattern)
{
	struct strbuf out = STRBUF_INIT;
	const char *rest = text->buf;
	regmatch_t at[2];

	while (*rest && find(pattern, rest, at, 2, rest > text->buf ? REG_NOTBOL : 0)) {
		strbuf_add(&out, rest, (size_t)at[1].rm_eo);
		strbuf_addstr(&out, pattern->with);
		rest += at[0].rm_eo;
	}
	strbuf_addstr(&out, rest);
	strbuf_release(text);
	*text = out;
}

void pattern_replace(struct strbuf *text, struct pattern *patterns, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		replace(text, &patterns[i]);
}
