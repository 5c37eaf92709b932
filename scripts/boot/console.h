/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel says on its console when something is wrong. What counts is
 * one list of patterns in a data file, which tells its own format at its top.
 * Each report gets a title without addresses, numbers and offsets, so that two
 * boots can be compared. Lists own all their strings.
 */
#ifndef FERRY_CONSOLE_H
#define FERRY_CONSOLE_H

#include <stddef.h>

struct console_pattern;

struct console_patterns {
	struct console_pattern *v;
	size_t nr, alloc;
};

#define CONSOLE_PATTERNS_INIT { NULL, 0, 0 }

/**
 * struct console_report - one thing that went wrong
 * @title: one line, the same from boot to boot
 * @line: line of the log where it begins, from 1
 */
struct console_report {
	char *title;
	unsigned int line;
};

struct console_reports {
	struct console_report *v;
	size_t nr, alloc;
};

#define CONSOLE_REPORTS_INIT { NULL, 0, 0 }

/**
 * console_patterns_load() - read the list of patterns
 * @patterns: CONSOLE_PATTERNS_INIT; to be released in either case
 * @path: the data file
 *
 * Return: 0, or -errno (-EINVAL for a bad line) after an error message.
 */
int console_patterns_load(struct console_patterns *patterns, const char *path);

/**
 * console_patterns_release() - free a list of patterns
 * @patterns: left as by CONSOLE_PATTERNS_INIT
 */
void console_patterns_release(struct console_patterns *patterns);

/**
 * console_scan() - find the reports in a console log
 * @patterns: loaded
 * @text: the log, any bytes
 * @len: bytes in @text
 * @reports: CONSOLE_REPORTS_INIT or a list to add to
 *
 * Return: how many were added.
 */
size_t console_scan(const struct console_patterns *patterns, const char *text,
		    size_t len, struct console_reports *reports);

/**
 * console_first_unknown() - the first report that is not allowed
 * @reports: reports of a boot
 * @known: substrings of titles that are allowed, ended by NULL; may be NULL. An
 *	empty one allows nothing.
 *
 * Return: one of @reports, or NULL.
 */
const struct console_report *console_first_unknown(const struct console_reports *reports,
						   const char *const *known);

/**
 * console_reports_release() - free a list of reports
 * @reports: left as by CONSOLE_REPORTS_INIT
 */
void console_reports_release(struct console_reports *reports);

#endif /* FERRY_CONSOLE_H */
