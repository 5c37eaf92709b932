// SPDX-License-Identifier: GPL-2.0-only
/* The guest's compiler, sparse and coccicheck at work, see coccicheck.h */
#include "check/coccicheck.h"

#include "check/kept.h"
#include "tools/spatch.h"

#include <ftw.h>

const char check_flavour[] = "plain";

const char * const check_tools[] = { "gcc", "sparse", "spatch", "python3", NULL };

/* --- compiler and sparse --------------------------------------------------- */

static char *object_of(const struct stage *stage)
{
	const char *file = series_file(&stage->series);

	return xstrfmt("%.*s.o", (int)strlen(file) - 2, file);
}

/* A kernel may want a newer sparse than there is; it says so and goes on. */
static bool wants_newer_sparse(const struct child *child)
{
	static const char said[] = "is not available or not up to date";

	return strstr(child->out.buf, said) || strstr(child->err.buf, said);
}

/* make ended with an error: whose is it? */
static int judge_make(struct check *check, enum side side, const struct child *child)
{
	struct stage *stage = check->stage;
	struct strbuf line = STRBUF_INIT, how = STRBUF_INIT;
	const char *lost = kbuild_lost(child->out.buf);
	char *object = object_of(stage);

	stage_say(stage, "%s", child->out.buf);
	kbuild_first_error(child->out.buf, &line);
	child_describe(child, &how);
	if (lost)
		stage_broken(stage, "%s was not compiled: %s; see '%s'", object, lost,
			     stage->log);
	else if (side == SIDE_AFTER && child->end == RUN_EXITED && line.len)
		stage_fail(stage, "with the change: %s", line.buf);
	else
		stage_broken(stage, "%s does not compile %s the change: %s; see '%s'",
			     object, side == SIDE_AFTER ? "with" : "without",
			     line.len ? line.buf : how.buf, stage->log);
	strbuf_release(&line);
	strbuf_release(&how);
	free(object);
	return -1;
}

static int compile(struct check *check, enum side side, struct strbuf *said)
{
	struct stage *stage = check->stage;
	char *object = object_of(stage);
	char *old = xstrfmt("%s/%s", check->object, object);
	struct child child;
	int ret;

	(void)remove_tree(old);
	stage_progress(stage, "%s: compiler, sparse", side_name[side]);
	kbuild_child(&child, &check->kbuild, "C=2", "W=1", object, NULL);
	child.out_mode = RUN_KEEP;
	ret = child_run(&child);
	strbuf_add(said, child.out.buf, child.out.len);
	if (ret)
		ret = judge_make(check, side, &child);
	else if (wants_newer_sparse(&child))
		result_fact(&stage->result, "sparse",
			    "SKIP: the kernel asks for a newer sparse than is installed");
	else if (!strstr(child.out.buf, "  CHECK "))
		ret = stage_broken(stage, "sparse was not run on %s", object);
	child_release(&child);
	free(old);
	free(object);
	return ret;
}

/* --- coccicheck ------------------------------------------------------------ */

static struct argv *walked;

static int keep_script(const char *path, const struct stat *st, int type,
		       struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type == FTW_F && ends_with(path, ".cocci"))
		argv_push(walked, path);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The kernel's own semantic patches that can report. */
static void find_scripts(struct check *check)
{
	char *dir = xstrfmt("%s/scripts/coccinelle", check->source.buf);

	argv_release(&check->scripts);
	walked = &check->scripts;
	(void)nftw(dir, keep_script, 8, FTW_PHYS);
	walked = NULL;
	if (check->scripts.nr)
		qsort(check->scripts.v, check->scripts.nr,
		      sizeof(*check->scripts.v), by_name);
	free(dir);
}

/* "// Options: ..." is what coccicheck adds for a script. */
static void push_options(struct child *child, const char *text)
{
	static const char mark[] = "// Options:";
	const char *cursor = text, *line;
	size_t len;

	while (next_line(&cursor, &line, &len)) {
		size_t at = sizeof(mark) - 1;

		if (len < at || strncmp(line, mark, at))
			continue;
		while (at < len) {
			size_t n = 0;

			while (at < len && isspace((unsigned char)line[at]))
				at++;
			while (at + n < len && !isspace((unsigned char)line[at + n]))
				n++;
			if (n)
				argv_pushf(&child->args, "%.*s", (int)n, line + at);
			at += n;
		}
		return;
	}
}

/* Starts one script if it can report; whether it did. */
static bool start_script(struct runner *runner, struct child *child,
			 const char *script, const char *file)
{
	struct strbuf text = STRBUF_INIT;
	bool reports = !read_file(script, &text) && strstr(text.buf, "virtual report");

	if (reports) {
		spatch_child(child, script, file);
		argv_pushl(&child->args, "-D", "report", "--no-show-diff", NULL);
		push_options(child, text.buf);
		runner_add(runner, child, NULL, NULL);
	} else {
		child_init(child);
	}
	strbuf_release(&text);
	return reports;
}

/* Written into what was said: a script that was not heard is not one with nothing
 * to say.
 */
static const char unheard[] = "ferry: not heard: ";

static void take_words(struct check *check, const char *script,
		       const struct child *child, struct strbuf *said)
{
	if (child_result(child)) {
		strbuf_addf(said, "%s%s\n", unheard,
			    script + strlen(check->source.buf) + 1);
		check->unheard++;
		check->passing |= child->end != RUN_EXITED;
	} else {
		strbuf_add(said, child->out.buf, child->out.len);
	}
}

static int coccicheck(struct check *check, enum side side, struct strbuf *said)
{
	char *file = xstrfmt("%s/%s", check->source.buf,
			     series_file(&check->stage->series));
	struct runner *runner = runner_new();
	struct child *children;
	size_t started = 0;

	find_scripts(check);
	check->unheard = 0;
	children = xcalloc(check->scripts.nr + 1, sizeof(*children));
	for (size_t i = 0; i < check->scripts.nr; i++) {
		started += start_script(runner, &children[i], check->scripts.v[i],
					file);
		stage_progress(check->stage, "%s: coccicheck %zu/%zu", side_name[side],
			       i + 1, check->scripts.nr);
		while (runner_step(runner, 0) >= (int)check->stage->options->jobs)
			runner_step(runner, -1);
	}
	while (runner_step(runner, -1))
		;
	for (size_t i = 0; i < check->scripts.nr; i++) {
		if (children[i].args.nr)
			take_words(check, check->scripts.v[i], &children[i], said);
		child_release(&children[i]);
	}
	runner_free(runner);
	free(file);
	free(children);
	stage_say(check->stage, "coccicheck %s: %zu scripts, %lu could not run",
		  side_name[side], started, check->unheard);
	if (!started || check->unheard * 2 > started)
		return stage_broken(check->stage, "coccicheck: %lu of %zu scripts could not run; see '%s'",
				    check->unheard, started, check->stage->log);
	return 0;
}

/* --- a side ------------------------------------------------------------------ */

static int read_source(void *data, const char *file, struct strbuf *out)
{
	const struct check *check = data;
	char *path = xstrfmt("%s/%s", check->source.buf, file);
	int ret = read_file(path, out);

	free(path);
	return ret;
}

/* What the tools say of an unchanged tree is kept between runs. */
static char *kept_path(const struct check *check, enum side side)
{
	return xstrfmt("%s/%s/%s-%s", check->stage->dir, stage_check.keeps,
		       side_name[side], guest_commit(check->stage, side));
}

/* All that it depends on besides the tree. */
static void identify(const char *configuration, char id[DIGEST_HEX])
{
	struct digest digest;

	digest_init(&digest);
	digest_add(&digest, "revision", &stage_check.revision,
		   sizeof(stage_check.revision));
	digest_add_string(&digest, "configuration", configuration);
	digest_add_tools(&digest, check_tools);
	digest_final(&digest, id);
}

static int keep_said(struct check *check, const char *path, const char *id,
		     const struct strbuf *said)
{
	int ret = said_keep(path, id, said);

	if (ret)
		ret = stage_broken(check->stage, "cannot write '%s': %s", path,
				   strerror(-ret));
	return ret;
}

static int tools_say(struct check *check, enum side side, struct strbuf *said)
{
	char *kept = kept_path(check, side);
	char configuration[DIGEST_HEX], id[DIGEST_HEX];
	int ret = guest_configure(check->stage, &check->kbuild, check_flavour,
				  configuration);

	identify(configuration, id);
	if (!ret && (side != SIDE_BEFORE || !said_recall(kept, id, said))) {
		check->passing = false;
		ret = compile(check, side, said);
		if (!ret)
			ret = coccicheck(check, side, said);
		/* a newer sparse would say more, as would a machine with more time */
		if (!ret && !run_interrupted() && !check->passing &&
		    !result_get(&check->stage->result, "sparse"))
			ret = keep_said(check, kept, id, said);
	}
	free(kept);
	return ret;
}

static void gather_unheard(struct check *check, enum side side, const struct strbuf *said)
{
	const char *cursor = said->buf, *line;
	size_t len, skip = strlen(unheard);

	while (next_line(&cursor, &line, &len))
		if (len > skip && !strncmp(line, unheard, skip))
			argv_pushf(&check->scripts_unheard[side], "%.*s",
				   (int)(len - skip), line + skip);
}

/* A script that was heard on one side only would say new things, or hide them. */
static int compare_unheard(struct check *check)
{
	for (int side = 0; side < SIDE_NR; side++) {
		const struct argv *here = &check->scripts_unheard[side];
		const struct argv *there = &check->scripts_unheard[SIDE_NR - 1 - side];

		for (size_t i = 0; i < here->nr; i++)
			if (!argv_has(there, here->v[i]))
				return stage_broken(check->stage, "coccicheck: %s could not run %s the change, and could on the other side; see '%s'",
						    here->v[i], side == SIDE_BEFORE ?
						    "without" : "with", check->stage->log);
	}
	return 0;
}

int check_side(struct check *check, enum side side, struct warnings *list)
{
	struct warnings_source source = { .read = read_source, .data = check };
	struct stage *stage = check->stage;
	struct strbuf said = STRBUF_INIT;
	int ret = store_checkout(&stage->store, stage->target.name,
				 guest_commit(stage, side), &check->source);

	if (ret)
		ret = stage_broken(stage, "cannot check the tree out: see above");
	check->kbuild.source = check->source.buf;
	if (!ret)
		ret = tools_say(check, side, &said);
	gather_unheard(check, side, &said);
	if (!ret && side == SIDE_AFTER)
		ret = compare_unheard(check);
	if (!ret)
		warnings_parse(list, said.buf, said.len, check->source.buf, &source);
	strbuf_release(&said);
	return ret;
}

int check_init(struct check *check, struct stage *stage)
{
	*check = (struct check){ .stage = stage, .source = STRBUF_INIT };
	check->object = store_build_dir(&stage->store, stage->target.name, "check");
	check->kbuild = (struct kbuild){
		.object = check->object,
		.ccache_dir = stage->store.ccache,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
	};
	if (!check->object)
		return stage_broken(stage, "no place for the build tree: see above");
	return 0;
}

void check_release(struct check *check)
{
	for (int side = 0; side < SIDE_NR; side++)
		argv_release(&check->scripts_unheard[side]);
	argv_release(&check->scripts);
	strbuf_release(&check->source);
	free(check->object);
}
