// SPDX-License-Identifier: GPL-2.0-only
/* The target's own checkpatch, see checkpatch.h */
#include "check/checkpatch.h"

#include "base/folder.h"
#include "base/pattern.h"

/* Whether line number @number of a text, from 1 on, names the mainline commit. */
static bool is_upstream_line(const char *text, unsigned long number)
{
	static struct pattern upstream = { .text = "^commit [0-9a-f]{40} upstream\\.$" };
	const char *line;
	size_t len, start;

	while (next_line(&text, &line, &len)) {
		if (!--number) {
			char *copy __free(free_text) = xstrndup(line, len);

			return pattern_find(&upstream, copy, &start);
		}
	}
	return false;
}

/* "PATH:LINE: LEVEL:TYPE: words" */
static bool counts(const char *finding, const char *path, const char *patch)
{
	static struct pattern commit_id = { .text = "^:([0-9]+): [^:]+:GIT_COMMIT_ID:" };
	struct argv line __free(argv_release) = ARGV_INIT;

	return !starts_with(finding, path) ||
	       !pattern_groups(&commit_id, finding + strlen(path), &line) ||
	       !is_upstream_line(patch, strtoul(line.v[0], NULL, 10));
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
		   "MISSING_SIGN_OFF,UNKNOWN_COMMIT_ID", child_read(&child, patch), NULL);
	child.as = RUN_BOXED;
	child.dir = child_read(&child, check->source.buf);
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
