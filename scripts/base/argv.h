/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A list of strings that grows: a command line, or any other.
 *
 * Start from ARGV_INIT, end with argv_release(). The list owns copies of all
 * strings pushed to it. @v is never NULL and ends with NULL, so it can be given
 * to exec; it moves when the list grows.
 */
#ifndef FERRY_ARGV_H
#define FERRY_ARGV_H

#include "base/util.h"

struct strbuf;

/**
 * struct argv - a list of strings
 * @v: the strings, owned, then NULL
 * @nr: how many, the NULL not counted
 * @alloc: pointers allocated, 0 when @v is the shared empty list
 */
struct argv {
	const char **v;
	size_t nr;
	size_t alloc;
};

/* the shared empty list */
extern const char *argv_empty[];

#define ARGV_INIT { .v = argv_empty, .nr = 0, .alloc = 0 }

/**
 * argv_init - make an empty list of uninitialised memory
 * @a: list; what it held is not freed
 */
void argv_init(struct argv *a);

/**
 * argv_release - free the strings and the list; it is empty and usable again
 * @a: list
 */
void argv_release(struct argv *a);

/**
 * argv_push - append a copy of a string
 * @a: list
 * @s: string, not NULL
 *
 * Return: the copy, which lives as long as the list.
 */
const char *argv_push(struct argv *a, const char *s);

/**
 * argv_pushf - append what a printf(3) format makes, as one string
 * @a: list
 * @fmt: format
 *
 * Return: the new string, which lives as long as the list.
 */
const char *argv_pushf(struct argv *a, const char *fmt, ...) __printf(2, 3);

/**
 * argv_pushl - append several strings; the last argument is NULL
 * @a: list
 */
void argv_pushl(struct argv *a, ...) __sentinel;

/**
 * argv_pushv - append all strings of another list
 * @a: list
 * @v: strings, then NULL; not @v of @a itself
 */
void argv_pushv(struct argv *a, const char *const *v);

/**
 * argv_has - is a string in the list?
 * @a: list
 * @s: string
 */
bool argv_has(const struct argv *a, const char *s);

/**
 * argv_quote - append the list as one line that a shell reads back the same
 * @a: list
 * @out: buffer; no newline is added at the end
 *
 * Strings with nothing special in them stay as they are.
 */
void argv_quote(const struct argv *a, struct strbuf *out);

#endif
