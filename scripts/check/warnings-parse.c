// SPDX-License-Identifier: GPL-2.0-only
/* Reading what compilers and checkers complain of, see warnings.h */
#include "check/warnings.h"

#include "base/pattern.h"
#include "base/strbuf.h"
#include "base/util.h"
#include "data/function.h"

#define MAX_LINE (64 * 1024)

/* what a group of a form is */
enum word {
	NOTHING,
	IN_FILE,
	IN_FUNCTION,
	LINE,
	COLUMN,
	SEVERITY,
	MESSAGE,
	WORDS,
};

/* what a line said: "" where it did not say it, a file relative to the root of the tree */
struct said {
	const char *word[WORDS];
	unsigned int line, column;
	const char *severity;
};

struct parser {
	struct warnings *list;
	char *root;			/* ends with a slash, or NULL */
	const char *sources;

	/* gcc's "FILE: In function 'x':", for what follows */
	char *scope_file, *scope_function;
	bool scope_adjacent;

	/* the entry that a line of the same place may continue */
	bool has_last;
	unsigned int last_column;

	/* the file that was looked into last */
	char *cached_file;
	struct ctokens cached;
};

static void set_string(char **place, char *value)
{
	free(*place);
	*place = value;
}

/* one line as a string, with plain quotes and no control characters */
static void clean(struct strbuf *out, const char *s, size_t len)
{
	static struct pattern quotes = {
		.text = "()(\xe2\x80\x98|\xe2\x80\x99)", .with = "'",
	};

	strbuf_reset(out);
	if (len > MAX_LINE)
		len = MAX_LINE;
	while (len && (s[len - 1] == '\r' || s[len - 1] == ' '))
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = s[i] == '\t' ? ' ' : s[i];

		strbuf_addch(out, c < ' ' || c == 0x7f ? '?' : c);
	}
	pattern_replace(out, &quotes, 1);
}

/* a path relative to the root of the tree */
static char *relative_path(const struct parser *ps, const char *path)
{
	static struct pattern dots = { .text = "^(\\.\\.?/)+" };
	size_t start;

	if (ps->root && starts_with(path, ps->root))
		path += strlen(ps->root);
	return xstrdup(path + pattern_find(&dots, path, &start));
}

/* What differs between two trees with the same fault. */
static struct pattern differing[] = {
	{ .text = "((^|[^[:alnum:]])[Ll][Ii][Nn][Ee][Ss]? )[0-9]+(:[0-9]+)?", .with = "N" },
	{ .text = "(\\.[ch]:)[0-9]+(:[0-9]+)?", .with = "N" },
	/* an offset in code moves with every change */
	{ .text = "()\\+0x[0-9a-f]+(/0x[0-9a-f]+)?", .with = "" },
};

static char *normalised(const struct parser *ps, const char *severity, const char *s)
{
	struct strbuf out = STRBUF_INIT;
	char *at;

	strbuf_addf(&out, "%s%s", severity, s);
	while (ps->root && (at = strstr(out.buf, ps->root)))
		strbuf_remove(&out, (size_t)(at - out.buf), strlen(ps->root));
	pattern_replace(&out, differing, ARRAY_SIZE(differing));
	strbuf_trim(&out);
	return strbuf_detach(&out);
}

/* --- functions ----------------------------------------------------------- */

static const struct ctokens *source_tokens(struct parser *ps, const char *file)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = xstrfmt("%s/%s", ps->sources, file);

	if (ps->cached_file && !strcmp(ps->cached_file, file))
		return &ps->cached;
	ctokens_release(&ps->cached);
	set_string(&ps->cached_file, xstrdup(file));
	if (!read_file(path, &text))
		ctokens_lex(&ps->cached, text.buf, text.len);
	return &ps->cached;
}

/* by the source; NULL if that does not tell */
static char *look_up(struct parser *ps, const struct said *said)
{
	const char *file = said->word[IN_FILE];

	if (!said->line || !ps->sources || !*file)
		return NULL;
	return ctokens_function_at(source_tokens(ps, file), said->line);
}

/*
 * What gcc said just before counts even if the place is in a header; otherwise
 * the source knows better, because another tool's output may stand between.
 */
static char *find_function(struct parser *ps, const struct said *said)
{
	const char *file = said->word[IN_FILE], *named = said->word[IN_FUNCTION];
	bool scope = ps->scope_function && *ps->scope_function;
	char *name;

	if (*named || !*file)
		return xstrdup(named);
	if (scope && ps->scope_adjacent)
		return xstrdup(ps->scope_function);
	name = look_up(ps, said);
	if (!name && scope && !ps->sources && !strcmp(ps->scope_file, file))
		name = xstrdup(ps->scope_function);
	return name ? name : xstrdup("");
}

/* --- what becomes of a line: false to try the next form --------------------- */

static bool set_scope(struct parser *ps, const struct said *said)
{
	set_string(&ps->scope_file, xstrdup(said->word[IN_FILE]));
	set_string(&ps->scope_function, xstrdup(said->word[IN_FUNCTION]));
	ps->scope_adjacent = true;
	return true;
}

static bool drop_scope(struct parser *ps, const struct said *said)
{
	(void)said;
	set_string(&ps->scope_file, NULL);
	set_string(&ps->scope_function, NULL);
	ps->scope_adjacent = false;
	ps->has_last = false;
	return true;
}

static bool add(struct parser *ps, const struct said *said)
{
	struct warnings *list = ps->list;

	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = (struct warning) {
		.file = xstrdup(said->word[IN_FILE]),
		.function = find_function(ps, said),
		.message = normalised(ps, said->severity, said->word[MESSAGE]),
		.line = said->line,
	};
	ps->has_last = true;
	ps->last_column = said->column;
	return true;
}

static struct warning *last(const struct parser *ps)
{
	return &ps->list->v[ps->list->nr - 1];
}

static bool continue_last(struct parser *ps, const struct said *said)
{
	char *longer __free(free_text) = NULL;

	if (!ps->has_last || !said->column || said->column != ps->last_column ||
	    said->line != last(ps)->line || strcmp(said->word[IN_FILE], last(ps)->file))
		return false;
	longer = xstrfmt("%s; ", last(ps)->message);
	set_string(&last(ps)->message, normalised(ps, longer, said->word[MESSAGE]));
	return true;
}

static bool name_user(struct parser *ps, const struct said *said)
{
	char *function;

	if (!ps->has_last || *last(ps)->function)
		return true;
	function = look_up(ps, said);
	if (function)
		set_string(&last(ps)->function, function);
	return true;
}

static bool end_last(struct parser *ps, const struct said *said)
{
	(void)said;
	ps->has_last = false;
	return true;
}

/* --- lines --------------------------------------------------------------- */

#define PLACE		"^([^: ]+):(([0-9]+):(([0-9]+)(-[0-9]*)?:)?)?"
#define PLACE_IS	IN_FILE, NOTHING, LINE, NOTHING, COLUMN, NOTHING
#define SEVERITIES	" *(warning: |error: |fatal error: )"

/* a line, what its groups are, and what to do; its @severity if no group is one */
struct form {
	struct pattern pattern;
	enum word is[WORDS + 1];
	const char *severity;
	bool (*take)(struct parser *ps, const struct said *said);
};

/* lines that tell where the next complaint belongs */
static struct form contexts[] = {
	{ .pattern.text = "^(In file included|                ) from " },
	{ .pattern.text = "^ .*inlined from '([^']*)' at ([^: ]+):",
	  .is = { IN_FUNCTION, IN_FILE }, .take = set_scope },
	{ .pattern.text = "^ .*inlined from '" },
	/* kbuild names the next step: "  CC      mm/file.o" */
	{ .pattern.text = "^  [[:upper:]]", .take = drop_scope },
	{ .pattern.text = "^([^: ]+): In function '([^']*)",
	  .is = { IN_FILE, IN_FUNCTION }, .take = set_scope },
	{ .pattern.text = "^([^: ]+): At top level:", .is = { IN_FILE }, .take = set_scope },
};

static struct form complaints[] = {
	/* newer kernel-doc's and modpost's */
	{ .pattern.text = "^Warning: ([^: ]*):([0-9]*)[^ ]* (.+)",
	  .is = { IN_FILE, LINE, MESSAGE }, .severity = "warning: ", .take = add },
	{ .pattern.text = "^(WARNING: |ERROR: )(.*)", .is = { SEVERITY, MESSAGE }, .take = add },
	{ .pattern.text = "^make(:|\\[)", .take = end_last },
	/* sparse puts the two types of a mismatch on lines of their own */
	{ .pattern.text = PLACE "   +([^ ].*)", .is = { PLACE_IS, MESSAGE },
	  .take = continue_last },
	/* a macro's complaint is in the header; gcc then tells who used the macro */
	{ .pattern.text = PLACE " note: in expansion of macro", .is = { PLACE_IS },
	  .take = name_user },
	{ .pattern.text = PLACE " note: " },
	/* "mm/file.o: warning: objtool: file_load+0x1d: ..." names its function */
	{ .pattern.text = "^([^: ]+):" SEVERITIES "objtool: (([^+(: ]*).*)",
	  .is = { IN_FILE, NOTHING, MESSAGE, IN_FUNCTION },
	  .severity = "warning: objtool: ", .take = add },
	{ .pattern.text = PLACE SEVERITIES "(.+)", .is = { PLACE_IS, SEVERITY, MESSAGE },
	  .take = add },
	/* coccicheck's "FILE:LINE:COLUMN-COLUMN: ..." */
	{ .pattern.text = "^([^: ]+):([0-9]+):([0-9]+)-[0-9]*: *([^ ].*)",
	  .is = { IN_FILE, LINE, COLUMN, MESSAGE }, .severity = "", .take = add },
	{ .pattern.text = PLACE "(.*)(undefined reference to .*)",
	  .is = { PLACE_IS, NOTHING, MESSAGE }, .severity = "error: ", .take = add },
};

static unsigned int number(const char *digits)
{
	return (unsigned int)strtoul(digits, NULL, 10);
}

static bool takes(struct parser *ps, struct form *form, const char *line)
{
	struct argv groups __free(argv_release) = ARGV_INIT;
	char *file __free(free_text) = NULL;
	struct said said;

	if (!pattern_groups(&form->pattern, line, &groups))
		return false;
	for (int word = 0; word < WORDS; word++)
		said.word[word] = "";
	for (size_t i = 0; i < groups.nr; i++)
		said.word[form->is[i]] = groups.v[i];
	file = relative_path(ps, said.word[IN_FILE]);
	said.word[IN_FILE] = file;
	said.line = number(said.word[LINE]);
	said.column = number(said.word[COLUMN]);
	said.severity = form->severity ? form->severity : said.word[SEVERITY];
	return !form->take || form->take(ps, &said);
}

static bool walk(struct parser *ps, struct form *forms, size_t nr, const char *line)
{
	for (size_t i = 0; i < nr; i++)
		if (takes(ps, &forms[i], line))
			return true;
	return false;
}

static void parse_line(struct parser *ps, const char *line)
{
	if (walk(ps, contexts, ARRAY_SIZE(contexts), line))
		return;
	if (!walk(ps, complaints, ARRAY_SIZE(complaints), line) && *line != ' ')
		ps->has_last = false;
	ps->scope_adjacent = false;
}

size_t warnings_parse(struct warnings *list, const char *text, size_t len,
		      const char *root, const char *sources)
{
	struct parser ps = { .list = list, .sources = sources, .cached = CTOKENS_INIT };
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	size_t first = list->nr, root_len = root ? strlen(root) : 0;

	while (root_len && root[root_len - 1] == '/')
		root_len--;
	if (root_len)
		ps.root = xstrfmt("%.*s/", (int)root_len, root);
	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;

		clean(&line, text, n);
		parse_line(&ps, line.buf);
		if (end)
			n++;
		text += n;
		len -= n;
	}
	drop_scope(&ps, NULL);
	free(ps.root);
	free(ps.cached_file);
	ctokens_release(&ps.cached);
	return list->nr - first;
}
