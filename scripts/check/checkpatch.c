// SPDX-License-Identifier: GPL-2.0-only
/* The target's own checkpatch, see checkpatch.h */
#include "check/checkpatch.h"

#include "base/folder.h"

#define ID_DIGITS 40

/* Line number @number of a text, from 1 on; whether there is one. */
static bool line_of(const char *text, unsigned long number, const char **line,
		    size_t *len)
{
	const char *cursor = text;

	while (next_line(&cursor, line, len))
		if (!--number)
			return true;
	return false;
}

static bool is_upstream_line(const char *line, size_t len)
{
	static const char before[] = "commit ", after[] = " upstream.";
	const char *id = line + sizeof(before) - 1;

	return len == sizeof(before) - 1 + ID_DIGITS + sizeof(after) - 1 &&
	       starts_with(line, before) &&
	       strspn(id, "0123456789abcdef") == ID_DIGITS &&
	       starts_with(id + ID_DIGITS, after);
}

/* "PATH:LINE: LEVEL:TYPE: words" */
static bool counts(const char *finding, const char *path, const char *patch)
{
	size_t skip = strlen(path) + 1, len;
	unsigned long number = 0;
	const char *line;
	int end = 0;

	/* sscanf() would take a sign */
	if (!starts_with(finding, path) || finding[skip - 1] != ':' ||
	    !isdigit((unsigned char)finding[skip]))
		return true;
	if (sscanf(finding + skip, "%lu: %*[^:]:GIT_COMMIT_ID:%n", &number, &end) != 1 ||
	    !number || !end)
		return true;
	return !line_of(patch, number, &line, &len) || !is_upstream_line(line, len);
}

void checkpatch_findings(const char *said, const char *path, const char *patch,
			 struct strbuf *findings)
{
	const char *line;
	size_t len;

	while (next_line(&said, &line, &len)) {
		char *finding __free(free_text) = xstrndup(line, len);

		if (counts(finding, path, patch))
			strbuf_addf(findings, "%s\n", finding);
	}
}

/* Nobody has signed the patches off yet, and the store has no history in which
 * the commits that they name could be found; checkpatch_findings() says what
 * else does not count.
 */
static int checkpatch_one(struct check *check, const char *patch,
			  struct strbuf *findings)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct child child __free(child_release) = CHILD_INIT;
	int ret = read_file(patch, &text);

	if (ret)
		return stage_broken(check->stage, "cannot read '%s': %s", patch,
				    strerror(-ret));
	argv_pushl(&child.args, "perl", "scripts/checkpatch.pl", "--strict",
		   "--terse", "--no-summary", "--show-types", "--ignore",
		   "MISSING_SIGN_OFF,UNKNOWN_COMMIT_ID", patch, NULL);
	argv_push(&child.env, "LC_ALL=C");
	child.dir = check->source.buf;
	child.timeout = 120;
	ret = child_run(&child);
	checkpatch_findings(child.out.buf, patch, text.buf, findings);
	/* 0: clean, 1: findings, which must then have been printed */
	if (ret != 0 && !(ret == 1 && child.out.len))
		return stage_broken(check->stage, "checkpatch.pl failed on '%s': %s",
				    patch, child.err.buf);
	return 0;
}

int checkpatch(struct check *check)
{
	char *dir __free(free_text) = stage_path(check->stage, "patches");
	struct stage *stage = check->stage;
	struct strbuf findings __free(strbuf_release) = STRBUF_INIT;
	struct argv patches __free(argv_release) = ARGV_INIT;
	int ret = git_format_patches(&stage->store.git, side_commit(stage, SIDE_BEFORE),
				     side_commit(stage, SIDE_AFTER), dir);

	stage_progress(stage, "checkpatch");
	if (ret)
		return stage_broken(stage, "cannot write the port as patches: see above");
	if (folder_list(dir, "*.patch", &patches) || !patches.nr)
		return stage_broken(stage, "the port has no patches");
	for (size_t i = 0; !ret && i < patches.nr; i++)
		ret = checkpatch_one(check, patches.v[i], &findings);
	strbuf_trim(&findings);
	if (!ret && findings.len)
		ret = stage_fail(stage, "checkpatch: %s", findings.buf);
	return ret;
}
