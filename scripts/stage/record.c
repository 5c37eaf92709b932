// SPDX-License-Identifier: GPL-2.0-only
/* What a stage leaves behind and prints, see record.h */
#include "stage/record.h"

#include <fcntl.h>
#include <sys/file.h>

#include "base/folder.h"
#include "base/scratch.h"

/* More than that is nothing that somebody looks at by hand. */
#define INPUT_MOST	(1024 * 1024)

static void append(const char *path, const char *text, size_t len)
{
	int fd __free(close_fd) = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len)
		warning("cannot add to '%s': %s", path, strerror(errno));
}

void stage_say(const struct stage *stage, const char *fmt, ...)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	va_list args;

	va_start(args, fmt);
	strbuf_vaddf(&line, fmt, args);
	va_end(args);
	strbuf_addch(&line, '\n');
	append(stage->log, line.buf, line.len);
}

int stage_lock_out(const struct options *options)
{
	char *path __free(free_text) = xstrfmt("%s/.lock", options->out);
	static const char shared[] = "FERRY_OUT_LOCKED";
	const char *ours = getenv(shared);
	int fd, ret = mkdir_p(options->out);

	if (ours && !strcmp(ours, options->out))
		return 0;
	fd = ret ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return error("cannot write to '%s': %s; --out names another folder", options->out,
			     strerror(ret ? -ret : errno));
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		note("waiting for another ferry that writes to '%s'", options->out);
		ret = run_lock(fd);
	}
	if (ret)
		return error("cannot lock '%s': %s", path, strerror(-ret));
	setenv(shared, options->out, 1);
	return 0;
}

/* The command as a line that a shell reads back the same. */
static void describe_command(const struct child *child, struct strbuf *line)
{
	struct argv set __free(argv_release) = ARGV_INIT;

	if (child->dir) {
		argv_pushl(&set, "cd", child->dir, NULL);
		argv_quote(&set, line);
		strbuf_addstr(line, " && ");
		argv_release(&set);
	}
	if (child->as == RUN_ALONE || child->as == RUN_BOXED)
		strbuf_addstr(line, "env -i PATH=\"$PATH\" HOME=\"${FERRY_HOME:-$(mktemp -d)}\" LC_ALL=C "
			      "GIT_DIR=/dev/null/git GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null ");
	else if (child->env.nr)
		argv_push(&set, "env");
	for (size_t i = 0; i < child->env.nr; i++) {
		if (!strchr(child->env.v[i], '=')) {
			if (child->as == RUN_ALONE || child->as == RUN_BOXED)
				continue;
			argv_push(&set, "-u");
		}
		argv_push(&set, child->env.v[i]);
	}
	argv_pushv(&set, child->args.v);
	argv_quote(&set, line);
}

/* What the command read, in a file of the stage's folder; as a line of its own it would not do. */
static void keep_input(const struct stage *stage, const struct child *child, struct strbuf *line)
{
	char *folder __free(free_text) = stage_path(stage, "input");
	struct argv word __free(argv_release) = ARGV_INIT;
	struct argv kept __free(argv_release) = ARGV_INIT;

	if (!child->in_data || child->in_len > INPUT_MOST)
		return;
	(void)folder_list(folder, "*", &kept);
	argv_pushf(&word, "%s/%zu", folder, kept.nr);
	if (mkdir_p(folder) || write_file_atomic(word.v[0], child->in_data, child->in_len)) {
		warning("cannot write '%s'", word.v[0]);
		return;
	}
	strbuf_addstr(line, " <");
	argv_quote(&word, line);
}

/* Every command that a stage ran stands in its cmd file, with its end in log. */
void record_command(const struct child *child, void *data)
{
	struct stage *stage = data;
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	struct strbuf log __free(strbuf_release) = STRBUF_INIT;
	char *path __free(free_text) = stage_path(stage, "cmd");

	describe_command(child, &line);
	keep_input(stage, child, &line);
	strbuf_addch(&line, '\n');
	append(path, line.buf, line.len);
	if (child->err.len || child_result(child)) {
		strbuf_addf(&log, "$ %s", line.buf);
		strbuf_add(&log, child->err.buf, child->err.len);
		strbuf_addstr(&log, "# ");
		child_describe(child, &log);
		strbuf_addch(&log, '\n');
		append(stage->log, log.buf, log.len);
	}
	if (stage->options->verbose)
		fprintf(stderr, "%s", line.buf);
}

void record_print(const struct stage *stage, bool known)
{
	char *upper __free(free_text) = xstrdup(stage_type(stage->id)->name);
	char *label __free(free_text) = xstrfmt("%s%s%s", stage->target.name,
						stage->options->several ? "/" : "",
						stage->options->several ? stage->series.name : "");
	const struct result *result = &stage->result;

	for (char *c = upper; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	printf("  %-7s %-8s %s%s%s%s\n", upper, label, result->summary,
	       result->verdict == VERDICT_NA ? ": " : "",
	       result->verdict == VERDICT_NA ? result->reason : "",
	       known ? " (unchanged)" : "");
	if (!verdict_goes_on(result->verdict) && *result->reason)
		printf("  %-7s %-8s %s: %s\n", "", "",
		       verdict_name(result->verdict), result->reason);
	fflush(stdout);
}

/* A script that does by hand what failed, and where to look. */
void record_reproduce(const struct stage *stage)
{
	char *path __free(free_text) = stage_path(stage, "reproduce.sh");
	char *cmd __free(free_text) = stage_path(stage, "cmd");
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct strbuf commands __free(strbuf_release) = STRBUF_INIT;
	struct argv folders __free(argv_release) = ARGV_INIT;
	const char *cursor, *line;
	size_t len;

	strbuf_addf(&text, "#!/bin/sh\n# ferry %s %s: %s\n", stage_type(stage->id)->name,
		    stage->target.name, verdict_name(stage->result.verdict));
	cursor = stage->result.reason;
	while (next_line(&cursor, &line, &len))
		strbuf_addf(&text, "# %.*s\n", (int)len, line);
	strbuf_addf(&text, "# log: %s\n"
		    "# Not done here: what ferry itself writes into folders of its own.\n"
		    "FERRY_HOME=$(mktemp -d) || exit\nexport FERRY_HOME\n", stage->log);
	(void)read_file(cmd, &commands);
	argv_push(&folders, "set");
	argv_push(&folders, "--");
	scratch_named(commands.buf, &folders);
	argv_quote(&folders, &text);
	strbuf_addstr(&text, "\ntrap 'rm -rf \"$FERRY_HOME\" \"$@\"' EXIT\n"
		      "[ $# -eq 0 ] || mkdir -p \"$@\" || exit\nset -x\nfailed=0\n");
	cursor = commands.buf;
	while (next_line(&cursor, &line, &len))
		strbuf_addf(&text, "(%.*s) || failed=1\n", (int)len, line);
	strbuf_addstr(&text, "exit $failed\n");
	if (write_file_atomic(path, text.buf, text.len) || chmod(path, 0755))
		warning("cannot write '%s'", path);
}
