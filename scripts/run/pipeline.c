// SPDX-License-Identifier: GPL-2.0-only
/* Stages of several targets side by side, see pipeline.h */
#include "run/pipeline.h"

#include "run/progress.h"
#include "report/report.h"
#include "process/run.h"
#include "run/schedule.h"

struct pipeline;

/* A stage that runs as a process of its own. */
struct job {
	struct pipeline *pipeline;
	const struct options *options;	/* of the series that it is for */
	size_t task;
	struct child child;
	struct strbuf progress;
	bool active;
};

struct pipeline {
	const struct options *options;
	struct options *of_series;	/* one for each series */
	struct schedule schedule;
	struct runner *runner;
	struct job *jobs;	/* one for each task */
	double start;
	bool interrupted;
};

static const struct task *task_of(const struct job *job)
{
	return &job->pipeline->schedule.tasks[job->task];
}

static void show_progress(const struct pipeline *pipeline)
{
	unsigned int elapsed = (unsigned int)(now_monotonic() - pipeline->start);
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;

	strbuf_addf(&line, "  %u:%02u", elapsed / 60, elapsed % 60);
	for (size_t i = 0; i < pipeline->schedule.nr; i++) {
		const struct job *job = &pipeline->jobs[i];

		if (!job->active)
			continue;
		strbuf_addf(&line, "  [%s%s%s %s%s%s]", task_of(job)->target,
			    job->options->several ? "/" : "",
			    job->options->several ? job->options->series : "",
			    stage_type(task_of(job)->stage)->name,
			    job->progress.len ? " " : "", job->progress.buf);
	}
	progress_show(line.buf);
}

/* A line of a stage: how far it is, a message, or its outcome. */
static void on_line(void *data, const char *line, size_t len)
{
	struct job *job = data;

	if (!strncmp(line, STAGE_PROGRESS, 1)) {
		strbuf_reset(&job->progress);
		strbuf_add(&job->progress, line + 1, len - 1);
		show_progress(job->pipeline);
		return;
	}
	progress_clear();
	if (!starts_with(line, "  "))
		fprintf(stderr, "%s\n", line);
	else if (!job->pipeline->options->json)
		printf("%s\n", line);
	fflush(stdout);
}

/* The stage's process is gone; make sure that its folder does not claim more
 * than it found out.
 */
static enum verdict outcome(const struct job *job)
{
	struct strbuf how __free(strbuf_release) = STRBUF_INIT;
	struct result result __free(result_release);
	const struct task *task = task_of(job);

	char *dir __free(free_text) = stage_dir(job->options, task->target, task->stage);

	result_init(&result);
	if (!result_read(&result, dir) && job->child.end == RUN_EXITED &&
	    job->child.status == stage_status(result.verdict))
		return result.verdict;
	child_describe(&job->child, &how);
	result_set(&result, VERDICT_BROKEN, "BROKEN",
		   "the stage ended without a result (%s); see what it said above", how.buf);
	if (mkdir_p(dir) || result_write(&result, dir))
		warning("cannot write '%s/result'", dir);
	return VERDICT_BROKEN;
}

static void ended(struct child *child, void *data)
{
	struct job *job = data;
	struct pipeline *pipeline = job->pipeline;

	job->active = false;
	if (child->end == RUN_INTERRUPTED || child->status == EXIT_INTERRUPTED)
		pipeline->interrupted = true;
	schedule_finish(&pipeline->schedule, job->task,
			pipeline->interrupted ? VERDICT_BROKEN : outcome(job));
	child_release(child);
	strbuf_release(&job->progress);
}

static void start(struct pipeline *pipeline, size_t index)
{
	struct job *job = &pipeline->jobs[index];
	const struct task *task = &pipeline->schedule.tasks[index];
	const struct stage_type *type = stage_type(task->stage);
	struct argv *args = &job->child.args;

	child_init(&job->child);
	strbuf_init(&job->progress);
	job->active = true;
	argv_pushl(args, "/proc/self/exe", type->name, "--only", NULL);
	options_forward(job->options, type->help.groups, task->target, args);
	argv_push(&job->child.env, "FERRY_PROGRESS=1");
	job->child.out_mode = RUN_DISCARD;
	job->child.err_mode = RUN_MERGE;
	job->child.on_line = on_line;
	job->child.line_data = job;
	runner_add(pipeline->runner, &job->child, ended, job);
}

static void plan_target(struct pipeline *pipeline, const struct options *options,
			const char *target, enum stage_id last)
{
	size_t needs = SCHEDULE_NONE;

	for (unsigned int id = 0; id <= last; id++) {
		needs = schedule_add(&pipeline->schedule, target, id, needs);
		pipeline->jobs = xrealloc(pipeline->jobs,
					  (needs + 1) * sizeof(*pipeline->jobs));
		pipeline->jobs[needs] = (struct job){
			.pipeline = pipeline, .options = options, .task = needs,
		};
	}
}

static void plan(struct pipeline *pipeline, enum stage_id last)
{
	const struct options *options = pipeline->options;
	size_t nr = options->all_series.nr;

	schedule_init(&pipeline->schedule, (unsigned int)options->jobs,
		      options->keep_going);
	pipeline->of_series = xcalloc(nr, sizeof(*pipeline->of_series));
	for (size_t i = 0; i < nr; i++) {
		struct options *one = &pipeline->of_series[i];

		options_of_series(options, options->all_series.v[i], one);
		for (size_t t = 0; t < one->targets.nr; t++)
			plan_target(pipeline, one, one->targets.v[t], last);
	}
}

static void release(struct pipeline *pipeline)
{
	for (size_t i = 0; i < pipeline->options->all_series.nr; i++)
		argv_release(&pipeline->of_series[i].targets);
	free(pipeline->of_series);
	schedule_release(&pipeline->schedule);
	free(pipeline->jobs);
}

static void run_all(struct pipeline *pipeline)
{
	struct schedule *schedule = &pipeline->schedule;

	pipeline->runner = runner_new();
	while (schedule_busy(schedule) && !run_interrupted()) {
		size_t index;

		while ((index = schedule_next(schedule)) != SCHEDULE_NONE)
			start(pipeline, index);
		runner_step(pipeline->runner, 1.0);
		show_progress(pipeline);
	}
	if (run_interrupted())
		pipeline->interrupted = true;
	runner_kill_all(pipeline->runner);
	progress_clear();
	runner_free(pipeline->runner);
}

static int conclude(const struct pipeline *pipeline, enum stage_id last)
{
	const struct options *options = pipeline->options;
	struct report report __free(report_release) = { .next = NULL };
	int status;

	report_read(&report, options);
	status = report_status(&report, last);
	if (report_keep(options))
		status = EXIT_BROKEN;
	if (options->json) {
		char *json __free(free_text) = report_json(&report);

		puts(json);
	} else if (last == STAGE_BOOT) {
		putchar('\n');
		report_print(&report);
	}
	if (!pipeline->interrupted)
		return status;
	error("interrupted: what was done is kept, the same command goes on from there");
	return EXIT_INTERRUPTED;
}

/* Which file two series both change, or NULL; owned by @a. */
static const char *shared_file(const struct series *a, const struct series *b)
{
	const char **files, **others, *shared = NULL;
	size_t nr = conf_get_all(&a->info, "series.file", &files);
	size_t nr_others = conf_get_all(&b->info, "series.file", &others);

	for (size_t i = 0; i < nr; i++)
		for (size_t k = 0; k < nr_others; k++)
			if (!strcmp(files[i], others[k]))
				shared = files[i];
	free(files);
	free(others);
	return shared;
}

/* Two patches for one file may fit each the tree, and not one the other. */
static void note_shared_files(const struct options *options)
{
	const struct argv *names = &options->all_series;

	for (size_t i = 0; i < names->nr; i++) {
		for (size_t k = i + 1; k < names->nr; k++) {
			struct series a __free(series_release) = { NULL };
			struct series b __free(series_release) = { NULL };
			const char *file = NULL;

			if (!series_open(&a, options->root, names->v[i]) &&
			    !series_open(&b, options->root, names->v[k]))
				file = shared_file(&a, &b);
			if (file)
				note("series '%s' and '%s' both change %s: each is ported to the tree as it is, not on top of the other",
				     a.name, b.name, file);
		}
	}
}

int pipeline_run(const struct options *options, enum stage_id last)
{
	struct pipeline pipeline = { .options = options, .start = now_monotonic() };
	struct store store __free(store_release) = STORE_INIT;
	int status;

	if (options_check(options))
		return EXIT_USAGE;
	note_shared_files(options);
	if (store_open(&store))
		return EXIT_BROKEN;
	if (store_lock(&store))
		return EXIT_REFUSED;
	set_message_hook(progress_clear);
	plan(&pipeline, last);
	run_all(&pipeline);
	status = conclude(&pipeline, last);
	release(&pipeline);
	return status;
}

/* --- the command of a stage ------------------------------------------------- */

static int perform_only(const struct options *options, enum stage_id id)
{
	int status = EXIT_PASS;

	if (options_check(options))
		return EXIT_USAGE;
	for (size_t i = 0; i < options->all_series.nr; i++) {
		struct options one;

		options_of_series(options, options->all_series.v[i], &one);
		for (size_t t = 0; t < one.targets.nr; t++) {
			int ended = stage_status(stage_perform(&one, id, one.targets.v[t]));

			if (ended > status)
				status = ended;
		}
		argv_release(&one.targets);
	}
	return run_interrupted() ? EXIT_INTERRUPTED : status;
}

int stage_command(enum stage_id id, int argc, char **argv)
{
	const struct stage_type *type = stage_type(id);
	struct options options __free(options_release);
	int status;

	options_read(&options, &type->help, argc, argv);
	if (type->instead && type->instead(&options, &status))
		return status;
	status = options.only ? perform_only(&options, id) : pipeline_run(&options, id);
	if (status == EXIT_PASS && type->afterwards)
		status = type->afterwards(&options);
	return status;
}
