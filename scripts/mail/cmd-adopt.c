// SPDX-License-Identifier: GPL-2.0-only
/* ferry adopt: a person's own backport, judged by mainline's form, as a target's patches */
#include "commands.h"
#include "base/scratch.h"
#include "data/quilt.h"
#include "mail/adopted.h"
#include "mail/branch.h"
#include "mail/judged.h"
#include "mail/patch-files.h"
#include "mail/range-diff.h"
#include "port/port.h"
#include "run/pipeline.h"

static const struct command_help help = {
	.arguments = "TARGET SOURCE...",
	.text = "Take a person's own backport into stable/TARGET/SERIES and judge it. A "
		"SOURCE is what 'ferry import' takes: a mailbox, '-' for one on standard "
		"input, a patch file, a folder of quilt or GITDIR@REV..REV. With --tree "
		"GITDIR@BRANCH it is the commits of a branch above the target's source.\v"
		"Each hunk of the mainline form is same, context (only lines around it "
		"differ), moved (to another place of its function), adapted or missing; one "
		"that mainline has not is added. They are found by function and C tokens. What "
		"is adapted, missing or added has to have a reason in brackets in its message, "
		"\"[ NAME: what is other, and why ]\": else the exit status is 1, and the "
		"patches are taken all the same. Where the files that mainline's patches were "
		"made from are at hand, git range-diff shows both.\n\n"
		"The exit status is 3, and nothing is written, when the patches do not apply "
		"to the target's tree in order, or touch what the series does not declare.",
	.groups = OPTIONS_PLACES | OPTIONS_ADOPT,
};

/* All that is at work, and what must be freed after it. */
struct adoption {
	struct options options;		/* of that target alone */
	const char *target_name;
	struct series series;
	struct target target;
	struct expect expect;
	struct result fetch;
	struct scratch scratch;
	struct store store;
	struct mails mails;
	struct thread thread;
	struct git_mail *mainline;
	size_t nr_mainline;
	struct port port;
	struct judged judged;
	struct strbuf range_diff, no_range_diff;
};

static void release(struct adoption *adoption)
{
	series_release(&adoption->series);
	target_release(&adoption->target);
	expect_release(&adoption->expect);
	result_release(&adoption->fetch);
	scratch_remove(&adoption->scratch);
	store_release(&adoption->store);
	mails_release(&adoption->mails);
	thread_release(&adoption->thread);
	for (size_t i = 0; i < adoption->nr_mainline; i++)
		git_mail_release(&adoption->mainline[i]);
	free(adoption->mainline);
	port_release(&adoption->port);
	judged_release(&adoption->judged);
	strbuf_release(&adoption->range_diff);
	strbuf_release(&adoption->no_range_diff);
	argv_release(&adoption->options.targets);
	argv_release(&adoption->options.trees);
}

static void check_options(const struct options *options)
{
	if (!options->targets.nr)
		die(EXIT_USAGE, "adopt needs a TARGET and a SOURCE, as in 'ferry adopt 6.1.y FILE.mbox'");
	if (options->targets.nr == 1 && !options->tree)
		die(EXIT_USAGE, "adopt needs a SOURCE behind the TARGET: a mailbox, '-', patch files, a folder of quilt or GITDIR@REV..REV; or --tree GITDIR@BRANCH");
	if (options->targets.nr > 1 && options->tree)
		die(EXIT_USAGE, "--tree is the only source: leave '%s' out",
		    options->targets.v[1]);
}

/* --- what there is -------------------------------------------------------------------- */

static int open_all(struct adoption *adoption, const struct options *options)
{
	if (target_open(&adoption->target, options->root, adoption->target_name) ||
	    series_open(&adoption->series, options->root, options->series) ||
	    expect_open(&adoption->expect, options->root, adoption->target_name,
			options->series))
		return EXIT_USAGE;
	if (!options->dry_run && adopted_possible(&adoption->expect, options->force))
		return EXIT_USAGE;
	return scratch_make(&adoption->scratch) ? EXIT_BROKEN : EXIT_PASS;
}

static int read_mainline(struct adoption *adoption)
{
	char *folder __free(free_text) = xstrfmt("%s/patches/%s", adoption->options.root,
						 adoption->series.name);
	struct git git = { .dir = adoption->scratch.dir, .kind = GIT_NONE };
	struct argv paths __free(argv_release) = ARGV_INIT;

	if (quilt_patches(folder, &paths))
		return EXIT_BROKEN;
	if (!paths.nr) {
		error("'%s' has no patches to judge by: the mainline form belongs there, with its list in 'series'",
		      folder);
		return EXIT_USAGE;
	}
	adoption->mainline = xcalloc(paths.nr, sizeof(*adoption->mainline));
	for (size_t i = 0; i < paths.nr; i++) {
		adoption->nr_mainline++;
		if (git_mail_read(&git, paths.v[i], &adoption->mainline[i]))
			return EXIT_BROKEN;
	}
	return EXIT_PASS;
}

/* The target's source, as it is in the store or can be had. */
static int fetch(struct adoption *adoption)
{
	char *dir __free(free_text) = stage_dir(&adoption->options, adoption->target_name,
						STAGE_FETCH);
	int status = pipeline_run_aside(&adoption->options, STAGE_FETCH);

	if (status)
		return status;
	if (result_read(&adoption->fetch, dir) || adoption->fetch.verdict != VERDICT_PASS) {
		error("%s has no source: %s", adoption->target_name, adoption->fetch.reason);
		return EXIT_BROKEN;
	}
	if (store_open(&adoption->store))
		return EXIT_BROKEN;
	return store_lock(&adoption->store) ? EXIT_REFUSED : EXIT_PASS;
}

/* The free arguments behind TARGET, or the commits of a branch. */
static int read_thread(struct adoption *adoption, const struct options *options)
{
	struct argv sources __free(argv_release) = ARGV_INIT;
	char *dir __free(free_text) = xstrfmt("%s/mails", adoption->scratch.dir);

	if (options->tree && branch_range(options->tree, &adoption->target, &adoption->fetch,
					  &sources))
		return EXIT_REFUSED;
	argv_pushv(&sources, options->targets.v + 1);
	if (mkdir_p(dir)) {
		error("cannot make the folder '%s'", dir);
		return EXIT_BROKEN;
	}
	return mails_find(&adoption->mails, &sources, dir) ||
	       thread_read(&adoption->mails, dir, &adoption->thread) ? EXIT_REFUSED : EXIT_PASS;
}

/* --- judging ------------------------------------------------------------------------------ */

static const char *base_of(const struct adoption *adoption)
{
	return result_get(&adoption->fetch, FACT_COMMIT);
}

/* As 'ferry port' will apply them. */
static int apply(struct adoption *adoption)
{
	char *dir __free(free_text) = xstrfmt("%s/patches", adoption->scratch.dir);
	char *index __free(free_text) = xstrfmt("%s/index", adoption->scratch.dir);
	struct argv paths __free(argv_release) = ARGV_INIT;
	struct git git = adoption->store.git;
	enum port_status status;
	int ret = mkdir_p(dir);

	if (!ret)
		ret = patch_files_write(&adoption->thread, dir);
	if (ret)
		return ret == -EINVAL ? EXIT_REFUSED : EXIT_BROKEN;
	if (quilt_patches(dir, &paths))
		return EXIT_BROKEN;
	git.index = index;
	status = port_apply(&git, &adoption->series, &paths, base_of(adoption),
			    port_how("auto"), &adoption->port);
	if (status != PORT_OK)
		error("%s: %s%s", adoption->target_name, status == PORT_REFUSED ? "refused: " : "",
		      adoption->port.why.buf);
	return port_exit_status(status);
}

static void compare_ranges(struct adoption *adoption, const char *repository)
{
	char *index __free(free_text) = xstrfmt("%s/range-index", adoption->scratch.dir);
	struct strbuf objects __free(strbuf_release) = STRBUF_INIT;
	struct range_diff range = {
		.git = adoption->store.git, .mainline = adoption->mainline,
		.nr = adoption->nr_mainline, .base = base_of(adoption),
		.tip = adoption->port.commit,
	};

	range.git.index = index;
	if (repository && !store_borrow(repository, &objects))
		range.git.borrow = objects.buf;
	(void)range_diff_make(&range, &adoption->range_diff, &adoption->no_range_diff);
}

/* --- what came of it ------------------------------------------------------------------- */

static void print_words(const struct adoption *adoption, const char *verdict)
{
	const char *name = adoption->target_name;
	const struct judged *judged = &adoption->judged;
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;

	judged_print(judged, &text);
	if (adoption->range_diff.len)
		strbuf_addf(&text, "\n%s\n\n", adoption->range_diff.buf);
	strbuf_addf(&text, "  %-7s %s/%s: ", verdict, name, adoption->series.name);
	judged_count(judged, &text);
	if (judged->findings)
		strbuf_addf(&text, "; %zu of them %s no reason in brackets", judged->findings,
			    judged->findings == 1 ? "has" : "have");
	make_plain(text.buf);
	printf("  %-7s %s/%s: %zu %s, %s\n%s\n", "ADOPT", name, adoption->series.name,
	       judged->nr_own, judged->nr_own == 1 ? "patch" : "patches",
	       port_class_name(port_class_of_patches(&adoption->port)), text.buf);
	fflush(stdout);
	if (adoption->no_range_diff.len)
		note("no range-diff, for the files that mainline's patches were made from are not at hand: %s",
		     adoption->no_range_diff.buf);
}

static void print_json(const struct adoption *adoption, const char *verdict, bool written)
{
	const char *class = port_class_name(port_class_of_patches(&adoption->port));
	json_t *all = json_object();
	char *text;

	json_object_set_new(all, "target", json_text("%s", adoption->target_name));
	json_object_set_new(all, "series", json_text("%s", adoption->series.name));
	json_object_set_new(all, "verdict", json_string(verdict));
	json_object_set_new(all, "class", json_string(class));
	json_object_set_new(all, "findings",
			    json_integer((json_int_t)adoption->judged.findings));
	json_object_set_new(all, "written", written ? json_text("%s", adoption->expect.dir) :
						      json_null());
	json_object_set_new(all, "hunks", judged_json(&adoption->judged));
	json_object_set_new(all, "range-diff", adoption->range_diff.len ?
			    json_text("%s", adoption->range_diff.buf) : json_null());
	text = json_dumps(all, JSON_INDENT(2));
	printf("%s\n", text);
	free(text);
	json_decref(all);
}

static void say_what_is_next(const struct adoption *adoption, bool written)
{
	bool findings = adoption->judged.findings;

	if (adoption->thread.ignored)
		note("%zu %s no patch and was left out", adoption->thread.ignored,
		     adoption->thread.ignored == 1 ? "mail has" : "mails have");
	if (findings)
		note("say in the message of the patch what is other than in mainline and why: '[ NAME: ... ]'");
	if (written)
		note("'%s' has the patches now%s; 'ferry run --series %s %s' carries and proves them",
		     adoption->expect.dir, findings ? ", with what was found" : "",
		     adoption->series.name, adoption->target_name);
}

static int tell(const struct adoption *adoption, const struct options *options, bool written)
{
	const char *verdict = verdict_name(adoption->judged.findings ? VERDICT_FAIL :
								       VERDICT_PASS);

	if (options->json)
		print_json(adoption, verdict, written);
	else
		print_words(adoption, verdict);
	say_what_is_next(adoption, written);
	return adoption->judged.findings ? EXIT_FAIL : EXIT_PASS;
}

static int adopt(struct adoption *adoption, const struct options *options)
{
	int status = open_all(adoption, options);
	int ret = 0;

	if (!status)
		status = read_mainline(adoption);
	if (!status && !options->tree)
		status = read_thread(adoption, options);
	if (!status)
		status = fetch(adoption);
	if (!status && options->tree)
		status = read_thread(adoption, options);
	if (!status)
		status = apply(adoption);
	if (status)
		return status;
	judged_make(&adoption->judged, adoption->mainline, adoption->nr_mainline,
		    &adoption->thread);
	compare_ranges(adoption, adoption->mails.repository);
	if (!options->dry_run)
		ret = adopted_write(&adoption->expect, &adoption->thread);
	if (ret)
		return ret == -EINVAL ? EXIT_REFUSED : EXIT_BROKEN;
	return tell(adoption, options, !options->dry_run);
}

int cmd_adopt(int argc, char **argv)
{
	struct options options __free(options_release);
	struct adoption adoption __free(release) = {
		.store = STORE_INIT, .mails = MAILS_INIT, .port = PORT_INIT,
		.expect = { .conf = CONF_INIT }, .range_diff = STRBUF_INIT,
		.no_range_diff = STRBUF_INIT,
	};

	options_read(&options, &help, argc, argv);
	check_options(&options);
	options_one_series(&options);
	adoption.options = options;
	argv_init(&adoption.options.targets);
	argv_init(&adoption.options.trees);
	adoption.target_name = argv_push(&adoption.options.targets, options.targets.v[0]);
	if (options.onto)
		argv_pushf(&adoption.options.trees, "%s=%s", adoption.target_name, options.onto);
	adoption.options.named = true;
	result_init(&adoption.fetch);
	return adopt(&adoption, &options);
}
