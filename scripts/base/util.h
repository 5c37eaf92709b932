/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory, messages, strings and time: what every other file starts from, and
 * with it what base/file.h has.
 *
 * Memory that a function here returns belongs to the caller, who frees it with
 * free(3).
 */
#ifndef FERRY_UTIL_H
#define FERRY_UTIL_H

#include "base/banned.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/* the kernel's names: argument @a is a printf(3) format for those from @b on */
#define __printf(a, b)		__attribute__((__format__(__printf__, a, b)))
#define __noreturn		__attribute__((__noreturn__))
#define __sentinel		__attribute__((__sentinel__))
/* a local that @release is given the address of where it goes out of scope */
#define __free(release)		__attribute__((__cleanup__(release)))

/**
 * enum exit_status - the documented exit status of every command
 * @EXIT_PASS: everything passed; what was skipped was named
 * @EXIT_FAIL: a kernel, patch or test failed
 * @EXIT_USAGE: the command line was wrong
 * @EXIT_REFUSED: the tree does not fit and nothing was written
 * @EXIT_BROKEN: the tool itself, the machine or the network failed
 * @EXIT_INTERRUPTED: stopped by a signal
 */
enum exit_status {
	EXIT_PASS = 0,
	EXIT_FAIL = 1,
	EXIT_USAGE = 2,
	EXIT_REFUSED = 3,
	EXIT_BROKEN = 4,
	EXIT_INTERRUPTED = 130,
};

/* --- memory ------------------------------------------------------------- */

/**
 * xmalloc - malloc(3) that does not return without memory
 * @size: bytes; 0 gives a pointer that can be freed
 *
 * Like all x*() functions this ends the program with EXIT_BROKEN when there is
 * no memory.
 */
void *xmalloc(size_t size);

/**
 * xcalloc - calloc(3) that does not return without memory
 * @n: number of elements
 * @size: bytes in each; an overflow of @n * @size counts as no memory
 */
void *xcalloc(size_t n, size_t size);

/**
 * xrealloc - realloc(3) that does not return without memory
 * @p: a block, or NULL
 * @size: its new size in bytes
 */
void *xrealloc(void *p, size_t size);

/**
 * xstrdup - copy a string
 * @s: string, not NULL
 */
char *xstrdup(const char *s);

/**
 * xstrndup - copy the beginning of a string
 * @s: string
 * @n: bytes at most; the copy ends earlier at a NUL
 */
char *xstrndup(const char *s, size_t n);

/**
 * xstrfmt - a new string from a printf(3) format
 * @fmt: format
 */
char *xstrfmt(const char *fmt, ...) __printf(1, 2);

/**
 * free_text - free a string that goes out of scope, for __free()
 * @text: the string, or NULL
 */
static inline void free_text(char **text)
{
	free(*text);
}

/**
 * grow_array - make room for one more element at the end of an array
 * @array: the array, or NULL
 * @nr: elements in use
 * @alloc: elements allocated, updated
 * @size: bytes of an element
 *
 * Return: the array, possibly moved.
 */
void *grow_array(void *array, size_t nr, size_t *alloc, size_t size);

/* --- messages ----------------------------------------------------------- */

/**
 * say_message - say "ferry: KIND..." on stderr, for the macros below
 * @kind: "error: ", "warning: " or ""
 * @fmt: what happened, where, and what to do next: one line, lower case, no
 *	full stop; a newline at the end is added here
 *
 * Return: -1, so that "return error(...)" reads well.
 */
int say_message(const char *kind, const char *fmt, ...) __printf(2, 3);

#define error(...)	say_message("error: ", __VA_ARGS__)
#define warning(...)	((void)say_message("warning: ", __VA_ARGS__))
#define note(...)	((void)say_message("", __VA_ARGS__))

/* error(), then the end of the program; for cmd-*.c and main() only */
#define die(status, ...) \
	(say_message("error: ", __VA_ARGS__), exit(status))

/**
 * set_message_hook - have a function called before each message
 * @hook: called with no message written yet, to clear a progress line for
 *	example; NULL for none
 */
void set_message_hook(void (*hook)(void));

/* --- the rest ----------------------------------------------------------- */

/**
 * now_monotonic - seconds on a clock that only goes forward
 *
 * Its zero means nothing; use differences.
 */
double now_monotonic(void);

/**
 * make_plain - take what moves a terminal's cursor out of a text
 * @text: text; control characters but newline and tab become '?'
 */
void make_plain(char *text);

/**
 * starts_with - does a string begin with another?
 * @s: string
 * @prefix: what it may begin with
 */
bool starts_with(const char *s, const char *prefix);

/**
 * ends_with - does a string end with another?
 * @s: string
 * @suffix: what it may end with
 */
bool ends_with(const char *s, const char *suffix);

/**
 * is_folder_name - is that a name for a folder, fit for names of git and command lines?
 * @name: up to 60 small letters, digits, '-', '_' and '.', the first a letter or digit
 */
bool is_folder_name(const char *name);

/**
 * path_base - the part of a path after its last slash
 * @path: path
 *
 * Return: a pointer into @path.
 */
const char *path_base(const char *path);

/**
 * parse_ulong - a string that is a decimal number and nothing else
 * @s: digits only: no sign, no blanks
 * @max: largest number allowed
 * @value: result, untouched after a failure
 *
 * Return: 0, -EINVAL if it is no number, -ERANGE if it is above @max.
 */
int parse_ulong(const char *s, unsigned long max, unsigned long *value);

#include "base/file.h"

#endif
