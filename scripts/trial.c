// SPDX-License-Identifier: GPL-2.0-only
/* One compiler at work on the changed file, see trial.h */
#include "trial.h"

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

static void ask_version(struct trial *trial)
{
	struct child child = CHILD_INIT;
	const char *line, *cursor;
	size_t len;

	argv_pushl(&child.args, trial->compiler->cc, "--version", NULL);
	argv_push(&child.env, "LC_ALL=C");
	child.timeout = 20;
	(void)child_run(&child);
	cursor = child.out.buf;
	if (next_line(&cursor, &line, &len))
		trial->version = xstrndup(line, len);
	else
		trial->version = xstrdup(trial->compiler->cc);
	child_release(&child);
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
	struct strbuf missing = STRBUF_INIT, stopped = STRBUF_INIT;
	struct argv asked = ARGV_INIT;
	struct kbuild_fragments fragments = { .asked = &asked };
	int ret;

	if (compiler->guest_required)
		argv_pushv(&asked, trial->offered->v);
	else
		fragments.offered = trial->offered;
	argv_pushv(&asked, compiler->fragments.v);
	strbuf_reset(&trial->said);
	ret = kbuild_configure(&trial->kbuild, &fragments, &missing, &stopped);
	if (ret > 0)
		ret = stop(trial, TRIAL_SKIPPED, "cannot configure this kernel: ");
	else if (ret)
		stage_broken(trial->stage, "%s: cannot configure the kernel: see above and '%s'",
			     compiler->name, trial->stage->log);
	else
		ret = keep_config(trial);
	if (!ret && missing.len)
		ret = stage_broken(trial->stage, "%s: the configuration did not take: %s; mend ci/compilers or ci/kconfig/",
				   compiler->name, missing.buf);
	argv_release(&asked);
	strbuf_release(&missing);
	strbuf_release(&stopped);
	return ret;
}

/* --- what stands from an earlier run ------------------------------------------ */

static char *kept_path(const struct trial *trial, const char *what)
{
	return xstrfmt("%s/.ferry-%s", trial->tree, what);
}

static void forget(const struct trial *trial, const char *what)
{
	char *path = kept_path(trial, what);

	(void)remove_tree(path);
	free(path);
}

static int keep(const struct trial *trial, const char *what, const char *text)
{
	char *path = kept_path(trial, what);
	int ret = write_file_atomic(path, text, strlen(text));

	if (ret)
		ret = stage_broken(trial->stage, "cannot write '%s': %s", path, strerror(-ret));
	free(path);
	return ret;
}

/* All that the prepared build tree depends on. */
static int stamp(const struct trial *trial, char hex[DIGEST_HEX])
{
	const struct compiler *compiler = trial->compiler;
	struct digest digest;
	int ret = 0;

	digest_init(&digest);
	digest_add_string(&digest, "source", guest_commit(trial->stage, SIDE_BEFORE));
	digest_add_string(&digest, "version", trial->version);
	for (size_t i = 0; i < compiler->variables.nr; i++)
		digest_add_string(&digest, "variable", compiler->variables.v[i]);
	digest_add_string(&digest, "guest", compiler->guest_required ? "required" : "offered");
	for (size_t i = 0; !ret && i < trial->offered->nr; i++)
		ret = digest_add_path(&digest, trial->offered->v[i]);
	for (size_t i = 0; !ret && i < compiler->fragments.nr; i++)
		ret = digest_add_path(&digest, compiler->fragments.v[i]);
	digest_final(&digest, hex);
	return ret;
}

static bool stands(const struct trial *trial, const char hex[DIGEST_HEX])
{
	char *path = kept_path(trial, "prepared");
	struct strbuf kept = STRBUF_INIT;
	bool same = !read_file(path, &kept) && !strcmp(kept.buf, hex);

	strbuf_release(&kept);
	free(path);
	return same;
}

static int prepare(struct trial *trial, const char hex[DIGEST_HEX])
{
	int ret;

	forget(trial, "prepared");
	forget(trial, "said-before");
	ret = configure(trial);
	if (ret || trial->end != TRIAL_GOES_ON)
		return ret;
	stage_progress(trial->stage, "%s: prepare", trial->compiler->name);
	ret = run_make(trial, "prepare");
	if (ret > 0)
		return stop(trial, TRIAL_SKIPPED, "cannot prepare this kernel: ");
	return ret ? ret : keep(trial, "prepared", hex);
}

/* What the file's own compilation builds upon, once for both sides. */
static int begin(struct trial *trial)
{
	char hex[DIGEST_HEX];

	if (is_missing(trial))
		return 0;
	ask_version(trial);
	if (stamp(trial, hex))
		return stage_broken(trial->stage, "%s: cannot read its configuration: see above",
				    trial->compiler->name);
	if (!stands(trial, hex))
		return prepare(trial, hex);
	stage_say(trial->stage, "%s: prepared by an earlier run", trial->compiler->name);
	return keep_config(trial);
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

/* What the compiler says of an unchanged tree stands as long as that is prepared. */
static bool said_before(struct trial *trial)
{
	char *path = kept_path(trial, "said-before");
	bool known = !read_file(path, &trial->said);

	if (known)
		stage_say(trial->stage, "%s: compiled by an earlier run", trial->compiler->name);
	free(path);
	return known;
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
		ret = keep(trial, "said-before", trial->said.buf);
	free(object);
	free(made);
	return ret;
}

static int compile(struct trial *trial, enum side side)
{
	struct warnings_source source = { .read = read_source, .data = trial };
	int ret = 0;

	if (side != SIDE_BEFORE || !said_before(trial))
		ret = make_object(trial, side);
	if (!ret && trial->end == TRIAL_GOES_ON)
		warnings_parse(&trial->warnings[side], trial->said.buf, trial->said.len,
			       trial->source, &source);
	return ret;
}

int trial_go(struct trial *trial, enum side side)
{
	int ret = 0;

	if (trial->end != TRIAL_GOES_ON)
		return 0;
	stage_say(trial->stage, "== %s, %s the change", trial->compiler->name,
		  side == SIDE_BEFORE ? "without" : "with");
	if (side == SIDE_BEFORE)
		ret = begin(trial);
	if (!ret && trial->end == TRIAL_GOES_ON)
		ret = compile(trial, side);
	return ret;
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
