// SPDX-License-Identifier: GPL-2.0-only
/* finding what is wrong in a console log */
#include "boot/console.h"

#include "base/pattern.h"
#include "base/strbuf.h"
#include "base/util.h"

#define MAX_OPEN	4	/* reports that may still go on at a time */
#define REPORT_LINES	200	/* how far "where", "part" and "end" reach */
#define TITLE_WIDTH	160
#define MAX_GROUPS	10

/* A longer line is matched in pieces that overlap by the length of a report's line. */
#define PIECE		8192
#define OVERLAP		1024

enum word {
	WORD_REPORT,
	WORD_IGNORE,
	WORD_TITLE,
	WORD_WHERE,
	WORD_PART,
	WORD_END,
	WORD_NR,
};

/* One line of the list; a report's title is not a line of its own. */
struct console_pattern {
	enum word word;
	regex_t regex;
	char *title;		/* of a report; NULL: what @regex matched */
	size_t below;		/* how many of the next lines belong to this report */
};

/* --- the list of patterns ------------------------------------------------ */

void console_patterns_release(struct console_patterns *patterns)
{
	for (size_t i = 0; i < patterns->nr; i++) {
		regfree(&patterns->v[i].regex);
		free(patterns->v[i].title);
	}
	free(patterns->v);
	*patterns = (struct console_patterns)CONSOLE_PATTERNS_INIT;
}

static int bad_line(const char *place, const char *what, const char *subject)
{
	error("%s: %s '%s'", place, what, subject);
	return -EINVAL;
}

static int add_pattern(struct console_patterns *list, enum word word, const char *text,
		       const char *place)
{
	struct console_pattern pattern = { .word = word };
	int err = regcomp(&pattern.regex, text, REG_EXTENDED);
	const char *what = NULL;
	char why[128];

	if (err) {
		regerror(err, &pattern.regex, why, sizeof(why));
		return bad_line(place, why, text);
	}
	if (!regexec(&pattern.regex, "", 0, NULL, 0))
		what = "pattern fits an empty line:";
	else if (word == WORD_WHERE && !pattern.regex.re_nsub)
		what = "no group in";
	if (what) {
		regfree(&pattern.regex);
		return bad_line(place, what, text);
	}
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr++] = pattern;
	return 0;
}

static int set_title(struct console_pattern *report, const char *text, const char *place)
{
	if (report->title)
		return bad_line(place, "second title", text);
	for (const char *p = text; *p; p++) {
		if (*p != '\\')
			continue;
		p++;
		if (*p < '1' || *p > '9' || (size_t)(*p - '0') > report->regex.re_nsub)
			return bad_line(place, "no such group in the pattern of title", text);
	}
	report->title = xstrdup(text);
	return 0;
}

static int load_line(struct console_patterns *list, char *line, const char *place)
{
	static const char * const words[WORD_NR] = {
		"report", "ignore", "title", "where", "part", "end",
	};
	char *rest = line + strcspn(line, " \t");
	size_t above = list->nr;
	enum word word = 0;
	int err;

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, " \t");
	if (!*rest)
		return bad_line(place, "nothing behind", line);
	while (word < WORD_NR && strcmp(line, words[word]))
		word++;
	if (word <= WORD_IGNORE)
		return add_pattern(list, word, rest, place);

	while (above && list->v[above - 1].word > WORD_IGNORE)
		above--;
	if (!above || list->v[above - 1].word == WORD_IGNORE)
		return bad_line(place, "no report above", line);
	if (word == WORD_NR)
		return bad_line(place, "unknown word", line);
	if (word == WORD_TITLE)
		return set_title(&list->v[above - 1], rest, place);
	err = add_pattern(list, word, rest, place);
	list->v[above - 1].below = list->nr - above;
	return err;
}

int console_patterns_load(struct console_patterns *patterns, const char *path)
{
	struct strbuf file __free(strbuf_release) = STRBUF_INIT;
	int err = read_file(path, &file);
	const char *cursor = file.buf, *line;
	unsigned int nr = 0;
	size_t len;

	if (err) {
		error("cannot read '%s': %s", path, strerror(-err));
		return err;
	}
	if (strlen(file.buf) != file.len) {
		error("'%s' is not a text file", path);
		return -EINVAL;
	}
	while (!err && next_line(&cursor, &line, &len)) {
		char *place __free(free_text) = xstrfmt("%s:%u", path, ++nr);
		char *copy __free(free_text) = xstrndup(line, len);
		char *text = copy + strspn(copy, " \t\r");

		if (*text && *text != '#')
			err = load_line(patterns, text, place);
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

	if (!pattern->title)
		add_match(&raw, text, &matches[0]);
	for (const char *p = pattern->title; p && *p; p++) {
		if (*p == '\\')
			add_match(&raw, text, &matches[*++p - '0']);
		else
			strbuf_addch(&raw, *p);
	}
	return normalised(raw.buf);
}

/* --- lines --------------------------------------------------------------- */

static struct pattern escapes[] = {
	/* a terminal's control sequence, of which firmware sends some */
	{ .text = "()\033(\\[[\001-?]{0,30}.?|[^[])", .with = "" },
	{ .text = "()\033", .with = "?" },
};

/* a line without control characters: one string, NULs replaced */
static void clean(struct strbuf *out, const char *s, size_t len)
{
	while (len && (s[len - 1] == '\r' || s[len - 1] == ' '))
		len--;
	strbuf_reset(out);
	for (; len; s++, len--) {
		unsigned char c = *s == '\t' || *s == '\r' ? ' ' : *s;

		strbuf_addch(out, (c < ' ' && c != '\033') || c == 0x7f ? '?' : c);
	}
	pattern_replace(out, escapes, ARRAY_SIZE(escapes));
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
};

struct scan {
	const struct console_patterns *patterns;
	struct console_reports *reports;
	unsigned int line;
	struct open_report open[MAX_OPEN];
	size_t nr_open;
};

static void set_place(struct console_report *report, const char *text, const regmatch_t *place)
{
	struct strbuf title __free(strbuf_release) = STRBUF_INIT;

	strbuf_addf(&title, "%s in ", report->title);
	add_match(&title, text, place);
	free(report->title);
	report->title = normalised(title.buf);
}

static void close_report(struct scan *scan, size_t at)
{
	struct open_report *open = &scan->open[at];

	scan->nr_open--;
	memmove(open, open + 1, (scan->nr_open - at) * sizeof(*open));
}

/* hand a line to a report that goes on; true if that is its last line */
static bool feed(struct scan *scan, struct open_report *open, const char *text, bool *part)
{
	bool ended = ++open->lines >= REPORT_LINES;
	regmatch_t matches[2];

	for (size_t i = 1; i <= open->pattern->below; i++) {
		const struct console_pattern *own = &open->pattern[i];

		if (regexec(&own->regex, text, 2, matches, 0))
			continue;
		if (own->word == WORD_END)
			ended = true;
		if (own->word == WORD_WHERE && !open->located) {
			set_place(&scan->reports->v[open->report], text, &matches[1]);
			open->located = true;
		}
		/* each part comes once: a second one is of another report */
		if (own->word == WORD_PART && !*part && i < 8 * sizeof(open->parts_seen) &&
		    !(open->parts_seen & 1UL << i)) {
			open->parts_seen |= 1UL << i;
			*part = true;
		}
	}
	return ended;
}

/* hand a line to the reports that go on; true if it belongs to one of them */
static bool feed_open(struct scan *scan, const char *text)
{
	bool part = false;

	for (size_t i = 0; i < scan->nr_open; ) {
		if (feed(scan, &scan->open[i], text, &part))
			close_report(scan, i);
		else
			i++;
	}
	return part;
}

static void open_new(struct scan *scan, const struct console_pattern *pattern, char *title)
{
	struct console_reports *list = scan->reports;

	if (scan->nr_open == MAX_OPEN)
		close_report(scan, 0);
	list->v = grow_array(list->v, list->nr, &list->alloc, sizeof(*list->v));
	list->v[list->nr] = (struct console_report){ .title = title, .line = scan->line };
	scan->open[scan->nr_open++] = (struct open_report){
		.pattern = pattern,
		.report = list->nr++,
		.lines = 1,
	};
}

/*
 * One piece of a line. Of a match that begins at @limit or behind, the next
 * piece has more.
 */
static void scan_piece(struct scan *scan, const char *text, bool first, size_t limit)
{
	bool part = first && feed_open(scan, text);
	regmatch_t matches[MAX_GROUPS];

	for (size_t i = 0; i < scan->patterns->nr; i++) {
		const struct console_pattern *pattern = &scan->patterns->v[i];

		if (pattern->word > WORD_IGNORE ||
		    regexec(&pattern->regex, text, MAX_GROUPS, matches,
			    first ? 0 : REG_NOTBOL) ||
		    (size_t)matches[0].rm_so >= limit)
			continue;
		if (pattern->word == WORD_REPORT && !part)
			open_new(scan, pattern, make_title(pattern, text, matches));
		return;
	}
}

static void scan_message(struct scan *scan, const char *text)
{
	bool first = true;

	for (; strlen(text) > PIECE; text += PIECE - OVERLAP) {
		char *piece __free(free_text) = xstrndup(text, PIECE);

		scan_piece(scan, piece, first, PIECE - OVERLAP);
		first = false;
	}
	scan_piece(scan, text, first, PIECE);
}

/*
 * A message that follows one which lacks its newline stands on the same line:
 * cut before each time stamp.
 */
static void scan_line(struct scan *scan, const char *line)
{
	while (*line) {
		char *message __free(free_text) = NULL;
		size_t start = 0, len = pattern_find(&stamp, line, &start);

		line += start ? 0 : len;
		len = pattern_find(&stamp, line, &start);
		message = xstrndup(line, len ? start : strlen(line));
		scan_message(scan, message);
		line += strlen(message);
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
	return reports->nr - before;
}

/* --- what is known --------------------------------------------------------- */

static bool is_known(const char *title, const char *const *known)
{
	for (; known && *known; known++) {
		if (**known && strstr(title, *known))
			return true;
	}
	return false;
}

const struct console_report *console_first_unknown(const struct console_reports *reports,
						   const char *const *known)
{
	for (size_t i = 0; i < reports->nr; i++)
		if (!is_known(reports->v[i].title, known))
			return &reports->v[i];
	return NULL;
}

void console_reports_release(struct console_reports *reports)
{
	for (size_t i = 0; i < reports->nr; i++)
		free(reports->v[i].title);
	free(reports->v);
	*reports = (struct console_reports)CONSOLE_REPORTS_INIT;
}
