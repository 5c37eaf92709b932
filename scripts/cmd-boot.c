// SPDX-License-Identifier: GPL-2.0-only
/* ferry boot: show the bug on the kernel without the change, and that it is gone */
#include "console.h"
#include "guest.h"
#include "qemu.h"
#include "scenario.h"

#include <glob.h>

/* A guest that has not ended by then gets twice the time, once. */
#define TIMEOUT_DEFAULT 240
#define TIMEOUT_TRIES 2
/* A trial boot under KVM must say something within this many seconds. */
#define KVM_TRIAL 20.0

struct boots;

/* One scenario on one side. */
struct boot {
	struct boots *boots;
	const struct scenario *scenario;
	enum side side;
	char *dir;
	char *console;
	char *results;
	char *append;
	struct child child;
	struct ktap ktap;
	struct console_reports reports;
	unsigned int tries;
	double seconds;
	double first_line;
	bool known;
};

struct boots {
	struct stage *stage;
	struct runner *runner;
	struct console_patterns patterns;
	struct scenario *scenarios;
	size_t nr_scenarios;
	struct boot *v;
	size_t nr;
	size_t ended;
	const char *accel;
};

/* --- what it depends on ---------------------------------------------------- */

static char *patterns_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/console-badness", stage->options->root);
}

static char *scenarios_path(const struct stage *stage)
{
	return xstrfmt("%s/ci/scenarios", stage->options->root);
}

static void add_number(struct digest *digest, const char *name, unsigned long value)
{
	digest_add(digest, name, &value, sizeof(value));
}

static int boot_inputs(const struct stage *stage, struct digest *digest)
{
	static const char * const facts[] = {
		"before-bzImage", "after-bzImage", "before-initramfs", "after-initramfs",
	};
	char *patterns = patterns_path(stage);
	char *scenarios = scenarios_path(stage);
	int ret = digest_add_path(digest, patterns);

	if (!ret)
		ret = digest_add_path(digest, scenarios);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		digest_add_string(digest, facts[i],
				  stage_fact(stage, STAGE_BUILD, facts[i]));
	digest_add_string(digest, "shape", stage_fact(stage, STAGE_SHAPE, "id"));
	digest_add_string(digest, "accel", stage->options->accel);
	digest_add_string(digest, "known", target_get(&stage->target, "console.known"));
	digest_add_string(digest, "scenario", stage->options->scenario);
	add_number(digest, "seconds", stage->options->seconds);
	free(patterns);
	free(scenarios);
	return ret;
}

static const char *image_digest(const struct boot *boot, const char *name)
{
	char *fact = xstrfmt("%s-%s", side_name[boot->side], name);
	const char *value = stage_fact(boot->boots->stage, STAGE_BUILD, fact);

	free(fact);
	return value;
}

/* A boot of the same kernel in the same scenario is not done again. */
static int boot_key(const struct boot *boot, char key[DIGEST_HEX])
{
	const struct stage *stage = boot->boots->stage;
	struct digest digest;
	int ret;

	digest_init(&digest);
	digest_add(&digest, "revision", &stage_boot.revision,
		   sizeof(stage_boot.revision));
	digest_add_string(&digest, "bzImage", image_digest(boot, "bzImage"));
	digest_add_string(&digest, "initramfs", image_digest(boot, "initramfs"));
	digest_add_string(&digest, "accel", boot->boots->accel);
	digest_add_string(&digest, "append", boot->append);
	ret = digest_add_path(&digest, boot->scenario->path);
	add_number(&digest, "seconds", stage->options->seconds);
	digest_final(&digest, key);
	return ret;
}

/* --- one boot -------------------------------------------------------------- */

static void on_results(void *data, const char *line, size_t len)
{
	struct boot *boot = data;

	if (!boot->ktap.version && starts_with(line, "KTAP version"))
		boot->first_line = now_monotonic() - boot->seconds;
	ktap_feed_line(&boot->ktap, line, len);
	stage_progress(boot->boots->stage, "%zu/%zu %s %s %zu/%u",
		       boot->boots->ended, boot->boots->nr, boot->scenario->name,
		       side_name[boot->side], boot->ktap.nr, boot->ktap.planned);
}

static double time_limit(const struct boot *boot)
{
	unsigned long limit = scenario_number(boot->scenario, "boot.timeout",
					      TIMEOUT_DEFAULT);

	return (double)(limit + boot->boots->stage->options->seconds) *
	       (double)(1u << boot->tries);
}

static void prepare(struct boot *boot, const char *kernel, const char *initrd)
{
	const struct scenario *scenario = boot->scenario;
	struct qemu qemu = {
		.accel = boot->boots->accel,
		.kernel = kernel,
		.initrd = initrd,
		.append = boot->append,
		.console = boot->console,
		.cpus = scenario_number(scenario, "boot.cpus", 2),
		.memory = scenario_number(scenario, "boot.memory", 384),
		.timeout = time_limit(boot),
	};

	qemu_child(&boot->child, &qemu);
	boot->child.on_line = on_results;
	boot->child.line_data = boot;
	boot->seconds = now_monotonic();
	ktap_init(&boot->ktap);
}

static void boot_done(struct child *child, void *data);

static int start(struct boot *boot)
{
	char *dir = guest_dir(boot->boots->stage, boot->side);
	char *kernel = xstrfmt("%s/bzImage", dir ? dir : "");
	char *initrd = xstrfmt("%s/initramfs", dir ? dir : "");

	if (dir) {
		prepare(boot, kernel, initrd);
		runner_add(boot->boots->runner, &boot->child, boot_done, boot);
	}
	free(dir);
	free(kernel);
	free(initrd);
	return dir ? 0 : -1;
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
	char *key_path = xstrfmt("%s/key", boot->dir);
	char *time_path = xstrfmt("%s/first-line", boot->dir);
	char *time = xstrfmt("%.1f\n", boot->first_line);
	char key[DIGEST_HEX];

	keep(boot->results, boot->child.out.buf, boot->child.out.len);
	keep(time_path, time, strlen(time));
	if (!ktap_problem(&boot->ktap) && !boot_key(boot, key))
		keep(key_path, key, strlen(key));
	free(key_path);
	free(time_path);
	free(time);
}

static void boot_done(struct child *child, void *data)
{
	struct boot *boot = data;
	bool again = child->end == RUN_TIMED_OUT && boot->tries + 1 < TIMEOUT_TRIES;

	if (again) {
		warning("%s %s: no end in %.0f s, trying once more with twice the time",
			boot->scenario->name, side_name[boot->side], child->timeout);
		boot->tries++;
		ktap_release(&boot->ktap);
		child_release(child);
		if (!start(boot))
			return;
	}
	boot->boots->ended++;
	remember(boot);
}

static void read_first_line(struct boot *boot)
{
	char *path = xstrfmt("%s/first-line", boot->dir);
	struct strbuf text = STRBUF_INIT;

	if (!read_file(path, &text))
		boot->first_line = strtod(text.buf, NULL);
	strbuf_release(&text);
	free(path);
}

static bool reuse(struct boot *boot)
{
	char *key_path = xstrfmt("%s/key", boot->dir);
	struct strbuf old = STRBUF_INIT, results = STRBUF_INIT;
	char key[DIGEST_HEX];

	boot->known = !boot_key(boot, key) && !read_file(key_path, &old) &&
		      !strcmp(old.buf, key) && !read_file(boot->results, &results);
	if (boot->known) {
		ktap_init(&boot->ktap);
		ktap_feed_text(&boot->ktap, results.buf, results.len);
		read_first_line(boot);
		boot->boots->ended++;
	} else {
		(void)remove_tree(key_path);
	}
	strbuf_release(&old);
	strbuf_release(&results);
	free(key_path);
	return boot->known;
}

/* --- judging --------------------------------------------------------------- */

static void say_test(struct boot *boot, const char *name,
		     const struct expectation *expectation)
{
	struct strbuf words = STRBUF_INIT;

	ktap_words(ktap_find(&boot->ktap, name), &words);
	stage_fail(boot->boots->stage, "%s, %s: %s came to '%s', not '%s%s'; see '%s'",
		   boot->scenario->name, side_name[boot->side], name, words.buf,
		   expectation->pass ? "pass" : "FAIL ",
		   expectation->reason ? expectation->reason : "", boot->console);
	strbuf_release(&words);
}

static int judge_test(struct boot *boot, const char *name)
{
	struct stage *stage = boot->boots->stage;
	const char *shape = stage_fact(stage, STAGE_SHAPE, "id");
	struct expectation expectation = scenario_expect(boot->scenario, shape,
							 side_name[boot->side], name);
	const struct ktap_test *test = ktap_find(&boot->ktap, name);

	if (!expectation.known)
		return stage_broken(stage, "'%s' does not say what %s must come to %s the change on shape %s",
				    boot->scenario->path, name,
				    side_name[boot->side], shape);
	if (test && expectation_met(&expectation, test))
		return 0;
	if (test && test->result == KTAP_SKIP) {
		result_set(&stage->result, VERDICT_SKIP, "SKIP", "%s: %s was skipped: %s",
			   boot->scenario->name, name,
			   test->reason ? test->reason : "no reason given");
		return -1;
	}
	say_test(boot, name, &expectation);
	return -1;
}

static bool expects_all(const struct boot *boot, bool any)
{
	const char *shape = stage_fact(boot->boots->stage, STAGE_SHAPE, "id");
	const char **names;
	size_t nr = scenario_tests(boot->scenario, &names);
	bool all = true;

	for (size_t i = 0; i < nr; i++)
		all &= scenario_expect(boot->scenario, shape, side_name[boot->side],
				       names[i]).any == any;
	free(names);
	return all;
}

/* A guest that died of a kernel bug failed; one that fell silent tells nothing. */
static int judge_lost(struct boot *boot, const char *problem)
{
	struct stage *stage = boot->boots->stage;
	struct strbuf how = STRBUF_INIT;

	if (boot->side == SIDE_BEFORE && boot->reports.nr && expects_all(boot, true))
		return 0;
	if (boot->known)
		strbuf_addstr(&how, "earlier boot");
	else
		child_describe(&boot->child, &how);
	if (boot->reports.nr && !boot->ktap.bail)
		stage_fail(stage, "%s, %s: the kernel said '%s' and %s; see '%s'",
			   boot->scenario->name, side_name[boot->side],
			   boot->reports.v[0].title, problem, boot->console);
	else
		stage_broken(stage, "%s, %s: %s (%s); see '%s'", boot->scenario->name,
			     side_name[boot->side], problem, how.buf, boot->console);
	strbuf_release(&how);
	return -1;
}

static int judge_console(struct boot *boot)
{
	struct stage *stage = boot->boots->stage;
	struct console_reports added = CONSOLE_REPORTS_INIT;
	const char **known;
	int ret = 0;

	(void)conf_get_all(&stage->target.conf, "console.known", &known);
	if (boot->side == SIDE_AFTER &&
	    console_reports_diff(NULL, &boot->reports, (const char *const *)known, &added))
		ret = stage_fail(stage, "%s, after: the kernel said '%s' (line %u of '%s')",
				 boot->scenario->name, added.v[0].title,
				 added.v[0].line, boot->console);
	console_reports_release(&added);
	free(known);
	return ret;
}

static void scan_console(struct boot *boot)
{
	struct strbuf text = STRBUF_INIT;

	(void)read_file(boot->console, &text);
	console_scan(&boot->boots->patterns, text.buf, text.len, &boot->reports);
	strbuf_release(&text);
}

static int judge(struct boot *boot)
{
	const char *problem;
	const char **names;
	size_t nr;
	int ret;

	scan_console(boot);
	problem = ktap_problem(&boot->ktap);
	if (problem)
		return judge_lost(boot, problem);
	ret = judge_console(boot);
	nr = scenario_tests(boot->scenario, &names);
	for (size_t i = 0; !ret && i < nr; i++)
		ret = judge_test(boot, names[i]);
	free(names);
	return ret;
}

/* --- what the report shows ------------------------------------------------- */

static json_t *test_words(const struct boot *boot, const char *name)
{
	struct strbuf words = STRBUF_INIT;
	json_t *json;

	if (!boot)
		return json_null();
	ktap_words(ktap_find(&boot->ktap, name), &words);
	json = json_string(words.buf);
	strbuf_release(&words);
	return json ? json : json_string("(not UTF-8)");
}

static json_t *titles(const struct boot *boot)
{
	json_t *list;

	if (!boot)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < boot->reports.nr; i++)
		json_array_append_new(list, json_string(boot->reports.v[i].title));
	return list;
}

static const char *why(const struct scenario *scenario, const char *test)
{
	char *key = xstrfmt("test.%s.why", test);
	const char *value = conf_get(&scenario->conf, key);

	free(key);
	return value ? value : "";
}

/* Counts a bug that was shown before and is gone after. */
static bool shown_and_gone(const struct boot *before, const struct boot *after,
			   const char *name)
{
	const struct ktap_test *first = before ? ktap_find(&before->ktap, name) : NULL;
	const struct ktap_test *second = ktap_find(&after->ktap, name);

	return first && second && first->result == KTAP_NOT_OK &&
	       second->result == KTAP_OK;
}

static json_t *test_json(const struct boot *before, const struct boot *after,
			 const char *name)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", name,
			 "boot", after->scenario->name,
			 "why", why(after->scenario, name),
			 "before", test_words(before, name),
			 "after", test_words(after, name));
}

static json_t *boot_json(const struct boot *before, const struct boot *after)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:f}", "boot", after->scenario->name,
			 "console-before", titles(before),
			 "console-after", titles(after),
			 "first-line-before",
			 before ? json_real(before->first_line) : json_null(),
			 "first-line-after", after->first_line);
}

/* The boot of a scenario on one side, NULL where there is no such kernel. */
static const struct boot *find_boot(const struct boots *boots,
				    const struct scenario *scenario, enum side side)
{
	for (size_t i = 0; i < boots->nr; i++)
		if (boots->v[i].scenario == scenario && boots->v[i].side == side)
			return &boots->v[i];
	return NULL;
}

static void set_summary(struct stage *stage, size_t passed, unsigned int shown)
{
	char *summary;

	if (guest_has_side(stage, SIDE_BEFORE))
		summary = xstrfmt("%zu pass, %u shown", passed, shown);
	else
		summary = xstrfmt("%zu pass", passed);
	result_set(&stage->result, VERDICT_PASS, summary, "%s", "");
	free(summary);
}

static void record(struct boots *boots)
{
	struct result *result = &boots->stage->result;
	json_t *tests = json_array(), *list = json_array();
	unsigned int shown = 0;

	for (size_t i = 0; i < boots->nr_scenarios; i++) {
		const struct scenario *scenario = &boots->scenarios[i];
		const struct boot *before = find_boot(boots, scenario, SIDE_BEFORE);
		const struct boot *after = find_boot(boots, scenario, SIDE_AFTER);
		const char **names;
		size_t nr = scenario_tests(scenario, &names);

		for (size_t n = 0; n < nr; n++) {
			shown += shown_and_gone(before, after, names[n]);
			json_array_append_new(tests, test_json(before, after, names[n]));
		}
		json_array_append_new(list, boot_json(before, after));
		free(names);
	}
	if (result->verdict == VERDICT_PASS)
		set_summary(boots->stage, json_array_size(tests), shown);
	result_fact_json(result, "tests", tests);
	result_fact_json(result, "boots", list);
}

/* --- all boots ------------------------------------------------------------- */

static void add_boot(struct boots *boots, const struct scenario *scenario,
		     enum side side)
{
	const struct stage *stage = boots->stage;
	struct boot *boot = &boots->v[boots->nr++];
	struct strbuf append = STRBUF_INIT;

	scenario_command_line(scenario, stage->options->seconds, &append);
	*boot = (struct boot){
		.boots = boots,
		.scenario = scenario,
		.side = side,
		.dir = xstrfmt("%s/%s/%s-%s", stage->dir, stage_boot.keeps,
			       scenario->name, side_name[side]),
		.append = strbuf_detach(&append),
		.child = CHILD_INIT,
		.reports = CONSOLE_REPORTS_INIT,
	};
	boot->console = xstrfmt("%s/console", boot->dir);
	boot->results = xstrfmt("%s/results", boot->dir);
}

static void release_boot(struct boot *boot)
{
	child_release(&boot->child);
	ktap_release(&boot->ktap);
	console_reports_release(&boot->reports);
	free(boot->dir);
	free(boot->console);
	free(boot->results);
	free(boot->append);
}

static int open_scenarios(struct boots *boots)
{
	char *dir = scenarios_path(boots->stage);
	const char *only = boots->stage->options->scenario;
	char *pattern = xstrfmt("%s/%s", dir, only ? only : "*");
	glob_t found = { 0 };
	int ret = 0;

	if (glob(pattern, 0, NULL, &found))
		ret = stage_broken(boots->stage, "'%s' has no scenario '%s'", dir,
				   only ? only : "*");
	boots->scenarios = xcalloc(found.gl_pathc + 1, sizeof(*boots->scenarios));
	boots->v = xcalloc(2 * found.gl_pathc + 1, sizeof(*boots->v));
	for (size_t i = 0; !ret && i < found.gl_pathc; i++) {
		struct scenario *scenario = &boots->scenarios[boots->nr_scenarios++];

		ret = scenario_open(scenario, found.gl_pathv[i]);
		if (ret)
			stage_broken(boots->stage, "'%s' cannot be read: see above",
				     found.gl_pathv[i]);
		for (int side = 0; !ret && side < SIDE_NR; side++)
			if (guest_has_side(boots->stage, side))
				add_boot(boots, scenario, side);
	}
	globfree(&found);
	free(pattern);
	free(dir);
	return ret;
}

static int boot_all(struct boots *boots)
{
	size_t next = 0;

	boots->runner = runner_new();
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
				return stage_broken(boots->stage, "no kernel to boot");
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
	char *dir = guest_dir(stage, SIDE_AFTER);
	char *kernel = xstrfmt("%s/bzImage", dir), *initrd = xstrfmt("%s/initramfs", dir);
	char *console = stage_path(stage, "kvm-trial.console");
	struct qemu qemu = {
		.accel = "kvm", .kernel = kernel, .initrd = initrd,
		.append = "ferry.tests=", .console = console, .cpus = 2,
		.memory = 384, .timeout = KVM_TRIAL,
	};
	struct child child;
	bool works = false;

	if (!strcmp(stage->options->accel, "kvm")) {
		qemu_child(&child, &qemu);
		(void)child_run(&child);
		works = !!strstr(child.out.buf, "KTAP version");
		child_release(&child);
		if (!works)
			warning("a trial boot under KVM said nothing in %.0f s: using emulation",
				KVM_TRIAL);
	}
	free(dir);
	free(kernel);
	free(initrd);
	free(console);
	return works ? "kvm" : "tcg";
}

static void judge_all(struct boots *boots)
{
	int ret = 0;

	result_set(&boots->stage->result, VERDICT_PASS, "", "%s", "");
	for (size_t i = 0; i < boots->nr; i++) {
		if (!ret)
			ret = judge(&boots->v[i]);
		else
			scan_console(&boots->v[i]);
	}
	record(boots);
}

static void boot_run(struct stage *stage)
{
	struct boots boots = { .stage = stage, .patterns = CONSOLE_PATTERNS_INIT };
	char *patterns;

	if (guest_not_affected(stage))
		return;
	patterns = patterns_path(stage);
	if (console_patterns_load(&boots.patterns, patterns)) {
		stage_broken(stage, "'%s' cannot be read: see above", patterns);
	} else if (!open_scenarios(&boots)) {
		boots.accel = choose_accel(stage);
		result_fact(&stage->result, "accel", boots.accel);
		if (!boot_all(&boots) && !run_interrupted())
			judge_all(&boots);
		runner_free(boots.runner);
	}
	for (size_t i = 0; i < boots.nr; i++)
		release_boot(&boots.v[i]);
	for (size_t i = 0; i < boots.nr_scenarios; i++)
		scenario_release(&boots.scenarios[i]);
	free(boots.v);
	free(boots.scenarios);
	console_patterns_release(&boots.patterns);
	free(patterns);
}

const struct stage_type stage_boot = {
	.name = "boot",
	.help = {
		.arguments = "[TARGET...]",
		.text = "Boot both kernels of each target in QEMU, in every scenario of "
			"ci/scenarios/. The bug must show without the change and be "
			"gone with it; a guest that falls silent counts as neither. A "
			"tree that carries the change has no kernel without it.",
		.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT |
			  OPTIONS_BUILD | OPTIONS_BOOT,
	},
	.revision = 1,
	.inputs = boot_inputs,
	.run = boot_run,
	.keeps = "boots",
};
