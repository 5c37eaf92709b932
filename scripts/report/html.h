/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * HTML, written so that what others have said stays text.
 *
 * Kernels, patches, logs and file names get into a page through html_bytes() alone: it is
 * the one place that escapes. The names of elements and html_markup() are for constants.
 *
 * A struct html owns its text from HTML_INIT to html_release().
 */
#ifndef FERRY_HTML_H
#define FERRY_HTML_H

#include "base/strbuf.h"

/**
 * struct html - a page, or a part of one
 * @text: what was written so far; read it, but add to it by these functions only
 */
struct html {
	struct strbuf text;
};

#define HTML_INIT { .text = STRBUF_INIT }

/**
 * html_release() - free a page
 * @page: the page; it is empty afterwards
 */
void html_release(struct html *page);

/**
 * html_bytes() - add any bytes as text, fit for an element and for an attribute
 * @page: the page
 * @data: the bytes
 * @len: how many
 *
 * Control characters but newline and tab are shown as pictures of themselves, what is not
 * UTF-8 as U+FFFD, and characters that turn the direction of a line by their number.
 */
void html_bytes(struct html *page, const char *data, size_t len);

/**
 * html_text() - add a string as text
 * @page: the page
 * @text: any string
 */
void html_text(struct html *page, const char *text);

/**
 * html_textf() - add what a printf(3) format makes, as text
 * @page: the page
 * @fmt: format
 */
void html_textf(struct html *page, const char *fmt, ...) __printf(2, 3);

/**
 * html_markup() - add markup
 * @page: the page
 * @markup: a constant of this program
 */
void html_markup(struct html *page, const char *markup);

/**
 * html_open() - begin an element
 * @page: the page
 * @tag: its name, a constant of this program
 * @...: names, constants, and values, any strings, of its attributes by turns; one
 *	without a value is left out. NULL ends them.
 */
void html_open(struct html *page, const char *tag, ...) __sentinel;

/**
 * html_close() - end an element
 * @page: the page
 * @tag: its name
 */
void html_close(struct html *page, const char *tag);

/**
 * html_element() - add an element with text in it
 * @page: the page
 * @tag: its name
 * @class: its class, or NULL
 * @text: any string
 */
void html_element(struct html *page, const char *tag, const char *class, const char *text);

/**
 * html_link() - add a link
 * @page: the page
 * @href: where it leads: a file beside the page, or "#ID" on it
 * @text: any string
 */
void html_link(struct html *page, const char *href, const char *text);

/**
 * html_table() - begin a table, which html_table_end() ends
 * @page: the page
 * @caption: what it shows; its own name for whoever does not see it
 * @heads: heads of its columns, ended by NULL
 */
void html_table(struct html *page, const char *caption, const char *const *heads);

/**
 * html_table_end() - end a table
 * @page: the page
 */
void html_table_end(struct html *page);

/**
 * html_row() - begin a row of a table, with its head
 * @page: the page
 * @head: any string
 */
void html_row(struct html *page, const char *head);

/**
 * html_page_begin() - begin a page
 * @page: an empty page
 * @title: its title and first heading
 * @up: whether it has a link to the overview
 */
void html_page_begin(struct html *page, const char *title, bool up);

/**
 * html_page_end() - end a page
 * @page: the page
 */
void html_page_end(struct html *page);

/* The first lines of what html_write() may replace. */
#define HTML_FIRST	"<!DOCTYPE html>\n<!-- made by ferry report --html -->\n"
#define STYLE_FIRST	"/* made by ferry report --html */\n"
#define HTML_STYLE	"style.css"
#define HTML_INDEX	"index.html"

#endif
