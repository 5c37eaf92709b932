// SPDX-License-Identifier: GPL-2.0-only
/* A child process as data: before it runs, and how it ended. */
#include "process/sandbox.h"

void child_init(struct child *child)
{
	*child = (struct child)CHILD_INIT;
}

void child_clear(struct child *child)
{
	strbuf_reset(&child->out);
	strbuf_reset(&child->err);
	child->status = 0;
	child->end = RUN_EXITED;
	child->step = RUN_STEP_NONE;
	child->log_errno = 0;
	child->seconds = 0;
}

void child_release(struct child *child)
{
	argv_release(&child->args);
	argv_release(&child->env);
	argv_release(&child->reads);
	argv_release(&child->writes);
	strbuf_release(&child->out);
	strbuf_release(&child->err);
	child_init(child);
}

const char *child_read(struct child *child, const char *path)
{
	return path ? argv_push(&child->reads, path) : NULL;
}

const char *child_write(struct child *child, const char *path)
{
	return argv_push(&child->writes, path);
}

int child_result(const struct child *child)
{
	if (child->end != RUN_EXITED || (!child->status && child->log_errno))
		return -1;
	return child->status;
}

static void describe_not_started(const struct child *child, struct strbuf *out)
{
	strbuf_addf(out, "cannot start '%s': ", child->args.nr ? child->args.v[0] : "");
	switch (child->step) {
	case RUN_STEP_INPUT:
		strbuf_addf(out, "input '%s': ",
			    child->in_path ? child->in_path : "in memory");
		break;
	case RUN_STEP_LOG:
		strbuf_addf(out, "log '%s': ", child->log_path ? child->log_path : "");
		break;
	case RUN_STEP_DIR:
		strbuf_addf(out, "directory '%s': ", child->dir);
		break;
	case RUN_STEP_TMP:
		strbuf_addstr(out, "temporary folder: ");
		break;
	case RUN_STEP_SANDBOX:
		strbuf_addf(out, "no sandbox: %s; 'ferry doctor' says what is missing, --trust does without",
			    sandbox_lacks());
		return;
	case RUN_STEP_NONE:
	case RUN_STEP_EXEC:
	case RUN_STEP_FORK:
		break;
	}
	strbuf_addstr(out, strerror(child->status));
}

void child_describe(const struct child *child, struct strbuf *out)
{
	if (child->end == RUN_NOT_STARTED) {
		describe_not_started(child, out);
		return;
	}
	strbuf_addf(out, "%s: ", child->args.nr ? path_base(child->args.v[0]) : "");
	switch (child->end) {
	case RUN_EXITED:
		if (!child->status && child->log_errno)
			strbuf_addf(out, "cannot write log '%s': %s", child->log_path,
				    strerror(child->log_errno));
		else
			strbuf_addf(out, "exited with %d", child->status);
		break;
	case RUN_SIGNALED:
		strbuf_addf(out, "killed by signal %d (%s)", child->status,
			    strsignal(child->status));
		break;
	case RUN_TIMED_OUT:
		strbuf_addf(out, "timed out after %g s", child->timeout);
		break;
	case RUN_SILENT:
		strbuf_addf(out, "no output in %g s", child->first_output);
		break;
	case RUN_TOO_MUCH:
		strbuf_addstr(out, "killed because it puts out too much");
		break;
	case RUN_EXHAUSTED:
		strbuf_addf(out, "ran out of memory or descriptors (exit status %d)",
			    child->status);
		break;
	case RUN_INTERRUPTED:
	case RUN_NOT_STARTED:
		strbuf_addstr(out, "interrupted");
		break;
	}
}

void child_failure(const struct child *child, struct strbuf *out)
{
	static const char disk_full[] = "No space left on device";
	const struct strbuf *said = child->err.len ? &child->err : &child->out;
	const char *cursor = said->buf, *line, *best = NULL;
	size_t len, best_len = 0;
	bool full = false;

	while (!full && next_line(&cursor, &line, &len)) {
		if (!len)
			continue;
		best = line;
		best_len = len;
		full = memmem(line, len, disk_full, strlen(disk_full));
	}
	child_describe(child, out);
	if (best)
		strbuf_addf(out, ": %.*s", (int)best_len, best);
}
