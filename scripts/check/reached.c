// SPDX-License-Identifier: GPL-2.0-only
/* Which new lines were compiled, see reached.h */
#include "check/reached.h"

#include "data/ctoken.h"

/* How many lines are named that were not compiled. */
#define MOST_NAMED 20

/* --- the lines -------------------------------------------------------------------- */

static struct reached_file *find_file(const struct reached *reached, const char *path,
				      size_t len)
{
	for (size_t i = 0; i < reached->nr; i++)
		if (strlen(reached->files[i].path) == len &&
		    !memcmp(reached->files[i].path, path, len))
			return &reached->files[i];
	return NULL;
}

static bool is_source(const char *path)
{
	return ends_with(path, ".c") || ends_with(path, ".h");
}

/* Of a directive only a macro reaches the compiler, where it is used. */
static void want_tokens(struct reached_file *file, const struct strbuf *text)
{
	struct ctokens tokens = CTOKENS_INIT;
	bool defines = false, directive = false;

	ctokens_lex(&tokens, text->buf, text->len);
	for (size_t i = 0; i < tokens.nr; i++) {
		const struct ctoken *token = &tokens.v[i];

		if (token->directive && !directive)
			defines = i + 1 < tokens.nr && ctoken_is(&tokens.v[i + 1], "define");
		directive = token->directive && token->kind != CTOKEN_NEWLINE;
		if (token->kind != CTOKEN_NEWLINE && (!token->directive || defines) &&
		    token->line <= file->nr)
			file->wanted[token->line] = true;
	}
	ctokens_release(&tokens);
}

static int add_file(struct reached *reached, const struct check *check, const char *path)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct reached_file *file;
	const char *end;

	if (!is_source(path))
		return 0;
	/* what the port deletes has no new lines; of a C file only one that is there is listed */
	if (git_show(&check->stage->store.git, check_commit(check->stage, SIDE_AFTER), path,
		     &text))
		return argv_has(&check->files[SIDE_AFTER], path) ? -1 : 0;
	reached->files = xrealloc(reached->files, (reached->nr + 1) * sizeof(*reached->files));
	file = &reached->files[reached->nr++];
	*file = (struct reached_file){ .path = xstrdup(path), .nr = 1 };
	for (const char *at = text.buf; (end = strchr(at, '\n')); at = end + 1)
		file->nr++;
	file->wanted = xcalloc(file->nr + 1, sizeof(*file->wanted));
	file->seen = xcalloc(file->nr + 1, sizeof(*file->seen));
	want_tokens(file, &text);
	return 0;
}

/* "@@ -1,2 +3,4 @@": the lines from 3 on, four of them */
static void keep_hunk(const char *line, struct reached_file *file, bool *new)
{
	const char *plus = strchr(line, '+');
	unsigned long first, count = 1;
	char *end;

	if (!plus)
		return;
	first = strtoul(plus + 1, &end, 10);
	if (*end == ',')
		count = strtoul(end + 1, NULL, 10);
	for (size_t at = first; at < first + count && at <= file->nr; at++)
		new[at] = true;
}

static void want_new(struct reached_file *file, const struct strbuf *diff)
{
	bool *new = xcalloc(file->nr + 1, sizeof(*new));
	const char *cursor = diff->buf, *line;
	size_t len;

	while (next_line(&cursor, &line, &len))
		if (starts_with(line, "@@ -"))
			keep_hunk(line, file, new);
	for (size_t at = 1; at <= file->nr; at++)
		file->wanted[at] &= new[at];
	free(new);
}

static int find_new(struct reached_file *file, const struct check *check)
{
	const struct stage *stage = check->stage;
	struct strbuf diff __free(strbuf_release) = STRBUF_INIT;
	int ret = git_run(&diff, &stage->store.git, "diff-tree", "-r", "-p", "-U0",
			  "--no-renames", "--no-ext-diff", check_commit(stage, SIDE_BEFORE),
			  check_commit(stage, SIDE_AFTER), "--", file->path, NULL);

	if (!ret)
		want_new(file, &diff);
	return ret;
}

int reached_init(struct reached *reached, struct check *check)
{
	const struct argv *lists[] = { &check->files[SIDE_AFTER], &check->others };
	int ret = 0;

	*reached = (struct reached){ .nr = 0 };
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t j = 0; !ret && j < lists[i]->nr; j++)
			ret = add_file(reached, check, lists[i]->v[j]);
	for (size_t i = 0; !ret && i < reached->nr; i++)
		ret = find_new(&reached->files[i], check);
	return ret ? stage_broken(check->stage, "cannot list the new lines: see above") : 0;
}

void reached_release(struct reached *reached)
{
	for (size_t i = 0; i < reached->nr; i++) {
		free(reached->files[i].path);
		free(reached->files[i].wanted);
		free(reached->files[i].seen);
	}
	free(reached->files);
}

/* --- what a compiler sees ----------------------------------------------------------- */

/* A line marker, '# 12 "PATH" 1': the file that follows, NULL if it is none of ours. */
static struct reached_file *read_marker(const struct reached *reached, const char *line,
					const char *source, size_t *at)
{
	const char *begin = strchr(line, '"');
	const char *end = begin ? strchr(begin + 1, '"') : NULL;
	size_t top = strlen(source);

	*at = strtoul(line + 2, NULL, 10);
	if (!end)
		return NULL;
	begin++;
	if (!strncmp(begin, source, top) && begin[top] == '/')
		begin += top + 1;
	while (begin[0] == '.' && begin[1] == '/')
		begin += 2;
	return find_file(reached, begin, (size_t)(end - begin));
}

void reached_read(struct reached *reached, const struct strbuf *text, const char *source)
{
	struct reached_file *file = NULL;
	const char *cursor = text->buf, *line;
	size_t len, at = 0;

	while (next_line(&cursor, &line, &len)) {
		if (len > 2 && !memcmp(line, "# ", 2) && strchr("0123456789", line[2])) {
			file = read_marker(reached, line, source, &at);
			continue;
		}
		if (file && at <= file->nr && strspn(line, " \t\r\f") < len)
			file->seen[at] = true;
		at++;
	}
}

int reached_compiled(struct reached *reached, const struct kbuild *kbuild, const char *file)
{
	struct child child __free(child_release) = CHILD_INIT;
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;

	if (kbuild_preprocess_child(&child, kbuild, file))
		return -1;
	if (child_run(&child)) {
		child_failure(&child, &why);
		return error("%s", why.buf);
	}
	reached_read(reached, &child.out, kbuild->source);
	return 0;
}

/* --- what it comes to --------------------------------------------------------------- */

size_t reached_judge(const struct reached *reached, struct stage *stage)
{
	struct strbuf words __free(strbuf_release) = STRBUF_INIT;
	size_t wanted = 0, missing = 0;
	json_t *names = json_array();

	for (size_t i = 0; i < reached->nr; i++) {
		const struct reached_file *file = &reached->files[i];

		for (size_t at = 1; at <= file->nr; at++) {
			bool lost = file->wanted[at] && !file->seen[at];

			wanted += file->wanted[at];
			missing += lost;
			if (lost && missing <= MOST_NAMED)
				json_array_append_new(names, json_sprintf("%s:%zu", file->path,
									  at));
		}
	}
	strbuf_addf(&words, "%zu of %zu", wanted - missing, wanted);
	result_fact(&stage->result, "compiled-lines", words.buf);
	if (missing)
		stage_say(stage, "%zu of %zu new lines reached no compiler", missing, wanted);
	result_fact_json(&stage->result, "uncompiled", names);
	return missing;
}
