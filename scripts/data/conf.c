// SPDX-License-Identifier: GPL-2.0-only
/* Files in git-config syntax, read by git itself. */
#include "data/conf.h"
#include "base/file.h"
#include "process/run.h"
#include "base/strbuf.h"

#include <ctype.h>
#include <fnmatch.h>

/* git reads one file in a moment; longer means that it is a pipe or worse */
#define GIT_SECONDS 30

/* "key\nvalue", or "key" for one that stands alone */
static void add_entry(struct conf *conf, const char *entry)
{
	const char *value = strchrnul(entry, '\n');
	struct conf_entry *to;

	conf->entries = grow_array(conf->entries, conf->nr, &conf->alloc,
				   sizeof(*conf->entries));
	to = &conf->entries[conf->nr++];
	to->key = xstrndup(entry, (size_t)(value - entry));
	to->value = xstrdup(*value ? value + 1 : "true");
}

/* the last line that git said, without its "fatal: " */
static void last_words(const struct child *git, struct strbuf *why)
{
	const char *cursor = git->err.buf, *line;
	size_t len;

	strbuf_reset(why);
	while (next_line(&cursor, &line, &len)) {
		strbuf_reset(why);
		strbuf_add(why, line, len);
	}
	if (starts_with(why->buf, "fatal: "))
		strbuf_remove(why, 0, strlen("fatal: "));
	if (!why->len || git->end != RUN_EXITED) {
		strbuf_reset(why);
		child_describe(git, why);
	}
}

int conf_try(struct conf *conf, const char *path, struct strbuf *why)
{
	struct child git __free(child_release) = CHILD_INIT;

	conf_release(conf);
	argv_pushl(&git.args, "git", "config", "--no-includes", "-z", "-l", "-f", NULL);
	/* "-" would be the standard input */
	argv_pushf(&git.args, "%s%s", strcmp(path, "-") ? "" : "./", path);
	git.dir = ".";
	git.timeout = GIT_SECONDS;

	if (child_run(&git)) {
		last_words(&git, why);
		return -1;
	}
	/* each entry ends with a NUL */
	for (size_t at = 0; at < git.out.len; at += strlen(git.out.buf + at) + 1)
		add_entry(conf, git.out.buf + at);
	return 0;
}

/* where a comment begins that stands hard behind a word, as in "one; two", or 0 */
static size_t lost_words(const char *line, size_t len)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (line[i] == '\\')
			i++;
		else if (line[i] == '"')
			quoted = !quoted;
		else if (!quoted && (line[i] == ';' || line[i] == '#'))
			return i && !isspace((unsigned char)line[i - 1]) ? i : 0;
	}
	return 0;
}

/* Half a sentence would be lost without a word: git takes the rest for a comment. */
static int refuse_lost_words(const char *path)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	unsigned int number = 0;
	size_t len, at;

	if (read_file(path, &text))
		return 0;
	cursor = text.buf;
	while (next_line(&cursor, &line, &len)) {
		number++;
		at = lost_words(line, len);
		if (at)
			return error("'%s' line %u: what follows '%c' would be a comment: quote the value",
				     path, number, line[at]);
	}
	return 0;
}

int conf_read(struct conf *conf, const char *path)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	if (conf_try(conf, path, &why))
		return error("cannot read '%s': %s", path, why.buf);
	if (refuse_lost_words(path)) {
		conf_release(conf);
		return -1;
	}
	return 0;
}

static bool is_known(const char *key, const char *const *known)
{
	for (; *known; known++)
		if (!fnmatch(*known, key, 0))
			return true;
	return false;
}

/* all of that section, or of the file if it has no such section */
static int refuse_key(const char *path, const char *key, const char *const *known)
{
	size_t section = strcspn(key, ".") + 1;
	struct strbuf same __free(strbuf_release) = STRBUF_INIT;
	struct strbuf all __free(strbuf_release) = STRBUF_INIT;

	for (; *known; known++) {
		strbuf_addf(&all, " %s", *known);
		if (!strncmp(*known, key, section))
			strbuf_addf(&same, " %s", *known);
	}
	error("'%s': unknown key '%s': known keys are%s", path, key,
	      same.len ? same.buf : all.buf);
	return -1;
}

int conf_check_keys(const struct conf *conf, const char *path,
		    const char *const *known)
{
	for (size_t i = 0; i < conf->nr; i++)
		if (!is_known(conf->entries[i].key, known))
			return refuse_key(path, conf->entries[i].key, known);
	return 0;
}

void conf_release(struct conf *conf)
{
	for (size_t i = 0; i < conf->nr; i++) {
		free(conf->entries[i].key);
		free(conf->entries[i].value);
	}
	free(conf->entries);
	*conf = (struct conf)CONF_INIT;
}

const char *conf_get(const struct conf *conf, const char *key)
{
	for (size_t i = conf->nr; i--; )
		if (!strcmp(conf->entries[i].key, key))
			return conf->entries[i].value;
	return NULL;
}

size_t conf_get_all(const struct conf *conf, const char *key,
		    const char ***values)
{
	size_t i, nr = 0;

	*values = xcalloc(conf->nr + 1, sizeof(**values));
	for (i = 0; i < conf->nr; i++)
		if (!strcmp(conf->entries[i].key, key))
			(*values)[nr++] = conf->entries[i].value;
	return nr;
}

int conf_each(const struct conf *conf,
	      int (*fn)(const char *key, const char *value, void *data),
	      void *data)
{
	int stop = 0;

	for (size_t i = 0; i < conf->nr && !stop; i++)
		stop = fn(conf->entries[i].key, conf->entries[i].value, data);
	return stop;
}

size_t conf_subsections(const struct conf *conf, const char *section,
			struct argv *names)
{
	size_t len = strlen(section), before = names->nr, i;

	for (i = 0; i < conf->nr; i++) {
		char *name __free(free_text) = NULL;
		const char *key = conf->entries[i].key, *first, *last;

		if (strncmp(key, section, len) || key[len] != '.')
			continue;
		/* a subsection may hold dots, the name after it does not */
		first = key + len + 1;
		last = strrchr(key, '.');
		if (last < first)
			continue;
		name = xstrndup(first, (size_t)(last - first));
		if (!argv_has(names, name))
			argv_push(names, name);
	}
	return names->nr - before;
}
