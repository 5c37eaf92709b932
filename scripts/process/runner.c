// SPDX-License-Identifier: GPL-2.0-only
/*
 * Children that run at the same time: outputs, time limits, signals, the end.
 *
 * One poll(2) loop waits for the outputs of all children, for their ends and
 * for signals to us, all by descriptors that stay readable until it has seen to
 * them. A child that has exited is first only looked at (WNOWAIT): as long as it
 * is a zombie its number cannot be given to others, so its group can be killed
 * safely. It is reaped when its outputs have ended too.
 */
#define FERRY_MAY_FORK
#include "process/sandbox.h"
#include "process/spawn.h"
#include "base/scratch.h"

#include <limits.h>
#include <poll.h>

/*
 * Seconds until the outputs of a child that has exited are closed. They end at
 * once unless a process outside its group still holds them.
 */
#define DRAIN_SECONDS	1.0

/**
 * enum slot_state - the life of a child in a runner
 * @SLOT_RUNNING: its process has not exited
 * @SLOT_DRAINING: it has; its outputs have not ended
 * @SLOT_ENDED: results are in the child; not reported yet
 * @SLOT_REPORTED: done was called
 */
enum slot_state {
	SLOT_RUNNING,
	SLOT_DRAINING,
	SLOT_ENDED,
	SLOT_REPORTED,
};

/**
 * struct slot - a child in a runner
 * @child: the caller's description
 * @done: the caller's callback
 * @data: its argument
 * @state: where it is in its life
 * @pid: process and process group
 * @pidfd: readable when the process has exited
 * @out: standard output
 * @err: standard error
 * @tmp: its temporary folder, as long as it runs
 * @started: time of start
 * @cause: RUN_TIMED_OUT, RUN_SILENT, RUN_TOO_MUCH or RUN_INTERRUPTED if we stop it, else
 *	RUN_EXITED
 * @kill_at: time for SIGKILL when it is being stopped
 * @killed: SIGKILL was sent
 * @drain_until: time to close the outputs of an exited child
 */
struct slot {
	struct child *child;
	void (*done)(struct child *child, void *data);
	void *data;
	enum slot_state state;
	pid_t pid;
	int pidfd;
	struct stream out;
	struct stream err;
	char *tmp;
	double started;
	enum run_end cause;
	double kill_at;
	bool killed;
	double drain_until;
};

/**
 * struct runner - children that run at the same time
 * @slots: all that are not reported
 * @nr: how many
 * @alloc: pointers allocated
 * @polls: descriptors of one poll(2)
 * @polls_alloc: how many there is room for
 * @stopping: start nothing more
 */
struct runner {
	struct slot **slots;
	size_t nr;
	size_t alloc;
	struct pollfd *polls;
	size_t polls_alloc;
	bool stopping;
};

/* the descriptors that the caller gave us to pass on */
static void close_given(struct child *child)
{
	if (child->in_fd > 0)
		close(child->in_fd);
	if (child->out_fd > 0)
		close(child->out_fd);
	child->in_fd = 0;
	child->out_fd = 0;
}

/* nothing more comes from the child */
static void end_slot(struct slot *slot)
{
	if (slot->tmp)
		scratch_folder_remove(slot->tmp);
	free(slot->tmp);
	slot->tmp = NULL;
	slot->state = SLOT_ENDED;
}

static void start(struct slot *slot)
{
	struct child *child = slot->child;

	slot->tmp = scratch_folder();
	child->step = !slot->tmp ? RUN_STEP_TMP :
		      spawn_child(child, slot->tmp, &slot->out, &slot->err, &slot->pid,
				  &slot->pidfd);
	if (child->step == RUN_STEP_NONE)
		return;
	child->status = errno;
	child->end = RUN_NOT_STARTED;
	end_slot(slot);
}

struct runner *runner_new(void)
{
	prepare_process();
	return xcalloc(1, sizeof(struct runner));
}

void runner_add(struct runner *runner, struct child *child,
		void (*done)(struct child *child, void *data), void *data)
{
	struct slot *slot = xmalloc(sizeof(*slot));

	*slot = (struct slot){
		.child = child,
		.done = done,
		.data = data,
		.out = STREAM_INIT,
		.err = STREAM_INIT,
		.cause = RUN_EXITED,
		.started = now_monotonic(),
	};
	runner->slots = grow_array(runner->slots, runner->nr, &runner->alloc,
				   sizeof(*runner->slots));
	runner->slots[runner->nr++] = slot;

	child_clear(child);
	if (runner->stopping || run_interrupted()) {
		child->end = RUN_INTERRUPTED;
		slot->state = SLOT_ENDED;
	} else {
		start(slot);
	}
	close_given(child);
}

static void signal_group(const struct slot *slot, int sig)
{
	kill(-slot->pid, sig);
	/* a process that is stopped would not notice */
	if (sig != SIGKILL)
		kill(-slot->pid, SIGCONT);
}

static void kill_slot(struct slot *slot)
{
	slot->killed = true;
	signal_group(slot, SIGKILL);
}

/* begin to stop a running child; what came first is the cause */
static void stop_slot(struct slot *slot, enum run_end cause, double now)
{
	if (slot->state != SLOT_RUNNING || slot->cause != RUN_EXITED)
		return;
	slot->cause = cause;
	slot->kill_at = now + slot->child->grace;
	if (slot->child->grace > 0)
		signal_group(slot, SIGTERM);
	else
		kill_slot(slot);
}

/* has the process exited? Then the rest of its group goes too. */
static void look_for_exit(struct slot *slot, double now)
{
	siginfo_t info = { .si_pid = 0 };

	if (slot->state != SLOT_RUNNING)
		return;
	if (waitid(P_PID, (id_t)slot->pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
	    info.si_pid != slot->pid)
		return;
	kill_slot(slot);
	slot->state = SLOT_DRAINING;
	slot->drain_until = now + DRAIN_SECONDS;
}

/* What tools say when the machine, not what they were given, is in the way. */
static bool says_exhausted(const struct strbuf *said)
{
	static const char * const words[] = {
		"ut of memory", "annot allocate memory", "oo many open files", "MemoryError",
		"irtual memory exhausted", "emory exhausted",
	};
	const char *cursor = said->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
			const char *at = memmem(line, len, words[i], strlen(words[i]));

			/* a message begins with it, or what begins behind a colon */
			if (at && (at <= line + 1 || (at - line > 2 &&
						      (!memcmp(at - 3, ": ", 2) ||
						       !memcmp(at - 2, ": ", 2)))))
				return true;
		}
	}
	return false;
}

/* bwrap gives the signal that ended its child as a shell does */
static void set_boxed(struct child *child)
{
	if (!sandbox_wanted(child) || child->status <= 128 || child->status >= 128 + NSIG)
		return;
	child->end = RUN_SIGNALED;
	child->status -= 128;
}

static void set_result(struct slot *slot, int status)
{
	struct child *child = slot->child;

	if (WIFEXITED(status)) {
		child->end = RUN_EXITED;
		child->status = WEXITSTATUS(status);
		set_boxed(child);
		if (child->end == RUN_EXITED && child->status &&
		    says_exhausted(child->err_mode == RUN_MERGE ? &child->out : &child->err))
			child->end = RUN_EXHAUSTED;
	} else {
		child->end = RUN_SIGNALED;
		child->status = WTERMSIG(status);
	}
	if (slot->out.flooded || slot->err.flooded)
		slot->cause = RUN_TOO_MUCH;
	if (slot->cause != RUN_EXITED)
		child->end = slot->cause;
	if (child->log_errno)
		child->step = RUN_STEP_LOG;
	child->seconds = now_monotonic() - slot->started;
}

/* reap an exited child when its outputs have ended or took too long */
static void look_for_end(struct slot *slot, double now)
{
	if (slot->state != SLOT_DRAINING)
		return;
	if ((slot->out.fd >= 0 || slot->err.fd >= 0) && now < slot->drain_until)
		return;
	end_stream(slot->child, &slot->out);
	end_stream(slot->child, &slot->err);
	close(slot->pidfd);
	set_result(slot, reap_child(slot->pid));
	end_slot(slot);
}

/* when a limit of the child is over, and which; never: 0 */
static double time_limit(const struct slot *slot, enum run_end *cause)
{
	double timeout = slot->child->timeout;
	double first = slot->out.any ? 0 : slot->child->first_output;

	if (first > 0 && (timeout <= 0 || first < timeout)) {
		*cause = RUN_SILENT;
		return slot->started + first;
	}
	*cause = RUN_TIMED_OUT;
	return timeout > 0 ? slot->started + timeout : 0;
}

/* time over, interrupted, or not gone after SIGTERM? */
static void look_at_clock(struct slot *slot, double now)
{
	enum run_end cause;
	double limit;

	if (slot->state != SLOT_RUNNING)
		return;
	if (run_interrupted())
		stop_slot(slot, RUN_INTERRUPTED, now);
	limit = time_limit(slot, &cause);
	if (limit > 0 && now >= limit)
		stop_slot(slot, cause, now);
	if (slot->cause != RUN_EXITED && !slot->killed &&
	    (now >= slot->kill_at || interrupts() > 1))
		kill_slot(slot);
}

/* when look_at_clock() or look_for_end() has something to do; 0 for never */
static double next_deadline(const struct slot *slot)
{
	enum run_end cause;

	if (slot->state == SLOT_DRAINING)
		return slot->drain_until;
	if (slot->state != SLOT_RUNNING || slot->killed)
		return 0;
	if (slot->cause != RUN_EXITED)
		return slot->kill_at;
	return time_limit(slot, &cause);
}

/* seconds as poll(2) wants them: rounded up, lest we come early and spin */
static int to_milliseconds(double seconds)
{
	double ms = seconds * 1000.0 + 1.0;

	if (seconds <= 0)
		return 0;
	return ms < (double)INT_MAX ? (int)ms : INT_MAX;
}

static int poll_timeout(const struct runner *runner, double max_wait)
{
	double wait = max_wait, now = now_monotonic();

	for (size_t i = 0; i < runner->nr; i++) {
		double deadline = next_deadline(runner->slots[i]);

		if (runner->slots[i]->state == SLOT_ENDED)
			return 0;
		if (deadline <= 0)
			continue;
		deadline -= now;
		if (deadline < 0)
			deadline = 0;
		if (wait < 0 || deadline < wait)
			wait = deadline;
	}
	if (wait < 0)
		return runner->nr ? -1 : 0;
	return to_milliseconds(wait);
}

static void add_poll(struct runner *runner, size_t *nr, int fd)
{
	if (fd < 0)
		return;
	runner->polls = grow_array(runner->polls, *nr, &runner->polls_alloc,
				   sizeof(*runner->polls));
	runner->polls[(*nr)++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static void wait_for_events(struct runner *runner, double max_wait)
{
	size_t i, nr = 0;

	add_poll(runner, &nr, interrupt_fd());
	for (i = 0; i < runner->nr; i++) {
		struct slot *slot = runner->slots[i];

		if (slot->state == SLOT_RUNNING)
			add_poll(runner, &nr, slot->pidfd);
		add_poll(runner, &nr, slot->out.fd);
		add_poll(runner, &nr, slot->err.fd);
	}
	poll(runner->polls, nr, poll_timeout(runner, max_wait));
	(void)interrupts();
}

static void (*observer)(const struct child *child, void *data);
static void *observer_data;

void run_set_observer(void (*function)(const struct child *child, void *data),
		      void *data)
{
	observer = function;
	observer_data = data;
}

/* forget the slots that are reported */
static void sweep(struct runner *runner)
{
	size_t i, kept = 0;

	for (i = 0; i < runner->nr; i++) {
		if (runner->slots[i]->state == SLOT_REPORTED)
			free(runner->slots[i]);
		else
			runner->slots[kept++] = runner->slots[i];
	}
	runner->nr = kept;
}

/* @done may add children: slots may move, and nr may grow */
static void report(struct runner *runner)
{
	for (size_t i = 0; i < runner->nr; i++) {
		struct slot *slot = runner->slots[i];

		if (slot->state != SLOT_ENDED)
			continue;
		slot->state = SLOT_REPORTED;
		if (observer)
			observer(slot->child, observer_data);
		if (slot->done)
			slot->done(slot->child, slot->data);
	}
	sweep(runner);
}

int runner_step(struct runner *runner, double max_wait)
{
	size_t i, nr = runner->nr;

	wait_for_events(runner, max_wait);
	for (i = 0; i < nr; i++) {
		struct slot *slot = runner->slots[i];
		double now = now_monotonic();

		if (slot->state == SLOT_RUNNING || slot->state == SLOT_DRAINING) {
			read_stream(slot->child, &slot->out);
			read_stream(slot->child, &slot->err);
		}
		if (slot->out.flooded || slot->err.flooded)
			stop_slot(slot, RUN_TOO_MUCH, now);
		look_for_exit(slot, now);
		look_at_clock(slot, now);
		look_for_end(slot, now);
	}
	report(runner);
	return (int)runner->nr;
}

void runner_kill_all(struct runner *runner)
{
	runner->stopping = true;
	for (size_t i = 0; i < runner->nr; i++)
		stop_slot(runner->slots[i], RUN_INTERRUPTED, now_monotonic());
	while (runner_step(runner, -1))
		;
	runner->stopping = false;
}

void runner_free(struct runner *runner)
{
	if (!runner)
		return;
	runner_kill_all(runner);
	free(runner->slots);
	free(runner->polls);
	free(runner);
}

void children_run(struct child *children, size_t nr)
{
	struct runner *runner = runner_new();

	for (size_t i = 0; i < nr; i++)
		runner_add(runner, &children[i], NULL, NULL);
	while (runner_step(runner, -1))
		;
	runner_free(runner);
}

int child_run(struct child *child)
{
	children_run(child, 1);
	return child_result(child);
}
