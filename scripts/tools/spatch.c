// SPDX-License-Identifier: GPL-2.0-only
/* Coccinelle's spatch, see spatch.h */
#include "tools/spatch.h"

#define SPATCH_TIMEOUT 120.0

/* What port.cocci writes to stderr: each match, what it must not change by rule,
 * and each name that is to be gone.
 */
static const char hit_mark[] = "ferry-hit: ";
static const char refuse_mark[] = "ferry-refuse: ";
static const char gone_mark[] = "ferry-gone: ";
/* What lint.cocci writes last. */
static const char lint_mark[] = "lint: ";

/*
 * The isomorphisms that a series' scripts count on: what spatch takes without that
 * file are all that C knows, and it spends most of its time on those.
 */
static void push_isos(struct argv *args, const char *script)
{
	size_t folder = (size_t)(path_base(script) - script);

	char *path __free(free_text) = xstrfmt("%.*s%s", (int)folder, script, SPATCH_ISOS);

	if (file_exists(path))
		argv_pushl(args, "--iso-file", path, NULL);
}

void spatch_child(struct child *child, const char *script, const char *file)
{
	child_init(child);
	/* the python that Debian's spatch was built with, not the first on PATH */
	argv_pushl(&child->args, "spatch", "--python", "/usr/bin/python3",
		   "--very-quiet", NULL);
	push_isos(&child->args, script);
	argv_pushl(&child->args, "--sp-file", script, file, NULL);
	argv_pushl(&child->env, "LC_ALL=C", "PYTHONDONTWRITEBYTECODE=1", NULL);
	child->secluded = true;
	child->timeout = SPATCH_TIMEOUT;
}

/* Why it failed: how it ended, and the first line that says so. */
static int failed(const struct child *child, struct strbuf *why)
{
	bool merged = child->err_mode == RUN_MERGE, says = false;
	const char *cursor = merged ? child->out.buf : child->err.buf, *line;
	size_t len;

	child_describe(child, why);
	while (!says && next_line(&cursor, &line, &len)) {
		says = memmem(line, len, "rror", 4) || memmem(line, len, "xception", 8);
		if (says)
			strbuf_addf(why, ": %.*s", (int)len, line);
	}
	return -1;
}

/* Whether a child that has ended did what it was to do. */
static int ended(const struct child *child, const char *script, struct strbuf *why)
{
	if (!file_exists(script)) {
		strbuf_addf(why, "'%s' is missing", script);
		return -1;
	}
	return child_result(child) ? failed(child, why) : 0;
}

/* What shape.cocci printed; releases its child. */
static int take_shape(struct child *child, const char *script, struct strbuf *line,
		      struct strbuf *why)
{
	int ret = ended(child, script, why);

	strbuf_trim(&child->out);
	if (!ret && (!child->out.len || strchr(child->out.buf, '\n'))) {
		strbuf_addf(why, "'%s' is to print one line and printed '%s'",
			    script, child->out.buf);
		ret = -1;
	}
	strbuf_reset(line);
	if (!ret)
		strbuf_addstr(line, child->out.buf);
	child_release(child);
	return ret;
}

int spatch_shape(const char *script, const char *file, struct strbuf *line,
		 struct strbuf *why)
{
	struct child child;

	spatch_child(&child, script, file);
	(void)child_run(&child);
	return take_shape(&child, script, line, why);
}

void spatch_said_release(struct spatch_said *said)
{
	hits_release(&said->hits);
	argv_release(&said->places);
	strbuf_release(&said->refused);
	argv_release(&said->gone);
}

/* Whether a line begins with the mark; then what follows it. */
static bool marked(const char **line, size_t *len, const char *mark)
{
	size_t skip = strlen(mark);

	if (*len <= skip || strncmp(*line, mark, skip))
		return false;
	*line += skip;
	*len -= skip;
	return true;
}

/* " FUNCTION:LINE" */
static void take_place(const char *place, size_t len, struct argv *places)
{
	const char *colon = memchr(place, ':', len);

	if (colon)
		argv_pushf(places, "%.*s", (int)(colon - place - 1), place + 1);
}

static void take_line(const char *line, size_t len, struct spatch_said *said)
{
	if (marked(&line, &len, hit_mark)) {
		size_t n = strcspn(line, "\n ");

		hits_add(&said->hits, line, n);
		take_place(line + n, len - n, &said->places);
	} else if (marked(&line, &len, refuse_mark)) {
		if (said->refused.len)
			strbuf_addstr(&said->refused, "; ");
		strbuf_add(&said->refused, line, len);
	} else if (marked(&line, &len, gone_mark)) {
		argv_pushf(&said->gone, "%.*s", (int)len, line);
	}
}

int spatch_port(const char *script, const char *file, struct spatch_said *said,
		struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;
	const char *cursor, *line;
	size_t len;
	int ret;

	spatch_child(&child, script, file);
	argv_push(&child.args, "--in-place");
	(void)child_run(&child);
	ret = ended(&child, script, why);
	cursor = child.err.buf;
	while (!ret && next_line(&cursor, &line, &len))
		take_line(line, len, said);
	return ret;
}

static bool last_line_is_lint(const struct strbuf *out, size_t *start)
{
	const char *newline = strrchr(out->buf, '\n');
	const char *last = newline ? newline + 1 : out->buf;

	*start = (size_t)(last - out->buf);
	return !strncmp(last, lint_mark, sizeof(lint_mark) - 1);
}

/* What lint.cocci printed but for its last line; releases its child. */
static int take_lint(struct child *child, const char *script, struct strbuf *findings,
		     struct strbuf *why)
{
	int ret = ended(child, script, why);
	size_t last;

	strbuf_trim(&child->out);
	if (!ret && !last_line_is_lint(&child->out, &last)) {
		strbuf_addf(why, "'%s' did not run to its end", script);
		ret = -1;
	}
	strbuf_reset(findings);
	if (!ret)
		strbuf_add(findings, child->out.buf, last);
	child_release(child);
	return ret;
}

int spatch_judge(const char *shape, const char *lint, const char *file,
		 struct strbuf *line, struct strbuf *findings, struct strbuf *why)
{
	struct child children[2];
	int ret = 0;

	spatch_child(&children[0], lint, file);
	if (shape)
		spatch_child(&children[1], shape, file);
	children_run(children, shape ? 2 : 1);
	if (shape)
		ret = take_shape(&children[1], shape, line, why);
	if (ret)
		strbuf_addstr(why, "; ");
	return take_lint(&children[0], lint, findings, why) ? -1 : ret;
}

/* --parse-c shows each top-level text that it gave up on as "bad: ..." lines,
 * the line with the error as "BAD:!!!!! ...".
 */
static void bad_lines(const char *said, struct strbuf *text)
{
	const char *line;
	size_t len;

	while (next_line(&said, &line, &len))
		if (marked(&line, &len, "bad:") || marked(&line, &len, "BAD:!!!!!"))
			strbuf_addf(text, "%.*s\n", (int)len - 1, line + 1);
}

int spatch_unparsed(const char *file, struct strbuf *text, struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;
	int ret;

	argv_pushl(&child.args, "spatch", "--parse-c", file, NULL);
	argv_push(&child.env, "LC_ALL=C");
	child.secluded = true;
	child.timeout = SPATCH_TIMEOUT;
	child.err_mode = RUN_MERGE;
	ret = child_run(&child) ? failed(&child, why) : 0;
	if (!ret && !strstr(child.out.buf, "NB total files = 1")) {
		strbuf_addf(why, "spatch --parse-c did not read '%s'", file);
		ret = -1;
	}
	strbuf_reset(text);
	if (!ret)
		bad_lines(child.out.buf, text);
	return ret;
}
