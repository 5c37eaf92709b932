// SPDX-License-Identifier: GPL-2.0-only
/* ferry mbox: the port of one target as a thread of mails */
#include "commands.h"
#include "mail/maintainers.h"
#include "report/evidence.h"
#include "tools/address.h"
#include "tools/git-mail.h"
#include "tools/mbox.h"
#include "run/pipeline.h"
#include "base/scratch.h"

static const struct command_help help = {
	.arguments = "TARGET",
	.text = "Print the port of a target as a mailbox: a cover letter with what "
		"was found out about it, and a mail for each patch, as b4 and git am "
		"take them. The port is made first if need be.\v"
		"Checks, builds and boots that are known go into the cover letter; "
		"what was not run is named there: 'ferry run TARGET' before. One patch "
		"is one mail, which says all that below its \"---\". Without "
		"--from the mails are by the project's own neutral identity, and "
		"without --signoff nobody has signed the patches off. A target that "
		"carries the change already, or never had the problem, gives no "
		"mails and 0; the exit status is 3 when its tree is refused, or when the "
		"tree can do without the change and --optional is not given.",
	.groups = OPTIONS_TARGETS | OPTIONS_FETCH | OPTIONS_PORT | OPTIONS_MAIL |
		  OPTIONS_OUTPUT,
};

/* All that a mailbox is made of, and what must be freed after it. */
struct letter_box {
	const struct options *options;
	struct report report;
	struct store store;
	struct series series;
	struct target target;
	struct git_author sender;
	char *name, *email;
	char *in_reply_to;
	struct strbuf cover, trailers;
	struct argv copies;
};

/* A mailbox of an earlier run is replaced, but no other file. */
static void check_output(const char *path)
{
	struct strbuf old __free(strbuf_release) = STRBUF_INIT;

	if (!*path || dir_exists(path))
		die(EXIT_USAGE, "--output is a file to write, which '%s' cannot be", path);
	if (file_exists(path))
		(void)read_file(path, &old);
	if (old.len && !starts_with(old.buf, "From "))
		die(EXIT_USAGE, "'%s' is there already and is not a mailbox: name another file, or remove it",
		    path);
}

static void check_options(const struct options *options, struct letter_box *box)
{
	if (options->targets.nr != 1)
		die(EXIT_USAGE, "mbox takes one target, as in 'ferry mbox 6.12.y'");
	if (options->mutant)
		die(EXIT_USAGE, "a mutant is not for sending: leave --mutant out");
	if (options->json)
		die(EXIT_USAGE, "mbox has no --json: use 'ferry report --json'");
	if (options->output)
		check_output(options->output);
	if (options->signoff && !options->from)
		die(EXIT_USAGE, "--signoff needs --from 'Name <mail>': a sign-off is a person's own");
	if (options->from && address_read(options->from, &box->name, &box->email))
		die(EXIT_USAGE, "--from is 'Name <mail>', the name up to 60 bytes, not '%s'",
		    options->from);
	if (options->in_reply_to) {
		box->in_reply_to = message_id_read(options->in_reply_to);
		if (!box->in_reply_to)
			die(EXIT_USAGE, "'%s' is not a Message-ID, which is like <20260101-1234@example.org>: see that header of the mail to answer",
			    options->in_reply_to);
	}
	box->sender.name = box->name;
	box->sender.email = box->email;
}

static const struct stage_known *cell(const struct letter_box *box, enum stage_id id)
{
	return &box->report.cells[id];
}

/* Whether there is a port to send; if not, why and with which status. */
static bool has_port(const struct letter_box *box, int *status)
{
	const char *target = box->options->targets.v[0];
	const struct stage_known *port = cell(box, STAGE_PORT);
	enum port_class class = port_class_of(&port->result);

	for (unsigned int id = 0; id < STAGE_PORT; id++) {
		const struct result *result = &cell(box, id)->result;

		if (!cell(box, id)->known || result->verdict != VERDICT_SKIP)
			continue;
		error("%s has no port: %s was skipped: %s", target, stage_type(id)->name,
		      result->reason);
		*status = EXIT_BROKEN;
		return false;
	}
	if (!port->fresh) {
		error("%s has no port that is up to date: run 'ferry port %s'", target,
		      target);
		*status = EXIT_BROKEN;
	} else if (port->result.verdict != VERDICT_PASS) {
		error("%s has no port: %s", target, port->result.reason);
		*status = report_status(&box->report, STAGE_PORT);
	} else if (class == CLASS_NONE || class == CLASS_CARRIED || class == CLASS_UNAFFECTED) {
		note("nothing to send: %s is '%s', see 'ferry shape %s'", target,
		     port_class_name(class), target);
		*status = EXIT_PASS;
	} else {
		return true;
	}
	return false;
}

/* Stable takes what fixes something: anything else is a person's decision. */
static bool is_wanted(const struct letter_box *box)
{
	const char *target = box->target.name;
	const char *shape = result_get(&cell(box, STAGE_SHAPE)->result, FACT_SHAPE);
	const char *why = shape ? series_shape_optional(&box->series, shape) : NULL;

	if (!why || box->options->optional)
		return true;
	error("%s can do without the change: %s; 'ferry mbox --optional %s' makes its mails all the same",
	      target, why, target);
	return false;
}

static int write_cover(struct letter_box *box)
{
	const struct result *fetch = &cell(box, STAGE_FETCH)->result;

	char *change __free(free_text) = mbox_change_id(&box->series, box->target.name);
	char *base __free(free_text) = evidence_base(fetch, &box->target);
	int ret = mbox_cover(&box->series, &box->cover);

	if (!ret)
		evidence_of_port(&box->report, 0, &box->series, &box->target, &box->cover);
	if (base)
		strbuf_addf(&box->trailers, "base-commit: %s\n", base);
	if (change)
		strbuf_addf(&box->trailers, "change-id: %s\n", change);
	return ret;
}

static int make_mails(const struct letter_box *box, struct strbuf *text)
{
	struct mbox mbox = {
		.git = &box->store.git,
		.series = box->series.name,
		.target = box->target.name,
		.base = result_get(&cell(box, STAGE_FETCH)->result, FACT_COMMIT),
		.tip = result_get(&cell(box, STAGE_PORT)->result, FACT_COMMIT),
		.cover = box->cover.buf,
		.trailers = box->trailers.buf,
		.sender = box->name ? &box->sender : NULL,
		.signoff = box->options->signoff,
		.in_reply_to = box->in_reply_to,
		.copies = &box->copies,
	};

	strbuf_reset(text);
	return mbox_make(&mbox, text);
}

/* Whom to send to depends on the patches, as the mails have them. */
static int find_copies(struct letter_box *box, const struct strbuf *text,
		       const struct scratch *scratch)
{
	const char *base = result_get(&cell(box, STAGE_FETCH)->result, FACT_COMMIT);
	struct argv mails __free(argv_release) = ARGV_INIT;
	struct argv patches __free(argv_release) = ARGV_INIT;
	char *dir __free(free_text) = xstrfmt("%s/mails", scratch->dir);

	if (mbox_split(text, dir, &mails))
		return -1;
	argv_pushv(&patches, mails.v + mbox_first_patch(&mails));
	if (maintainers_of(&box->store.git, base, &patches, &box->copies))
		return -1;
	if (!argv_has(&box->copies, "stable@vger.kernel.org"))
		argv_push(&box->copies, "stable@vger.kernel.org");
	return 0;
}

/* A mailbox that does not give the port back is never handed out. */
static int prove(const struct letter_box *box, const struct strbuf *text,
		 const struct scratch *scratch)
{
	char *index __free(free_text) = xstrfmt("%s/index", scratch->dir);
	char *dir __free(free_text) = xstrfmt("%s/proof", scratch->dir);
	const char *base = result_get(&cell(box, STAGE_FETCH)->result, FACT_COMMIT);
	const char *tip = result_get(&cell(box, STAGE_PORT)->result, FACT_COMMIT);
	struct argv mails __free(argv_release) = ARGV_INIT;
	struct argv patches __free(argv_release) = ARGV_INIT;
	struct git git = box->store.git;

	git.index = index;
	if (mbox_split(text, dir, &mails))
		return -1;
	argv_pushv(&patches, mails.v + mbox_first_patch(&mails));
	return git_mails_prove(&git, base, tip, &patches, box->name ? &box->sender : NULL);
}

static int hand_out(const struct letter_box *box, const struct strbuf *text)
{
	const char *path = box->options->output;
	int ret = 0;

	if (path)
		ret = write_output(path, text->buf, text->len);
	else if (fwrite(text->buf, 1, text->len, stdout) != text->len || fflush(stdout))
		ret = -errno;
	if (ret)
		return error("cannot write '%s': %s", path ? path : "standard output",
			     strerror(-ret));
	return 0;
}

static int make_mailbox(struct letter_box *box)
{
	struct strbuf text __free(strbuf_release) = STRBUF_INIT;
	struct scratch scratch __free(scratch_remove) = { NULL };

	if (scratch_make(&scratch) || write_cover(box) || make_mails(box, &text))
		return -1;
	if (!box->options->no_cc &&
	    (find_copies(box, &text, &scratch) || make_mails(box, &text)))
		return -1;
	return prove(box, &text, &scratch) || hand_out(box, &text) ? -1 : 0;
}

static int mail_port(struct letter_box *box)
{
	const struct options *options = box->options;
	int status = EXIT_BROKEN;

	if (series_open(&box->series, options->root, options->series) ||
	    target_open(&box->target, options->root, options->targets.v[0]))
		return EXIT_USAGE;
	report_read(&box->report, options);
	if (store_open(&box->store))
		status = EXIT_BROKEN;
	else if (store_lock(&box->store))
		status = EXIT_REFUSED;
	else if (has_port(box, &status))
		status = !is_wanted(box) ? EXIT_REFUSED :
			 make_mailbox(box) ? EXIT_BROKEN : EXIT_PASS;
	report_release(&box->report);
	return run_interrupted() ? EXIT_INTERRUPTED : status;
}

int cmd_mbox(int argc, char **argv)
{
	struct options options;
	struct letter_box box = {
		.options = &options,
		.store = STORE_INIT,
		.cover = STRBUF_INIT,
		.trailers = STRBUF_INIT,
		.copies = ARGV_INIT,
	};
	int status;

	options_read(&options, &help, argc, argv);
	check_options(&options, &box);
	/* the stages' lines are not part of the mailbox */
	status = options.only ? EXIT_PASS : pipeline_run_aside(&options, STAGE_PORT);
	if (status == EXIT_PASS)
		status = mail_port(&box);
	store_release(&box.store);
	series_release(&box.series);
	target_release(&box.target);
	strbuf_release(&box.cover);
	strbuf_release(&box.trailers);
	argv_release(&box.copies);
	free(box.name);
	free(box.email);
	free(box.in_reply_to);
	options_release(&options);
	return status;
}
