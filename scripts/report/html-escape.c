// SPDX-License-Identifier: GPL-2.0-only
/* The one place where text becomes HTML, see html.h */
#include "report/html.h"

#define REPLACEMENT	"\357\277\275"	/* U+FFFD */

/* Bytes that go on a character that begins with this one; -1 where none does. */
static int more_bytes(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if ((first & 0xf0) == 0xe0)
		return 2;
	return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

static bool is_character(unsigned long code, int more)
{
	static const unsigned long first[] = { 0, 0x80, 0x800, 0x10000 };

	return code >= first[more] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) &&
	       (code & 0xfffe) != 0xfffe && (code < 0xfdd0 || code > 0xfdef);
}

/* The character at the beginning of @data, and its length; 0 where there is none. */
static size_t decode(const unsigned char *data, size_t len, unsigned long *code)
{
	int more = more_bytes(*data);

	if (more < 0 || (size_t)more >= len)
		return 0;
	*code = more ? *data & (0x3fu >> more) : *data;
	for (int i = 1; i <= more; i++) {
		if ((data[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (data[i] & 0x3f);
	}
	return is_character(*code, more) ? (size_t)more + 1 : 0;
}

/* What makes a line look like another one than it is. */
static bool turns_direction(unsigned long code)
{
	return code == 0x61c || code == 0x200e || code == 0x200f ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* The pictures of the control characters stand in one row from U+2400 on. */
static void add_control(struct strbuf *out, unsigned long code)
{
	strbuf_addstr(out, "\342\220");
	strbuf_addch(out, code == 0x7f ? 0xa1 : (int)(0x80 + code));
}

static void add_character(struct strbuf *out, unsigned long code, const char *data, size_t len)
{
	switch (code) {
	case '&':
		strbuf_addstr(out, "&amp;");
		return;
	case '<':
		strbuf_addstr(out, "&lt;");
		return;
	case '>':
		strbuf_addstr(out, "&gt;");
		return;
	case '"':
		strbuf_addstr(out, "&quot;");
		return;
	case '\'':
		strbuf_addstr(out, "&#39;");
		return;
	case '\n':
	case '\t':
		strbuf_addch(out, (int)code);
		return;
	default:
		break;
	}
	if (code < ' ' || code == 0x7f)
		add_control(out, code);
	else if (code < 0xa0 && code > 0x7f)
		strbuf_addstr(out, REPLACEMENT);
	else if (turns_direction(code))
		strbuf_addf(out, "&lt;U+%04lX&gt;", code);
	else
		strbuf_add(out, data, len);
}

void html_bytes(struct html *page, const char *data, size_t len)
{
	while (len) {
		unsigned long code = 0;
		size_t took = decode((const unsigned char *)data, len, &code);

		if (took)
			add_character(&page->text, code, data, took);
		else
			strbuf_addstr(&page->text, REPLACEMENT);
		took += !took;
		data += took;
		len -= took;
	}
}

void html_text(struct html *page, const char *text)
{
	html_bytes(page, text, strlen(text));
}

void html_textf(struct html *page, const char *fmt, ...)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	va_list args;

	va_start(args, fmt);
	strbuf_vaddf(&text, fmt, args);
	va_end(args);
	html_bytes(page, text.buf, text.len);
}
