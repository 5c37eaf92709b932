/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own build system, always out of tree (O=) and repeatable.
 * A struct kbuild only borrows its strings.
 */
#ifndef FERRY_KBUILD_H
#define FERRY_KBUILD_H

#include "base/digest.h"
#include "process/run.h"

/**
 * struct kbuild - one build tree
 * @source: kernel source tree; only read
 * @object: the O= folder
 * @ccache_dir: where ccache keeps its files
 * @commit: names what the source tree holds; NULL if nothing does
 * @cc: the compiler, NULL for gcc
 * @variables: variables for make, NAME=VALUE, such as the architecture; may be
 *	NULL
 * @log_path: file to which make's output goes
 * @jobs: make -j
 * @on_line: called with every line that make prints, may be NULL
 * @line_data: its first argument
 */
struct kbuild {
	const char *source;
	const char *object;
	const char *ccache_dir;
	const char *commit;
	const char *cc;
	const struct argv *variables;
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
 * kbuild_box() - set what a child may reach, and what its output may depend on
 * @child: a child that was just set up
 * @kbuild: the build tree
 */
void kbuild_box(struct child *child, const struct kbuild *kbuild);

/**
 * kbuild_preprocess_child() - prepare to print what is left of a source file
 * @child: set up by this, also after a failure; the caller runs and releases it
 * @kbuild: a build tree in which the file's object was made
 * @file: path of the file from the top of the tree, ends in .c
 *
 * The command is the one that made the object, as the build tree keeps it. Conditions
 * are carried out and macros are not: the lines that are printed are those of the file.
 *
 * Return: 0, or -1 after an error().
 */
int kbuild_preprocess_child(struct child *child, const struct kbuild *kbuild,
			    const char *file);

/**
 * kbuild_saved_command() - the words of a command that a build tree keeps
 * @text: what a file .NAME.o.cmd says
 * @words: list to which they are appended
 *
 * Return: whether there are any.
 */
bool kbuild_saved_command(const char *text, struct argv *words);

/**
 * struct kbuild_fragments - what goes into a .config; a later line wins
 * @offered: files with CONFIG_ lines, taken as far as the tree has them; may be
 *	NULL
 * @asked: files with CONFIG_ lines that have to survive
 */
struct kbuild_fragments {
	const struct argv *offered;
	const struct argv *asked;
};

/**
 * struct kbuild_configured - what came of a configuration
 * @missing: the asked lines that did not survive, one a line
 * @stopped: why make could not do it, in words, if it ended by itself
 * @id: digest of the .config and all that it was made from: source, compiler,
 *	variables and fragments; empty as long as it is not good
 */
struct kbuild_configured {
	struct strbuf missing;
	struct strbuf stopped;
	char id[DIGEST_HEX];
};

#define KBUILD_CONFIGURED_INIT { .missing = STRBUF_INIT, .stopped = STRBUF_INIT }

/**
 * kbuild_configured_release() - free what it owns
 * @configured: began as KBUILD_CONFIGURED_INIT
 */
void kbuild_configured_release(struct kbuild_configured *configured);

/**
 * kbuild_configure() - make .config from tinyconfig and fragments
 * @kbuild: the build tree
 * @fragments: what is offered and asked
 * @configured: KBUILD_CONFIGURED_INIT; gets what came of it
 *
 * A .config that was made from the same is not made again, unless the source
 * has no name. One that comes out as it was keeps its time stamp, so that
 * nothing is built again.
 *
 * Return: 0 (look at @missing of @configured), -1 after an error(), or 1 (look
 * at @stopped).
 */
int kbuild_configure(const struct kbuild *kbuild,
		     const struct kbuild_fragments *fragments,
		     struct kbuild_configured *configured);

/**
 * kbuild_version() - what a compiler says of itself
 * @cc: the compiler, NULL for gcc
 *
 * Return: the first line of its --version, or its name if it has none to say;
 * the caller frees it.
 */
char *kbuild_version(const char *cc);

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

/**
 * kbuild_reason() - why a build stopped, whatever it said
 * @log: text of the log
 * @line: gets the first error, else the last line; what the kernel's scripts say
 *	in several lines that begin with stars becomes one
 */
void kbuild_reason(const char *log, struct strbuf *line);

/**
 * kbuild_lost() - whether the machine was in the way, not the compiler or the code
 * @log: text of the log
 *
 * Return: the words that show it, or NULL.
 */
const char *kbuild_lost(const char *log);

#endif
