// SPDX-License-Identifier: GPL-2.0-only
/* Reading what compilers and checkers complain of, see warnings.h */
#include "check/warnings.h"

#include "base/pattern.h"
#include "base/strbuf.h"
#include "base/util.h"
#include "data/function.h"

#define MAX_LINE (64 * 1024)

struct location {
	const char *file;
	size_t file_len;
	unsigned int line, column;	/* 0: not given */
	bool range;			/* "column-column", as coccicheck has it */
};

struct parser {
	struct warnings *list;
	size_t first;			/* entries before it are not ours */
	const char *root;
	size_t root_len;
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

/* --- small pieces -------------------------------------------------------- */

static const char *behind_prefix(const char *s, const char *prefix)
{
	return starts_with(s, prefix) ? s + strlen(prefix) : NULL;
}

static void set_string(char **place, char *value)
{
	free(*place);
	*place = value;
}

/* one line as a string, with plain quotes and no control characters */
static void clean(struct strbuf *out, const char *s, size_t len)
{
	strbuf_reset(out);
	if (len > MAX_LINE)
		len = MAX_LINE;
	while (len && (s[len - 1] == '\r' || s[len - 1] == ' '))
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = s[i];

		if (len - i >= 3 && (!memcmp(s + i, "\xe2\x80\x98", 3) ||
				     !memcmp(s + i, "\xe2\x80\x99", 3))) {
			strbuf_addch(out, '\'');
			i += 2;
		} else if (c == '\t') {
			strbuf_addch(out, ' ');
		} else {
			strbuf_addch(out, c < ' ' || c == 0x7f ? '?' : c);
		}
	}
}

static const char *take_digits(const char *s, unsigned int *value)
{
	size_t n = strspn(s, "0123456789");

	*value = 0;
	for (size_t i = 0; i < n && i < 9; i++)
		*value = *value * 10 + (unsigned int)(s[i] - '0');
	return s + n;
}

/*
 * FILE:LINE:COLUMN-COLUMN:, where all behind FILE may be missing. Returns what
 * follows the last ':', or NULL if the line does not begin so.
 */
static const char *take_location(const char *s, struct location *at)
{
	size_t n = strcspn(s, ": ");
	const char *p = s + n, *end;

	*at = (struct location) { .file = s, .file_len = n };
	if (!n || *p++ != ':')
		return NULL;
	end = take_digits(p, &at->line);
	if (end == p || (*end != ':' && *end != ' '))
		return p;
	if (*end++ == ' ')
		return NULL;
	p = end;
	end = take_digits(p, &at->column);
	if (end != p && *end == '-') {
		unsigned int ignored;

		at->range = true;
		end = take_digits(end + 1, &ignored);
	}
	if (end == p || *end != ':') {
		at->column = 0;
		at->range = false;
		return p;
	}
	return end + 1;
}

/* a path relative to the root of the tree */
static char *relative_path(const struct parser *ps, const char *s, size_t len)
{
	bool stripped = true;

	if (ps->root_len && len > ps->root_len && s[ps->root_len] == '/' &&
	    !memcmp(s, ps->root, ps->root_len)) {
		s += ps->root_len + 1;
		len -= ps->root_len + 1;
	}
	while (stripped && len) {
		size_t n = 0;

		if (len > 3 && !memcmp(s, "../", 3))
			n = 3;
		else if (len > 2 && !memcmp(s, "./", 2))
			n = 2;
		s += n;
		len -= n;
		stripped = n != 0;
	}
	return xstrndup(s, len);
}

/* --- messages ------------------------------------------------------------ */

/* What differs between two trees with the same fault. */
static struct pattern differing[] = {
	{ .text = "((^|[^[:alnum:]])[Ll][Ii][Nn][Ee][Ss]? )[0-9]+(:[0-9]+)?", .with = "N" },
	{ .text = "(\\.[ch]:)[0-9]+(:[0-9]+)?", .with = "N" },
	/* an offset in code moves with every change */
	{ .text = "()\\+0x[0-9a-f]+(/0x[0-9a-f]+)?", .with = "" },
};

static char *normalised(const struct parser *ps, const char *severity, const char *s)
{
	char *root __free(free_text) = xstrfmt("%.*s/", (int)ps->root_len,
						  ps->root ? ps->root : "");
	struct strbuf out = STRBUF_INIT;
	char *at;

	strbuf_addf(&out, "%s%s", severity, s);
	while (ps->root_len && (at = strstr(out.buf, root)))
		strbuf_remove(&out, (size_t)(at - out.buf), strlen(root));
	pattern_replace(&out, differing, ARRAY_SIZE(differing));
	strbuf_trim(&out);
	return strbuf_detach(&out);
}

/* --- functions ----------------------------------------------------------- */

static const struct ctokens *source_tokens(struct parser *ps, const char *file)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = xstrfmt("%s/%s",
						  ps->sources ? ps->sources : "", file);

	if (!ps->sources || !*file)
		return NULL;
	if (ps->cached_file && !strcmp(ps->cached_file, file))
		return &ps->cached;
	ctokens_release(&ps->cached);
	set_string(&ps->cached_file, xstrdup(file));
	if (!read_file(path, &text))
		ctokens_lex(&ps->cached, text.buf, text.len);
	return &ps->cached;
}

static char *look_up(struct parser *ps, const char *file, unsigned int line)
{
	const struct ctokens *tokens = line ? source_tokens(ps, file) : NULL;

	return tokens ? ctokens_function_at(tokens, line) : NULL;
}

/*
 * What gcc said just before counts even if the place is in a header; otherwise
 * the source knows better, because another tool's output may stand between.
 */
static char *find_function(struct parser *ps, const char *file, unsigned int line)
{
	bool scope = ps->scope_function && *ps->scope_function;
	char *name = NULL;

	if (scope && ps->scope_adjacent)
		return xstrdup(ps->scope_function);
	name = look_up(ps, file, line);
	if (!name && scope && !ps->sources && !strcmp(ps->scope_file, file))
		name = xstrdup(ps->scope_function);
	return name ? name : xstrdup("");
}

static void set_scope(struct parser *ps, const char *file, size_t file_len,
		      const char *function)
{
	size_t n = strcspn(function, "'");

	set_string(&ps->scope_file, relative_path(ps, file, file_len));
	set_string(&ps->scope_function, xstrndup(function, n));
	ps->scope_adjacent = true;
}

static void drop_scope(struct parser *ps)
{
	set_string(&ps->scope_file, NULL);
	set_string(&ps->scope_function, NULL);
	ps->scope_adjacent = false;
}

/* --- lines --------------------------------------------------------------- */

/* @file, @function and @message become the list's */
static void add(struct parser *ps, char *file, char *function, char *message,
		unsigned int line)
{
	struct warnings *list = ps->list;

	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = (struct warning) {
		.file = file,
		.function = function,
		.message = message,
		.line = line,
	};
	ps->has_last = true;
	ps->last_column = 0;
}

static struct warning *last(const struct parser *ps)
{
	return &ps->list->v[ps->list->nr - 1];
}

/* lines that tell where the next complaint belongs */
static bool parse_context(struct parser *ps, const char *line)
{
	const char *from = strstr(line, "inlined from '");
	struct location at;
	const char *p;

	if (starts_with(line, "In file included from ") ||
	    starts_with(line, "                 from "))
		return true;
	if (from && *line == ' ') {
		const char *place = strstr(from, "' at ");

		if (place && take_location(place + 5, &at))
			set_scope(ps, at.file, at.file_len, strchr(from, '\'') + 1);
		return true;
	}
	/* kbuild names the next step: "  CC      mm/zswap.o" */
	if (line[0] == ' ' && line[1] == ' ' && isupper((unsigned char)line[2])) {
		drop_scope(ps);
		ps->has_last = false;
		return true;
	}
	p = take_location(line, &at);
	if (!p || at.line)
		return false;
	if (starts_with(p, " In function '"))
		set_scope(ps, at.file, at.file_len, strchr(p, '\'') + 1);
	else if (starts_with(p, " At top level:"))
		set_scope(ps, at.file, at.file_len, "");
	else
		return false;
	return true;
}

/* "mm/zswap.o: warning: objtool: zswap_load+0x1d: ..." names its function */
static void add_objtool(struct parser *ps, const struct location *at, const char *text)
{
	size_t n = strcspn(text, "+(: ");

	add(ps, relative_path(ps, at->file, at->file_len), xstrndup(text, n),
	    normalised(ps, "warning: objtool: ", text), 0);
}

/* what stands behind "warning: " and the like, @severity set; or NULL */
static const char *take_severity(const char *s, const char **severity)
{
	static const char *const words[] = { "warning: ", "error: ", "fatal error: " };
	const char *rest = NULL;

	s += strspn(s, " ");
	for (size_t i = 0; i < ARRAY_SIZE(words) && !rest; i++) {
		rest = behind_prefix(s, words[i]);
		*severity = words[i];
	}
	return rest;
}

/* sparse puts the two types of a mismatch on lines of their own */
static bool continue_last(struct parser *ps, const struct location *at, const char *rest)
{
	char *file __free(free_text) = relative_path(ps, at->file, at->file_len);
	char *longer __free(free_text) = NULL;

	if (!ps->has_last || !at->column || at->column != ps->last_column ||
	    at->line != last(ps)->line || !starts_with(rest, "   ") ||
	    strcmp(file, last(ps)->file))
		return false;
	longer = xstrfmt("%s; ", last(ps)->message);
	set_string(&last(ps)->message, normalised(ps, longer, rest + strspn(rest, " ")));
	return true;
}

/* a macro's complaint is in the header; gcc then tells who used the macro */
static void parse_note(struct parser *ps, const struct location *at, const char *rest)
{
	char *file __free(free_text) = relative_path(ps, at->file, at->file_len);
	char *function;

	if (!ps->has_last || *last(ps)->function ||
	    !starts_with(rest, " note: in expansion of macro"))
		return;
	function = look_up(ps, file, at->line);
	if (function)
		set_string(&last(ps)->function, function);
}

static bool parse_located(struct parser *ps, const char *line)
{
	const char *severity = "", *text, *rest;
	struct location at;
	char *file, *function;

	rest = take_location(line, &at);
	if (!rest || starts_with(line, "make:") || starts_with(line, "make["))
		return false;
	if (continue_last(ps, &at, rest))
		return true;
	if (starts_with(rest, " note: ")) {
		parse_note(ps, &at, rest);
		return true;
	}
	text = take_severity(rest, &severity);
	if (text && !at.line && starts_with(text, "objtool: ")) {
		add_objtool(ps, &at, text + strlen("objtool: "));
		return true;
	}
	if (!text && at.range) {
		severity = "";
		text = rest + strspn(rest, " ");
	}
	if (!text && strstr(rest, "undefined reference to ")) {
		severity = "error: ";
		text = strstr(rest, "undefined reference to ");
	}
	if (!text || !*text)
		return false;
	file = relative_path(ps, at.file, at.file_len);
	function = find_function(ps, file, at.line);
	add(ps, file, function, normalised(ps, severity, text), at.line);
	ps->last_column = at.column;
	return true;
}

/* complaints that begin with the severity: modpost's and newer kernel-doc's */
static bool parse_leading_severity(struct parser *ps, const char *line)
{
	static const char *const words[] = { "WARNING: ", "ERROR: " };
	const char *text = behind_prefix(line, "Warning: ");
	struct location at = { 0 };

	if (text) {
		const char *blank = strchr(text, ' ');
		size_t n = strcspn(text, ": ");
		char *file;

		if (!blank || text[n] != ':')
			return false;
		take_digits(text + n + 1, &at.line);
		file = relative_path(ps, text, n);
		add(ps, file, find_function(ps, file, at.line),
		    normalised(ps, "warning: ", blank + 1), at.line);
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		text = behind_prefix(line, words[i]);
		if (!text)
			continue;
		add(ps, xstrdup(""), xstrdup(""), normalised(ps, words[i], text), 0);
		return true;
	}
	return false;
}

static void parse_line(struct parser *ps, const char *line)
{
	if (parse_context(ps, line))
		return;
	if (!parse_leading_severity(ps, line) && !parse_located(ps, line) && *line != ' ')
		ps->has_last = false;
	ps->scope_adjacent = false;
}

size_t warnings_parse(struct warnings *list, const char *text, size_t len,
		      const char *root, const char *sources)
{
	struct parser ps = { .list = list, .first = list->nr, .root = root,
			     .sources = sources, .cached = CTOKENS_INIT };
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;

	ps.root_len = root ? strlen(root) : 0;
	while (ps.root_len && root[ps.root_len - 1] == '/')
		ps.root_len--;
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
	drop_scope(&ps);
	free(ps.cached_file);
	ctokens_release(&ps.cached);
	return list->nr - ps.first;
}
