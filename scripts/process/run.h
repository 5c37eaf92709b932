/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Child processes: described as data, started and waited for here alone.
 *
 * Fill in a struct child that began as CHILD_INIT, give it to child_run() (one,
 * waits) or to a runner (many, one poll loop), read the results in it, end with
 * child_release(). A child can be run again after child_clear().
 *
 * Each child leads its own process group. When it has ended, in whatever way,
 * the rest of its group is killed, so nothing that it started stays behind (but
 * what made a session of its own). It has an empty folder of its own as TMPDIR,
 * HOME and working directory, which goes with it, and of our environment no more
 * than enum run_as says. There are limits on its time, its memory and what is kept
 * of its output. If this program dies, its children get SIGTERM. Children start
 * with default signals and only the descriptors that are described here. They are
 * in the background of a terminal: do not run what asks a person.
 *
 * What reads or runs a stranger's data or code is RUN_BOXED.
 *
 * After run_install_signals(), SIGINT, SIGTERM and SIGHUP stop what runs:
 * every group gets SIGTERM, then SIGKILL after the child's grace, or at once
 * with a second signal. Children added later are not started.
 */
#ifndef FERRY_RUN_H
#define FERRY_RUN_H

#include "base/argv.h"
#include "base/strbuf.h"
#include "base/util.h"

/**
 * enum run_as - what a child has of ours
 * @RUN_ALONE: PATH, and nothing else of the environment; git finds no repository
 *	that it was not given
 * @RUN_BOXED: as above, and in the sandbox: no network, no file but the system's
 *	programs, its temporary folder, @reads and @writes
 * @RUN_NETWORK: besides PATH what it needs to reach a server as the person would:
 *	HOME, proxies, agents
 * @RUN_OURSELVES: this program once more: the whole environment, our working
 *	directory, no limit on memory
 */
enum run_as {
	RUN_ALONE,
	RUN_BOXED,
	RUN_NETWORK,
	RUN_OURSELVES,
};

/**
 * enum run_output - where an output of a child goes
 * @RUN_KEEP: to struct strbuf out or err of the child
 * @RUN_LOG: to the end of the file log_path, which is made if need be
 * @RUN_MERGE: for err_mode only: the same way as the standard output, in the
 *	order it was written
 * @RUN_DISCARD: to /dev/null
 * @RUN_INHERIT: to our own standard output or standard error
 * @RUN_FD: for out_mode only: to the descriptor out_fd
 */
enum run_output {
	RUN_KEEP,
	RUN_LOG,
	RUN_MERGE,
	RUN_DISCARD,
	RUN_INHERIT,
	RUN_FD,
};

/**
 * enum run_end - how a child ended
 * @RUN_EXITED: by itself; struct child status is its exit status
 * @RUN_SIGNALED: by a signal that was not ours; status is its number
 * @RUN_TIMED_OUT: it was killed because its time was over
 * @RUN_SILENT: it was killed because it had put out nothing in time
 * @RUN_TOO_MUCH: it was killed because it put out more than is kept
 * @RUN_EXHAUSTED: it ended with an error and says that it had no memory or
 *	descriptors; status is its exit status
 * @RUN_NOT_STARTED: it did not start; status is the errno
 * @RUN_INTERRUPTED: a signal to us, or runner_kill_all(), stopped it or kept
 *	it from being started
 */
enum run_end {
	RUN_EXITED,
	RUN_SIGNALED,
	RUN_TIMED_OUT,
	RUN_SILENT,
	RUN_TOO_MUCH,
	RUN_EXHAUSTED,
	RUN_NOT_STARTED,
	RUN_INTERRUPTED,
};

/**
 * enum run_step - what failed when a child did not start
 * @RUN_STEP_NONE: nothing did
 * @RUN_STEP_INPUT: opening in_path or making the input from in_data
 * @RUN_STEP_LOG: opening or, later, writing log_path
 * @RUN_STEP_DIR: changing to dir
 * @RUN_STEP_TMP: making its temporary folder
 * @RUN_STEP_SANDBOX: there is no sandbox
 * @RUN_STEP_EXEC: finding or executing the program
 * @RUN_STEP_FORK: making a pipe or a process
 */
enum run_step {
	RUN_STEP_NONE,
	RUN_STEP_INPUT,
	RUN_STEP_LOG,
	RUN_STEP_DIR,
	RUN_STEP_TMP,
	RUN_STEP_SANDBOX,
	RUN_STEP_EXEC,
	RUN_STEP_FORK,
};

/**
 * struct child - a process to run, and how it ended
 * @args: program and arguments; the program is looked up in the child's PATH
 * @as: enum run_as: what it has of ours
 * @env: changes to its environment in this order: "NAME=value" sets, "NAME"
 *	unsets
 * @dir: working directory, NULL for its temporary folder. @in_path and @log_path
 *	are not relative to it but to our working directory.
 * @reads: for RUN_BOXED: files and folders that it may read, absolute
 * @writes: for RUN_BOXED: those that it may write, too; they have to be there
 * @memory: MiB that it, and each process that it starts, may map; 0 for no limit
 * @in_path: file for its standard input
 * @in_data: bytes for its standard input instead (a file in memory, so the
 *	child need not read them); NULL for none
 * @in_len: how many
 * @in_fd: descriptor for its standard input instead, if above 0; the runner
 *	closes ours. Without any of the three the input is /dev/null.
 * @out_mode: enum run_output of its standard output
 * @err_mode: enum run_output of its standard error
 * @out_fd: descriptor for RUN_FD, above 0; the runner closes ours
 * @log_path: file for RUN_LOG
 * @out: standard output kept; all bytes, also of a child that was killed
 * @err: standard error kept
 * @timeout: seconds until its group gets SIGTERM, 0 for no limit
 * @first_output: seconds until its group gets SIGTERM unless a byte of its
 *	standard output has arrived (one that goes elsewhere never does), 0 for
 *	no limit
 * @grace: seconds from SIGTERM to SIGKILL, 0 for SIGKILL at once
 * @on_line: called with each line of the standard output as it arrives (and
 *	of standard error with RUN_MERGE), besides what @out_mode does: without
 *	its '\n', ended by a NUL, valid during the call. A last line without
 *	'\n' is given when the output ends.
 * @line_data: first argument of @on_line
 * @status: result: exit status, signal or errno, see @end
 * @end: result: how it ended
 * @step: result: what failed if @end is RUN_NOT_STARTED; RUN_STEP_LOG with
 *	another @end if writing @log_path failed on the way
 * @log_errno: result: why writing @log_path failed, else 0
 * @seconds: result: how long it ran
 *
 * Pointers are borrowed until the child has ended.
 */
struct child {
	struct argv args;
	enum run_as as;
	struct argv env;
	const char *dir;
	struct argv reads;
	struct argv writes;
	unsigned long memory;
	const char *in_path;
	const void *in_data;
	size_t in_len;
	int in_fd;
	int out_mode;
	int err_mode;
	int out_fd;
	const char *log_path;
	struct strbuf out;
	struct strbuf err;
	double timeout;
	double first_output;
	double grace;
	void (*on_line)(void *data, const char *line, size_t len);
	void *line_data;

	int status;
	enum run_end end;
	enum run_step step;
	int log_errno;
	double seconds;
};

/* seconds between SIGTERM and SIGKILL unless the child says otherwise */
#define RUN_GRACE 5.0

/* seconds that a child may take unless it says otherwise, and MiB of memory */
#define RUN_TIMEOUT 3600.0
#define RUN_MEMORY 8192

/* bytes of an output that are kept in memory, or logged: more ends the child */
#define RUN_KEEP_MAX ((size_t)64 << 20)
#define RUN_LOG_MAX ((size_t)1 << 30)

#define CHILD_INIT {				\
	.args = ARGV_INIT, .env = ARGV_INIT,	\
	.reads = ARGV_INIT, .writes = ARGV_INIT, \
	.out = STRBUF_INIT, .err = STRBUF_INIT,	\
	.grace = RUN_GRACE,			\
	.timeout = RUN_TIMEOUT, .memory = RUN_MEMORY, \
}

/**
 * child_init - CHILD_INIT for uninitialised memory
 * @child: what it held is not freed
 */
void child_init(struct child *child);

/**
 * child_clear - empty outputs and results, to run the same child again
 * @child: not running
 */
void child_clear(struct child *child);

/**
 * child_release - free what the child owns; it is as after CHILD_INIT
 * @child: not running
 */
void child_release(struct child *child);

/**
 * child_read - let a child in the sandbox read something
 * @child: child
 * @path: file or folder, absolute; NULL for nothing
 *
 * Return: @path.
 */
const char *child_read(struct child *child, const char *path);

/**
 * child_write - let a child in the sandbox write something
 * @child: child
 * @path: file or folder, absolute; it is there when the child starts
 *
 * Return: @path.
 */
const char *child_write(struct child *child, const char *path);

/**
 * run_set_trust - run what is a stranger's without the sandbox
 * @trust: whether to
 */
void run_set_trust(bool trust);

/**
 * run_trusts - whether what is a stranger's is run without the sandbox
 */
bool run_trusts(void);

/**
 * child_run - run a child to its end
 * @child: what to run; results are in it afterwards
 *
 * Prints nothing.
 *
 * Return: as child_result().
 */
int child_run(struct child *child);

/**
 * children_run - run several children at the same time, each to its end
 * @children: what to run; see child_result() afterwards
 * @nr: how many
 */
void children_run(struct child *children, size_t nr);

/**
 * child_result - the result of a child that has ended, as one number
 * @child: child
 *
 * Return: 0 if it exited with 0 and its log is whole, its exit status (above
 * 0), or -1 for every other end (see @end of the child).
 */
int child_result(const struct child *child);

/**
 * child_describe - append in words how a child ended
 * @child: child that has ended
 * @out: buffer; gets for example "spatch: exited with 1", "make: killed by
 *	signal 9 (Killed)", "qemu: timed out after 60 s", "qemu: no output in
 *	20 s", "cannot start 'x': No such file or directory"; no newline
 */
void child_describe(const struct child *child, struct strbuf *out);

/**
 * child_failure - append in words how a child ended, and what it said last
 * @child: child that has ended
 * @out: buffer; gets what child_describe() says and the last line of the
 *	standard error, or of the standard output if that is empty, as far as
 *	they were kept: "git: exited with 128: fatal: not a git repository". A
 *	line that says that the disk is full counts as the last one.
 */
void child_failure(const struct child *child, struct strbuf *out);

/**
 * runner_new - a set of children that run at the same time
 *
 * Return: the runner; runner_free() frees it.
 */
struct runner *runner_new(void);

/**
 * runner_add - start a child
 * @runner: runner
 * @child: what to run; it and all it points to stay until @done was called
 * @done: called once when the child has ended (also if it could not start),
 *	always from runner_step() or runner_kill_all(); it may add or release
 *	children, this one too. May be NULL.
 * @data: second argument of @done
 */
void runner_add(struct runner *runner, struct child *child,
		void (*done)(struct child *child, void *data), void *data);

/**
 * runner_step - wait until something happens, and see to it
 * @runner: runner
 * @max_wait: seconds to wait at most; 0 to only look, below 0 for no limit
 *
 * Return: how many children have not been reported as ended.
 */
int runner_step(struct runner *runner, double max_wait);

/**
 * runner_kill_all - stop all children, SIGTERM then SIGKILL, and wait for them
 * @runner: runner; what @done callbacks add meanwhile is not started
 */
void runner_kill_all(struct runner *runner);

/**
 * runner_free - runner_kill_all() if need be, and free the runner
 * @runner: runner or NULL
 */
void runner_free(struct runner *runner);

/**
 * run_leave_out_shims - take folders of shims out of PATH
 *
 * What pyenv and its like put into ".../shims" leads to programs that stand elsewhere,
 * which no sandbox has. For this process and its children.
 */
void run_leave_out_shims(void);

/**
 * run_ensure_home - take HOME from the user's entry in passwd(5) unless it is set
 */
void run_ensure_home(void);

/**
 * run_install_signals - let SIGINT, SIGTERM and SIGHUP stop what runs
 *
 * A signal that was ignored when the program began stays ignored (nohup).
 */
void run_install_signals(void);

/**
 * run_interrupted - did a signal ask us to stop?
 *
 * Return: the signal's number, or 0.
 */
int run_interrupted(void);

/**
 * run_lock - take a lock that another process may hold for long
 * @fd: descriptor of the file to lock, for flock(2)
 *
 * Return: 0 or -errno; -EINTR when a signal asked us to stop before.
 */
int run_lock(int fd);

/**
 * run_forget_interrupt - as if no signal had come; for tests
 */
void run_forget_interrupt(void);

/**
 * run_set_observer - have every child that ended shown to a function
 * @function: called after each child's end, before its done callback; NULL for
 *	none
 * @data: its second argument
 */
void run_set_observer(void (*function)(const struct child *child, void *data),
		      void *data);

#endif
