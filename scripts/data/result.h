/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one stage found out about one port, and its file out/.../<stage>/result.
 *
 * A struct result owns its strings and its facts from result_init() to
 * result_release().  The file is JSON, written whole or not at all.
 */
#ifndef FERRY_RESULT_H
#define FERRY_RESULT_H

#include <jansson.h>
#include <stdbool.h>

enum verdict {
	VERDICT_NONE,	/* not run yet */
	VERDICT_PASS,
	VERDICT_FAIL,
	VERDICT_SKIP,	/* a named precondition is missing */
	VERDICT_BROKEN,	/* our own fault or a lost machine */
	VERDICT_NA,	/* there is nothing here that could pass or fail */
};

/**
 * struct result - one stage's outcome
 * @verdict: the outcome
 * @summary: a few words for the matrix ("exact", "S4"); never NULL
 * @reason: for anything but PASS, what was wrong, where, what next; "" if none
 * @key: digest of everything the outcome depends on
 * @seconds: wall-clock time that the stage took
 * @facts: JSON object with the stage's figures and versions
 */
struct result {
	enum verdict verdict;
	char *summary;
	char *reason;
	char *key;
	double seconds;
	json_t *facts;
};

/**
 * result_init() - an empty result, verdict NONE
 * @result: what to set up
 */
void result_init(struct result *result);

/**
 * result_release() - free what a result owns and make it empty again
 * @result: a result that was set up
 */
void result_release(struct result *result);

/**
 * result_set() - record the outcome
 * @result: a result that was set up
 * @verdict: the outcome
 * @summary: a few words; copied
 * @reason: printf format of the reason, and its arguments
 */
void result_set(struct result *result, enum verdict verdict, const char *summary,
		const char *reason, ...) __attribute__((format(printf, 4, 5)));

/**
 * result_fact() - add or replace a fact that is a string
 * @result: a result that was set up
 * @name: the fact's name
 * @value: copied; NULL stores JSON null
 */
void result_fact(struct result *result, const char *name, const char *value);

/**
 * json_text() - a JSON string of what a tool, a tree or a person said
 * @fmt: as in printf
 *
 * What is not UTF-8 in it becomes '?', as does what moves a terminal's cursor.
 *
 * Return: the string, a new reference.
 */
json_t *json_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * json_get_text() - a string of a JSON object
 * @object: the object, or NULL
 * @key: which one
 *
 * Return: the string, owned by the object; "" where there is none.
 */
const char *json_get_text(const json_t *object, const char *key);

/**
 * result_fact_json() - add or replace a fact of any JSON form
 * @result: a result that was set up
 * @name: the fact's name
 * @value: the reference passes to the result
 */
void result_fact_json(struct result *result, const char *name, json_t *value);

/**
 * result_get() - a string fact
 * @result: a result that was set up
 * @name: the fact's name
 *
 * Return: the value, owned by the result, or NULL.
 */
const char *result_get(const struct result *result, const char *name);

/**
 * result_write() - write DIR/result whole or not at all
 * @result: what to write
 * @dir: the stage's folder, which must exist
 *
 * Return: 0, or -errno.
 */
int result_write(const struct result *result, const char *dir);

/**
 * result_read() - read DIR/result
 * @result: a result that was set up; replaced on success, emptied otherwise
 * @dir: the stage's folder
 *
 * Return: 0; -ENOENT when there is none; -EINVAL when it is not a result.
 */
int result_read(struct result *result, const char *dir);

/**
 * result_json() - a result as JSON object, as in the file
 * @result: what to show
 *
 * Return: a new reference.
 */
json_t *result_json(const struct result *result);

/**
 * verdict_goes_on() - whether what builds on it may follow
 * @verdict: the verdict
 *
 * Return: true for PASS and for NA.
 */
bool verdict_goes_on(enum verdict verdict);

/**
 * verdict_name() - PASS, FAIL, SKIP, BROKEN, N/A or "-"
 * @verdict: the verdict
 *
 * Return: a constant string.
 */
const char *verdict_name(enum verdict verdict);

#endif
