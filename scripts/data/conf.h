/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files in git-config syntax, read by git itself.
 *
 * Only the named file is read: no include, no file of the user or the system,
 * nothing from the environment. A key is "section.name" or
 * "section.subsection.name"; git makes section and name lower case and keeps
 * the subsection as it is written. Strings that functions here return belong
 * to the struct conf and live until conf_release().
 */
#ifndef FERRY_CONF_H
#define FERRY_CONF_H

#include "base/argv.h"
#include "base/util.h"

struct strbuf;

/**
 * struct conf_entry - one line of a file
 * @key: full key
 * @value: value; "true" for a key that stands alone
 */
struct conf_entry {
	char *key;
	char *value;
};

/**
 * struct conf - a file that was read
 * @entries: its lines in order
 * @nr: how many
 * @alloc: entries allocated
 */
struct conf {
	struct conf_entry *entries;
	size_t nr;
	size_t alloc;
};

#define CONF_INIT { .entries = NULL, .nr = 0, .alloc = 0 }

/**
 * conf_read - read a file
 * @conf: result, instead of nothing: begin with CONF_INIT; empty after a
 *	failure
 * @path: file
 *
 * Return: 0, or -1 after an error() that names the file and says what git said.
 */
int conf_read(struct conf *conf, const char *path);

/**
 * conf_try - read a file that may be broken, and say nothing
 * @conf: as for conf_read()
 * @path: file
 * @why: what git said after a failure, instead of what was there
 *
 * Return: 0, or -1.
 */
int conf_try(struct conf *conf, const char *path, struct strbuf *why);

/**
 * conf_check_keys - refuse a key that nobody reads, such as a misspelt one
 * @conf: conf
 * @path: the file it was read from
 * @known: full keys, "*" for any subsection; ended by NULL
 *
 * Return: 0, or -1 after an error() that names the key and those that are
 * known.
 */
int conf_check_keys(const struct conf *conf, const char *path,
		    const char *const *known);

/**
 * conf_release - free everything; the conf is empty and usable again
 * @conf: conf
 */
void conf_release(struct conf *conf);

/**
 * conf_get - the value of a key, the last one if there are several
 * @conf: conf
 * @key: full key, section and name in lower case
 *
 * Return: the value, or NULL if there is none.
 */
const char *conf_get(const struct conf *conf, const char *key);

/**
 * conf_get_all - all values of a key, in the order of the file
 * @conf: conf
 * @key: full key
 * @values: a new array of them, ended by NULL; the caller frees the array, not
 *	the strings
 *
 * Return: how many.
 */
size_t conf_get_all(const struct conf *conf, const char *key,
		    const char ***values);

/**
 * conf_each - call a function for every line
 * @conf: conf
 * @fn: function; not 0 stops the walk
 * @data: its last argument
 *
 * Return: 0, or what @fn returned.
 */
int conf_each(const struct conf *conf,
	      int (*fn)(const char *key, const char *value, void *data),
	      void *data);

/**
 * conf_subsections - the names of the subsections of a section
 * @conf: conf
 * @section: section in lower case, "test" for [test "x"]
 * @names: list to which they are appended, each once, in the order in which
 *	they first appear (a subsection without any key does not)
 *
 * Return: how many were appended.
 */
size_t conf_subsections(const struct conf *conf, const char *section,
			struct argv *names);

#endif
