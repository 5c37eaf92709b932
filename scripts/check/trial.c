// SPDX-License-Identifier: GPL-2.0-only
/* One compiler at work on the changed file, see trial.h */
#include "check/trial.h"

#include "check/kept.h"

/* --- why it does not compile -------------------------------------------------- */

static void leave_out(struct strbuf *text, const char *dir)
{
	char *prefix = xstrfmt("%s/", dir);
	char *at;

	while ((at = strstr(text->buf, prefix)))
		strbuf_remove(text, (size_t)(at - text->buf), strlen(prefix));
	free(prefix);
}

/* The first error that make printed, with paths inside of the trees. */
static void first_error(const struct trial *trial, struct strbuf *line)
{
	kbuild_reason(trial->said.buf, line);
	leave_out(line, trial->source);
	leave_out(line, trial->tree);
}

/* Make ended by itself and not well: what that says of the compiler. */
static int stop(struct trial *trial, enum trial_end end, const char *words)
{
	const char *sign = kbuild_lost(trial->said.buf);
	struct strbuf line = STRBUF_INIT;

	if (sign) {
		stage_broken(trial->stage, "%s: %s; see '%s'", trial->compiler->name,
			     sign, trial->stage->log);
	} else {
		first_error(trial, &line);
		trial->end = end;
		strbuf_addf(&trial->reason, "%s%s", words, line.buf);
		stage_say(trial->stage, "%s: %s", trial->compiler->name, trial->reason.buf);
	}
	strbuf_release(&line);
	return sign ? -1 : 0;
}

/* --- configure, prepare, compile --------------------------------------------- */

static void keep_line(void *data, const char *line, size_t len)
{
	struct strbuf *said = data;

	strbuf_add(said, line, len);
	strbuf_addch(said, '\n');
}

/* 0: made, 1: make ended by itself and not well, -1: the verdict is BROKEN */
static int run_make(struct trial *trial, const char *goal)
{
	struct strbuf why = STRBUF_INIT;
	struct child child;
	int ret;

	strbuf_reset(&trial->said);
	kbuild_child(&child, &trial->kbuild, "W=1", goal, NULL);
	ret = child_run(&child);
	if (ret < 0) {
		child_describe(&child, &why);
		stage_broken(trial->stage, "%s: %s; see '%s'", trial->compiler->name,
			     why.buf, trial->stage->log);
	}
	child_release(&child);
	strbuf_release(&why);
	return ret > 0 ? 1 : ret;
}

static bool is_missing(struct trial *trial)
{
	const char *what = compiler_lacks(trial->compiler);
	const char *package = what ? requirements_package(trial->requirements, what) : NULL;

	if (!what)
		return false;
	trial->end = TRIAL_SKIPPED;
	strbuf_addf(&trial->reason, "%s is not installed", what);
	if (package)
		strbuf_addf(&trial->reason, ": 'apt-get install %s'", package);
	return true;
}

static int keep_config(const struct trial *trial)
{
	char *name = xstrfmt("config-%s", trial->compiler->name);
	char *config = xstrfmt("%s/.config", trial->tree);
	char *kept = stage_path(trial->stage, name);
	int ret = copy_file(config, kept);

	if (ret)
		ret = stage_broken(trial->stage, "cannot write '%s': %s", kept, strerror(-ret));
	free(name);
	free(config);
	free(kept);
	return ret;
}

static int configure(struct trial *trial)
{
	const struct compiler *compiler = trial->compiler;
	struct kbuild_configured configured = KBUILD_CONFIGURED_INIT;
	struct argv asked = ARGV_INIT;
	struct kbuild_fragments fragments = { .asked = &asked };
	int ret;

	if (compiler->guest_required)
		argv_pushv(&asked, trial->offered->v);
	else
		fragments.offered = trial->offered;
	argv_pushv(&asked, compiler->fragments.v);
	strbuf_reset(&trial->said);
	ret = kbuild_configure(&trial->kbuild, &fragments, &configured);
	if (ret > 0)
		ret = stop(trial, TRIAL_SKIPPED, "cannot configure this kernel: ");
	else if (ret)
		stage_broken(trial->stage, "%s: cannot configure the kernel: see above and '%s'",
			     compiler->name, trial->stage->log);
	else
		ret = keep_config(trial);
	if (!ret && configured.missing.len)
		ret = stage_broken(trial->stage, "%s: the configuration did not take: %s; mend ci/compilers or ci/kconfig/",
				   compiler->name, configured.missing.buf);
	memcpy(trial->configuration, configured.id, sizeof(trial->configuration));
	kbuild_configured_release(&configured);
	argv_release(&asked);
	return ret;
}

/* --- what was said in an earlier run -------------------------------------------- */

static char *kept_path(const struct trial *trial)
{
	return xstrfmt("%s/.ferry-said-before", trial->tree);
}

/*
 * What the compiler says of the unchanged tree is kept, with the configuration
 * that it said it of: as long as that is the same, the build tree is prepared too.
 */
static bool recall(struct trial *trial)
{
	char *path = kept_path(trial);
	bool same = said_recall(path, trial->configuration, &trial->said);

	if (same)
		stage_say(trial->stage, "%s: compiled by an earlier run", trial->compiler->name);
	free(path);
	return same;
}

static int remember(struct trial *trial)
{
	char *path = kept_path(trial);
	int ret = said_keep(path, trial->configuration, &trial->said);

	if (ret)
		ret = stage_broken(trial->stage, "cannot write '%s': %s", path, strerror(-ret));
	free(path);
	return ret;
}

/* --- the file itself ----------------------------------------------------------- */

static int read_source(void *data, const char *file, struct strbuf *out)
{
	const struct trial *trial = data;
	char *path = xstrfmt("%s/%s", trial->source, file);
	int ret = read_file(path, out);

	free(path);
	return ret;
}

static int make_object(struct trial *trial, enum side side)
{
	const char *file = series_file(&trial->stage->series);
	char *object = xstrfmt("%.*s.o", (int)strlen(file) - 2, file);
	char *made = xstrfmt("%s/%s", trial->tree, object);
	int ret;

	stage_progress(trial->stage, "%s: %s", side_name[side], trial->compiler->name);
	(void)remove_tree(made);
	ret = run_make(trial, object);
	if (ret > 0 && side == SIDE_BEFORE)
		ret = stop(trial, TRIAL_SKIPPED, "does not compile without the change: ");
	else if (ret > 0)
		ret = stop(trial, TRIAL_FAILED, "with the change: ");
	else if (!ret && !file_exists(made))
		ret = stage_broken(trial->stage, "%s: make ended well and made no %s; see '%s'",
				   trial->compiler->name, object, trial->stage->log);
	else if (!ret && side == SIDE_BEFORE && trial->end == TRIAL_GOES_ON)
		ret = remember(trial);
	free(object);
	free(made);
	return ret;
}

/* What the file's own compilation builds upon, once for both sides. */
static int prepare(struct trial *trial)
{
	int ret;

	stage_progress(trial->stage, "%s: prepare", trial->compiler->name);
	ret = run_make(trial, "prepare");
	return ret > 0 ? stop(trial, TRIAL_SKIPPED, "cannot prepare this kernel: ") : ret;
}

static int compile_before(struct trial *trial)
{
	int ret;

	if (is_missing(trial))
		return 0;
	trial->version = kbuild_version(trial->compiler->cc);
	ret = configure(trial);
	if (ret || trial->end != TRIAL_GOES_ON || recall(trial))
		return ret;
	ret = prepare(trial);
	if (!ret && trial->end == TRIAL_GOES_ON)
		ret = make_object(trial, SIDE_BEFORE);
	return ret;
}

static int compile(struct trial *trial, enum side side)
{
	struct warnings_source source = { .read = read_source, .data = trial };
	int ret = side == SIDE_BEFORE ? compile_before(trial) : make_object(trial, side);

	if (!ret && trial->end == TRIAL_GOES_ON)
		warnings_parse(&trial->warnings[side], trial->said.buf, trial->said.len,
			       trial->source, &source);
	return ret;
}

int trial_go(struct trial *trial, enum side side)
{
	if (trial->end != TRIAL_GOES_ON)
		return 0;
	stage_say(trial->stage, "== %s, %s the change", trial->compiler->name,
		  side == SIDE_BEFORE ? "without" : "with");
	return compile(trial, side);
}

int trial_init(struct trial *trial, struct stage *stage,
	       const struct compiler *compiler,
	       const struct requirements *requirements, const struct argv *offered)
{
	char *name = xstrfmt("check-%s", compiler->name);

	*trial = (struct trial){
		.stage = stage, .compiler = compiler, .requirements = requirements,
		.offered = offered, .said = STRBUF_INIT, .reason = STRBUF_INIT,
	};
	trial->tree = store_build_dir(&stage->store, stage->target.name, name);
	trial->kbuild = (struct kbuild){
		.object = trial->tree,
		.ccache_dir = stage->store.ccache,
		.commit = guest_commit(stage, SIDE_BEFORE),
		.cc = compiler->cc,
		.variables = &compiler->variables,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
		.on_line = keep_line,
		.line_data = &trial->said,
	};
	free(name);
	if (!trial->tree)
		return stage_broken(stage, "no place for the build tree: see above");
	return 0;
}

void trial_release(struct trial *trial)
{
	for (int side = 0; side < SIDE_NR; side++)
		warnings_release(&trial->warnings[side]);
	strbuf_release(&trial->said);
	strbuf_release(&trial->reason);
	free(trial->version);
	free(trial->tree);
}
