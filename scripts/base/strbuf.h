/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A string that grows.
 *
 * Start from STRBUF_INIT (or strbuf_init()), end with strbuf_release() or
 * strbuf_detach(). @buf is never NULL and always ends with a NUL that @len does
 * not count, so it can be read as a C string at any time; it may hold NULs of
 * its own. @buf moves when the string grows: do not keep pointers into it.
 * No function here fails: without memory the program ends.
 */
#ifndef FERRY_STRBUF_H
#define FERRY_STRBUF_H

#include "base/util.h"

/**
 * struct strbuf - a string that grows
 * @buf: the bytes and a NUL, owned; read it, change bytes in it, but never
 *	free it
 * @len: bytes without the NUL
 * @alloc: bytes allocated, 0 when @buf is the shared empty string
 */
struct strbuf {
	char *buf;
	size_t len;
	size_t alloc;
};

/* the shared empty string of all buffers that have no memory yet */
extern char strbuf_empty[];

#define STRBUF_INIT { .buf = strbuf_empty, .len = 0, .alloc = 0 }

/**
 * strbuf_init - make an empty buffer of uninitialised memory
 * @sb: buffer; what it held is not freed
 */
void strbuf_init(struct strbuf *sb);

/**
 * strbuf_release - free the memory; the buffer is empty and usable again
 * @sb: buffer
 */
void strbuf_release(struct strbuf *sb);

/**
 * strbuf_reset - make the string empty and keep the memory
 * @sb: buffer
 */
void strbuf_reset(struct strbuf *sb);

/**
 * strbuf_grow - make room
 * @sb: buffer
 * @extra: bytes that will follow, the NUL not counted
 */
void strbuf_grow(struct strbuf *sb, size_t extra);

/**
 * strbuf_setlen - cut the string, or declare bytes written behind its end
 * @sb: buffer
 * @len: new length, less than @alloc
 */
void strbuf_setlen(struct strbuf *sb, size_t len);

/**
 * strbuf_add - append bytes
 * @sb: buffer
 * @data: bytes, not inside @sb
 * @len: how many
 */
void strbuf_add(struct strbuf *sb, const void *data, size_t len);

/**
 * strbuf_addstr - append a string
 * @sb: buffer
 * @s: string, not inside @sb
 */
void strbuf_addstr(struct strbuf *sb, const char *s);

/**
 * strbuf_addch - append a byte
 * @sb: buffer
 * @c: byte
 */
void strbuf_addch(struct strbuf *sb, int c);

/**
 * strbuf_addf - append what a printf(3) format makes
 * @sb: buffer
 * @fmt: format
 */
void strbuf_addf(struct strbuf *sb, const char *fmt, ...) __printf(2, 3);

/**
 * strbuf_vaddf - strbuf_addf() for a list of arguments
 * @sb: buffer
 * @fmt: format
 * @ap: arguments; the caller still ends the list
 */
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
	__printf(2, 0);

/**
 * strbuf_remove - take bytes out
 * @sb: buffer
 * @pos: where, at most @len of the buffer
 * @len: how many; ends with the string if there are fewer
 */
void strbuf_remove(struct strbuf *sb, size_t pos, size_t len);

/**
 * strbuf_trim - drop blanks, tabs and line ends at both ends
 * @sb: buffer
 */
void strbuf_trim(struct strbuf *sb);

/**
 * strbuf_detach - take the string out of the buffer
 * @sb: buffer, empty afterwards
 *
 * Return: the string, never NULL; the caller frees it.
 */
char *strbuf_detach(struct strbuf *sb);

/**
 * next_line - walk over the lines of a text
 * @cursor: where to go on; at first the text, which ends with a NUL
 * @line: the line, inside the text, not ended by a NUL
 * @len: its length without the '\n'; a '\r' before that is kept
 *
 * A last line without '\n' counts; there is no empty line after the last '\n'.
 *
 * Return: false when there are no more lines.
 */
bool next_line(const char **cursor, const char **line, size_t *len);

#endif
