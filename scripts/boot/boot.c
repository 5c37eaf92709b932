// SPDX-License-Identifier: GPL-2.0-only
/* The boots of one target at work, see boot.h */
#include "boot/boot.h"

#include "tools/qemu.h"

/* A guest that has not ended, or not begun, in time gets twice the time, once. */
#define TIMEOUT_TRIES 2
/* What has nothing to do with the change may spoil a boot now and then. */
#define SPOILT_TRIES 3
/* A trial boot under KVM must say something within this many seconds. */
#define KVM_TRIAL 20.0

const char * const boot_tools[] = { "qemu-system-x86_64", NULL };

/* --- what stands from an earlier run ------------------------------------------ */

static const char *image_digest(const struct boot *boot, enum image image)
{
	char *fact __free(free_text) = side_image_fact(boot->side, image);

	return stage_fact(boot->boots->stage, STAGE_BUILD, fact);
}

/* A boot of the same kernel in the same scenario is not done again. */
static int boot_key(const struct boot *boot, char key[DIGEST_HEX])
{
	const struct stage *stage = boot->boots->stage;
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add_tools(&digest, boot_tools);
	digest_add(&digest, "revision", &stage_boot.revision,
		   sizeof(stage_boot.revision));
	digest_add_string(&digest, "bzImage", image_digest(boot, IMAGE_KERNEL));
	digest_add_string(&digest, "initramfs", image_digest(boot, IMAGE_INITRAMFS));
	digest_add_string(&digest, "accel", boot->boots->accel);
	digest_add_string(&digest, "append", boot->append);
	ret = digest_add_path(&digest, boot->scenario->path);
	digest_add_number(&digest, "seconds", stage->options->seconds);
	digest_final(&digest, key);
	return ret;
}

static void keep(const char *path, const void *data, size_t len)
{
	int ret = write_file_atomic(path, data, len);

	if (ret)
		warning("cannot write '%s': %s", path, strerror(-ret));
}

/* Files of a boot that may be used again instead of booting again. */
static void remember(struct boot *boot)
{
	char *key_path __free(free_text) = xstrfmt("%s/key", boot->dir);
	char *time_path __free(free_text) = xstrfmt("%s/first-line", boot->dir);
	char *time __free(free_text) = xstrfmt("%.1f\n", boot->first_line);
	char key[DIGEST_HEX];

	keep(boot->results, boot->child.out.buf, boot->child.out.len);
	keep(time_path, time, strlen(time));
	if (!ktap_problem(&boot->ktap) && !boot_spoilt(boot) && !boot_key(boot, key))
		keep(key_path, key, strlen(key));
}

static bool reuse(struct boot *boot)
{
	char *key_path __free(free_text) = xstrfmt("%s/key", boot->dir);
	char *time_path __free(free_text) = xstrfmt("%s/first-line", boot->dir);
	struct strbuf old __free(strbuf_release) = STRBUF_INIT;
	struct strbuf time __free(strbuf_release) = STRBUF_INIT;
	struct strbuf results __free(strbuf_release) = STRBUF_INIT;
	char key[DIGEST_HEX];

	boot->known = !boot_key(boot, key) && !read_file(key_path, &old) &&
		      !strcmp(old.buf, key) && file_exists(boot->console) &&
		      !read_file(boot->results, &results);
	if (!boot->known) {
		(void)remove_tree(key_path);
		return false;
	}
	ktap_init(&boot->ktap);
	ktap_feed_text(&boot->ktap, results.buf, results.len);
	if (!read_file(time_path, &time))
		boot->first_line = strtod(time.buf, NULL);
	boot->boots->ended++;
	return true;
}

/* --- one boot -------------------------------------------------------------- */

static void on_results(void *data, const char *line, size_t len)
{
	struct boot *boot = data;

	if (!boot->ktap.version && starts_with(line, "KTAP version"))
		boot->first_line = now_monotonic() - boot->started;
	ktap_feed_line(&boot->ktap, line, len);
	stage_progress(boot->boots->stage, "%zu/%zu %s %s %zu/%u",
		       boot->boots->ended, boot->boots->nr, boot->scenario->name,
		       side_name[boot->side], boot->ktap.nr, boot->ktap.planned);
}

static double time_limit(const struct boot *boot, unsigned long seconds)
{
	return (double)seconds * (double)(1u << boot->late);
}

static void boot_done(struct child *child, void *data);

static int is_built(const struct boot *boot, enum image image, const char *path)
{
	struct stage *stage = boot->boots->stage;
	char hex[DIGEST_HEX];

	if (!path)
		return stage_broken(stage, "no kernel to boot: see above");
	if (!digest_file(path, hex) && !strcmp(hex, image_digest(boot, image)))
		return 0;
	return stage_broken(stage, "'%s' is not what the build stage made: run 'ferry build %s'",
			    path, stage->target.name);
}

static int start(struct boot *boot)
{
	struct stage *stage = boot->boots->stage;
	const struct scenario *scenario = boot->scenario;

	char *kernel __free(free_text) = side_image(stage, boot->side, IMAGE_KERNEL);
	char *initrd __free(free_text) = side_image(stage, boot->side, IMAGE_INITRAMFS);
	struct qemu qemu = {
		.accel = boot->boots->accel,
		.kernel = kernel,
		.initrd = initrd,
		.append = boot->append,
		.console = boot->console,
		.cpus = scenario->cpus,
		.memory = scenario->memory,
		.timeout = time_limit(boot, scenario->timeout + stage->options->seconds),
		.first_output = time_limit(boot, scenario->first_line),
	};

	if (is_built(boot, IMAGE_KERNEL, kernel) || is_built(boot, IMAGE_INITRAMFS, initrd))
		return -1;
	qemu_child(&boot->child, &qemu);
	boot->child.on_line = on_results;
	boot->child.line_data = boot;
	boot->started = now_monotonic();
	ktap_init(&boot->ktap);
	runner_add(boot->boots->runner, &boot->child, boot_done, boot);
	return 0;
}

/* Whether that boot tells nothing, and another one may. */
static bool once_more(struct boot *boot)
{
	struct strbuf how __free(strbuf_release) = STRBUF_INIT;
	enum run_end end = boot->child.end;

	if (end == RUN_TIMED_OUT || end == RUN_SILENT) {
		if (++boot->late == TIMEOUT_TRIES)
			return false;
		child_describe(&boot->child, &how);
		warning("%s %s: %s; retrying with twice the time",
			boot->scenario->name, side_name[boot->side], how.buf);
		return true;
	}
	if (end != RUN_EXITED || !boot_spoilt(boot) || ++boot->spoilt == SPOILT_TRIES)
		return false;
	warning("%s %s: unrelated kernel complaint '%s' spoiled this boot, retrying",
		boot->scenario->name, side_name[boot->side], boot->reports.v[0].title);
	return true;
}

static void boot_done(struct child *child, void *data)
{
	struct boot *boot = data;

	if (once_more(boot)) {
		ktap_release(&boot->ktap);
		child_release(child);
		if (!start(boot))
			return;
	}
	boot->boots->ended++;
	remember(boot);
}

/* --- all boots ------------------------------------------------------------- */

void boots_add(struct boots *boots, const struct scenario *scenario, enum side side,
	       unsigned long repeat)
{
	const struct stage *stage = boots->stage;
	struct boot *boot = &boots->v[boots->nr++];
	struct strbuf append = STRBUF_INIT;

	scenario_command_line(scenario, stage->options->seconds, &append);
	*boot = (struct boot){
		.boots = boots,
		.scenario = scenario,
		.side = side,
		.repeat = repeat,
		.dir = xstrfmt("%s/%s/%s-%s", stage->dir, stage_boot.keeps,
			       scenario->name, side_name[side]),
		.append = strbuf_detach(&append),
		.child = CHILD_INIT,
		.reports = CONSOLE_REPORTS_INIT,
	};
	if (repeat > 1) {
		char *first __free(free_text) = boot->dir;

		boot->dir = xstrfmt("%s-%lu", first, repeat);
	}
	boot->console = xstrfmt("%s/console", boot->dir);
	boot->results = xstrfmt("%s/results", boot->dir);
}

static int boot_all(struct boots *boots)
{
	size_t next = 0;

	for (;;) {
		int running = runner_step(boots->runner, 0);

		while (next < boots->nr && !run_interrupted() &&
		       (unsigned long)running < boots->stage->options->jobs) {
			struct boot *boot = &boots->v[next++];

			if (mkdir_p(boot->dir))
				return stage_broken(boots->stage, "cannot make '%s'",
						    boot->dir);
			if (reuse(boot))
				continue;
			if (start(boot))
				return -1;
			running++;
		}
		if (!running && (next == boots->nr || run_interrupted()))
			return 0;
		runner_step(boots->runner, -1);
	}
}

/* /dev/kvm may open and never boot: only a guest that speaks up counts. */
static const char *choose_accel(struct stage *stage)
{
	char *kernel __free(free_text) = side_image(stage, SIDE_AFTER, IMAGE_KERNEL);
	char *initrd __free(free_text) = side_image(stage, SIDE_AFTER, IMAGE_INITRAMFS);
	char *console __free(free_text) = stage_path(stage, "kvm-trial.console");
	struct qemu qemu = {
		.accel = "kvm", .kernel = kernel, .initrd = initrd,
		.append = "ferry.tests=", .console = console, .cpus = 2,
		.memory = 384, .timeout = KVM_TRIAL,
	};
	struct child child __free(child_release) = CHILD_INIT;

	if (strcmp(stage->options->accel, "kvm"))
		return "tcg";
	qemu_child(&child, &qemu);
	(void)child_run(&child);
	if (strstr(child.out.buf, "KTAP version"))
		return "kvm";
	warning("a trial boot under KVM said nothing in %.0f s: using emulation", KVM_TRIAL);
	return "tcg";
}

int boots_run(struct boots *boots)
{
	int ret;

	boots->accel = choose_accel(boots->stage);
	result_fact(&boots->stage->result, "accel", boots->accel);
	boots->runner = runner_new();
	ret = boot_all(boots);
	runner_free(boots->runner);
	boots->runner = NULL;
	return ret;
}

void boots_release(struct boots *boots)
{
	for (size_t i = 0; i < boots->nr; i++) {
		struct boot *boot = &boots->v[i];

		child_release(&boot->child);
		ktap_release(&boot->ktap);
		console_reports_release(&boot->reports);
		free(boot->dir);
		free(boot->console);
		free(boot->results);
		free(boot->append);
	}
	for (size_t i = 0; i < boots->nr_scenarios; i++)
		scenario_release(&boots->scenarios[i]);
	free(boots->v);
	free(boots->scenarios);
	console_patterns_release(&boots->patterns);
}
