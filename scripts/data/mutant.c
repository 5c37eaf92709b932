// SPDX-License-Identifier: GPL-2.0-only
/* A wrong backport and what has to kill it, see mutant.h */
#include "data/mutant.h"

#include "base/file.h"
#include "base/strbuf.h"

const char * const layer_name[LAYER_NR] = {
	[LAYER_GATE] = "gate",
	[LAYER_CHECK] = "check",
	[LAYER_EXPLORE] = "explore",
	[LAYER_BOOT] = "boot",
};

/* "LAYER WORDS" */
static int add_expectation(struct mutant *mutant, const char *text)
{
	size_t len = strcspn(text, " ");

	if (!text[len])
		return error("'%s': 'Expect: %s' is not 'LAYER WORDS'", mutant->path, text);
	for (enum layer layer = 0; layer < LAYER_NR; layer++) {
		if (strlen(layer_name[layer]) != len || strncmp(text, layer_name[layer], len))
			continue;
		argv_push(&mutant->expect[layer], text + len + 1);
		return 0;
	}
	return error("'%s': '%.*s' is not a layer: gate, check, explore or boot", mutant->path,
		     (int)len, text);
}

static int set_once(const struct mutant *mutant, const char *name, char **field,
		    const char *value)
{
	if (*field)
		return error("'%s' has '%s:' twice", mutant->path, name);
	*field = xstrdup(value);
	return 0;
}

static int add_field(struct mutant *mutant, const char *line)
{
	const char *value = strstr(line, ": ");

	char *name __free(free_text) = xstrndup(line, value ? (size_t)(value - line) : 0);

	value = value ? value + 2 : "";
	if (!strcmp(name, "Target"))
		return set_once(mutant, name, &mutant->target, value);
	if (!strcmp(name, "Equivalent"))
		return set_once(mutant, name, &mutant->equivalent, value);
	if (!strcmp(name, "Expect"))
		return add_expectation(mutant, value);
	return error("'%s': '%s' is none of 'Target: TARGET', 'Expect: LAYER WORDS' and 'Equivalent: REASON'",
		     mutant->path, line);
}

/* What stands before the diff, a paragraph an entry, lines that go on put together. */
static void read_paragraphs(const char *text, struct argv *paragraphs)
{
	struct strbuf one __free(strbuf_release) = STRBUF_INIT;
	const char *line;
	size_t len;

	while (next_line(&text, &line, &len) && !starts_with(line, "--- ") &&
	       !starts_with(line, "diff --git ")) {
		bool goes_on = len && isspace((unsigned char)*line);

		if (!len && one.len) {
			argv_push(paragraphs, one.buf);
			strbuf_reset(&one);
		}
		while (len && isspace((unsigned char)*line))
			line++, len--;
		if (len)
			strbuf_addf(&one, "%s%.*s", !one.len ? "" : goes_on ? " " : "\n",
				    (int)len, line);
	}
	if (one.len)
		argv_push(paragraphs, one.buf);
}

static int check(const struct mutant *mutant)
{
	bool expects = false;

	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		expects |= mutant->expect[layer].nr;
	if (!mutant->target)
		return error("'%s' has no target: add 'Target: TARGET' before its diff",
			     mutant->path);
	if (!*mutant->mistake)
		return error("'%s' does not say what the mistake is: begin with a sentence",
			     mutant->path);
	if (expects == !!mutant->equivalent)
		return error("'%s' %s: it takes either 'Expect: LAYER WORDS' or 'Equivalent: REASON'",
			     mutant->path, expects ? "is equivalent and has to be killed" :
			     "names no layer that has to kill it");
	return 0;
}

static int parse(struct mutant *mutant, const char *text)
{
	struct argv paragraphs __free(argv_release) = ARGV_INIT;
	struct strbuf mistake = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = 0;

	read_paragraphs(text, &paragraphs);
	for (size_t i = 0; i + 1 < paragraphs.nr; i++)
		strbuf_addf(&mistake, "%s%s", i ? " " : "", paragraphs.v[i]);
	for (char *c = strchr(mistake.buf, '\n'); c; c = strchr(c, '\n'))
		*c = ' ';
	mutant->mistake = strbuf_detach(&mistake);
	cursor = paragraphs.nr ? paragraphs.v[paragraphs.nr - 1] : "";
	while (!ret && next_line(&cursor, &line, &len)) {
		char *field __free(free_text) = xstrndup(line, len);

		ret = add_field(mutant, field);
	}
	return ret ? ret : check(mutant);
}

int mutant_open(struct mutant *mutant, const char *path)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *base = path_base(path);
	size_t len = strlen(base);
	int ret;

	*mutant = (struct mutant){ .path = xstrdup(path) };
	mutant->name = xstrndup(base, len - (ends_with(base, ".patch") ? strlen(".patch") : 0));
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		argv_init(&mutant->expect[layer]);
	ret = read_file(path, &text);
	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	return parse(mutant, text.buf);
}

void mutant_release(struct mutant *mutant)
{
	free(mutant->path);
	free(mutant->name);
	free(mutant->mistake);
	free(mutant->target);
	free(mutant->equivalent);
	for (enum layer layer = 0; layer < LAYER_NR; layer++)
		argv_release(&mutant->expect[layer]);
}
