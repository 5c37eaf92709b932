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
	leave_out(line, trial->kbuild.source);
	leave_out(line, trial->tree);
}

/* Make ended by itself and not well: what that says of the compiler. */
static int stop(struct trial *trial, enum trial_status status, const char *words)
{
	const char *sign = kbuild_lost(trial->said.buf);
	struct strbuf line = STRBUF_INIT;

	if (sign) {
		stage_broken(trial->check->stage, "%s: %s; see '%s'", trial->compiler->name,
			     sign, trial->check->stage->log);
	} else {
		first_error(trial, &line);
		trial->status = status;
		strbuf_addf(&trial->reason, "%s%s", words, line.buf);
		stage_say(trial->check->stage, "%s: %s", trial->compiler->name, trial->reason.buf);
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
static int run_make(struct trial *trial, const struct argv *goals)
{
	struct strbuf why = STRBUF_INIT;
	struct child child;
	int ret;

	strbuf_reset(&trial->said);
	kbuild_child(&child, &trial->kbuild, NULL);
	argv_pushv(&child.args, goals->v);
	ret = child_run(&child);
	if (ret < 0) {
		child_describe(&child, &why);
		stage_broken(trial->check->stage, "%s: %s; see '%s'", trial->compiler->name,
			     why.buf, trial->check->stage->log);
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
	trial->status = TRIAL_SKIPPED;
	strbuf_addf(&trial->reason, "%s is not installed", what);
	if (package)
		strbuf_addf(&trial->reason, ": 'apt-get install %s'", package);
	return true;
}

static int keep_config(const struct trial *trial)
{
	char *name = xstrfmt("config-%s", trial->compiler->name);
	char *config = xstrfmt("%s/.config", trial->tree);
	char *kept = stage_path(trial->check->stage, name);
	int ret = copy_file(config, kept);

	if (ret)
		ret = stage_broken(trial->check->stage, "cannot write '%s': %s", kept, strerror(-ret));
	free(name);
	free(config);
	free(kept);
	return ret;
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
		stage_broken(trial->check->stage, "%s: cannot configure the kernel: see above and '%s'",
			     compiler->name, trial->check->stage->log);
	else
		ret = keep_config(trial);
	if (!ret && configured.missing.len)
		ret = stage_broken(trial->check->stage, "%s: options did not survive olddefconfig: %s; fix ci/compilers or ci/kconfig/",
				   compiler->name, configured.missing.buf);
	else if (!ret)
		identify(trial, configured.id);
	kbuild_configured_release(&configured);
	argv_release(&asked);
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
	char *path = kept_path(trial);
	bool same = kept_load(path, trial->id, &trial->said);

	if (same)
		stage_say(trial->check->stage, "%s: compiled by an earlier run",
			  trial->compiler->name);
	free(path);
	return same;
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

static char *object_of(const char *file)
{
	return xstrfmt("%.*s.o", (int)strlen(file) - 2, file);
}

/* The first object that make has not made, for the caller to free; or NULL. */
static char *find_missing(const struct trial *trial, const struct argv *files)
{
	char *missing = NULL;

	for (size_t i = 0; !missing && i < files->nr; i++) {
		char *object = object_of(files->v[i]);
		char *path = xstrfmt("%s/%s", trial->tree, object);

		if (file_exists(path))
			free(object);
		else
			missing = object;
		free(path);
	}
	return missing;
}

static int run_compiler(struct trial *trial, const struct argv *files)
{
	struct argv goals = ARGV_INIT;
	int ret;

	if (trial->compiler->sparse)
		argv_push(&goals, "C=2");
	argv_push(&goals, "W=1");
	for (size_t i = 0; i < files->nr; i++) {
		char *object = object_of(files->v[i]);
		char *path = xstrfmt("%s/%s", trial->tree, object);

		(void)remove_tree(path);
		argv_push(&goals, object);
		free(object);
		free(path);
	}
	ret = run_make(trial, &goals);
	argv_release(&goals);
	return ret;
}

/* what make says of an object that is in no part of the kernel */
static const char no_rule[] = "No rule to make target";

static int make_objects(struct trial *trial, enum side side)
{
	const struct argv *files = &trial->check->files[side];
	struct stage *stage = trial->check->stage;
	char *missing, *path;
	int ret;

	strbuf_reset(&trial->said);
	if (!files->nr)
		return 0;
	stage_progress(stage, "%s: %s", side_name[side], trial->compiler->name);
	ret = run_compiler(trial, files);
	if (ret > 0 && side == SIDE_BEFORE)
		return stop(trial, TRIAL_SKIPPED, strstr(trial->said.buf, no_rule) ?
			    "its configuration does not build what the port changes: " :
			    "does not compile without the change: ");
	if (ret > 0)
		return stop(trial, TRIAL_FAILED, "with the change: ");
	missing = find_missing(trial, files);
	if (!ret && missing)
		ret = stage_broken(stage, "%s: make ended well and made no %s; see '%s'",
				   trial->compiler->name, missing, stage->log);
	free(missing);
	if (ret || side != SIDE_BEFORE)
		return ret;
	path = kept_path(trial);
	ret = check_keep(trial->check, path, trial->id, &trial->said);
	free(path);
	return ret;
}

/* What the compilation of the files builds upon, once for both sides. */
static int prepare(struct trial *trial)
{
	struct argv goals = ARGV_INIT;
	int ret;

	stage_progress(trial->check->stage, "%s: prepare", trial->compiler->name);
	argv_pushl(&goals, "W=1", "prepare", NULL);
	ret = run_make(trial, &goals);
	argv_release(&goals);
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
	return trial->compiler->sparse ? look_for_sparse(trial, &check->files[side]) : 0;
}

int trial_init(struct trial *trial, struct check *check,
	       const struct compiler *compiler,
	       const struct requirements *requirements, const struct argv *offered)
{
	char *name = xstrfmt("check-%s", compiler->name);
	struct stage *stage = check->stage;

	*trial = (struct trial){
		.check = check, .compiler = compiler, .requirements = requirements,
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
}
