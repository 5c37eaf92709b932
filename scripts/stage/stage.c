// SPDX-License-Identifier: GPL-2.0-only
/* What stages have in common, see stage.h */
#include "stage/stage.h"

#include <fcntl.h>

#include "base/folder.h"
#include "process/run.h"

static const struct stage_type * const types[STAGE_NR] = {
	[STAGE_FETCH] = &stage_fetch,
	[STAGE_SHAPE] = &stage_shape,
	[STAGE_PORT] = &stage_port,
	[STAGE_CHECK] = &stage_check,
	[STAGE_BUILD] = &stage_build,
	[STAGE_BOOT] = &stage_boot,
};

const struct stage_type *stage_type(enum stage_id id)
{
	return types[id];
}

char *stage_dir(const struct options *options, const char *target,
		enum stage_id id)
{
	return xstrfmt("%s/%s/%s/%s", options->out, target, options->series,
		       types[id]->name);
}

char *stage_path(const struct stage *stage, const char *name)
{
	return xstrfmt("%s/%s", stage->dir, name);
}

const char *stage_fact(const struct stage *stage, enum stage_id id,
		       const char *name)
{
	const char *value = result_get(&stage->earlier[id], name);

	return value ? value : "";
}

const char *stage_tree(const struct stage *stage)
{
	return options_tree(stage->options, stage->target.name);
}

static void append(const char *path, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len)
		warning("cannot add to '%s': %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
}

void stage_say(const struct stage *stage, const char *fmt, ...)
{
	struct strbuf line = STRBUF_INIT;
	va_list args;

	va_start(args, fmt);
	strbuf_vaddf(&line, fmt, args);
	va_end(args);
	strbuf_addch(&line, '\n');
	append(stage->log, line.buf, line.len);
	strbuf_release(&line);
}

void stage_progress(const struct stage *stage, const char *fmt, ...)
{
	va_list args;

	(void)stage;
	if (!getenv("FERRY_PROGRESS"))
		return;
	fputs(STAGE_PROGRESS, stdout);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}

static int conclude(struct stage *stage, enum verdict verdict, const char *fmt,
		    va_list args)
{
	struct strbuf reason = STRBUF_INIT;

	strbuf_vaddf(&reason, fmt, args);
	strbuf_trim(&reason);
	/* one line, whatever a tool said */
	for (char *c = strchr(reason.buf, '\n'); c; c = strchr(c, '\n'))
		*c = ';';
	result_set(&stage->result, verdict,
		   verdict == VERDICT_FAIL ? "FAIL" : "BROKEN", "%s", reason.buf);
	strbuf_release(&reason);
	return -1;
}

int stage_fail(struct stage *stage, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	conclude(stage, VERDICT_FAIL, fmt, args);
	va_end(args);
	return -1;
}

int stage_broken(struct stage *stage, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	conclude(stage, VERDICT_BROKEN, fmt, args);
	va_end(args);
	return -1;
}

int stage_status(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
	case VERDICT_SKIP:
	case VERDICT_NA:
		return EXIT_PASS;
	case VERDICT_FAIL:
		return EXIT_FAIL;
	default:
		return EXIT_BROKEN;
	}
}

/* The command as a line that a shell reads back the same. */
static void describe_command(const struct child *child, struct strbuf *line)
{
	struct argv set = ARGV_INIT;

	if (child->dir) {
		argv_pushl(&set, "cd", child->dir, NULL);
		argv_quote(&set, line);
		strbuf_addstr(line, " && ");
		argv_release(&set);
	}
	if (child->env.nr)
		argv_push(&set, "env");
	for (size_t i = 0; i < child->env.nr; i++) {
		if (!strchr(child->env.v[i], '='))
			argv_push(&set, "-u");
		argv_push(&set, child->env.v[i]);
	}
	argv_pushv(&set, child->args.v);
	argv_quote(&set, line);
	argv_release(&set);
}

/* Every command that a stage ran stands in its cmd file, with its end in log. */
static void record(const struct child *child, void *data)
{
	struct stage *stage = data;
	struct strbuf line = STRBUF_INIT, log = STRBUF_INIT;
	char *path = stage_path(stage, "cmd");

	describe_command(child, &line);
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
	free(path);
	strbuf_release(&line);
	strbuf_release(&log);
}

static void print_line(const struct stage *stage, bool known)
{
	const struct result *result = &stage->result;
	char upper[16], *label;
	size_t n = 0;

	for (const char *c = types[stage->id]->name; *c && n < sizeof(upper) - 1; c++)
		upper[n++] = (char)toupper((unsigned char)*c);
	upper[n] = '\0';
	label = stage->options->several ?
		xstrfmt("%s/%s", stage->target.name, stage->series.name) :
		xstrdup(stage->target.name);
	printf("  %-7s %-8s %s%s%s%s\n", upper, label, result->summary,
	       result->verdict == VERDICT_NA ? ": " : "",
	       result->verdict == VERDICT_NA ? result->reason : "",
	       known ? " (unchanged)" : "");
	if (!verdict_goes_on(result->verdict) && *result->reason)
		printf("  %-7s %-8s %s: %s\n", "", "",
		       verdict_name(result->verdict), result->reason);
	free(label);
	fflush(stdout);
}

/* A script that does by hand what failed, and where to look. */
static void write_reproduce(const struct stage *stage)
{
	char *path = stage_path(stage, "reproduce.sh");
	char *cmd = stage_path(stage, "cmd");
	struct strbuf text = STRBUF_INIT, commands = STRBUF_INIT;
	const char *cursor, *line;
	size_t len;

	strbuf_addf(&text, "#!/bin/sh\n# ferry %s %s: %s\n", types[stage->id]->name,
		    stage->target.name, verdict_name(stage->result.verdict));
	cursor = stage->result.reason;
	while (next_line(&cursor, &line, &len))
		strbuf_addf(&text, "# %.*s\n", (int)len, line);
	strbuf_addf(&text, "# log: %s\nset -ex\n", stage->log);
	(void)read_file(cmd, &commands);
	cursor = commands.buf;
	while (next_line(&cursor, &line, &len))
		strbuf_addf(&text, "(%.*s)\n", (int)len, line);
	if (write_file_atomic(path, text.buf, text.len) || chmod(path, 0755))
		warning("cannot write '%s'", path);
	strbuf_release(&text);
	strbuf_release(&commands);
	free(path);
	free(cmd);
}

static int open_stage(struct stage *stage, const struct options *options,
		      enum stage_id id, const char *target)
{
	*stage = (struct stage){ .id = id, .options = options };
	stage->store = (struct store)STORE_INIT;
	stage->dir = stage_dir(options, target, id);
	stage->log = stage_path(stage, "log");
	result_init(&stage->result);
	for (int i = 0; i < STAGE_NR; i++)
		result_init(&stage->earlier[i]);
	if (series_open(&stage->series, options->root, options->series) ||
	    target_open(&stage->target, options->root, target) ||
	    expect_open(&stage->expect, options->root, target, options->series) ||
	    store_open(&stage->store))
		return -1;
	return 0;
}

static void release_stage(struct stage *stage)
{
	store_release(&stage->store);
	series_release(&stage->series);
	target_release(&stage->target);
	expect_release(&stage->expect);
	result_release(&stage->result);
	for (int i = 0; i < STAGE_NR; i++)
		result_release(&stage->earlier[i]);
	free(stage->dir);
	free(stage->log);
}

static int read_earlier(struct stage *stage)
{
	for (unsigned int i = 0; i < stage->id; i++) {
		char *dir = stage_dir(stage->options, stage->target.name, i);
		int ret = result_read(&stage->earlier[i], dir);

		free(dir);
		if (ret)
			return error("%s has no result of '%s' yet: run 'ferry %s %s' without --only",
				     stage->target.name, types[i]->name,
				     types[stage->id]->name, stage->target.name);
		if (!verdict_goes_on(stage->earlier[i].verdict))
			return error("%s %s of %s: nothing to go on from",
				     types[i]->name,
				     verdict_name(stage->earlier[i].verdict),
				     stage->target.name);
	}
	return 0;
}

static int compute_key(const struct stage *stage, char key[DIGEST_HEX])
{
	const struct stage_type *type = types[stage->id];
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add_string(&digest, "stage", type->name);
	digest_add(&digest, "revision", &type->revision, sizeof(type->revision));
	digest_add_string(&digest, "target", stage->target.name);
	digest_add_string(&digest, "series", stage->series.name);
	ret = type->inputs(stage, &digest);
	digest_final(&digest, key);
	if (ret)
		return error("cannot read the inputs of '%s': %s", type->name,
			     strerror(-ret));
	return 0;
}

static bool known_already(struct stage *stage, const char *key)
{
	const struct stage_type *type = types[stage->id];
	bool known = !result_read(&stage->result, stage->dir) &&
		     !strcmp(stage->result.key, key) &&
		     (verdict_goes_on(stage->result.verdict) ||
		      stage->result.verdict == VERDICT_FAIL) &&
		     (!type->intact || type->intact(stage));

	if (!known) {
		result_release(&stage->result);
		result_init(&stage->result);
	}
	return known;
}

/* An empty folder, but for what one run leaves to the next. */
static int make_folder(const struct stage *stage)
{
	const char *keeps = types[stage->id]->keeps;
	struct argv paths = ARGV_INIT;
	int ret = mkdir_p(stage->dir);

	if (!ret)
		ret = folder_list(stage->dir, NULL, &paths);
	for (size_t i = 0; !ret && i < paths.nr; i++)
		if (!keeps || strcmp(keeps, path_base(paths.v[i])))
			ret = remove_tree(paths.v[i]);
	argv_release(&paths);
	if (ret)
		return error("cannot empty '%s': %s", stage->dir, strerror(-ret));
	return 0;
}

static void set_key(struct stage *stage, const char *key)
{
	free(stage->result.key);
	stage->result.key = xstrdup(key);
}

/* Runs the stage; whatever happened, its folder holds a result afterwards. */
static int run_stage(struct stage *stage, char key[DIGEST_HEX])
{
	const struct stage_type *type = types[stage->id];
	double start = now_monotonic();
	int ret;

	if (make_folder(stage))
		return -1;
	run_set_observer(record, stage);
	type->run(stage);
	run_set_observer(NULL, NULL);
	if (run_interrupted())
		stage_broken(stage, "interrupted; the next run does this stage again");
	if (stage->id > STAGE_FETCH) {
		result_fact(&stage->result, "source",
			    stage_fact(stage, STAGE_FETCH, "version"));
		result_fact(&stage->result, "source-sha256",
			    stage_fact(stage, STAGE_FETCH, "sha256"));
	}
	stage->result.seconds = now_monotonic() - start;
	if (type->input_is_output && compute_key(stage, key))
		return -1;
	set_key(stage, key);
	if (stage->result.verdict == VERDICT_FAIL ||
	    stage->result.verdict == VERDICT_BROKEN)
		write_reproduce(stage);
	ret = result_write(&stage->result, stage->dir);
	if (ret)
		return error("cannot write '%s/result': %s", stage->dir,
			     strerror(-ret));
	return 0;
}

enum verdict stage_perform(const struct options *options, enum stage_id id,
			   const char *target)
{
	enum verdict verdict = VERDICT_BROKEN;
	char key[DIGEST_HEX];
	struct stage stage;
	bool known = false;

	if (open_stage(&stage, options, id, target) || store_lock(&stage.store) ||
	    read_earlier(&stage) || compute_key(&stage, key))
		goto out;
	known = known_already(&stage, key);
	if (!known && run_stage(&stage, key))
		goto out;
	verdict = stage.result.verdict;
	if (!options->json)
		print_line(&stage, known);
out:
	release_stage(&stage);
	return verdict;
}

void stages_known(const struct options *options, const char *target,
		  struct stage_known *known)
{
	struct stage stage;
	bool going = !open_stage(&stage, options, STAGE_FETCH, target);

	for (unsigned int i = 0; i < STAGE_NR; i++) {
		char *dir = stage_dir(options, target, i);
		char key[DIGEST_HEX];

		known[i] = (struct stage_known){ .known = false };
		result_init(&known[i].result);
		stage.id = i;
		if (going)
			known[i].known = !result_read(&known[i].result, dir);
		if (known[i].known)
			known[i].fresh = !compute_key(&stage, key) &&
					 !strcmp(key, known[i].result.key);
		going = known[i].fresh && verdict_goes_on(known[i].result.verdict);
		if (going)
			(void)result_read(&stage.earlier[i], dir);
		free(dir);
	}
	release_stage(&stage);
}
