/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files of this room only: how a child is started, our ends of its
 * outputs, and signals.
 */
#ifndef FERRY_SPAWN_H
#define FERRY_SPAWN_H

#include "process/run.h"

/**
 * struct stream - our end of an output of a child
 * @fd: the pipe, or -1 when it has ended or never was one
 * @keep: where the bytes are kept, or NULL
 * @copy_fd: where they are written besides, or -1
 * @own_copy_fd: close @copy_fd with the stream
 * @any: a byte has arrived
 * @bytes: how many have arrived
 * @flooded: there were too many; what came after was dropped
 * @lines: give lines to the child's on_line
 * @partial: the line that has no end yet
 */
struct stream {
	int fd;
	struct strbuf *keep;
	int copy_fd;
	bool own_copy_fd;
	bool any;
	size_t bytes;
	bool flooded;
	bool lines;
	struct strbuf partial;
};

#define STREAM_INIT { .fd = -1, .copy_fd = -1, .partial = STRBUF_INIT }

/**
 * spawn_child - start a child
 * @child: description; its in_fd and out_fd are still open afterwards
 * @tmp: its temporary folder
 * @out: our end of its standard output; began as STREAM_INIT
 * @err: our end of its standard error; began as STREAM_INIT
 * @pid: its process and process group
 * @pidfd: readable when it has exited; the caller closes it
 *
 * Return: RUN_STEP_NONE, or what failed and why in errno; the streams are
 * closed then.
 */
enum run_step spawn_child(struct child *child, const char *tmp, struct stream *out,
			  struct stream *err, pid_t *pid, int *pidfd);

/**
 * make_env - make the environment of a child
 * @child: description
 * @tmp: its temporary folder
 * @env: list to which the entries are appended
 */
void make_env(const struct child *child, const char *tmp, struct argv *env);

/**
 * reap_child - wait for a process that has exited, or is about to
 * @pid: process
 *
 * Return: its status as wait(2) gives it.
 */
int reap_child(pid_t pid);

/**
 * read_stream - take in what there is, but not for ever: others wait too
 * @child: whose output it is
 * @stream: our end of it; closed when the output has ended
 */
void read_stream(struct child *child, struct stream *stream);

/**
 * end_stream - close our end, after giving out a line without an end
 * @child: whose output it is
 * @stream: our end of it; may be closed already
 */
void end_stream(struct child *child, struct stream *stream);

/**
 * prepare_process - make this process fit to have children; once is enough
 */
void prepare_process(void);

/**
 * interrupt_fd - readable while a signal that asks us to stop was not seen
 *
 * Return: a descriptor, or -1 before run_install_signals().
 */
int interrupt_fd(void);

/**
 * interrupts - how many signals have asked us to stop
 */
unsigned int interrupts(void);

#endif
