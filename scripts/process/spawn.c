// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starting a child: the only fork(2) and exec(3) of the program, and the pipes
 * that it is born with.
 */
#define FERRY_MAY_FORK
#include "process/sandbox.h"
#include "process/spawn.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* what one read(2) takes, and how many reads before others get their turn */
#define READ_SIZE	((size_t)64 * 1024)
#define READS_PER_TURN	16

/**
 * struct plumbing - what a child is born with
 * @in: standard input
 * @out: standard output
 * @err: standard error
 * @report: where the child writes a struct failure before it gives up
 * @own_out: @out is ours to close, @own_err likewise
 * @own_err: see @own_out
 * @args: what is executed: the child's own arguments, or those of the sandbox
 * @env: its environment
 */
struct plumbing {
	int in;
	int out;
	int err;
	int report;
	bool own_out;
	bool own_err;
	struct argv args;
	struct argv env;
};

/* no file that a stranger's program writes is larger */
#define BOXED_FILE_MAX ((rlim_t)8 << 30)

/* written by a child that cannot execute its program */
struct failure {
	int step;
	int error;
};

static void close_stream(struct stream *stream)
{
	close_fd(&stream->fd);
	if (stream->own_copy_fd)
		close_fd(&stream->copy_fd);
	stream->copy_fd = -1;
	stream->own_copy_fd = false;
	strbuf_release(&stream->partial);
}

static void close_plumbing(struct plumbing *p)
{
	close_fd(&p->in);
	if (p->own_out)
		close_fd(&p->out);
	if (p->own_err)
		close_fd(&p->err);
	close_fd(&p->report);
	argv_release(&p->args);
	argv_release(&p->env);
}

/* a file in memory, so that a child that does not read cannot block us */
static int open_data(const void *data, size_t len)
{
	int fd = memfd_create("ferry-input", MFD_CLOEXEC);

	if (fd < 0 || (!write_all(fd, data, len) && !lseek(fd, 0, SEEK_SET)))
		return fd;
	close(fd);
	return -1;
}

static int open_input(const struct child *child)
{
	if (child->in_fd > 0)
		return fcntl(child->in_fd, F_DUPFD_CLOEXEC, 3);
	if (child->in_data)
		return open_data(child->in_data, child->in_len);
	return open(child->in_path ? child->in_path : "/dev/null",
		    O_RDONLY | O_CLOEXEC);
}

static int open_log(const struct child *child)
{
	if (!child->log_path) {
		errno = EINVAL;
		return -1;
	}
	return open(child->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

/* a pipe from the child's @fd to @stream */
static int open_pipe(struct stream *stream, int *fd)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -1;
	stream->fd = ends[0];
	*fd = ends[1];
	return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

/* where bytes go that do not end in our memory: a descriptor, or -1 */
static int open_sink(const struct child *child, int mode, int inherited,
		     bool *own)
{
	*own = mode != RUN_INHERIT;
	switch (mode) {
	case RUN_LOG:
		return open_log(child);
	case RUN_DISCARD:
		return open("/dev/null", O_WRONLY | O_CLOEXEC);
	case RUN_INHERIT:
		return inherited;
	case RUN_FD:
		if (child->out_fd > 0)
			return fcntl(child->out_fd, F_DUPFD_CLOEXEC, 3);
		break;
	}
	*own = false;
	errno = EINVAL;
	return -1;
}

static enum run_step step_of(int mode)
{
	return mode == RUN_LOG ? RUN_STEP_LOG : RUN_STEP_FORK;
}

/* lines come to us, and we pass on what is not for us */
static enum run_step plumb_out(struct child *child, struct stream *stream,
			       struct plumbing *p)
{
	bool lines = child->on_line;

	if (child->out_mode != RUN_KEEP && !lines) {
		p->out = open_sink(child, child->out_mode, STDOUT_FILENO, &p->own_out);
		return p->out < 0 ? step_of(child->out_mode) : RUN_STEP_NONE;
	}

	stream->lines = lines;
	if (child->out_mode == RUN_KEEP) {
		stream->keep = &child->out;
	} else {
		stream->copy_fd = open_sink(child, child->out_mode, STDOUT_FILENO,
					    &stream->own_copy_fd);
		if (stream->copy_fd < 0)
			return step_of(child->out_mode);
	}
	p->own_out = true;
	return open_pipe(stream, &p->out) ? RUN_STEP_FORK : RUN_STEP_NONE;
}

static enum run_step plumb_err(struct child *child, struct stream *stream,
			       struct plumbing *p)
{
	if (child->err_mode == RUN_MERGE) {
		p->err = p->out;
		return RUN_STEP_NONE;
	}
	if (child->err_mode == RUN_KEEP) {
		stream->keep = &child->err;
		p->own_err = true;
		return open_pipe(stream, &p->err) ? RUN_STEP_FORK : RUN_STEP_NONE;
	}
	if (child->err_mode == RUN_FD) {
		errno = EINVAL;
		return RUN_STEP_FORK;
	}
	p->err = open_sink(child, child->err_mode, STDERR_FILENO, &p->own_err);
	return p->err < 0 ? step_of(child->err_mode) : RUN_STEP_NONE;
}

static enum run_step plumb(struct child *child, struct stream *out,
			   struct stream *err, struct plumbing *p)
{
	enum run_step step;

	p->in = open_input(child);
	if (p->in < 0)
		return RUN_STEP_INPUT;
	step = plumb_out(child, out, p);
	if (step == RUN_STEP_NONE)
		step = plumb_err(child, err, p);
	return step;
}

static __noreturn void give_up(const struct plumbing *p, enum run_step step)
{
	struct failure failure = { .step = step, .error = errno };

	if (write(p->report, &failure, sizeof(failure)) < 0)
		_exit(127);
	_exit(127);
}

static void default_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Lower where it can be: a limit of the person's stays. */
static void set_limit(__rlimit_resource_t what, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(what, &limit))
		return;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > most)
		limit.rlim_max = most;
	if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	setrlimit(what, &limit);
}

static void set_limits(const struct child *child)
{
	set_limit(RLIMIT_CORE, 0);
	if (child->memory)
		set_limit(RLIMIT_AS, (rlim_t)child->memory << 20);
	if (child->as == RUN_BOXED)
		set_limit(RLIMIT_FSIZE, BOXED_FILE_MAX);
}

/*
 * The life of the child before its program: nothing here may take memory or a
 * lock. SIGTERM when we die, not SIGKILL: make(1) passes it on to its own.
 */
static __noreturn void become(const struct child *child, const struct plumbing *p,
			      const char *dir, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	if (dup2(p->in, STDIN_FILENO) < 0 || dup2(p->out, STDOUT_FILENO) < 0 ||
	    dup2(p->err, STDERR_FILENO) < 0)
		give_up(p, RUN_STEP_FORK);
	/* descriptors of others are not for the child; old kernels cannot do it */
	close_range(STDERR_FILENO + 1, UINT_MAX, CLOSE_RANGE_CLOEXEC);
	if (chdir(dir))
		give_up(p, RUN_STEP_DIR);
	default_signals();
	set_limits(child);
	environ = (char **)p->env.v;
	execvp(p->args.v[0], (char *const *)p->args.v);
	give_up(p, RUN_STEP_EXEC);
}

/*
 * What execvp(3) would say in there; as bwrap says it, it could be the child's own word.
 */
static enum run_step check_sandbox(const struct child *child)
{
	const char *name = child->args.v[0];

	if (!sandbox_wanted(child))
		return RUN_STEP_NONE;
	errno = ENOENT;
	if (!strchr(name, '/') && !program_exists(name))
		return RUN_STEP_EXEC;
	errno = EPERM;
	return sandbox_lacks() ? RUN_STEP_SANDBOX : RUN_STEP_NONE;
}

/* fork with signals blocked: no handler of ours may run in the child */
static pid_t fork_child(const struct child *child, const struct plumbing *p,
			const char *dir)
{
	pid_t parent = getpid(), pid;
	sigset_t all, before;
	int err;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (!pid)
		become(child, p, dir, parent);
	err = errno;
	if (pid > 0)
		setpgid(pid, pid);
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = err;
	return pid;
}

int reap_child(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

/* wait until the child has executed its program or says why it cannot */
static enum run_step await_exec(int fd, pid_t pid, int *pidfd)
{
	struct failure failure = { .step = RUN_STEP_FORK };
	ssize_t got;

	do {
		got = read(fd, &failure, sizeof(failure));
	} while (got < 0 && errno == EINTR);
	if (got != sizeof(failure)) {
		*pidfd = pidfd_open(pid, 0);
		if (*pidfd >= 0)
			return RUN_STEP_NONE;
		failure.error = errno;
		kill(-pid, SIGKILL);
	}
	reap_child(pid);
	errno = failure.error;
	return (enum run_step)failure.step;
}

/* with the pipes laid: fork, and see whether the program gets executed */
static enum run_step launch(const struct child *child, const char *tmp,
			    struct plumbing *p, pid_t *pid, int *pidfd)
{
	enum run_step step = RUN_STEP_FORK;
	const char *dir = child->dir;
	int report[2], err;

	if (!dir)
		dir = child->as == RUN_OURSELVES ? "." : tmp;
	if (pipe2(report, O_CLOEXEC))
		return RUN_STEP_FORK;
	p->report = report[1];
	make_env(child, tmp, &p->env);
	if (sandbox_wanted(child))
		sandbox_args(child, tmp, dir, &p->args);
	else
		argv_pushv(&p->args, child->args.v);
	*pid = fork_child(child, p, dir);
	if (*pid >= 0) {
		close_fd(&p->report);
		step = await_exec(report[0], *pid, pidfd);
	}
	err = errno;
	close(report[0]);
	errno = err;
	return step;
}

enum run_step spawn_child(struct child *child, const char *tmp, struct stream *out,
			  struct stream *err, pid_t *pid, int *pidfd)
{
	struct plumbing p = {
		.in = -1, .out = -1, .err = -1, .report = -1,
		.args = ARGV_INIT, .env = ARGV_INIT,
	};
	enum run_step step;
	int reason;

	errno = EINVAL;
	step = child->args.nr ? plumb(child, out, err, &p) : RUN_STEP_EXEC;
	if (step == RUN_STEP_NONE)
		step = check_sandbox(child);
	if (step == RUN_STEP_NONE)
		step = launch(child, tmp, &p, pid, pidfd);
	reason = errno;
	close_plumbing(&p);
	if (step != RUN_STEP_NONE) {
		close_stream(out);
		close_stream(err);
	}
	errno = reason;
	return step;
}

/* --- our ends of its outputs -------------------------------------------- */

static void give_lines(struct child *child, struct strbuf *partial)
{
	size_t start = 0;
	char *end;

	while ((end = memchr(partial->buf + start, '\n', partial->len - start))) {
		size_t len = (size_t)(end - partial->buf) - start;

		*end = '\0';
		child->on_line(child->line_data, partial->buf + start, len);
		start += len + 1;
	}
	strbuf_remove(partial, 0, start);
}

static void take_bytes(struct child *child, struct stream *stream,
		       const char *data, size_t len)
{
	stream->any = true;
	stream->bytes += len;
	stream->flooded |= stream->bytes > (stream->keep ? RUN_KEEP_MAX : RUN_LOG_MAX) ||
			   stream->partial.len > RUN_KEEP_MAX;
	if (stream->flooded)
		return;
	if (stream->keep)
		strbuf_add(stream->keep, data, len);
	if (stream->copy_fd >= 0 && !child->log_errno)
		child->log_errno = -write_all(stream->copy_fd, data, len);
	if (stream->lines) {
		strbuf_add(&stream->partial, data, len);
		if (memchr(data, '\n', len))
			give_lines(child, &stream->partial);
	}
}

void end_stream(struct child *child, struct stream *stream)
{
	if (stream->lines && stream->partial.len)
		child->on_line(child->line_data, stream->partial.buf,
			       stream->partial.len);
	close_stream(stream);
}

void read_stream(struct child *child, struct stream *stream)
{
	static char block[READ_SIZE];
	ssize_t got;

	for (int i = 0; i < READS_PER_TURN && stream->fd >= 0; i++) {
		got = read(stream->fd, block, sizeof(block));
		if (got > 0)
			take_bytes(child, stream, block, (size_t)got);
		else if (got < 0 && errno == EAGAIN)
			return;
		else if (!got || errno != EINTR)
			end_stream(child, stream);
	}
}
