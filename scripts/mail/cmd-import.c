// SPDX-License-Identifier: GPL-2.0-only
/* ferry import: a series from wherever it is into patches/ */
#include "commands.h"
#include "base/folder.h"
#include "base/scratch.h"
#include "data/options.h"
#include "data/target.h"
#include "mail/bases.h"
#include "mail/folder.h"

static const struct command_help help = {
	.arguments = "SOURCE...",
	.text = "Take a series into patches/NAME, to carry it as any other. A SOURCE is a "
		"mailbox, '-' for one on standard input as 'b4 am -o-' gives it, a patch "
		"file, a folder of quilt, or GITDIR@REV..REV.\v"
		"Authors, dates, messages and trailers stay as they are. What messages say "
		"about mainline's commits, 'Fixes:', 'Cc: stable' and its prerequisites, and "
		"CVE numbers goes into the file 'info'. Of a git repository, that of a SOURCE "
		"or of --base, the files that the patches were made from are kept in the "
		"kernel store: with them a patch can be merged where it does not fit as it "
		"is. The series is carried to all targets, "
		"or to those that --for names. Of a mail that says that a patch FAILED to "
		"apply, the commit in it is taken. All is written or nothing; a series that "
		"is there is not replaced. The exit status is 3 when the source cannot be "
		"taken as a series.",
	.groups = OPTIONS_PLACES | OPTIONS_IMPORT,
};

static void check_options(const struct options *options)
{
	char *there;

	if (!options->series)
		die(EXIT_USAGE, "import needs a name: --series NAME");
	if (!is_folder_name(options->series))
		die(EXIT_USAGE, "'%s' is no name for a series: up to 60 small letters, digits, '-', '_' and '.'",
		    options->series);
	if (!options->targets.nr)
		die(EXIT_USAGE, "import needs a SOURCE: a mailbox, '-', patch files, a folder of quilt or GITDIR@REV..REV");
	if (options->json)
		die(EXIT_USAGE, "import has no --json");
	there = xstrfmt("%s/patches/%s", options->root, options->series);
	if (dir_exists(there))
		die(EXIT_USAGE, "'%s' is there already: take another name, or remove the folder and stable/*/%s",
		    there, options->series);
	free(there);
}

/* Those that were asked for, or all there are. */
static int find_targets(const struct options *options, struct argv *targets)
{
	struct argv all __free(argv_release) = ARGV_INIT;

	if (target_names(options->root, &all))
		return EXIT_BROKEN;
	for (size_t i = 0; i < options->only_for.nr; i++) {
		const char *name = options->only_for.v[i];

		if (!argv_has(&all, name)) {
			error("no target '%s': the folders of '%s/stable' are targets", name,
			      options->root);
			return EXIT_USAGE;
		}
		if (!argv_has(targets, name))
			argv_push(targets, name);
	}
	if (!options->only_for.nr)
		argv_pushv(targets, all.v);
	return EXIT_PASS;
}

static void tell(const struct options *options, const struct thread *thread,
		 const struct argv *targets)
{
	printf("  IMPORT  %s  %zu %s for %zu %s\n", options->series, thread->nr,
	       thread->nr == 1 ? "patch" : "patches", targets->nr,
	       targets->nr == 1 ? "target" : "targets");
	if (thread->ignored)
		note("%zu %s no patch and was left out", thread->ignored,
		     thread->ignored == 1 ? "mail has" : "mails have");
	note("'ferry run --series %s' carries and proves it", options->series);
}

static int import(const struct options *options, const struct argv *targets)
{
	struct scratch scratch __free(scratch_remove) = { NULL };
	struct mails mails __free(mails_release) = MAILS_INIT;
	struct thread thread __free(thread_release) = { .cover = NULL };
	struct series_folder folder = {
		.root = options->root, .name = options->series, .targets = targets,
	};
	const char *repository;
	int ret = 0;

	if (scratch_make(&scratch))
		return EXIT_BROKEN;
	if (mails_find(&mails, &options->targets, scratch.dir) ||
	    thread_read(&mails, scratch.dir, &thread))
		return EXIT_REFUSED;
	folder.thread = &thread;
	repository = options->base ? options->base : mails.repository;
	if (repository)
		ret = bases_keep(repository, options->series, &thread);
	switch (ret ? ret : series_folder_make(&folder)) {
	case 0:
		tell(options, &thread, targets);
		return EXIT_PASS;
	case -EIO:
		return EXIT_BROKEN;
	default:
		return EXIT_REFUSED;
	}
}

int cmd_import(int argc, char **argv)
{
	struct argv targets __free(argv_release) = ARGV_INIT;
	struct options options;
	int status;

	options_read(&options, &help, argc, argv);
	check_options(&options);
	status = find_targets(&options, &targets);
	if (!status)
		status = import(&options, &targets);
	options_release(&options);
	return status;
}
