// SPDX-License-Identifier: GPL-2.0-only
/* finding what is wrong in a console log */
#include "boot/console.h"

#include "base/multiset.h"
#include "base/pattern.h"
#include "base/strbuf.h"
#include "base/util.h"

#define MAX_OPEN	4	/* reports that may still go on at a time */
#define REPORT_LINES	200	/* how far "where", "part" and "end" reach */
#define EXCERPT_LINES	40
#define EXCERPT_WIDTH	200
#define TITLE_WIDTH	160
#define MAX_GROUPS	10

/* A longer line is matched in pieces that overlap by the length of a report's line. */
#define PIECE		8192
#define OVERLAP		1024

struct patterns {
	regex_t *v;
	size_t nr, alloc;
};

struct console_pattern {
	bool ignore;
	regex_t regex;
	char *title;		/* NULL: what @regex matched */
	struct patterns where, part, end;
};

/* --- the list of patterns ------------------------------------------------ */

static void patterns_free(struct patterns *patterns)
{
	for (size_t i = 0; i < patterns->nr; i++)
		regfree(&patterns->v[i]);
	free(patterns->v);
}

void console_patterns_release(struct console_patterns *patterns)
{
	for (size_t i = 0; i < patterns->nr; i++) {
		struct console_pattern *pattern = &patterns->v[i];

		regfree(&pattern->regex);
		free(pattern->title);
		patterns_free(&pattern->where);
		patterns_free(&pattern->part);
		patterns_free(&pattern->end);
	}
	free(patterns->v);
	*patterns = (struct console_patterns)CONSOLE_PATTERNS_INIT;
}

struct loader {
	struct console_patterns *patterns;
	const char *path;
	unsigned int line;
};

static int bad_line(const struct loader *ld, const char *what, const char *subject)
{
	error("%s:%u: %s '%s'", ld->path, ld->line, what, subject);
	return -EINVAL;
}

static int compile(const struct loader *ld, regex_t *regex, const char *text)
{
	char why[128];
	int err = regcomp(regex, text, REG_EXTENDED);

	if (!err && !regexec(regex, "", 0, NULL, 0)) {
		regfree(regex);
		return bad_line(ld, "pattern fits an empty line:", text);
	}
	if (!err)
		return 0;
	regerror(err, NULL, why, sizeof(why));
	return bad_line(ld, why, text);
}

static int add_report(struct loader *ld, const char *text, bool ignore)
{
	struct console_patterns *list = ld->patterns;
	struct console_pattern pattern = { .ignore = ignore };
	int err = compile(ld, &pattern.regex, text);

	if (err)
		return err;
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = pattern;
	return 0;
}

static int add_pattern(struct loader *ld, struct patterns *list, const char *text,
		       size_t groups)
{
	regex_t regex;
	int err = compile(ld, &regex, text);

	if (err)
		return err;
	if (regex.re_nsub < groups) {
		regfree(&regex);
		return bad_line(ld, "no group in", text);
	}
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = regex;
	return 0;
}

static int set_title(struct loader *ld, struct console_pattern *report, const char *text)
{
	if (report->title)
		return bad_line(ld, "second title", text);
	for (const char *p = text; *p; p++) {
		if (*p != '\\')
			continue;
		p++;
		if (*p < '1' || *p > '9' || (size_t)(*p - '0') > report->regex.re_nsub)
			return bad_line(ld, "no such group in the pattern of title", text);
	}
	report->title = xstrdup(text);
	return 0;
}

static int load_line(struct loader *ld, char *line)
{
	struct console_pattern *report = NULL;
	size_t blank = strcspn(line, " \t");
	char *rest = line + blank;

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, " \t");
	if (!*rest)
		return bad_line(ld, "nothing behind", line);
	if (!strcmp(line, "report"))
		return add_report(ld, rest, false);
	if (!strcmp(line, "ignore"))
		return add_report(ld, rest, true);

	if (ld->patterns->nr)
		report = &ld->patterns->v[ld->patterns->nr - 1];
	if (!report || report->ignore)
		return bad_line(ld, "no report above", line);
	if (!strcmp(line, "title"))
		return set_title(ld, report, rest);
	if (!strcmp(line, "where"))
		return add_pattern(ld, &report->where, rest, 1);
	if (!strcmp(line, "part"))
		return add_pattern(ld, &report->part, rest, 0);
	if (!strcmp(line, "end"))
		return add_pattern(ld, &report->end, rest, 0);
	return bad_line(ld, "unknown word", line);
}

int console_patterns_load(struct console_patterns *patterns, const char *path)
{
	struct loader ld = { .patterns = patterns, .path = path };
	struct strbuf file __free(strbuf_release) = STRBUF_INIT;
	int err = read_file(path, &file);
	const char *cursor = file.buf, *line;
	size_t len;

	if (err)
		error("cannot read '%s': %s", path, strerror(-err));
	if (!err && strlen(file.buf) != file.len) {
		error("'%s' is not a text file", path);
		err = -EINVAL;
	}
	while (!err && next_line(&cursor, &line, &len)) {
		char *copy __free(free_text) = xstrndup(line, len);
		char *text = copy + strspn(copy, " \t\r");

		ld.line++;
		if (*text && *text != '#')
			err = load_line(&ld, text);
	}
	if (!err && !patterns->nr) {
		error("no pattern in '%s'", path);
		err = -EINVAL;
	}
	return err;
}

/* --- titles -------------------------------------------------------------- */

#define EDGE	"((^|[^[:alnum:]_])"

/* What differs from boot to boot. */
static struct pattern differing[] = {
	/* where in a function, and which part of it the compiler made */
	{ .text = "()\\+0x[[:alnum:]_]+(/0x[[:alnum:]_]+)?", .with = "" },
	{ .text = "()\\.(isra|constprop|part|cold|llvm)\\b(\\.[0-9]+)?", .with = "" },
	/* addresses: with 0x, or long and with a decimal digit, so that no word is one */
	{ .text = EDGE ")0x[[:alnum:]_]+", .with = "ADDR" },
	{ .text = EDGE ")[[:xdigit:]]{7,}[0-9][[:xdigit:]]*", .with = "ADDR" },
	{ .text = EDGE ")[[:xdigit:]]*[0-9][[:xdigit:]]{7,}", .with = "ADDR" },
	{ .text = EDGE "[Cc][Pp][Uu])[0-9]+", .with = "N" },
	{ .text = EDGE ")[0-9]+", .with = "N" },
};

static char *normalised(const char *title)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, title);
	pattern_replace(&out, differing, ARRAY_SIZE(differing));
	if (out.len > TITLE_WIDTH)
		strbuf_setlen(&out, TITLE_WIDTH);
	strbuf_trim(&out);
	return strbuf_detach(&out);
}

static void add_match(struct strbuf *out, const char *text, const regmatch_t *match)
{
	if (match->rm_so >= 0)
		strbuf_add(out, text + match->rm_so, (size_t)(match->rm_eo - match->rm_so));
}

static char *make_title(const struct console_pattern *pattern, const char *text,
			const regmatch_t *matches)
{
	struct strbuf raw __free(strbuf_release) = STRBUF_INIT;
	char *title;

	if (!pattern->title)
		add_match(&raw, text, &matches[0]);
	for (const char *p = pattern->title; p && *p; p++) {
		if (*p == '\\')
			add_match(&raw, text, &matches[*++p - '0']);
		else
			strbuf_addch(&raw, *p);
	}
	title = normalised(raw.buf);
	return title;
}

/* --- lines --------------------------------------------------------------- */

/* bytes of a terminal's control sequence, of which firmware sends some; or 0 */
static size_t escape_len(const char *s, size_t len)
{
	size_t n = 2;

	if (len < 2 || *s != '\033')
		return 0;
	if (s[1] != '[')
		return 2;
	while (n < len && n < 32 && (unsigned char)s[n] < '@')
		n++;
	return n < len ? n + 1 : len;
}

/* a line without control characters: one string, NULs replaced */
static void clean(struct strbuf *out, const char *s, size_t len)
{
	strbuf_reset(out);
	while (len && (s[len - 1] == '\r' || s[len - 1] == ' '))
		len--;
	while (len) {
		unsigned char c = *s;
		size_t n = escape_len(s, len);

		if (!n) {
			n = 1;
			if (c == '\t' || c == '\r')
				c = ' ';
			strbuf_addch(out, c < ' ' || c == 0x7f ? '?' : c);
		}
		s += n;
		len -= n;
	}
}

/* "[   12.345678] ", perhaps with a caller, "[    T1] " or "[    C0] ", behind it */
static struct pattern stamp = {
	.text = "\\[ *[0-9]+\\.[0-9]{6}\\] *(\\[ *[TC][0-9]+\\] *)?",
};

/* --- scanning ------------------------------------------------------------ */

struct open_report {
	const struct console_pattern *pattern;
	size_t report;			/* index in the list */
	unsigned int lines;
	bool located;			/* "where" was found */
	unsigned long parts_seen;	/* bit of each "part" that came */
	struct strbuf excerpt;
};

struct scan {
	const struct console_patterns *patterns;
	struct console_reports *reports;
	unsigned int line;
	struct open_report open[MAX_OPEN];
	size_t nr_open;
};

static bool any_matches(const struct patterns *patterns, const char *text)
{
	for (size_t i = 0; i < patterns->nr; i++) {
		if (!regexec(&patterns->v[i], text, 0, NULL, 0))
			return true;
	}
	return false;
}

static void locate(struct scan *scan, struct open_report *open, const char *text)
{
	struct console_report *report = &scan->reports->v[open->report];
	regmatch_t matches[2];

	for (size_t i = 0; i < open->pattern->where.nr && !open->located; i++) {
		struct strbuf title = STRBUF_INIT;

		if (regexec(&open->pattern->where.v[i], text, 2, matches, 0))
			continue;
		strbuf_addf(&title, "%s in ", report->title);
		add_match(&title, text, &matches[1]);
		free(report->title);
		report->title = normalised(title.buf);
		strbuf_release(&title);
		open->located = true;
	}
}

static void add_excerpt(struct open_report *open, const char *raw)
{
	size_t len = strnlen(raw, EXCERPT_WIDTH);

	if (open->lines > EXCERPT_LINES)
		return;
	strbuf_add(&open->excerpt, raw, len);
	strbuf_addch(&open->excerpt, '\n');
}

static void close_report(struct scan *scan, size_t at)
{
	struct open_report *open = &scan->open[at];

	scan->reports->v[open->report].excerpt = strbuf_detach(&open->excerpt);
	scan->nr_open--;
	memmove(open, open + 1, (scan->nr_open - at) * sizeof(*open));
}

/* each part comes once: a second one is of another report */
static bool take_part(struct open_report *open, const char *text)
{
	const struct patterns *parts = &open->pattern->part;

	for (size_t i = 0; i < parts->nr && i < 8 * sizeof(open->parts_seen); i++) {
		if (open->parts_seen & 1UL << i || regexec(&parts->v[i], text, 0, NULL, 0))
			continue;
		open->parts_seen |= 1UL << i;
		return true;
	}
	return false;
}

/* hand a line to the reports that go on; true if it belongs to one of them */
static bool feed_open(struct scan *scan, const char *text, const char *raw)
{
	bool part = false;

	for (size_t i = 0; i < scan->nr_open; ) {
		struct open_report *open = &scan->open[i];

		open->lines++;
		add_excerpt(open, raw);
		locate(scan, open, text);
		part = part || take_part(open, text);
		if (open->lines >= REPORT_LINES || any_matches(&open->pattern->end, text))
			close_report(scan, i);
		else
			i++;
	}
	return part;
}

static void open_new(struct scan *scan, const struct console_pattern *pattern,
		     char *title, const char *raw)
{
	struct console_reports *list = scan->reports;
	struct open_report *open;

	if (scan->nr_open == MAX_OPEN)
		close_report(scan, 0);
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr] = (struct console_report) {
		.title = title,
		.line = scan->line,
	};
	open = &scan->open[scan->nr_open++];
	*open = (struct open_report) {
		.pattern = pattern,
		.report = list->nr++,
		.lines = 1,
	};
	strbuf_init(&open->excerpt);
	add_excerpt(open, raw);
}

/*
 * One piece of a line. Of a match that begins at @limit or behind, the next
 * piece has more.
 */
static void scan_piece(struct scan *scan, const char *text, bool first, size_t limit,
		       const char *raw)
{
	bool part = first && feed_open(scan, text, raw);
	regmatch_t matches[MAX_GROUPS];

	for (size_t i = 0; i < scan->patterns->nr; i++) {
		const struct console_pattern *pattern = &scan->patterns->v[i];

		if (regexec(&pattern->regex, text, MAX_GROUPS, matches,
			    first ? 0 : REG_NOTBOL))
			continue;
		if ((size_t)matches[0].rm_so >= limit)
			continue;
		if (!pattern->ignore && !part)
			open_new(scan, pattern, make_title(pattern, text, matches), raw);
		return;
	}
}

/* @text is one message, @raw how it stands in the log */
static void scan_message(struct scan *scan, const char *text, const char *raw)
{
	size_t len = strlen(text);
	bool first = true;

	while (len > PIECE) {
		char *piece = xstrndup(text, PIECE);

		scan_piece(scan, piece, first, PIECE - OVERLAP, raw);
		free(piece);
		first = false;
		text += PIECE - OVERLAP;
		len -= PIECE - OVERLAP;
	}
	scan_piece(scan, text, first, PIECE, raw);
}

/*
 * A message that follows one which lacks its newline stands on the same line:
 * cut before each time stamp.
 */
static void scan_line(struct scan *scan, char *line)
{
	while (*line) {
		size_t start = 0, len = pattern_find(&stamp, line, &start);
		char *message = line + (start ? 0 : len), *next;
		char saved;

		len = pattern_find(&stamp, message, &start);
		next = len ? message + start : message + strlen(message);
		saved = *next;
		*next = '\0';
		scan_message(scan, message, line);
		*next = saved;
		line = next;
	}
}

size_t console_scan(const struct console_patterns *patterns, const char *text,
		    size_t len, struct console_reports *reports)
{
	struct scan scan = { .patterns = patterns, .reports = reports };
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	size_t before = reports->nr;

	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len;

		scan.line++;
		clean(&line, text, n);
		scan_line(&scan, line.buf);
		if (end)
			n++;
		text += n;
		len -= n;
	}
	while (scan.nr_open)
		close_report(&scan, 0);
	return reports->nr - before;
}

/* --- comparison ---------------------------------------------------------- */

static bool is_known(const char *title, const char *const *known)
{
	for (; known && *known; known++) {
		if (**known && strstr(title, *known))
			return true;
	}
	return false;
}

static int compare_titles(const void *a, const void *b)
{
	return strcmp(((const struct console_report *)a)->title,
		      ((const struct console_report *)b)->title);
}

static struct multiset as_multiset(const struct console_reports *list)
{
	struct multiset set = { .nr = list ? list->nr : 0 };

	set.v = xcalloc(set.nr + 1, sizeof(*set.v));
	for (size_t i = 0; i < set.nr; i++)
		set.v[i] = &list->v[i];
	return set;
}

size_t console_reports_diff(const struct console_reports *before,
			    const struct console_reports *after,
			    const char *const *known,
			    struct console_reports *added)
{
	struct multiset old = as_multiset(before), new = as_multiset(after);
	bool *is_new = xcalloc(new.nr + 1, sizeof(*is_new));
	size_t nr = added->nr;

	multiset_added(&old, &new, compare_titles, is_new);
	for (size_t i = 0; i < after->nr; i++) {
		const struct console_report *report = &after->v[i];

		if (!is_new[i] || is_known(report->title, known))
			continue;
		added->v = grow_array(added->v, added->nr, &added->alloc, sizeof(*added->v));
		added->v[added->nr++] = (struct console_report) {
			.title = xstrdup(report->title),
			.line = report->line,
			.excerpt = xstrdup(report->excerpt),
		};
	}
	free(is_new);
	free(old.v);
	free(new.v);
	return added->nr - nr;
}

void console_reports_release(struct console_reports *reports)
{
	for (size_t i = 0; i < reports->nr; i++) {
		free(reports->v[i].title);
		free(reports->v[i].excerpt);
	}
	free(reports->v);
	*reports = (struct console_reports)CONSOLE_REPORTS_INIT;
}
