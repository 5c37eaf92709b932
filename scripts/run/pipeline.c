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
	const struct pipeline_part *part;
	size_t task;
	struct child child;
	struct strbuf progress;
	bool active;
	bool unchanged;
};

struct pipeline {
	const struct options *options;
	void (*part_ended)(const struct pipeline_part *part, bool unchanged);
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
		strbuf_addf(&line, "  [%s%s%s%s%s %s%s%s]", task_of(job)->target,
			    job->part->options.several ? "/" : "",
			    job->part->options.several ? job->part->options.series : "",
			    job->part->name ? " " : "", job->part->name ? job->part->name : "",
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
	job->unchanged |= !!memmem(line, len, "(unchanged)", strlen("(unchanged)"));
	if (!starts_with(line, "  "))
		fprintf(stderr, "%s\n", line);
	else if (!job->pipeline->options->json && !job->pipeline->options->silent &&
		 !job->part->name)
		printf("%s\n", line);
	fflush(stdout);
}

/* The stage's process is gone; make sure that its folder does not claim more
 * than it found out.
 */
static enum verdict outcome(const struct job *job, bool *goes_on)
{
	struct strbuf how __free(strbuf_release) = STRBUF_INIT;
	struct result result __free(result_release);
	const struct task *task = task_of(job);

	char *dir __free(free_text) = stage_dir(&job->part->options, task->target, task->stage);

	result_init(&result);
	if (!result_read(&result, dir) && job->child.end == RUN_EXITED &&
	    job->child.status == stage_status(result.verdict)) {
		*goes_on = result_goes_on(&result);
		return result.verdict;
	}
	child_describe(&job->child, &how);
	result_set(&result, VERDICT_BROKEN, "BROKEN",
		   "the stage ended without a result (%s); see what it said above", how.buf);
	if (mkdir_p(dir) || result_write(&result, dir))
		warning("cannot write '%s/result'", dir);
	return VERDICT_BROKEN;
}

/* Whether no stage of a part had anything to do. */
static bool part_unchanged(const struct pipeline *pipeline, const struct pipeline_part *part)
{
	for (size_t i = 0; i < pipeline->schedule.nr; i++)
		if (pipeline->jobs[i].part == part && !pipeline->jobs[i].unchanged &&
		    pipeline->schedule.tasks[i].state == TASK_DONE)
			return false;
	return true;
}

static void ended(struct child *child, void *data)
{
	struct job *job = data;
	struct pipeline *pipeline = job->pipeline;
	enum verdict verdict = VERDICT_BROKEN;
	bool goes_on = false;

	job->active = false;
	if (child->end == RUN_INTERRUPTED || child->status == EXIT_INTERRUPTED)
		pipeline->interrupted = true;
	if (!pipeline->interrupted)
		verdict = outcome(job, &goes_on);
	schedule_finish(&pipeline->schedule, job->task, verdict, goes_on);
	if (pipeline->part_ended && !pipeline->interrupted &&
	    (!goes_on || task_of(job)->stage == job->part->last))
		pipeline->part_ended(job->part, part_unchanged(pipeline, job->part));
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
	options_forward(&job->part->options, type->help.groups, task->target, args);
	argv_push(&job->child.env, "FERRY_PROGRESS=1");
	job->child.as = RUN_OURSELVES;
	job->child.timeout = 0;
	job->child.memory = 0;
	job->child.out_mode = RUN_DISCARD;
	job->child.err_mode = RUN_MERGE;
	job->child.on_line = on_line;
	job->child.line_data = job;
	runner_add(pipeline->runner, &job->child, ended, job);
}

/* Of a target all mutants have one tree, of one shape. */
static size_t find_task(const struct pipeline *pipeline, const struct pipeline_part *part,
			const char *target, enum stage_id id)
{
	for (size_t i = 0; part->options.mutant && id <= STAGE_SHAPE &&
	     i < pipeline->schedule.nr; i++)
		if (pipeline->schedule.tasks[i].stage == id &&
		    !strcmp(pipeline->schedule.tasks[i].target, target) &&
		    !strcmp(pipeline->jobs[i].part->options.series, part->options.series))
			return i;
	return SCHEDULE_NONE;
}

static void plan_target(struct pipeline *pipeline, const struct pipeline_part *part,
			const char *target)
{
	size_t needs = SCHEDULE_NONE;

	for (unsigned int id = 0; id <= part->last; id++) {
		size_t task = find_task(pipeline, part, target, id);

		if (task != SCHEDULE_NONE) {
			needs = task;
			continue;
		}
		needs = schedule_add(&pipeline->schedule, target, id, needs);
		pipeline->jobs = xrealloc(pipeline->jobs,
					  (needs + 1) * sizeof(*pipeline->jobs));
		pipeline->jobs[needs] = (struct job){
			.pipeline = pipeline, .part = part, .task = needs,
		};
	}
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

static int conclude(const struct options *options, enum stage_id last, bool interrupted)
{
	struct report report __free(report_release) = { .next = NULL };
	int status;

	report_read(&report, options);
	status = report_status(&report, last);
	if (report_keep(options))
		status = EXIT_BROKEN;
	if (options->json && !options->silent) {
		char *json __free(free_text) = report_json(&report);

		puts(json);
	} else if (last == STAGE_BOOT) {
		putchar('\n');
		report_print(&report);
	}
	if (!interrupted)
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

int pipeline_perform(const struct options *options, const struct pipeline_part *parts,
		     size_t nr,
		     void (*part_ended)(const struct pipeline_part *part, bool unchanged))
{
	struct pipeline pipeline = {
		.options = options, .part_ended = part_ended, .start = now_monotonic(),
	};
	struct store store __free(store_release) = STORE_INIT;

	if (store_open(&store))
		return EXIT_BROKEN;
	if (store_lock(&store))
		return EXIT_REFUSED;
	if (stage_lock_out(options))
		return EXIT_BROKEN;
	set_message_hook(progress_clear);
	schedule_init(&pipeline.schedule, (unsigned int)options->jobs, options->keep_going);
	for (size_t i = 0; i < nr; i++)
		for (size_t t = 0; t < parts[i].options.targets.nr; t++)
			plan_target(&pipeline, &parts[i], parts[i].options.targets.v[t]);
	run_all(&pipeline);
	schedule_release(&pipeline.schedule);
	free(pipeline.jobs);
	return pipeline.interrupted ? EXIT_INTERRUPTED : EXIT_PASS;
}

int pipeline_run(const struct options *options, enum stage_id last)
{
	size_t nr = options->all_series.nr;
	struct pipeline_part *parts;
	int status;

	if (options_check(options))
		return EXIT_USAGE;
	note_shared_files(options);
	parts = xcalloc(nr, sizeof(*parts));
	for (size_t i = 0; i < nr; i++) {
		options_of_series(options, options->all_series.v[i], &parts[i].options);
		parts[i].last = last;
	}
	status = pipeline_perform(options, parts, nr, NULL);
	if (status == EXIT_PASS || status == EXIT_INTERRUPTED)
		status = conclude(options, last, status == EXIT_INTERRUPTED);
	for (size_t i = 0; i < nr; i++)
		argv_release(&parts[i].options.targets);
	free(parts);
	return status;
}

int pipeline_run_aside(const struct options *options, enum stage_id last)
{
	int status, out;

	fflush(stdout);
	out = dup(STDOUT_FILENO);
	if (out < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		error("cannot keep the standard output: %s", strerror(errno));
		return EXIT_BROKEN;
	}
	status = pipeline_run(options, last);
	fflush(stdout);
	if (dup2(out, STDOUT_FILENO) < 0 && !status)
		status = EXIT_BROKEN;
	close(out);
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
	if ((status == EXIT_PASS || status == EXIT_REFUSED) && type->afterwards)
		status = type->afterwards(&options, status);
	return status;
}
