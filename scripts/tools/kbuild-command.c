// SPDX-License-Identifier: GPL-2.0-only
/* The command that made an object, see kbuild.h */
#include "tools/kbuild.h"

/* Of an output that is no longer than the headers of a file are. */
#define SECONDS 120

/* --- the words of a command ---------------------------------------------------------- */

/* What make has read once: the file was written to be read by it. */
static char *undo_make(const char *line, size_t len)
{
	static const struct {
		const char *from, *to;
	} escapes[] = { { "$(pound)", "#" }, { "\\#", "#" }, { "$$", "$" } };
	struct strbuf text = STRBUF_INIT;

	for (const char *at = line, *end = line + len; at < end;) {
		size_t i = 0;

		while (i < ARRAY_SIZE(escapes) && strncmp(at, escapes[i].from,
							  strlen(escapes[i].from)))
			i++;
		if (i < ARRAY_SIZE(escapes)) {
			strbuf_addstr(&text, escapes[i].to);
			at += strlen(escapes[i].from);
		} else {
			strbuf_addch(&text, *at++);
		}
	}
	return strbuf_detach(&text);
}

/* One word as a shell reads it; the place behind it. */
static const char *read_word(const char *at, struct strbuf *word)
{
	char quote = '\0';

	for (; *at && (quote || !strchr(" \t;&|", *at)); at++) {
		if (quote ? *at == quote : *at == '\'' || *at == '"')
			quote = quote ? '\0' : *at;
		else if (*at == '\\' && quote != '\'' && at[1])
			strbuf_addch(word, *++at);
		else
			strbuf_addch(word, *at);
	}
	return at;
}

bool kbuild_saved_command(const char *text, struct argv *words)
{
	char *line __free(free_text) = NULL;
	const char *begin = strstr(text, " := ");

	if (!begin || !(starts_with(text, "cmd_") || starts_with(text, "savedcmd_")))
		return false;
	begin += strlen(" := ");
	line = undo_make(begin, strcspn(begin, "\n"));
	/* what comes behind the compiler, objtool for one, is none of its words */
	for (const char *at = line; *at && !strchr(";&|", *at);) {
		struct strbuf word __free(strbuf_release) = STRBUF_INIT;

		at = read_word(at, &word);
		if (word.len)
			argv_push(words, word.buf);
		at += strspn(at, " \t");
	}
	return words->nr;
}

/* --- what it is used for -------------------------------------------------------------- */

static char *saved_path(const struct kbuild *kbuild, const char *file)
{
	const char *name = path_base(file);

	return xstrfmt("%s/%.*s.%.*s.o.cmd", kbuild->object, (int)(name - file), file,
		       (int)strlen(name) - 2, name);
}

/* Neither an object nor a list of headers is written. */
static void add_words(struct child *child, const struct argv *words)
{
	for (size_t i = 0; i < words->nr; i++) {
		const char *word = words->v[i];

		if (!strcmp(word, "-o"))
			i++;
		else if (strcmp(word, "-c") && !starts_with(word, "-Wp,-M"))
			argv_push(&child->args, word);
	}
	argv_pushl(&child->args, "-E", "-fdirectives-only", "-w", NULL);
}

int kbuild_preprocess_child(struct child *child, const struct kbuild *kbuild,
			    const char *file)
{
	char *path __free(free_text) = saved_path(kbuild, file);
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct argv words __free(argv_release) = ARGV_INIT;
	int ret = read_file(path, &text);

	child_init(child);
	if (ret)
		return error("cannot read '%s': %s", path, strerror(-ret));
	if (!kbuild_saved_command(text.buf, &words))
		return error("'%s' has no command", path);
	kbuild_environment(child, kbuild);
	add_words(child, &words);
	child->dir = kbuild->object;
	child->timeout = SECONDS;
	return 0;
}
