// SPDX-License-Identifier: GPL-2.0-only
/* One compiler at work on the changed files, see trial.h */
#include "check/trial.h"

#include "check/kept.h"

/* --- why it does not compile -------------------------------------------------- */

/* Paths become those inside of a tree. */
static void leave_out(struct strbuf *text, const char *dir)
{
	char *prefix __free(free_text) = xstrfmt("%s/", dir);
	char *at;

	while ((at = strstr(text->buf, prefix)))
		strbuf_remove(text, (size_t)(at - text->buf), strlen(prefix));
}

/* Make ended by itself and not well: what that says of the compiler. */
static int stop(struct trial *trial, enum trial_status status, const char *words)
{
	struct strbuf line __free(strbuf_release) = STRBUF_INIT;
	const char *sign = kbuild_lost(trial->said.buf);
	struct stage *stage = trial->check->stage;

	if (sign)
		return stage_broken(stage, "%s: %s; see '%s'", trial->compiler->name, sign,
				    stage->log);
	kbuild_reason(trial->said.buf, &line);
	leave_out(&line, trial->kbuild.source);
	leave_out(&line, trial->tree);
	trial->status = status;
	strbuf_addf(&trial->reason, "%s%s", words, line.buf);
	stage_say(stage, "%s: %s", trial->compiler->name, trial->reason.buf);
	return 0;
}

/* --- configure, prepare, compile --------------------------------------------- */

static void keep_line(void *data, const char *line, size_t len)
{
	struct strbuf *said = data;

	strbuf_add(said, line, len);
	strbuf_addch(said, '\n');
}

/* 0: made, above: make ended by itself and not well, -1: the verdict is BROKEN */
static int run_make(struct trial *trial, const struct argv *goals)
{
	struct strbuf why __free(strbuf_release) = STRBUF_INIT;
	struct child child __free(child_release) = CHILD_INIT;
	int ret;

	strbuf_reset(&trial->said);
	kbuild_child(&child, &trial->kbuild, "W=1", NULL);
	argv_pushv(&child.args, goals->v);
	ret = child_run(&child);
	if (ret >= 0)
		return ret;
	child_describe(&child, &why);
	return stage_broken(trial->check->stage, "%s: %s; see '%s'", trial->compiler->name,
			    why.buf, trial->check->stage->log);
}

static bool is_missing(struct trial *trial)
{
	const char *what = compiler_lacks(trial->compiler);
	const char *package = what ? requirements_package(&trial->check->requirements, what) : NULL;

	if (!what)
		return false;
	trial->status = TRIAL_SKIPPED;
	strbuf_addf(&trial->reason, "%s is not installed", what);
	if (package)
		strbuf_addf(&trial->reason, ": 'apt-get install %s'", package);
	return true;
}

static int keep_config(const struct trial *trial)
{
	char *name __free(free_text) = xstrfmt("config-%s", trial->compiler->name);
	char *config __free(free_text) = xstrfmt("%s/.config", trial->tree);
	char *kept __free(free_text) = stage_path(trial->check->stage, name);
	int ret = copy_file(config, kept);

	return ret ? stage_broken(trial->check->stage, "cannot write '%s': %s", kept,
				  strerror(-ret)) : 0;
}

/* What the compiler says without the change depends on no more than this. */
static void identify(struct trial *trial, const char *configuration)
{
	const struct argv *files = &trial->check->files[SIDE_BEFORE];
	struct digest digest;

	digest_init(&digest);
	digest_add_string(&digest, "configuration", configuration);
	compiler_identify(trial->compiler, &digest);
	for (size_t i = 0; i < files->nr; i++)
		digest_add_string(&digest, "file", files->v[i]);
	digest_final(&digest, trial->id);
}

static int configure(struct trial *trial)
{
	const struct compiler *compiler = trial->compiler;
	const struct argv *offered = &trial->check->fragments;
	struct kbuild_configured configured __free(kbuild_configured_release) =
		KBUILD_CONFIGURED_INIT;
	struct argv asked __free(argv_release) = ARGV_INIT;
	struct kbuild_fragments fragments = { .asked = &asked };
	int ret;

	if (compiler->guest_required)
		argv_pushv(&asked, offered->v);
	else
		fragments.offered = offered;
	argv_pushv(&asked, trial->check->series_fragments.v);
	argv_pushv(&asked, compiler->fragments.v);
	strbuf_reset(&trial->said);
	ret = kbuild_configure(&trial->kbuild, &fragments, &configured);
	if (ret > 0)
		ret = stop(trial, TRIAL_SKIPPED, "cannot configure this kernel: ");
	else if (ret)
		stage_broken(trial->check->stage, "%s: cannot configure the kernel: see above and '%s'",
			     compiler->name, trial->check->stage->log);
	else
		ret = keep_config(trial);
	if (!ret && configured.missing.len)
		ret = stage_broken(trial->check->stage, "%s: options did not survive olddefconfig: %s; fix ci/compilers, ci/kconfig/ or ci/guest/*/kconfig",
				   compiler->name, configured.missing.buf);
	else if (!ret)
		identify(trial, configured.id);
	return ret;
}

/* --- what was said in an earlier run -------------------------------------------- */

/*
 * What the compiler says of the unchanged tree is kept with its configuration: as long
 * as that is the same, the build tree is prepared too.  Each series has files of its
 * own.
 */
static char *kept_path(const struct trial *trial)
{
	return xstrfmt("%s/.ferry-said-%s", trial->tree, trial->check->stage->series.name);
}

static bool load(struct trial *trial)
{
	char *path __free(free_text) = kept_path(trial);

	if (!kept_load(path, trial->id, &trial->said))
		return false;
	stage_say(trial->check->stage, "%s: compiled by an earlier run",
		  trial->compiler->name);
	return true;
}

/* --- sparse ---------------------------------------------------------------------- */

/* "  CHECK   PATH/FILE" */
static bool was_checked(const char *said, const char *file)
{
	size_t len, wanted = strlen(file);
	const char *line;

	while (next_line(&said, &line, &len))
		if (len > wanted && starts_with(line, "  CHECK ") &&
		    !memcmp(line + len - wanted, file, wanted))
			return true;
	return false;
}

/* A kernel may want a newer sparse than there is; it says so and goes on. */
static int look_for_sparse(struct trial *trial, const struct argv *files)
{
	if (strstr(trial->said.buf, "is not available or not up to date")) {
		trial->old_sparse = true;
		return 0;
	}
	for (size_t i = 0; i < files->nr; i++)
		if (!was_checked(trial->said.buf, files->v[i]))
			return stage_broken(trial->check->stage, "%s: sparse was not run on %s; see '%s'",
					    trial->compiler->name, files->v[i],
					    trial->check->stage->log);
	return 0;
}

/* --- the files themselves -------------------------------------------------------- */

static char *object_path(const struct trial *trial, const char *file)
{
	return xstrfmt("%s/%.*s.o", trial->tree, (int)strlen(file) - 2, file);
}

static int run_compiler(struct trial *trial, const struct argv *files)
{
	struct argv goals __free(argv_release) = ARGV_INIT;

	if (trial->compiler->sparse)
		argv_push(&goals, "C=2");
	for (size_t i = 0; i < files->nr; i++) {
		char *path __free(free_text) = object_path(trial, files->v[i]);

		(void)remove_tree(path);
		argv_push(&goals, path + strlen(trial->tree) + 1);
	}
	return run_make(trial, &goals);
}

static int look_for_objects(struct trial *trial, const struct argv *files)
{
	for (size_t i = 0; i < files->nr; i++) {
		char *path __free(free_text) = object_path(trial, files->v[i]);

		if (!file_exists(path))
			return stage_broken(trial->check->stage, "%s: make succeeded but made no '%s'; see '%s'",
					    trial->compiler->name, path,
					    trial->check->stage->log);
	}
	return 0;
}

static const char *why_not(const struct trial *trial, enum side side)
{
	if (side == SIDE_AFTER)
		return "with the change: ";
	if (strstr(trial->said.buf, "No rule to make target"))
		return "its configuration does not build what the port changes: ";
	return "does not compile without the change: ";
}

static int make_objects(struct trial *trial, enum side side)
{
	char *kept __free(free_text) = kept_path(trial);
	const struct argv *files = &trial->check->files[side];
	int ret;

	strbuf_reset(&trial->said);
	if (!files->nr)
		return 0;
	stage_progress(trial->check->stage, "%s: %s", side_name[side],
		       trial->compiler->name);
	ret = run_compiler(trial, files);
	if (ret > 0)
		return stop(trial, side == SIDE_BEFORE ? TRIAL_SKIPPED : TRIAL_FAILED,
			    why_not(trial, side));
	if (!ret)
		ret = look_for_objects(trial, files);
	if (!ret && side == SIDE_BEFORE)
		ret = kept_save(trial->check->stage, kept, trial->id, &trial->said);
	return ret;
}

static int look_for_lines(struct trial *trial)
{
	const struct argv *files = &trial->check->files[SIDE_AFTER];
	int ret = 0;

	for (size_t i = 0; !ret && i < files->nr; i++)
		ret = reached_compiled(trial->reached, &trial->kbuild, files->v[i]);
	return ret ? stage_broken(trial->check->stage, "%s: cannot tell which lines it compiled: see above",
				  trial->compiler->name) : 0;
}

/* What the compilation of the files builds upon, once for both sides. */
static int prepare(struct trial *trial)
{
	struct argv goals __free(argv_release) = ARGV_INIT;
	int ret;

	stage_progress(trial->check->stage, "%s: prepare", trial->compiler->name);
	argv_push(&goals, "prepare");
	ret = run_make(trial, &goals);
	return ret > 0 ? stop(trial, TRIAL_SKIPPED, "cannot prepare this kernel: ") : ret;
}

static int compile_before(struct trial *trial)
{
	int ret;

	if (is_missing(trial))
		return 0;
	trial->version = kbuild_version(trial->compiler->cc);
	ret = configure(trial);
	if (ret || trial->status != TRIAL_OK || load(trial))
		return ret;
	ret = prepare(trial);
	if (!ret && trial->status == TRIAL_OK)
		ret = make_objects(trial, SIDE_BEFORE);
	return ret;
}

int trial_go(struct trial *trial, enum side side)
{
	struct check *check = trial->check;
	int ret;

	if (trial->status != TRIAL_OK)
		return 0;
	stage_say(check->stage, "== %s, %s the change", trial->compiler->name,
		  side == SIDE_BEFORE ? "without" : "with");
	trial->kbuild.source = check->source.buf;
	ret = side == SIDE_BEFORE ? compile_before(trial) : make_objects(trial, side);
	if (ret || trial->status != TRIAL_OK)
		return ret;
	check_parse(check, &trial->said, &trial->warnings[side]);
	if (side == SIDE_AFTER && look_for_lines(trial))
		return -1;
	return trial->compiler->sparse ? look_for_sparse(trial, &check->files[side]) : 0;
}

int trial_init(struct trial *trial, struct check *check,
	       const struct compiler *compiler, struct reached *reached)
{
	char *name __free(free_text) = xstrfmt("check-%s", compiler->name);
	struct stage *stage = check->stage;

	*trial = (struct trial){
		.check = check, .compiler = compiler, .reached = reached,
		.said = STRBUF_INIT, .reason = STRBUF_INIT,
	};
	trial->tree = sides_build_tree(stage, name, &trial->ccache);
	trial->kbuild = (struct kbuild){
		.object = trial->tree,
		.ccache_dir = trial->ccache,
		.commit = check_commit(stage, SIDE_BEFORE),
		.cc = compiler->cc,
		.variables = &compiler->variables,
		.log_path = stage->log,
		.jobs = (unsigned int)stage->options->jobs,
		.on_line = keep_line,
		.line_data = &trial->said,
	};
	if (!trial->tree)
		return stage_broken(stage, "cannot make the build tree: see above");
	if (!check->files[SIDE_BEFORE].nr && !check->files[SIDE_AFTER].nr) {
		trial->status = TRIAL_SKIPPED;
		strbuf_addstr(&trial->reason, "the port changes no C file");
	}
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
	free(trial->ccache);
}
