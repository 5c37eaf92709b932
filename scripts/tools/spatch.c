// SPDX-License-Identifier: GPL-2.0-only
/* Coccinelle's spatch, see spatch.h */
#include "tools/spatch.h"

#define SPATCH_TIMEOUT 120.0

/* What port.cocci writes to stderr: each match, and each name that is to be gone. */
static const char hit_mark[] = "ferry-hit: ";
static const char gone_mark[] = "ferry-gone: ";

/*
 * What the scripts of a series include is named from their own folder, and so is the
 * Python that all series share. The isomorphisms that a series' scripts count on: what
 * spatch takes without that file are all that C knows, and it spends most of its time
 * on those.
 */
static void enter_folder(struct child *child, const char *script)
{
	static const char folder[] = "FERRY_SEMANTIC=";
	int len = (int)(path_base(script) - script);

	char *isos __free(free_text) = xstrfmt("%.*s" SPATCH_ISOS, len, script);

	argv_pushf(&child->env, "%s%.*s.", folder, len, script);
	child->dir = child->env.v[child->env.nr - 1] + strlen(folder);
	argv_pushf(&child->reads, "%.*s", len, script);
	argv_pushf(&child->reads, "%.*s../lib", len, script);
	if (file_exists(isos))
		argv_pushl(&child->args, "--iso-file", isos, NULL);
}

void spatch_child(struct child *child, const char *script, const char *file)
{
	child_init(child);
	/* the python that Debian's spatch was built with, not the first on PATH */
	argv_pushl(&child->args, "spatch", "--python", "/usr/bin/python3",
		   "--very-quiet", NULL);
	argv_pushl(&child->env, "PYTHONDONTWRITEBYTECODE=1",
		   "PYTHONPATH=../lib", NULL);
	enter_folder(child, script);
	argv_pushl(&child->args, "--sp-file", script, child_read(child, file), NULL);
	child->as = RUN_BOXED;
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
	make_plain(child->out.buf);
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
	argv_release(&said->gone);
	strbuf_release(&said->findings);
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
	} else if (marked(&line, &len, gone_mark)) {
		argv_pushf(&said->gone, "%.*s", (int)len, line);
	}
}

void spatch_said_read(const struct strbuf *err, struct spatch_said *said)
{
	const char *cursor = err->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len))
		take_line(line, len, said);
}

bool spatch_does_not_fit(const struct strbuf *err, struct strbuf *why)
{
	static const char paths[] = " reachable by inconsistent control-flow paths";
	static const char tagged[] = ": already tagged token:";
	const char *cursor = err->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		const char *end = memmem(line, len, paths, strlen(paths));
		const char *rule = memchr(line, ':', len);
		const char *function = end ? memrchr(line, ' ', (size_t)(end - line)) : NULL;

		if (function)
			strbuf_addf(why, "%.*s() has ways to the place of rule '%.*s' on which that does not apply",
				    (int)(end - function - 1), function + 1,
				    (int)(rule - line), line);
		else if (memmem(line, len, tagged, strlen(tagged)))
			strbuf_addf(why, "rule '%.*s' applies to the same words in two ways",
				    (int)(rule - line), line);
		if (why->len)
			return true;
	}
	return false;
}

/* Where the last line begins; NULL unless it says that the script is done. */
static const char *last_line(const char *script, const struct strbuf *out)
{
	const char *newline = strrchr(out->buf, '\n');
	const char *last = newline ? newline + 1 : out->buf;
	size_t len = strcspn(path_base(script), ".");

	return !strncmp(last, path_base(script), len) && !strcmp(last + len, ": done") ?
	       last : NULL;
}

/* What a script printed, without its last line if that says that it is done. */
static bool take_printed(const char *script, struct strbuf *out, struct strbuf *findings)
{
	const char *last;

	strbuf_trim(out);
	make_plain(out->buf);
	last = last_line(script, out);
	strbuf_reset(findings);
	strbuf_add(findings, out->buf, last ? (size_t)(last - out->buf) : out->len);
	return last;
}

int spatch_port(const char *script, const char *file, struct spatch_said *said,
		struct strbuf *why)
{
	struct child child __free(child_release) = CHILD_INIT;
	int ret;

	spatch_child(&child, script, file);
	argv_pushl(&child.args, "--in-place", "--no-show-diff", "-D", "patch", NULL);
	argv_pushf(&child.writes, "%.*s", (int)(path_base(file) - file), file);
	ret = child_run(&child);
	said->done = take_printed(script, &child.out, &said->findings);
	if (ret && spatch_does_not_fit(&child.err, why))
		return 1;
	ret = ended(&child, script, why);
	if (!ret)
		spatch_said_read(&child.err, said);
	return ret;
}

/* What a script found, all that it printed but for its last line; releases its child. */
static int take_findings(struct child *child, const char *script, struct strbuf *findings,
			 struct strbuf *why)
{
	int ret = ended(child, script, why);

	if (!take_printed(script, &child->out, findings) && !ret) {
		strbuf_addf(why, "'%s' did not run to its end", script);
		ret = -1;
	}
	if (ret)
		strbuf_reset(findings);
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
	return take_findings(&children[0], lint, findings, why) ? -1 : ret;
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

	argv_pushl(&child.args, "spatch", "--parse-c", child_read(&child, file), NULL);
	child.as = RUN_BOXED;
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
