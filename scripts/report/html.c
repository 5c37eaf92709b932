// SPDX-License-Identifier: GPL-2.0-only
/* Elements, tables and the frame of a page, see html.h */
#include "report/html.h"

void html_release(struct html *page)
{
	strbuf_release(&page->text);
}

void html_markup(struct html *page, const char *markup)
{
	strbuf_addstr(&page->text, markup);
}

void html_open(struct html *page, const char *tag, ...)
{
	const char *name;
	va_list args;

	strbuf_addf(&page->text, "<%s", tag);
	va_start(args, tag);
	while ((name = va_arg(args, const char *))) {
		const char *value = va_arg(args, const char *);

		if (!value)
			continue;
		strbuf_addf(&page->text, " %s=\"", name);
		html_text(page, value);
		html_markup(page, "\"");
	}
	va_end(args);
	html_markup(page, ">");
}

void html_close(struct html *page, const char *tag)
{
	strbuf_addf(&page->text, "</%s>", tag);
}

void html_element(struct html *page, const char *tag, const char *class, const char *text)
{
	html_open(page, tag, "class", class, NULL);
	html_text(page, text);
	html_close(page, tag);
}

void html_link(struct html *page, const char *href, const char *text)
{
	html_open(page, "a", "href", href, NULL);
	html_text(page, text);
	html_close(page, "a");
}

void html_table(struct html *page, const char *caption, const char *const *heads)
{
	/* one that is wider than the screen is moved by the keyboard, too */
	html_open(page, "div", "class", "wide", "role", "region", "tabindex", "0",
		  "aria-label", caption, NULL);
	html_markup(page, "<table>\n");
	html_element(page, "caption", NULL, caption);
	html_markup(page, "\n<thead><tr>");
	for (size_t i = 0; heads[i]; i++) {
		html_open(page, "th", "scope", "col", NULL);
		html_text(page, heads[i]);
		html_close(page, "th");
	}
	html_markup(page, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct html *page)
{
	html_markup(page, "</tbody></table></div>\n");
}

void html_row(struct html *page, const char *head)
{
	html_markup(page, "<tr><th scope=\"row\">");
	html_text(page, head);
	html_close(page, "th");
}

void html_page_begin(struct html *page, const char *title, bool up)
{
	html_markup(page, HTML_FIRST
		    "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		    "<meta name=\"color-scheme\" content=\"light dark\">\n");
	html_element(page, "title", NULL, title);
	html_markup(page, "\n<link rel=\"stylesheet\" href=\"" HTML_STYLE "\">\n</head>\n<body>\n"
		    "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n");
	if (up)
		html_markup(page, "<nav aria-label=\"All ports\"><a href=\"" HTML_INDEX
			    "\">All ports</a></nav>\n");
	html_element(page, "h1", NULL, title);
	html_markup(page, "\n</header>\n<main id=\"main\">\n");
}

void html_page_end(struct html *page)
{
	html_markup(page, "</main>\n<footer><p>Made by ferry from its results. Paths begin in "
		    "the folder of results.</p></footer>\n</body>\n</html>\n");
}
