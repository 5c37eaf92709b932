// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own semantic patches at work, see coccicheck.h */
#include "check/coccicheck.h"

#include "check/kept.h"
#include "tools/spatch.h"

const char * const coccicheck_tools[] = { "spatch", "python3", NULL };

/* One script on one file. */
struct job {
	const char *script;
	const char *file;
	struct child child;
};

/* What is known of one side. */
struct run {
	const struct check *check;
	enum side side;
	struct argv scripts;
	struct job *jobs;
	size_t nr;
	size_t failed;
	bool cut_short;		/* one of them was killed or ran out of time */
};

/* --- scripts ------------------------------------------------------------------ */

/* The kernel's own semantic patches. */
static int find_scripts(struct run *run)
{
	const struct stage *stage = run->check->stage;
	struct strbuf list __free(strbuf_release) = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;
	int ret = git_run(&list, &stage->store.git, "ls-tree", "-r", "--name-only",
			  check_commit(stage, run->side), "scripts/coccinelle/", NULL);

	cursor = list.buf;
	while (!ret && next_line(&cursor, &line, &len))
		if (len > 6 && !memcmp(line + len - 6, ".cocci", 6))
			argv_pushf(&run->scripts, "%s/%.*s", run->check->source.buf,
				   (int)len, line);
	return ret;
}

/* "// Options: ..." is what coccicheck adds for a script. */
static void push_options(struct child *child, const char *text)
{
	static const char mark[] = "// Options:", blanks[] = " \t\r";
	const char *cursor = text, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		char *options __free(free_text) = xstrndup(line, len);
		const char *word;

		if (!starts_with(options, mark))
			continue;
		for (word = options + strlen(mark);
		     *(word += strspn(word, blanks)); word += strcspn(word, blanks))
			argv_pushf(&child->args, "%.*s", (int)strcspn(word, blanks), word);
		return;
	}
}

/* A job for each script that can report and each file. */
static void plan(struct run *run)
{
	const struct argv *files = &run->check->files[run->side];
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	run->jobs = xcalloc(run->scripts.nr * files->nr + 1, sizeof(*run->jobs));
	for (size_t i = 0; i < run->scripts.nr; i++) {
		const char *script = run->scripts.v[i];

		if (read_file(script, &text) || !strstr(text.buf, "virtual report"))
			continue;
		for (size_t j = 0; j < files->nr; j++) {
			char *path __free(free_text) = xstrfmt("%s/%s", run->check->source.buf,
							       files->v[j]);
			struct job *job = &run->jobs[run->nr++];

			*job = (struct job){ .script = script, .file = files->v[j] };
			spatch_child(&job->child, script, path);
			child_read(&job->child, run->check->source.buf);
			argv_pushl(&job->child.args, "-D", "report", "--no-show-diff",
				   NULL);
			push_options(&job->child, text.buf);
		}
	}
}

static void run_jobs(struct run *run)
{
	struct stage *stage = run->check->stage;
	struct runner *runner = runner_new();

	for (size_t i = 0; i < run->nr; i++) {
		runner_add(runner, &run->jobs[i].child, NULL, NULL);
		stage_progress(stage, "%s: coccicheck %zu/%zu", side_name[run->side], i + 1,
			       run->nr);
		while (runner_step(runner, 0) >= (int)stage->options->jobs)
			runner_step(runner, -1);
	}
	while (runner_step(runner, -1))
		;
	runner_free(runner);
}

/* Written into what was said: a script that could not run is not one with nothing
 * to say.
 */
static const char could_not_run[] = "ferry: could not run: ";

static void take_words(struct run *run, const struct job *job, struct strbuf *said)
{
	if (child_result(&job->child)) {
		strbuf_addf(said, "%s%s: %s\n", could_not_run, job->file,
			    job->script + run->check->source.len + 1);
		run->failed++;
		run->cut_short |= job->child.end != RUN_EXITED;
	} else {
		strbuf_add(said, job->child.out.buf, job->child.out.len);
	}
}

static int ask(struct run *run, struct strbuf *said)
{
	struct stage *stage = run->check->stage;

	if (find_scripts(run))
		return stage_broken(stage, "cannot list the kernel's semantic patches: see above");
	plan(run);
	run_jobs(run);
	for (size_t i = 0; i < run->nr; i++)
		take_words(run, &run->jobs[i], said);
	stage_say(stage, "coccicheck %s: %zu runs, %zu failed", side_name[run->side],
		  run->nr, run->failed);
	if (!run->nr || run->failed * 2 > run->nr)
		return stage_broken(stage, "coccicheck: %zu of %zu runs failed; see '%s'",
				    run->failed, run->nr, stage->log);
	return 0;
}

static void release(struct run *run)
{
	for (size_t i = 0; i < run->nr; i++)
		child_release(&run->jobs[i].child);
	free(run->jobs);
	argv_release(&run->scripts);
}

/* --- a side ------------------------------------------------------------------- */

/* What it says of an unchanged tree is kept between runs, for the mutants of it, too. */
static char *kept_path(const struct stage *stage, enum side side)
{
	char *dir __free(free_text) = NULL;
	struct options options = *stage->options;

	options.mutant = NULL;
	dir = stage_dir(&options, stage->target.name, STAGE_CHECK);
	return xstrfmt("%s/%s/%s-%s", dir, stage_check.keeps, side_name[side],
		       check_commit(stage, side));
}

/* All that it depends on besides the tree. */
static void identify(const struct check *check, char id[DIGEST_HEX])
{
	const struct argv *files = &check->files[SIDE_BEFORE];
	struct digest digest;

	digest_init(&digest);
	digest_add_number(&digest, "revision", stage_check.revision);
	digest_add_tools(&digest, coccicheck_tools);
	for (size_t i = 0; i < files->nr; i++)
		digest_add_string(&digest, "file", files->v[i]);
	digest_final(&digest, id);
}

static int ask_or_load(struct check *check, enum side side, struct strbuf *said)
{
	char *kept __free(free_text) = kept_path(check->stage, side);
	struct run run __free(release) = { .check = check, .side = side };
	char id[DIGEST_HEX];

	identify(check, id);
	if (side == SIDE_BEFORE && kept_load(kept, id, said))
		return 0;
	if (ask(&run, said))
		return -1;
	/* a machine with more time would say more */
	if (side != SIDE_BEFORE || run_interrupted() || run.cut_short)
		return 0;
	return kept_save(check->stage, kept, id, said);
}

static void gather_failed(struct argv *list, const struct strbuf *said)
{
	const char *cursor = said->buf, *line;
	size_t len, skip = strlen(could_not_run);

	while (next_line(&cursor, &line, &len))
		if (len > skip && !strncmp(line, could_not_run, skip))
			argv_pushf(list, "%.*s", (int)(len - skip), line + skip);
}

/* A script that ran on one side only would say new things, or hide them. */
static int compare_failed(struct coccicheck *cocci)
{
	static const char * const with[SIDE_NR] = { "without", "with" };
	struct stage *stage = cocci->check->stage;

	for (int side = 0; side < SIDE_NR; side++) {
		const struct argv *here = &cocci->failed[side];
		const struct argv *there = &cocci->failed[SIDE_NR - 1 - side];

		for (size_t i = 0; i < here->nr; i++)
			if (!argv_has(there, here->v[i]))
				return stage_broken(stage, "coccicheck: %s could not run %s the change, but could %s it; see '%s'",
						    here->v[i], with[side], with[!side],
						    stage->log);
	}
	return 0;
}

int coccicheck_side(struct coccicheck *cocci, enum side side)
{
	struct strbuf said __free(strbuf_release) = STRBUF_INIT;
	int ret = ask_or_load(cocci->check, side, &said);

	gather_failed(&cocci->failed[side], &said);
	if (!ret && side == SIDE_AFTER)
		ret = compare_failed(cocci);
	if (!ret)
		check_parse(cocci->check, &said, &cocci->warnings[side]);
	return ret;
}

void coccicheck_release(struct coccicheck *cocci)
{
	for (int side = 0; side < SIDE_NR; side++) {
		argv_release(&cocci->failed[side]);
		warnings_release(&cocci->warnings[side]);
	}
}
