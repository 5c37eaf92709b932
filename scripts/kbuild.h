/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own build system, always out of tree (O=) and repeatable.
 * A struct kbuild only borrows its strings.
 */
#ifndef FERRY_KBUILD_H
#define FERRY_KBUILD_H

#include "run.h"

/**
 * struct kbuild - one build tree
 * @source: kernel source tree; only read
 * @object: the O= folder
 * @ccache_dir: where ccache keeps its files
 * @log_path: file to which make's output goes
 * @jobs: make -j
 * @on_line: called with every line that make prints, may be NULL
 * @line_data: its first argument
 */
struct kbuild {
	const char *source;
	const char *object;
	const char *ccache_dir;
	const char *log_path;
	unsigned int jobs;
	void (*on_line)(void *data, const char *line, size_t len);
	void *line_data;
};

/**
 * kbuild_child() - prepare a make command
 * @child: set up by this; the caller may add arguments, runs and releases it
 * @kbuild: the build tree
 * @...: targets and variables, ended by NULL
 */
void kbuild_child(struct child *child, const struct kbuild *kbuild, ...)
	__attribute__((sentinel));

/**
 * kbuild_configure() - make .config from tinyconfig and fragments
 * @kbuild: the build tree
 * @fragments: files with CONFIG_ lines; a later one wins
 * @missing: gets the asked lines that did not survive, one a line
 *
 * An unchanged .config keeps its time stamp, so that nothing is built again.
 *
 * Return: 0 (look at @missing), or -1 after an error().
 */
int kbuild_configure(const struct kbuild *kbuild, const struct argv *fragments,
		     struct strbuf *missing);

/**
 * kbuild_missing() - which asked options a .config has not got
 * @config: text of the .config
 * @fragment: text with the asked CONFIG_ lines
 * @missing: gets one line for each: what was asked and what stands instead
 *
 * "CONFIG_X=n" and "# CONFIG_X is not set" are met by an option that is not
 * there.
 */
void kbuild_missing(const char *config, const char *fragment,
		    struct strbuf *missing);

/**
 * kbuild_first_error() - the line of a build log that says why it stopped
 * @log: text of the log
 * @line: gets it; empty when there is none
 */
void kbuild_first_error(const char *log, struct strbuf *line);

#endif
