// SPDX-License-Identifier: GPL-2.0-only
/* The formats of the report, and how text gets into them, see format.h */
#include "report/format.h"

#define COLUMNS 72

static const struct report_format formats[] = {
	{ "table", NULL },
	{ "json", report_json },
	{ "junit", format_junit },
	{ "kcidb", format_kcidb },
	{ "tap", format_tap },
	{ "markdown", format_markdown },
	{ "mail", format_mail },
};

static void add_names(struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		strbuf_addf(out, "%s%s", !i ? "" : i + 1 < ARRAY_SIZE(formats) ? ", " : " or ",
			    formats[i].name);
}

static const struct report_format *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

/* KCIDB's schema has small letters, digits and '_' for it. */
static bool is_origin(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

const struct report_format *report_format_find(const struct options *options)
{
	struct strbuf names __free(strbuf_release) = STRBUF_INIT;
	const char *name = options->format ? options->format : options->json ? "json" : "table";
	const struct report_format *format = find(name);

	add_names(&names);
	if (!format)
		error("no format '%s': --format is %s", name, names.buf);
	else if (options->json && strcmp(name, "json"))
		error("--json is --format=json, not '%s': leave one of the two out", name);
	else if (options->origin && strcmp(name, "kcidb"))
		error("--origin is for --format=kcidb, not '%s': leave it out", name);
	else if (options->origin && !is_origin(options->origin))
		error("--origin is the name of a CI system in small letters, digits and '_', not '%s'",
		      options->origin);
	else
		return format;
	return NULL;
}

char *report_format_help(void)
{
	struct strbuf help = STRBUF_INIT;

	strbuf_addstr(&help, "print it as ");
	add_names(&help);
	return strbuf_detach(&help);
}

void report_format_print(const struct report_format *format, const struct report *report)
{
	if (format->text) {
		char *text __free(free_text) = format->text(report);

		printf("%s%s", text, ends_with(text, "\n") ? "" : "\n");
	} else {
		report_print(report);
	}
}

char *format_each_series(const struct report *report,
			 void (*add)(struct strbuf *out, const struct report *one))
{
	struct strbuf out = STRBUF_INIT;

	for (const struct report *one = report; one; one = one->next) {
		if (one != report)
			strbuf_addch(&out, '\n');
		add(&out, one);
	}
	return strbuf_detach(&out);
}

void format_escape(const char *text, const char * const escapes[128], struct strbuf *out)
{
	json_auto_t *mended = json_text("%s", text);

	for (const char *c = json_string_value(mended); *c; c++) {
		const char *escape = (unsigned char)*c < 128 ? escapes[(unsigned char)*c] : NULL;

		if (escape)
			strbuf_addstr(out, escape);
		else
			strbuf_addch(out, *c);
	}
}

/* Bytes of the first character of a text that is UTF-8. */
static size_t character(const char *text)
{
	size_t len = 1;

	while (((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/*
 * Bytes of a text that fit into some columns: up to the last blank behind its first
 * word, or of a long word as much as there is room for.
 */
static size_t fitting(const char *text, size_t columns)
{
	size_t start = strspn(text, " "), len = 0, blank = 0;

	for (size_t nr = 0; nr < columns && text[len]; nr++) {
		len += character(text + len);
		if (len > start && text[len] == ' ')
			blank = len;
	}
	return !text[len] || !blank ? len : blank;
}

static void add_piece(struct strbuf *out, const char *text, size_t len)
{
	while (len && text[len - 1] == ' ')
		len--;
	strbuf_add(out, text, len);
	strbuf_addch(out, '\n');
}

void format_wrap(const char *line, size_t indent, struct strbuf *out)
{
	static const char * const blanks[128] = { ['\n'] = " ", ['\t'] = " " };
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	const char *rest;
	size_t len;

	format_escape(line, blanks, &text);
	rest = text.buf;
	len = fitting(rest, COLUMNS);
	add_piece(out, rest, len);
	for (;;) {
		rest += len;
		rest += strspn(rest, " ");
		if (!*rest)
			break;
		len = fitting(rest, COLUMNS - indent);
		strbuf_addf(out, "%*s", (int)indent, "");
		add_piece(out, rest, len);
	}
}
